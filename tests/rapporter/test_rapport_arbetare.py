"""A real worker on a real broker: killed, frozen and woken, the end is the same."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kommuner.jobb import AVSLUTADE, Lage, vack_tysta
from kommuner.models import Kommun
from rapporter import trendbygge
from rapporter.models import Rapport, Trend, Trendbygge, Trendfamilj
from rapporter.services import bestall_rapport
from rapporter.trendbygge import aktuell_pekare
from tests.arbetare import arbetare, broker, vanta
from tests.rapporter.varld import celler, importera

pytestmark = [pytest.mark.arbetare, pytest.mark.django_db(transaction=True)]

KODER = ("N00090", "N00216", "N00200", "N00201", "N30206", "U00200")


@pytest.fixture
def familjer(transactional_db):
    call_command("las_register", verbosity=0)
    broker()
    koder = list(Kommun.objects.values_list("kod", flat=True)[:120])
    rader = [
        cell
        for i, kod in enumerate(KODER)
        for cell in celler(kod, {k: [(i + j * 7 + int(k)) % 23 + 0.5 for j in range(17)] for k in koder})
    ]
    importera(rader)
    Trendbygge.objects.all().delete()  # the import's own order: the tests make theirs
    return [(kod, "T", "A") for kod in KODER]


def synliga() -> list[tuple[object, ...]]:
    rader = Trend.objects.vid(aktuell_pekare().generation).order_by("nyckeltal", "kommun")
    dolt = ("id", "bygge_id", "fran", "till")
    return [tuple(v for k, v in rad.items() if k not in dolt) for rad in rader.values()]


def bestall_bygge(familjer, version):
    return trendbygge.bestall_bygge(familjer, version)


def alla_slut() -> bool:
    vack_tysta(timezone.now())
    return not Trendfamilj.objects.exclude(lage__in=AVSLUTADE).exists()


@pytest.fixture
def facit(familjer):
    """The undisturbed end."""
    bestall_bygge(familjer, 1)
    call_command("berakna_trender", verbosity=0)
    rader = synliga()
    assert len(rader) == 120 * len(KODER)
    return rader


def test_dodad_mitt_i_ett_bygge_slutar_likadant(familjer, facit):
    with arbetare(TEST_JOBB_TYST="2") as forsta:
        bygge = bestall_bygge(familjer, 1)
        vanta(lambda: bygge.familjer.filter(lage=Lage.KLAR).exists(), 60, lambda: forsta.logg)
        forsta.doda()
    with arbetare(TEST_JOBB_TYST="2") as andra:
        vanta(alla_slut, 90, lambda: andra.logg)
    assert aktuell_pekare().generation == 2
    assert synliga() == facit
    assert set(Trendfamilj.objects.values_list("lage", flat=True)) == {Lage.KLAR}


def test_frusen_och_vackt_skriver_ingenting(familjer, facit):
    with arbetare(TEST_JOBB_TYST="2") as sovande:
        bygge = bestall_bygge(familjer, 1)
        vanta(lambda: bygge.familjer.exclude(lage=Lage.VANTAR).exists(), 60, lambda: sovande.logg)
        sovande.frys()
        with arbetare(TEST_JOBB_TYST="2") as andra:
            vanta(alla_slut, 120, lambda: andra.logg)
        sovande.vack()
        vanta(lambda: True)
        rader, generation = synliga(), aktuell_pekare().generation
    assert rader == facit
    assert generation == 2
    assert Trend.objects.filter(fran=None).count() == 0


def test_rapport_bestalld_medan_koen_ar_nere_gors_nar_den_ar_uppe(familjer, facit, monkeypatch):
    from kommuner import jobb

    with monkeypatch.context() as nere:
        nere.setattr(jobb, "_skicka", lambda modell, pk: False)
        rapport = bestall_rapport("riket", "", [], None)
    with arbetare(TEST_JOBB_TYST="2") as arbetaren:
        vack_tysta(timezone.now())
        vanta(lambda: _lage(rapport) == Lage.KLAR, 90, lambda: arbetaren.logg)
    assert Rapport.objects.get().filer.count() == 2


def test_rapport_dodad_mitt_i_blir_klar_anda(familjer, facit):
    with arbetare(TEST_JOBB_TYST="2") as forsta:
        rapport = bestall_rapport("riket", "", [], None)
        vanta(lambda: _lage(rapport) != Lage.VANTAR, 60, lambda: forsta.logg)
        forsta.doda()
    with arbetare(TEST_JOBB_TYST="2") as andra:
        vanta(lambda: _vackt(rapport) == Lage.KLAR, 90, lambda: andra.logg)
    assert sorted(Rapport.objects.get().filer.values_list("format", flat=True)) == ["csv", "xlsx"]


def _lage(rapport) -> str:
    connection.close_if_unusable_or_obsolete()
    return Rapport.objects.values_list("lage", flat=True).get(pk=rapport.pk)


def _vackt(rapport) -> str:
    vack_tysta(timezone.now())
    return _lage(rapport)
