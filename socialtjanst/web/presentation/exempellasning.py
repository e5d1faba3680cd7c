"""Published examples with everything that a page prints of them, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from atgarder import exempel as tjanst
from atgarder import kallor as tillatna
from atgarder.models import Atgard, Exempelversion, GottExempel, Kalla

ATGARD = ("typ", "kommun__lan", "enhet", "kompetenstrappa", "arbetstid", "stod", "traineeprogram")
ATGARDENS = ("lagesandringar", "problem", "mal", "steg", "faser", "specialister")


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """An example as one version tells it. `atgarder` are those that are still public, `dolda` how many are not."""

    rad: GottExempel
    innehall: Mapping[str, Any]
    version: Exempelversion | None
    atgarder: Sequence[Atgard]
    dolda: int
    kallor: Sequence[Kalla]

    @property
    def titel(self) -> str:
        return str(self.innehall["titel"])


def las(rader: QuerySet[GottExempel]) -> list[Last]:
    """As readers see them: the published version of each."""
    hamtade = list(rader.select_related("publik").prefetch_related(_atgarder("publik__atgarder")))
    versioner = [rad.publik for rad in hamtade if rad.publik is not None]
    kallor = _kallor([v.innehall for v in versioner])
    return [_last(rad, rad.publik, kallor) for rad in hamtade if rad.publik is not None]


def las_version(rad: GottExempel, nummer: int) -> Last | None:
    version = rad.versioner.prefetch_related(_atgarder("atgarder")).filter(nummer=nummer).first()
    return _last(rad, version, _kallor([version.innehall])) if version else None


def las_arbetskopia(rad: GottExempel) -> Last:
    """As it stands while it is being written; for its writers, who see measures that are drafts too."""
    innehall = tjanst.innehall(rad)
    atgarder = list(_rika(rad.atgarder.filter(tillbakadragen=None)))
    kallor = list(rad.kallor.all())
    dolda = len(innehall["atgarder"]) - len(atgarder)
    return Last(rad=rad, innehall=innehall, version=None, atgarder=atgarder, dolda=dolda, kallor=kallor)


def _atgarder(falt: str) -> Prefetch[Any]:
    return Prefetch(falt, _rika(Atgard.objects.all()))


def _rika(rader: QuerySet[Atgard]) -> QuerySet[Atgard]:
    return rader.select_related(*ATGARD).prefetch_related(*ATGARDENS).order_by("pk")


def _kallor(innehall: Sequence[Mapping[str, Any]]) -> Mapping[int, Kalla]:
    return tillatna.visbara().in_bulk({pk for i in innehall for pk in i["kallor"]})


def _last(rad: GottExempel, version: Exempelversion, kallor: Mapping[int, Kalla]) -> Last:
    alla = list(version.atgarder.all())
    publika = [a for a in alla if a.synlighet == Atgard.Synlighet.PUBLIK and a.tillbakadragen is None]
    return Last(
        rad=rad,
        innehall=version.innehall,
        version=version,
        atgarder=publika,
        dolda=len(alla) - len(publika),
        kallor=[kallor[pk] for pk in version.innehall["kallor"] if pk in kallor],
    )
