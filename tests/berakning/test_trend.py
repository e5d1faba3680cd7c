"""Trends against plain loops, scipy and pymannkendall, and by what must hold for any series."""

import math
import warnings
from typing import Any

import numpy as np
import pymannkendall
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from rapporter.berakning import trend
from rapporter.berakning.trend import adjust, mann_kendall, recent_trend, seasonal_difference, theil_sen
from tests.berakning import facit
from tests.berakning.serier import array, coarse, gapped, matrices, random_walks, series

SLOPES = ("slope", "intercept", "low", "high")
KENDALL = ("s", "var_s", "z", "p", "tau")


def fields(result: Any, names: Any) -> Any:
    """Shape (n_fields, ...)."""
    return np.array([getattr(result, name) for name in names], dtype=float)


def by_row(function: Any, values: Any, **options: Any) -> Any:
    """Facit's answers for each row, shape (n_fields, n_series)."""
    return array([function(row, **options) for row in values]).T


# Theil-Sen


@given(matrices(), st.sampled_from([0.05, 0.01, 0.3]))
def test_theil_sen_like_plain_loops(values, alpha):
    found = fields(theil_sen(array(values), alpha=alpha), SLOPES)
    np.testing.assert_allclose(found, by_row(facit.theil_sen, values, alpha=alpha), rtol=1e-9, atol=1e-9)


@given(st.data())
def test_theil_sen_with_times_of_its_own(data):
    values = data.draw(matrices(max_columns=12))
    n = len(values[0])
    times = data.draw(st.lists(coarse, min_size=n, max_size=n))
    found = fields(theil_sen(array(values), times), SLOPES)
    np.testing.assert_allclose(found, by_row(facit.theil_sen, values, times=times), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("missing", [0.0, 0.3])
@pytest.mark.parametrize("n_periods", [2, 3, 7, 17, 60, 120])
def test_theil_sen_like_scipy(missing, n_periods):
    values = random_walks(n_periods, 30, n_periods, missing)
    found = fields(theil_sen(values), SLOPES)
    for row, ours in zip(values, found.T, strict=True):
        at = np.flatnonzero(~np.isnan(row))
        if at.size < 2:
            assert np.isnan(ours).all()
        else:
            theirs = stats.theilslopes(row[at], at, 0.95, method="separate")
            np.testing.assert_allclose(ours, tuple(theirs), rtol=1e-12, atol=1e-13)


@given(st.data())
def test_theil_sen_like_scipy_with_ties_and_any_times(data):
    values = data.draw(series(min_size=2, max_size=15, gaps=False, values=coarse))
    times = data.draw(st.lists(st.integers(0, 8), min_size=len(values), max_size=len(values)))
    assume(len(set(times)) > 1)
    alpha = data.draw(st.sampled_from([0.05, 0.1, 0.9, 0.5]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        theirs = stats.theilslopes(values, times, alpha, method="separate")
    found = fields(theil_sen(values, times, alpha=alpha), SLOPES)
    np.testing.assert_allclose(found, tuple(theirs), rtol=1e-12, atol=1e-12)


def test_theil_sen_in_chunks_is_the_same(monkeypatch):
    values = random_walks(3, 50, 20, 0.2)
    whole = fields(theil_sen(values), SLOPES)
    monkeypatch.setattr(trend, "SLOPES_AT_ONCE", 400)
    np.testing.assert_array_equal(fields(theil_sen(values), SLOPES), whole)


@given(
    series(values=coarse, min_size=2),
    st.integers(-9, 9),
    st.sampled_from([0.5, 2.0, 8.0]),
    st.integers(-9, 9),
)
def test_theil_sen_shift_scale_and_tilt(values, add, times, tilt):
    plain = theil_sen(array(values))
    moved = theil_sen(array(values) * times + add + tilt * np.arange(len(values)))
    # Tilting can break ties, and with them the width of the interval; the intercept goes by medians apart.
    np.testing.assert_allclose(moved.slope, plain.slope * times + tilt, atol=1e-9)
    scaled = theil_sen(array(values) * times + add)
    np.testing.assert_allclose([scaled.low, scaled.high], np.array([plain.low, plain.high]) * times, atol=1e-9)
    np.testing.assert_allclose(scaled.intercept, plain.intercept * times + add, atol=1e-9)


@given(series(values=coarse))
def test_backwards_the_slope_changes_sign(values):
    forwards, backwards = theil_sen(array(values)), theil_sen(array(values[::-1]))
    np.testing.assert_allclose(backwards.slope, -forwards.slope, atol=1e-12)


@given(matrices(min_rows=2), st.randoms())
def test_rows_do_not_know_of_each_other(values, random):
    order = random.sample(range(len(values)), len(values))
    rows = array(values)
    np.testing.assert_array_equal(fields(theil_sen(rows), SLOPES)[:, order], fields(theil_sen(rows[order]), SLOPES))
    np.testing.assert_array_equal(
        fields(mann_kendall(rows), KENDALL)[:, order], fields(mann_kendall(rows[order]), KENDALL)
    )


def test_theil_sen_keeps_positions_of_gaps():
    line = theil_sen([1.0, np.nan, np.nan, 7.0, 9.0])
    assert (line.slope, line.intercept) == pytest.approx((2.0, 1.0))
    assert isinstance(line.slope, float)


@pytest.mark.parametrize("values", [[], [5.0], [np.nan, np.nan], [np.nan, 5.0]])
def test_theil_sen_of_fewer_than_two_points(values):
    assert np.isnan(fields(theil_sen(values), SLOPES)).all()


def test_theil_sen_of_one_moment():
    assert np.isnan(fields(theil_sen([1.0, 2.0, 3.0], [4, 4, 4]), SLOPES)).all()


def test_theil_sen_of_a_constant():
    assert fields(theil_sen([8.1] * 9), SLOPES).tolist() == [0, 8.1, 0, 0]


def test_shapes():
    assert theil_sen(np.ones((3, 4))).low.shape == (3,)
    assert theil_sen(np.empty((0, 4))).slope.shape == (0,)
    assert theil_sen(np.empty((2, 0))).slope.shape == (2,)
    assert mann_kendall(np.ones((3, 4))).p.shape == (3,)
    assert mann_kendall(np.empty((0, 4))).p.shape == (0,)
    assert recent_trend(np.ones((3, 4))).direction.shape == (3,)
    assert recent_trend(np.empty((0, 9))).direction.shape == (0,)


@pytest.mark.parametrize("times", [[1, 2], [[1, 2, 3]], [1, 2, np.nan], [1, 2, np.inf]])
def test_theil_sen_refuses_times_that_do_not_fit(times):
    with pytest.raises(ValueError, match="times"):
        theil_sen([1.0, 2.0, 3.0], times)


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 5, np.nan])
def test_theil_sen_refuses_an_alpha_outside(alpha):
    with pytest.raises(ValueError, match="alpha"):
        theil_sen([1.0, 2.0], alpha=alpha)


@pytest.mark.parametrize("function", [theil_sen, mann_kendall, recent_trend])
@pytest.mark.parametrize("values", [1.0, [[[1.0]]], [1.0, np.inf]])
def test_wrong_shapes_and_infinities_are_refused(function, values):
    with pytest.raises(ValueError, match="values must"):
        function(values)


# Mann-Kendall


@given(matrices())
def test_mann_kendall_like_plain_loops(values):
    found = fields(mann_kendall(array(values)), KENDALL)
    np.testing.assert_allclose(found, by_row(facit.mann_kendall, values), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("n_periods", [3, 4, 8, 30, 150])
def test_prewhitened_like_plain_loops(n_periods):
    values = random_walks(n_periods, 25, n_periods, 0.2)
    found = fields(mann_kendall(values, prewhiten=True), KENDALL)
    wanted = by_row(facit.mann_kendall, [gapped(row) for row in values], prewhiten=True)
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("n_periods", [4, 10, 60, 130, 300])
@pytest.mark.parametrize("missing", [0.0, 0.25])
def test_mann_kendall_like_pymannkendall(n_periods, missing):
    values = random_walks(n_periods, 12, n_periods, missing).round(1)
    plain, whitened = mann_kendall(values), mann_kendall(values, prewhiten=True)
    names = ("s", "var_s", "z", "p", "Tau")
    for row in range(2 if missing else 0, len(values)):
        if np.count_nonzero(~np.isnan(values[row])) < 4:
            continue
        theirs = fields(pymannkendall.original_test(values[row]), names)
        np.testing.assert_allclose(fields(plain, KENDALL)[:, row], theirs, rtol=1e-9, atol=1e-14)
        theirs = fields(pymannkendall.pre_whitening_modification_test(values[row]), names)
        np.testing.assert_allclose(fields(whitened, KENDALL)[:, row], theirs, rtol=1e-9, atol=1e-14)


def test_mann_kendall_in_chunks_is_the_same(monkeypatch):
    values = random_walks(4, 50, 20, 0.2)
    whole = fields(mann_kendall(values, prewhiten=True), KENDALL)
    monkeypatch.setattr(trend, "ROWS_AT_ONCE", 7)
    np.testing.assert_array_equal(fields(mann_kendall(values, prewhiten=True), KENDALL), whole)


@given(series(values=coarse), st.integers(-50, 50), st.sampled_from([0.5, 3.0, 10.0]))
def test_mann_kendall_knows_order_only(values, add, times):
    plain = fields(mann_kendall(array(values)), KENDALL)
    moved = fields(mann_kendall(np.round(array(values) * times + add, 6)), KENDALL)
    np.testing.assert_array_equal(plain, moved)
    squeezed = fields(mann_kendall(array([v for v in values if v is not None])), KENDALL)
    np.testing.assert_array_equal(plain, squeezed)


@given(series(values=coarse))
def test_backwards_the_score_changes_sign(values):
    forwards, backwards = mann_kendall(array(values)), mann_kendall(array(values[::-1]))
    np.testing.assert_array_equal(backwards.s, -forwards.s)
    np.testing.assert_array_equal(backwards.p, forwards.p)


def test_tau_is_kendalls_tau_without_ties():
    values = np.random.default_rng(0).normal(size=40)
    assert mann_kendall(values).tau == pytest.approx(stats.kendalltau(np.arange(40), values).statistic)


@pytest.mark.parametrize("prewhiten", [False, True])
@pytest.mark.parametrize("constant", [0.0, 0.1, 8.1])
def test_mann_kendall_of_a_constant(constant, prewhiten):
    result = mann_kendall([constant] * 10, prewhiten=prewhiten)
    assert fields(result, ("s", "z", "p", "tau")).tolist() == [0, 0, 1, 0]


@pytest.mark.parametrize("prewhiten", [False, True])
@pytest.mark.parametrize("values", [[], [5.0], [np.nan, 5.0], [np.nan, np.nan]])
def test_mann_kendall_of_fewer_than_two_points(values, prewhiten):
    assert np.isnan(fields(mann_kendall(values, prewhiten=prewhiten), KENDALL)).all()


def test_prewhitening_takes_a_point_away():
    assert not math.isnan(mann_kendall([1.0, 2.0]).p)
    assert math.isnan(mann_kendall([1.0, 2.0], prewhiten=True).p)


def test_prewhitening_calms_remembering_series():
    """The reason for it: series without a trend that remember (ρ = 0.5) are claimed far too often without."""
    values = random_walks(7, 2000, 60)
    plain = (adjust(mann_kendall(values).p) < 0.05).mean()
    whitened = (adjust(mann_kendall(values, prewhiten=True).p) < 0.05).mean()
    assert plain > 0.02
    assert whitened == 0


# Recent trend


def with_intervals(values: Any, width: Any) -> Any:
    rows = array(values)
    return rows - width, rows + width


@given(matrices(values=coarse, max_columns=14))
def test_recent_trend_like_plain_loops(values):
    found = recent_trend(array(values))
    wanted = by_row(facit.recent_trend, values)
    np.testing.assert_allclose(fields(found, ("slope", "chi2")), wanted[:2], rtol=1e-7, atol=1e-7)
    clear = ~(np.abs(wanted[1] - 9.5495) < 1e-6)
    np.testing.assert_array_equal(found.direction[clear], wanted[2][clear])


@pytest.mark.parametrize("n_periods", [5, 7, 9, 12])
def test_recent_trend_with_intervals_like_plain_loops(n_periods):
    rng = np.random.default_rng(n_periods)
    values = random_walks(n_periods, 300, n_periods, 0.1) + rng.normal(size=(300, 1)) * np.arange(n_periods)
    width = rng.uniform(0.1, 3, size=values.shape)
    width[rng.random(width.shape) < 0.1] = 0
    low, high = values - width, values + width
    low[rng.random(low.shape) < 0.05] = np.nan
    found = recent_trend(values, low=low, high=high)
    rows = zip(*([gapped(row) for row in part] for part in (values, low, high)), strict=True)
    wanted = array([facit.recent_trend(*row) for row in rows]).T
    np.testing.assert_allclose(fields(found, ("slope", "chi2")), wanted[:2], rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(found.direction, wanted[2])
    assert {-1, 0, 1} == set(found.direction.tolist())


def test_recent_trend_is_a_weighted_line():
    y, x = np.array([5.0, 6.5, 6.9, 8.4, 8.8]), np.arange(5.0)
    sigma = np.array([0.5, 0.4, 0.6, 0.5, 0.3])
    found = recent_trend(y, low=y - 1.96 * sigma, high=y + 1.96 * sigma)
    design = np.column_stack([np.ones(5), x]) / sigma[:, None]
    covariance = np.linalg.inv(design.T @ design)
    slope = (covariance @ design.T @ (y / sigma))[1]
    assert found.slope == pytest.approx(slope)
    assert found.chi2 == pytest.approx(slope**2 / covariance[1, 1])
    assert found.direction == 1
    assert stats.chi2.sf(9.5495, 1) == pytest.approx(0.002, abs=1e-6)


def test_recent_trend_needs_the_sign_to_hold_without_any_point():
    spike = [0.0, 0, 0, 0, 10]
    low, high = with_intervals(spike, 0.5)
    found = recent_trend(spike, low=low, high=high)
    assert found.chi2 > 9.5495
    assert found.direction == 0
    assert recent_trend([0.1, 0.1, 0.1, 0.1, 10], low=low, high=high + 1).direction == 0


def test_recent_trend_sees_the_last_five_points_only():
    early = [100.0, -40, 7, np.nan, 1.0, 2, 3, np.nan, 4, 5]
    low, high = with_intervals(early, 0.5)
    late = recent_trend(early[4:], low=low[4:], high=high[4:])
    assert recent_trend(early, low=low, high=high).slope == pytest.approx(late.slope)
    assert late.slope < 1, "the gap is a year in which nothing was measured"


def test_recent_trend_without_intervals_needs_eight_points():
    assert math.isnan(recent_trend(np.arange(7.0)).slope)
    assert recent_trend(np.arange(7.0)).direction == 0
    eight = recent_trend(np.arange(8.0))
    assert eight.slope == pytest.approx(1)
    assert eight.chi2 == pytest.approx(10 * 1.128**2)
    assert eight.direction == 1
    assert recent_trend(-np.arange(8.0)).direction == -1


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2, 3, 4], [np.nan] * 9])
def test_recent_trend_of_too_few_points(values):
    low, high = with_intervals(values, 0.1)
    found = recent_trend(values, low=low, high=high)
    assert math.isnan(found.slope)
    assert math.isnan(found.chi2)
    assert found.direction == 0


@pytest.mark.parametrize("constant", [0.0, 0.1, 8.1])
def test_recent_trend_of_a_constant(constant):
    found = recent_trend([constant] * 9)
    assert (found.slope, found.chi2, found.direction) == pytest.approx((0, 0, 0))


def test_recent_trend_refuses_bad_intervals():
    values = np.arange(9.0)
    with pytest.raises(ValueError, match="together"):
        recent_trend(values, low=values)
    with pytest.raises(ValueError, match="shape"):
        recent_trend(values, low=values[:5], high=values)
    with pytest.raises(ValueError, match="exceed"):
        recent_trend(values, low=values + 1, high=values)
    with pytest.raises(TypeError):
        recent_trend(*[values] * 3)


# Many tests at once


p_values = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.01, 0.05, 1.0]))


@given(series(values=p_values, max_size=60))
def test_adjust_like_plain_loops(p):
    np.testing.assert_allclose(adjust(array(p)), array(facit.adjust(p)), rtol=1e-12)


@given(series(values=p_values, min_size=1, gaps=False))
def test_adjust_like_scipy(p):
    np.testing.assert_allclose(adjust(p), stats.false_discovery_control(p, method="bh"), rtol=1e-12)


def test_adjust_does_not_count_gaps():
    assert adjust([0.01, np.nan, 0.04]) == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert np.isnan(adjust([np.nan, np.nan])).all()
    assert adjust([]).shape == (0,)


def test_adjust_takes_all_it_is_given_as_one_family():
    p = np.random.default_rng(0).random((4, 5)) ** 3
    assert adjust(p).shape == (4, 5)
    assert adjust(p).ravel().tolist() == adjust(p.ravel()).tolist()


@pytest.mark.parametrize("method", ["by", "BH", "", "bonferroni"])
def test_adjust_refuses_another_method(method):
    with pytest.raises(ValueError, match="method"):
        adjust([0.5], method)


@pytest.mark.parametrize("p", [[1.1], [-0.1, 0.5], [np.inf]])
def test_adjust_refuses_what_is_no_probability(p):
    with pytest.raises(ValueError, match="between"):
        adjust(p)


# Seasons


@given(matrices(), st.integers(1, 14))
def test_seasonal_difference_like_plain_loops(values, lag):
    found = seasonal_difference(array(values), lag)
    for row, ours in zip(values, found.tolist(), strict=True):
        for k, difference in enumerate(ours):
            known = k >= lag and row[k] is not None and row[k - lag] is not None
            assert difference == row[k] - row[k - lag] if known else math.isnan(difference)


def test_seasonal_difference_takes_the_season_away():
    months = np.arange(36.0) + np.tile(np.arange(12) ** 2, 3)
    difference = seasonal_difference(months, 12)
    assert difference.shape == (36,)
    assert np.isnan(difference[:12]).all()
    assert (difference[12:] == 12).all()


@pytest.mark.parametrize("lag", [0, -1])
def test_seasonal_difference_refuses_a_lag_below_one(lag):
    with pytest.raises(ValueError, match="lag"):
        seasonal_difference([1.0, 2.0], lag)
