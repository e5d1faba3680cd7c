"""The panel against a dictionary of dictionaries, and the small questions asked of it."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporter.berakning.panel import Panel, Serie, before, latest, rebase_positions, since_break
from tests.berakning import facit
from tests.berakning.serier import array, matrices, series

YEARS = ("2013", "2014", "2015", "2016")

ROWS = [
    ("2380", None, "N00090", "T", "2014", 7.3),
    ("2380", None, "N00090", "T", "2015", 8.4),
    ("1737", None, "N00090", "T", "2015", 4.3),
    ("0000", None, "N00090", "T", "2015", 6.0),
    ("2380", 12, "N00090", "T", "2016", 1.0),
    ("2380", None, "N00090", "K", "2013", None),
    ("2380", None, "U00001", "T", "2016", 0.0),
]


def build(rows: Any, periods: Any = YEARS) -> Any:
    columns = zip(*rows, strict=True) if rows else [[]] * 6
    return Panel.from_columns(*columns, periods=periods)


def same(found: Any, wanted: Any) -> Any:
    np.testing.assert_array_equal(found, np.array(wanted, dtype=float))


def test_rows_become_a_matrix():
    panel = build(ROWS)
    assert panel.series == (
        Serie("2380", None, "N00090", "K"),
        Serie("0000", None, "N00090", "T"),
        Serie("1737", None, "N00090", "T"),
        Serie("2380", None, "N00090", "T"),
        Serie("2380", 12, "N00090", "T"),
        Serie("2380", None, "U00001", "T"),
    )
    assert panel.periods == YEARS
    assert panel.values.dtype == np.float64
    nan = np.nan
    same(panel.values[3], [nan, 7.3, 8.4, nan])
    same(panel.values[0], [nan] * 4)
    same(panel.values[5], [nan, nan, nan, 0.0])


labels = st.tuples(
    st.sampled_from(["0114", "1980", "2380"]),
    st.sampled_from([None, "barn", "vuxna"]),
    st.sampled_from(["N00090", "N00091"]),
    st.sampled_from(["T", "K", "M"]),
    st.sampled_from(YEARS),
)


@given(st.lists(st.tuples(labels, st.none() | st.floats(-9, 9)), max_size=60, unique_by=lambda row: row[0]))
def test_like_a_dictionary(rows):
    flat = [(*label, value) for label, value in rows]
    panel, wanted = build(flat), facit.panel(flat)
    assert set(panel.series) == {Serie(*label) for label in wanted}
    for label, cells in wanted.items():
        row = panel.values[panel.series.index(Serie(*label))]
        same(row, [cells.get(period) for period in YEARS])


@given(st.lists(st.tuples(labels, st.floats(-9, 9)), min_size=1, max_size=40), st.randoms())
def test_duplicates_are_refused_and_order_does_not_matter(rows, random):
    flat = [(*label, value) for label, value in rows]
    if len({row[:5] for row in flat}) < len(flat):
        with pytest.raises(ValueError, match="two values"):
            build(flat)
        return
    shuffled = random.sample(flat, len(flat))
    assert build(flat).series == build(shuffled).series
    same(build(flat).values, build(shuffled).values)


def test_a_duplicate_is_named():
    with pytest.raises(ValueError, match=r"2380.*N00090.*2015"):
        build([*ROWS, ("2380", None, "N00090", "T", "2015", 8.4)])


def test_an_empty_query_is_an_empty_panel():
    panel = build([])
    assert panel.values.shape == (0, 4)
    assert panel.rows(kon="T").size == panel.kommuner().size == 0
    assert panel.families() == {}
    assert panel.periods_per_year == 1


def test_arrays_do_as_well_as_lists():
    kommun, enhet, nyckeltal, kon, period, numbers = map(list, zip(*ROWS, strict=True))
    panel = Panel.from_columns(
        np.array(kommun),
        np.array(enhet, dtype=object),
        np.array(nyckeltal),
        kon,
        np.array(period),
        np.array(numbers, dtype=float),
        periods=YEARS,
    )
    assert panel.series == build(ROWS).series
    same(panel.values, build(ROWS).values)


@pytest.mark.parametrize("place", [0, 2, 3])
def test_a_missing_label_is_refused(place):
    row = list(ROWS[0])
    row[place] = None
    with pytest.raises(ValueError, match="missing in row 7"):
        build([*ROWS, tuple(row)])


def test_a_period_outside_the_calendar_is_refused():
    with pytest.raises(ValueError, match="2017"):
        build([*ROWS, ("2380", None, "N00090", "T", "2017", 1.0)])


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="lengths"):
        Panel.from_columns(["2380"], [None], ["N"], ["T"], ["2015"], [1.0, 2.0], periods=YEARS)


def test_an_infinite_value_is_refused():
    with pytest.raises(ValueError, match="finite"):
        build([("2380", None, "N00090", "T", "2015", float("inf"))])


@pytest.mark.parametrize(
    "periods",
    [
        ("2015", "2017"),
        ("2016", "2015"),
        ("2015", "2015"),
        ("2015", "2016-H1"),
        ("2015-H1", "2016-H1"),
        ("2015-12", "2016-02"),
        ("2015-H3",),
        ("2015-T4",),
        ("2015-K5",),
        ("2015-13",),
        ("2015-5",),
        ("15",),
        ("",),
    ],
)
def test_what_is_no_calendar_is_refused(periods):
    with pytest.raises(ValueError, match="period"):
        Panel((), periods, np.empty((0, len(periods))))


@pytest.mark.parametrize(
    ("periods", "per_year"),
    [
        (("2015", "2016"), 1),
        (("2015-H2", "2016-H1"), 2),
        (("2015-T3", "2016-T1", "2016-T2"), 3),
        (("2015-K4", "2016-K1"), 4),
        (("2015-11", "2015-12", "2016-01"), 12),
    ],
)
def test_periods_per_year(periods, per_year):
    assert Panel((), periods, np.empty((0, len(periods)))).periods_per_year == per_year


def test_a_panel_without_periods_has_no_kind():
    with pytest.raises(ValueError, match="without periods"):
        _ = Panel((), (), np.empty((0, 0))).periods_per_year


def test_a_panel_that_does_not_fit_its_labels_is_refused():
    serie = Serie("2380", None, "N00090", "T")
    with pytest.raises(ValueError, match="labels"):
        Panel((serie,), YEARS, np.ones((1, 3)))
    with pytest.raises(ValueError, match="twice"):
        Panel((serie, serie), YEARS, np.ones((2, 4)))
    with pytest.raises(ValueError, match="float64"):
        Panel((serie,), YEARS, np.ones((1, 4), dtype=int))
    with pytest.raises(AttributeError):
        build(ROWS).values = np.ones(1)


def test_rows_by_label():
    panel = build(ROWS)
    assert panel.rows(nyckeltal="N00090", kon="T").tolist() == [1, 2, 3, 4]
    assert panel.rows(nyckeltal="N00090", kon="T", enhet=None).tolist() == [1, 2, 3]
    assert panel.rows(enhet=12).tolist() == [4]
    assert panel.rows(kommun="9999").tolist() == []
    assert panel.rows().tolist() == [0, 1, 2, 3, 4, 5]
    with pytest.raises(ValueError, match="kön"):
        panel.rows(kön="T")


def test_riket_and_units_are_no_municipalities():
    panel = build(ROWS)
    assert panel.kommuner().tolist() == [0, 2, 3, 5]
    assert "0000" not in {serie.kommun for serie in panel.take(panel.kommuner()).series}


def test_take_keeps_labels_and_values_together():
    panel = build(ROWS)
    part = panel.take([3, 1])
    assert part.series == (panel.series[3], panel.series[1])
    same(part.values, panel.values[[3, 1]])
    assert panel.take([]).values.shape == (0, 4)


def test_families():
    families = build(ROWS).families()
    assert {key: rows.tolist() for key, rows in families.items()} == {
        ("N00090", "K"): [0],
        ("N00090", "T"): [1, 2, 3, 4],
        ("U00001", "T"): [5],
    }


@given(matrices())
def test_latest_like_plain_loops(values):
    found = latest(array(values))
    for k, row in enumerate(values):
        points = facit.measured(row)
        place, value = points[-1] if points else (-1, np.nan)
        assert found.position[k] == place
        same(found.value[k], value)


def test_latest_of_one_series():
    assert latest([1.0, 2.0, np.nan])._asdict() == {"value": 2.0, "position": 1}
    assert latest([]).position == -1
    assert latest(np.empty((2, 0))).position.tolist() == [-1, -1]


@given(series(min_size=1, max_size=20), st.integers(0, 15), st.lists(st.integers(0, 19), max_size=3), st.data())
def test_before_like_plain_loops(values, steps, rebase, data):
    position = data.draw(st.integers(-1, len(values) - 1))
    then = position - steps
    crossed = any(then < place <= position for place in rebase)
    known = position >= 0 and then >= 0 and not crossed
    same(before(array(values), position, steps, rebase=rebase), values[then] if known else np.nan)


def test_before_goes_by_the_calendar():
    values = array([[1, None, 3, 4], [1, 2, 3, None], [None] * 4])
    now = latest(values)
    same(before(values, now.position, 1), [3, 2, np.nan])
    same(before(values, now.position, 2), [np.nan, 1, np.nan])
    same(before(values, now.position, 1, rebase=[3]), [np.nan, 2, np.nan])
    same(before(values, now.position, 9), [np.nan] * 3)
    with pytest.raises(ValueError, match="negative"):
        before(values, now.position, -1)


@pytest.mark.parametrize(
    ("periods", "breaks", "positions"),
    [
        (YEARS, ["2015"], (2,)),
        (YEARS, ["2016", "2014", "2014"], (1, 3)),
        (YEARS, ["2013", "1999", "2017", "2030-05"], ()),
        (YEARS, ["2014-K3"], (2,)),
        (("2015-K1", "2015-K2", "2015-K3", "2015-K4"), ["2015-05"], (2,)),
        (("2015-11", "2015-12", "2016-01"), ["2016"], (2,)),
        (("2015-T1", "2015-T2", "2015-T3"), ["2015-H2"], (2,)),
        ((), ["2016"], ()),
        (YEARS, [], ()),
    ],
)
def test_breaks_become_positions(periods, breaks, positions):
    assert rebase_positions(periods, breaks) == positions


def test_a_break_that_is_no_period_is_refused():
    with pytest.raises(ValueError, match="2015-K9"):
        rebase_positions(YEARS, ["2015-K9"])


def test_since_break_leaves_the_original_alone():
    values = np.arange(8.0).reshape(2, 4)
    same(since_break(values, [1, 3]), [[np.nan] * 3 + [3], [np.nan] * 3 + [7]])
    same(since_break(values, ()), values)
    same(since_break(values[0], [2]), [np.nan, np.nan, 2, 3])
    assert not np.isnan(values).any()
