"""The rules of the one-screen form, apart from its page."""

import pytest

from kommuner import rapportering, services
from kommuner.importer.regler import Regelfel, dividera
from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version
from kommuner.models import Import, Kommun, Matvarde
from kommuner.nyckeltal import alla, fragor

HELA = {
    "inrattade": 100.0,
    "vakanta": 12.5,
    "inhyrda": 4.0,
    "sjuktimmar": 1000.0,
    "ordinarie_timmar": 10000.0,
    "personer": 60.0,
    "slutat": 10.0,
    "medeltal_anstallda": 80.0,
}


def _prova(svar, skal=None, forra=None, period="2025-K2"):
    return rapportering.prova("2380", period, svar, skal or {}, forra or {})


def _varden(provning) -> dict[str, float | None]:
    return {r.definition.kod: r.cell.varde for r in provning.resultat}


def test_each_count_is_asked_once_per_kind_of_period():
    kvartal = [f.kod for f in rapportering.fragor_vid("2025-K1")]
    assert len(kvartal) == len(set(kvartal))
    assert kvartal == [f.kod for f in rapportering.fragor_vid("2025-T1")]
    assert set(kvartal) | {f.kod for f in rapportering.fragor_vid("2025")} == set(fragor())
    assert rapportering.fragor_vid("2025-05") == []


def test_one_count_serves_several_nyckeltal():
    assert _varden(_prova(HELA)) == {"VP01": 12.5, "VP03": 4, "VP04": 4, "VP06": 10, "VP07": 12.5}


def test_no_answer_is_no_value():
    assert _prova({}).resultat == []
    assert _prova({"vakanta": 3.0}).resultat == []


def test_zero_is_an_answer():
    assert _varden(_prova({"vakanta": 0.0, "inrattade": 10.0}))["VP01"] == 0


@pytest.mark.parametrize(
    ("svar", "fraga"),
    [
        ({"vakanta": 11.0, "inrattade": 10.0}, "vakanta"),
        ({"vakanta": 1.0, "inrattade": 0.0}, "vakanta"),
        ({"slutat": 2.5, "medeltal_anstallda": 10.0}, "slutat"),
        ({"slutat": 2.0, "medeltal_anstallda": 0.0}, "medeltal_anstallda"),
        ({"slutat": -2.0}, "slutat"),
        ({"sjuktimmar": 1.0, "ordinarie_timmar": 10.0}, "personer"),
        ({"slutat": 2.0, "slutat_pension": 3.0}, "slutat_pension"),
    ],
)
def test_a_fault_stands_at_its_question(svar, fraga):
    assert list(_prova(svar).fel) == [fraga]


@pytest.mark.parametrize(
    ("svar", "fraga", "text"),
    [
        ({"anlitat": 0.0, "inhyrda": 4.0}, "anlitat", "Svaret är nej, men ”Inhyrda från bemanningsföretag” är 4."),
        (
            {"slutat": 10.0, "slutat_externt": 6.0, "slutat_internt": 4.0, "slutat_pension": 2.0},
            "slutat",
            "Antalet är 10, men de tre delarna är tillsammans 12.",
        ),
        ({"utlysta": 0.0, "sokande": 3.0}, "utlysta", "”Utlysta tjänster” är 0 men ”Ansökningar till dem” är 3."),
    ],
)
def test_answers_that_contradict_each_other_say_which_to_change(svar, fraga, text):
    fel = _prova(svar).fel
    assert list(fel) == [fraga]
    assert text in fel[fraga]
    assert "Ändra" in fel[fraga]
    assert "kolumn" not in fel[fraga], "a form has none"


@pytest.mark.parametrize(
    "svar",
    [
        {"anlitat": 0.0, "inhyrda": 0.0},
        {"anlitat": 0.0},
        {"anlitat": 1.0, "inhyrda": 0.0},
        {"slutat": 10.0, "slutat_externt": 6.0, "slutat_pension": 4.0},
        {"slutat_externt": 6.0, "slutat_pension": 4.0},
    ],
)
def test_answers_that_agree(svar):
    assert _prova(svar).fel == {}


@pytest.mark.parametrize("svar", [{"utlysta": 0.0}, {"utlysta": 0.0, "sokande": 0.0}])
def test_nothing_advertised_makes_applicants_per_post_not_applicable(svar):
    (r,) = _prova(svar).resultat
    assert (r.definition.kod, r.cell.varde, r.cell.saknas) == ("VP08", None, "ej_tillampligt")


@pytest.mark.parametrize("namnare", [1e-311, 5e-324, 1e-299])
def test_a_quotient_is_finite(namnare):
    with pytest.raises(Regelfel, match="så liten att värdet inte går att räkna") as fel:
        dividera(alla()["VP07"], 5.0, namnare, None)
    assert fel.value.kolumn == "nämnare"
    assert list(_prova({"slutat": 5.0, "medeltal_anstallda": namnare}).fel) == ["medeltal_anstallda"]


def test_a_reason_makes_every_nyckeltal_of_the_question_missing():
    provning = _prova({"vakanta": 3.0}, {"inrattade": "saknas"})
    assert {r.definition.kod: r.cell.saknas for r in provning.resultat} == {
        "VP01": "saknas",
        "VP04": "saknas",
        "VP11": "saknas",
    }
    assert all(r.cell.varde is None for r in provning.resultat)


def test_the_sentence_compares_with_last_period():
    (r,) = _prova({"vakanta": 10.0, "inrattade": 100.0}, forra={"vakanta": 12.0, "inrattade": 100.0}).resultat
    assert r.mening == (
        "Vakanta tjänster, IFO: 10,0\xa0%. Kvartal 1 2025 var det 12,0\xa0% (\u22122,0\xa0procentenheter)."
    )
    (utan,) = _prova({"vakanta": 10.0, "inrattade": 100.0}).resultat
    assert utan.mening == "Vakanta tjänster, IFO: 10,0\xa0%."


def test_an_implausible_value_says_so():
    provning = _prova({"slutat": 200.0, "medeltal_anstallda": 100.0})
    assert [r.definition.kod for r in provning.orimliga] == ["VP07"]
    assert "200,0" in provning.orimliga[0].orimlig


@pytest.fixture
def ostersund(register, monkeypatch):
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})
    return Kommun.objects.get(pk="2380")


def _spara(kommun, svar, av, **mer):
    return rapportering.spara(
        kommun, "2025-K2", _prova(svar), svar=svar, skal={}, av=av, preliminar=mer.get("preliminar", False)
    )


def test_answers_come_back_as_they_were_given(ostersund, bo):
    svar = {**HELA, "slutat_pension": 2.0}
    importen = _spara(ostersund, svar, bo)
    assert (importen.lage, importen.version, importen.kommun) == (Lage.KLAR, 1, ostersund)
    assert rapportering.kanda_svar(ostersund, "2025-K2", senaste_version()) == svar
    assert rapportering.kanda_svar(ostersund, "2025-K1", senaste_version()) == {}


def test_what_came_by_file_is_known_and_example_data_is_not(ostersund):
    for exempel, taljare in ((False, 5.0), (True, 7.0)):
        importen = services.oppna(Import.Slag.FIL, "x.csv", lage=Lage.GRANSKAS)
        period = "2025-K2" if not exempel else "2025-K1"
        cell = Cell("2380", None, "VP01", period, "T", taljare, "", taljare, 100.0)
        skriv(importen, [cell], kalla="kommun", exempel=exempel)
        services.publicera(importen)
    assert rapportering.kanda_svar(ostersund, "2025-K2", 2) == {"vakanta": 5.0, "inrattade": 100.0}
    assert rapportering.kanda_svar(ostersund, "2025-K1", 2) == {}


def test_faults_and_nothing_cannot_be_saved(ostersund, bo):
    with pytest.raises(ValueError, match="har fel"):
        _spara(ostersund, {"slutat": -1.0}, bo)
    with pytest.raises(ValueError, match="räcker inte"):
        _spara(ostersund, {}, bo)
    assert not Import.objects.exists()


def test_final_beats_preliminary(ostersund, bo):
    _spara(ostersund, HELA, bo)
    andra = _spara(ostersund, {**HELA, "vakanta": 50.0}, bo, preliminar=True)
    assert andra.version is None
    assert andra.avvisade == 5
    assert Matvarde.objects.get(nyckeltal="VP01").varde == 12.5


def _utgang(importen: Import) -> dict[str, set[str]]:
    grupper: dict[str, set[str]] = {}
    for kod, blev in importen.urval["utgang"].items():
        grupper.setdefault(blev, set()).add(kod)
    return grupper


def test_what_became_of_each_answer_is_kept(ostersund, bo):
    forsta = _spara(ostersund, HELA, bo)
    assert _utgang(forsta) == {"sparat": {"VP01", "VP03", "VP04", "VP06", "VP07"}}
    andra = _spara(ostersund, {**HELA, "vakanta": 50.0, "arenden": 30.0, "socialsekreterare": 3.0}, bo, preliminar=True)
    andra.refresh_from_db()
    assert _utgang(andra) == {"sparat": {"VP09"}, "avvisat": {"VP01"}, "fanns": {"VP03", "VP04", "VP06", "VP07"}}
    tredje = _spara(ostersund, HELA, bo)
    assert set(_utgang(tredje)) == {"fanns"}


def test_reasons_are_known_until_an_answer_comes(ostersund, bo):
    assert rapportering.kanda_skal(ostersund, "2025-K2", {}) == {}
    provning = _prova({"vakanta": 1.0, "inrattade": 10.0}, {"inhyrda": "saknas"})
    rapportering.spara(*(ostersund, "2025-K2", provning), svar={}, skal={"inhyrda": "saknas"}, av=bo, preliminar=False)
    assert rapportering.kanda_skal(ostersund, "2025-K2", {}) == {"inhyrda": "saknas"}
    assert rapportering.kanda_skal(ostersund, "2025-K2", {"inhyrda": 4.0}) == {}
    assert rapportering.kanda_skal(ostersund, "2025-K1", {}) == {}


@pytest.mark.parametrize(
    ("svar", "skal", "kvar"),
    [
        ({"inrattade": 10.0}, {}, ["vakanta"]),
        ({}, {"inrattade": "saknas"}, []),
        ({"inrattade": 10.0}, {"vakanta": "saknas"}, []),
        ({"inrattade": 10.0, "vakanta": 1.0}, {}, []),
    ],
)
def test_an_emptied_answer_stands_while_a_value_counts_it(svar, skal, kvar):
    tomda = [kod for kod in ("vakanta", "slutat_pension") if kod not in svar and kod not in skal]
    assert rapportering.star_kvar(tomda, _prova(svar, skal)) == kvar
