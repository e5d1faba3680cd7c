"""Making a report, by a worker: in steps that are saved, so that a killed one resumes and a cancelled one stops."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from django.core.files import File
from django.utils import timezone

from kommuner import jobb, lasning
from kommuner.jobb import Lage, Tappat
from rapporter import rapportdata, rapporttabeller
from rapporter.format import FORMAT, Format
from rapporter.format.celler import Cellvarde
from rapporter.models import Rapport, Rapportfil, Trendbygge
from rapporter.resultat import Resultat, Tabell
from rapporter.services import STEG, Omrade, omrade
from rapporter.trendbygge import aktuell_pekare

logg = logging.getLogger(__name__)

PULS = 2.0  # seconds between heartbeats while a file is written
HOGST_FORSOK = 6
FEL = "Ett fel i programmet stoppade rapporten. Beställ den igen; annars kan förvaltaren se varför i loggen."


def gor_rapport(pk: int) -> None:
    """Make the report, from where an earlier worker left it; does nothing when it is somebody else's."""
    if _vantar_pa_trender(pk):
        return
    rapport = jobb.ta(Rapport, pk)
    if rapport is None:
        return
    try:
        if rapport.forsok > HOGST_FORSOK:
            jobb.avsluta(rapport, Lage.MISSLYCKAD, f"Arbetet har stannat {HOGST_FORSOK} gånger utan att bli klart.")
        else:
            _gor(rapport)
    except Tappat:
        logg.info("%s är avbruten eller görs av någon annan.", rapport)
    except jobb.TILLFALLIGA_FEL:
        raise
    except Exception:
        logg.exception("%s gick inte att göra.", rapport)
        jobb.avsluta(rapport, Lage.MISSLYCKAD, FEL)
        raise


def _vantar_pa_trender(pk: int) -> bool:
    """Values and trends must be of one version: while trends are built the order waits; the swap nudges it."""
    if not Trendbygge.objects.filter(klar=None).exists():
        return False
    nya = Rapport.objects.filter(pk=pk, lage=Lage.VANTAR, trendrader__isnull=True)
    return bool(nya.update(steg="Väntar på att trenderna räknas klart"))


def _gor(rapport: Rapport) -> None:
    omradet = omrade(rapport.omfang, rapport.omrade)
    if rapport.trendrader is None:
        _samla(rapport, omradet)
    if rapport.resultat is None:
        jobb.sla(rapport, steg=STEG[1], klart=1)
        resultat = rapportdata.bygg(rapport, omradet, timezone.now())
        jobb.sla(rapport, resultat=resultat.till_json())
    resultat = Resultat.fran_json(rapport.resultat or {})
    tabeller = [_med_puls(rapport, t) for t in rapporttabeller.tabeller(rapport, omradet, resultat)]
    for nr, format_ in enumerate(FORMAT.values(), start=2):
        if not rapport.filer.filter(format=format_.namn).exists():
            jobb.sla(rapport, steg=format_.steg, klart=nr)
            _skriv_fil(rapport, format_, resultat, tabeller)
    jobb.sla(rapport, steg="Klar", klart=rapport.totalt)
    jobb.avsluta(rapport, Lage.KLAR)


def _samla(rapport: Rapport, omradet: Omrade) -> None:
    """Pin the version and the generation, and copy the trends: their rows are cleaned in time."""
    pekare = aktuell_pekare()
    version = pekare.version if pekare.generation else lasning.senaste_version()
    jobb.sla(rapport, steg=STEG[0], klart=0, version=version, generation=pekare.generation)
    jobb.sla(rapport, trendrader=rapporttabeller.trendrader(rapport, omradet))


def _skriv_fil(rapport: Rapport, format_: Format, resultat: Resultat, tabeller: Sequence[Tabell]) -> None:
    """The file and its row; one that another worker made in the meantime stays, and this is thrown away."""
    with format_.skriv(resultat, tabeller) as innehall:
        rad = Rapportfil(rapport=rapport, format=format_.namn)
        namn = f"rapport-{rapport.pk}-{rapport.forsok}.{format_.andelse}"
        rad.fil.save(namn, File(innehall), save=False)
    rad.storlek = rad.fil.size
    try:
        with jobb.skrivning(rapport):
            rad.save()
    except Exception:
        rad.fil.delete(save=False)
        raise


def _med_puls(rapport: Rapport, tabell: Tabell) -> Tabell:
    """The same table; whoever reads it beats for the job, and stops when the job is lost."""
    return replace(tabell, rader=_pulserande(rapport, tabell.rader))


def _pulserande(
    rapport: Rapport, rader: Callable[[], Iterable[Sequence[Cellvarde]]]
) -> Callable[[], Iterator[Sequence[Cellvarde]]]:
    def las() -> Iterator[Sequence[Cellvarde]]:
        senast = time.monotonic()
        for nr, rad in enumerate(rader()):
            if nr % 1000 == 0 and time.monotonic() - senast > PULS:
                jobb.sla(rapport)
                senast = time.monotonic()
            yield rad

    return las
