"""Rounds, visits, handlingsplaner and promises in the API: what is published, and the same for everybody."""

import json

import pytest

from besok import ataganden, inlasning
from besok.ataganden import Punkt
from tests.besok import omgangsvarld as besoksvarld

pytestmark = pytest.mark.usefixtures("typer")
LISTOR = ("besoksomgangar", "besok", "handlingsplaner", "ataganden")


@pytest.fixture(autouse=True)
def _utan_koer(monkeypatch):
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})


def rader(klient, adress: str, **fraga: str):
    svar = klient.get(f"/api/v1/{adress}/", fraga)
    assert svar.status_code == 200, svar.content
    return svar.json()["results"]


def plan(alva, *, offentlig: bool, text: str = "Anställ"):
    falt = {"begard": "2016-11", "mottagen": "", "offentlig": offentlig}
    punkter = [Punkt(None, text, "socialchef", "2017")]
    return ataganden.spara_plan(None, kommun="2480", falt=falt, dokument={}, punkter=punkter, av=alva)


def test_the_rounds_say_18_of_50(client):
    inlasning.las()
    aterbesok, forsta = rader(client, "besoksomgangar")
    assert (aterbesok["antal"], aterbesok["besokta"], aterbesok["namngivna"]) == (50, 18, 1)
    assert (aterbesok["foregaende"], aterbesok["slut"]) == (forsta["kod"], None)
    assert len(aterbesok["aterstar"]) == 5


def test_a_round_with_its_summary(client, alva):
    omgang = besoksvarld.omgang()
    besoksvarld.besok(alva, "2380", i=omgang, lage="publicerad")
    besoksvarld.besok(alva, "2480", i=omgang, lage="faktagranskning")
    svar = client.get(f"/api/v1/besoksomgangar/{omgang.kod}/").json()
    assert svar["signaler"] == [{"text": "saknar sökande", "antal": 1, "kommuner": ["2380"]}]
    assert svar["bedomningar"] == [{"tema": "Bemanning", "antal": {"battre": 1}}]
    assert client.get("/api/v1/besoksomgangar/finns-inte/").status_code == 404


def test_a_published_visit_has_its_public_fields(client, alva):
    besok = besoksvarld.besok(alva, lage="publicerad")
    (rad,) = rader(client, "besok")
    assert (rad["id"], rad["kommun"], rad["datum"], rad["pa_plats"]) == (str(besok.pk), "2380", "2016-11-02", True)
    assert rad["teman"] == [{"tema": "Bemanning", "bedomning": "battre", "text": "Alla tjänster är tillsatta."}]
    assert rad["citat"] == [{"text": "Det går åt rätt håll.", "roll": "enhetschef"}]
    assert rad["deltagare"] == [{"roll": "enhetschefer", "antal": 3}]
    assert besoksvarld.HEMLIGT not in json.dumps(rad, ensure_ascii=False)


def test_the_told_visit_has_no_day(client):
    inlasning.las()
    (rad,) = rader(client, "besok", omgang="aterbesok-hosten-2016")
    assert (rad["kommun_namn"], rad["datum"], rad["berattat"], rad["exempel"]) == ("Norrtälje", None, True, False)
    assert rader(client, "besok", omgang="forsta-besok-2015-2016") == []


def test_visits_by_municipality_and_county(client, alva):
    for kommun in ("2380", "2480"):
        besoksvarld.besok(alva, kommun, lage="publicerad")
    assert [r["kommun"] for r in rader(client, "besok", kommun="2480")] == ["2480"]
    assert [r["kommun"] for r in rader(client, "besok", lan="23")] == ["2380"]
    assert client.get("/api/v1/besok/?omgang=nej").status_code == 400


def test_public_plans_and_promises_with_their_public_state(client, alva):
    plan(alva, offentlig=False, text=besoksvarld.HEMLIGT)
    publik = plan(alva, offentlig=True)
    publicerat = besoksvarld.besok(alva, lage="publicerad")
    lofte = publicerat.ataganden.get()
    dom = {str(lofte.pk): {"lage": "inte_infriat", "skal": besoksvarld.HEMLIGT}}
    besoksvarld.besok(alva, lage="klar", grund={"datum": "2017-05-02"}, ataganden={}, uppfoljning=dom)
    (p,) = rader(client, "handlingsplaner")
    assert (p["id"], p["begard"], p["mottagen"], p["punkter"]) == (publik.pk, "2016-11", None, 1)
    umea, ostersund = rader(client, "ataganden")
    assert (umea["text"], umea["handlingsplan"], umea["besok"]) == ("Anställ", publik.pk, None)
    assert (ostersund["besok"], ostersund["lage"], ostersund["lage_datum"]) == (str(publicerat.pk), "oppet", None)


def test_a_point_made_at_an_internal_visit_does_not_name_it(client, alva):
    publik = plan(alva, offentlig=True)
    publik.punkter.update(besok=besoksvarld.besok(alva, "2480"))
    assert [r["besok"] for r in rader(client, "ataganden")] == [None]


@pytest.mark.parametrize("adress", LISTOR)
def test_everybody_gets_the_same_answer(client, inloggad, alva, bo, adress):
    """Answers are kept by others for a minute: a coordinator's must not hold more than a stranger's."""
    omgang = besoksvarld.omgang()
    besoksvarld.besok(alva, "2380", i=omgang, lage="publicerad")
    besoksvarld.besok(alva, "2480", i=omgang, lage="faktagranskning")
    plan(alva, offentlig=False)
    svar = [klient.get(f"/api/v1/{adress}/").content for klient in (client, inloggad(alva), inloggad(bo))]
    assert len(set(svar)) == 1


@pytest.mark.parametrize("adress", LISTOR)
def test_lists_as_csv(client, alva, adress):
    besoksvarld.besok(alva, i=besoksvarld.omgang(), lage="publicerad")
    plan(alva, offentlig=True)
    svar = client.get(f"/api/v1/{adress}/?format=csv")
    assert svar["Content-Type"] == "text/csv; charset=utf-8"
    assert len(svar.content.decode().splitlines()) >= 2


@pytest.mark.parametrize(("adress", "antal"), [("besok", 6), ("handlingsplaner", 2), ("ataganden", 2)])
def test_queries_do_not_grow_with_the_rows(client, alva, django_assert_max_num_queries, adress, antal):
    for kommun in ("2380", "2480", "0180"):
        besoksvarld.besok(alva, kommun, lage="publicerad")
    plan(alva, offentlig=True)
    with django_assert_max_num_queries(antal):
        rader(client, adress)
