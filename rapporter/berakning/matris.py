"""What every computation needs of its input: one shape, no infinities, gaps that are not points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Differences below this share of a series' largest value are rounding: 8.1, 8.2 and 8.3 have the mean 8.2.
ROUNDING = 1e-12


def as_rows(values: ArrayLike) -> Floats:
    """Values of shape (n_periods,) or (n_series, n_periods) as a float64 matrix; None and NaN are gaps.

    Raises ValueError for any other number of dimensions and for infinite values.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim not in (1, 2):
        raise ValueError(f"values must have 1 or 2 dimensions, not {array.ndim}")
    if np.isinf(array).any():
        raise ValueError("values must be finite or NaN")
    return np.atleast_2d(array)


def shaped_like(values: ArrayLike, result: NDArray[Any]) -> Any:
    """The first row of `result` where `values` was a single series, else all of it."""
    return result[0] if np.ndim(values) == 1 else result


@dataclass(frozen=True, eq=False)
class Packed:
    """The measured points of every row moved to its beginning, in order, with NaN after them.

    `values`, `measured` (in the original places) and `filled` (in the packed places) have shape
    (n_series, n_periods), `counts` has shape (n_series,).
    """

    values: Floats
    counts: Ints
    measured: Bools
    filled: Bools

    def spread(self, packed: NDArray[Any]) -> NDArray[Any]:
        """Packed results back in their original places, with zero or False in the gaps."""
        spread = np.zeros(self.measured.shape, dtype=packed.dtype)
        spread[self.measured] = packed[self.filled]
        return spread


def pack(rows: Floats) -> Packed:
    """Move the measured points of every row to its beginning."""
    measured = ~np.isnan(rows)
    counts = measured.sum(axis=1, dtype=np.int64)
    filled = np.arange(rows.shape[1]) < counts[:, None]
    values = np.full(rows.shape, np.nan)
    values[filled] = rows[measured]
    return Packed(values, counts, measured, filled)


def row_mean(rows: Floats) -> Floats:
    """Mean of the measured points of each row; NaN where there is none."""
    counts = (~np.isnan(rows)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = np.nansum(rows, axis=1) / counts
    return mean


def row_scale(rows: Floats) -> Floats:
    """The largest absolute measured value of each row; 0 where there is none."""
    scale: Floats = np.fmax.reduce(np.abs(rows), axis=1, initial=0.0)
    return scale
