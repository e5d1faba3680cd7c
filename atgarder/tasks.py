"""Celery's way in; the services do the work."""

from celery import shared_task
from django.utils import timezone


@shared_task  # type: ignore[untyped-decorator]
def paminn_om_statliga_medel() -> int:
    """Remind municipalities whose state money ends within six months; the clock calls this every week."""
    from atgarder import paminnelser

    return paminnelser.paminn(timezone.localdate())
