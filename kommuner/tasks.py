"""Celery's way in: fetch the row, call the service, record. Everything else is in the services."""

from celery import shared_task
from django.utils import timezone

from kommuner import jobb, services
from kommuner.models import Import


@shared_task  # type: ignore[untyped-decorator]
def arbeta_import(import_pk: int) -> None:
    """Do the import's work, unless somebody else does."""
    slag = Import.objects.filter(pk=import_pk).values_list("slag", flat=True).first()
    if slag == Import.Slag.KOLADA:
        from kommuner.importer.kolada import hamta

        hamta(import_pk)
    elif slag == Import.Slag.FIL:
        from kommuner.importer.fil import las_in

        las_in(import_pk)


@shared_task  # type: ignore[untyped-decorator]
def hamta_kolada_veckovis() -> int:
    """Order the weekly fetch of everything; the clock calls this. Returns the import's pk."""
    from kommuner.importer.kolada import bestall_kolada

    return bestall_kolada().pk


@shared_task  # type: ignore[untyped-decorator]
def vack_tysta_jobb() -> int:
    """Nudge what waits or has fallen silent, and sweep after the dead; the clock calls this every ten seconds."""
    services.stada()
    return jobb.vack_tysta(timezone.now())


jobb.utfors_av(Import, arbeta_import)
