"""The start page, the list and Utforska in a real browser: nothing for axe, nothing in the console."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page

from tests.varldar import bygg_trender, liten_varld

pytestmark = [pytest.mark.webblasare, pytest.mark.django_db(transaction=True)]

FRAGOR = {
    "start": "",
    "kommun-lista": "?nyckeltal=N00090,VP01",
    "utforska": "?kommun=0000,2380,2480&nyckeltal=N00090,VP01",
}


@pytest.fixture
def sida(live_server, monkeypatch, webblasare):
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})
    call_command("las_register", verbosity=0)
    liten_varld(exempel=True)
    bygg_trender()
    ny: Any = webblasare.new_page(base_url=live_server.url, locale="sv-SE")
    ny.fel = []
    ny.on("console", lambda rad: ny.fel.append(rad.text) if rad.type == "error" else None)
    ny.on("pageerror", lambda fel: ny.fel.append(str(fel)))
    yield ny
    ny.close()


def oppna(sida: Page, namn: str) -> None:
    sida.goto(reverse(namn) + FRAGOR[namn], wait_until="networkidle")
    if namn == "utforska":
        sida.wait_for_selector(".plotlyyta .main-svg", timeout=30_000)


@pytest.mark.parametrize("tema", ["light", "dark"])
@pytest.mark.parametrize("namn", list(FRAGOR))
def test_nothing_for_axe_nothing_in_the_console_nothing_too_wide(sida, namn, tema):
    sida.emulate_media(color_scheme=tema)
    for bredd in (1280, 390):
        sida.set_viewport_size({"width": bredd, "height": 844})
        oppna(sida, namn)
        assert [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(sida).response["violations"]] == []
        assert sida.evaluate("document.documentElement.scrollWidth") <= bredd
    assert sida.fel == []


def test_four_columns_do_not_run_into_each_other(sida):
    sida.set_viewport_size({"width": 1280, "height": 844})
    sida.goto(reverse("kommun-lista") + "?nyckeltal=N00090,VP01,VP08,N30206&q=stersund")

    utanfor = """() => [...document.querySelectorAll(".kommuntabell td")].filter(td =>
      [...td.children].some(b => b.getBoundingClientRect().right > td.getBoundingClientRect().right + 1)).length"""
    assert sida.evaluate(utanfor) == 0


@pytest.mark.parametrize("bredd", [390, 768, 1280])
@pytest.mark.parametrize(
    "stig",
    [
        "/kommuner/?nyckeltal=N00090,VP01,VP08&lan=23",
        "/kommuner/?nyckeltal=N00090,VP01,VP08,N30206&lan=23",
        "/nyckeltal/N00090/",
        "/nyckeltal/VP01/",
        "/kommuner/2380/",
    ],
)
def test_no_column_is_cut_on_a_phone_and_a_shadow_tells_where_one_scrolls(sida, stig, bredd):
    sida.set_viewport_size({"width": bredd, "height": 844})
    sida.goto(stig)

    ramar = sida.locator("main .tabellram:visible:has(.kommuntabell, .grupperad, .rangordning)")
    assert ramar.count() == 1
    bryter = ramar.evaluate("e => e.scrollWidth > e.clientWidth + 1")
    assert not bryter or bredd == 768
    assert "local" in ramar.evaluate("e => getComputedStyle(e).backgroundAttachment")


def test_searching_as_one_types_keeps_the_state_in_the_address(sida):
    oppna(sida, "kommun-lista")
    sida.get_by_label("Sök kommun").press_sequentially("stersund")

    sida.locator(".kommuntabell tbody tr").nth(1).wait_for(state="detached")
    assert "Östersund" in sida.inner_text(".kommuntabell tbody")
    assert "1 av 290 kommuner" in sida.inner_text("#antal")
    assert "q=stersund" in sida.url
    sida.get_by_role("link", name="Sjukfrånvaro, hela kommunen").first.click()
    sida.wait_for_selector("th[aria-sort] #ordna-N00090")
    assert "ordning=N00090" in sida.url
    assert "q=stersund" in sida.url
    sida.reload()
    assert sida.locator(".kommuntabell tbody tr").count() == 1
    assert sida.fel == []


def test_the_search_of_the_start_page_leads_straight_to_a_municipality(sida):
    oppna(sida, "start")
    sida.get_by_label("Sök kommun").fill("Östersund")
    sida.keyboard.press("Enter")

    sida.wait_for_url("**/kommuner/2380/")
    assert sida.inner_text("h1") == "Östersund"


def test_plotly_takes_the_place_of_the_drawing_and_answers_the_pointer(sida):
    oppna(sida, "utforska")

    assert sida.locator(".plotlyyta").count() == 2
    assert not sida.locator(".utforskadel .bild").first.is_visible()
    sida.locator(".plotlyyta .nsewdrag").first.hover()
    rutan = sida.locator(".plotlyyta .hoverlayer").first
    rutan.locator("text").first.wait_for()
    assert "%" in (rutan.text_content() or "")
    assert sida.locator("[data-title='Hämta som bild (PNG)']").count() == 2


def test_a_choice_takes_effect_at_once(sida):
    oppna(sida, "utforska")
    sida.get_by_label("Lägg till kommun").fill("Torsby")
    sida.get_by_label("Lägg till kommun").press("Tab")

    sida.wait_for_url("**kommun=0000,2380,2480,1737&**")
    assert "Torsby" in sida.inner_text(".valda")


def test_without_plotly_the_drawing_stays(sida):
    sida.route("**/plotly.min.js", lambda rutt: rutt.abort())
    sida.goto(reverse("utforska") + FRAGOR["utforska"], wait_until="networkidle")

    assert sida.locator(".utforskadel .bild").first.is_visible()
    assert sida.locator(".plotlyyta").count() == 0
