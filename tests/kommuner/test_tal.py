import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kommuner import tal

N = "\u00a0"


@pytest.mark.parametrize(
    ("skrivet", "varde"),
    [
        ("7,9", 7.9),
        ("7.9", 7.9),
        ("7,9 %", 7.9),
        ("7,9%", 7.9),
        (f"7,9{N}%", 7.9),
        ("1 234,5", 1234.5),
        (f"1{N}234,5", 1234.5),
        ("1\u202f234\u202f567", 1234567),
        ("1\u2009234", 1234),
        ("1234", 1234),
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567),
        ("1.234.567,8", 1234567.8),
        ("1,234", 1.234),
        ("0.125", 0.125),
        ("1234.567", 1234.567),
        ("\u22123,5", -3.5),
        ("-3,5", -3.5),
        ("\u2013 3", -3),
        ("+1,1", 1.1),
        ("0", 0),
        ("  12 ", 12),
        ("007", 7),
        (12, 12),
        (7.5, 7.5),
    ],
)
def test_tolka(skrivet, varde):
    svar = tal.tolka(skrivet)
    assert svar == varde
    assert isinstance(svar, float)


@pytest.mark.parametrize(
    ("skrivet", "text"),
    [
        ("", "saknas"),
        ("  ", "saknas"),
        ("%", "saknas"),
        ("1,234.5", "komma mellan tusental.*mellanslag"),
        ("1,234,567", "komma mellan tusental"),
        ("1.234", "både 1234 och 1,234"),
        ("-1.234", "både -1234 och -1,234"),
        ("nan", "inte ett tal.*Lämna tomt"),
        ("NaN", "inte ett tal"),
        ("inf", "inte ett tal"),
        ("-Infinity", "inte ett tal"),
        ("N/A", "Lämna tomt"),
        ("2015-01-02", "datum"),
        ("1/2/2015", "datum"),
        ("2015-05", "datum"),
        ("tolv", "”tolv” är inte ett tal"),
        ("12 st", "inte ett tal"),
        ("12 34", "inte ett tal"),
        ("1 2345", "inte ett tal"),
        ("1.23.456", "inte ett tal"),
        ("7,", "inte ett tal"),
        (",5", "inte ett tal"),
        ("1e5", "inte ett tal"),
        ("--1", "inte ett tal"),
        ("7 % %", "inte ett tal"),
        ("٣", "inte ett tal"),
        ("=1+1", "inte ett tal"),
        ("9" * 400, "inte ett tal"),
        (float("nan"), "inte ett tal"),
        (float("inf"), "inte ett tal"),
        (None, "inte ett tal"),
        (True, "inte ett tal"),
        ([1], "inte ett tal"),
    ],
)
def test_tolka_says_what_is_wrong(skrivet, text):
    with pytest.raises(ValueError, match=text):
        tal.tolka(skrivet)


def test_a_source_known_to_write_decimal_points():
    assert tal.tolka("1.234", decimalpunkt=True) == 1.234
    assert tal.tolka("-8.125", decimalpunkt=True) == -8.125
    with pytest.raises(ValueError, match="komma mellan tusental"):
        tal.tolka("1,234.5", decimalpunkt=True)


@pytest.mark.parametrize(
    ("varde", "decimaler", "text"),
    [
        (8.14, 1, "8,1"),
        (8.25, 1, "8,3"),
        (-8.25, 1, "\u22128,3"),
        (2.675, 2, "2,68"),
        (1234.56, 1, f"1{N}234,6"),
        (1234567, 0, f"1{N}234{N}567"),
        (999.96, 1, f"1{N}000,0"),
        (-0.04, 1, "0,0"),
        (-0.0, 1, "0,0"),
        (-1, 0, "\u22121"),
        (0, 0, "0"),
        (1e-9, 1, "0,0"),
        (1e22, 0, f"10{N}000{N}000{N}000{N}000{N}000{N}000{N}000"),
        (Decimal("7.9"), 1, "7,9"),
        (None, 1, "uppgift saknas"),
        (float("nan"), 1, "uppgift saknas"),
        (float("inf"), 1, "uppgift saknas"),
    ],
)
def test_visa(varde, decimaler, text):
    assert tal.visa(varde, decimaler) == text


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 3))
@example(1.7976931348623157e308, 3)
@example(1e300, 1)
def test_every_finite_number_can_be_shown(varde, decimaler):
    for text in (
        tal.visa(varde, decimaler),
        tal.visa_med_enhet(varde, "%", decimaler),
        tal.visa_med_enhet(varde, "ja/nej", decimaler),
        tal.andring(varde, "ja/nej", decimaler),
        tal.andring(varde, "dagar", decimaler),
    ):
        assert text
    utan = tal.visa(varde, decimaler).replace("\u00a0", "").replace(",", ".").replace("\u2212", "-")
    assert float(utan) == pytest.approx(varde, rel=1e-15, abs=0.500001 * 10**-decimaler)


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_what_is_shown_can_be_read_back(varde, decimaler):
    visat = tal.visa(varde, decimaler)
    assert tal.tolka(visat) == pytest.approx(varde, abs=0.500001 * 10**-decimaler)
    assert visat.strip("\u22120,") or not visat.startswith("\u2212")


@given(st.text(max_size=12))
def test_tolka_gives_a_finite_number_or_a_value_error(text):
    try:
        varde = tal.tolka(text)
    except ValueError:
        return
    assert math.isfinite(varde)


@pytest.mark.parametrize(
    ("varde", "enhet", "decimaler", "text"),
    [
        (8.1, "%", 1, f"8,1{N}%"),
        (12, "årsarbetare", 0, f"12{N}årsarbetare"),
        (1234, "kr/inv", 0, f"1{N}234{N}kr/inv"),
        (12, "antal", 0, "12"),
        (78.9, "index", 1, f"index{N}78,9"),
        (101, "dagar", 0, f"101{N}dagar"),
        (1, "dagar", 0, f"1{N}dag"),
        (1, "dagar", 1, f"1,0{N}dagar"),
        (1, "ärenden per socialsekreterare", 0, f"1{N}ärende{N}per{N}socialsekreterare"),
        (1, "ja/nej", 0, "ja"),
        (0.0, "ja/nej", 0, "nej"),
        (0.371, "ja/nej", 0, f"37{N}%{N}ja"),
        (None, "%", 1, "uppgift saknas"),
        (float("nan"), "ja/nej", 1, "uppgift saknas"),
    ],
)
def test_visa_med_enhet(varde, enhet, decimaler, text):
    assert tal.visa_med_enhet(varde, enhet, decimaler) == text
    assert " " not in text or varde is None or math.isnan(varde)


@pytest.mark.parametrize(
    ("varde", "enhet", "decimaler", "text"),
    [
        (1.1, "%", 1, f"+1,1{N}procentenheter"),
        (-1, "%", 0, f"\u22121{N}procentenhet"),
        (-3, "dagar", 0, f"\u22123{N}dagar"),
        (1, "dagar", 0, f"+1{N}dag"),
        (12, "antal", 0, "+12"),
        (2.5, "index", 1, f"+2,5{N}indexenheter"),
        (0, "%", 1, "oförändrat"),
        (-0.04, "%", 1, "oförändrat"),
        (0.05, "%", 1, f"+0,1{N}procentenheter"),
        (1, "ja/nej", 0, "från nej till ja"),
        (-1, "ja/nej", 0, "från ja till nej"),
        (0, "ja/nej", 0, "oförändrat"),
        (0.1, "ja/nej", 0, f"+10{N}procentenheter"),
        (1500, "kr/inv", 0, f"+1{N}500{N}kr/inv"),
        (None, "%", 1, "uppgift saknas"),
        (float("nan"), "dagar", 0, "uppgift saknas"),
    ],
)
def test_andring(varde, enhet, decimaler, text):
    assert tal.andring(varde, enhet, decimaler) == text
