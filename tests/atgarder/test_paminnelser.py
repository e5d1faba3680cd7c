"""Reminders of state money: six months before, once, to those who report and sign, and to nobody of anything else."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail

from atgarder import paminnelser, services, tasks
from atgarder.models import Atgard
from atgarder.paminnelser import paminn, paminns_fran
from konton.models import Uppdrag
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("typer")
IDAG = date(2016, 11, 21)


def betald(slut: str = "2017-03", kommun: str = "2380", **falt):
    pengar = {"statliga_medel": True, "statliga_medel_slut": slut, "statliga_arsarbetare": Decimal("2.5")}
    return atgard(kommun, "administrativt-stod", "Fler administratörer", **{**pengar, **falt})


@pytest.mark.parametrize(
    ("slut", "fran"),
    [
        ("2017-06-30", date(2016, 12, 30)),
        ("2017-08-31", date(2017, 2, 28)),
        ("2017-03", date(2016, 9, 30)),
        ("2017", date(2017, 6, 30)),
        ("2016-02-29", date(2015, 8, 29)),
    ],
)
def test_six_months_before_the_last_day(slut, fran):
    assert paminns_fran(slut) == fran


def test_the_municipalitys_own_are_reminded_once(bo, cilla, person):
    godkannare = person("gun", Uppdrag.Roll.GODKANNARE, "2380")
    ny = betald()
    assert paminn(IDAG) == 1
    assert sorted(brev.to[0] for brev in mail.outbox) == sorted([bo.email, godkannare.email])
    assert all(len(brev.to) == 1 for brev in mail.outbox)
    brev = mail.outbox[0]
    assert brev.subject == "De statliga medlen tar slut: Östersund"
    assert "Fler administratörer" in brev.body
    assert "mars 2017" in brev.body
    assert f"/atgarder/{ny.pk}/" in brev.body
    assert paminn(IDAG) == 0
    assert len(mail.outbox) == 2


def test_several_measures_are_one_letter(bo):
    betald()
    betald("2017-04")
    assert paminn(IDAG) == 2
    assert len(mail.outbox) == 1
    assert "2 åtgärder" in mail.outbox[0].body


@pytest.mark.parametrize(
    "falt",
    [
        {"slut": "2018"},
        {"slut": "2016-10"},
        {"slut": ""},
        {"efter_statliga_medel": "egna_medel"},
        {"efter_statliga_medel": "upphor"},
        {"statliga_medel": None},
        {"lage": "avslutad"},
    ],
)
def test_nothing_is_said_too_early_too_late_or_when_it_is_decided(bo, falt):
    betald(**falt)
    assert paminn(IDAG) == 0
    assert mail.outbox == []


def test_undecided_is_reminded_of(bo):
    betald(efter_statliga_medel="ej_beslutat")
    assert paminn(IDAG) == 1


def test_a_withdrawn_or_invented_measure_reminds_nobody(bo):
    services.dra_tillbaka(betald().pk, skal="Dubblett.", av=bo)
    Atgard.objects.filter(pk=betald().pk).update(exempel=True)
    assert paminn(IDAG) == 0


def test_a_later_end_is_reminded_of_anew(bo):
    ny = betald()
    paminn(IDAG)
    services.andra(ny.pk, revision=1, falt={"statliga_medel_slut": "2017-04"}, av=None)
    assert paminn(IDAG) == 1


def test_without_anybody_to_remind_it_is_tried_again_later(person):
    betald()
    assert paminn(IDAG) == 0
    person("bo", Uppdrag.Roll.UPPGIFTSLAMNARE, "2380")
    assert paminn(IDAG) == 1


def test_a_closed_account_and_another_role_are_not_written_to(bo, person):
    bo.is_active = False
    bo.save()
    person("ulla", Uppdrag.Roll.FACKLIGT_OMBUD, "2380")
    betald()
    assert paminn(IDAG) == 0


def test_a_mail_that_cannot_be_sent_is_not_counted_as_sent(bo, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 9
    betald()
    assert paminn(IDAG) == 0
    assert Atgard.objects.get().medel_paminnelse == ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert paminn(IDAG) == 1


def test_what_another_run_has_taken_is_left(bo):
    ny = betald()
    assert paminnelser._ta(ny)
    assert not paminnelser._ta(ny)


def test_the_clock_calls_it(bo):
    from socialtjanst.celery import app

    assert "atgarder.tasks.paminn_om_statliga_medel" in {p["task"] for p in app.conf.beat_schedule.values()}
    assert tasks.paminn_om_statliga_medel() == 0
