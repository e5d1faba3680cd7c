"""Example values are plausible, marked, removable, and never contradict what is publicly told."""

from collections import defaultdict

import pytest
from django.core.management import call_command

from kommuner.exempel import AR, KVARTAL, celler
from kommuner.exempelarbete import fyll, ta_bort
from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.lasning import finns_exempel, senaste_version, varden
from kommuner.models import Import, Matvarde
from kommuner.nyckeltal import alla, rapporterade
from kommuner.services import oppna, publicera

OSTERSUND, UMEA, VAXJO, AMAL, TORSBY, NORRTALJE = "2380", "2480", "0780", "1492", "1737", "0188"
KODER = ["0114", "0180", NORRTALJE, "0305", VAXJO, "1380", AMAL, TORSBY, "2180", OSTERSUND, UMEA, "2584"]


@pytest.fixture(scope="module")
def serier():
    """{(nyckeltal, kommun): {period: cell}} for a small country."""
    funna: dict[tuple[str, str | None], dict[str, Cell]] = defaultdict(dict)
    for cell in celler(KODER):
        funna[cell.nyckeltal, cell.kommun][cell.period] = cell
    return funna


def tal(serier, nyckeltal, kommun):
    return {p: c.varde for p, c in serier[nyckeltal, kommun].items() if c.varde is not None}


def test_all_reported_nyckeltal_have_forty_quarters():
    assert len(KVARTAL) == 40
    perioder = defaultdict(set)
    for cell in celler(KODER):
        perioder[cell.nyckeltal].add(cell.period)
    assert set(perioder) == {d.kod for d in rapporterade()}
    assert all(set(p) in (set(KVARTAL), set(AR)) for p in perioder.values())


def test_the_same_seed_gives_the_same_values():
    assert list(celler(KODER)) == list(celler(KODER))
    assert list(celler(KODER, fro=1)) != list(celler(KODER))


def test_every_value_is_within_the_plausible_range_and_divides():
    definitioner = alla()
    for cell in celler(KODER):
        if cell.varde is None:
            assert cell.saknas in {"saknas", "ej_tillampligt"}
            continue
        d = definitioner[cell.nyckeltal]
        assert d.rimlig.min <= cell.varde <= d.rimlig.max, cell
        assert cell.taljare is not None
        assert cell.namnare is not None
        assert cell.varde == pytest.approx(cell.taljare / cell.namnare * d.skala)


def test_some_values_are_missing_and_most_are_not(serier):
    antal = sum(len(s) for (n, _), s in serier.items() if n != "VP10")
    mojliga = len(KODER) * 10 * 40
    assert 0.85 * mojliga < antal < mojliga


@pytest.mark.parametrize("kommun", [OSTERSUND, UMEA, VAXJO, AMAL])
def test_those_told_to_use_no_agency_staff_use_none(serier, kommun):
    for nyckeltal in ("VP02", "VP03", "VP04", "VP05"):
        assert set(tal(serier, nyckeltal, kommun).values()) == {0.0}


def test_others_do_use_agency_staff(serier):
    assert any(v for (n, _), s in serier.items() if n == "VP02" for v in tal(serier, n, _).values())


@pytest.mark.parametrize("kommun", [VAXJO, AMAL])
def test_those_told_to_keep_their_staff_keep_it(serier, kommun):
    assert max(tal(serier, "VP07", kommun).values()) <= 7.0


def test_ostersunds_sick_leave_rose_between_2014_and_2015(serier):
    serie = tal(serier, "VP06", OSTERSUND)
    for kvartal in "1234":
        fore, efter = serie.get(f"2014-K{kvartal}"), serie.get(f"2015-K{kvartal}")
        assert fore is None or efter is None or efter > fore + 1


def test_torsbys_sick_leave_is_lowest(serier):
    for period, varde in tal(serier, "VP06", TORSBY).items():
        andra = [tal(serier, "VP06", kod).get(period) for kod in KODER if kod != TORSBY]
        assert varde < min(v for v in andra if v is not None)


def test_umeas_applicants_went_from_none_to_forty(serier):
    serie = tal(serier, "VP08", UMEA)
    assert {v for p, v in serie.items() if p < "2015-K3"} == {0.0}
    assert {v for p, v in serie.items() if p >= "2015-K3"} == {40.0}


def test_norrtalje_lacks_applicants(serier):
    serie = [v for p, v in tal(serier, "VP08", NORRTALJE).items() if p[:4] == "2016"]
    assert serie
    assert sum(serie) / len(serie) < 1.5


def _verkligt(kommun, nyckeltal, period):
    importen = oppna("fil", "verklig.csv", lage=Lage.PAGAR)
    skriv(importen, [Cell(kommun, None, nyckeltal, period, "T", 5.0, "", 2.0, 40.0)], kalla="kommun")
    return publicera(importen)


@pytest.fixture
def litet_land(register, monkeypatch):
    monkeypatch.setattr("kommuner.exempelarbete.celler", lambda _, fro: celler(KODER, fro))


@pytest.mark.usefixtures("litet_land")
def test_filling_marks_every_row_and_twice_changes_nothing():
    forsta = fyll()
    assert forsta.version == 1
    assert not Matvarde.objects.filter(exempel=False).exists()
    andra = fyll()
    assert andra.version is None
    assert andra.oforandrade == forsta.tagna
    assert senaste_version() == 1


@pytest.mark.usefixtures("litet_land")
def test_example_never_replaces_a_real_value():
    _verkligt(OSTERSUND, "VP01", "2016-K4")
    fyll()
    rader = varden(senaste_version()).filter(kommun=OSTERSUND, nyckeltal="VP01", period="2016-K4")
    rad: dict[str, object] = dict(rader.values().get())
    assert (rad["synligt"], rad["exempel"]) == (5.0, False)


@pytest.mark.usefixtures("litet_land")
def test_a_real_value_replaces_an_example():
    fyll()
    _verkligt(UMEA, "VP01", "2016-K4")
    rader = varden(senaste_version()).filter(kommun=UMEA, nyckeltal="VP01", period="2016-K4")
    rad: dict[str, object] = dict(rader.values().get())
    assert (rad["synligt"], rad["exempel"]) == (5.0, False)


@pytest.mark.usefixtures("litet_land")
def test_one_command_removes_all_examples_and_nothing_else(django_capture_on_commit_callbacks):
    fyll()
    _verkligt(UMEA, "VP01", "2016-K4")
    with django_capture_on_commit_callbacks() as efter:
        fore = senaste_version()
        assert ta_bort() > 0
    assert len(efter) == 1
    assert senaste_version() == fore + 1
    assert Matvarde.objects.count() == 1
    assert not finns_exempel(senaste_version())


@pytest.mark.usefixtures("litet_land")
def test_the_command_says_what_it_did(capsys):
    call_command("exempel")
    assert "märkta exempeldata" in capsys.readouterr().out
    call_command("exempel", "--ta-bort")
    assert "togs bort" in capsys.readouterr().out
    assert not Matvarde.objects.filter(exempel=True).exists()
    assert Import.objects.filter(slag="exempel").count() == 2
    call_command("exempel", "--ta-bort")
    assert Import.objects.filter(slag="exempel").count() == 2
