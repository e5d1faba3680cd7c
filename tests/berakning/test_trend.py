"""Trends against plain loops, scipy and pymannkendall, and by what must hold for any series."""

import math
import warnings

import numpy as np
import pymannkendall
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from rapporter.berakning import trend
from rapporter.berakning.trend import adjust, mann_kendall, recent_trend, theil_sen
from tests.berakning import facit
from tests.berakning.serier import array, by_row, coarse, fields, gapped, matrices, random_walks, series

SLOPES = ("slope", "intercept", "low", "high")
KENDALL = ("s", "var_s", "z", "p", "tau")


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
