"""What the database itself refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from besok import inlasning
from besok.models import Atagande, Besok, Besoksomgang, Faktasvar, Handlingsplan, Omgangskommun, Signal
from rapporter.models import Veckobrev
from tests.besok import omgangsvarld as varld

pytestmark = pytest.mark.usefixtures("typer")


def vagras(gor) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        gor()


@pytest.mark.parametrize("lage", ["klar", "faktagranskning", "publicerad"])
def test_only_a_told_visit_may_lack_its_day_when_it_is_done(lage):
    vagras(lambda: Besok.objects.create(kommun_id="2380", lage=lage))
    assert Besok.objects.create(kommun_id="2380", lage=lage, berattat=True).datum is None


@pytest.mark.parametrize("lage", ["utkast", "tillbakadragen"])
def test_a_draft_may_lack_its_day(lage):
    assert Besok.objects.create(kommun_id="2380", lage=lage).datum is None


def test_a_visit_does_not_follow_itself():
    besok = Besok.objects.create(kommun_id="2380")
    vagras(lambda: Besok.objects.filter(pk=besok.pk).update(forra=besok.pk))


def test_a_round_has_not_visited_more_than_it_has():
    vagras(lambda: Besoksomgang.objects.create(namn="X", kod="x", antal=50, antal_besokta=51))
    Besoksomgang.objects.create(namn="X", kod="x", antal=50, antal_besokta=50)


@pytest.mark.parametrize("falt", ["start", "slut", "antal_per"])
@pytest.mark.parametrize("fel", ["2016-13", "i höstas", "2016-1", "16"])
def test_a_rounds_dates_are_dates(falt, fel):
    vagras(lambda: Besoksomgang.objects.create(namn="X", kod="x", **{falt: fel}))


def test_a_date_that_no_calendar_has_is_refused_by_the_form_of_the_field():
    with pytest.raises(ValidationError):
        Besoksomgang(namn="X", kod="x", start="2015-02-30").full_clean()


def test_a_round_does_not_follow_itself():
    rad = varld.omgang()
    vagras(lambda: Besoksomgang.objects.filter(pk=rad.pk).update(foregaende=rad.pk))


def test_a_municipality_is_once_in_a_round():
    rad = varld.omgang()
    Omgangskommun.objects.create(omgang=rad, kommun_id="2380")
    vagras(lambda: Omgangskommun.objects.create(omgang=rad, kommun_id="2380"))


def test_a_promise_comes_from_somewhere_and_says_what():
    vagras(lambda: Atagande.objects.create(kommun_id="2380", text="Lovar"))
    plan = Handlingsplan.objects.create(kommun_id="2380")
    vagras(lambda: Atagande.objects.create(kommun_id="2380", plan=plan, text=""))
    vagras(lambda: Atagande.objects.create(kommun_id="2380", plan=plan, text="Lovar", klart_senast="snart"))
    Atagande.objects.create(kommun_id="2380", plan=plan, text="Lovar", klart_senast="2017")


def test_a_correction_says_what(alva):
    besok = varld.besok(alva, lage="faktagranskning")
    granskning = besok.granskningar.get()
    vagras(lambda: Faktasvar.objects.create(granskning=granskning, om="sammanfattning", stammer=False))


def test_one_check_of_facts_at_a_time(alva):
    besok = varld.besok(alva, lage="faktagranskning")
    vagras(lambda: besok.granskningar.create(svara_senast=date(2017, 1, 1)))


def test_a_signal_is_said_in_one_way_only():
    inlasning.las()
    vagras(lambda: Signal.objects.create(text="saknar sökande"))


def test_one_letter_a_week(alva):
    Veckobrev.objects.create(user=alva, vecka="2017-02")
    vagras(lambda: Veckobrev.objects.create(user=alva, vecka="2017-02"))
    Veckobrev.objects.create(user=alva, vecka="2017-03")


def test_what_is_told_goes_when_nothing_but_is_never_deleted_with_its_writer(alva):
    besok = varld.besok(alva)
    alva.delete()
    besok.refresh_from_db()
    assert (besok.av, besok.av_roll) == (None, "samordnare")
