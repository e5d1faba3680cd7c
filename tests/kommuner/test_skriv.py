"""Many values at once, as they come back."""

import pytest
from django.db import IntegrityError, transaction

from kommuner.importer.skriv import KOLUMNER, Cell, analysera, skriv
from kommuner.jobb import Lage
from kommuner.models import Enhet, Matvarde
from kommuner.services import oppna
from tests.kommuner.test_services import SJUK, VAKANTA

pytestmark = pytest.mark.usefixtures("register")


def test_the_columns_are_the_tables_own():
    alla = {falt.column for falt in Matvarde._meta.concrete_fields}
    assert set(KOLUMNER) == alla - {"id", "ersatt_i"}


def test_every_field_comes_back_as_it_went_in():
    importen = oppna("fil", "test", lage=Lage.PAGAR)
    enhet = Enhet.objects.create(kommun_id="2380", namn="Barn, unga och ”andra”")
    celler = [
        Cell("2380", enhet.pk, VAKANTA, "2025-K1", "T", 12.5, "", 1.0, 8.0, 8.0, 3),
        Cell(None, None, SJUK, "2015", "K", None, "ej_tillampligt"),
        Cell("2480", None, SJUK, "2015", "T", 0.1 + 0.2, "", 3.0, 10.0),
    ]
    skriv(importen, celler, kalla="kommun", preliminar=True, exempel=True)
    rader = Matvarde.objects.filter(importen=importen).order_by("pk")
    falt = ("kommun", "enhet", "nyckeltal", "period", "kon", "varde", "saknas", "taljare", "namnare", "personer")
    assert list(rader.values_list(*falt, "rad")) == [tuple(c) for c in celler]
    ovrigt = set(rader.values_list("kalla", "preliminar", "exempel", "skyddad", "ersatt_i"))
    assert ovrigt == {("kommun", True, True, False, None)}
    assert list(rader.values_list("periodslag", flat=True)) == ["K", "A", "A"]


def test_nothing_to_write_is_no_fault():
    importen = oppna("fil", "test")
    skriv(importen, [], kalla="kommun")
    assert not Matvarde.objects.exists()


def test_two_rows_for_one_cell_are_refused_whole():
    importen = oppna("fil", "test")
    celler = [Cell("2480", None, SJUK, "2014", "T", 1.0), *[Cell("2380", None, SJUK, "2015", "T", 1.0)] * 2]
    with pytest.raises(IntegrityError), transaction.atomic():
        skriv(importen, celler, kalla="kolada")
    assert not Matvarde.objects.exists()


def test_a_period_that_does_not_exist_is_refused():
    importen = oppna("fil", "test")
    with pytest.raises(ValueError, match="fyra kvartal"), transaction.atomic():
        skriv(importen, [Cell("2480", None, SJUK, "2014-K5", "T", 1.0)], kalla="kolada")
    assert not Matvarde.objects.exists()


def test_telling_the_database_what_came_is_no_fault_anywhere():
    analysera()
    assert not Matvarde.objects.exists()
