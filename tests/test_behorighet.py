"""Who may do what, as one table; a named URL that is not in it fails."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from besok import ataganden, granskning
from besok.ataganden import Punkt
from kommuner import services
from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.models import Import
from kommuner.perioder import perioder_till
from konton.behorighet import Ratt, far, far_objekt, kommuner_for
from konton.models import Uppdrag, User
from rapporter.models import Rapport
from tests.besok import omgangsvarld as besoksvarld
from tests.varldar import liten_varld

PERSONER = ("ingen", "alva", "bo", "cilla", "folke")
ALLA: dict[str, tuple[int, ...]] = {"GET": (200, 200, 200, 200, 200)}
LOGGA_IN = 302  # to the log-in page

SAMORDNARENS = (302, 200, 403, 403, 403)
SAMORDNARENS_FEL = (302, 400, 403, 403, 403)

# What a page needs to be told; without it the answer says nothing of who may.
UPPGIFTER: dict[str, dict[str, object]] = {
    "import-godkann": {"version": 0},
    "import-mall": {"kommun": "2380", "period": perioder_till("K", timezone.localdate()), "format": "csv"},
}

# url name: ({arguments}, {method: status for nobody, Alva, Bo, Cilla, Folke})
TABELL: dict[str, tuple[dict[str, object], dict[str, tuple[int, ...]]]] = {
    "start": ({}, ALLA),
    "kommun-lista": ({}, ALLA),
    "kommun-visa": ({"kod": "2380"}, ALLA),
    "nyckeltal-lista": ({}, ALLA),
    "nyckeltal-visa": ({"kod": "N00090"}, ALLA),
    "utforska": ({}, ALLA),
    "om": ({}, ALLA),
    "tillganglighet": ({}, ALLA),
    "halsa": ({}, ALLA),
    "logga-in": ({}, {"GET": (200, 302, 302, 302, 302)}),
    "logga-ut": ({}, {"GET": (405, 405, 405, 405, 405), "POST": (302, 302, 302, 302, 302)}),
    "rapport-lista": ({}, ALLA),
    "rapport-bestall": ({}, {"GET": (302, 200, 200, 200, 200), "POST": (302, 200, 200, 200, 200)}),
    "rapport-visa": ({"pk": "BOS_RAPPORT"}, {"GET": (404, 200, 200, 200, 200)}),
    "rapport-avbryt": ({"pk": "BOS_RAPPORT"}, {"POST": (302, 403, 302, 403, 302)}),
    "rapport-fil": ({"pk": "BOS_RAPPORT", "format_": "xlsx"}, {"GET": (404, 404, 404, 404, 404)}),
    "rapportera": ({}, {"GET": (302, 403, 200, 200, 200)}),
    "rapportera-kvitto": ({"pk": "BOS_FORMULAR"}, {"GET": (302, 403, 200, 404, 200)}),
    "import-lista": ({}, {"GET": (302, 403, 200, 200, 200)}),
    "import-ny": ({}, {"GET": (302, 403, 200, 200, 200), "POST": (302, 403, 400, 400, 400)}),
    "import-mall": ({}, {"GET": (302, 403, 200, 404, 200)}),
    "import-kolada": ({}, {"POST": (302, 403, 403, 403, 302)}),
    "import-visa": ({"pk": "BOS_IMPORT"}, {"GET": (302, 403, 200, 404, 200)}),
    "import-godkann": ({"pk": "BOS_IMPORT"}, {"POST": (302, 403, 302, 404, 302)}),
    "import-avbryt": ({"pk": "BOS_IMPORT"}, {"POST": (302, 403, 302, 404, 302)}),
    "omgangar": ({}, ALLA),
    "omgang-visa": ({"slug": "OMGANG"}, ALLA),
    "omgang-sammanfattning": ({"slug": "OMGANG"}, ALLA),
    "omgang-ny": ({}, {"GET": SAMORDNARENS, "POST": SAMORDNARENS_FEL}),
    "omgang-andra": ({"slug": "OMGANG"}, {"GET": SAMORDNARENS, "POST": SAMORDNARENS_FEL}),
    "ataganden": ({}, {"GET": SAMORDNARENS}),
    "atagande-lage": ({"pk": "INTERNT_LOFTE"}, {"POST": SAMORDNARENS_FEL}),
    "handlingsplan-ny": ({}, {"GET": SAMORDNARENS, "POST": SAMORDNARENS_FEL}),
    "handlingsplan-visa": ({"pk": "INTERN_PLAN"}, {"GET": (404, 200, 404, 404, 404)}),
    "handlingsplan-andra": ({"pk": "INTERN_PLAN"}, {"GET": SAMORDNARENS, "POST": SAMORDNARENS_FEL}),
    "faktagranskning": ({"pk": "INTERNT_BESOK"}, {"GET": (302, 200, 200, 404, 404)}),
    "faktagranskning-svar": ({"pk": "INTERNT_BESOK"}, {"POST": (302, 403, 302, 404, 404)}),
    "faktagranskning-beslut": (
        {"pk": "INTERNT_BESOK", "svar": "BOS_SVAR"},
        {"POST": (302, 302, 403, 404, 404)},
    ),
    "aterbesokspaket": ({"pk": "INTERNT_BESOK"}, {"GET": SAMORDNARENS}),
}


FORMULARET = {"period": "2020-K2", "svar": {"inrattade": 40, "vakanta": 2}, "skal": {}, "preliminar": True}


def namngivna(rot=None) -> set[str]:
    funna: set[str] = set()
    for monster in (rot or get_resolver()).url_patterns:
        if isinstance(monster, URLResolver) and monster.app_name != "admin":
            funna |= namngivna(monster)
        elif isinstance(monster, URLPattern) and monster.name:
            funna.add(monster.name)
    return funna


def test_every_page_is_in_the_table():
    assert {namn for namn in namngivna() if not namn.startswith("api-")} == set(TABELL)


@pytest.fixture
def besoken(alva, bo, typer):
    """A round, a visit that Bo's municipality checks, his answer, and a plan that is not public."""
    omgang = besoksvarld.omgang()
    besok = besoksvarld.besok(alva, "2380", i=omgang, lage="faktagranskning")
    (svar,) = granskning.svara(besok, {"sammanfattning": (False, "Fel")}, av=bo)
    falt = {"begard": "2016", "mottagen": "", "offentlig": False}
    punkter = [Punkt(None, "Anställ", "", "")]
    plan = ataganden.spara_plan(None, kommun="2380", falt=falt, dokument={}, punkter=punkter, av=alva)
    return {
        "OMGANG": omgang.kod,
        "INTERNT_BESOK": besok.pk,
        "BOS_SVAR": svar.pk,
        "INTERN_PLAN": plan.pk,
        "INTERNT_LOFTE": plan.punkter.get().pk,
    }


@pytest.fixture
def objekt(bo, besoken):
    """An import of Bo's that waits to be accepted, a form that he sent, and a report that he ordered."""
    liten_varld()
    vantar = services.oppna("fil", "bo.csv", av=bo, kommun_id="2380", lage=Lage.GRANSKAS)
    skriv(vantar, [Cell("2380", None, "VP01", "2020-K1", "T", 5.0, "", 2.0, 40.0)], kalla="kommun")
    sant = services.oppna("formular", "formuläret", av=bo, kommun_id="2380", lage=Lage.PAGAR, urval=FORMULARET)
    skriv(sant, [Cell("2380", None, "VP01", "2020-K2", "T", 5.0, "", 2.0, 40.0)], kalla="kommun")
    rapport = Rapport.objects.create(omfang="kommun", omrade="2380", av=bo)
    formular = services.publicera(sant, av=bo)
    return {"BOS_IMPORT": vantar.pk, "BOS_FORMULAR": formular.pk, "BOS_RAPPORT": rapport.pk, **besoken}


@pytest.fixture
def personer(client, inloggad, alva, bo, cilla, folke):
    return {
        "ingen": client,
        "alva": inloggad(alva),
        "bo": inloggad(bo),
        "cilla": inloggad(cilla),
        "folke": inloggad(folke),
    }


@pytest.mark.parametrize("vem", PERSONER)
@pytest.mark.parametrize(
    ("namn", "metod"), [(namn, metod) for namn, (_, metoder) in TABELL.items() for metod in metoder]
)
def test_the_table_holds(objekt, personer, namn, metod, vem):
    argument, metoder = TABELL[namn]
    adress = reverse(namn, kwargs={k: objekt.get(str(v), v) for k, v in argument.items()})
    svar = getattr(personer[vem], metod.lower())(adress, UPPGIFTER.get(namn))
    assert svar.status_code == metoder[metod][PERSONER.index(vem)]
    if vem == "ingen" and svar.status_code == LOGGA_IN and namn != "logga-ut":
        assert svar.url.startswith(reverse("logga-in"))


@pytest.mark.parametrize("metod", ["POST"])
def test_a_refusal_changes_nothing(objekt, personer, metod):
    for namn in ("import-godkann", "import-avbryt"):
        for person in ("ingen", "alva", "cilla"):
            personer[person].generic(metod, reverse(namn, kwargs={"pk": objekt["BOS_IMPORT"]}))
    assert Import.objects.get(pk=objekt["BOS_IMPORT"]).lage == Lage.GRANSKAS


def test_posts_need_the_csrf_token(bo):
    from django.test import Client

    klient = Client(enforce_csrf_checks=True)
    klient.force_login(bo)
    assert klient.post(reverse("rapport-bestall")).status_code == 403


@pytest.mark.parametrize("roll", Uppdrag.Roll.values)
@pytest.mark.parametrize("ratt", list(Ratt))
def test_a_role_in_one_municipality_never_reaches_another(person, roll, ratt):
    user = person("eva", roll, "2380")
    assert not far(user, ratt, "2480")
    assert kommuner_for(user, ratt) in ({"2380"}, set())
    assert far(user, ratt, "2380") == far(user, ratt)


def test_the_whole_country_reaches_every_municipality(folke):
    assert kommuner_for(folke, Ratt.RAPPORTERA) is None
    assert far(folke, Ratt.RAPPORTERA, "2480")


def test_an_object_of_no_municipality_needs_the_whole_country(bo, folke):
    allmant = Import(kommun=None)
    assert not far_objekt(bo, Ratt.SE_IMPORTER, allmant)
    assert far_objekt(folke, Ratt.SE_IMPORTER, allmant)
    assert far_objekt(bo, Ratt.SE_IMPORTER, Import(kommun_id="2380"))


def test_a_closed_account_may_nothing(bo):
    bo.is_active = False
    assert not any(far(bo, ratt, "2380") for ratt in Ratt)


def test_a_superuser_may_everything(db):
    chef = User.objects.create_superuser("chef@exempel.test", "ett långt lösenord")
    assert all(far(chef, ratt, "2380") for ratt in Ratt)
