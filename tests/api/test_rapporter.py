"""Reports: who may order, follow and cancel them, and what they say."""

import orjson
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from kommuner.jobb import Lage
from rapporter.models import Rapport
from socialtjanst.api import urls
from tests import roller
from tests.api.behorighet import ATGARDSTABELL, bos_objekt, innehall
from tests.api.test_fel import problem

ADRESS = "/api/v1/rapporter/"
LASA = (200, 200, 200, 200, 200)

# url name: ({arguments}, {method: status for nobody, Alva, Bo, Cilla, Folke})
TABELL: dict[str, tuple[dict[str, str], dict[str, tuple[int, ...]]]] = {
    "api-lan": ({}, {"GET": LASA, "POST": (405,) * 5}),
    "api-kommuner": ({}, {"GET": LASA, "DELETE": (405,) * 5}),
    "api-kommun": ({"kod": "2380"}, {"GET": LASA, "PUT": (405,) * 5}),
    "api-kommungrupper": ({}, {"GET": LASA}),
    "api-nyckeltal": ({}, {"GET": LASA}),
    "api-nyckeltal-visa": ({"kod": "N00090"}, {"GET": LASA}),
    "api-rangordning": ({"kod": "N00090"}, {"GET": (400,) * 5}),
    "api-matvarden": ({}, {"GET": LASA, "POST": (405,) * 5}),
    "api-trender": ({}, {"GET": LASA, "PATCH": (405,) * 5}),
    "api-schema": ({}, {"GET": LASA}),
    "api-dokument": ({}, {"GET": LASA}),
    "api-rapporter": ({}, {"GET": LASA, "POST": (401, 400, 400, 400, 400), "PUT": (405,) * 5}),
    "api-rapport": ({"id": "BOS"}, {"GET": (404, 200, 200, 200, 200), "DELETE": (405,) * 5}),
    "api-rapport-avbryt": ({"id": "BOS"}, {"POST": (401, 403, 200, 403, 200), "GET": (405,) * 5}),
    "api-sok": ({}, {"GET": (400,) * 5}),
    "api-besoksomgangar": ({}, {"GET": LASA, "POST": (405,) * 5}),
    "api-besoksomgang": ({"kod": "finns-inte"}, {"GET": (404,) * 5}),
    "api-besok": ({}, {"GET": LASA, "POST": (405,) * 5}),
    "api-handlingsplaner": ({}, {"GET": LASA, "POST": (405,) * 5}),
    "api-ataganden": ({}, {"GET": LASA, "POST": (405,) * 5}),
    **ATGARDSTABELL,
}


# What the other roles meet that the one whom they are as does not: see tests/roller.py.
UNDANTAG: dict[tuple[str, str], dict[str, int]] = {
    ("api-rapport-avbryt", "POST"): {"gun": 403},
    ("api-atgard utkast", "PATCH"): roller.SKRIVER_INTE,
    ("api-atgard-lage utkast", "POST"): roller.SKRIVER_INTE,
    ("api-uppgift utkast", "PATCH"): roller.SKRIVER_INTE,
    ("api-inspiration utkast", "POST"): roller.SKRIVER_INTE,
}


def test_every_address_is_in_the_table():
    assert {m.name for m in urls.urlpatterns if m.name} == {namn.split()[0] for namn in TABELL}


@pytest.fixture
def personer(person, inloggad, alva, bo, cilla, folke):
    return roller.alla(person, inloggad, {"alva": alva, "bo": bo, "cilla": cilla, "folke": folke})


@pytest.fixture
def bos(bo):
    return Rapport.objects.create(omfang="kommun", omrade="2380", av=bo, totalt=4)


@pytest.fixture
def objekt(bos, typer):
    """What the names in capitals stand for: Bo's report, and measures and statements of his municipality."""
    return {"BOS": bos.pk, **bos_objekt()}


@pytest.mark.parametrize(("namn", "metod"), [(n, m) for n, (_, metoder) in TABELL.items() for m in metoder])
def test_the_table_holds(varld, objekt, personer, namn, metod):
    """Everybody asks in turn; what one changes is taken back before the next."""
    argument, metoder = TABELL[namn]
    adress = reverse(namn.split()[0], kwargs={k: objekt.get(v, v) for k, v in argument.items()})
    kropp = orjson.dumps(innehall(namn, metod, objekt))
    funna = {}
    for vem, klient in personer.items():
        with roller.pa_prov():
            svar = klient.generic(metod, adress, kropp, content_type="application/json")
        funna[vem] = svar.status_code
        if svar.status_code >= 400:
            assert svar["Content-Type"] == "application/problem+json"
    assert funna == roller.vantat(metoder[metod], UNDANTAG.get((namn, metod), {}))


@pytest.fixture
def bestall(bo, inloggad):
    def gor(klient=None, **kropp):
        return (klient or inloggad(bo)).post(ADRESS, kropp, content_type="application/json")

    return gor


def test_an_order_is_kept_and_can_be_followed(varld, bo, bestall, inloggad):
    svar = bestall(omfang="lan", omrade="23", nyckeltal=["N00090", "N00090"])
    assert svar.status_code == 202
    rad = svar.json()
    rapport = Rapport.objects.get()
    assert svar["Location"] == f"http://testserver{ADRESS}{rapport.pk}/"
    assert (rapport.omfang, rapport.omrade, rapport.nyckeltal, rapport.av) == ("lan", "23", ["N00090"], bo)
    assert (rad["id"], rad["lage"], rad["andel"], rad["filer"]) == (rapport.pk, "vantar", 0, [])
    Rapport.objects.update(lage=Lage.PAGAR, klart=1, totalt=4, steg="Räknar")
    foljd = inloggad(bo).get(svar["Location"]).json()
    assert (foljd["lage"], foljd["andel"], foljd["steg"]) == ("pagar", 25, "Räknar")
    assert foljd["sida"].endswith(reverse("rapport-visa", args=[rapport.pk]))


def test_the_least_that_an_order_needs(varld, bestall):
    assert bestall(omfang="riket").status_code == 202
    rapport = Rapport.objects.get()
    assert (rapport.omrade, rapport.nyckeltal, rapport.exempel) == ("", [], False)


def test_who_ordered_is_not_told(varld, bos, inloggad, alva):
    text = inloggad(alva).get(f"{ADRESS}{bos.pk}/").content.decode()
    assert "bo@" not in text
    assert '"av"' not in text


@pytest.mark.parametrize(
    ("kropp", "falt", "del_"),
    [
        ({}, "omfang", ""),
        ({"omfang": "världen"}, "omfang", "världen"),
        ({"omfang": "lan"}, "omrade", "finns inte"),
        ({"omfang": "lan", "omrade": "99"}, "omrade", "99"),
        ({"omfang": "kommun", "omrade": "180"}, "omrade", "180"),
        ({"omfang": "kommun", "omrade": "23800"}, "omrade", "4"),
        ({"omfang": "riket", "omrade": "23"}, "omrade", "lämna det tomt"),
        ({"omfang": "riket", "omrade": None}, "omrade", ""),
        ({"omfang": "riket", "nyckeltal": ["N99999"]}, "nyckeltal", "N99999"),
        ({"omfang": "riket", "nyckeltal": "N00090"}, "nyckeltal", ""),
        ({"omfang": "riket", "nyckeltal": [["N00090"]]}, "nyckeltal.0", ""),
        ({"omfang": "riket", "nyckeltal": ["\x00"]}, "nyckeltal.0", ""),
        ({"omfang": "riket", "exempel": "ja"}, "exempel", "true eller false"),
        ({"omfang": "riket", "epost": "a@b.se"}, "epost", "Välj bland omfang"),
    ],
)
def test_a_wrong_order_names_its_field_and_keeps_nothing(varld, bestall, kropp, falt, del_):
    fel = problem(bestall(**kropp), 400, "ogiltigt-innehall")["errors"]
    assert fel[0]["falt"] == falt
    assert del_ in fel[0]["detail"]
    assert not Rapport.objects.exists()


def test_an_order_by_a_user_without_a_role_is_refused(varld, inloggad, bestall, django_user_model):
    user = django_user_model.objects.create_user("ny@exempel.test", "ett långt lösenord")
    problem(bestall(inloggad(user), omfang="riket"), 403, "saknar-behorighet")


def test_writing_needs_the_csrf_token(varld, bo, bestall):
    klient = Client(enforce_csrf_checks=True)
    klient.force_login(bo)
    kropp = problem(bestall(klient, omfang="riket"), 403, "saknar-behorighet")
    assert "X-CSRFToken" in kropp["detail"]
    assert not Rapport.objects.exists()


def test_a_stranger_is_told_to_log_in(varld, bestall):
    svar = bestall(Client(), omfang="riket")
    problem(svar, 401, "inte-inloggad")
    assert svar["WWW-Authenticate"].startswith("Bearer")


def test_a_finished_report_is_everybodys_with_its_files(varld, bos, client):
    bos.filer.create(format="xlsx", fil=ContentFile(b"x", "a.xlsx"), storlek=1)
    assert client.get(ADRESS).json()["results"] == []
    Rapport.objects.update(lage=Lage.KLAR, version=3, generation=1)
    [rad] = client.get(ADRESS).json()["results"]
    adress = reverse("rapport-fil", args=[bos.pk, "xlsx"])
    assert rad["filer"] == [{"format": "xlsx", "storlek": 1, "adress": f"http://testserver{adress}"}]
    assert (rad["andel"], rad["version"]) == (100, 3)


def test_a_report_with_invented_values_needs_a_log_in(varld, bos, client, inloggad, alva):
    Rapport.objects.update(lage=Lage.KLAR, exempel=True)
    assert client.get(f"{ADRESS}{bos.pk}/").status_code == 404
    assert inloggad(alva).get(f"{ADRESS}{bos.pk}/").json()["exempel"] is True


def test_cancelling(varld, bos, inloggad, bo):
    adress = reverse("api-rapport-avbryt", args=[bos.pk])
    svar = inloggad(bo).post(adress)
    assert (svar.status_code, svar.json()["lage"]) == (200, "avbruten")
    problem(inloggad(bo).post(adress), 409, "redan-avslutad")


def test_the_list_newest_first_in_pages_and_by_state(varld, bo, inloggad):
    klient = inloggad(bo)
    lagen = ("klar", "vantar", "klar", "avbruten", "klar")
    nya = [Rapport.objects.create(omfang="riket", lage=lage).pk for lage in lagen]
    sedda, adress = [], f"{ADRESS}?page_size=2"
    while adress:
        sida = klient.get(adress).json()
        sedda += [r["id"] for r in sida["results"]]
        adress = sida["next"]
    assert sedda == nya[::-1]
    assert [r["id"] for r in klient.get(f"{ADRESS}?lage=klar").json()["results"]] == [nya[4], nya[2], nya[0]]
    assert klient.get(f"{ADRESS}?omfang=lan").json()["results"] == []
    assert klient.get(f"{ADRESS}?format=csv").content.decode().count("\n") == 6


def test_the_answers_belong_to_the_one_who_asked(varld, bos, inloggad, bo):
    svar = inloggad(bo).get(ADRESS)
    assert "private" in svar["Cache-Control"]
    assert "Cookie" in svar["Vary"]


def test_query_count(varld, inloggad, bo, django_assert_max_num_queries):
    klient = inloggad(bo)
    for _ in range(8):
        Rapport.objects.create(omfang="riket", lage="klar")
    with django_assert_max_num_queries(5):
        assert len(klient.get(ADRESS).json()["results"]) == 8
