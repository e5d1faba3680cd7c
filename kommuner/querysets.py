"""The ways to read values: at a version, and only what may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, Value, When

if TYPE_CHECKING:
    from kommuner.models import Matvarde  # noqa: F401


class MatvardeQuerySet(models.QuerySet["Matvarde"]):
    def vid(self, version: int) -> MatvardeQuerySet:
        """What was published and not yet replaced at `version`."""
        return self.filter(Q(ersatt_i__isnull=True) | Q(ersatt_i__gt=version), importen__version__lte=version)

    def ut(self) -> MatvardeQuerySet:
        """What anybody may see: `synligt` (None where hidden or missing), `skal`, and the counts likewise."""
        return self.annotate(
            synligt=_om_oskyddad("varde"),
            synlig_taljare=_om_oskyddad("taljare"),
            synlig_namnare=_om_oskyddad("namnare"),
            skal=Case(When(skyddad=True, then=Value("dold")), default=F("saknas")),
        )

    def kommunernas(self) -> MatvardeQuerySet:
        """Whole municipalities only: neither Riket nor units."""
        return self.filter(kommun__isnull=False, enhet__isnull=True)

    def rikets(self) -> MatvardeQuerySet:
        return self.filter(kommun__isnull=True)

    def riktiga(self) -> MatvardeQuerySet:
        """Without example data."""
        return self.filter(exempel=False)


def _om_oskyddad(falt: str) -> Case:
    return Case(When(skyddad=False, then=F(falt)), default=None)
