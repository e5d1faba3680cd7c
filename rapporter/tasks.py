"""Celery's way in: the services do the work. Nothing here imports numpy before a task runs."""

from celery import shared_task
from django.utils import timezone

from kommuner import jobb
from rapporter.models import Rapport, Trendfamilj


@shared_task  # type: ignore[untyped-decorator]
def rakna_familj(pk: int) -> None:
    """Compute one family of trends, unless somebody else does."""
    from rapporter import trendbygge

    trendbygge.gor_familj(pk)


@shared_task  # type: ignore[untyped-decorator]
def gor_rapport(pk: int) -> None:
    """Make one report, unless somebody else does."""
    from rapporter import rapportjobb

    rapportjobb.gor_rapport(pk)


@shared_task  # type: ignore[untyped-decorator]
def skicka_sammandrag() -> int:
    """The weekly digest; the clock calls this. Returns how many letters went."""
    from rapporter import utskick

    return utskick.skicka_sammandrag(timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def skicka_veckobrev() -> int:
    """The coordinators' letter; the clock calls this."""
    from rapporter import veckobrev

    return veckobrev.skicka(timezone.localdate())


jobb.utfors_av(Trendfamilj, rakna_familj)
jobb.utfors_av(Rapport, gor_rapport)
