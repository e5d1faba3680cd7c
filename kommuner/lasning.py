"""How the layers above read values: pin a version once, then ask for what may be shown at it."""

from datetime import date, datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from kommuner.models import Import, Matvarde
from kommuner.querysets import MatvardeQuerySet


def senaste_version() -> int:
    """The version that a request or a report pins; 0 before the first import is published."""
    return Import.objects.aggregate(v=Max("version"))["v"] or 0


def version_vid(dag: date) -> int:
    """The last version of `dag` in Europe/Stockholm; 0 if nothing was published by then."""
    slut = timezone.make_aware(datetime.combine(dag + timedelta(days=1), time.min))
    return Import.objects.filter(publicerad__lt=slut).aggregate(v=Max("version"))["v"] or 0


def dataversion() -> tuple[int, datetime | None]:
    """The latest version and when it was published; (0, None) before the first."""
    rad = Import.objects.filter(version__isnull=False).order_by("-version").values_list("version", "publicerad").first()
    return (rad[0] or 0, rad[1]) if rad else (0, None)


def version_publicerad(version: int) -> datetime | None:
    return Import.objects.filter(version=version).values_list("publicerad", flat=True).first()


def varden(version: int) -> MatvardeQuerySet:
    """Every value that may be shown at `version`, with `synligt` and `skal`."""
    return Matvarde.objects.vid(version).ut()


def finns_exempel(version: int) -> bool:
    """Whether any value at `version` is example data."""
    return Matvarde.objects.vid(version).filter(exempel=True).exists()
