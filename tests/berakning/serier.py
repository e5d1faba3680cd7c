"""Series for the tests: hypothesis strategies, and the way between lists with None and arrays with NaN."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

#: Few different values with one decimal: ties, constants and points on the centre come often.
coarse = st.integers(-30, 30).map(lambda tenth: tenth / 10)
fine = st.integers(-(10**6), 10**6).map(lambda number: number / 1000)


def series(min_size: Any = 0, max_size: Any = 40, gaps: Any = True, values: Any = None) -> Any:
    """Lists of numbers with None in the gaps."""
    point = values if values is not None else coarse | fine
    if gaps:
        point = st.one_of(point, point, point, st.none())
    return st.lists(point, min_size=min_size, max_size=max_size)


def matrices(min_rows: Any = 1, max_rows: Any = 5, max_columns: Any = 25, **kwargs: Any) -> Any:
    """Lists of such series of one length."""
    return st.integers(0, max_columns).flatmap(
        lambda n: st.lists(series(min_size=n, max_size=n, **kwargs), min_size=min_rows, max_size=max_rows)
    )


def array(values: Any) -> NDArray[np.float64]:
    """Lists with None as float64 with NaN, one or two dimensions."""
    return np.array(values, dtype=np.float64)


def gapped(values: Any) -> list[Any]:
    """An array with NaN as a list with None."""
    return [None if math.isnan(value) else float(value) for value in np.asarray(values).tolist()]


def random_walks(seed: int, n_series: int, n_periods: int, share_missing: float = 0.0) -> NDArray[np.float64]:
    """Autocorrelated series with two decimals and missing points, one row constant and one row empty."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(n_series, n_periods))
    for k in range(1, n_periods):
        values[:, k] += 0.5 * values[:, k - 1]
    values = (10 + values).round(2)
    values[rng.random(values.shape) < share_missing] = np.nan
    if n_series > 2 and share_missing:
        values[0], values[1] = 8.1, np.nan
    return values


def fields(result: Any, names: Any) -> Any:
    """Shape (n_fields, ...)."""
    return np.array([getattr(result, name) for name in names], dtype=float)


def by_row(function: Any, values: Any, **options: Any) -> Any:
    """Facit's answers for each row, shape (n_fields, n_series)."""
    return array([function(row, **options) for row in values]).T
