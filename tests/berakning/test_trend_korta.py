"""Recent trends of short series, adjusted p-values and seasonal differences, as in test_trend."""

import math
import statistics
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rapporter.berakning.trend import adjust, deseasonalize, mann_kendall, recent_trend
from tests.berakning import facit
from tests.berakning.serier import array, by_row, coarse, fields, gapped, matrices, random_walks, series

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
def test_deseasonalize_like_plain_loops(values, lag):
    found = deseasonalize(array(values), lag)
    for row, ours in zip(values, found.tolist(), strict=True):
        for k, rest in enumerate(ours):
            season = [value for value in row[k % lag :: lag] if value is not None]
            if row[k] is None:
                assert math.isnan(rest)
            else:
                assert rest == pytest.approx(row[k] - statistics.median(season), abs=1e-9)


def test_deseasonalize_takes_the_season_away_and_keeps_the_trend():
    months = np.arange(36.0) + np.tile(np.arange(12) ** 2, 3)
    rest = deseasonalize(months, 12)
    assert rest.tolist() == [-12.0] * 12 + [0.0] * 12 + [12.0] * 12


def _quarters(n_series, slope, seed):
    """Series of 40 quarters that remember (rho = 0.5), with a season and a slope per quarter."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 1, (n_series, 60))
    for t in range(1, 60):
        noise[:, t] += 0.5 * noise[:, t - 1]
    return noise[:, 20:] + np.tile([2.0, 0.0, -2.0, 1.0], 10) + slope * np.arange(40)


def test_what_is_claimed_of_quarters_is_rarely_false_and_often_found():
    utan, med = (mann_kendall(deseasonalize(_quarters(2000, slope, 1), 4), prewhiten=True).p for slope in (0.0, 0.12))
    assert (utan < 0.05).mean() < 0.08
    assert (med < 0.05).mean() > 0.3
    assert (adjust(utan) < 0.05).sum() == 0


@pytest.mark.parametrize("lag", [0, -1])
def test_deseasonalize_refuses_a_lag_below_one(lag):
    with pytest.raises(ValueError, match="lag"):
        deseasonalize([1.0, 2.0], lag)
