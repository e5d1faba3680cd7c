"""The timing itself runs, on a handful of series."""

import pytest

from bench.trender import jamfor, peak_mib, serier


def test_jamfor_times_every_figure_and_all_of_them():
    *figures, total = jamfor(n_series=6, n_periods=24, sample=2)
    assert [rad.vad.split()[0] for rad in figures] == ["lutning", "trendtest", "styrdiagram"]
    assert total.vad == "allt"
    assert total.vara == pytest.approx(sum(rad.vara for rad in figures))
    assert total.deras == pytest.approx(sum(rad.deras for rad in figures))
    assert all(rad.kvot == pytest.approx(rad.deras / rad.vara) for rad in (*figures, total))


def test_the_series_are_the_same_for_the_same_seed():
    assert (serier(3, 10, 1) == serier(3, 10, 1)).all()
    assert serier(3, 10, 1).shape == (3, 10)


def test_memory_is_counted_in_mebibytes():
    assert 10 < peak_mib() < 100_000
