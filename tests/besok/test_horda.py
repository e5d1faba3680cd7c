"""Figures heard at a visit: nowhere before publication, preliminary after, and never instead of what is reported."""

from typing import Any

import pytest
from django.urls import reverse

from besok import horda, services
from besok.models import Besok
from kommuner import lasning, rapportering
from kommuner.models import Import, Kommun, Matvarde
from tests import varldar
from tests.besok import omgangsvarld as varld

pytestmark = pytest.mark.usefixtures("typer")
CELL = {"kommun": "2380", "nyckeltal": "VP01", "period": "2016-K4"}


@pytest.fixture(autouse=True)
def _utan_koer(monkeypatch):
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})


def besok(av, lage: str = "publicerad", **rad: Any) -> Besok:
    siffra = {"nyckeltal": "VP01", "period": "2016-K4", "taljare": "2", "namnare": "40", **rad}
    return varld.besok(av, lage=lage, siffror={"rader": [siffra]})


def varden() -> list[tuple[float | None, bool]]:
    rader = lasning.varden(lasning.senaste_version()).filter(**CELL)
    return [(m.varde, m.preliminar) for m in rader]


def rapportera(taljare: float, *, preliminar: bool = False) -> Import:
    return varldar.importera(
        [varldar.rapporterad("2380", "VP01", "2016-K4", taljare, 40)],
        kalla="kommun",
        slag=Import.Slag.FORMULAR,
        preliminar=preliminar,
    )


@pytest.mark.parametrize("lage", ["utkast", "klar", "faktagranskning"])
def test_before_publication_it_is_nowhere(alva, lage):
    besok(alva, lage)
    assert varden() == []
    assert not Matvarde.objects.exists()
    assert not Import.objects.exists()


def test_after_publication_it_is_preliminary(alva):
    besok(alva)
    assert varden() == [(5.0, True)]
    importen = Import.objects.get()
    assert (importen.slag, importen.kommun_id, importen.av) == ("besok", "2380", alva)


@pytest.mark.parametrize("preliminar", [True, False])
@pytest.mark.parametrize("taljare", [2.0, 4.0])
def test_it_never_replaces_what_is_reported(alva, preliminar, taljare):
    rapportera(taljare, preliminar=preliminar)
    forut = varden()
    besok(alva)
    assert varden() == forut


@pytest.mark.parametrize("preliminar", [True, False])
def test_what_is_reported_replaces_it(alva, preliminar):
    besok(alva)
    rapportera(4, preliminar=preliminar)
    assert varden() == [(10.0, preliminar)]


def test_the_same_figure_reported_is_no_longer_hearsay(alva):
    """Otherwise the next visit's figure would replace what the municipality has reported."""
    besok(alva)
    rapportera(2, preliminar=True)
    services.publicera(besok(alva, "klar", taljare="8").pk, av=alva)
    assert varden() == [(5.0, True)]


def test_a_reason_that_is_reported_stands_too(alva):
    varldar.importera([varldar.cell("2380", "VP01", "2016-K4", None)], kalla="kommun")
    besok(alva)
    assert varden() == [(None, False)]


def test_a_later_visit_replaces_an_earlier_ones(alva):
    besok(alva)
    besok(alva, taljare="4")
    assert varden() == [(10.0, True)]


@pytest.mark.parametrize(
    "rad",
    [
        {"namnare": "", "varde": "5"},
        {"taljare": "", "varde": "5"},
        {"taljare": "50"},
        {"nyckeltal": "N00090", "period": "2016"},
        {"period": "2016-05"},
    ],
)
def test_what_could_not_have_been_reported_stays_at_the_visit(alva, rad):
    rad = besok(alva, **rad)
    assert rad.lage == "publicerad"
    assert not Matvarde.objects.exists()


def test_an_invented_visit_brings_no_real_value(alva):
    rad = besok(alva, "klar")
    Besok.objects.filter(pk=rad.pk).update(exempel=True)
    services.publicera(rad.pk, av=alva)
    assert not Matvarde.objects.exists()


def test_a_withdrawn_visits_figures_go_with_it_but_history_stays(alva):
    rad = besok(alva)
    da = lasning.senaste_version()
    services.dra_tillbaka(rad.pk, skal="Fel kommun", av=alva)
    assert varden() == []
    assert lasning.varden(da).filter(**CELL).count() == 1


def test_withdrawing_leaves_what_has_been_reported_since(alva):
    rad = besok(alva)
    rapportera(4)
    services.dra_tillbaka(rad.pk, skal="Fel kommun", av=alva)
    assert varden() == [(10.0, False)]


def test_it_is_not_taken_for_the_municipalitys_own_answer(alva):
    besok(alva)
    kommun = Kommun.objects.get(kod="2380")
    assert rapportering.kanda_svar(kommun, "2016-K4", lasning.senaste_version()) == {}


def test_a_small_group_is_hidden_as_any_other(alva):
    besok(alva, namnare="4")
    rad: Any = lasning.varden(lasning.senaste_version()).filter(**CELL).get()
    assert (rad.synligt, rad.skal) == (None, "dold")


def formularet(klient) -> str:
    svar = klient.get(reverse("rapportera"), {"kommun": "2380", "period": "2016-K4"})
    assert svar.status_code == 200
    return str(svar.content.decode())


@pytest.mark.parametrize("lage", ["faktagranskning", "publicerad"])
def test_the_municipality_is_asked_in_its_form(inloggad, alva, bo, lage):
    besok(alva, lage)
    text = formularet(inloggad(bo))
    assert "Stämmer detta?" in text
    assert "Vakanta tjänster, IFO, kvartal 4 2016: antal 2 av 40" in text
    assert ("Svara i faktagranskningen" in text) == (lage == "faktagranskning")


def test_before_the_municipality_is_asked_the_form_says_nothing(inloggad, alva, bo):
    besok(alva, "klar")
    assert "Stämmer detta?" not in formularet(inloggad(bo))


def test_whoever_runs_the_site_is_not_asked_in_its_place(inloggad, alva, folke):
    besok(alva, "faktagranskning")
    assert "Stämmer detta?" not in formularet(inloggad(folke))


def test_another_period_or_municipality_is_not_mentioned(alva):
    besok(alva, "faktagranskning")
    assert horda.att_bekrafta("2380", "2016-K3") == []
    assert horda.att_bekrafta("2480", "2016-K4") == []
