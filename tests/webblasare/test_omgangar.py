"""Rounds, promises, the check of facts and the pack in a real Chromium."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from besok import ataganden, granskning, inlasning
from besok.ataganden import Punkt
from tests.besok import omgangsvarld as besoksvarld
from tests.webblasare.test_sidor import UTSEENDEN, prova

pytestmark = pytest.mark.webblasare


@pytest.fixture
def adresser(varld, alva, bo, monkeypatch):
    """The pages of a world with both the article's rounds and one that is going on."""
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})
    call_command("las_atgardstyper", verbosity=0)
    inlasning.las()
    omgang = besoksvarld.omgang()
    for kommun in ("2380", "2480", "0180"):
        omgang.kommuner.create(kommun_id=kommun, planerat="2016-11-01", besokare=alva)
    besoksvarld.besok(alva, "2480", i=omgang, lage="publicerad")
    besok = besoksvarld.besok(alva, "2380", i=omgang, lage="faktagranskning")
    granskning.svara(besok, {"sammanfattning": (False, "Det var i mars.")}, av=bo)
    falt = {"begard": "2016-11", "mottagen": "", "offentlig": True}
    punkter = [Punkt(None, "Anställ fyra socialsekreterare", "socialchef", "2016-12")]
    plan = ataganden.spara_plan(None, kommun="2380", falt=falt, dokument={}, punkter=punkter, av=alva)
    return {
        "omgangar": reverse("omgangar"),
        "artikeln": reverse("omgang-visa", args=["aterbesok-hosten-2016"]),
        "omgang": reverse("omgang-visa", args=[omgang.kod]),
        "sammanfattning": reverse("omgang-sammanfattning", args=[omgang.kod]),
        "andra": reverse("omgang-andra", args=[omgang.kod]),
        "ataganden": reverse("ataganden"),
        "plan": reverse("handlingsplan-visa", args=[plan.pk]),
        "planform": reverse("handlingsplan-andra", args=[plan.pk]),
        "granskning": reverse("faktagranskning", args=[besok.pk]),
        "paket": reverse("aterbesokspaket", args=[besok.pk]),
        "rapportera": reverse("rapportera") + "?kommun=2380&period=2016-K4",
    }


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
def test_axe_finds_nothing_and_nothing_is_cut(oppna, adresser, alva, bo, bredd, tema):
    for namn in ("omgangar", "artikeln", "sammanfattning", "plan"):
        prova(oppna(adresser[namn], bredd, tema), bredd)
    for namn in adresser:
        if namn != "rapportera":
            prova(oppna(adresser[namn], bredd, tema, user=alva), bredd)
    for namn in ("granskning", "rapportera"):
        prova(oppna(adresser[namn], bredd, tema, user=bo), bredd)


def test_the_municipality_answers_without_javascript(oppna, adresser, bo):
    sida = oppna(adresser["granskning"], user=bo, java_script_enabled=False).sida
    sida.get_by_role("button", name="Allt stämmer").click()
    assert "svar är sparade" in sida.inner_text("main")
