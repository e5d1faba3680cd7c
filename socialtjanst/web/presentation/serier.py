"""Series of values as pages need them: read once, in order, with what the latest says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

from kommuner import lasning, perioder
from kommuner.nyckeltal import Definition, alla
from rapporter.diagram import Gnista, Tagg, sparkline, tagg
from rapporter.diagram.typer import Riktning
from rapporter.models import Trend
from socialtjanst.web.presentation.vy import Vy

Nyckel = tuple[str, str, str]  # nyckeltal, kön, periodslag


class Punkt(NamedTuple):
    """One value, or the reason (`skal`) that there is none."""

    period: str
    varde: float | None
    skal: str
    exempel: bool
    preliminar: bool = False

    @property
    def nar(self) -> str:
        """The period in few letters, and that its value is preliminary."""
        return perioder.kort(self.period) + (", preliminärt" if self.preliminar else "")

    @property
    def status(self) -> str:
        """As files have it."""
        return "preliminär" if self.preliminar else "slutlig"


PUNKTFALT = ("period", "synligt", "skal", "exempel", "preliminar")


@dataclass(frozen=True)
class Serie:
    """One municipality's values of one nyckeltal, oldest first; never empty."""

    nyckeltal: str
    kon: str
    slag: str
    punkter: tuple[Punkt, ...]

    @property
    def definition(self) -> Definition:
        return alla()[self.nyckeltal]

    @cached_property
    def senaste(self) -> Punkt:
        """The latest measured value; without any, the latest reason."""
        return next((p for p in reversed(self.punkter) if p.varde is not None), self.punkter[-1])

    @property
    def matt(self) -> bool:
        return self.senaste.varde is not None

    @property
    def exempel(self) -> bool:
        return any(p.exempel for p in self.punkter)

    @cached_property
    def kalender(self) -> list[str]:
        """Every period from the first to the last measured one; all of them when none is."""
        matta = [p.period for p in self.punkter if p.varde is not None] or [p.period for p in self.punkter]
        return perioder.kalender(matta[0], matta[-1])

    @cached_property
    def varden(self) -> list[float | None]:
        """A value or None for each period of `kalender`."""
        funna = {p.period: p.varde for p in self.punkter}
        return [funna.get(period) for period in self.kalender]


def kommunens(vy: Vy, kommun: str, kon: Iterable[str] = ("T",)) -> Mapping[Nyckel, Serie]:
    """All series of a municipality for these kön, in one query.

    The latest read are kept for the newest version, which never changes. An earlier one may still lose values
    to suppression, so it is read each time.
    """
    las = _kommunens.__wrapped__ if vy.kand else _kommunens
    return las(replace(vy, generation=0), kommun, frozenset(kon))


@lru_cache(maxsize=64)
def _kommunens(vy: Vy, kommun: str, kon: frozenset[str]) -> Mapping[Nyckel, Serie]:
    rader = lasning.varden(vy.version).kommunernas().filter(kommun_id=kommun, kon__in=kon).order_by()
    delar: dict[Nyckel, list[Punkt]] = defaultdict(list)
    falt = ("nyckeltal_id", "kon", "periodslag", *PUNKTFALT)
    for nyckeltal, kon_, slag, *punkt in rader.values_list(*falt):
        delar[nyckeltal, kon_, slag].append(Punkt._make(punkt))
    return {nyckel: Serie(*nyckel, tuple(sorted(punkter))) for nyckel, punkter in delar.items()}


def huvudserier(serier: Mapping[Nyckel, Serie], kon: str = "T") -> dict[str, Serie]:
    """For each nyckeltal, in the pages' order, the kind of period that reaches furthest."""
    valda: dict[str, Serie] = {}
    for kod in alla():
        kandidater = [s for (nyckeltal, k, _), s in serier.items() if nyckeltal == kod and k == kon]
        if kandidater:
            valda[kod] = max(kandidater, key=racker)
    return valda


def racker(serie: Serie) -> tuple[bool, object, int]:
    return serie.matt, perioder.sista_dag(serie.senaste.period), len(serie.punkter)


@lru_cache(maxsize=64)
def trender(vy: Vy, kommun: str) -> Mapping[Nyckel, Trend]:
    """The trend rows of a municipality, in one query; none when no trends belong to the view.

    The latest read are kept: the rows of a generation never change.
    """
    if not vy.generation:
        return {}
    rader = Trend.objects.vid(vy.generation).filter(kommun_id=kommun, enhet__isnull=True)
    return {(t.nyckeltal_id, t.kon, t.periodslag): t for t in rader}


def aktuell(trend: Trend | None, serie: Serie) -> Trend | None:
    """The trend, if it was computed on the value that the page shows."""
    if trend is None or serie.senaste.varde is None:
        return None
    lika = trend.period == serie.senaste.period and abs(trend.varde - serie.senaste.varde) < 1e-9
    return trend if lika else None


def riktning(definition: Definition) -> Riktning:
    """Which way is good, in the charts' own type; nyckeltal.yaml allows no other words."""
    return cast(Riktning, definition.riktning)


def sida(trend: Trend) -> int:
    """+1, −1 or 0: the process chart's signal, for short series the recent trend's direction."""
    return trend.sida if trend.etikett else trend.riktning


def trendtagg(trend: Trend | None, definition: Definition) -> Tagg | None:
    """The judgement of the latest value; None while it is not computed, and for a yes or no, which has no limits."""
    if trend is None or definition.enhet == "ja/nej":
        return None
    return tagg(sida(trend), riktning(definition))


def gnista(serie: Serie, trend: Trend | None) -> Gnista | None:
    """The series as a sparkline in the tone of its tag."""
    lage = trendtagg(trend, serie.definition)
    return sparkline(serie.varden, lage.ton if lage else "vanlig")
