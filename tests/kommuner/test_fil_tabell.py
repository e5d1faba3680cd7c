"""What a file is, and its rows: every dialect of CSV, XLSX, and everything that is neither."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from kommuner.importer import filslag, kolumner, tabell
from kommuner.importer.filslag import Filfel

RADER = [["kommun", "värde", "not"], ["0180", "7,9", "å"], ["2380", "−3", "ö"]]


def _csv(skilje: str = ";", slut: str = "\r\n", citat: str = "") -> str:
    return "".join(skilje.join(f"{citat}{cell}{citat}" for cell in rad) + slut for rad in RADER)


def _las(innehall: bytes, namn: str = "x.csv") -> tuple[list[str], list[tuple[int, list[Any]]]]:
    with tabell.oppna(io.BytesIO(innehall), namn) as t:
        return t.rubriker, [(nr, list(rad)) for nr, rad in t.rader]


@pytest.mark.parametrize("kodning", ["utf-8", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize("slut", ["\r\n", "\n"])
@pytest.mark.parametrize(("skilje", "citat"), [(";", ""), ("\t", ""), (",", '"'), (";", '"')])
def test_every_dialect_gives_the_same_rows(kodning, slut, skilje, citat):
    text = _csv(skilje, slut, citat)
    if kodning == "windows-1252":
        text = text.replace("−", "-")
    rubriker, rader = _las(text.encode(kodning))
    assert [r.strip() for r in rubriker] == RADER[0]
    assert [nr for nr, _ in rader] == [2, 3]
    assert rader[0][1] == RADER[1]


def test_rows_are_numbered_as_excel_numbers_them():
    text = 'sep=;\n\nkommun;värde\n\n0180;1\n;;\n2380;"två\nrader"\n2480;3\n'
    rubriker, rader = _las(text.encode())
    assert rubriker[0] == "kommun"
    assert [nr for nr, _ in rader] == [5, 7, 8]


def test_windows_1252_far_down_is_still_seen():
    text = "kommun;ort\n" + "0180;Stockholm\n" * 80_000 + "2380;Östersund\n"
    _, rader = _las(text.encode("windows-1252"))
    assert rader[-1][1][1] == "Östersund"


@pytest.mark.parametrize(
    ("innehall", "namn", "text"),
    [
        (b"", "x.csv", "Filen är tom"),
        (b"\xef\xbb\xbf \r\n", "x.csv", "Filen är tom"),
        (b" ;;\r\n;\r\n", "x.csv", "Filen är tom"),
        (b"%PDF-1.7 abc", "x.csv", "inte vad namnet säger"),
        (b"\xd0\xcf\x11\xe0abc", "x.xlsx", "gammalt Excel"),
        (b"\xd0\xcf\x11\xe0abc", "x.xls", ".xls går inte"),
        (b"<!DOCTYPE html><html>", "x.csv", "en webbsida"),
        (b"<table><tr>", "x.xlsx", "en webbsida"),
        (b"kommun;v\n1;2", "x.xlsx", "den heter .xlsx men är text"),
        (b"kommun;v\n1;2", "x.docx", ".docx går inte"),
        (b"kommun;v\n1;2", "uppgifter", "utan ändelse"),
        ("kommun;värde\n".encode("utf-16"), "x.csv", "UTF-16"),
        (b"kommun;v\n1;\x00\n", "x.csv", "tecken med värdet noll"),
        (b"kommun;v\n\x81\x8d;1\n", "x.csv", "varken som UTF-8 eller som Windows-1252"),
        (b"\x1f\x8babc", "x.csv", "ett packat arkiv"),
    ],
)
def test_what_is_not_a_table_is_refused_by_name(innehall, namn, text):
    with pytest.raises(Filfel) as fel:
        _las(innehall, namn)
    assert text in fel.value.skal
    assert fel.value.atgard


def test_a_quote_that_never_closes_names_its_row():
    with pytest.raises(Filfel) as fel:
        _las(b'kommun;v\n0180;1\n0180;"1\n')
    assert "Rad 3" in fel.value.skal


@pytest.mark.parametrize(
    ("fore", "rad"),
    [("", 2), ("0180;1\n", 3), ("\n0180;1\n\n", 5), ('0180;"två\nrader"\n', 3)],
)
def test_a_cell_beyond_all_measure_names_its_row_and_its_fault(fore, rad):
    with pytest.raises(Filfel) as fel:
        _las(f"sep=;\nkommun;v\n{fore}2380;{'x' * 200_000}\n".encode())
    assert fel.value.skal == f"Rad {rad + 1} går inte att läsa: en cell har fler än 131\u00a0072 tecken."
    assert "citattecken" in fel.value.atgard, "the likeliest cause"


def test_a_quote_that_swallows_the_file_names_where_it_opens():
    with pytest.raises(Filfel, match="Rad 2 går inte att läsa: en cell har fler"):
        _las(('kommun;v\n0180;"1\n' + "0180;1\n" * 40_000).encode())


def _xlsx(rader, **format_) -> bytes:
    bok = openpyxl.Workbook()
    for rad in rader:
        bok.active.append(rad)
    for cell, kod in format_.items():
        bok.active[cell].number_format = kod
    ut = io.BytesIO()
    bok.save(ut)
    return ut.getvalue()


def test_xlsx_gives_numbers_and_shown_percentages():
    innehall = _xlsx([["kommun", "nyckeltal", "värde"], [180, "VP01", 0.079], [], [2380, "VP01", "=1+1"]], C2="0.0%")
    rubriker, rader = _las(innehall, "x.xlsx")
    assert rubriker[:3] == ["kommun", "nyckeltal", "värde"]
    assert rader[0] == (2, [180, "VP01", 7.9, *[None] * 37])
    assert rader[1][0] == 4
    assert rader[1][1][2] == "=1+1"


def test_xlsx_finds_the_sheet_with_the_headings():
    bok = openpyxl.Workbook()
    bok.active.append(["Läs mig"])
    bok.create_sheet("Data").append(["kommun", "Nyckeltal"])
    ut = io.BytesIO()
    bok.save(ut)
    assert _las(ut.getvalue(), "x.xlsx")[0][:2] == ["kommun", "Nyckeltal"]
    with pytest.raises(Filfel, match="Inget blad"):
        _las(_xlsx([["hej"]]), "x.xlsx")


def _med_del(innehall: bytes, namn: str, data: bytes) -> bytes:
    ut = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(innehall)) as gammal, zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as ny:
        for d in gammal.namelist():
            if d != namn:
                ny.writestr(d, gammal.read(d))
        ny.writestr(namn, data)
    return ut.getvalue()


def test_a_zip_bomb_is_refused_from_its_directory():
    bomb = _med_del(_xlsx(RADER), "xl/worksheets/sheet2.xml", b"0" * (50 << 20))
    with pytest.raises(Filfel, match="orimligt stor"):
        _las(bomb, "x.xlsx")


def test_a_bomb_of_strings_is_refused(monkeypatch):
    monkeypatch.setattr(filslag, "HOGST_TEXTTABELL", 1000)
    with pytest.raises(Filfel, match="orimligt stor"):
        _las(_med_del(_xlsx(RADER), "xl/sharedStrings.xml", bytes(range(256)) * 8), "x.xlsx")


def test_entities_are_not_expanded():
    lol = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData>&a;</sheetData></worksheet>'
    with pytest.raises(Filfel, match="skadad"):
        _las(_med_del(_xlsx(RADER), "xl/worksheets/sheet1.xml", lol), "x.xlsx")


def test_a_forged_row_number_ends():
    blad = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>nyckeltal</t></is></c></row>'
        b'<row r="999999999999"><c r="A999999999999"><v>1</v></c></row></sheetData></worksheet>'
    )
    _, rader = _las(_med_del(_xlsx(RADER), "xl/worksheets/sheet1.xml", blad), "x.xlsx")
    assert rader == []


def test_a_damaged_workbook_is_named():
    hel = _xlsx(RADER)
    with pytest.raises(Filfel, match=r"skadad|inte vad namnet"):
        _las(hel[: len(hel) // 2], "x.xlsx")
    with pytest.raises(Filfel, match="skadad"):
        _las(_med_del(hel, "xl/workbook.xml", b"<trasig"), "x.xlsx")


@pytest.mark.parametrize("skrap", [b"\0", b"\xff", b"x"])
@pytest.mark.parametrize("delar", [2, 4])
def test_bytes_overwritten_in_the_middle_of_a_sheet(skrap, delar):
    rader = [["kommun", "nyckeltal", "värde"], *([f"{nr:04d}", f"VP{nr}", nr * 1.37] for nr in range(3000))]
    innehall = bytearray(_xlsx(rader))
    mitt = len(innehall) // delar
    innehall[mitt : mitt + 60] = skrap * 60
    with pytest.raises(Filfel, match="Arbetsboken är skadad"):
        _las(bytes(innehall), "x.xlsx")


def test_an_archive_is_no_workbook():
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w") as arkiv:
        arkiv.writestr("fil.txt", "hej")
    with pytest.raises(Filfel, match="zip-arkiv"):
        _las(ut.getvalue(), "x.xlsx")


def test_headings_in_any_order_and_dress():
    k = kolumner.tolka([" PERIOD ", "Täljare (antal)", "NYCKELTAL", "namnare", "Kommunkod", "Kon", "anteckning"])
    assert k.plocka(["2025", "1", "VP01", "2", "2380", "T", "hej", ""]) == (
        *("2380", "", "VP01", "2025", "T", "", "1", "2"),
        *("", "", ""),
    )
    assert k.olasta == ["anteckning"]


@pytest.mark.parametrize(
    ("rubriker", "text"),
    [
        (["kommun", "period", "täljare"], "saknar nyckeltal"),
        (["kommun", "nyckeltal", "period"], "saknar täljare"),
        (["kommun", "Kommun", "nyckeltal", "period", "täljare"], "två gånger"),
        (["a;b"], "I filen står: a;b"),
    ],
)
def test_headings_that_are_missing_or_doubled(rubriker, text):
    with pytest.raises(Filfel, match=text):
        kolumner.tolka(rubriker)
