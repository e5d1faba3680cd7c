"""The labelled matrix that every computation starts from: one row per series, one column per period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rapporter.berakning.matris import Bools, Floats, Ints, as_rows, shaped_like

#: The country as a whole: a reference line, never a municipality.
RIKET = "0000"

#: A flat column as a query gives it: a list or an array, None where there is nothing.
Column = Sequence[Any] | NDArray[Any]

_PERIOD = re.compile(r"(\d{4})(?:-(?:([HTK])([1-4])|(0[1-9]|1[0-2])))?")
_PER_YEAR = {"H": 2, "T": 3, "K": 4}


class Serie(NamedTuple):
    """What a row of a panel is about; `enhet` is None for the whole municipality."""

    kommun: str
    enhet: str | int | None
    nyckeltal: str
    kon: str


class Latest(NamedTuple):
    """The last measured value of each series and its column, NaN and −1 where there is none."""

    value: Floats
    position: Ints


@dataclass(frozen=True, eq=False)
class Panel:
    """`values`, float64 of shape (n_series, n_periods), NaN where nothing is measured.

    `series` labels the rows and `periods` the columns: calendar periods of one kind, in order, without
    holes ("2015", "2015-H1", "2015-T2", "2015-K4", "2015-05"). Values are in their nyckeltal's own unit.
    Raises ValueError when the shapes differ, a value is infinite, a series stands twice, or the periods are
    no calendar.
    """

    series: tuple[Serie, ...]
    periods: tuple[str, ...]
    values: Floats

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.series), len(self.periods)):
            raise ValueError(f"{self.values.shape} values for {len(self.series)} × {len(self.periods)} labels")
        if self.values.dtype != np.float64 or np.isinf(self.values).any():
            raise ValueError("values must be float64, finite or NaN")
        if len(set(self.series)) != len(self.series):
            raise ValueError("a series stands twice")
        _check_calendar(self.periods)

    @classmethod
    def from_columns(
        cls,
        kommun: Column,
        enhet: Column,
        nyckeltal: Column,
        kon: Column,
        period: Column,
        value: Column,
        *,
        periods: Sequence[str],
    ) -> Panel:
        """The panel of flat columns of equal length, one element per value, as one query gives them.

        `periods` is the whole calendar, so that what was not measured becomes a gap. Rows come out sorted
        by nyckeltal, kön, kommun and enhet (the whole municipality first). A None value is a gap. Raises
        ValueError for columns of different lengths, a label that is missing (only `enhet` may be), a period
        outside the calendar, two values for one cell, and as the class itself does.
        """
        columns = [_factorised(column) for column in (nyckeltal, kon, kommun, enhet)]
        amounts = np.asarray(value, dtype=np.float64)
        lengths = {amounts.size, len(np.asarray(period)), *(len(codes) for codes, _ in columns)}
        if len(lengths) != 1:
            raise ValueError(f"columns of different lengths: {sorted(lengths)}")
        for name, (codes, _) in zip(("nyckeltal", "kon", "kommun"), columns, strict=False):
            if (codes < 0).any():
                raise ValueError(f"{name} is missing in row {int(np.argmax(codes < 0))}")
        column = _positions(period, periods)
        row, series = _series(columns)
        _refuse_duplicates(row, column, series, periods)
        values = np.full((len(series), len(periods)), np.nan)
        values[row, column] = amounts
        return cls(series, tuple(periods), values)

    @property
    def periods_per_year(self) -> int:
        """1, 2, 3, 4 or 12; ValueError for a panel without periods."""
        if not self.periods:
            raise ValueError("a panel without periods has no kind of period")
        return _parsed(self.periods[0])[0]

    @cached_property
    def labels(self) -> dict[str, NDArray[np.object_]]:
        """Each field of `Serie` as an array of shape (n_series,)."""
        table = np.empty((len(self.series), len(Serie._fields)), dtype=object)
        if self.series:
            table[:] = self.series
        return dict(zip(Serie._fields, table.T, strict=True))

    def rows(self, **labels: str | int | None) -> NDArray[np.intp]:
        """Positions of the series with these labels: rows(nyckeltal="N00090", kon="T", enhet=None).

        Raises ValueError for a name that is no field of `Serie`.
        """
        if unknown := labels.keys() - set(Serie._fields):
            raise ValueError(f"no such label: {sorted(unknown)}")
        chosen = np.ones(len(self.series), dtype=np.bool_)
        for name, label in labels.items():
            chosen &= _equal(self.labels[name], label)
        return np.flatnonzero(chosen)

    def kommuner(self) -> NDArray[np.intp]:
        """Positions of whole municipalities: neither Riket nor a unit."""
        whole = _equal(self.labels["enhet"], None)
        return np.flatnonzero(whole & ~_equal(self.labels["kommun"], RIKET))

    def take(self, rows: ArrayLike) -> Panel:
        """The panel of these row positions, in their order."""
        chosen = np.asarray(rows, dtype=np.intp)
        return Panel(tuple(self.series[row] for row in chosen.tolist()), self.periods, self.values[chosen])

    def families(self) -> dict[tuple[str, str], NDArray[np.intp]]:
        """Row positions by (nyckeltal, kön), everything in them, in order of first appearance."""
        keys = pd.Series(zip(self.labels["nyckeltal"], self.labels["kon"], strict=True), dtype=object)
        codes, names = pd.factorize(keys)
        order = np.argsort(codes, kind="stable")
        ends = np.cumsum(np.bincount(codes, minlength=len(names)))[:-1]
        return dict(zip(names, np.split(order, ends), strict=True)) if len(names) else {}


def latest(values: ArrayLike) -> Latest:
    """Last measured value and its position, for values of shape (n_periods,) or (n_series, n_periods)."""
    rows = as_rows(values)
    measured = ~np.isnan(rows)
    from_end = np.argmax(measured[:, ::-1], axis=1) if rows.shape[1] else np.zeros(len(rows), dtype=np.intp)
    position = np.where(measured.any(axis=1), rows.shape[1] - 1 - from_end, -1).astype(np.int64)
    return Latest(*(shaped_like(values, column) for column in (_at(rows, position), position)))


def before(values: ArrayLike, position: ArrayLike, steps: int, *, rebase: Iterable[int] = ()) -> Floats:
    """The value `steps` periods before `position`: 1 for the period before, periods_per_year for a year ago.

    `values` has shape (n_periods,) or (n_series, n_periods), `position` is one number or shape (n_series,),
    −1 for none. NaN where that period is a gap, lies before the first one, or on the other side of a break:
    a `rebase` position in (position − steps, position]. Raises ValueError for a negative `steps`.
    """
    if steps < 0:
        raise ValueError(f"steps must not be negative, not {steps}")
    rows = as_rows(values)
    at = np.broadcast_to(np.asarray(position, dtype=np.int64), rows.shape[:1])
    breaks = np.sort(np.asarray(tuple(rebase), dtype=np.int64))
    broken = np.searchsorted(breaks, at, "right") > np.searchsorted(breaks, at - steps, "right")
    found = np.where(broken | (at < 0), np.nan, _at(rows, at - steps))
    shaped: Floats = shaped_like(values, found)
    return shaped


def rebase_positions(periods: Sequence[str], breaks: Iterable[str]) -> tuple[int, ...]:
    """Columns at which a new definition begins: the first period that starts when the break does, or later.

    `breaks` are the periods in `brott: [{fran: …}]` of a nyckeltal, of any kind. Breaks at or before the
    first period, or after the last, divide nothing and are left out. Raises ValueError for what is no
    period.
    """
    starts = [_parsed(period)[1] for period in periods]
    positions = np.searchsorted(starts, [_parsed(period)[1] for period in breaks])
    return tuple(sorted({int(p) for p in positions if 0 < p < len(starts)}))


def since_break(values: ArrayLike, rebase: Iterable[int]) -> Floats:
    """A copy of `values` with gaps before the last break, so that no slope is computed across it."""
    kept = np.array(values, dtype=np.float64)
    kept[..., : max(rebase, default=0)] = np.nan
    return kept


def _equal(labels: NDArray[np.object_], label: str | int | None) -> Bools:
    return np.asarray(labels == label, dtype=np.bool_)


def _at(rows: Floats, position: NDArray[Any]) -> Floats:
    """The value of each row at its position; NaN for a position outside."""
    inside = (position >= 0) & (position < rows.shape[1])
    found = np.full(len(rows), np.nan)
    found[inside] = rows[inside, position[inside]]
    return found


def _parsed(period: str) -> tuple[int, int]:
    """Periods per year, and the period's first month counted from the year 0."""
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise ValueError(f"not a period: {period!r}")
    year, kind, number, month = match.groups()
    per_year = _PER_YEAR[kind] if kind else 12 if month else 1
    index = int(number or month or 1) - 1
    if index >= per_year:
        raise ValueError(f"not a period: {period!r}")
    return per_year, 12 * int(year) + index * (12 // per_year)


def _check_calendar(periods: Sequence[str]) -> None:
    parsed = [_parsed(period) for period in periods]
    if len({per_year for per_year, _ in parsed}) > 1:
        raise ValueError("periods of different kinds")
    steps = np.diff([start for _, start in parsed])
    if parsed and (steps != 12 // parsed[0][0]).any():
        raise ValueError("periods must follow each other without holes")


def _factorised(column: Column) -> tuple[NDArray[np.intp], list[Any]]:
    """Codes of a column's sorted labels, −1 for None, and the labels with None last (where −1 finds it)."""
    codes, labels = pd.factorize(np.asarray(column, dtype=object), sort=True)
    return codes, [*labels.tolist(), None]


def _positions(period: Column, periods: Sequence[str]) -> NDArray[np.intp]:
    column = np.asarray(period, dtype=object)
    positions: NDArray[np.intp] = pd.Index(list(periods), dtype=object).get_indexer(column)
    if (positions < 0).any():
        raise ValueError(f"period outside the calendar: {column[np.argmax(positions < 0)]!r}")
    return positions


def _series(
    columns: Sequence[tuple[NDArray[np.intp], list[Any]]],
) -> tuple[NDArray[np.intp], tuple[Serie, ...]]:
    """Row number of each value, and the rows' labels; columns are nyckeltal, kön, kommun and enhet."""
    codes = [code.astype(np.int64) for code, _ in columns]
    sizes = [len(labels) for _, labels in columns]
    key = np.zeros(len(codes[0]), dtype=np.int64)
    for code, size in zip(codes, sizes, strict=True):
        key = key * size + (code + 1)
    row, keys = pd.factorize(key, sort=True)
    digits = np.unravel_index(keys, sizes)
    nyckeltal, kon, kommun, enhet = (
        np.array(labels, dtype=object)[digit - 1] for digit, (_, labels) in zip(digits, columns, strict=True)
    )
    return row, tuple(map(Serie, kommun, enhet, nyckeltal, kon))


def _refuse_duplicates(
    row: NDArray[np.intp], column: NDArray[np.intp], series: Sequence[Serie], periods: Sequence[str]
) -> None:
    twice = np.flatnonzero(np.bincount(row * len(periods) + column) > 1)
    if twice.size:
        where = divmod(int(twice[0]), len(periods))
        raise ValueError(f"two values for {tuple(series[where[0]])} in {periods[where[1]]}")
