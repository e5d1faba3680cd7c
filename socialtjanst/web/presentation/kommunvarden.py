"""What the list of municipalities shows in its cells: the latest values of all, lines and judgements of those shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Case, F, Value, When, Window
from django.db.models.functions import RowNumber

from kommuner import lasning, perioder, tal
from kommuner.nyckeltal import alla
from kommuner.querysets import MatvardeQuerySet
from rapporter import text
from rapporter.diagram import Gnista, Tagg
from rapporter.models import Trend
from socialtjanst.web.presentation import serier
from socialtjanst.web.presentation.serier import PUNKTFALT, Punkt, Serie
from socialtjanst.web.presentation.vy import Vy

AR = 10  # how far back the small lines go: what is read does not grow with the years
Nyckel = tuple[str, str]  # municipality, nyckeltal


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruta:
    """A municipality's latest value, or in `saknas` why there is none.

    `kortnamn` stands where there is no room for headings; `period` and `exempel` only say what those do not.
    """

    kortnamn: str
    varde: str
    saknas: str
    period: str
    gnista: Gnista | None
    tagg: Tagg | None
    exempel: bool


class Varden:
    """The nyckeltal of all municipalities at one version and generation; what is asked for is kept."""

    def __init__(self, vy: Vy, koder: Sequence[str], kon: str) -> None:
        self.vy, self.koder, self.kon = vy, koder, kon
        self._senaste = self._las()
        matta: dict[str, list[Punkt]] = {kod: [] for kod in koder}
        for (_, kod), (_, punkt) in self._senaste.items():
            matta[kod] += [punkt] if punkt.varde is not None else []
        self.period = {kod: Counter(s.period for s in matta[kod]).most_common(1)[0][0] for kod in koder if matta[kod]}
        self.pahittat = {kod for kod in koder if matta[kod] and all(s.exempel for s in matta[kod])}
        self._rutor: dict[Nyckel, Ruta] = {}

    def _las(self) -> Mapping[Nyckel, tuple[str, Punkt]]:
        """Kind of period and latest value, or reason, of the kind that reaches furthest; one query."""
        omatt = Case(When(synligt__isnull=True, then=Value(1)), default=Value(0))
        nummer = Window(
            RowNumber(),
            partition_by=[F("kommun_id"), F("nyckeltal_id"), F("periodslag")],
            order_by=[omatt.asc(), F("period").desc()],
        )
        rader = self._rader().annotate(nummer=nummer).filter(nummer=1)
        funna: dict[Nyckel, tuple[str, Punkt]] = {}
        falt = ("kommun_id", "nyckeltal_id", "periodslag", *PUNKTFALT)
        for kommun, nyckeltal, slag, *falten in rader.values_list(*falt):
            ny, nu = (slag, Punkt._make(falten)), funna.get((kommun, nyckeltal))
            funna[kommun, nyckeltal] = ny if nu is None else max(nu, ny, key=_racker)
        return funna

    def _rader(self) -> MatvardeQuerySet:
        rader = lasning.varden(self.vy.version).kommunernas()
        return rader.filter(nyckeltal__in=self.koder, kon=self.kon).order_by()

    def senaste(self, kommun: str, kod: str) -> Punkt | None:
        """The latest measured value; without any, the latest reason."""
        funnen = self._senaste.get((kommun, kod))
        return funnen[1] if funnen else None

    def rutor(self, kommuner: Sequence[str]) -> Mapping[Nyckel, Ruta]:
        """The cells of at least these municipalities; two queries for those that nobody has asked for before."""
        nya = [kommun for kommun in kommuner if any((kommun, kod) not in self._rutor for kod in self.koder)]
        if nya:
            self._rutor |= self._bygg(nya)
        return self._rutor

    def _bygg(self, kommuner: Sequence[str]) -> dict[Nyckel, Ruta]:
        linjer, trender = self._serier(kommuner), self._trender(kommuner)
        par = [(kommun, kod) for kommun in kommuner for kod in self.koder]
        return {nyckel: self._ruta(nyckel, linjer.get(nyckel), trender.get(nyckel)) for nyckel in par}

    def _serier(self, kommuner: Iterable[str]) -> Mapping[Nyckel, Serie]:
        """The last years' values of the kind of period that the latest value has."""
        nyast = max((int(period[:4]) for period in self.period.values()), default=0)
        rader = self._rader().filter(kommun__in=kommuner, period__gte=str(nyast - AR + 1))
        delar: dict[Nyckel, list[Punkt]] = defaultdict(list)
        falt = ("kommun_id", "nyckeltal_id", "periodslag", *PUNKTFALT)
        for kommun, nyckeltal, slag, *falten in rader.values_list(*falt):
            if self._senaste[kommun, nyckeltal][0] == slag:
                delar[kommun, nyckeltal].append(Punkt._make(falten))
        return {
            nyckel: Serie(nyckel[1], self.kon, self._senaste[nyckel][0], tuple(sorted(punkter)))
            for nyckel, punkter in delar.items()
        }

    def _trender(self, kommuner: Iterable[str]) -> Mapping[Nyckel, Trend]:
        """Of the same kind of period as the latest value; none before they are computed."""
        if not self.vy.generation:
            return {}
        rader = Trend.objects.vid(self.vy.generation).filter(nyckeltal__in=self.koder, kon=self.kon)
        falt = ("kommun", "enhet", "nyckeltal", "periodslag", "period", "varde", "etikett", "sida", "riktning")
        # units are left out here: asked for "no unit", SQLite would read all that have none
        hela = [t for t in rader.filter(kommun__in=kommuner).only(*falt) if t.enhet_id is None]
        par = [((t.kommun_id or "", t.nyckeltal_id), t) for t in hela]
        return {n: t for n, t in par if n in self._senaste and self._senaste[n][0] == t.periodslag}

    def _ruta(self, nyckel: Nyckel, serie: Serie | None, trend: Trend | None) -> Ruta:
        d, sist = alla()[nyckel[1]], self.senaste(*nyckel)
        if sist is None or sist.varde is None:
            ord_ = text.SKAL.get(sist.skal if sist else "", text.SKAL["saknas"])
            return Ruta(kortnamn=d.kortnamn, varde="", saknas=ord_, period="", gnista=None, tagg=None, exempel=False)
        aktuell = serier.aktuell(trend, serie) if serie else None
        return Ruta(
            kortnamn=d.kortnamn,
            varde=tal.visa_med_enhet(sist.varde, d.enhet, d.decimaler),
            saknas="",
            period="" if sist.period == self.period[d.kod] and not sist.preliminar else sist.nar,
            gnista=serier.gnista(serie, aktuell) if serie else None,
            tagg=serier.trendtagg(aktuell, d),
            exempel=sist.exempel and d.kod not in self.pahittat,
        )


def _racker(funnen: tuple[str, Punkt]) -> tuple[bool, object]:
    punkt = funnen[1]
    return punkt.varde is not None, perioder.sista_dag(punkt.period)


@lru_cache(maxsize=8)
def varden(vy: Vy, koder: tuple[str, ...], kon: str) -> Varden:
    """Kept for the newest version and generation, which never change."""
    return Varden(vy, koder, kon)
