"""Slow second implementations: plain loops over one series at a time, written from the definitions.

A series is a list of floats in which None is a gap. Nothing here uses numpy or the code under test.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from statistics import NormalDist
from typing import Any

Series = Sequence[Any]


def exact(value: float) -> Fraction:
    """The number as it is written: 8.1 is 81/10, whatever its binary form."""
    return Fraction(repr(float(value)))


def sign(number: Any) -> int:
    return int(number > 0) - int(number < 0)


def measured(series: Series) -> list[tuple[int, float]]:
    return [(place, value) for place, value in enumerate(series) if value is not None]


# Process control


def xmr(series: Series, baseline=None, rebase=(), screen=True, outside_counts=True) -> list[dict[str, Any]]:
    """One dictionary per point, with the names of XmR's fields."""
    edges = sorted({0, len(series), *rebase})
    points = []
    for start, stop in pairwise(edges):
        points += segment(series[start:stop], baseline, screen, outside_counts)
    return points


def limits(values: list[Fraction], baseline: Any, screen: Any) -> tuple[Any, Any]:
    used = values if baseline is None else values[:baseline]
    if not used:
        return None, None
    center = sum(used) / len(used)
    ranges = [abs(b - a) for a, b in pairwise(used)]
    if not ranges:
        return center, None
    mean = sum(ranges) / len(ranges)
    if screen and mean > 0:
        kept = [r for r in ranges if r < Fraction("3.267") * mean]
        mean = sum(kept) / len(kept)
    return center, Fraction("2.66") * mean


def segment(series: Series, baseline: Any, screen: Any, outside_counts: Any) -> list[dict[str, Any]]:
    places = [place for place, _ in measured(series)]
    values = [exact(value) for _, value in measured(series)]
    center, width = limits(values, baseline, screen)
    lines = {
        "center": math.nan if center is None else float(center),
        "lower": math.nan if width is None else float(center - width),
        "upper": math.nan if width is None else float(center + width),
        "provisional": len(values) < 12,
    }
    nothing = dict.fromkeys(("outside", "trend", "shift", "two_of_three"), False) | {"side": 0, "label": ""}
    points = [lines | nothing for _ in series]
    if center is None:
        return points
    signals = rules(values, center, width, outside_counts)
    for place, signal in zip(places, signals, strict=True):
        points[place].update(signal)
    return points


def rules(values: Any, center: Any, width: Any, outside_counts: Any) -> list[dict[str, Any]]:
    n = len(values)
    sides = [sign(value - center) for value in values]
    outside = [width is not None and abs(value - center) > width for value in values]
    near = [width is not None and abs(value - center) > width * 2 / 3 for value in values]
    slope = trend_directions(values)
    shift = [False] * n
    for start in range(n - 6):
        if sides[start] != 0 and all(sides[k] == sides[start] for k in range(start, start + 7)):
            shift[start : start + 7] = [True] * 7
    two = [False] * n
    for start in range(n - 2):
        window = range(start, start + 3)
        beyond = [k for k in window if near[k] and (outside_counts or not outside[k])]
        if abs(sum(sides[k] for k in window)) == 3 and len(beyond) >= 2:
            for k in beyond:
                two[k] = True
    signals = []
    for k in range(n):
        flags = {
            "outside": outside[k],
            "trend": slope[k] != 0,
            "two_of_three": two[k],
            "shift": shift[k],
        }
        label = next((name for name in flags if flags[name]), "")
        side = 0 if not label else slope[k] if label == "trend" else sides[k]
        signals.append(flags | {"label": label, "side": side})
    return signals


def trend_directions(values: Any) -> list[int]:
    """+1 or -1 for the points of a trend, the later trend's where two meet, else 0."""
    directions = [0] * len(values)
    for start in range(len(values) - 6):
        steps = {sign(values[k + 1] - values[k]) for k in range(start, start + 6)}
        if steps in ({1}, {-1}):
            for k in range(start, start + 7):
                directions[k] = steps.copy().pop()
    return directions


def assurance(lower: float, upper: float, target: float | None, direction: str) -> str | None:
    if target is None or math.isnan(lower) or direction == "neutral":
        return None
    if lower <= target <= upper:
        return "inconsistent"
    always_above = target < lower
    return "pass" if always_above == (direction == "hogre") else "fail"


# Trends


def theil_sen(series: Series, times: Any = None, alpha: Any = 0.05) -> tuple[float, float, float, float]:
    at = list(range(len(series))) if times is None else times
    points = [(at[place], value) for place, value in measured(series)]
    slopes = sorted((y2 - y1) / (t2 - t1) for (t1, y1), (t2, y2) in combinations(points, 2) if t1 != t2)
    if not slopes:
        return (math.nan,) * 4
    slope = statistics.median(slopes)
    intercept = statistics.median(y for _, y in points) - slope * statistics.median(t for t, _ in points)
    n = len(points)
    variance = variance_18(n, [y for _, y in points]) - ties([t for t, _ in points])
    if variance < 0:
        return slope, intercept, math.nan, math.nan
    half = -NormalDist().inv_cdf(alpha / 2) * math.sqrt(variance / 18)
    high = min(round((len(slopes) + half) / 2), len(slopes) - 1)
    low = max(round((len(slopes) - half) / 2) - 1, 0)
    return slope, intercept, slopes[low], slopes[high]


def ties(values: Any) -> int:
    return sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())


def variance_18(n: int, values: Any) -> int:
    """Eighteen times the variance of Kendall's score."""
    return n * (n - 1) * (2 * n + 5) - ties(values)


def mann_kendall(series: Series, prewhiten: Any = False) -> tuple[float, float, float, float, float]:
    values = [value for _, value in measured(series)]
    if prewhiten:
        values = prewhitened(values)
    n = len(values)
    if n < 2:
        return (math.nan,) * 5
    s = sum(sign(later - earlier) for earlier, later in combinations(values, 2))
    var_s = variance_18(n, values) / 18
    z = (s - sign(s)) / math.sqrt(var_s) if s else 0.0
    return s, var_s, z, math.erfc(abs(z) / math.sqrt(2)), s / (n * (n - 1) / 2)


def prewhitened(values: list[float]) -> list[float]:
    if len(values) < 2:
        return []
    mean = statistics.fmean(values)
    away = [value - mean for value in values]
    r = 0.0
    if len(set(values)) > 1:
        r = math.fsum(a * b for a, b in pairwise(away)) / math.fsum(a * a for a in away)
    return [later - r * earlier for earlier, later in pairwise(values)]


def recent_trend(series: Series, low: Series | None = None, high: Series | None = None) -> Any:
    points = measured(series)
    fallback: Any = None
    if len(points) >= 8:
        steps = [abs(b[1] - a[1]) for a, b in pairwise(points)]
        fallback = statistics.fmean(steps) / 1.128
    last = points[-5:]
    lows, highs = low or [None] * len(series), high or [None] * len(series)
    sigmas = []
    for place, _ in last:
        known = lows[place] is not None and highs[place] is not None
        width = highs[place] - lows[place] if known else 0
        sigmas.append(width / 3.92 if width > 0 else fallback)
    if len(last) < 5 or None in sigmas:
        return math.nan, math.nan, 0
    if 0 in sigmas:
        return 0.0, 0.0, 0
    weighted = [(x, y, 1 / sigma**2) for (x, y), sigma in zip(last, sigmas, strict=True)]
    slope, chi2 = line(weighted)
    others = [line(weighted[:k] + weighted[k + 1 :])[0] for k in range(5)]
    steady = all(abs(other) > 1e-9 and sign(other) == sign(slope) for other in others)
    return slope, chi2, sign(slope) if steady and chi2 > 9.5495 else 0


def line(weighted: Any) -> tuple[float, float]:
    total = sum(w for _, _, w in weighted)
    x_mean = sum(w * x for x, _, w in weighted) / total
    y_mean = sum(w * y for _, y, w in weighted) / total
    square = sum(w * (x - x_mean) ** 2 for x, _, w in weighted)
    slope = sum(w * (x - x_mean) * (y - y_mean) for x, y, w in weighted) / square
    return slope, slope**2 * square


def adjust(p: Series) -> Series:
    known = sorted(value for value in p if value is not None)
    m = len(known)

    def adjusted(value: float) -> Any:
        return min([1.0, *(q * m / i for i, q in enumerate(known, start=1) if q >= value)])

    return [None if value is None else adjusted(value) for value in p]


# Comparison


def rank(column: Series, direction: str) -> Series:
    known = [value for value in column if value is not None]

    def better(a: float, b: float) -> bool:
        return a > b if direction == "hogre" else a < b

    return [None if v is None else 1 + sum(better(other, v) for other in known) for v in column]


def percentile_rank(column: Series) -> Series:
    known = [value for value in column if value is not None]
    if len(known) < 2:
        return [None] * len(column)
    return [None if v is None else 100 * sum(o < v for o in known) / (len(known) - 1) for v in column]


def quantile(column: Series, share: float) -> Any:
    known = sorted(value for value in column if value is not None)
    if not known:
        return None
    place = share * (len(known) - 1)
    below = min(int(place), len(known) - 1)
    above = min(below + 1, len(known) - 1)
    return known[below] + (place - below) * (known[above] - known[below])


def neighbours(features: list[Series], k: int) -> list[list[tuple[int, float, list[float]]]]:
    """For each row its neighbours as (row, distance, parts of the squared distance)."""
    complete = [row for row, line_ in enumerate(features) if None not in line_]
    found: list[list[tuple[int, float, list[float]]]] = [[] for _ in features]
    if len(complete) < 2:
        return found
    spread = [statistics.stdev(features[row][f] for row in complete) for f in range(len(features[0]))]
    for row in complete:
        others = []
        for other in complete:
            if other != row:
                pairs = zip(features[row], features[other], spread, strict=True)
                parts = [((a - b) / s) ** 2 if s else 0.0 for a, b, s in pairs]
                others.append((math.sqrt(sum(parts)), other, parts))
        others.sort(key=lambda item: item[:2])
        found[row] = [(other, distance, parts) for distance, other, parts in others[:k]]
    return found


# Panel


def panel(rows: Any) -> dict[tuple[Any, ...], dict[str, float]]:
    """(kommun, enhet, nyckeltal, kon) → {period: value}; a second value for a cell is refused."""
    cells: dict[tuple[Any, ...], dict[str, float]] = {}
    for *label, period, value in rows:
        series = cells.setdefault(tuple(label), {})
        if period in series:
            raise ValueError(period)
        series[period] = value
    return cells
