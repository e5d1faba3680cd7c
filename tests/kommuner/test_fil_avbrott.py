"""Readings that end otherwise than in a review: what is unforeseen ends them, what may pass is tried again."""

import io
import logging

import pytest
from django.db import OperationalError

from kommuner.importer import fil
from kommuner.importer.fil import las_in, ta_emot
from kommuner.jobb import Lage
from kommuner.models import Import, Matvarde
from tests.kommuner.test_fil import IDAG, _rader, i_egen_mapp

pytestmark = pytest.mark.django_db
__all__ = ["i_egen_mapp"]
TEXT = _rader("2380;;VP01;2025-K1;;;1;10;;;", "2480;;VP01;2025-K1;;;1;10;;;")


@pytest.fixture
def importen(monkeypatch) -> Import:
    monkeypatch.setattr(fil, "BUNT", 1)
    return ta_emot(io.BytesIO(TEXT.encode()), "x.csv", av=None, kommuner=None, preliminar=False)


def _bryt(monkeypatch, fel: Exception) -> None:
    """The second batch fails."""
    bunt, kvar = fil.Lasning._ta_bunt, [1]

    def bryt(self, *args):
        if not kvar[0]:
            raise fel
        kvar[0] -= 1
        bunt(self, *args)

    monkeypatch.setattr(fil.Lasning, "_ta_bunt", bryt)


@pytest.mark.parametrize("fel", [ZeroDivisionError("x"), AssertionError(), RecursionError("djupt")])
def test_what_nobody_foresaw_ends_the_import_with_a_text(importen, monkeypatch, caplog, fel):
    _bryt(monkeypatch, fel)
    with caplog.at_level(logging.ERROR):
        las_in(importen.pk, idag=IDAG)
    importen.refresh_from_db()
    assert (importen.lage, importen.version, importen.forsok) == (Lage.MISSLYCKAD, None, 1)
    assert "oväntat fel" in importen.fel
    assert type(fel).__name__ in importen.fel
    assert not Matvarde.objects.exists()
    assert caplog.records[0].exc_info is not None, "whoever runs the site sees where"


@pytest.mark.parametrize("fel", [OperationalError("databasen är låst"), MemoryError()])
def test_what_may_pass_is_left_to_be_tried_again(importen, monkeypatch, fel):
    _bryt(monkeypatch, fel)
    with pytest.raises(type(fel)):
        las_in(importen.pk, idag=IDAG)
    importen.refresh_from_db()
    assert importen.lage == Lage.PAGAR


def test_one_that_was_taken_over_is_not_ended_by_its_old_worker(importen, monkeypatch):
    def taken(self):
        Import.objects.update(forsok=7)
        raise ZeroDivisionError

    monkeypatch.setattr(fil.Lasning, "kor", taken)
    las_in(importen.pk, idag=IDAG)
    importen.refresh_from_db()
    assert (importen.lage, importen.forsok) == (Lage.PAGAR, 7)
