"""A tier that could not run is said, and fails the run under CI."""

import pytest

from tests import tjanster
from tests.kor import SPAR, Niva, _inget, kor, slutkod

GODKAND = {"SQLite": "godkänd"}


def _saknas(stack):
    raise tjanster.Saknas("Chromium saknas")


@pytest.mark.parametrize(
    ("utfall", "ci", "kod"),
    [
        (GODKAND, True, 0),
        (GODKAND | {"webbläsare": "KUNDE INTE KÖRAS: Chromium saknas"}, False, 0),
        (GODKAND | {"webbläsare": "KUNDE INTE KÖRAS: Chromium saknas"}, True, 1),
        (GODKAND | {"PostgreSQL": "UNDERKÄND (pytest slutade med 1)"}, False, 1),
    ],
)
def test_the_exit_code(utfall, ci, kod):
    assert slutkod(utfall, ci=ci) == kod


def test_a_missing_service_is_named():
    assert kor([Niva("webbläsare", _saknas, [])]) == {"webbläsare": "KUNDE INTE KÖRAS: Chromium saknas"}


def test_a_failing_tier_is_told_from_a_passing_one(capsys):
    utfall = kor([Niva("finns", _inget, ["--version"]), Niva("finns inte", _inget, ["tests/finns_inte.py"])])
    assert utfall["finns"] == "godkänd"
    assert utfall["finns inte"].startswith("UNDERKÄND")
    assert "=== finns inte ===" in capsys.readouterr().out


def test_every_marker_has_its_tier():
    urval = " ".join(" ".join(niva.argument) for spar in SPAR for niva in spar)
    assert all(marke in urval for marke in ("arbetare", "webblasare", "or postgres"))
