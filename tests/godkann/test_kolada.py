"""Against the given Kolada with real values, 2006–2022: what the issue's "Done when" asks of the import."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from kommuner.importer.kolada import bestall_kolada, hamta
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version, varden
from kommuner.models import Grupptillhorighet, Import, Liknande, Matvarde
from tests.arbetare import arbetare, broker, vanta
from tests.godkann.conftest import given_kolada

AR = range(2006, 2023)
OSTERSUND, TORSBY = "2380", "1737"


def fran_borjan() -> None:
    call_command("flush", interactive=False, verbosity=0)
    call_command("las_register", verbosity=0)


def hamta_allt(bas_url: str) -> Import:
    importen = hamta(bestall_kolada(ar=AR, bas_url=bas_url).pk)
    assert importen is not None
    assert importen.lage == Lage.KLAR, importen.fel
    return importen


def allt():
    falt = ("nyckeltal_id", "kommun_id", "period", "kon", "varde", "saknas", "importen__version", "ersatt_i")
    rader = Matvarde.objects.order_by("nyckeltal_id", "kommun_id", "period", "kon").values_list(*falt)
    grupper = Grupptillhorighet.objects.order_by("kommun_id").values_list("kommun_id", "grupp_id", "fran", "till")
    lika = Liknande.objects.order_by("kommun_id", "liknar_id").values_list("kommun_id", "liknar_id", "ar")
    return list(rader), list(grupper), list(lika)


@pytest.fixture(scope="module")
def ostort(django_db_setup, django_db_blocker):
    """A fetch that nothing disturbs, kept for the module; gives the end state."""
    with django_db_blocker.unblock():
        fran_borjan()
        with given_kolada() as bas_url:
            importen = hamta_allt(bas_url)
        assert (importen.version, importen.oforandrade, importen.reviderade, importen.avvisade) == (1, 0, 0, 0)
        assert importen.tagna > 60_000
        yield allt()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def hamtat(ostort, db):
    return ostort


@pytest.fixture
def tomt(ostort, transactional_db):
    """An empty database, and the end state to reach."""
    fran_borjan()
    return ostort


def test_all_nyckeltal_with_values_are_taken(hamtat):
    koder = set(Matvarde.objects.values_list("nyckeltal_id", flat=True))
    assert len(koder) == 14
    assert Import.objects.get().fortsattning["utan_varden"]
    assert Grupptillhorighet.objects.count() == 290
    assert Liknande.objects.count() == 290 * 7


def test_real_values_are_recognised(hamtat):
    def varde(kommun: str | None, period: str) -> Any:
        rad: Any = varden(1).get(nyckeltal="N00090", kommun=kommun, period=period, kon="T")
        return rad.synligt

    assert (varde(OSTERSUND, "2014"), varde(OSTERSUND, "2015"), varde(TORSBY, "2015")) == (7.3, 8.4, 4.3)
    assert (varde(None, "2019"), varde(None, "2020")) == (6.7, 8.3)


def test_the_page_shows_torsby_lowest_of_278(hamtat, client):
    sida = client.get("/nyckeltal/N00090/", {"period": "2015"})
    text = sida.content.decode()
    assert sida.status_code == 200
    assert re.search(r"Lägst var Torsby[^.]{0,40}4,3", re.sub(r"<[^>]+>|\s", " ", text).replace("\u00a0", " "))
    assert "278" in text


def test_the_api_ranks_torsby_first_of_278(hamtat, client):
    svar = client.get("/api/v1/nyckeltal/N00090/rangordning/", {"period": "2015", "kon": "T"}).json()
    assert svar["antal"] == len(svar["rader"]) == 278
    forst = svar["rader"][0]
    assert (forst["rang"], forst["kommun"], forst["namn"], forst["varde"]) == (1, TORSBY, "Torsby", 4.3)
    assert svar["rader"][1]["varde"] >= 4.3


def test_ostersund_on_its_page(hamtat, client):
    text = client.get(f"/kommuner/{OSTERSUND}/").content.decode()
    assert "7,3" in text
    assert "8,4" in text
    assert "Källa: Kolada" in text


def api_varde(client, period: str, **mer: str) -> Any:
    val = {"kommun": OSTERSUND, "nyckeltal": "N00090", "period": period, "kon": "T", **mer}
    (rad,) = client.get("/api/v1/matvarden/", val).json()["results"]
    assert (rad["kommun_namn"], rad["kalla"], rad["exempel"]) == ("Östersund", "kolada", False)
    return rad["varde"]


def test_ostersund_in_the_api(hamtat, client):
    assert (api_varde(client, "2014"), api_varde(client, "2015")) == (7.3, 8.4)


def test_a_second_import_brings_nothing_and_revises_nothing(hamtat):
    with given_kolada() as bas_url:
        importen = hamta_allt(bas_url)
    assert (importen.tagna, importen.reviderade, importen.avvisade, importen.version) == (0, 0, 0, None)
    assert importen.oforandrade == len(hamtat[0])
    assert allt() == hamtat


def test_exactly_the_revised_value_is_revised_and_the_old_one_can_be_asked_for(hamtat, client):
    Import.objects.update(publicerad=timezone.now() - timedelta(days=1))
    with given_kolada("--revise", f"N00090:{OSTERSUND}:2015:T=9.9") as bas_url:
        importen = hamta_allt(bas_url)
    assert (importen.version, importen.tagna, importen.reviderade) == (2, 0, 1)
    (ny,), (gammal,) = Matvarde.objects.filter(importen=importen), Matvarde.objects.filter(ersatt_i=2)
    assert (ny.kommun_id, ny.nyckeltal_id, ny.period, ny.kon, ny.varde) == (OSTERSUND, "N00090", "2015", "T", 9.9)
    assert gammal.varde == 8.4
    igar = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert (api_varde(client, "2015"), api_varde(client, "2015", kand=igar)) == (9.9, 8.4)
    sida = client.get("/nyckeltal/N00090/", {"period": "2015", "kand": igar})
    assert sida.status_code == 200
    assert senaste_version() == 2


def test_throttled_and_cut_off_it_ends_in_the_same_state(tomt):
    with given_kolada("--throttle", "10", "--break-at", "7") as bas_url:
        hamta_allt(bas_url)
    assert allt() == tomt


def test_with_its_worker_killed_half_way_it_ends_in_the_same_state(tomt, settings):
    settings.JOBB_TYST_EFTER = 2
    broker()
    with given_kolada("--delay", "0.3") as bas_url:
        importen = bestall_kolada(ar=AR, bas_url=bas_url)

        def laget() -> str:
            importen.refresh_from_db()
            return importen.lage

        with arbetare(TEST_JOBB_TYST="2") as worker:
            vanta(lambda: laget() and importen.klart >= 12, 120, lambda: worker.logg)
            assert importen.lage == Lage.PAGAR
            worker.doda()
        with arbetare(klocka=True, TEST_JOBB_TYST="2") as worker:
            vanta(lambda: laget() not in (Lage.VANTAR, Lage.PAGAR), 300, lambda: worker.logg)
    assert (importen.lage, importen.forsok) == (Lage.KLAR, 2), importen.fel
    assert allt() == tomt
