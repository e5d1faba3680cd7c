"""What the articles tell, and the pages of statements, in a real Chromium: axe, width, keyboard, no JavaScript."""

import pytest
from django.core.management import call_command

from atgarder.models import Uppgift
from tests.webblasare.test_sidor import UTSEENDEN, prova

pytestmark = [pytest.mark.webblasare, pytest.mark.usefixtures("varld", "artiklar")]


@pytest.fixture
def artiklar(varld):
    call_command("las_atgardstyper", verbosity=0)
    call_command("las_artiklar", verbosity=0)


def om(kommun: str | None) -> Uppgift:
    uppgift = Uppgift.objects.filter(kommun=kommun).first()
    assert uppgift is not None
    return uppgift


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
@pytest.mark.parametrize(
    "stig", ["/", "/kommuner/2480/", "/kommuner/2380/", "/kommuner/0183/", "/kommuner/0685/", "/uppgifter/"]
)
def test_pages_that_tell_of_the_articles(oppna, stig, bredd, tema):
    prova(oppna(stig, bredd, tema), bredd)


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
@pytest.mark.parametrize("del_", ["", "andra/", "lage/", "dra-tillbaka/"])
def test_pages_of_one_statement(oppna, rut, del_, bredd, tema):
    prova(oppna(f"{om('2380').get_absolute_url()}{del_}", bredd, tema, user=rut), bredd)


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
def test_the_form(oppna, bo, bredd, tema):
    prova(oppna("/uppgifter/ny/", bredd, tema, user=bo), bredd)


@pytest.mark.parametrize("bredd", [1280, 390])
def test_a_statement_is_entered_by_keyboard_alone(oppna, bo, bredd):
    sida = oppna("/uppgifter/ny/", bredd, user=bo).sida
    sida.get_by_label("Vad sägs?").focus()
    sida.keyboard.type("Nya stannar längre.")
    for tangent in ("Tab", "Tab"):
        sida.keyboard.press(tangent)
    sida.keyboard.type("enhetschef")
    sida.keyboard.press("Tab")
    sida.keyboard.type("maj 2024")
    for tangent in ("Tab", "ArrowUp", "Tab"):
        sida.keyboard.press(tangent)
    sida.keyboard.type("Perso")
    for _ in range(20):
        sida.keyboard.press("Tab")
        if sida.evaluate("document.activeElement.value") == "publicera":
            break
    sida.keyboard.press("Enter")
    sida.get_by_text("Uppgiften är publicerad.").wait_for()
    ny = Uppgift.objects.latest("pk")
    assert (ny.text, ny.sagt_av, ny.datum, ny.tema_id) == (
        *("Nya stannar längre.", "enhetschef", "2024-05", "personalomsattning"),
    )
    assert (ny.slag, ny.synlighet) == ("utmaning", "publik")


def test_the_municipality_replies_without_javascript(oppna, bo):
    uppgift = om("2380")
    sida = oppna(uppgift.get_absolute_url(), user=bo, java_script_enabled=False).sida
    sida.get_by_role("link", name="Bekräfta eller säg emot").click()
    sida.get_by_label("Ja, den stämmer").check()
    sida.get_by_label("Vad bygger svaret på?").fill("Det står i vår årsredovisning.")
    sida.get_by_role("button", name="Spara svaret").click()
    assert "Det står i vår årsredovisning." in sida.inner_text("main")
    assert "uppgiftslämnare i Östersund" in sida.inner_text("main")


def test_from_the_start_page_to_what_remains(oppna):
    sida = oppna("/").sida
    sida.get_by_role("link", name="Alla utmaningar").click()
    assert "Norrtälje" in sida.inner_text("main")
