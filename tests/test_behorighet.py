"""Who may do what, as one table; a named URL that is not in it fails."""

import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from atgarder import kallor, underlag
from atgarder.services import Delar
from besok import ataganden, granskning
from besok.ataganden import Punkt
from besok.models import Signal
from kommuner import services
from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.models import Import
from kommuner.perioder import perioder_till
from konton import inbjudningar, nycklar
from konton.behorighet import Ratt, far, far_objekt, kommuner_for
from konton.models import Uppdrag, User
from konton.uppdrag import ta_uppdrag
from rapporter.models import Rapport
from tests import roller
from tests.atgarder.varld import atgard, gott_exempel, uppgift
from tests.besok import omgangsvarld as besoksvarld
from tests.besok.varld import utkastet
from tests.varldar import liten_varld

ALLA: dict[str, tuple[int, ...]] = {"GET": (200, 200, 200, 200, 200)}
LOGGA_IN = 302  # to the log-in page
INLOGGADE: dict[str, tuple[int, ...]] = {"GET": (302, 200, 200, 200, 200)}
BEKRAFTA_FORST = (302, 302, 302, 302, 302)  # to the log-in, or to the page that asks for the password again
FORVALTARENS: dict[str, tuple[int, ...]] = {"GET": (302, 403, 403, 403, 200), "POST": (405, 405, 405, 405, 405)}
FORVALTAREN_GOR: dict[str, tuple[int, ...]] = {"GET": (405, 405, 405, 405, 405), "POST": (302, 403, 403, 403, 302)}

SAMORDNARENS = (302, 200, 403, 403, 403)
SAMORDNARENS_FEL = (302, 400, 403, 403, 403)

# What a page needs to be told; without it the answer says nothing of who may.
UPPGIFTER: dict[str, dict[str, object]] = {
    "import-godkann": {"version": 0},
    "exempel-lage": {"lage": "arkiverat"},
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
    "atgarder": ({}, ALLA),
    "atgard-visa": ({"pk": "BOS_ATGARD"}, ALLA),
    "atgard-ny": ({}, {"GET": (302, 200, 200, 200, 403), "POST": (302, 200, 200, 200, 403)}),
    "atgard-andra": ({"pk": "BOS_ATGARD"}, {"GET": (302, 200, 200, 403, 403), "POST": (302, 200, 200, 403, 403)}),
    "atgard-lage": ({"pk": "BOS_ATGARD"}, {"GET": (302, 200, 200, 403, 403), "POST": (302, 400, 400, 403, 403)}),
    "atgard-inspiration": ({"pk": "BOS_ATGARD"}, {"GET": (302, 200, 200, 403, 403), "POST": (302, 400, 400, 403, 403)}),
    "atgard-dra-tillbaka": (
        {"pk": "BOS_UTKAST"},
        {"GET": (302, 200, 200, 404, 404), "POST": (302, 400, 400, 404, 404)},
    ),
    "atgardstyp-visa": ({"slug": "arbetsmiljo"}, ALLA),
    "atgardstyp-ny": ({}, {"GET": (302, 403, 403, 403, 200), "POST": (302, 403, 403, 403, 400)}),
    "spridning": ({}, ALLA),
    "statliga-medel": ({}, ALLA),
    "kalla-fil": ({"pk": "BOS_KALLA"}, {"GET": (404, 200, 200, 404, 404)}),
    "om": ({}, ALLA),
    "sok": ({}, ALLA),
    "tillganglighet": ({}, ALLA),
    "halsa": ({}, ALLA),
    "logga-in": ({}, {"GET": (200, 302, 302, 302, 302)}),
    "logga-ut": ({}, {"GET": (405, 405, 405, 405, 405), "POST": (302, 302, 302, 302, 302)}),
    "account_login": ({}, {"GET": (200, 302, 302, 302, 302)}),
    "account_logout": ({}, {"GET": (405, 405, 405, 405, 405), "POST": (302, 302, 302, 302, 302)}),
    "account_signup": ({}, {"GET": (200, 200, 200, 200, 200), "POST": (405, 405, 405, 405, 405)}),
    "account_inactive": ({}, ALLA),
    "account_reset_password": ({}, ALLA),
    "account_reset_password_done": ({}, ALLA),
    "account_reset_password_from_key_done": ({}, ALLA),
    "account_reset_password_from_key": ({"uidb36": "1", "key": "pahittad"}, ALLA),
    "account_change_password": ({}, INLOGGADE),
    "account_reauthenticate": ({}, INLOGGADE),
    "mfa_index": ({}, INLOGGADE),
    "mfa_authenticate": ({}, {"GET": (302, 302, 302, 302, 302)}),
    "mfa_reauthenticate": ({}, {"GET": BEKRAFTA_FORST}),
    "mfa_activate_totp": ({}, {"GET": BEKRAFTA_FORST, "POST": BEKRAFTA_FORST}),
    "mfa_deactivate_totp": ({}, {"GET": (302, 404, 404, 404, 404), "POST": (302, 404, 404, 404, 404)}),
    "mfa_view_recovery_codes": ({}, {"GET": (302, 404, 404, 404, 404)}),
    "mfa_generate_recovery_codes": ({}, {"GET": BEKRAFTA_FORST, "POST": BEKRAFTA_FORST}),
    "mfa_download_recovery_codes": ({}, {"GET": (302, 404, 404, 404, 404)}),
    "konto": ({}, INLOGGADE),
    "nyckel-lista": ({}, {"GET": (302, 200, 200, 200, 200), "POST": (302, 400, 400, 400, 400)}),
    "nyckel-aterkalla": ({"pk": "BOS_NYCKEL"}, {"GET": (405,) * 5, "POST": (302, 404, 302, 404, 404)}),
    "inbjudan": ({"nyckel": "INBJUDAN"}, ALLA),
    "anvandare": ({}, FORVALTARENS),
    "anvandare-bjud-in": ({}, {"GET": (302, 403, 403, 403, 200), "POST": (302, 403, 403, 403, 400)}),
    "anvandare-visa": ({"pk": "BO"}, FORVALTARENS),
    "anvandare-stang": ({"pk": "BO"}, FORVALTAREN_GOR),
    "anvandare-oppna": ({"pk": "BO"}, FORVALTAREN_GOR),
    "uppdrag-ge": ({"pk": "BO"}, {"GET": (405,) * 5, "POST": (302, 403, 403, 403, 400)}),
    "uppdrag-ta": ({"pk": "BOS_UPPDRAG"}, FORVALTAREN_GOR),
    "inbjudan-skicka": ({"pk": "INBJUDAN_PK"}, FORVALTAREN_GOR),
    "inbjudan-aterkalla": ({"pk": "INBJUDAN_PK"}, FORVALTAREN_GOR),
    "goda-exempel": ({}, ALLA),
    "exempel-flode": ({}, ALLA),
    "svart-med": ({}, ALLA),
    "exempel-visa": ({"slug": "BOS_EXEMPEL"}, ALLA),
    "exempel-version": ({"slug": "BOS_EXEMPEL", "nummer": 1}, ALLA),
    "exempel-ny": ({}, {"GET": (302, 200, 200, 200, 403), "POST": (302, 400, 400, 400, 403)}),
    "exempel-andra": (
        {"slug": "BOS_EXEMPEL"},
        {"GET": (302, 200, 200, 403, 403), "POST": (302, 400, 400, 403, 403)},
    ),
    "exempel-lage": ({"slug": "BOS_EXEMPEL"}, {"POST": (302, 302, 403, 403, 403)}),
    "underlag": ({}, {"GET": (200, 200, 200, 200, 200), "POST": (302, 400, 400, 400, 400)}),
    "underlag-visa": ({"pk": "BOS_UNDERLAG"}, {"GET": (302, 404, 200, 404, 404), "POST": (302, 404, 400, 404, 404)}),
    "forhandlingsunderlag": ({}, ALLA),
    "folj": ({}, {"GET": (302, 200, 200, 200, 200), "POST": (302, 404, 404, 404, 404)}),
    "folj-sluta": ({"nyckel": "finns-inte"}, ALLA | {"POST": (200, 200, 200, 200, 200)}),
    "rapport-lista": ({}, ALLA),
    "rapport-bestall": ({}, {"GET": (302, 200, 200, 200, 200), "POST": (302, 200, 200, 200, 200)}),
    "rapport-visa": ({"pk": "BOS_RAPPORT"}, {"GET": (404, 200, 200, 200, 200)}),
    "rapport-avbryt": ({"pk": "BOS_RAPPORT"}, {"POST": (302, 403, 302, 403, 302)}),
    "rapport-fil": ({"pk": "BOS_RAPPORT", "format_": "xlsx"}, {"GET": (404, 404, 404, 404, 404)}),
    "rapportera": ({}, {"GET": (302, 403, 200, 200, 200)}),
    "rapportera-kvitto": ({"pk": "BOS_FORMULAR"}, {"GET": (302, 403, 200, 404, 200)}),
    "besok": ({}, {"GET": (302, 200, 403, 403, 403)}),
    "besok-ny": ({}, {"GET": (302, 200, 403, 403, 403), "POST": (302, 400, 403, 403, 403)}),
    "besok-visa": ({"pk": "UTKAST"}, {"GET": (404, 200, 404, 404, 404)}),
    "besok-skriv": ({"pk": "UTKAST"}, {"GET": (302, 200, 404, 404, 404), "POST": (302, 302, 404, 404, 404)}),
    "besok-sektioner": ({"pk": "UTKAST"}, {"GET": (302, 200, 404, 404, 404)}),
    "besok-sektion": (
        {"pk": "UTKAST", "nyckel": "internt"},
        {"GET": (302, 200, 404, 404, 404), "PUT": (302, 400, 404, 404, 404)},
    ),
    "besok-klar": ({"pk": "UTKAST"}, {"GET": (302, 200, 404, 404, 404), "POST": (302, 400, 404, 404, 404)}),
    "besok-lage": ({"pk": "UTKAST"}, {"POST": (302, 302, 404, 404, 404)}),
    "signal-traff": ({"pk": "UTKAST", "signal": "SIGNAL"}, {"GET": (302, 200, 404, 404, 404)}),
    "sw": ({}, ALLA),
    "import-lista": ({}, {"GET": (302, 403, 200, 200, 200)}),
    "import-ny": ({}, {"GET": (302, 403, 200, 200, 200), "POST": (302, 403, 400, 400, 400)}),
    "import-mall": ({}, {"GET": (302, 403, 200, 404, 200)}),
    "import-kolada": ({}, {"POST": (302, 403, 403, 403, 302)}),
    "import-visa": ({"pk": "BOS_IMPORT"}, {"GET": (302, 403, 200, 404, 200)}),
    "import-godkann": ({"pk": "BOS_IMPORT"}, {"POST": (302, 403, 302, 404, 302)}),
    "import-avbryt": ({"pk": "BOS_IMPORT"}, {"POST": (302, 403, 302, 404, 302)}),
    "uppgifter": ({}, ALLA),
    "uppgift-visa": ({"pk": "BOS_UPPGIFT"}, ALLA),
    "uppgift-ny": ({}, {"GET": (302, 200, 200, 200, 403), "POST": (302, 400, 400, 400, 403)}),
    "uppgift-andra": ({"pk": "BOS_UPPGIFT"}, {m: (302, s, s, 403, 403) for m, s in (("GET", 200), ("POST", 400))}),
    "uppgift-lage": ({"pk": "BOS_UPPGIFT"}, {m: (302, s, s, 403, 403) for m, s in (("GET", 200), ("POST", 400))}),
    "uppgift-dra-tillbaka": (
        {"pk": "BOS_UPPGIFT"},
        {"GET": (302, 200, 200, 403, 403), "POST": (302, 400, 400, 403, 403)},
    ),
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


# Where Alva alone writes: the redaktör is as Folke there.
SAMORDNARENS_SIDOR = (
    *("besok", "besok-ny", "besok-visa", "besok-skriv", "besok-sektioner", "besok-sektion", "besok-klar", "besok-lage"),
    *("signal-traff", "omgang-ny", "omgang-andra", "ataganden", "atagande-lage", "handlingsplan-ny"),
    *("handlingsplan-visa", "handlingsplan-andra", "faktagranskning", "faktagranskning-svar"),
    *("faktagranskning-beslut", "aterbesokspaket"),
)
# What the other roles meet that the one whom they are as does not: see tests/roller.py.
UNDANTAG: dict[tuple[str, str], dict[str, int]] = {
    **{
        (namn, metod): {"rut": statusar[roller.TABELLENS.index("folke")]}
        for namn in SAMORDNARENS_SIDOR
        for metod, statusar in TABELL[namn][1].items()
    },
    ("atgardstyp-ny", "GET"): {"rut": 200},
    ("atgardstyp-ny", "POST"): {"rut": 400},
    ("nyckel-aterkalla", "POST"): {"gun": 404},
    ("underlag-visa", "GET"): {"gun": 404},
    ("underlag-visa", "POST"): {"gun": 404},
    ("rapport-avbryt", "POST"): {"gun": 403},
    **{
        (namn, metod): roller.SKRIVER_INTE
        for namn in ("atgard-ny", "exempel-ny", "uppgift-ny", "import-ny")
        for metod in ("GET", "POST")
    },
    **{
        (namn, "GET"): roller.SKRIVER_INTE
        for namn in ("rapportera", "rapportera-kvitto", "import-lista", "import-visa")
    },
    ("import-mall", "GET"): roller.SKRIVER_INTE,
    ("import-godkann", "POST"): roller.SKRIVER_INTE,
    ("import-avbryt", "POST"): roller.SKRIVER_INTE,
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
def objekt(alva, bo, person, besoken):
    """What Bo has: an import that waits, a form that he sent, a report, a key, a role, a statement; an invitation."""
    liten_varld()
    vantar = services.oppna("fil", "bo.csv", av=bo, kommun_id="2380", lage=Lage.GRANSKAS)
    skriv(vantar, [Cell("2380", None, "VP01", "2020-K1", "T", 5.0, "", 2.0, 40.0)], kalla="kommun")
    sant = services.oppna("formular", "formuläret", av=bo, kommun_id="2380", lage=Lage.PAGAR, urval=FORMULARET)
    skriv(sant, [Cell("2380", None, "VP01", "2020-K2", "T", 5.0, "", 2.0, 40.0)], kalla="kommun")
    rapport = Rapport.objects.create(omfang="kommun", omrade="2380", av=bo)
    formular = services.publicera(sant, av=bo)
    nyckel, _ = nycklar.skapa(user=bo, namn="Personalsystemet")
    frida = person("frida", Uppdrag.Roll.FORVALTARE)
    inbjuden = inbjudningar.bjud_in(
        epost="hedvig@exempel.test", fornamn="Hedvig", efternamn="Ny", roller=["samordnare"], kommun=None, av=frida
    )
    assert isinstance(inbjuden, inbjudningar.Utsand)
    gott = gott_exempel()
    lista = underlag.skapa(namn="Lön", exempel=[gott], av=bo)
    besok = {"UTKAST": utkastet(alva).pk, "SIGNAL": Signal.objects.get_or_create(text="saknar sökande")[0].pk}
    return {
        "BOS_IMPORT": vantar.pk,
        "BOS_FORMULAR": formular.pk,
        "BOS_RAPPORT": rapport.pk,
        "BO": bo.pk,
        "BOS_UPPDRAG": bo.uppdrag.get().pk,
        "BOS_NYCKEL": nyckel.pk,
        "INBJUDAN": inbjuden.hemlighet,
        "INBJUDAN_PK": inbjuden.inbjudan.pk,
        "BOS_UPPGIFT": uppgift(av=bo).pk,
        "BOS_EXEMPEL": gott.slug,
        "BOS_UNDERLAG": lista.pk,
        **atgarder(bo),
        **besok,
        **besoken,
    }


def atgarder(bo) -> dict[str, int]:
    """A public measure of Bo's, and a draft that rests on a document."""
    kalla = kallor.ta_emot(ContentFile(b"Beslutet.", name="beslut.txt"), "beslut.txt", falt={}, av=bo)
    utkast = atgard(av=bo, publik=False, delar=Delar(kallor=[kalla]))
    return {"BOS_ATGARD": atgard(av=bo).pk, "BOS_UTKAST": utkast.pk, "BOS_KALLA": kalla.pk}


@pytest.fixture
def personer(person, inloggad, alva, bo, cilla, folke):
    return roller.alla(person, inloggad, {"alva": alva, "bo": bo, "cilla": cilla, "folke": folke})


@pytest.mark.parametrize(
    ("namn", "metod"), [(namn, metod) for namn, (_, metoder) in TABELL.items() for metod in metoder]
)
def test_the_table_holds(objekt, personer, namn, metod):
    """Everybody asks in turn; what one changes is taken back before the next."""
    argument, metoder = TABELL[namn]
    adress = reverse(namn, kwargs={k: objekt.get(str(v), v) for k, v in argument.items()})
    funna = {}
    for vem, klient in personer.items():
        with roller.pa_prov():
            svar = getattr(klient, metod.lower())(adress, UPPGIFTER.get(namn))
            for stang in svar._resource_closers:  # svar.close() would close the database too
                stang()
            funna[vem] = svar.status_code
        if vem == "ingen" and svar.status_code == LOGGA_IN and namn not in {"logga-ut", "account_logout"}:
            assert svar.url.startswith(reverse("logga-in"))
    assert funna == roller.vantat(metoder[metod], UNDANTAG.get((namn, metod), {}))


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


@pytest.mark.parametrize("roll", Uppdrag.Roll.values)
@pytest.mark.parametrize("ratt", list(Ratt))
def test_a_role_that_has_been_taken_gives_nothing(person, folke, roll, ratt):
    user = person("eva", roll, "2380")
    ta_uppdrag(uppdrag=user.uppdrag.get(), av=folke)
    assert not far(user, ratt)
    assert kommuner_for(user, ratt) == set()


def test_who_runs_the_site_in_one_municipality_gives_no_roles(person, inloggad, bo):
    """Or they could give themselves the whole country."""
    eva = inloggad(person("eva", Uppdrag.Roll.FORVALTARE, "2380"))
    assert eva.get(reverse("anvandare")).status_code == 403
    assert eva.post(reverse("uppdrag-ge", args=[bo.pk]), {"roller": ["forvaltare"]}).status_code == 403


def test_the_admin_has_no_door_of_its_own(client, db):
    """Its log-in would know neither limits nor the second factor."""
    assert client.get("/admin/login/").url.startswith(reverse("logga-in"))
    assert client.post("/admin/login/", {"username": "a@b.se", "password": "x"}).url.startswith(reverse("logga-in"))


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
