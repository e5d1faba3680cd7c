"""The digest: weekly at most, never twice, only what is public and real, with a link that stops it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import resolve
from django.utils import timezone

from atgarder import foljning, services
from atgarder.models import Atgardstyp, Foljning
from kommuner.models import Kommun
from rapporter import utskick
from rapporter.tasks import skicka_sammandrag
from socialtjanst.celery import app
from tests.atgarder.exempelvarld import dag, publicerat
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("typer")

VECKA = timedelta(days=7)


@pytest.fixture
def foljer(ulla):
    rad = foljning.folj(Kommun.objects.get(pk="2380"), av=ulla)
    Foljning.objects.update(skapad=timezone.now() - VECKA)
    return rad


def test_a_letter_tells_what_is_new(foljer, ulla):
    rad = dag()
    atgard("2480", titel="Umeås")
    assert utskick.skicka_sammandrag(timezone.now()) == 1
    (brev,) = mail.outbox
    assert brev.to == [ulla.email]
    assert brev.subject == "Nytt på Vändpunkt: Östersund"
    assert f"Gott exempel: {rad.titel}" in brev.body
    assert "Ny åtgärd i Östersund: Sex timmars" in brev.body
    assert "Umeås" not in brev.body
    assert f"http://localhost:8000{rad.get_absolute_url()}" in brev.body


def test_the_letter_carries_a_link_that_stops_it(foljer, client):
    dag()
    utskick.skicka_sammandrag(timezone.now())
    (brev,) = mail.outbox
    adress = brev.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert brev.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert adress in brev.body
    assert resolve(adress).url_name == "folj-sluta"
    client.post(adress)
    assert not Foljning.objects.exists()


def test_once_a_week_at_most(foljer):
    dag()
    nu = timezone.now()
    assert [utskick.skicka_sammandrag(nu), utskick.skicka_sammandrag(nu)] == [1, 0]
    atgard(titel="Ny igen")
    assert utskick.skicka_sammandrag(nu + timedelta(days=6)) == 0
    assert utskick.skicka_sammandrag(nu + VECKA) == 1
    assert "Ny igen" in mail.outbox[1].body
    assert "Gott exempel" not in mail.outbox[1].body


def test_following_one_more_gives_no_second_letter_in_the_week(foljer, ulla):
    dag()
    nu = timezone.now()
    utskick.skicka_sammandrag(nu)
    foljning.folj(Atgardstyp.objects.get(pk="arbetstidsforkortning"), av=ulla)
    atgard(titel="Ny igen")
    assert utskick.skicka_sammandrag(nu + timedelta(days=1)) == 0
    assert utskick.skicka_sammandrag(nu + VECKA) == 1
    assert mail.outbox[1].body.count("Ny igen") == 2


def test_a_row_that_somebody_else_took_gives_nothing(foljer, ulla):
    nu = timezone.now()
    assert utskick.ta(ulla, nu)
    assert utskick.ta(ulla, nu) == []


def test_nothing_new_gives_no_letter(foljer):
    assert utskick.skicka_sammandrag(timezone.now()) == 0
    assert mail.outbox == []


def test_drafts_withdrawn_and_invented_are_never_sent(foljer):
    falt = {"kommun_id": "2380", "typ_id": "arbetsmiljo", "titel": "Påhitt", "synlighet": "publik"}
    publicerat(services.skapa(falt=falt, av=None, exempel=True), titel="Påhittat")
    atgard(titel="Utkast", publik=False)
    services.dra_tillbaka(atgard(titel="Tillbaka").pk, skal="Fel.", av=None)
    assert utskick.skicka_sammandrag(timezone.now()) == 0


def test_what_was_there_before_is_not_news(ulla):
    dag()
    foljning.folj(Kommun.objects.get(pk="2380"), av=ulla)
    assert utskick.skicka_sammandrag(timezone.now()) == 0


def test_a_closed_account_gets_no_letter(foljer, ulla):
    dag()
    ulla.is_active = False
    ulla.save()
    assert utskick.skicka_sammandrag(timezone.now()) == 0


def test_a_mail_server_that_is_away_claims_nothing(foljer, monkeypatch):
    def borta(self):
        raise ConnectionRefusedError

    dag()
    monkeypatch.setattr(EmailBackend, "open", borta)
    with pytest.raises(ConnectionRefusedError):
        utskick.skicka_sammandrag(timezone.now())
    assert Foljning.objects.get().skickad is None


def test_one_letter_that_fails_does_not_stop_the_others(foljer, ulla, bo, monkeypatch):
    foljning.folj(Kommun.objects.get(pk="2380"), av=bo)
    Foljning.objects.update(skapad=timezone.now() - VECKA)
    dag()
    skicka = EmailBackend.send_messages

    def krangla(self, brev):
        if brev[0].to == [bo.email]:
            raise OSError
        return skicka(self, brev)

    monkeypatch.setattr(EmailBackend, "send_messages", krangla)
    assert utskick.skicka_sammandrag(timezone.now()) == 1
    assert [b.to for b in mail.outbox] == [[ulla.email]]


def test_the_clock_calls_it_weekly(foljer):
    dag()
    assert app.conf.beat_schedule["skicka-sammandrag"]["task"] == skicka_sammandrag.name
    assert skicka_sammandrag() == 1


def test_markup_and_line_breaks_in_a_title_stay_text(foljer):
    publicerat(atgard(titel="a <b> & c"), titel="Rubrik <i>")
    utskick.skicka_sammandrag(timezone.now())
    assert "a <b> & c" in mail.outbox[0].body
