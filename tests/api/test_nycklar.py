"""A program with a key may do what its owner may; a key that opens nothing is told so, in Swedish."""

import pytest
from auditlog.models import LogEntry
from django.test import Client

from konton import nycklar
from konton.granskning import folj
from konton.uppdrag import stang_konto, ta_uppdrag
from rapporter.models import Rapport
from tests.api.test_fel import problem

ADRESS = "/api/v1/rapporter/"


@pytest.fixture
def nyckel(bo):
    return nycklar.skapa(user=bo, namn="Personalsystemet")[1]


def fraga(nyckel, metod="GET", adress=ADRESS, kropp="{}", **mer):
    klient = Client(enforce_csrf_checks=True)
    huvud = {"authorization": f"Bearer {nyckel}"}
    return klient.generic(metod, adress, kropp, content_type="application/json", headers=huvud, **mer)


def test_an_order_by_key_is_its_owners_and_needs_no_csrf_token(varld, nyckel, bo):
    assert fraga(nyckel, "POST", kropp='{"omfang": "riket"}').status_code == 202
    assert Rapport.objects.get().av == bo


@pytest.mark.parametrize("skrivet", ["bearer {}", "BEARER {}", "Bearer   {}"])
def test_the_scheme_is_read_in_any_case(varld, nyckel, skrivet):
    svar = Client().get(ADRESS, headers={"authorization": skrivet.format(nyckel)})
    assert svar.status_code == 200


@pytest.mark.parametrize("adress", [ADRESS, "/api/v1/lan/", "/api/v1/matvarden/"])
def test_a_revoked_key_gets_401_also_where_anybody_may_read(varld, nyckel, bo, adress):
    nycklar.aterkalla(nyckel=bo.apinycklar.get(), av=bo)
    svar = fraga(nyckel, adress=adress)
    problem(svar, 401, "inte-inloggad")
    assert "återkallad" in svar.json()["detail"]
    assert svar["WWW-Authenticate"] == 'Bearer realm="vandpunkt"'
    assert "no-store" in svar["Cache-Control"]


def test_the_key_of_a_closed_account_gets_401(varld, nyckel, bo, folke):
    stang_konto(user=bo, av=folke)
    svar = fraga(nyckel, "POST", kropp='{"omfang": "riket"}')
    problem(svar, 401, "inte-inloggad")
    assert "stängt" in svar.json()["detail"]
    assert not Rapport.objects.exists()


@pytest.mark.parametrize("fel", ["", "vp_pahittad", "a b", "å" * 20, "x" * 5000])
def test_what_is_no_key_gets_401(varld, nyckel, fel):
    svar = fraga(fel)
    problem(svar, 401, "inte-inloggad")
    assert fel not in svar.json()["detail"] or not fel


def test_a_key_does_no_more_than_its_owner_may(varld, nyckel, bo, folke):
    ta_uppdrag(uppdrag=bo.uppdrag.get(), av=folke)
    problem(fraga(nyckel, "POST", kropp='{"omfang": "riket"}'), 403, "saknar-behorighet")


def test_another_scheme_is_a_stranger(varld):
    svar = Client().get(ADRESS, headers={"authorization": "Basic Ym86aGVtbGlndA=="})
    assert svar.status_code == 200


def test_what_a_program_changes_is_its_owners_act(varld, nyckel, bo, monkeypatch):
    from auditlog.registry import auditlog

    folj(Rapport, utom=["resultat", "trendrader"])
    try:
        fraga(nyckel, "POST", kropp='{"omfang": "riket"}')
        post = LogEntry.objects.get_for_object(Rapport.objects.get()).get()
    finally:
        auditlog.unregister(Rapport)
    assert (post.actor, post.additional_data) == (bo, {"roll": "uppgiftslämnare i Östersund"})


def test_the_key_is_not_good_for_the_pages(varld, nyckel):
    assert Client().get("/konto/", headers={"authorization": f"Bearer {nyckel}"}).status_code == 302
