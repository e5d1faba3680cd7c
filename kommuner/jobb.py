"""Jobs whose truth is a row: the message to a worker is only a nudge.

A worker claims a row by raising `forsok`; every later write of that worker first checks, in the same
transaction, that the row still carries its `forsok`. One that slept and woke writes nothing.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

import django.db
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

# A database that is locked or away mends by itself: a worker lets these pass, so that the row falls silent and is
# taken up where it was, at most as many times as the job may be tried.
TILLFALLIGA_FEL = (django.db.OperationalError, django.db.InterfaceError)

logg = logging.getLogger(__name__)


class Tappat(Exception):
    """The job is no longer this worker's: it was cancelled, or somebody else took it over."""


class Lage(models.TextChoices):
    VANTAR = "vantar", "väntar"
    PAGAR = "pagar", "pågår"
    GRANSKAS = "granskas", "väntar på godkännande"
    KLAR = "klar", "klar"
    MISSLYCKAD = "misslyckad", "misslyckades"
    AVBRUTEN = "avbruten", "avbruten"


AVSLUTADE = (Lage.KLAR, Lage.MISSLYCKAD, Lage.AVBRUTEN)
HOGST_FORSOK = 10  # a job that takes its worker down with it must not do so for ever


class Jobb(models.Model):
    """What every job row carries; progress is `klart` of `totalt`, `steg` says what is being done."""

    lage = models.CharField("läge", max_length=12, choices=Lage.choices, default=Lage.VANTAR)
    forsok = models.PositiveIntegerField("försök", default=0)
    hjartslag = models.DateTimeField("hjärtslag", null=True, blank=True)
    klart = models.PositiveIntegerField(default=0)
    totalt = models.PositiveIntegerField(default=0)
    steg = models.CharField(max_length=200, blank=True)
    fel = models.TextField(blank=True)
    skapad = models.DateTimeField(default=timezone.now)
    avslutad = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def ar_avslutat(self) -> bool:
        return self.lage in AVSLUTADE

    @property
    def andel(self) -> int:
        """Whole percent done, 0 to 100."""
        if self.lage == Lage.KLAR:
            return 100
        return min(99, 100 * self.klart // self.totalt) if self.totalt else 0


J = TypeVar("J", bound=Jobb)
ARBETEN: dict[type[Jobb], Any] = {}
_varnad: float | None = None


def utfors_av(modell: type[Jobb], uppgift: Any) -> None:
    """Say which Celery task does the rows of `modell`, so that forgotten ones can be nudged again."""
    ARBETEN[modell] = uppgift


def _tyst_fore(nu: datetime) -> datetime:
    return nu - timedelta(seconds=settings.JOBB_TYST_EFTER)


def _ledig(nu: datetime) -> Q:
    return Q(lage=Lage.VANTAR) | Q(lage=Lage.PAGAR, hjartslag__lt=_tyst_fore(nu))


def ta(modell: type[J], pk: int) -> J | None:
    """Claim the row if it waits, or if its worker has fallen silent; None when it is somebody else's."""
    nu = timezone.now()
    fria = modell._default_manager.filter(_ledig(nu), pk=pk)
    if not fria.update(lage=Lage.PAGAR, forsok=F("forsok") + 1, hjartslag=nu):
        return None
    return modell._default_manager.get(pk=pk)


def sla(jobb: Jobb, **falt: Any) -> None:
    """Heartbeat, with fields to set; raises Tappat if the row is no longer this worker's."""
    egna = type(jobb)._default_manager.filter(pk=jobb.pk, forsok=jobb.forsok, lage=Lage.PAGAR)
    if not egna.update(hjartslag=timezone.now(), **falt):
        raise Tappat(f"{type(jobb).__name__} {jobb.pk}, försök {jobb.forsok}")
    for namn, varde in falt.items():
        setattr(jobb, namn, varde)


@contextmanager
def skrivning(jobb: Jobb, **falt: Any) -> Iterator[None]:
    """A transaction that holds the job's row: what is written inside is this worker's, or is not written."""
    with transaction.atomic():
        sla(jobb, **falt)
        yield


def avsluta(jobb: Jobb, lage: str, fel: str = "") -> None:
    """Leave the job, ended or to be reviewed, in this worker's name; raises Tappat if it is no longer its own."""
    sla(jobb, lage=lage, fel=fel, avslutad=timezone.now() if lage in AVSLUTADE else None)


def avbryt(jobb: Jobb) -> bool:
    """Cancel from outside; False if it had already ended."""
    oppna = type(jobb)._default_manager.filter(pk=jobb.pk).exclude(lage__in=AVSLUTADE)
    return bool(oppna.update(lage=Lage.AVBRUTEN, avslutad=timezone.now(), forsok=F("forsok") + 1))


def knuffa(jobb: Jobb) -> None:
    """Tell the workers, once the row is committed; with the broker down the row simply waits."""
    transaction.on_commit(lambda: _skicka(type(jobb), jobb.pk))


def vack_tysta(nu: datetime) -> int:
    """Nudge again every row that waits or has fallen silent; returns how many.

    A waiting row's heartbeat is when it was last nudged, so that a long queue is not filled with nudges.
    """
    antal = 0
    for modell in ARBETEN:
        _ge_upp(modell, nu)
        sedan_lange = Q(hjartslag__isnull=True) | Q(hjartslag__lt=_tyst_fore(nu))
        fria = modell._default_manager.filter(_ledig(nu) & sedan_lange)
        for pk in fria.order_by("pk").values_list("pk", flat=True)[:200]:
            if _skicka(modell, pk):
                modell._default_manager.filter(pk=pk, lage=Lage.VANTAR).update(hjartslag=nu)
                antal += 1
    return antal


def _ge_upp(modell: type[Jobb], nu: datetime) -> None:
    text = f"Arbetet har stannat {HOGST_FORSOK} gånger utan att bli klart. Förvaltaren kan se varför i loggen."
    slut = modell._default_manager.filter(lage=Lage.PAGAR, hjartslag__lt=_tyst_fore(nu), forsok__gte=HOGST_FORSOK)
    slut.update(lage=Lage.MISSLYCKAD, fel=text, avslutad=nu)


def _skicka(modell: type[Jobb], pk: int) -> bool:
    if modell not in ARBETEN:  # this process does not know the tasks: the clock's nudge comes soon
        return False
    try:
        ARBETEN[modell].apply_async(args=[pk], retry=False)
    except (OperationalError, OSError) as fel:
        _varna(fel)
        return False
    return True


def _varna(fel: Exception) -> None:
    """Once a minute is enough: a hundred rows may wait for the same reason."""
    global _varnad
    if _varnad is None or time.monotonic() - _varnad > 60:
        logg.warning("Kön svarar inte, så arbetet väntar i databasen tills arbetaren är igång (%s).", fel)
        _varnad = time.monotonic()
