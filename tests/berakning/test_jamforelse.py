"""Comparisons against plain loops, scipy and numpy, and by what must hold for any values."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import pdist, squareform

from rapporter.berakning.jamforelse import DECILES, group_means, neighbours, percentile_rank, quantiles, rank
from tests.berakning import facit
from tests.berakning.serier import array, coarse, matrices, random_walks, series

directions = st.sampled_from(["hogre", "lagre", "neutral"])


def by_column(function: Any, rows: Any, *args: Any) -> Any:
    """Facit's answer for each column of a list of rows, in the shape of the rows."""
    columns = [function(list(column), *args) for column in zip(*rows, strict=True)]
    return array(columns).T.reshape(array(rows).shape)


# Ranks


@given(matrices(max_rows=12, values=coarse), directions)
def test_rank_like_plain_loops(rows, direction):
    np.testing.assert_array_equal(rank(array(rows), direction), by_column(facit.rank, rows, direction))


@given(matrices(max_rows=12, values=coarse))
def test_percentile_rank_like_plain_loops(rows):
    np.testing.assert_allclose(percentile_rank(array(rows)), by_column(facit.percentile_rank, rows))


@given(series(values=coarse, min_size=1))
def test_rank_like_scipy(column):
    theirs = stats.rankdata(array(column), method="min", nan_policy="omit")
    np.testing.assert_array_equal(rank(array(column), "lagre"), theirs)
    theirs = stats.rankdata(-array(column), method="min", nan_policy="omit")
    np.testing.assert_array_equal(rank(array(column), "hogre"), theirs)


def test_rank_by_hand():
    values = [8.4, np.nan, 4.3, 8.4, 5.0]
    assert rank(values, "lagre") == pytest.approx([3, np.nan, 1, 3, 2], nan_ok=True)
    assert rank(values, "hogre") == pytest.approx([1, np.nan, 4, 1, 3], nan_ok=True)
    assert rank(values, "neutral") == pytest.approx([3, np.nan, 1, 3, 2], nan_ok=True)
    assert percentile_rank(values) == pytest.approx([200 / 3, np.nan, 0, 200 / 3, 100 / 3], nan_ok=True)


@given(matrices(min_rows=2, max_rows=9), st.randoms(), directions)
def test_order_of_rows_does_not_matter(rows, random, direction):
    order = random.sample(range(len(rows)), len(rows))
    values = array(rows)
    np.testing.assert_array_equal(rank(values, direction)[order], rank(values[order], direction))
    np.testing.assert_array_equal(percentile_rank(values)[order], percentile_rank(values[order]))
    np.testing.assert_array_equal(quantiles(values).values, quantiles(values[order]).values)


@given(series(values=coarse, min_size=1), st.integers(-9, 9), st.sampled_from([0.5, 2.0, 8.0]))
def test_rank_knows_order_only(column, add, times):
    moved = np.round(array(column) * times + add, 6)
    np.testing.assert_array_equal(rank(array(column), "hogre"), rank(moved, "hogre"))
    np.testing.assert_array_equal(rank(array(column), "hogre"), rank(-moved, "lagre"))


@given(series(values=coarse, min_size=1))
def test_a_municipality_that_is_not_measured_changes_nobodys_rank(column):
    with_gap = rank(array([None, *column]), "hogre")
    assert math.isnan(with_gap[0])
    np.testing.assert_array_equal(with_gap[1:], rank(array(column), "hogre"))


def test_ranks_of_nothing_one_and_equals():
    assert rank([], "hogre").shape == (0,)
    assert rank(np.empty((0, 3)), "hogre").shape == (0, 3)
    assert np.isnan(rank([np.nan, np.nan], "lagre")).all()
    assert rank([5.0], "lagre").tolist() == [1]
    assert math.isnan(percentile_rank([5.0])[0])
    assert rank([5.0, 5.0, 5.0], "hogre").tolist() == [1, 1, 1]
    assert percentile_rank([5.0, 5.0]).tolist() == [0, 0]


@pytest.mark.parametrize("direction", ["högre", "", "asc", None])
def test_rank_refuses_another_direction(direction):
    with pytest.raises(ValueError, match="direction"):
        rank([1.0], direction)


@pytest.mark.parametrize("values", [1.0, [[[1.0]]], [np.inf, 1.0]])
def test_wrong_shapes_and_infinities_are_refused(values):
    for function in (percentile_rank, quantiles, lambda v: rank(v, "hogre"), lambda v: group_means(v, ["a"])):
        with pytest.raises(ValueError, match="values must"):
            function(values)


# Quantiles and groups


@given(matrices(max_rows=12))
def test_deciles_like_plain_loops(rows):
    found = quantiles(array(rows))
    wanted = [[facit.quantile(list(c), share) for c in zip(*rows, strict=True)] for share in DECILES]
    np.testing.assert_allclose(found.values, array(wanted).reshape(found.values.shape), atol=1e-12)
    assert found.of == len(rows)
    assert found.n.tolist() == [sum(v is not None for v in column) for column in zip(*rows, strict=True)]


def test_quantiles_like_numpy():
    values = random_walks(1, 290, 12)
    values[np.random.default_rng(0).random(values.shape) < 0.2] = np.nan
    shares = [0, 0.1, 0.25, 0.5, 0.9, 1]
    np.testing.assert_allclose(quantiles(values, shares).values, np.nanquantile(values, shares, axis=0))
    one = quantiles(values[:, 3], shares)
    assert one.values.shape == (6,)
    assert one.n == np.count_nonzero(~np.isnan(values[:, 3]))


def test_quantiles_of_nothing():
    assert np.isnan(quantiles([np.nan]).values).all()
    empty = quantiles(np.empty((0, 2)))
    assert np.isnan(empty.values).all()
    assert empty.n.tolist() == [0, 0]
    assert quantiles([4.0]).values.tolist() == [4.0] * 9


@pytest.mark.parametrize("shares", [[-0.1], [1.1], [np.nan], [[0.5]], 0.5])
def test_quantiles_refuse_other_shares(shares):
    with pytest.raises(ValueError, match="shares"):
        quantiles([1.0], shares)


@given(st.data())
def test_group_means_like_plain_loops(data):
    rows = data.draw(matrices(max_rows=10))
    groups = data.draw(st.lists(st.sampled_from("ABC"), min_size=len(rows), max_size=len(rows)))
    found = group_means(array(rows), groups)
    assert found.groups.tolist() == sorted(set(groups))
    for g, name in enumerate(found.groups):
        members = [row for row, group in zip(rows, groups, strict=True) if group == name]
        assert found.of[g] == len(members)
        for k in range(len(rows[0])):
            known = [row[k] for row in members if row[k] is not None]
            assert found.n[g, k] == len(known)
            wanted = sum(known) / len(known) if known else math.nan
            assert found.mean[g, k] == pytest.approx(wanted, nan_ok=True, abs=1e-9)


def test_group_means_say_how_many_they_rest_on():
    found = group_means([1.0, np.nan, 3.0, 10.0], ["stad", "stad", "stad", "land"])
    assert found.groups.tolist() == ["land", "stad"]
    assert found.mean.tolist() == [10, 2]
    assert found.n.tolist() == [1, 2]
    assert found.of.tolist() == [1, 3]


@pytest.mark.parametrize("groups", [["a"], ["a", "b", "c"], [["a", "b"]]])
def test_group_means_refuse_groups_that_do_not_fit(groups):
    with pytest.raises(ValueError, match="groups"):
        group_means([1.0, 2.0], groups)


# Neighbours


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(series(min_size=width, max_size=width, values=coarse), min_size=1, max_size=9)
)


@given(tables, st.integers(1, 10))
def test_neighbours_like_plain_loops(table, k):
    found = neighbours(array(table), k)
    assert found.indices.shape == found.distances.shape == (len(table), k)
    for row, wanted in enumerate(facit.neighbours(table, k)):
        n = len(wanted)
        assert (found.indices[row, n:] == -1).all()
        assert np.isnan(found.distances[row, n:]).all()
        assert np.isnan(found.contributions[row, n:]).all()
        np.testing.assert_allclose(found.distances[row, :n], [d for _, d, _ in wanted], atol=1e-9)
        parts = array([p for _, _, p in wanted]).reshape(n, len(table[0]))
        apart = np.diff([d for _, d, _ in wanted], append=math.inf, prepend=-math.inf) > 1e-6
        clear = apart[:-1] & apart[1:]
        # The last one found may tie with the first one left out.
        clear[-1:] &= n < k
        assert found.indices[row, :n][clear].tolist() == [w[0] for w, c in zip(wanted, clear, strict=True) if c]
        np.testing.assert_allclose(found.contributions[row, :n][clear], parts[clear], atol=1e-9)


def test_neighbours_like_scipy():
    features = np.random.default_rng(0).normal(size=(60, 5)) * [1, 10, 100, 0.1, 5]
    theirs = squareform(pdist(features, "seuclidean"))
    found = neighbours(features, 7)
    np.fill_diagonal(theirs, np.inf)
    np.testing.assert_array_equal(found.indices, np.argsort(theirs, axis=1)[:, :7])
    np.testing.assert_allclose(found.distances, np.sort(theirs, axis=1)[:, :7])


@given(tables, st.integers(1, 4))
def test_contributions_sum_to_the_squared_distance(table, k):
    found = neighbours(array(table), k)
    known = found.indices >= 0
    np.testing.assert_allclose(found.contributions.sum(axis=2)[known], found.distances[known] ** 2, atol=1e-12)


@given(tables, st.sampled_from([0.5, 2.0, 16.0]), st.integers(-4, 4))
def test_units_do_not_matter(table, times, add):
    plain, moved = neighbours(array(table), 2), neighbours(array(table) * times + add, 2)
    np.testing.assert_allclose(plain.distances, moved.distances, atol=1e-6)


def test_rows_with_gaps_are_left_out():
    table = [[1.0, 1.0], [np.nan, 1.0], [2.0, 1.5], [9.0, 9.0]]
    found = neighbours(table, 3)
    assert found.indices.tolist() == [[2, 3, -1], [-1, -1, -1], [0, 3, -1], [2, 0, -1]]
    assert np.isnan(found.distances[1]).all()


def test_what_does_not_vary_counts_for_nothing():
    found = neighbours([[1.0, 0.1], [2.0, 0.1], [4.0, 0.1]], 1)
    assert found.indices[:, 0].tolist() == [1, 0, 1]
    assert (found.contributions[:, :, 1] == 0).all()


def test_equal_distances_keep_the_order_of_rows():
    assert neighbours([[0.0], [0.0], [0.0]], 2).indices.tolist() == [[1, 2], [0, 2], [0, 1]]


@given(tables, st.randoms())
def test_order_of_rows_does_not_change_distances(table, random):
    assume(len(table) > 1)
    order = random.sample(range(len(table)), len(table))
    plain = neighbours(array(table), 2).distances
    np.testing.assert_allclose(plain[order], neighbours(array(table)[order], 2).distances, atol=1e-9)


@pytest.mark.parametrize(
    ("features", "k", "message"),
    [([[1.0]], 0, "k must"), ([[1.0]], -2, "k must"), ([1.0, 2.0], 1, "matrix"), ([[np.inf]], 1, "finite")],
)
def test_neighbours_refuse_bad_input(features, k, message):
    with pytest.raises(ValueError, match=message):
        neighbours(features, k)


def test_neighbours_of_nothing():
    assert neighbours(np.empty((0, 3)), 2).contributions.shape == (0, 2, 3)
    assert neighbours([[1.0, 2.0]], 2).indices.tolist() == [[-1, -1]]
