"""What another municipality, the union, the ministry and the public may see of an internal visit: nothing at all."""

import re

import pytest
from django.urls import reverse

from besok import ataganden
from besok.ataganden import Punkt
from besok.models import Atagande, Besok
from konton.models import Uppdrag
from tests import varldar
from tests.besok import omgangsvarld as varld

pytestmark = pytest.mark.usefixtures("typer")
ORD = "Zebrafink"
PERSONER = ("ingen", "bo", "cilla", "ulla", "disa", "rut", "folke")
LAGEN = ("utkast", "klar", "tillbakadragen")
OMGANG = "hostens-aterbesok"
OPPNA = [
    "/",
    "/kommuner/",
    "/kommuner/2380/",
    "/nyckeltal/VP01/",
    "/rapporter/",
    "/importer/",
    "/rapportera/?kommun=2380&period=2016-K4",
    "/besok/omgangar/",
    f"/besok/omgangar/{OMGANG}/",
    f"/besok/omgangar/{OMGANG}/sammanfattning/",
    "/api/v1/besoksomgangar/",
    f"/api/v1/besoksomgangar/{OMGANG}/",
    "/api/v1/besok/",
    "/api/v1/besok/?format=csv",
    f"/api/v1/besok/?omgang={OMGANG}&kommun=2380",
    "/api/v1/handlingsplaner/",
    "/api/v1/ataganden/",
    "/api/v1/ataganden/?format=csv",
    "/api/v1/matvarden/?kommun=2380",
    "/api/v1/trender/?kommun=2380",
    "/api/v1/nyckeltal/VP01/rangordning/?period=2016-K4",
]
FORANDERLIGT = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|hx-headers=\'[^\']*\'')

# Every field of the visit says the word: the public ones are as secret until it is published.
DELAR = {
    "grund": {"datum": "2016-11-02", "deltagare": {"barn": 77}, "sammanfattning": ORD},
    "tema__bemanning": {"text": ORD, "internt": ORD, "bedomning": "samre"},
    "signaler": {"nya": [ORD]},
    "siffror": {"rader": [{"nyckeltal": "VP01", "period": "2016-K4", "taljare": "7", "namnare": "71", "sagt_av": ORD}]},
    "citat": {"rader": [{"text": ORD, "roll": ORD, "offentligt": True}]},
    "ataganden": {"rader": [{"text": ORD, "agare_roll": ORD, "klart_senast": "2016-12"}]},
    "internt": {"text": ORD},
}


@pytest.fixture
def klienter(client, inloggad, person, bo, cilla, ulla, rut, folke):
    disa = person("disa", Uppdrag.Roll.DEPARTEMENT)
    inne = {"bo": bo, "cilla": cilla, "ulla": ulla, "disa": disa, "rut": rut, "folke": folke}
    return {"ingen": client, **{namn: inloggad(user) for namn, user in inne.items()}}


@pytest.fixture
def omgang(alva, monkeypatch):
    """A round with a published visit in Umeå whose promise is judged later, in secret."""
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})
    varldar.liten_varld()
    rad = varld.omgang()
    for kommun in ("2380", "2480"):
        rad.kommuner.create(kommun_id=kommun, planerat="2016-01-04", besokare=alva)
    varld.besok(alva, "2480", i=rad, lage="publicerad")
    return rad


def hemliga(alva, omgang) -> list[Besok]:
    """Visits in every internal state, a plan, and a judgement of a public promise made at one of them."""
    falt = {"begard": "2016", "mottagen": "", "offentlig": False}
    ataganden.spara_plan(
        None, kommun="2380", falt=falt, dokument={"titel": ORD}, punkter=[Punkt(None, ORD, ORD, "")], av=alva
    )
    besok = [
        varld.besok(alva, "2380", i=omgang, lage="utkast" if lage == "utkast" else "klar", **DELAR) for lage in LAGEN
    ]
    Besok.objects.filter(pk=besok[2].pk).update(lage="tillbakadragen")
    lofte = Atagande.objects.get(kommun="2480")
    dom = {str(lofte.pk): {"lage": "inte_infriat", "skal": ORD}}
    besok.append(varld.besok(alva, "2480", i=omgang, lage="faktagranskning", **{**DELAR, "uppfoljning": dom}))
    return besok


def svaren(klient) -> dict[str, tuple[int, bytes]]:
    return {
        adress: (svar.status_code, FORANDERLIGT.sub(b"", svar.content))
        for adress in OPPNA
        for svar in [klient.get(adress)]
    }


@pytest.mark.parametrize("vem", [p for p in PERSONER if p != "cilla"])
def test_every_answer_is_the_same_as_if_the_visits_did_not_exist(klienter, alva, omgang, vem):
    forut = svaren(klienter[vem])
    hemliga(alva, omgang)
    efter = svaren(klienter[vem])
    assert [adress for adress in OPPNA if forut[adress] != efter[adress]] == []
    assert not any(ORD.encode() in innehall for _, innehall in efter.values())


def test_the_municipality_that_is_asked_sees_its_own_in_its_form_only(klienter, alva, omgang):
    """Cilla's Umeå is asked about one of them; Östersund's are nothing to her."""
    forut = svaren(klienter["cilla"])
    hemliga(alva, omgang)
    assert svaren(klienter["cilla"]) == forut, "the addresses are of Östersund, or public"
    egen = klienter["cilla"].get("/rapportera/?kommun=2480&period=2016-K4").content.decode()
    assert "Stämmer detta?" in egen


@pytest.mark.parametrize("vem", PERSONER)
@pytest.mark.parametrize("metod", ["get", "post"])
def test_its_own_addresses_say_nothing(klienter, alva, omgang, vem, metod):
    besok = hemliga(alva, omgang)
    egna = {"cilla"}
    for rad in besok:
        for namn in ("faktagranskning", "faktagranskning-svar", "aterbesokspaket"):
            svar = getattr(klienter[vem], metod)(reverse(namn, args=[rad.pk]))
            assert svar.status_code in (302, 403, 404, 405) or (vem in egna and rad.kommun_id == "2480")
            if rad.kommun_id == "2380":
                assert ORD not in svar.content.decode()


@pytest.mark.parametrize("vem", PERSONER)
def test_an_address_that_exists_answers_as_one_that_does_not(klienter, alva, omgang, vem):
    besok = hemliga(alva, omgang)[1]
    for namn in ("faktagranskning", "aterbesokspaket"):
        finns = klienter[vem].get(reverse(namn, args=[besok.pk]))
        finns_inte = klienter[vem].get(reverse(namn, args=["00000000-0000-4000-8000-000000000000"]))
        assert finns.status_code == finns_inte.status_code
        renad = [FORANDERLIGT.sub(b"", s.content) for s in (finns, finns_inte)]
        assert renad[0] == renad[1]


@pytest.mark.parametrize("vem", PERSONER)
def test_its_promises_and_plans_are_nobodys(klienter, alva, omgang, vem):
    hemliga(alva, omgang)
    for a in Atagande.objects.filter(text=ORD):
        svar = klienter[vem].post(reverse("atagande-lage", args=[a.pk]), {"lage": "infriat", "datum": "2017-01-10"})
        assert svar.status_code in (302, 403)
        assert not a.lagen.exists()
        if a.plan_id:
            assert klienter[vem].get(reverse("handlingsplan-visa", args=[a.plan_id])).status_code == 404
