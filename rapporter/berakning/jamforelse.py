"""Comparison of municipalities: ranks, percentiles, group means and the most similar ones.

Riket (0000) is a reference line: leave it out of what is passed in here.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rapporter.berakning.matris import Floats, Ints

DECILES = tuple(step / 10 for step in range(1, 10))
DIRECTIONS = ("hogre", "lagre", "neutral")


@dataclass(frozen=True, eq=False)
class Quantiles:
    """`values` has shape (n_shares, n_periods), or (n_shares,) for one period; NaN where nothing is measured.

    `n` municipalities are measured, of `of`: shape (n_periods,) or a number, and a number.
    """

    shares: Floats
    values: Floats
    n: Ints
    of: int


@dataclass(frozen=True, eq=False)
class GroupMeans:
    """Unweighted means, as Kolada's: `mean` and `n` have shape (n_groups, n_periods), or (n_groups,).

    `groups` are the group names in order, `of` (n_groups,) the number of members and `n` those measured.
    """

    groups: NDArray[Any]
    mean: Floats
    n: Ints
    of: Ints


class Neighbours(NamedTuple):
    """`indices` (n, k) with −1 for none, `distances` (n, k), `contributions` (n, k, n_features)."""

    indices: Ints
    distances: Floats
    contributions: Floats


def rank(values: ArrayLike, direction: str) -> Floats:
    """1 + the number of municipalities strictly better, in each column; NaN stays NaN and is not counted.

    `values` has shape (n_kommuner,) or (n_kommuner, n_periods), and so has the result. `direction` says
    what is better: "hogre" ranks the highest first, "lagre" the lowest; "neutral", where neither is better,
    counts from the lowest. Raises ValueError for another direction, another shape or infinite values.
    """
    if direction not in DIRECTIONS:
        raise ValueError(f"direction must be one of {DIRECTIONS}, not {direction!r}")
    columns = _columns(values)
    below = _number_below(-columns if direction == "hogre" else columns)
    return (1 + below).reshape(np.shape(values))


def percentile_rank(values: ArrayLike) -> Floats:
    """100 · (number strictly below) / (n − 1) in each column, n the measured ones: 0 is lowest, 100 highest.

    Shapes, gaps and refusals as `rank`. NaN in a column with a single measured value.
    """
    columns = _columns(values)
    others = (~np.isnan(columns)).sum(axis=0) - 1
    share = 100 * _number_below(columns) / np.where(others > 0, others, np.nan)
    return share.reshape(np.shape(values))


def quantiles(values: ArrayLike, shares: Sequence[float] = DECILES) -> Quantiles:
    """Quantiles of the measured municipalities in each period, the deciles unless told otherwise.

    `values` has shape (n_kommuner,) or (n_kommuner, n_periods). Linear between neighbouring values (Hyndman
    and Fan's type 7, numpy's and Excel's own). Raises ValueError for a share outside 0–1 and as `rank`
    does.
    """
    wanted = np.asarray(shares, dtype=np.float64)
    if wanted.ndim != 1 or not ((wanted >= 0) & (wanted <= 1)).all():
        raise ValueError("shares must be a list of numbers from 0 to 1")
    ordered = np.sort(_columns(values), axis=0)
    n = (~np.isnan(ordered)).sum(axis=0)
    place = wanted[:, None] * np.maximum(n - 1, 0)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    padded = np.vstack([ordered, np.full(ordered.shape[1], np.nan)])
    at_below, at_above = (np.take_along_axis(padded, index, axis=0) for index in (below, above))
    found = at_below + (place - below) * (at_above - at_below)
    return Quantiles(wanted, _shaped(values, found), _shaped(values, n[None])[0], len(ordered))


def group_means(values: ArrayLike, groups: ArrayLike) -> GroupMeans:
    """Unweighted mean of the measured members of each group in each period; NaN where none is measured.

    `values` has shape (n_kommuner,) or (n_kommuner, n_periods), `groups` (n_kommuner,) one name or number
    each. Raises ValueError when they do not fit each other and as `rank` does.
    """
    columns = _columns(values)
    names, member, of = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    if member.shape != columns.shape[:1]:
        raise ValueError("groups must hold one group for each row of values")
    belongs = (np.arange(names.size)[:, None] == member).astype(np.float64)
    measured = ~np.isnan(columns)
    n = belongs @ measured
    total = belongs @ np.where(measured, columns, 0.0)
    mean = np.divide(total, n, out=np.full(total.shape, np.nan), where=n > 0)
    return GroupMeans(names, _shaped(values, mean), _shaped(values, n.astype(np.int64)), of)


def neighbours(features: ArrayLike, k: int) -> Neighbours:
    """The k most similar rows of each row, by standardised Euclidean distance, the nearest first.

    `features` has shape (n, n_features). Each feature is divided by its standard deviation (n − 1) over the
    rows without gaps; one that does not vary counts for nothing. Rows with a gap are left out: they are
    nobody's neighbour, and their own results are −1 and NaN, as are the places beyond the number of others.
    Equal distances keep the rows' order. `contributions` are the features' parts of the squared distance:
    they say why two rows are far apart, and sum to distance². Raises ValueError for other shapes, infinite
    values and k < 1.
    """
    table = np.asarray(features, dtype=np.float64)
    if table.ndim != 2 or np.isinf(table).any():
        raise ValueError("features must be a finite (or NaN) matrix")
    if operator.index(k) < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    n, n_features = table.shape
    result = Neighbours(
        np.full((n, k), -1, dtype=np.int64), np.full((n, k), np.nan), np.full((n, k, n_features), np.nan)
    )
    complete = np.flatnonzero(~np.isnan(table).any(axis=1))
    found = min(k, complete.size - 1)
    if found < 1:
        return result
    scaled = _standardised(table[complete])
    nearest = _nearest(scaled, found)
    parts = (scaled[:, None, :] - scaled[nearest]) ** 2
    result.indices[complete, :found] = complete[nearest]
    result.distances[complete, :found] = np.sqrt(parts.sum(axis=2))
    result.contributions[complete, :found] = parts
    return result


def _columns(values: ArrayLike) -> Floats:
    """Shape (n_kommuner, n_periods); a single period is one column."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim not in (1, 2):
        raise ValueError(f"values must have 1 or 2 dimensions, not {array.ndim}")
    if np.isinf(array).any():
        raise ValueError("values must be finite or NaN")
    return array[:, None] if array.ndim == 1 else array


def _shaped(values: ArrayLike, result: NDArray[Any]) -> Any:
    """The single column of `result` where `values` was one period, else all of it."""
    return result[:, 0] if np.ndim(values) == 1 else result


def _number_below(columns: Floats) -> Floats:
    """How many values of the same column are strictly lower; NaN for NaN."""
    order = np.argsort(columns, axis=0)
    ordered = np.take_along_axis(columns, order, axis=0)
    first = np.broadcast_to(np.arange(len(columns))[:, None], columns.shape).copy()
    first[1:][ordered[1:] == ordered[:-1]] = 0
    below = np.empty(columns.shape)
    np.put_along_axis(below, order, np.maximum.accumulate(first, axis=0), axis=0)
    below[np.isnan(columns)] = np.nan
    return below


def _standardised(table: Floats) -> Floats:
    spread = table.std(axis=0, ddof=1)
    varies = table.max(axis=0) > table.min(axis=0)
    scaled: Floats = np.divide(table, spread, out=np.zeros_like(table), where=varies)
    return scaled


def _nearest(scaled: Floats, k: int) -> NDArray[np.intp]:
    squared = np.zeros((len(scaled), len(scaled)))
    for feature in scaled.T:
        squared += (feature[:, None] - feature) ** 2
    np.fill_diagonal(squared, np.inf)
    return np.argsort(squared, axis=1, kind="stable")[:, :k]
