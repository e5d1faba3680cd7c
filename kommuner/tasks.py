"""Celery's way in: fetch the row, call the service, record. Everything else is in the services."""

from celery import shared_task
from django.utils import timezone

from kommuner import jobb
from kommuner.models import Import


@shared_task
def arbeta_import(import_pk: int) -> None:
    """Do the import's work, unless somebody else does."""


@shared_task
def vack_tysta_jobb() -> int:
    """Nudge what waits or has fallen silent; the clock calls this every ten seconds."""
    return jobb.vack_tysta(timezone.now())


jobb.utfors_av(Import, arbeta_import)
