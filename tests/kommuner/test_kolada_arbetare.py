"""The import by a real worker over a real queue, killed and put to sleep in the middle."""

import pytest
from django.core.management import call_command

from kommuner import jobb
from kommuner.importer.kolada import bestall_kolada
from kommuner.jobb import Lage
from kommuner.models import Grupptillhorighet, Import, Liknande, Matvarde, Versionslas
from kommuner.services import avbryt_import
from tests.arbetare import Arbetare, arbetare, broker, vanta
from tests.kolada_server import Kolada, koladaserver

pytestmark = [pytest.mark.arbetare, pytest.mark.django_db(transaction=True)]
AR = range(2012, 2017)


@pytest.fixture(autouse=True)
def _forberett(settings):
    call_command("las_register", verbosity=0)
    settings.JOBB_TYST_EFTER = 2
    broker()


@pytest.fixture
def kolada():
    with koladaserver() as server:
        server.per_sida = 400
        yield server


def allt() -> tuple[object, ...]:
    varden = Matvarde.objects.order_by("nyckeltal_id", "kommun_id", "period", "kon")
    falt = ("nyckeltal_id", "kommun_id", "period", "kon", "varde", "saknas", "importen__version", "ersatt_i")
    grupper = Grupptillhorighet.objects.order_by("kommun_id").values_list("kommun_id", "grupp_id", "fran", "till")
    lika = Liknande.objects.order_by("kommun_id", "liknar_id").values_list("kommun_id", "liknar_id", "ar")
    return list(varden.values_list(*falt)), list(grupper), list(lika)


def ostord(kolada: Kolada) -> tuple[object, ...]:
    """The end state of a fetch that nothing disturbs, which is then undone."""
    call_command("hamta_kolada", "--ar", *map(str, AR), "--bas-url", kolada.bas_url)
    facit = allt()
    Import.objects.all().delete()
    Grupptillhorighet.objects.all().delete()
    Liknande.objects.all().delete()
    Versionslas.objects.update(senaste=0)
    return facit


def laget(importen: Import) -> str:
    importen.refresh_from_db()
    return importen.lage


def halvvags(importen: Import, worker: Arbetare) -> None:
    vanta(lambda: laget(importen) and importen.klart >= 5, 60, lambda: worker.logg)
    assert importen.lage == Lage.PAGAR


def klar(importen: Import, worker: Arbetare) -> None:
    vanta(lambda: laget(importen) not in (Lage.VANTAR, Lage.PAGAR), 120, lambda: worker.logg)
    assert importen.lage == Lage.KLAR, importen.fel


def test_killed_half_way_it_ends_as_if_nothing_had_happened(kolada):
    facit = ostord(kolada)
    kolada.droj = 0.1
    importen = bestall_kolada(ar=AR, bas_url=kolada.bas_url)
    with arbetare(TEST_JOBB_TYST="2") as worker:
        halvvags(importen, worker)
        worker.doda()
    klara = laget(importen) and list(importen.fortsattning["klara"])
    kolada.droj = 0.0
    with arbetare(klocka=True, TEST_JOBB_TYST="2") as worker:
        klar(importen, worker)
    assert importen.forsok == 2
    assert importen.fortsattning["klara"][: len(klara)] == klara
    assert allt() == facit
    assert (importen.tagna, importen.oforandrade, importen.avvisade) == (291 * 23, 0, 0)


def test_a_worker_that_sleeps_and_wakes_overwrites_nothing(kolada):
    facit = ostord(kolada)
    kolada.droj = 0.1
    importen = bestall_kolada(ar=AR, bas_url=kolada.bas_url)
    with arbetare(TEST_JOBB_TYST="2") as sovare:
        halvvags(importen, sovare)
        sovare.frys()
        kolada.droj = 0.0
        with arbetare(klocka=True, TEST_JOBB_TYST="2") as worker:
            klar(importen, worker)
            slut = allt()
            sovare.vack()
            vanta(lambda: "inte längre min" in sovare.logg, 60, lambda: sovare.logg)
    assert slut == allt() == facit
    assert (laget(importen), importen.forsok) == (Lage.KLAR, 2)


def test_cancelled_the_worker_stops_and_nothing_is_left(kolada):
    kolada.droj = 0.1
    importen = bestall_kolada(ar=AR, bas_url=kolada.bas_url)
    with arbetare(TEST_JOBB_TYST="2") as worker:
        halvvags(importen, worker)
        assert avbryt_import(importen)
        vanta(lambda: "inte längre min" in worker.logg, 60, lambda: worker.logg)
    assert (laget(importen), Matvarde.objects.count()) == (Lage.AVBRUTEN, 0)


def test_an_order_made_while_the_queue_was_down_is_made_later(kolada, monkeypatch):
    monkeypatch.setattr(jobb, "_skicka", lambda *_: False)
    importen = bestall_kolada(nyckeltal=["N00090"], ar=[2015], bas_url=kolada.bas_url)
    with arbetare(klocka=True, TEST_JOBB_TYST="2") as worker:
        klar(importen, worker)
    assert importen.tagna == 291 * 3
