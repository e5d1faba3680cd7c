"""What the review says of an import before it is published."""

import io

import pytest
from django.db import connection

from kommuner import services
from kommuner.importer import granskning
from kommuner.importer.fil import las_in, ta_emot
from kommuner.importer.granskning import Utfall
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version
from kommuner.models import Enhet, Import
from tests.kommuner.test_fil import IDAG, _rader, i_egen_mapp

pytestmark = pytest.mark.django_db
__all__ = ["i_egen_mapp"]
HELA = "2380;;VP01;2025-K1;;;{};10;;;"
ENHETENS = "2380;Barn och unga;VP01;2025-K1;;;{};5;;;"


@pytest.fixture(autouse=True)
def enhet(i_egen_mapp) -> Enhet:
    return Enhet.objects.create(kommun_id="2380", namn="Barn och unga")


def _in(*rader: str) -> Import:
    importen = ta_emot(io.BytesIO(_rader(*rader).encode()), "x.csv", av=None, kommuner=None, preliminar=False)
    las_in(importen.pk, idag=IDAG)
    importen.refresh_from_db()
    return importen


def _publicera(*rader: str) -> Import:
    return granskning.godkann(_in(*rader), av=None, sedd_version=senaste_version())


@pytest.mark.parametrize(("finns", "ny"), [(HELA, ENHETENS), (ENHETENS, HELA)])
def test_a_unit_and_its_municipality_are_different_cells(finns, ny):
    _publicera(finns.format(1))
    importen = _in(ny.format(2))
    assert granskning.rakna(importen) == Utfall(nya=1, reviderade=0, oforandrade=0, svagare=0)
    assert [m.rad for m in granskning.rader(importen, "nya")] == [2]
    assert not granskning.rader(importen, "reviderade").exists()


def test_what_was_replaced_is_of_the_same_shape():
    _publicera(HELA.format(1), ENHETENS.format(1))
    andra = _publicera(HELA.format(2))
    assert (andra.tagna, andra.reviderade) == (0, 1)
    assert [m.rad for m in granskning.rader(andra, "reviderade")] == [2]
    tredje = _publicera(ENHETENS.format(3), "2380;;VP01;2025-K2;;;3;10;;;")
    assert [m.rad for m in granskning.rader(tredje, "nya")] == [3]
    assert [m.rad for m in granskning.rader(tredje, "reviderade")] == [2]


def test_each_shape_is_found_through_its_own_index():
    """Without the indexes each row is held against all of its nyckeltal: hours for a large file."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by the table's size")
    _publicera(HELA.format(1))
    plan = granskning.med_motsvarighet(_in(HELA.format(2))).explain()
    assert {"en_cell_kommun", "en_cell_enhet", "en_cell_riket"} <= set(plan.replace("(", " ").split())


def test_the_counting_holds_no_write_lock(monkeypatch):
    utanfor, djup = len(connection.atomic_blocks), []
    rakna = granskning.rakna

    def spana(importen: Import) -> Utfall:
        djup.append(len(connection.atomic_blocks))
        return rakna(importen)

    monkeypatch.setattr(granskning, "rakna", spana)
    importen = _in(HELA.format(1))
    assert djup == [utanfor]
    assert importen.lage == Lage.GRANSKAS
    assert importen.urval["utfall"] == {"nya": 1, "reviderade": 0, "oforandrade": 0, "svagare": 0}


def test_an_import_cancelled_while_it_is_counted_stays_cancelled(monkeypatch):
    def avbryt(importen: Import) -> Utfall:
        Import.objects.filter(pk=importen.pk).update(lage=Lage.AVBRUTEN)
        return Utfall(1, 0, 0, 0)

    monkeypatch.setattr(granskning, "rakna", avbryt)
    importen = _in(HELA.format(1))
    assert (importen.lage, importen.version) == (Lage.AVBRUTEN, None)
    assert "utfall" not in importen.urval


def test_a_series_is_found_in_its_family_without_holding_each_row_against_all():
    _publicera(HELA.format(1), ENHETENS.format(1), "2480;;VP01;2025-K1;;;1;10;;;")
    fragor = [str(q.query) for q in services._exempel_i_riktiga(_in(HELA.format(2)))]
    assert len(fragor) == 2, "one for both municipalities and one for the unit"
    assert not [f for f in fragor if "EXISTS" in f]
