"""CSV in two dialects: the same figures, each read back by the rules of its own."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporter.format.csv import DIALEKTER, MASKIN, SVENSK, Cellvarde, csv_bytes, csv_rader, ofarlig

KOLUMNER = ["kommun", "namn", "värde", "skäl"]
RADER: list[list[Cellvarde]] = [["0114", "Upplands Väsby", 7.9, ""], ["2380", "Östersund", None, "uppgift saknas"]]


def las(data: bytes, dialekt) -> list[list[str]]:
    kodning = "utf-8-sig" if dialekt.bom else "utf-8"
    return list(csv.reader(io.StringIO(data.decode(kodning), newline=""), delimiter=dialekt.avgransare))


def test_svensk_dialekt_byte_for_byte():
    data = csv_bytes(KOLUMNER, RADER, SVENSK)
    assert (
        data
        == ("\ufeffkommun;namn;värde;skäl\r\n0114;Upplands Väsby;7,9;\r\n2380;Östersund;;uppgift saknas\r\n").encode()
    )


def test_maskinens_dialekt_byte_for_byte():
    data = csv_bytes(KOLUMNER, RADER, MASKIN)
    assert data == ("kommun,namn,värde,skäl\n0114,Upplands Väsby,7.9,\n2380,Östersund,,uppgift saknas\n").encode()


def test_raderna_kommer_en_i_taget_med_rubriken_forst():
    rader = csv_rader(["a"], iter([[1], [2]]), MASKIN)
    assert next(rader) == "a\n"
    assert list(rader) == ["1\n", "2\n"]


def test_en_tom_tabell_har_anda_rubrik():
    assert csv_bytes(["a", "b"], [], SVENSK).decode() == "\ufeffa;b\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+46", "-kommando", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "\r=1"])
def test_formler_gors_ofarliga(text):
    for dialekt in DIALEKTER.values():
        (cell,) = las(csv_bytes(["a"], [[text]], dialekt), dialekt)[1]
        assert cell.startswith("'")


def test_vanlig_text_och_negativa_tal_ror_ingen():
    assert ofarlig("Mellan-Sverige = ok") == "Mellan-Sverige = ok"
    assert csv_bytes(["a"], [[-3.5]], SVENSK).decode().endswith("-3,5\r\n")


def test_datum_ja_nej_och_stora_tal():
    data = csv_bytes(["a", "b", "c", "d"], [[date(2026, 11, 21), True, 1e17, 1e-6]], MASKIN)
    assert data.decode().splitlines()[1] == "2026-11-21,ja,100000000000000000,0.000001"


def test_hogst_sex_decimaler_lika_i_bada_dialekterna():
    tal = [10.030395136778116, 0.1 + 0.2, -0.0000001, 2 / 3]
    assert csv_bytes(list("abcd"), [tal], MASKIN).decode().splitlines()[1] == "10.030395,0.3,0,0.666667"
    assert csv_bytes(list("abcd"), [tal], SVENSK).decode().splitlines()[1] == "10,030395;0,3;0;0,666667"


def test_nan_ar_en_tom_cell():
    assert csv_bytes(["a", "b"], [[float("nan"), 1]], MASKIN).decode() == "a,b\n,1\n"


@given(st.lists(st.floats(-1e9, 1e9) | st.none() | st.integers(-(10**9), 10**9), min_size=1, max_size=8))
def test_bada_dialekterna_sager_samma_tal(tal):
    kolumner = [f"k{i}" for i in range(len(tal))]
    svensk = las(csv_bytes(kolumner, [tal], SVENSK), SVENSK)[1]
    maskin = las(csv_bytes(kolumner, [tal], MASKIN), MASKIN)[1]
    assert [cell.replace(",", ".") for cell in svensk] == maskin
    assert [float(c) if c else None for c in maskin] == pytest.approx(tal, abs=6e-7)


@given(st.text(min_size=1, max_size=30))
def test_all_text_gar_att_lasa_tillbaka(text):
    for dialekt in DIALEKTER.values():
        (cell,) = las(csv_bytes(["a", "b"], [[text, "x"]], dialekt), dialekt)[1][:1]
        rad = text.replace("\r", " ").replace("\n", " ")
        assert cell in (rad, f"'{rad}")
        assert not cell.startswith(("=", "+", "-", "@"))
