"""The state of the data that an answer rests on, read once per request, and the ETag that follows from it."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max

from kommuner.lasning import senaste_version
from kommuner.models import Grupptillhorighet
from rapporter.models import Trendpekare

HAR = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Stallning:
    """`version` is the latest of the values, `generation` that of the trends, `grupper` changes with the groups."""

    version: int
    generation: int
    grupper: tuple[int, int, int]


def las() -> Stallning:
    generation = Trendpekare.objects.values_list("generation", flat=True).first() or 0
    g = Grupptillhorighet.objects.aggregate(sista=Max("pk"), alla=Count("pk"), slut=Count("till"))
    return Stallning(senaste_version(), generation, (g["sista"] or 0, g["alla"], g["slut"]))


def etag(lage: Stallning, adress: str, form: str) -> str:
    """Also for an older version the latest counts: what is hidden today is hidden in older versions too."""
    return etag_av(repr((lage, adress, form)).encode())


def etag_av(innehall: bytes) -> str:
    """Weak, since a proxy may compress the answer; changes with the code that writes answers."""
    return f'W/"{hashlib.blake2b(_kodens() + innehall, digest_size=12).hexdigest()}"'


@cache
def _kodens() -> bytes:
    kod = [*sorted(HAR.glob("*.py")), Path(settings.BASE_DIR) / "kommuner/nyckeltal.yaml"]
    return hashlib.blake2b(b"".join(fil.read_bytes() for fil in kod), digest_size=12).digest()
