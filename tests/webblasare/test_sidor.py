"""Every page in a real Chromium: axe finds nothing, nothing is cut, the browser has nothing to complain of."""

import pytest

pytestmark = [pytest.mark.webblasare, pytest.mark.usefixtures("varld")]

OPPNA = [
    "/",
    "/kommuner/",
    "/kommuner/2380/",
    "/kommuner/2380/?nyckeltal=VP01",
    "/kommuner/0319/",
    "/nyckeltal/",
    "/nyckeltal/N00090/?period=2015",
    "/nyckeltal/VP01/",
    "/utforska/?kommun=2380,2480&nyckeltal=N00090",
    "/rapporter/",
    "/om/",
    "/sok/",
    "/sok/?q=sjuktal",
    "/tillganglighet/",
    "/logga-in/",
    "/api/v1/",
    "/finns-inte/",
]
FORVALTARENS = ["/importer/", "/importer/ny/", "/rapportera/?kommun=2380", "/rapporter/"]
UTSEENDEN = [(1280, "light"), (390, "dark")]


def axe(sida):
    from axe_playwright_python.sync_playwright import Axe

    sida.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    fel = Axe().run(sida).response["violations"]
    return [(f["id"], [nod["target"] for nod in f["nodes"][:3]]) for f in fel]


def prova(besok, bredd):
    assert besok.svar.status in (200, 404)
    besok.sida.wait_for_load_state("networkidle")
    assert [rad for rad in besok.klagomal if "404" not in rad] == []
    assert besok.sida.evaluate("document.documentElement.scrollWidth") <= bredd
    assert axe(besok.sida) == []


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
@pytest.mark.parametrize("stig", OPPNA)
def test_open_pages(oppna, stig, bredd, tema):
    prova(oppna(stig, bredd, tema), bredd)


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
@pytest.mark.parametrize("stig", FORVALTARENS)
def test_pages_of_the_one_who_runs_the_site(oppna, folke, stig, bredd, tema):
    prova(oppna(stig, bredd, tema, user=folke), bredd)


def test_the_api_page_works_under_our_policy(oppna):
    besok = oppna("/api/v1/")
    besok.sida.wait_for_load_state("networkidle")
    assert besok.klagomal == []
    assert "matvarden" in besok.sida.inner_text("main")


@pytest.mark.parametrize("stig", ["/", "/kommuner/2380/", "/nyckeltal/N00090/?period=2015", "/rapporter/"])
def test_pages_are_whole_without_javascript(oppna, stig):
    sida = oppna(stig, java_script_enabled=False).sida
    assert sida.locator("h1").count() == 1
    assert sida.locator("main").inner_text().strip()


def test_the_keyboard_reaches_the_content_first(oppna):
    sida = oppna("/kommuner/2380/").sida
    sida.keyboard.press("Tab")
    assert sida.evaluate("document.activeElement.textContent") == "Hoppa till innehållet"
    sida.keyboard.press("Enter")
    assert sida.evaluate("document.activeElement.id") == "innehall"


def test_each_page_has_one_main_heading_and_a_title_of_its_own(oppna):
    titlar = set()
    for stig in OPPNA[:12]:
        sida = oppna(stig).sida
        assert sida.locator("h1").count() == 1, stig
        titlar.add(sida.title())
    assert len(titlar) >= 10
