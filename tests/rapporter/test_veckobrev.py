"""The coordinators' weekly letter."""

from datetime import date, timedelta

import pytest

from besok import ataganden
from besok.ataganden import Punkt
from konton.models import Uppdrag
from rapporter import tasks, veckobrev
from rapporter.models import Veckobrev
from socialtjanst.celery import app

pytestmark = pytest.mark.usefixtures("typer")
IDAG = date(2017, 1, 10)


@pytest.fixture
def planer(alva):
    for kommun, senast in (("2380", "2016-12"), ("2480", "2017-01-20"), ("0180", "2018")):
        falt = {"begard": "2016", "mottagen": "" if kommun == "0180" else "2016-12", "offentlig": False}
        punkter = [Punkt(None, f"Löfte i {kommun}", "", senast)]
        ataganden.spara_plan(None, kommun=kommun, falt=falt, dokument={}, punkter=punkter, av=alva)


def test_it_tells_what_is_late_and_soon_and_which_plans_are_missing(planer, alva, mailoutbox):
    assert veckobrev.skicka(IDAG) == 1
    (brev,) = mailoutbox
    assert (brev.to, brev.subject) == (
        ["alva@exempel.test"],
        "Vändpunkt: 1 försenat löfte, 1 som snart ska vara klart",
    )
    assert "Östersund: Löfte i 2380 (klart senast december 2016)" in brev.body
    assert "Umeå: Löfte i 2480 (klart senast 20 januari 2017)" in brev.body
    assert "Löfte i 0180" not in brev.body
    assert brev.body.index("inte har kommit") < brev.body.index("- Stockholm")


def test_once_a_week(planer, alva, mailoutbox):
    for dagar in (0, 0, 3, 7):
        veckobrev.skicka(IDAG + timedelta(days=dagar))
    assert len(mailoutbox) == 2


def test_nobody_else_gets_it_and_nobody_an_empty_one(alva, bo, ulla, rut, mailoutbox):
    assert veckobrev.skicka(IDAG) == 0
    assert mailoutbox == []


def test_a_coordinator_of_one_municipality_is_told_of_that_only(planer, person):
    lo = person("lo", Uppdrag.Roll.SAMORDNARE, "2480")
    brev = veckobrev.brev(lo, IDAG)
    assert brev is not None
    assert "Umeå" in brev.text
    assert "Östersund" not in brev.text


def test_a_coordinator_whose_account_is_closed_gets_none(planer, alva, mailoutbox):
    alva.is_active = False
    alva.save()
    assert veckobrev.skicka(IDAG) == 0


def test_a_letter_that_could_not_be_sent_is_tried_again(planer, alva, mailoutbox, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.finns_inte.Alls"
    with pytest.raises(ImportError):
        veckobrev.skicka(IDAG)
    assert not Veckobrev.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert veckobrev.skicka(IDAG) == 1


def test_the_clock_knows_it():
    assert {rad["task"] for rad in app.conf.beat_schedule.values()} >= {tasks.skicka_veckobrev.name}
