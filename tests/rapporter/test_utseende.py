"""Charts and components as a browser draws them: readable on a small phone, nothing cut, axe finds nothing."""

import mimetypes
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string

from rapporter import diagram as d

pytestmark = pytest.mark.webblasare

STATIC = Path(__file__).resolve().parents[2] / "static"
STILAR = ("variabler", "bas", "komponenter", "diagram")
BREDDER = [320, 390, 600, 768, 1024, 1280]
TEXTSTORLEKAR = """() => [...document.querySelectorAll("svg.ritning text")]
  .filter(t => t.getBoundingClientRect().width)
  .map(t => { const svg = t.ownerSVGElement, bredd = svg.getBoundingClientRect().width;
    return parseFloat(getComputedStyle(t).fontSize) * bredd / svg.viewBox.baseVal.width; })"""
UTANFOR = """() => [...document.querySelectorAll("svg.ritning text")].filter(t => {
    const r = t.getBoundingClientRect(), s = t.ownerSVGElement.getBoundingClientRect();
    return r.width && (r.left < s.left - 3 || r.right > s.right + 3 || r.bottom > s.bottom + 3); })
  .map(t => t.textContent)"""
SYNLIGA = """() => [...document.querySelectorAll(".bild")].map(
    b => [...b.children].filter(svg => svg.getBoundingClientRect().width).length)"""


def delar() -> str:
    """A page's worth of charts, with the longest words that occur."""
    perioder = [f"{2013 + i // 4} kv {i % 4 + 1}" for i in range(40)]
    process = d.Processdata(
        titel="Vakanta tjänster",
        beskrivning="Tio år.",
        namn="Örnsköldsvik",
        perioder=perioder,
        varden=[None if i == 9 else 4 + i % 5 for i in range(40)],
        enhet="årsarbetare",
        riktning="lagre",
        center=[6] * 40,
        lower=[2] * 40,
        upper=[10] * 40,
        signal=[None] * 39 + ["outside"],
        sida=[1] * 40,
        riket=[7.0] * 40,
        brott=[20],
        atgarder=[d.Atgardsband("Sex timmars arbetsdag (försörjningsstöd, 18 personer)", 15.5, 17)],
        per_ar=4,
    )
    koder = [f"{i:04d}" for i in range(290)]
    spridning = d.Fordelningsdata(
        titel="Alla kommuner",
        beskrivning="Ett år.",
        varden={kod: None if kod == "0005" else float(i % 71) for i, kod in enumerate(koder)},
        namn=dict.fromkeys(koder, "Upplands Väsby"),
        enhet="%",
        riktning="hogre",
        markt="0070",
        adresser={kod: f"/kommuner/{kod}/" for kod in koder},
    )
    vagar = {kod: f"M{i % 20 * 14} {i // 20 * 40}h12v36h-12Z" for i, kod in enumerate(koder)}
    kort = {
        "namn": "Sjukfrånvaro, hela kommunen",
        "siffra": "8,7",
        "enhet": "%",
        "tagg": d.tagg(0, "lagre"),
        "gnista": d.sparkline([1, None, 2]),
        "period": "2022",
        "kalla": "Källa: Kolada",
        "exempel": True,
        "lank": "/kommuner/2380/",
    }
    html = [render_to_string("komponenter/_kort.html", {"kort": kort})]
    for diagram in (
        d.processdiagram(process),
        d.rankningsremsa(spridning),
        d.histogram(spridning),
        d.karta(spridning, vagar, (280, 640)),
    ):
        sammanhang: dict[str, Any] = {"diagram": diagram, "rubrik": "Rubrik", "kalla": "Källa: Kolada."}
        html.append(render_to_string("komponenter/_diagram.html", sammanhang | {"kopiera": "8,7 procent."}))
    return "".join(f'<section class="panel">{del_}</section>' for del_ in html)


@pytest.fixture(scope="module")
def html():
    lankar = "".join(f'<link rel="stylesheet" href="/static/css/{stil}.css">' for stil in STILAR)
    huvud = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">{lankar}<title>Prov</title>'
    innehall = f'<main><div class="ram"><h1>Prov</h1>{delar()}</div></main>'
    return f'<!doctype html><html lang="sv"><head>{huvud}</head><body>{innehall}</body></html>'


@pytest.fixture
def oppna(webblasare, html):
    """Opens the sample at a width and in a theme, with the site's own style sheets and nothing from outside."""
    sidor = []

    def svara(route):
        stig = route.request.url.removeprefix("http://prov.test/")
        if stig.startswith("static/"):
            fil = STATIC / stig.removeprefix("static/")
            route.fulfill(body=fil.read_bytes(), content_type=mimetypes.guess_type(fil.name)[0])
        else:
            route.fulfill(body=html, content_type="text/html")

    def ny(bredd, tema="light"):
        sida = webblasare.new_page(viewport={"width": bredd, "height": 800}, color_scheme=tema)
        sidor.append(sida)
        sida.route("**/*", svara)
        sida.goto("http://prov.test/")
        return sida

    yield ny
    for sida in sidor:
        sida.close()


@pytest.mark.parametrize("bredd", BREDDER)
def test_text_i_diagram_ar_lasbar_och_hel(oppna, bredd):
    sida = oppna(bredd)
    storlekar = sida.evaluate(TEXTSTORLEKAR)
    assert len(storlekar) > 20
    assert min(storlekar) >= 10.99
    assert sida.evaluate(UTANFOR) == []
    assert sida.evaluate("document.documentElement.scrollWidth") <= bredd


@pytest.mark.parametrize("bredd", [320, 1280])
def test_bara_en_av_ritningarna_syns(oppna, bredd):
    assert oppna(bredd).evaluate(SYNLIGA) == [1, 1, 1, 1]


def test_det_som_saknas_ar_rastrerat(oppna):
    sida = oppna(1280)
    assert "rastrering" in sida.evaluate("getComputedStyle(document.querySelector('.karta .saknas')).fill")


@pytest.mark.parametrize(("bredd", "tema"), [(1280, "light"), (390, "dark")])
def test_axe_hittar_inga_fel(oppna, bredd, tema):
    from axe_playwright_python.sync_playwright import Axe

    sida = oppna(bredd, tema)
    sida.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    fel = Axe().run(sida).response["violations"]
    assert [(f["id"], [nod["target"] for nod in f["nodes"][:3]]) for f in fel] == []


def test_temat_byter_farger(oppna):
    ljus, mork = (
        oppna(1280, tema).evaluate("getComputedStyle(document.body).backgroundColor") for tema in ("light", "dark")
    )
    assert ljus == "rgb(250, 249, 246)"
    assert mork == "rgb(20, 25, 29)"
