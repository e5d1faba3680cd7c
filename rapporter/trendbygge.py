"""Building the Trend table: one job per family, and one swap when all of them have ended.

At most one bygge is unfinished. A new one takes over what an earlier has left: families that the new import
does not touch keep their state and their rows (their values are the same at both versions), the others are
computed again. So generations follow each other in the order of versions, and readers see each family either
wholly before or wholly after.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from kommuner import jobb, lasning
from kommuner.jobb import AVSLUTADE, Lage, Tappat
from kommuner.massinsattning import satt_in
from rapporter.models import Rapport, Trend, Trendbygge, Trendfamilj, Trendpekare

logg = logging.getLogger(__name__)

Familj = tuple[str, str, str]
"""nyckeltal, kön, periodslag"""

FAMILJ = ("nyckeltal_id", "kon", "periodslag")
HOGST_FORSOK = 6  # before the reaper gives up: a family that ends here lets the others be seen
BEHALL = 5  # generations after which replaced rows are deleted; reports copy what they need


def aktuell_pekare() -> Trendpekare:
    """The generation that readers see, and its version; a request reads it once."""
    return Trendpekare.objects.filter(pk=1).first() or Trendpekare(pk=1)


def bestall_bygge(familjer: Iterable[Familj], version: int) -> Trendbygge | None:
    """Order the families computed anew at `version` or what is later by now; None if there are none."""
    alla = sorted(set(familjer))
    if not alla:
        return None
    with transaction.atomic():
        _las_pekaren()
        bygge = Trendbygge.objects.create(version=max(version, lasning.senaste_version()))
        _ta_over(bygge, set(alla))
        nya = [Trendfamilj(bygge=bygge, **dict(zip(FAMILJ, familj, strict=True))) for familj in alla]
        for familj in Trendfamilj.objects.bulk_create(nya):
            jobb.knuffa(familj)
    return bygge


def _ta_over(bygge: Trendbygge, nya: set[Familj]) -> None:
    """Move what unfinished byggen have left to `bygge`; what it computes itself is dropped, rows and all."""
    for gammalt in Trendbygge.objects.filter(klar=None).exclude(pk=bygge.pk):
        # Their rows' locks first: a worker that is writing ends its transaction before its rows are moved.
        for familj in gammalt.familjer.select_for_update():
            if (familj.nyckeltal_id, familj.kon, familj.periodslag) in nya:
                _rader(familj, gammalt.pk).delete()
                familj.delete()
        Trend.objects.filter(bygge=gammalt).update(bygge=bygge)
        gammalt.familjer.update(bygge=bygge)
        gammalt.delete()


def _rader(familj: Trendfamilj, bygge_pk: int) -> QuerySet[Trend]:
    """The family's rows in an unpublished bygge."""
    return Trend.objects.filter(
        bygge_id=bygge_pk,
        fran=None,
        nyckeltal_id=familj.nyckeltal_id,
        kon=familj.kon,
        periodslag=familj.periodslag,
    )


def gor_familj(pk: int) -> None:
    """Compute and write one family; does nothing when it is somebody else's."""
    familj = jobb.ta(Trendfamilj, pk)
    if familj is None:
        return
    try:
        if familj.forsok > HOGST_FORSOK:
            _misslyckas(familj, f"Arbetet har stannat {HOGST_FORSOK} gånger utan att bli klart.")
            return
        _skriv(familj, _rakna(familj))
        _bli_klar(familj)
    except Tappat:
        logg.info("Familjen %s räknas av någon annan.", familj)
    except jobb.TILLFALLIGA_FEL:
        raise
    except Exception as fel:
        logg.exception("Trenderna för %s gick inte att räkna.", familj)
        _misslyckas(familj, f"{type(fel).__name__}: {fel}")
        raise


def _rakna(familj: Trendfamilj) -> list[tuple[Any, ...]]:
    from rapporter import underlag  # numpy and pandas are the worker's alone

    version = Trendbygge.objects.values_list("version", flat=True).get(familjer=familj)
    return list(underlag.trendrader(version, familj.nyckeltal_id, familj.kon, familj.periodslag))


def _skriv(familj: Trendfamilj, rader: list[tuple[Any, ...]]) -> None:
    """The family's rows, this worker's or nobody's; no reader sees them yet."""
    from rapporter.underlag import KOLUMNER

    with jobb.skrivning(familj, klart=len(rader), totalt=len(rader), steg="skriver"):
        # While the worker computed, a later bygge may have taken the family over.
        bygge_pk = Trendfamilj.objects.values_list("bygge_id", flat=True).get(pk=familj.pk)
        _rader(familj, bygge_pk).delete()
        egna = (familj.nyckeltal_id, familj.kon, familj.periodslag, bygge_pk)
        satt_in(Trend, (*KOLUMNER, *FAMILJ, "bygge_id"), (rad + egna for rad in rader), tomma=["etikett"])


def _bli_klar(familj: Trendfamilj) -> None:
    """End the family and, if it was the last, swap. The pointer is locked first, always: no deadlocks."""
    with transaction.atomic():
        _las_pekaren()
        jobb.avsluta(familj, Lage.KLAR)
        _byt_om_klart()


def _misslyckas(familj: Trendfamilj, fel: str) -> None:
    """The family keeps its earlier trends, and the others do not wait for it."""
    with transaction.atomic():
        _las_pekaren()
        jobb.avsluta(familj, Lage.MISSLYCKAD, fel)
        _byt_om_klart()


def _las_pekaren() -> Trendpekare:
    """Whoever holds this row is alone in ending families, ordering byggen and swapping."""
    Trendpekare.objects.get_or_create(pk=1)
    return Trendpekare.objects.select_for_update().get(pk=1)


def _byt_om_klart() -> None:
    """Swap, if every family of the unfinished bygge has ended; call it with the pointer locked."""
    for bygge in Trendbygge.objects.filter(klar=None).order_by("pk"):
        if bygge.familjer.exclude(lage__in=AVSLUTADE).exists():
            return
        _byt(bygge)


def _byt(bygge: Trendbygge) -> None:
    pekare = Trendpekare.objects.get(pk=1)
    ny = pekare.generation + 1
    klara = Trendfamilj.objects.filter(bygge=bygge, lage=Lage.KLAR)
    samma = {falt: OuterRef(falt) for falt in FAMILJ}
    ersatta = Trend.objects.filter(Exists(klara.filter(**samma)), fran__isnull=False, till=None)
    ersatta.update(till=ny)
    Trend.objects.filter(bygge=bygge, fran=None).update(fran=ny)
    Trendbygge.objects.filter(pk=bygge.pk).update(generation=ny, klar=timezone.now())
    Trendpekare.objects.filter(pk=1, generation=pekare.generation).update(
        generation=F("generation") + 1, version=bygge.version
    )
    Trend.objects.filter(till__lte=ny - BEHALL).delete()
    for rapport in Rapport.objects.latta().filter(lage=Lage.VANTAR):
        jobb.knuffa(rapport)  # they may have waited for these trends
