"""A small world, published in two versions: what was known first, and a revision."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.db.models import F

from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.models import Enhet, Grupptillhorighet, Import, Kommungrupp, Liknande, Matvarde, Versionslas
from kommuner.services import oppna, publicera

FORSTA = [
    Cell("2380", None, "N00090", "2014", "T", 7.3),
    Cell("2380", None, "N00090", "2015", "T", 8.4),
    Cell("2380", None, "N00090", "2015", "K", 9.1),
    Cell("1737", None, "N00090", "2015", "T", 4.3),
    Cell("2480", None, "N00090", "2015", "T", 7.9),
    Cell("0180", None, "N00090", "2015", "T", None, "saknas"),
    Cell("0114", None, "N00090", "2015", "T", 7.9),
    Cell("0115", None, "N00090", "2015", "M", None, "ej_tillampligt"),
    Cell(None, None, "N00090", "2015", "T", 6.2),
]
ANDRA = [Cell("2380", None, "N00090", "2014", "T", 7.4)]
VAKANSER = [
    Cell("2380", None, "VP01", "2026-K1", "T", 12.5, taljare=5, namnare=40),
    Cell("2380", None, "VP01", "2026-K2", "T", 50.0, taljare=2, namnare=4),
    Cell("2480", None, "VP01", "2026-K1", "T", 10.0, taljare=3, namnare=30),
]


@pytest.fixture(autouse=True)
def _tom_cache():
    """Requests are counted in the cache: each test begins at none."""
    cache.clear()


def publicerad(celler, *, kalla="kolada", **falt) -> Import:
    importen = oppna("kolada" if kalla == "kolada" else "formular", "test", lage=Lage.PAGAR)
    skriv(importen, celler, kalla=kalla, **falt)
    return publicera(importen)


@pytest.fixture
def publicerat():
    """Publishes cells as one import; returns it."""
    return publicerad


@pytest.fixture(scope="module")
def modulens_varld(django_db_setup, django_db_blocker):
    """The world, made once per module inside a transaction; each test runs in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("las_register", stdout=io.StringIO())
        yield _varld()
        transaction.set_rollback(True)


@pytest.fixture
def varld(modulens_varld, db):
    """Versions 1 (three days ago), 2 (a revision, yesterday) and 3 (what Östersund and Umeå reported, today)."""
    return modulens_varld


@pytest.fixture
def register(varld):
    """The register is part of the world."""


@pytest.fixture
def tomt(varld):
    """The register and nothing published."""
    Matvarde.objects.all().delete()
    Import.objects.all().delete()
    Versionslas.objects.update(senaste=0)


def _varld() -> list[Import]:
    b3 = Kommungrupp.objects.create(kod="B3", namn="Större stad", kolada_id="G1")
    for kod in ("2380", "2480"):
        Grupptillhorighet.objects.create(kommun_id=kod, grupp=b3, fran="2023-01-01")
    Liknande.objects.create(kommun_id="2380", liknar_id="2480", ar=2024)
    importer = [publicerad(FORSTA), publicerad(ANDRA), publicerad(VAKANSER, kalla="kommun")]
    for importen, dagar in zip(importer, (3, 1, 0), strict=True):
        Import.objects.filter(pk=importen.pk).update(publicerad=F("publicerad") - timedelta(days=dagar))
    return importer


@pytest.fixture
def enhet(varld, publicerat):
    """A unit in Östersund with one value."""
    enhet = Enhet.objects.create(kommun_id="2380", namn="Barn och unga")
    publicerat([Cell("2380", enhet.pk, "VP01", "2026-K1", "T", 20.0, taljare=2, namnare=10)], kalla="kommun")
    return enhet


@pytest.fixture
def sand(bo, inloggad):
    """POST or PATCH as somebody, Bo if nobody else is named."""

    def gor(adress, metod="post", vem=None, huvuden=None, **kropp):
        klient = inloggad(vem or bo)
        return getattr(klient, metod)(adress, kropp, content_type="application/json", headers=huvuden or {})

    return gor
