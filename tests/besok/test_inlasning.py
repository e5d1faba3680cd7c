"""The rounds that the article tells: exactly what it says, and nothing that it does not."""

import io

import pytest
from django.core.management import call_command

from besok import inlasning
from besok.models import Besok, Besoksomgang, Omgangskommun, Signal

pytestmark = pytest.mark.usefixtures("typer")


def aterbesoken() -> Besoksomgang:
    return Besoksomgang.objects.get(kod="aterbesok-hosten-2016")


def test_the_rounds_know_their_size_and_how_many_are_unnamed():
    inlasning.las()
    forsta = Besoksomgang.objects.get(kod="forsta-besok-2015-2016")
    assert (forsta.start, forsta.slut, forsta.antal, forsta.kommuner.count()) == ("2015", "2016-06", 50, 0)
    andra = aterbesoken()
    assert (andra.start, andra.slut, andra.antal, andra.antal_besokta) == ("2016-10", "", 50, 18)
    assert andra.foregaende == forsta
    assert [k.kommun.namn for k in andra.kommuner.all()] == ["Norrtälje"]


def test_only_norrtalje_is_told_as_a_visit_and_its_day_is_unknown():
    inlasning.las()
    besok = Besok.objects.get()
    assert (besok.kommun.namn, besok.datum, besok.lage, besok.berattat) == ("Norrtälje", None, "publicerad", True)
    assert (besok.forra, besok.pa_plats, besok.exempel) == (None, None, False)
    assert [s.text for s in besok.signaler.all()] == ["saknar sökande"]
    assert [(d.roll, d.antal) for d in besok.deltagare.all()] == [("fortroendevalda", None)]
    assert besok.citat.get().roll == "nationell samordnare"
    assert not besok.iakttagelser.exists(), "the source judges nothing against an earlier visit"
    assert besok.dokument.get().titel.startswith("Cecilia Grefve")


def test_what_remained_is_the_rounds_own_text():
    inlasning.las()
    aterstar = aterbesoken().aterstar.lower()
    for sak in ("digitalisera", "nära ledarskap", "vidareutbildning", "ensamkommande", "få socialsekreterare"):
        assert sak in aterstar
    assert len(aterstar.splitlines()) == 5


def test_twice_changes_nothing():
    ut = io.StringIO()
    call_command("las_omgangar", stdout=ut)
    assert ut.getvalue() == "3 nya omgångar och besök.\n"
    assert inlasning.las() == 0
    assert (Besok.objects.count(), Besoksomgang.objects.count(), Signal.objects.count()) == (1, 2, 4)


def test_what_a_coordinator_has_changed_stays():
    inlasning.las()
    Besoksomgang.objects.filter(kod="aterbesok-hosten-2016").update(antal_besokta=20)
    Omgangskommun.objects.all().delete()
    inlasning.las()
    assert (aterbesoken().antal_besokta, aterbesoken().kommuner.count()) == (20, 0)


def test_a_fault_in_the_file_enters_nothing():
    with pytest.raises(Besoksomgang.DoesNotExist):
        inlasning.las(inlasning.FIL.read_text().replace("omgang: aterbesok", "omgang: finns-inte"))
    assert not Besoksomgang.objects.exists()
