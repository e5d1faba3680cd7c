"""Colours: the contrast of both themes, and that files and pages use the same ones."""

import itertools
import re
from pathlib import Path

import pytest

from rapporter import tema

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
PAR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
FARGER = {namn: (ljus, mork) for namn, ljus, mork in PAR.findall((CSS / "variabler.css").read_text())}
TEXTER = ["text", "dov", "marke", "battre", "samre", "vanlig"]
LINJER = re.findall(
    r"\.l(\d) \{ --serie: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", (CSS / "diagram.css").read_text()
)


def luminans(hexvarde):
    kanaler = [int(hexvarde[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linjara = [k / 12.92 if k <= 0.04045 else ((k + 0.055) / 1.055) ** 2.4 for k in kanaler]
    return 0.2126 * linjara[0] + 0.7152 * linjara[1] + 0.0722 * linjara[2]


def kontrast(ena, andra):
    ljus, mork = sorted((luminans(ena), luminans(andra)), reverse=True)
    return (ljus + 0.05) / (mork + 0.05)


def test_kontrast_raknas_ratt():
    assert kontrast("#000000", "#ffffff") == pytest.approx(21)
    assert kontrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tema_nr", [0, 1], ids=["ljust", "mörkt"])
@pytest.mark.parametrize("yta", ["papper", "yta"])
@pytest.mark.parametrize("text", TEXTER)
def test_text_syns(text, yta, tema_nr):
    assert kontrast(FARGER[text][tema_nr], FARGER[yta][tema_nr]) >= 4.5


@pytest.mark.parametrize("tema_nr", [0, 1], ids=["ljust", "mörkt"])
@pytest.mark.parametrize(
    ("text", "yta"),
    [
        ("pa-marke", "marke"),
        ("text", "notis"),
        ("text", "marke-ljus"),
        ("marke", "marke-ljus"),
        ("text", "battre-ljus"),
        ("samre", "samre-ljus"),
        ("text", "band"),
    ],
)
def test_text_syns_pa_fargade_ytor(text, yta, tema_nr):
    assert kontrast(FARGER[text][tema_nr], FARGER[yta][tema_nr]) >= 4.5


@pytest.mark.parametrize("tema_nr", [0, 1], ids=["ljust", "mörkt"])
def test_kanter_och_linjer_syns(tema_nr):
    assert kontrast(FARGER["kant"][tema_nr], FARGER["yta"][tema_nr]) >= 3
    for _, *par in LINJER:
        assert kontrast(par[tema_nr], FARGER["yta"][tema_nr]) >= 4.5


@pytest.mark.parametrize("tema_nr", [0, 1], ids=["ljust", "mörkt"])
def test_kartans_steg_gar_at_ett_hall_och_skiljs_at_i_svartvitt(tema_nr):
    steg = [luminans(FARGER[f"steg-{i}"][tema_nr]) for i in range(5)]
    assert steg == sorted(steg, reverse=tema_nr == 0)
    for fore, efter in itertools.pairwise(steg):
        assert max(fore, efter) + 0.05 >= 1.25 * (min(fore, efter) + 0.05)


def test_filernas_farger_ar_sidans():
    for namn, farg in tema.FARGER.items():
        assert FARGER[namn][0] == farg
    assert tuple(FARGER[f"steg-{i}"][0] for i in range(5)) == tema.STEG
    assert tuple(ljus for _, ljus, _ in LINJER) == tema.LINJER
    assert len(tema.STRECK) == len(tema.LINJER)


@pytest.mark.parametrize("fil", ["bas.css", "komponenter.css", "diagram.css"])
def test_farger_star_bara_i_variabler(fil):
    utan_linjer = re.sub(r"\.l\d \{[^}]*\}", "", (CSS / fil).read_text())
    assert re.findall(r"#[0-9a-fA-F]{3,6}\b(?!\")", utan_linjer) == []


def test_varje_variabel_som_anvands_finns():
    finns = set(re.findall(r"--([\w-]+):", "".join(fil.read_text() for fil in CSS.glob("*.css"))))
    for fil in CSS.glob("*.css"):
        assert set(re.findall(r"var\(--([\w-]+)\)", fil.read_text())) <= finns


def test_typsnitten_finns_och_ar_sma():
    filer = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', (CSS / "variabler.css").read_text())
    assert len(filer) == 2
    assert sum((CSS.parent / fil).stat().st_size for fil in filer) < 200_000
    assert "SIL Open Font License" in (CSS.parent / "fonts" / "LICENSE-source-serif-4.txt").read_text()
