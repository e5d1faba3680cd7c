"""What a request reads, pinned once (one version of the data, one generation of trends), and how it is quoted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kommuner import lasning
from kommuner.models import Import
from rapporter.models import Trendpekare

HOGST_CITERAT = 40


@dataclass(frozen=True, slots=True)
class Vy:
    """`generation` is 0 where no trends belong to the values: before the first build, or seen as of a day."""

    version: int
    publicerad: datetime | None
    generation: int
    kand: date | None = None

    @property
    def kant(self) -> date:
        """The day that the figures were known: the asked one, else today's in Sweden."""
        return self.kand or timezone.localdate()

    def sammanhang(self) -> dict[str, Any]:
        """What base.html prints of it."""
        return {"dataversion": self.version, "dataversion_tid": self.publicerad, "kand": self.kand}


def las_vy(kand: str = "") -> Vy:
    """The newest view, or the one as known on a day. ValueError, with a Swedish text, for what is no day."""
    dag = tolka_dag(kand) if kand else None
    if dag is None:
        generation = Subquery(Trendpekare.objects.filter(pk=1).values("generation"))
        publicerade = Import.objects.filter(version__isnull=False).order_by("-version")
        return Vy(*publicerade.values_list("version", "publicerad", Coalesce(generation, 0)).first() or (0, None, 0))
    version = lasning.version_vid(dag)
    return Vy(version, lasning.version_publicerad(version), 0, dag)


def citat(skrivet: str) -> str:
    """What the address says within quotation marks, cut where it would fill the message."""
    kort = skrivet if len(skrivet) <= HOGST_CITERAT else f"{skrivet[:HOGST_CITERAT]}…"
    return f"”{kort}”"


def tolka_dag(text: str) -> date:
    """ISO only: 2026-11-21."""
    try:
        dag = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"Datumet {citat(text)} går inte att förstå. Skriv det så här: 2026-11-21.") from None
    if dag.year < 1900:
        raise ValueError(f"Datumet {citat(text)} ligger för långt tillbaka.")
    return dag
