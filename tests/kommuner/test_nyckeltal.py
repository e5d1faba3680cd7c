import dataclasses
import re
from collections import Counter
from copy import deepcopy
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from kommuner import nyckeltal, strikt, tal

FIL = Path(nyckeltal.__file__).with_name("nyckeltal.yaml")
KOLADA = [
    *("N00090", "N00091", "N00092", "N00093", "N00094", "N00200", "N00201", "N00203"),
    *("N00205", "N00215", "N00216", "N30001", "N30005", "N30012", "N30101", "N30200"),
    *("N30201", "N30202", "N30203", "N30204", "N30205", "N30206", "N30207", "N30208"),
    *("N30214", "N30222", "N30223", "U00200", "U30200", "U30201", "U30202", "U30203"),
    *("U31402", "U33401", "U33816"),
]


ROT = strikt.las_yaml(FIL.read_text(encoding="utf-8"))
ROT["nyckeltal"] = [d for d in ROT["nyckeltal"] if d["kod"] in ("VP06", "N00090", "VP01")]
UTSKRIFT = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@pytest.fixture
def rot():
    """The file as plain lists with three nyckeltal and all questions, for a test to break."""
    return deepcopy(ROT)


def las(rot):
    return nyckeltal.las(yaml.dump(rot, Dumper=UTSKRIFT, allow_unicode=True, sort_keys=False))


def post(rot, kod):
    return next(d for d in (*rot["nyckeltal"], *rot["fragor"]) if d["kod"] == kod)


def test_all_load_strictly():
    alla = nyckeltal.alla()
    assert sorted(nyckeltal.kolada_koder()) == KOLADA
    assert sorted(d.kod for d in nyckeltal.rapporterade()) == [f"VP{nr:02}" for nr in range(1, 12)]
    assert len(alla) == len(KOLADA) + 11
    assert all(kod == d.kod for kod, d in alla.items())
    assert [d.ordning for d in alla.values()] == sorted(d.ordning for d in alla.values())


def test_loading_gives_fresh_dicts_of_frozen_values():
    nyckeltal.alla().clear()
    assert nyckeltal.alla()
    with pytest.raises(dataclasses.FrozenInstanceError):
        nyckeltal.alla()["N00090"].namn = "annat"  # type: ignore[misc]


def test_one_definition_in_full():
    d = nyckeltal.alla()["VP06"]
    assert (d.kalla, d.kolada_id, d.enhet, d.skala, d.riktning, d.rangordnas) == (
        "kommun",
        None,
        "%",
        100,
        "lagre",
        True,
    )
    assert (d.grupp, d.minsta_grupp) == ("personer", 11)
    assert (d.taljare_fraga, d.namnare_fraga, d.personer_fraga) == (
        "sjuktimmar",
        "ordinarie_timmar",
        "personer",
    )
    assert d.periodslag == ("K", "T")
    assert d.kon == ("T",)
    assert d.rimlig == nyckeltal.Rimlig(0, 40)
    assert d.granskad == date(2026, 11, 21)


def test_breaks_in_definitions():
    brott = {kod: [b.fran for b in d.brott] for kod, d in nyckeltal.alla().items() if d.brott}
    assert brott == {"U31402": ["2018"], "N30001": ["2019"]}


def test_traps_are_told():
    alla = nyckeltal.alla()
    assert any("andel av sjukfrånvaron" in text for text in alla["N00091"].not_jamfor)
    assert any("förra årets" in text and "VP07" in text for text in alla["N00216"].not_jamfor)
    assert any("N30009" in text for text in alla["N30222"].not_jamfor)
    assert alla["VP09"].rangordnas is False


@pytest.mark.parametrize("kod", ["N00091", "N00092", "N30222", "N30223", "N30012", "U33816", "N30101", "N30001"])
def test_kolada_divides_these_by_no_gender(kod):
    assert nyckeltal.alla()[kod].kon == ("T",)


def test_six_cards():
    lyfta = [d for d in nyckeltal.alla().values() if d.lyft]
    assert len(lyfta) == 6
    assert "N00090" in {d.kod for d in lyfta}


def test_numbers_can_be_shown_in_their_unit():
    for d in nyckeltal.alla().values():
        assert tal.visa_med_enhet(d.rimlig.max, d.enhet, d.decimaler)
        assert d.skala == (100 if d.enhet == "%" and d.kalla == "kommun" else d.skala)


def test_codes_mentioned_in_texts_exist_or_are_koladas_older_ones():
    alla = nyckeltal.alla()
    for d in alla.values():
        namnda = set(re.findall(r"\b[NU]\d{5}\b|\bVP\d\d\b", " ".join((d.beskrivning, d.varfor, *d.not_jamfor))))
        assert namnda <= {*alla, "N30009", "N30011"}


def test_texts_are_sentences():
    for d in nyckeltal.alla().values():
        assert all(text.endswith(".") for text in (d.beskrivning, d.not_jamfor and d.not_jamfor[0]) if text)
        assert d.varfor[-1] in ".?"
        assert "åa" not in d.beskrivning.split()
    for fraga in nyckeltal.fragor().values():
        assert fraga.hjalp.endswith(".")
        assert not fraga.etikett.endswith(".")


def test_names_tell_nyckeltal_apart():
    alla = nyckeltal.alla().values()
    assert max(Counter(d.namn for d in alla).values()) == 1
    assert max(Counter(d.kortnamn for d in alla).values()) == 1


def test_the_form_asks_each_count_once_and_every_count_is_used_or_explains_one():
    fragor = nyckeltal.fragor()
    anvanda = {
        kod for d in nyckeltal.rapporterade() for kod in (d.taljare_fraga, d.namnare_fraga, d.personer_fraga) if kod
    }
    assert anvanda <= set(fragor)
    assert all(fragor[kod].del_av for kod in set(fragor) - anvanda)
    assert len({fraga.etikett for fraga in fragor.values()}) == len(fragor)


def test_what_every_quarter_or_tertial_is_asked():
    fragor = nyckeltal.fragor().values()
    assert [f.kod for f in fragor if f.obligatorisk] == [
        *("inrattade", "vakanta", "inhyrda", "sjuktimmar", "ordinarie_timmar", "personer"),
        *("slutat", "medeltal_anstallda"),
    ]
    assert all(set(f.per) == {"K", "T"} for f in fragor if f.obligatorisk)


def test_questions_of_one_section_stand_together():
    avsnitt = [f.avsnitt for f in nyckeltal.fragor().values()]
    byten = sum(a != b for a, b in pairwise(avsnitt))
    assert byten == len(set(avsnitt)) - 1


def test_the_unbroken_file_loads(rot):
    definitioner, fragor = las(rot)
    assert set(definitioner) == {"VP01", "VP06", "N00090"}
    assert definitioner["VP06"] == nyckeltal.alla()["VP06"]
    assert fragor == nyckeltal.fragor()


@pytest.mark.parametrize(
    ("kod", "falt"),
    [(kod, falt) for kod in ("VP06", "personer") for falt in post(ROT, kod) if falt != "kod"],
)
def test_every_field_is_required(rot, kod, falt):
    del post(rot, kod)[falt]
    with pytest.raises(ValueError, match=rf"{kod}: fältet {falt} saknas"):
        las(rot)


def test_an_entry_without_a_code_is_told_by_its_number(rot):
    del rot["nyckeltal"][1]["kod"]
    with pytest.raises(ValueError, match="Nyckeltalet nummer 2: fältet kod saknas"):
        las(rot)


@pytest.mark.parametrize(
    ("kod", "falt", "varde", "text"),
    [
        ("VP06", "enheten", "%", "VP06: okänt fält enheten"),
        ("VP06", "enhet", "", "enhet ska vara en text"),
        ("VP06", "namn", 7, "namn ska vara en text"),
        ("VP06", "kortnamn", "x" * 35, "kortnamn är längre än 34 tecken"),
        ("VP06", "decimaler", "1", "decimaler ska vara ett heltal"),
        ("VP06", "decimaler", True, "decimaler ska vara ett heltal"),
        ("VP06", "decimaler", 4, "decimaler ska vara högst 3"),
        ("VP06", "skala", 0, "skala ska vara större än noll"),
        ("VP06", "skala", "100", "skala ska vara ett tal"),
        ("VP06", "skala", float("nan"), "skala ska vara ett tal"),
        ("VP06", "riktning", "upp", "riktning ska vara hogre, lagre eller neutral"),
        ("VP06", "riktning", "neutral", "rangordnas kan inte vara true"),
        ("VP06", "rangordnas", "ja", "rangordnas ska vara true eller false"),
        ("VP06", "rimlig", {"min": 5, "max": 5}, "rimlig ska vara"),
        ("VP06", "rimlig", {"min": 5}, "rimlig ska vara"),
        ("VP06", "rimlig", [0, 5], "rimlig ska vara"),
        ("VP06", "rimlig", {"min": 0, "max": "5"}, "rimlig ska vara ett tal"),
        ("VP06", "kalla", "scb", "kalla ska vara kolada eller kommun"),
        ("VP06", "kalla", "kolada", "kolada_id ska finnas"),
        ("N00090", "kolada_id", None, "kolada_id ska finnas"),
        (
            "N00090",
            "taljare_fraga",
            "sjuktimmar",
            "taljare_fraga ska finnas när kalla är kommun, annars inte",
        ),
        ("N00090", "namnare_fraga", "sjuktimmar", "namnare_fraga ska bara finnas"),
        ("VP06", "taljare_fraga", None, "taljare_fraga ska finnas"),
        ("VP06", "taljare", None, "taljare ska finnas"),
        ("VP06", "namnare_fraga", None, "namnare_fraga ska finnas när namnare finns"),
        ("VP06", "namnare_fraga", "timmarna", "namnare_fraga pekar på frågan timmarna, som inte finns"),
        ("VP06", "taljare_fraga", "tid_klienter", "tid_klienter ställs inte för alla periodslag"),
        ("VP06", "personer_fraga", None, "personer_fraga ska finnas när grupp är personer"),
        ("VP01", "personer_fraga", "personer", "personer_fraga ska finnas när grupp är personer"),
        ("VP06", "grupp", "alla", "grupp ska vara"),
        ("N00090", "grupp", "taljare", "grupp kan bara vara taljare när kalla är kommun"),
        ("VP06", "minsta_grupp", 4, "minsta_grupp ska vara 0 när grupp är ingen, annars minst 5"),
        ("N00090", "minsta_grupp", 5, "minsta_grupp ska vara 0"),
        ("VP06", "periodslag", ["V"], "periodslag ska vara A, H, T, K eller M"),
        ("VP06", "periodslag", [], "periodslag är tomt"),
        ("VP06", "periodslag", "K", "periodslag ska vara en lista"),
        ("N00090", "kon", ["K", "M"], "kon ska ha med T"),
        ("N00090", "kon", ["T", "T"], "kon är tomt eller har samma val två gånger"),
        ("N00090", "brott", [{"fran": "2018"}], "brott ska ha fran och vad"),
        ("N00090", "brott", [{"fran": 2018, "vad": "x"}], "brott ska vara en text"),
        ("N00090", "brott", [{"fran": "2018-K5", "vad": "x"}], "brott .*fyra kvartal"),
        ("N00090", "not_jamfor", "aldrig", "not_jamfor ska vara en lista"),
        ("N00090", "granskad", "i går", "granskad ska vara ett datum"),
        ("N00090", "kod", "VP01", "VP01: fältet kod står också på en tidigare post"),
        ("personer", "heltal", 1, "Frågan personer: fältet heltal ska vara true eller false"),
        ("vakanta", "del_av", "allt", "Frågan vakanta: fältet del_av pekar på frågan allt"),
        ("vakanta", "del_av", "vakanta", "del_av pekar på frågan vakanta"),
        ("vakanta", "del_av", "personer", "personer har en annan enhet"),
        ("tid_klienter", "del_av", "ordinarie_timmar", "ordinarie_timmar ställs inte för alla periodslag"),
        ("personer", "lyft", True, "Frågan personer: okänt fält lyft"),
    ],
)
def test_a_broken_file_names_the_entry_and_the_field(rot, kod, falt, varde, text):
    post(rot, kod)[falt] = varde
    with pytest.raises(ValueError, match=text) as fel:
        las(rot)
    assert falt in str(fel.value)


def test_two_with_the_same_place(rot):
    post(rot, "VP06")["ordning"] = post(rot, "VP01")["ordning"]
    with pytest.raises(ValueError, match="samma ordning"):
        las(rot)


@pytest.mark.parametrize(
    ("text", "fel"),
    [
        ("nyckeltal: [", "inte giltig YAML"),
        ("", "två listorna"),
        ("[1]", "två listorna"),
        ("{nyckeltal: [], fragor: [], annat: 1}", "två listorna"),
        ("{nyckeltal: [], fragor: []}", "Frågan: listan är tom"),
        ("{nyckeltal: [], fragor: [1]}", "Frågan nummer 1 är inte en post"),
        ("{nyckeltal: [], nyckeltal: [], fragor: []}", "Fältet nyckeltal står två gånger"),
        (
            "nyckeltal:\n  - {kod: a,\n     namn: b, namn: c}\nfragor: []",
            "Fältet namn står två gånger.*rad 2",
        ),
        ("nyckeltal: !!python/object/apply:os.getcwd []\nfragor: []", "inte giltig YAML"),
    ],
)
def test_a_file_that_is_not_what_it_should_be(text, fel):
    with pytest.raises(ValueError, match=fel):
        nyckeltal.las(text)
