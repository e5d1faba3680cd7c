"""XmR charts against plain loops, against statprocon, and by what must hold for any series."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statprocon.charts.xmr.base import Base as Statprocon

from rapporter.berakning.spc import assurance, xmr
from tests.berakning import facit
from tests.berakning.serier import array, coarse, gapped, matrices, random_walks, series

LINES = ("center", "lower", "upper")
FLAGS = ("outside", "trend", "shift", "two_of_three", "provisional", "side", "label")
SIGNALS = ("outside", "trend", "shift", "two_of_three")

#: Twelve points of mean 10 and mean moving range 12/11, so limits 7.1 and 12.9.
QUIET = [10.5, 9.5, 10.5, 9.5, 10.5, 9.5, 10.5, 9.5, 10.5, 9.5, 11.0, 9.0]


def assert_like_facit(values: Any, **options: Any) -> Any:
    chart = xmr(array(values), **options)
    expected = [facit.xmr(row, **options) for row in values]
    for name in LINES:
        wanted = array([[point[name] for point in row] for row in expected]).reshape(chart.center.shape)
        np.testing.assert_allclose(getattr(chart, name), wanted, rtol=1e-9, atol=1e-9, err_msg=name)
    for name in FLAGS:
        assert getattr(chart, name).tolist() == [[point[name] for point in row] for row in expected], name


@given(
    matrices(values=coarse),
    st.none() | st.integers(2, 15),
    st.lists(st.integers(0, 24), max_size=3),
    st.booleans(),
    st.booleans(),
)
def test_like_plain_loops(values, baseline, rebase, screen, outside_counts):
    rebase = [position for position in rebase if position < len(values[0])]
    options = {"baseline": baseline, "rebase": rebase, "screen": screen, "outside_counts": outside_counts}
    assert_like_facit(values, **options)


@pytest.mark.parametrize("missing", [0.0, 0.2])
@pytest.mark.parametrize("options", [{}, {"rebase": (30, 50)}, {"baseline": 20, "screen": False}])
def test_like_plain_loops_on_long_series(missing, options):
    values = random_walks(1, 40, 90, missing)
    values[10:20] = np.cumsum(values[10:20], axis=1)
    assert_like_facit([gapped(row) for row in values], **options)


@given(series(min_size=2, gaps=False))
def test_lines_and_points_outside_like_statprocon(values):
    chart, other = xmr(values, screen=False), Statprocon(values)
    # statprocon rounds its mean to three decimals before it goes on.
    np.testing.assert_allclose(chart.center, array(other.x_central_line()), atol=2e-3)
    np.testing.assert_allclose(chart.upper, array(other.upper_natural_process_limit()), atol=4e-3)
    np.testing.assert_allclose(chart.lower, array(other.lower_natural_process_limit()), atol=4e-3)
    clear = np.minimum(abs(values - chart.upper), abs(values - chart.lower)) > 5e-3
    assert (chart.outside == np.array(other.rule_1_x_indices_beyond_limits()))[clear].all()


def test_one_series_keeps_its_dimension():
    one, many = xmr(QUIET), xmr([QUIET, QUIET])
    assert one.center.shape == one.label.shape == (12,)
    assert many.center.shape == many.label.shape == (2, 12)
    for name in LINES + FLAGS:
        assert (getattr(one, name) == getattr(many, name)[1]).all()
    assert one.outside.dtype == one.provisional.dtype == np.bool_
    assert one.center.dtype == np.float64


def test_lines_by_hand():
    chart = xmr(QUIET)
    mean_range = (9 * 1 + 1.5 + 2) / 11
    assert chart.center == pytest.approx([10.0] * 12)
    assert chart.upper == pytest.approx([10 + 2.66 * mean_range] * 12)
    assert chart.lower == pytest.approx([10 - 2.66 * mean_range] * 12)
    assert set(chart.label) == {""}
    assert not chart.side.any()


def test_screening_leaves_out_large_ranges_once():
    values = [*QUIET, 40.0]
    ranges = np.abs(np.diff(values))
    kept = ranges[ranges < 3.267 * ranges.mean()]
    assert len(kept) == len(ranges) - 1
    chart = xmr(values)
    assert chart.upper[0] - chart.center[0] == pytest.approx(2.66 * kept.mean())
    unscreened = xmr(values, screen=False)
    assert unscreened.upper[0] - unscreened.center[0] == pytest.approx(2.66 * ranges.mean())


def test_outside_is_strictly_beyond_a_limit():
    chart = xmr([*QUIET, 13.5, 6.0, 12.0], baseline=12)
    assert chart.upper[0] == pytest.approx(10 + 2.66 * 12.5 / 11)
    assert chart.outside.tolist() == [False] * 12 + [True, True, False]
    assert chart.side[12:14].tolist() == [1, -1]
    # Centre 0.5 and mean range 1: the limits are 3.16 and -2.16.
    assert xmr([0.0, 1.0, 3.16, -2.16], baseline=2).outside.tolist() == [False] * 4
    assert xmr([0.0, 1.0, 3.17, -2.17], baseline=2).outside.tolist() == [False, False, True, True]


def test_trend_takes_seven_points_and_a_tie_breaks_it():
    up = [*QUIET, 9.1, 9.2, 9.3, 9.4, 9.5, 9.6]
    assert xmr(up).trend.tolist() == [False] * 11 + [True] * 7
    assert xmr(up[:-1]).trend.sum() == 0
    tie = [*QUIET, 9.1, 9.2, 9.3, 9.3, 9.5, 9.6, 9.7]
    assert xmr(tie).trend.sum() == 0
    assert xmr([-value for value in up]).side[11:].tolist() == [-1] * 7


def test_a_turning_point_belongs_to_the_later_trend():
    peak = [1.0, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]
    chart = xmr(peak, baseline=2)
    assert chart.trend.all()
    rising = xmr([0.0, 100, *peak[:7]], baseline=2)
    assert rising.side[2:].tolist() == [1] * 7
    wide = xmr([-50.0, 50, -50, 50, *peak], baseline=4)
    assert wide.label[4:].tolist() == ["trend"] * 13
    assert wide.side[4:].tolist() == [1] * 6 + [-1] * 7
    valley = xmr([-50.0, 50, -50, 50, *(-v for v in peak)], baseline=4)
    assert valley.side[4:].tolist() == [-1] * 6 + [1] * 7


def test_shift_takes_seven_points_and_a_point_on_the_centre_breaks_it():
    high = [10.2, 10.3, 10.2, 10.3, 10.2, 10.3, 10.2]
    assert xmr([*QUIET, *high], baseline=12).shift.tolist() == [False] * 12 + [True] * 7
    assert xmr([*QUIET, *high[:6]], baseline=12).shift.sum() == 0
    assert xmr([*QUIET, *high[:3], 10.0, *high[3:]], baseline=12).shift.sum() == 0


def test_a_point_on_the_centre_in_decimals_is_on_the_centre():
    values = [0.1, 0.2, 0.3]
    assert np.mean(values) > 0.2, "the rounding that this test is about"
    assert xmr([*values, *[0.15] * 3, 0.2, *[0.15] * 3], baseline=3).shift.sum() == 0
    assert xmr([*values, *[0.15] * 7], baseline=3).shift.sum() == 7


def test_two_of_three_flags_the_far_points_only():
    width = 2.66 * 12.5 / 11
    far, near, beyond = 10 + 0.8 * width, 10 + 0.1 * width, 10 + 1.1 * width
    chart = xmr([*QUIET, far, near, far], baseline=12)
    assert chart.two_of_three[12:].tolist() == [True, False, True]
    other_side = xmr([*QUIET, far, 9.9, far], baseline=12)
    assert other_side.two_of_three.sum() == 0
    assert xmr([*QUIET, far, far], baseline=12).two_of_three.sum() == 0, "9.0 before is on the other side"
    counted = xmr([*QUIET, near, beyond, far], baseline=12)
    assert counted.two_of_three[12:].tolist() == [False, True, True]
    assert counted.label[12:].tolist() == ["", "outside", "two_of_three"]
    as_in_r = xmr([*QUIET, near, beyond, far], baseline=12, outside_counts=False)
    assert as_in_r.two_of_three.sum() == 0
    assert as_in_r.label[13] == "outside"


def test_the_strongest_label_wins():
    width = 2.66 * 12.5 / 11
    climbing = [10 + share * width for share in (0.1, 0.2, 0.3, 0.4, 0.7, 0.8, 0.9, 1.2)]
    chart = xmr([*QUIET, *climbing], baseline=12)
    assert chart.trend[-8:].all()
    assert chart.shift[-8:].all()
    assert chart.two_of_three[-4:].all()
    assert chart.label[-8:].tolist() == ["trend"] * 7 + ["outside"]
    level = xmr([*QUIET, *[10 + share * width for share in (0.1, 0.3, 0.2, 0.8, 0.7, 0.3, 0.2)]], baseline=12)
    assert level.label[-7:].tolist() == ["shift"] * 3 + ["two_of_three"] * 2 + ["shift"] * 2
    assert level.side[-7:].tolist() == [1] * 7


def test_rules_never_cross_a_rebase():
    up = [1.0, 2, 3, 4, 5, 6, 7, 8]
    assert xmr(up).trend.all()
    assert not xmr(up, rebase=[4]).trend.any()
    halves = xmr([*QUIET, *(v + 50 for v in QUIET)], rebase=[12])
    assert halves.center.tolist() == pytest.approx([10] * 12 + [60] * 12)
    assert not any(getattr(halves, name).any() for name in SIGNALS)
    assert not halves.provisional.any()
    assert xmr(QUIET, rebase=[5]).provisional.all()


def test_each_segment_has_its_own_baseline():
    chart = xmr([1.0, 3, 100, 200, 10, 14, 500], baseline=2, rebase=[4])
    assert chart.center.tolist() == [2, 2, 2, 2, 12, 12, 12]
    assert chart.upper[[0, 4]].tolist() == pytest.approx([2 + 2.66 * 2, 12 + 2.66 * 4])


@pytest.mark.parametrize("constant", [0.0, 0.1, 8.1, -3.3, 1e9])
@pytest.mark.parametrize("n", [2, 3, 7, 30])
def test_constant_series_has_no_signal(constant, n):
    chart = xmr([constant] * n)
    assert (chart.center == constant).all()
    assert (chart.lower == constant).all()
    assert (chart.upper == constant).all()
    assert set(chart.label) == {""}


@given(matrices(), st.data())
def test_gaps_are_carried_over(values, data):
    """Inserting empty periods moves the points and changes nothing else."""
    rows = array(values)
    where = sorted(data.draw(st.lists(st.integers(0, rows.shape[1]), max_size=6)))
    wider = np.insert(rows, where, np.nan, axis=1)
    kept = np.setdiff1d(np.arange(wider.shape[1]), np.array(where, dtype=int) + np.arange(len(where)))
    before, after = xmr(rows), xmr(wider)
    for name in (*SIGNALS, "side", "label"):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name)[:, kept])
    for name in LINES:
        np.testing.assert_allclose(getattr(before, name), getattr(after, name)[:, kept], atol=1e-9)
    assert not any(getattr(after, name)[np.isnan(wider)].any() for name in SIGNALS)
    if rows.shape[1]:
        np.testing.assert_array_equal(np.isnan(after.center).any(axis=1), np.isnan(rows).all(axis=1))


@given(series(values=coarse, min_size=1), st.integers(-50, 50), st.sampled_from([-4.0, -1.0, 0.5, 2.0]))
def test_shift_and_scale(values, add, times):
    plain, moved = xmr(array(values)), xmr(array(values) * times + add)
    np.testing.assert_allclose(moved.center, plain.center * times + add, atol=1e-9)
    low, high = (moved.lower, moved.upper) if times > 0 else (moved.upper, moved.lower)
    np.testing.assert_allclose(low, plain.lower * times + add, atol=1e-9)
    np.testing.assert_allclose(high, plain.upper * times + add, atol=1e-9)
    assert moved.label.tolist() == plain.label.tolist()
    assert (moved.side * np.sign(times)).tolist() == plain.side.tolist()


@given(matrices(min_rows=2), st.randoms())
def test_rows_do_not_know_of_each_other(values, random):
    order = random.sample(range(len(values)), len(values))
    rows = array(values)
    together, shuffled = xmr(rows), xmr(rows[order])
    for name in LINES + FLAGS:
        np.testing.assert_array_equal(getattr(together, name)[order], getattr(shuffled, name))


@given(series(values=coarse))
def test_backwards_the_flags_stand_in_the_same_places(values):
    forwards, backwards = xmr(array(values)), xmr(array(values[::-1]))
    for name in SIGNALS:
        assert getattr(forwards, name).tolist() == getattr(backwards, name)[::-1].tolist()


def test_none_one_and_two_points():
    assert xmr([]).label.shape == (0,)
    assert xmr(np.empty((0, 5))).center.shape == (0, 5)
    assert xmr(np.empty((3, 0))).outside.shape == (3, 0)
    empty = xmr([np.nan, np.nan])
    assert np.isnan(empty.center).all()
    assert empty.provisional.all()
    assert empty.label.tolist() == ["", ""]
    one = xmr([np.nan, 5.0])
    assert one.center.tolist() == [5, 5]
    assert np.isnan(one.upper).all()
    two = xmr([1.0, 3.0])
    assert two.upper == pytest.approx([2 + 2.66 * 2] * 2)


@pytest.mark.parametrize(("n", "provisional"), [(11, True), (12, False)])
def test_provisional_counts_measured_points(n, provisional):
    values = [1.0, np.nan, *range(2, n + 1)]
    assert xmr(values).provisional.tolist() == [provisional] * (n + 1)


@pytest.mark.parametrize("position", [-1, 12, 100])
def test_rebase_outside_the_series_is_refused(position):
    with pytest.raises(ValueError, match="outside"):
        xmr(QUIET, rebase=[3, position])


def test_rebase_at_the_beginning_or_twice_changes_nothing():
    assert xmr(QUIET, rebase=[0, 6, 6]).center.tolist() == xmr(QUIET, rebase=(6,)).center.tolist()


@pytest.mark.parametrize("values", [3.0, [[[1.0]]], [1.0, np.inf], [[1.0], [-np.inf]]])
def test_wrong_shapes_and_infinities_are_refused(values):
    with pytest.raises(ValueError, match="values must"):
        xmr(values)


@pytest.mark.parametrize("baseline", [1, 0, -3])
def test_a_baseline_without_a_range_is_refused(baseline):
    with pytest.raises(ValueError, match="baseline"):
        xmr(QUIET, baseline=baseline)


def test_options_are_keywords_only():
    with pytest.raises(TypeError):
        xmr(*[QUIET, QUIET])


@pytest.mark.parametrize(
    ("target", "hogre", "lagre"),
    [
        (0.0, "pass", "fail"),
        (10.0, "inconsistent", "inconsistent"),
        (20.0, "fail", "pass"),
        (None, None, None),
    ],
)
def test_assurance_of_one_series(target, hogre, lagre):
    chart = xmr(QUIET)
    assert assurance(chart, target, "hogre") == hogre
    assert assurance(chart, target, "lagre") == lagre
    assert assurance(chart, target, "neutral") is None
    limits = chart.lower[0], chart.upper[0]
    assert assurance(chart, target, "hogre") == facit.assurance(*limits, target, "hogre")
    assert assurance(chart, target, "lagre") == facit.assurance(*limits, target, "lagre")


def test_assurance_goes_by_the_last_segment():
    chart = xmr([*QUIET, *(v + 50 for v in QUIET)], rebase=[12])
    assert assurance(chart, 30.0, "hogre") == "pass"
    assert assurance(chart, 30.0, "lagre") == "fail"
    assert assurance(chart, float(chart.upper[-1]), "lagre") == "inconsistent", "a target on the limit"
    assert assurance(xmr([*QUIET, np.nan], rebase=[12]), 30.0, "hogre") is None


def test_assurance_of_several_series():
    chart = xmr([QUIET, [v + 50 for v in QUIET], [np.nan] * 12])
    assert assurance(chart, 30.0, "hogre").tolist() == ["fail", "pass", None]
    assert assurance(chart, [5.0, np.nan, 5.0], "hogre").tolist() == ["pass", None, None]
    assert assurance(xmr(np.empty((2, 0))), 1.0, "hogre").tolist() == [None, None]


@pytest.mark.parametrize("direction", ["högre", "", "higher", None])
def test_assurance_refuses_another_direction(direction):
    with pytest.raises(ValueError, match="direction"):
        assurance(xmr(QUIET), 1.0, direction)
