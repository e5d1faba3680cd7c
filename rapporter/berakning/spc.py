"""Process control charts for individual values (XmR).

Method: NHS England, "Making Data Count", as the R package NHSRplotthedots implements it; the constants are
Wheeler's (Understanding Variation, 1993): 2.66 = 3 / 1.128 and 3.267 for two successive points.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rapporter.berakning.matris import (
    ROUNDING,
    Bools,
    Floats,
    as_rows,
    pack,
    row_mean,
    row_scale,
    shaped_like,
)

LIMIT = 2.66
SCREEN = 3.267
RUN = 7
PROVISIONAL_BELOW = 12

#: Labels from none to the strongest.
LABELS = np.array(["", "shift", "two_of_three", "trend", "outside"])


@dataclass(frozen=True, eq=False)
class XmR:
    """Lines and signals, every field an array of the shape of the values that they were computed from.

    `center`, `lower`, `upper` (float64, the values' own unit) are constant inside a segment, continue
    through gaps, and are NaN in a segment without values; the limits are NaN too where the segment has no
    moving range. `outside`, `trend`, `shift`, `two_of_three` and `provisional` are bool. `side` (int8) is
    the side of the point's label: +1 high, -1 low, 0 where there is no label. `label` is the strongest
    signal of the point: "outside", "trend", "two_of_three", "shift", or "" for none. A gap never carries a
    signal.
    """

    center: Floats
    lower: Floats
    upper: Floats
    outside: Bools
    trend: Bools
    shift: Bools
    two_of_three: Bools
    provisional: Bools
    side: NDArray[np.int8]
    label: NDArray[np.str_]


def xmr(
    values: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Iterable[int] = (),
    screen: bool = True,
    outside_counts: bool = True,
) -> XmR:
    """XmR chart of each series in `values`, of shape (n_periods,) or (n_series, n_periods).

    Centre: the mean of the baseline, which is every point or the first `baseline` measured points of each
    segment. Limits: centre ± 2.66 × the mean moving range of the baseline's points, not clipped; with
    `screen`, ranges not below 3.267 × their mean are left out once. Rules and ranges run over the measured
    points in order. `rebase` holds column positions (0 ≤ position < n_periods, the same for all rows) where
    a new segment begins, which no rule crosses; 0 changes nothing. `provisional`: fewer than 12 measured
    points in the segment.

    With `outside_counts=False` points beyond a limit do not count towards two of three, as in the R
    package; True is the NHS's rule since 2023. A point that ends one trend and begins another has the later
    one's side.

    Raises ValueError for other shapes, infinite values, a baseline below 2 (it has no moving range) and a
    rebase position outside the series.
    """
    rows = as_rows(values)
    if baseline is not None and operator.index(baseline) < 2:
        raise ValueError(f"baseline must be at least 2 points, not {baseline}")
    edges = _edges(rebase, rows.shape[1])
    parts = [_segment(rows[:, a:b], baseline, screen, outside_counts) for a, b in pairwise(edges)]
    joined = {f.name: np.concatenate([getattr(p, f.name) for p in parts], axis=1) for f in fields(XmR)}
    return XmR(**{name: shaped_like(values, array) for name, array in joined.items()})


def assurance(chart: XmR, target: ArrayLike | None, direction: str) -> Any:
    """Will the target be met, as far as the last segment's limits tell?

    "pass" (the limits lie wholly on the good side of the target), "fail" (wholly on the bad side),
    "inconsistent" (between), or None where there is no target, no limit, or no good side. For a chart of
    one series a str or None; for (n_series, n_periods) an object array of shape (n_series,). `target`, in
    the values' unit, is one number or one for each series. `direction`: "hogre" (higher is better), "lagre"
    or "neutral"; anything else is a ValueError. As NHSRplotthedots: a target on a limit is "inconsistent".
    """
    if direction not in ("hogre", "lagre", "neutral"):
        raise ValueError(f'direction must be "hogre", "lagre" or "neutral", not {direction!r}')
    upper, lower = (_last_column(line) for line in (chart.upper, chart.lower))
    aim = np.broadcast_to(np.asarray(np.nan if target is None else target, dtype=np.float64), upper.shape)
    above, below = ("fail", "pass") if direction == "hogre" else ("pass", "fail")
    verdict = np.full(upper.shape, "inconsistent", dtype=object)
    verdict[aim > upper] = above
    verdict[aim < lower] = below
    verdict[np.isnan(aim) | np.isnan(upper) | (direction == "neutral")] = None
    return shaped_like(chart.upper, verdict)


def _last_column(line: Floats) -> Floats:
    rows = np.atleast_2d(line)
    return rows[:, -1] if rows.shape[1] else np.full(rows.shape[0], np.nan)


def _edges(rebase: Iterable[int], n_periods: int) -> list[int]:
    positions = {operator.index(position) for position in rebase}
    if bad := sorted(p for p in positions if not 0 <= p < n_periods):
        raise ValueError(f"rebase positions {bad} lie outside the {n_periods} periods")
    return [*sorted(positions | {0}), n_periods]


def _segment(rows: Floats, baseline: int | None, screen: bool, outside_counts: bool) -> XmR:
    packed = pack(rows)
    center, width = _lines(packed.values[:, :baseline], screen)
    tolerance = ROUNDING * row_scale(rows)[:, None]
    away = packed.values - center[:, None]
    away[np.abs(away) <= tolerance] = 0.0
    outside = np.abs(away) > width[:, None] + tolerance
    near = np.abs(away) > width[:, None] * 2 / 3 + tolerance
    rising, falling, turned_up = _trends(packed.values)
    shift = _runs(away > 0, RUN) | _runs(away < 0, RUN)
    two = _two_of_three(away, near if outside_counts else near & ~outside)

    trend = rising | falling
    strongest = _strongest(shift, two, trend, outside)
    side = np.where(away > 0, 1, -1) * (strongest > 0)
    side = np.where(strongest == 3, np.where(rising & (~falling | turned_up), 1, -1), side)
    return XmR(
        center=_columnwise(center, rows),
        lower=_columnwise(center - width, rows),
        upper=_columnwise(center + width, rows),
        outside=packed.spread(outside),
        trend=packed.spread(trend),
        shift=packed.spread(shift),
        two_of_three=packed.spread(two),
        provisional=_columnwise(packed.counts < PROVISIONAL_BELOW, rows),
        side=packed.spread(side.astype(np.int8)),
        label=LABELS[packed.spread(strongest)],
    )


def _columnwise(column: NDArray[Any], rows: Floats) -> NDArray[Any]:
    """One value per series, repeated over the periods."""
    return np.broadcast_to(column[:, None], rows.shape)


def _lines(baseline: Floats, screen: bool) -> tuple[Floats, Floats]:
    """Centre and distance to the limits, shape (n_series,), of packed baseline points."""
    # Distances from the first point make the centre of a constant series exactly that constant.
    first = np.nan_to_num(baseline[:, :1])
    center = first.sum(axis=1) + row_mean(baseline - first)
    ranges = np.abs(np.diff(baseline, axis=1))
    mean_range = row_mean(ranges)
    if screen:
        kept = np.where(ranges < SCREEN * mean_range[:, None], ranges, np.nan)
        mean_range = np.where(mean_range > 0, row_mean(kept), mean_range)
    return center, LIMIT * mean_range


def _strongest(*weakest_first: Bools) -> NDArray[np.int8]:
    """Index into LABELS of the strongest signal of each point."""
    strongest = np.zeros(weakest_first[0].shape, dtype=np.int8)
    for rank, flags in enumerate(weakest_first, start=1):
        strongest[flags] = rank
    return strongest


def _trends(points: Floats) -> tuple[Bools, Bools, Bools]:
    """Points in a rising trend, in a falling one, and those from which a rising one goes on."""
    steps = np.diff(points, axis=1)
    up, down = _runs(steps > 0, RUN - 1), _runs(steps < 0, RUN - 1)
    n = points.shape[1]
    turned_up = np.zeros(points.shape, dtype=np.bool_)
    turned_up[:, : n - 1] = up
    return _cover(up, 2, n), _cover(down, 2, n), turned_up


def _two_of_three(away: Floats, near: Bools) -> Bools:
    n = max(away.shape[1] - 2, 0)
    first, second, third = (slice(k, k + n) for k in range(3))
    above, below = away > 0, away < 0
    same = above[:, first] & above[:, second] & above[:, third]
    same |= below[:, first] & below[:, second] & below[:, third]
    a, b, c = near[:, first], near[:, second], near[:, third]
    return _cover(same & ((a & b) | (a & c) | (b & c)), 3, away.shape[1]) & near


def _runs(flags: Bools, length: int) -> Bools:
    """Flags that belong to a run of at least `length` successive true ones."""
    n = max(flags.shape[1] - length + 1, 0)
    starts = np.ones((flags.shape[0], n), dtype=np.bool_)
    for k in range(length):
        starts &= flags[:, k : k + n]
    return _cover(starts, length, flags.shape[1])


def _cover(starts: Bools, length: int, n: int) -> Bools:
    """The places, out of `n`, in the windows of `length` that begin at `starts`."""
    covered = np.zeros((starts.shape[0], n), dtype=np.bool_)
    for k in range(length if starts.shape[1] else 0):
        covered[:, k : k + starts.shape[1]] |= starts
    return covered
