"""Dates and state grants that cannot be right, with the day of today given."""

from datetime import date
from decimal import Decimal

import pytest

from atgarder import regler
from atgarder.models import Atgard
from atgarder.regler import Regelfel
from tests.atgarder.varld import atgard

IDAG = date(2017, 5, 14)


@pytest.mark.parametrize("text", ["1899", "1899-12-31", "2118", "2999-01-01"])
def test_a_date_far_away_is_refused(text):
    assert list(regler.rimlighetsfel({"start": "2016", "slut": text}, IDAG)) == ["slut"]


@pytest.mark.parametrize("text", ["", "1900", "2016-05", "2117-12-31"])
def test_a_date_that_may_be_is_taken(text):
    assert regler.rimlighetsfel({"slut": text}, IDAG) == {}


@pytest.mark.parametrize(
    ("slut", "arsarbetare", "fel"),
    [("2018", None, ["statliga_medel_slut"]), ("", Decimal(0), ["statliga_arsarbetare"]), ("", None, [])],
)
def test_without_state_grants_nothing_of_theirs_is_known(slut, arsarbetare, fel):
    assert list(regler.medelfel(False, slut, arsarbetare)) == fel
    assert regler.medelfel(None, slut, arsarbetare) == regler.medelfel(True, slut, arsarbetare) == {}


@pytest.mark.parametrize(
    ("lage", "start", "antal"),
    [("pagaende", "2018", 1), ("pagaende", "2017-05-15", 1), ("pagaende", "2017", 0), ("beslutad", "2018", 0)],
)
def test_what_goes_on_but_begins_later_is_told(lage, start, antal):
    assert len(regler.framtidsvarningar(lage, start, IDAG)) == antal


@pytest.mark.parametrize("falt", [{"slut": "2999"}, {"statliga_medel": False, "statliga_medel_slut": "2018"}])
def test_nothing_is_saved(typer, falt):
    with pytest.raises(Regelfel):
        atgard(**falt)
    assert not Atgard.objects.exists()
