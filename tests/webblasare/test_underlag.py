"""From the start page to a printed förhandlingsunderlag in under ten steps: mouse and keyboard, wide and narrow."""

import pytest

from tests import varldar
from tests.atgarder.exempelvarld import TITLAR, exempelvarld
from tests.webblasare.test_sidor import UTSEENDEN, prova

pytestmark = pytest.mark.webblasare

SKRIV_UT = "window.utskrivet = 0; window.print = () => { window.utskrivet += 1; }"
SIDOR = [
    "/goda-exempel/",
    "/goda-exempel/?q=finns-inte",
    "/goda-exempel/{0}/?exempel={1}",
    "/goda-exempel/vi-har-svart-med/?problem=inga-sokande&kommun=2380",
    "/forhandlingsunderlag/?exempel={0}&exempel={1}&exempel={2}",
    "/forhandlingsunderlag/",
    "/underlag/",
    "/folj/sluta/finns-inte/",
]
REDAKTIONENS = [
    "/goda-exempel/{0}/",
    "/goda-exempel/{0}/andra/",
    "/goda-exempel/ny/?kommun=2380",
    "/folj/",
    "/underlag/",
]


@pytest.fixture
def tre(transactional_db, typer):
    varldar.grupper()
    return exempelvarld()


@pytest.fixture
def adress(tre):
    return lambda mall: mall.format(*(e.slug for e in tre))


class Steg:
    """Counts what Ulla does: a click, or a press of Enter."""

    def __init__(self, sida, *, tangent: bool) -> None:
        self.sida, self.tangent, self.antal = sida, tangent, 0

    def valj(self, mal) -> None:
        self.antal += 1
        if not self.tangent:
            mal.click()
            return
        ruta = mal.element_handle()
        for _ in range(150):
            self.sida.keyboard.press("Tab")
            if ruta.evaluate("nod => nod === document.activeElement"):
                break
        else:
            pytest.fail(f"{mal} nås inte med tabbtangenten")
        assert mal.bounding_box()["y"] < self.sida.viewport_size["height"], "fokus syns inte"
        self.sida.keyboard.press("Enter")


def ga(steg, bredd):
    """The way itself: library, three examples, the sheet, the printer."""
    sida = steg.sida
    if bredd < 1000:
        steg.valj(sida.locator(".meny > summary"))
    steg.valj(sida.get_by_role("link", name="Goda exempel", exact=True).locator("visible=true").first)
    sida.wait_for_url("**/goda-exempel/")
    for nr, titel in enumerate(TITLAR.values(), 1):
        steg.valj(sida.get_by_role("link", name=f"Lägg i underlag {titel}"))
        sida.get_by_text(f"{nr} av högst 4 exempel").wait_for()
    steg.valj(sida.get_by_role("link", name="Visa förhandlingsunderlag"))
    sida.wait_for_url("**/forhandlingsunderlag/**")
    steg.valj(sida.get_by_role("button", name="Skriv ut"))


@pytest.mark.parametrize("bredd", [1280, 390])
@pytest.mark.parametrize("tangent", [False, True], ids=["mus", "tangentbord"])
@pytest.mark.parametrize("inloggad", [True, False], ids=["inloggad", "utloggad"])
def test_ulla_prints_a_sheet_with_three_examples(oppna, ulla, tre, bredd, tangent, inloggad):
    sida = oppna("/", bredd, user=ulla if inloggad else None).sida
    sida.add_init_script(SKRIV_UT)
    steg = Steg(sida, tangent=tangent)
    ga(steg, bredd)
    assert sida.evaluate("window.utskrivet") == 1
    assert steg.antal < 10
    assert [sida.locator(".jamforelse thead th").count(), sida.locator("h1").count()] == [3, 1]


def test_without_javascript_the_same_sheet(oppna, tre):
    sida = oppna("/goda-exempel/", java_script_enabled=False).sida
    for titel in TITLAR.values():
        sida.get_by_role("link", name=f"Lägg i underlag {titel}").click()
    sida.get_by_role("link", name="Visa förhandlingsunderlag").click()
    assert sida.locator(".jamforelse thead th").count() == 3
    sida.goto("/goda-exempel/")
    sida.get_by_label("Kompetenstrappa").check()
    sida.get_by_role("button", name="Använd filtren").click()
    assert sida.locator(".exempelkort").count() == 1


def test_the_sheet_is_one_page_of_paper(oppna, adress, tmp_path):
    sida = oppna(adress(SIDOR[4])).sida
    pdf = sida.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 2
    assert b"841.9" in pdf


def test_search_and_facets_work_as_one_types_and_back_undoes(oppna, tre):
    besok = oppna("/goda-exempel/")
    sida = besok.sida
    sida.get_by_label("Sök i exemplen").press_sequentially("trappa")
    sida.get_by_text("1 av 3 exempel").wait_for()
    sida.wait_for_url("**?q=trappa")
    sida.get_by_role("link", name="Rensa sökning och filter").click()
    sida.get_by_text("3 av 3 exempel").wait_for()
    sida.get_by_label("Specialistsocionom").check()
    sida.get_by_text("1 av 3 exempel").wait_for()
    assert sida.evaluate("document.activeElement.id") == "typ-specialistsocionom"
    sida.go_back()
    sida.get_by_text("3 av 3 exempel").wait_for()
    assert besok.klagomal == []


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
@pytest.mark.parametrize("mall", SIDOR)
def test_open_pages(oppna, adress, mall, bredd, tema):
    prova(oppna(adress(mall), bredd, tema), bredd)


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
@pytest.mark.parametrize("mall", REDAKTIONENS)
def test_pages_of_the_editors(oppna, adress, rut, mall, bredd, tema):
    prova(oppna(adress(mall), bredd, tema, user=rut), bredd)
