"""Excel files: real numbers, text that is never a formula, headings that stay, sheets that do not overflow."""

from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from rapporter.format import xlsx
from rapporter.format.celler import Cellvarde, Tal
from rapporter.format.xlsx import xlsx_tabell
from rapporter.text import EXEMPEL

KOLUMNER = ["Kommunkod", "Kommun", "Värde", "Varför värdet saknas"]


def las(rader, kolumner=KOLUMNER, **val):
    with xlsx_tabell(kolumner, rader, titel="Titel", kalla="Källa: Kolada (N00090).", **val) as fil:
        return load_workbook(fil)


def test_tal_text_och_tomma_celler():
    blad = las([["0114", "Upplands Väsby", Tal(7.94, 1), ""], ["2380", "Östersund", Tal(None, 1), "saknas"]]).active
    rader = list(blad.iter_rows(min_row=5, values_only=True))
    assert rader == [("0114", "Upplands Väsby", 7.94, None), ("2380", "Östersund", None, "saknas")]
    assert blad["A5"].data_type == "s"
    assert blad["C5"].number_format == "#,##0.0"


def test_rubrik_kalla_frysning_filter_och_utskrift():
    blad = las([["0114", "Upplands Väsby", 7.9, ""]]).active
    assert (blad["A1"].value, blad["A2"].value) == ("Titel", "Källa: Kolada (N00090).")
    assert [cell.value for cell in blad[4]] == KOLUMNER
    assert blad.freeze_panes == "C5"
    assert blad.auto_filter.ref == "A4:D5"
    assert blad.print_title_rows == "$4:$4"
    assert blad.page_setup.orientation == "landscape"
    assert blad.page_setup.paperSize == 9


def test_bredden_foljer_texten_men_har_ett_tak():
    blad = las([["0114", "x" * 300, 7.9, ""]]).active
    assert blad.column_dimensions["A"].width == pytest.approx(11.7, abs=1)
    assert blad.column_dimensions["B"].width < 70


@pytest.mark.parametrize("text", ["=1+1", "+46", "-kommando", "@SUM(A1)", '=HYPERLINK("http://x")', " =1"])
def test_ingen_text_blir_en_formel(text):
    cell = las([[text, "b", None, None]]).active["A5"]
    assert cell.data_type == "s"
    assert cell.value == f"'{text}"


def test_en_adress_blir_ingen_lank_och_ett_tal_i_text_forblir_text():
    blad = las([["https://exempel.test/", "0114", None, None]]).active
    assert blad["A5"].hyperlink is None
    assert blad["B5"].value == "0114"


@pytest.mark.parametrize(
    ("varde", "last"),
    [
        (date(2026, 11, 21), datetime(2026, 11, 21)),  # noqa: DTZ001
        (True, "ja"),
        (False, "nej"),
        (12, 12),
        (0, 0),
        (0.0, 0),
        (float("nan"), None),
        (Tal(float("inf"), 1), None),
        (None, None),
        ("", None),
    ],
)
def test_varje_slags_cell(varde: Cellvarde, last):
    assert las([[varde]], ["a"]).active["A5"].value == last


def test_exempeldata_sags_hogst_upp():
    blad = las([["0114", "Upplands Väsby", 7.9, ""]], exempel=True).active
    assert blad["A3"].value == EXEMPEL
    assert [cell.value for cell in blad[5]] == KOLUMNER


def test_en_tom_tabell_har_rubriker():
    blad = las([]).active
    assert [cell.value for cell in blad[4]] == KOLUMNER
    assert blad.max_row == 4


def test_fler_rader_an_excel_tar_fortsatter_pa_nasta_blad(monkeypatch):
    monkeypatch.setattr(xlsx, "RADER_PER_BLAD", 3)
    bok = las([[i] for i in range(7)], ["nr"])
    assert bok.sheetnames == ["Tabell", "Tabell 2", "Tabell 3"]
    funna = [rad[0] for blad in bok for rad in blad.iter_rows(min_row=5, values_only=True)]
    assert funna == list(range(7))


def test_precis_ett_fullt_blad_ger_inget_tomt_till(monkeypatch):
    monkeypatch.setattr(xlsx, "RADER_PER_BLAD", 3)
    assert las([[i] for i in range(3)], ["nr"]).sheetnames == ["Tabell"]
