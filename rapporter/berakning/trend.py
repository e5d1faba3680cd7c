"""Trends: robust slope, Mann–Kendall's test, the recent trend of short series, and many tests at once."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from rapporter.berakning.matris import (
    ROUNDING,
    Floats,
    Ints,
    as_rows,
    pack,
    row_mean,
    row_scale,
    shaped_like,
)

RECENT = 5
#: χ² with one degree of freedom at 99.8 %.
CHI2_LIMIT = 9.5495
#: Width of a 95 % interval in standard deviations, and the mean range of two normal values in the same.
INTERVAL_WIDTH = 3.92
MEAN_RANGE = 1.128
RANGE_POINTS = 8

#: Slopes held at once (4 MiB) and rows compared at once: what a processor's cache holds.
SLOPES_AT_ONCE = 2**19
ROWS_AT_ONCE = 512


@dataclass(frozen=True, eq=False)
class TheilSen:
    """Slope (the values' unit per unit of time), intercept at time 0, and the slope's interval.

    Each a float for one series, a float64 array of shape (n_series,) for several.
    """

    slope: Floats
    intercept: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class MannKendall:
    """Score, its variance, normal deviate, two-sided p and Kendall's tau: floats, or shape (n_series,)."""

    s: Floats
    var_s: Floats
    z: Floats
    p: Floats
    tau: Floats


@dataclass(frozen=True, eq=False)
class RecentTrend:
    """Slope per period, χ² (1 df) and direction (+1, -1, or 0: none shown): numbers, or shape (n_series,)."""

    slope: Floats
    chi2: Floats
    direction: Ints


def theil_sen(values: ArrayLike, times: ArrayLike | None = None, *, alpha: float = 0.05) -> TheilSen:
    """Median of the slopes between all pairs of measured points, with a 1 − alpha interval.

    `values` has shape (n_periods,) or (n_series, n_periods); `times` has shape (n_periods,), the same for all
    series, and is 0, 1, 2, … when left out. Gaps are dropped with the other points' times kept; pairs at the
    same time have no slope. Fewer than 2 points, or no two different times: NaN.

    Numbers as scipy.stats.theilslopes(method="separate"): the intercept is median(y) − slope · median(t), and
    the interval takes the ranks of Sen (1968, equation 2.6), ties included; as there, an alpha above one half
    means 1 − alpha. Raises ValueError for other shapes, infinite values, times that are not finite, and an
    alpha outside (0, 1).
    """
    rows = as_rows(values)
    at = _times(times, rows.shape[1])
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, not {alpha}")
    z = float(ndtri(min(alpha, 1 - alpha) / 2))
    step = max(1, SLOPES_AT_ONCE // max(1, at.size * (at.size - 1) // 2))
    chunks = [_theil_sen(rows[k : k + step], at, z) for k in range(0, max(1, len(rows)), step)]
    return TheilSen(*(shaped_like(values, np.concatenate(column)) for column in zip(*chunks, strict=True)))


def mann_kendall(values: ArrayLike, *, prewhiten: bool = False) -> MannKendall:
    """Mann–Kendall's test of a monotone trend, with ties and the continuity correction.

    `values` has shape (n_periods,) or (n_series, n_periods). Gaps are dropped and the measured points taken
    in order. With `prewhiten` the series is first replaced by y[i] − r·y[i−1], r its lag-1 autocorrelation,
    with the measured points as neighbours (Yue and Wang 2002); r of a constant series is taken as 0. A
    constant series has p = 1. Fewer than 2 points to test (3 measured ones with `prewhiten`): NaN.

    Numbers as pymannkendall's original_test and pre_whitening_modification_test; tau = S / (n(n−1)/2). Raises
    ValueError for other shapes and infinite values.
    """
    rows = _prewhitened(as_rows(values)) if prewhiten else as_rows(values)
    n = (~np.isnan(rows)).sum(axis=1)
    enough = n >= 2
    s = np.where(enough, _score(rows), np.nan)
    var_s = np.where(enough, (n * (n - 1) * (2 * n + 5) - _ties(np.sort(rows, axis=1))) / 18, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(s == 0, 0.0, (s - np.sign(s)) / np.sqrt(var_s))
        tau = s / (n * (n - 1) / 2)
    p = 2 * ndtr(-np.abs(z))
    return MannKendall(*(shaped_like(values, column) for column in (s, var_s, z, p, tau)))


def recent_trend(values: ArrayLike, *, low: ArrayLike | None = None, high: ArrayLike | None = None) -> RecentTrend:
    """Weighted straight line through the last 5 measured points, for yearly series too short for a chart.

    `values`, and `low` and `high` (a 95 % interval of each value, both or neither), have the same shape,
    (n_periods,) or (n_series, n_periods). Weights are 1/σ² with σ = (high − low) / 3.92; for a point
    without an interval, or with one of no width, σ is the mean moving range of all the series' measured
    points / 1.128, which takes at least 8 of them. Time is the position of the period, so a gap counts as
    the time it is. χ² = slope² · Σw(x − x̄)². `direction` is the slope's sign where χ² > 9.5495 (1 df, 99.8
    %) and the slope keeps its sign when any one point is left out, else 0. Fewer than 5 points or an
    unknown σ: NaN and 0.

    Method: Office for Health Improvement and Disparities, "Recent trends" in the English public health
    profiles. Raises ValueError for other or different shapes, infinite values, one bound without the other,
    low above high.
    """
    rows = as_rows(values)
    age = np.cumsum(~np.isnan(rows)[:, ::-1], axis=1)[:, ::-1]
    used = ~np.isnan(rows) & (age <= RECENT)
    weights = np.where(used, _weights(rows, low, high), 0.0)
    weights[used.sum(axis=1) < RECENT] = np.nan
    slope, chi2 = _weighted_line(rows, weights)
    tolerance = ROUNDING * row_scale(np.where(used, rows, 0.0))
    steady = chi2 > CHI2_LIMIT
    for left_out in range(1, RECENT + 1):
        other, _ = _weighted_line(rows, np.where(age == left_out, 0.0, weights))
        steady &= (np.abs(other) > tolerance) & (np.sign(other) == np.sign(slope))
    direction = np.where(steady, np.sign(np.nan_to_num(slope)), 0).astype(np.int64)
    return RecentTrend(*(shaped_like(values, column) for column in (slope, chi2, direction)))


def adjust(p: ArrayLike, method: str = "bh") -> Floats:
    """p-values adjusted for the size of their family, in the shape of `p`; all of `p` is one family.

    "bh" is Benjamini and Hochberg (1995), the false discovery rate. NaN stays NaN and is not counted. Raises
    ValueError for another method and for a p outside 0–1.
    """
    if method != "bh":
        raise ValueError(f'method must be "bh", not {method!r}')
    values = np.asarray(p, dtype=np.float64)
    if ((values < 0) | (values > 1)).any():
        raise ValueError("p must lie between 0 and 1")
    order = np.argsort(values, axis=None)[: np.count_nonzero(~np.isnan(values))]
    scaled = values.ravel()[order] * order.size / np.arange(1, order.size + 1)
    adjusted = np.full(values.size, np.nan)
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    capped: Floats = np.minimum(adjusted, 1.0)
    return capped.reshape(values.shape)


def deseasonalize(values: ArrayLike, lag: int) -> Floats:
    """Each value minus the median of its own season (every `lag`-th period), in the shape of `values`.

    `values` has shape (n_periods,) or (n_series, n_periods). NaN stays NaN. Unlike a difference between
    years, which turns a steady trend into a constant and leaves nothing to test, this keeps the trend.
    Raises ValueError for a lag below 1, other shapes and infinite values.
    """
    rows = as_rows(values)
    if operator.index(lag) < 1:
        raise ValueError(f"lag must be at least 1, not {lag}")
    rest = np.full(rows.shape, np.nan)
    for season in range(min(lag, rows.shape[1])):
        of_season = rows[:, season::lag]
        rest[:, season::lag] = of_season - _row_median(of_season)[:, None]
    shaped: Floats = shaped_like(values, rest)
    return shaped


def _row_median(rows: Floats) -> Floats:
    """The median of each row's measured values; NaN for a row of gaps."""
    ordered = np.sort(rows, axis=1)
    count = (~np.isnan(rows)).sum(axis=1)
    at = np.arange(len(rows))
    low, high = ordered[at, np.maximum(count - 1, 0) // 2], ordered[at, np.minimum(count // 2, rows.shape[1] - 1)]
    middle: Floats = (low + high) / 2
    return middle


def _times(times: ArrayLike | None, n_periods: int) -> Floats:
    at = np.arange(n_periods, dtype=np.float64) if times is None else np.asarray(times, dtype=np.float64)
    if at.shape != (n_periods,):
        raise ValueError(f"times must have shape ({n_periods},), not {at.shape}")
    if not np.isfinite(at).all():
        raise ValueError("times must be finite")
    return at


def _theil_sen(rows: Floats, at: Floats, z: float) -> tuple[Floats, Floats, Floats, Floats]:
    slopes, n_slopes = _ordered_slopes(rows, at)
    slope = _median(slopes, n_slopes)
    own_times = np.sort(np.where(np.isnan(rows), np.nan, at), axis=1)
    ordered = np.sort(rows, axis=1)
    n = (~np.isnan(ordered)).sum(axis=1)
    intercept = _median(ordered, n) - slope * _median(own_times, n)
    with np.errstate(invalid="ignore"):
        ties = _ties(own_times) + _ties(ordered)
        spread = z * np.sqrt(1 / 18.0 * (n * (n - 1) * (2 * n + 5) - ties))
    low = np.maximum(np.rint((n_slopes + spread) / 2) - 1, 0)
    high = np.minimum(np.rint((n_slopes - spread) / 2), n_slopes - 1)
    return slope, intercept, _at_rank(slopes, n_slopes, low), _at_rank(slopes, n_slopes, high)


def _ordered_slopes(rows: Floats, at: Floats) -> tuple[Floats, Ints]:
    """All slopes of each row in order, NaN last, shape (n_series, n_pairs), and how many there are."""
    n = at.size
    spans = np.concatenate([at[:0], *(at[lag:] - at[:-lag] for lag in range(1, n))])
    slopes = np.empty((rows.shape[0], spans.size))
    start = 0
    for lag in range(1, n):
        stop = start + n - lag
        np.subtract(rows[:, lag:], rows[:, :-lag], out=slopes[:, start:stop])
        start = stop
    slopes /= np.where(spans == 0, np.nan, spans)
    slopes.sort(axis=1)
    return slopes, spans.size - np.isnan(slopes).sum(axis=1)


def _at_rank(ordered: Floats, counts: Ints, rank: NDArray[Any]) -> Floats:
    """The value at `rank` (from 0) of each ordered row; NaN where the row is empty or the rank is NaN."""
    known = (counts > 0) & ~np.isnan(rank)
    picked = np.full(ordered.shape[0], np.nan)
    picked[known] = ordered[known, rank[known].astype(np.intp)]
    return picked


def _median(ordered: Floats, counts: Ints) -> Floats:
    """Median of each row of values in order with NaN last."""
    return (_at_rank(ordered, counts, (counts - 1) // 2) + _at_rank(ordered, counts, counts // 2)) / 2


def _ties(ordered: Floats) -> Floats:
    """Σ t(t−1)(2t+5) over the groups of t equal values in each row of values in order."""
    begins = np.ones(ordered.shape, dtype=np.bool_)
    # NaN differs from NaN, so gaps are never ties.
    begins[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    starts = np.flatnonzero(begins)
    t = np.diff(starts, append=ordered.size)
    weights = (t * (t - 1) * (2 * t + 5)).astype(np.float64)
    return np.bincount(starts // max(1, ordered.shape[1]), weights, ordered.shape[0]).astype(np.float64)


def _score(rows: Floats) -> Ints:
    """Mann–Kendall's S of each row: later points above minus later points below, over all pairs."""
    chunks = [_score_chunk(rows[k : k + ROWS_AT_ONCE]) for k in range(0, max(1, len(rows)), ROWS_AT_ONCE)]
    return np.concatenate(chunks)


def _score_chunk(rows: Floats) -> Ints:
    # Periods first: every lag compares two unbroken blocks. Comparisons with NaN are False.
    points = np.ascontiguousarray(rows.T)
    n = points.shape[0]
    score = np.zeros(points.shape, dtype=np.min_scalar_type(-max(1, n)))
    for lag in range(1, n):
        score[lag:] += (points[lag:] > points[:-lag]).view(np.int8)
        score[lag:] -= (points[lag:] < points[:-lag]).view(np.int8)
    total: Ints = score.sum(axis=0, dtype=np.int64)
    return total


def _prewhitened(rows: Floats) -> Floats:
    points = pack(rows).values
    centered = points - row_mean(points)[:, None]
    varies = np.fmax.reduce(points, axis=1, initial=-np.inf) > np.fmin.reduce(points, axis=1, initial=np.inf)
    r = np.zeros(rows.shape[0])
    covariance = np.nansum(centered[:, 1:] * centered[:, :-1], axis=1)
    np.divide(covariance, np.nansum(centered**2, axis=1), out=r, where=varies)
    return points[:, 1:] - r[:, None] * points[:, :-1]


def _weights(rows: Floats, low: ArrayLike | None, high: ArrayLike | None) -> Floats:
    """1/σ² of each point; NaN where σ is unknown."""
    sigma = np.broadcast_to(_range_sigma(rows)[:, None], rows.shape)
    if (low is None) != (high is None):
        raise ValueError("low and high go together")
    if low is not None and high is not None:
        width = _interval_width(rows, low, high)
        sigma = np.where(width > 0, width / INTERVAL_WIDTH, sigma)
    # σ = 0 only where all points are equal: the slope is 0 whatever the weights.
    weights: Floats = 1 / np.where(sigma == 0, 1.0, sigma) ** 2
    return weights


def _interval_width(rows: Floats, low: ArrayLike, high: ArrayLike) -> Floats:
    lower, upper = as_rows(low), as_rows(high)
    if lower.shape != rows.shape or upper.shape != rows.shape:
        raise ValueError("low and high must have the shape of values")
    if (lower > upper).any():
        raise ValueError("low must not exceed high")
    return upper - lower


def _range_sigma(rows: Floats) -> Floats:
    packed = pack(rows)
    sigma = row_mean(np.abs(np.diff(packed.values, axis=1))) / MEAN_RANGE
    sigma[sigma <= ROUNDING * row_scale(rows)] = 0.0
    return np.where(packed.counts >= RANGE_POINTS, sigma, np.nan)


def _weighted_line(rows: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Slope over positions and χ² of each row; points of weight 0 have no part."""
    y = np.where(weights == 0, 0.0, rows)
    x = np.arange(rows.shape[1], dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = weights.sum(axis=1, keepdims=True)
        from_center = x - (weights * x).sum(axis=1, keepdims=True) / total
        from_mean = y - (weights * y).sum(axis=1, keepdims=True) / total
        square = (weights * from_center**2).sum(axis=1)
        slope = (weights * from_center * from_mean).sum(axis=1) / square
    return slope, slope**2 * square
