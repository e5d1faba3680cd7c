"""Searching in a real browser: as one types, by keyboard, on a phone, without JavaScript."""

import pytest

from tests.atgarder import sokvarld
from tests.webblasare.test_sidor import UTSEENDEN, prova

pytestmark = pytest.mark.webblasare


@pytest.fixture
def varlden(transactional_db, typer):
    return sokvarld.hela()


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
def test_every_state_of_the_page_is_accessible(varlden, oppna, bredd, tema):
    for stig in ("/sok/", "/sok/?q=kortare+arbetstid", "/sok/?q=kommun&sida=2", "/sok/?q=lönetilägg"):
        prova(oppna(stig, bredd, tema), bredd)


def test_hits_come_as_one_types(varlden, oppna):
    besok = oppna("/sok/", 390)
    besok.sida.locator("#q").press_sequentially("boka tol")
    besok.sida.locator("mark", has_text="tolkar").wait_for()
    assert "2 på alla orden" in besok.sida.inner_text("#antal")
    assert besok.sida.url.endswith("/sok/?q=boka+tol")
    assert besok.klagomal == []


def test_a_chosen_kind_stays_while_one_types_on(varlden, oppna):
    sida = oppna("/sok/?q=konsult").sida
    sida.get_by_role("link", name="Uppgifter").click()
    sida.locator('input[name="slag"]').wait_for(state="attached")
    sida.locator("#q").fill("konsulter")
    sida.wait_for_url("**/sok/?q=konsulter&slag=uppgift")
    assert sida.inner_text("#antal") == "3 träffar"


@pytest.mark.parametrize("bredd", [390, 1280])
def test_from_the_header_by_keyboard_without_javascript(varlden, oppna, bredd):
    sida = oppna("/tillganglighet/", bredd, java_script_enabled=False).sida
    falt = sida.get_by_label("Sök på hela webbplatsen").last
    assert falt.is_visible()
    falt.fill("familjehem")
    falt.press("Enter")
    sida.wait_for_url("**/sok/?q=familjehem")
    assert "Enkät till barn i familjehem" in sida.inner_text("#traffar")
