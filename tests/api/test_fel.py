"""Bad input: every fault is a problem of RFC 9457 that names the field, the value and the remedy."""

import base64
from datetime import timedelta

import orjson
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from socialtjanst.api import register as registervyer
from socialtjanst.api.fel import FELTYPER

MATVARDEN = "/api/v1/matvarden/"


def problem(svar, status, typ):
    """The body, checked for its form."""
    assert svar.status_code == status, svar.content
    assert svar["Content-Type"] == "application/problem+json"
    kropp = svar.json()
    assert kropp["type"] == f"http://testserver/api/v1/#{typ}"
    assert kropp["status"] == FELTYPER[typ][0] == status
    assert kropp["title"] == FELTYPER[typ][1]
    assert kropp["detail"]
    assert kropp["instance"].startswith("/api")
    return kropp


I_MORGON = (timezone.localdate() + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("namn", "varde", "delar"),
    [
        ("kommun", "9999", ["9999", "/api/v1/kommuner/"]),
        ("kommun", "180", ["inledande nolla", "0180"]),
        ("kommun", "Östersund", ["2380"]),
        ("kommun", "", ["Värdet saknas"]),
        ("kommun", "2380,", ["Värdet saknas"]),
        ("kommun", ",".join(["2380"] * 501), ["högst 500"]),
        ("lan", "2", ["två siffror"]),
        ("lan", "99", ["99"]),
        ("grupp", "B9", ["A1, A2, B3"]),
        ("nyckeltal", "N99999", ["N99999", "/api/v1/nyckeltal/"]),
        ("nyckeltal", "n00090", ["n00090"]),
        ("period", "2015-K5", ["2015-K5", "fyra kvartal"]),
        ("period", "kv 4 2015", ["2015-K4"]),
        ("period", "2015-13", ["tolv månader"]),
        ("period", "1815", ["1900"]),
        ("fran", "snart", ["snart"]),
        ("till", "2015-00", ["2015-00"]),
        ("periodslag", "V", ["A, H, T, K, M"]),
        ("kon", "X", ["T, K, M"]),
        ("kon", "t", ["T, K, M"]),
        ("enhet", "17", ["17", "ingen"]),
        ("enhet", "allt", ["allt"]),
        ("enhet", "²", ["²"]),
        ("exempel", "kanske", ["true, false"]),
        ("saknas", "ja", ["nej, saknas, dold, ej_tillampligt"]),
        ("kalla", "scb", ["kolada, kommun"]),
        ("kand", "i går", ["ÅÅÅÅ-MM-DD"]),
        ("kand", "20150101", ["ÅÅÅÅ-MM-DD"]),
        ("kand", "2015-02-30", ["ÅÅÅÅ-MM-DD"]),
        ("kand", I_MORGON, ["har inte varit än"]),
        ("version", "0", ["Den senaste är 3"]),
        ("version", "99999999999999999999", ["Den senaste är 3"]),
        ("ordering", "namn", ["Välj bland kommun"]),
        ("cursor", "abc", ["next"]),
        ("cursor", "å", ["next"]),
        ("page_size", "0", ["mellan 1 och 5000"]),
        ("page_size", "5001", ["mellan 1 och 5000"]),
        ("page_size", "tio", ["mellan 1 och 5000"]),
        ("format", "xml", ["json, csv"]),
        ("dialekt", "en", ["maskin, sv"]),
        ("komun", "2380", ["Menade du kommun?"]),
        ("limit", "10", ["Välj bland"]),
    ],
)
def test_a_wrong_parameter_is_named_with_what_to_do(varld, client, namn, varde, delar):
    kropp = problem(client.get(MATVARDEN, {namn: varde}), 400, "ogiltig-fraga")
    [rad] = kropp["errors"][:1]
    assert rad["falt"] == namn
    assert rad["varde"] in varde or rad["varde"].endswith("…")
    for del_ in delar:
        assert del_ in rad["detail"]
    assert rad["detail"] in kropp["detail"]


def test_all_faults_come_at_once(varld, client):
    kropp = problem(client.get(MATVARDEN, {"kommun": "180,9999", "kon": "X", "hej": "1"}), 400, "ogiltig-fraga")
    assert [(rad["falt"], rad["varde"]) for rad in kropp["errors"]] == [
        ("kommun", "180"),
        ("kommun", "9999"),
        ("kon", "X"),
        ("hej", "1"),
    ]


@pytest.mark.parametrize(
    ("fraga", "falt"),
    [
        ("kon=T&kon=K", "kon"),
        ("fran=2015-K1&till=2015-02", "till"),
        ("fran=2016&till=2015", "till"),
        ("fran=2015-K3&till=2015-K2", "till"),
        ("format=csv&page_size=10", "page_size"),
    ],
)
def test_parameters_that_contradict_each_other(varld, client, fraga, falt):
    kropp = problem(client.get(f"{MATVARDEN}?{fraga}"), 400, "ogiltig-fraga")
    assert kropp["errors"][0]["falt"] == falt


@pytest.mark.parametrize("adress", ["lan/", "kommuner/2380/", "nyckeltal/N00090/", "kommungrupper/", "schema/"])
def test_an_unknown_parameter_is_a_fault_everywhere(varld, client, adress):
    problem(client.get(f"/api/v1/{adress}?hej=1"), 400, "ogiltig-fraga")


def test_a_cursor_from_another_order_or_another_time_is_refused(varld, client):
    nasta = client.get(MATVARDEN, {"page_size": 2, "ordering": "varde"}).json()["next"]
    markor = nasta.rsplit("cursor=", 1)[1]
    assert client.get(MATVARDEN, {"cursor": markor, "ordering": "varde"}).status_code == 200
    problem(client.get(MATVARDEN, {"cursor": markor}), 400, "ogiltig-fraga")
    problem(client.get(MATVARDEN, {"cursor": markor, "ordering": "kommun"}), 400, "ogiltig-fraga")


@pytest.mark.parametrize(
    "delar",
    [
        [99, "", False, None, 1],
        [3, "", False, None, 2**63],
        [3, "", False, None, True],
        [3, "", "nej", None, 1],
        [3, "kommun", False, 1.5, 1],
        [3, "kommun", False, "\x00", 1],
        [3, "varde", False, "abc", 1],
        [3, "kommun", False, "x" * 20, 1],
        [3, "", False, None],
        {"a": 1},
    ],
)
def test_a_cursor_somebody_made_up_is_refused(varld, client, delar):
    text = base64.urlsafe_b64encode(orjson.dumps(delar)).decode().rstrip("=")
    ordning = {"ordering": delar[1]} if isinstance(delar, list) and delar[1] else {}
    problem(client.get(MATVARDEN, {"cursor": text, **ordning}), 400, "ogiltig-fraga")


@pytest.mark.parametrize(
    "adress",
    ["v1/finns/", "v2/lan/", "", "v1/kommuner/9999/", "v1/nyckeltal/X1/", "v1/rapporter/7/", "v1/rapporter/x/"],
)
def test_404(varld, client, adress):
    problem(client.get(f"/api/{adress}"), 404, "finns-inte")


def test_a_missing_last_slash_is_shown_the_way(varld, client):
    svar = client.get("/api/v1/matvarden?kon=T")
    assert svar.status_code == 301
    assert svar["Location"] == "/api/v1/matvarden/?kon=T"
    problem(client.post("/api/v1/matvarden"), 404, "finns-inte")


@pytest.mark.parametrize("metod", ["post", "put", "patch", "delete"])
def test_405(varld, client, metod):
    svar = getattr(client, metod)(MATVARDEN)
    problem(svar, 405, "fel-metod")
    assert "GET" in svar["Allow"]


def test_406(varld, client):
    problem(client.get(MATVARDEN, headers={"accept": "application/xml"}), 406, "fel-svarsformat")
    problem(client.get("/api/v1/kommuner/2380/", headers={"accept": "text/csv"}), 406, "fel-svarsformat")
    assert client.get(MATVARDEN, headers={"accept": "text/html, */*;q=0.1"}).status_code == 200


def test_the_problem_is_json_also_when_csv_was_asked_for(varld, client):
    problem(client.get(MATVARDEN, {"format": "csv", "kon": "X"}), 400, "ogiltig-fraga")


def test_415_and_a_body_that_is_not_json(bo, inloggad):
    klient = inloggad(bo)
    adress = reverse("api-rapporter")
    problem(klient.post(adress, "omfang=riket", content_type="text/plain"), 415, "fel-innehallstyp")
    problem(klient.post(adress, "{", content_type="application/json"), 400, "ogiltigt-innehall")
    problem(klient.post(adress, "[]", content_type="application/json"), 400, "ogiltigt-innehall")
    problem(klient.post(adress, b'{"omfang": "\xff"}', content_type="application/json"), 400, "ogiltigt-innehall")


def test_500_is_a_problem_without_the_cause(varld, monkeypatch, caplog):
    def faller(self, fraga):
        raise RuntimeError("hemlig orsak")

    monkeypatch.setattr(registervyer.LanLista, "rader", faller)
    svar = Client(raise_request_exception=False).get("/api/v1/lan/")
    problem(svar, 500, "internt-fel")
    assert "hemlig" not in svar.content.decode()
    assert "hemlig orsak" in caplog.text
    assert "no-store" in svar["Cache-Control"]


def test_every_kind_of_problem_is_explained_on_the_page(varld, client):
    sidan = client.get(reverse("api-dokument")).content.decode()
    for typ in FELTYPER:
        assert f'id="{typ}"' in sidan
