"""The partial templates: what they print, that they escape, and that none carries styles or scripts."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from rapporter import diagram as d

MALLAR = Path(__file__).resolve().parents[2] / "templates"


def rita(namn, **sammanhang):
    return render_to_string(f"komponenter/{namn}", sammanhang, request=RequestFactory().get("/x/?lan=23&sida=2"))


def process(**andrat):
    grund = {
        "titel": "Sjukfrånvaro",
        "beskrivning": "Tre år.",
        "namn": "Östersund",
        "perioder": ["2020", "2021", "2022"],
        "varden": [7.9, None, 8.7],
        "enhet": "%",
        "riktning": "lagre",
    }
    return d.processdiagram(d.Processdata(**(grund | andrat)))


class Formular(forms.Form):
    vakanta = forms.IntegerField(label="Vakanta tjänster", help_text="På mätdagen.")
    slag = forms.ChoiceField(label="Slag", choices=[("a", "bättre")], widget=forms.RadioSelect)
    anteckning = forms.CharField(label="Anteckning", required=False)


@pytest.mark.parametrize("fil", sorted(MALLAR.rglob("*.html")), ids=lambda fil: fil.name)
def test_ingen_mall_har_stil_skript_eller_oskyddad_text(fil):
    mall = fil.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", mall)
    assert not re.search(r"<script(?![^>]*\ssrc=)", mall)
    assert not re.search(r"\son[a-z]+=\"", mall)
    assert "|safe" not in mall
    if fil != MALLAR / "om" / "om.html":  # prints the repository's own docs/metod.md
        assert "autoescape off" not in mall


def test_diagrammet_har_figur_mening_forklaring_tabell_och_kalla():
    html = rita(
        "_diagram.html",
        diagram=process(),
        rubrik="Sjukfrånvaro",
        mening="Sjukfrånvaron var 8,7 procent.",
        kalla="Källa: Kolada (N00090).",
        kopiera="8,7 procent. Källa: Kolada.",
        exempel=True,
    )
    for del_ in ("<figure", "<svg", "Sjukfrånvaron var 8,7 procent.", "<figcaption", "<table", "Källa: Kolada"):
        assert del_ in html
    assert html.count('<svg class="ritning') == 2
    assert "exempeldata" in html
    assert "data-kopiera hidden" in html


def test_koordinater_har_punkt_aven_pa_svenska():
    html = rita("_diagram.html", diagram=process())
    for attribut in re.findall(r' (?:x|y|font-size|viewBox)="([^"]*)"', html):
        assert "," not in attribut
    assert "8,7" in html


def test_text_i_diagram_ar_skyddad():
    ond = '<img src=x onerror="x">'
    html = rita("_diagram.html", diagram=process(titel=ond, namn=ond), rubrik=ond, mening=ond, kalla=ond)
    assert "<img" not in html
    assert "&lt;img" in html


def test_kartan_lankar_utan_tabbstopp():
    data = d.Fordelningsdata(
        titel="Karta",
        beskrivning="Alla.",
        varden={"2380": 8.7, "0180": None},
        namn={"2380": "Östersund", "0180": "Stockholm"},
        enhet="%",
        riktning="lagre",
        adresser={"2380": "/kommuner/2380/", "0180": "/kommuner/0180/"},
    )
    html = rita("_diagram.html", diagram=d.karta(data, {"2380": "M0 0Z", "0180": "M1 1Z"}, (280, 640)))
    assert html.count('tabindex="-1"') == 2
    assert "<title>Stockholm: uppgift saknas</title>" in html
    assert 'id="rastrering"' in html
    assert "1 av 290 kommuner har uppgift" in html
    assert html.count('href="/kommuner/2380/"') == 2


def test_kortet_visar_siffra_tagg_och_marke():
    kort = {
        "namn": "Vakanta",
        "siffra": "4,0",
        "enhet": "%",
        "tagg": d.tagg(-1, "lagre"),
        "gnista": d.sparkline([2, 1]),
        "period": "2016 kv 4",
        "exempel": True,
        "lank": "/nyckeltal/V/",
    }
    html = rita("_kort.html", kort=kort)
    assert "4,0" in html
    assert "▼" in html
    assert "bättre" in html
    assert "exempeldata" in html
    assert 'aria-hidden="true"' in html


def test_kortet_utan_varde_sager_varfor():
    html = rita("_kort.html", kort={"namn": "Vakanta", "siffra": "", "saknas": "för få svar", "period": "2022"})
    assert "för få svar" in html
    assert "<strong>" not in html
    assert "exempeldata" not in html


def test_falten_hor_ihop_med_hjalp_och_fel():
    form = Formular({"vakanta": "x"})
    html = rita("_falt.html", falt=form["vakanta"])
    beskrivningar = re.findall(r'aria-describedby="([^"]+)"', html)[0].split()
    assert all(f'id="{namn}"' in html for namn in beskrivningar)
    assert 'aria-invalid="true"' in html
    assert "har-fel" in html
    assert "(valfritt)" in rita("_falt.html", falt=form["anteckning"])
    assert "<legend>Slag</legend>" in rita("_falt.html", falt=form["slag"])


def test_felsammanfattningen_lankar_till_falten():
    form = Formular({"vakanta": "x"})
    html = rita("_fel.html", form=form)
    for lank in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{lank}"' in "".join(rita("_falt.html", falt=falt) for falt in form)
    assert "2 saker behöver rättas" in html
    assert rita("_fel.html", form=Formular({"vakanta": "1", "slag": "a"})).strip() == ""


def test_framsteg_fragar_tills_det_ar_klart():
    jobb = {"rubrik": "Trendrapport", "text": "3 av 7", "andel": 42.86, "klar": False, "fel": ""}
    html = rita("_framsteg.html", jobb=jobb, uppdatera="/r/1/laget/", sidan="/r/1/", avbryt="/r/1/avbryt/")
    assert 'hx-trigger="every 2s"' in html
    assert 'value="43"' in html
    assert 'action="/r/1/avbryt/"' in html
    assert "csrfmiddlewaretoken" in html
    klar = rita("_framsteg.html", jobb=jobb | {"klar": True}, uppdatera="/", sidan="/", avbryt="/a/")
    assert "hx-get" not in klar
    assert "Avbryt" not in klar


def test_framsteg_utan_matt_och_med_fel():
    vantar = {"rubrik": "Rapport", "text": "väntar", "andel": None, "klar": False, "fel": ""}
    assert " value=" not in rita("_framsteg.html", jobb=vantar, uppdatera="/", sidan="/", avbryt="")
    fel = rita("_framsteg.html", jobb=vantar | {"fel": "Kolada svarar inte."}, uppdatera="/", sidan="/")
    assert "Kolada svarar inte." in fel
    assert "hx-get" not in fel


@pytest.mark.parametrize("sida", [1, 2, 5, 10])
def test_sidorna_behaller_filtret(sida):
    html = rita("_sidor.html", blad=Paginator(range(200), 20).page(sida))
    assert html.count("aria-current") == 1
    for lank in re.findall(r'href="([^"]+)"', html):
        assert "lan=23" in lank
        assert len(re.findall(r"sida=\d+", lank)) == 1
    assert (">‹ Föregående<" in html) == (sida > 1)


def test_en_enda_sida_har_ingen_bladdrare():
    assert rita("_sidor.html", blad=Paginator(range(5), 20).page(1)).strip() == ""


def test_smulor_tomt_och_kopiera():
    smulor = rita("_brodsmulor.html", smulor=[("Kommuner", "/kommuner/"), ("Östersund", "")])
    assert 'href="/kommuner/"' in smulor
    assert 'aria-current="page">Östersund' in smulor
    tomt = rita("_tom.html", rubrik="Inga rapporter", text="Här samlas de.", lank="/ny/", lanktext="Beställ")
    assert 'href="/ny/"' in tomt
    assert "<b>" not in rita("_kopiera.html", mening="<b>8,7</b>")
