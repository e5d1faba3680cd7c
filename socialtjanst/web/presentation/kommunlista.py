"""The list of municipalities: the chosen nyckeltal side by side, filtered, sorted, page by page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from kommuner import lasning, perioder, tal
from kommuner.models import Kommun
from kommuner.nyckeltal import Definition, alla
from rapporter import text
from rapporter.diagram import Gnista, Tagg
from rapporter.format.celler import Cellvarde, Tal
from rapporter.models import Trend
from socialtjanst.web.presentation import diagram, serier
from socialtjanst.web.presentation.kommunval import NAMN, Listval
from socialtjanst.web.presentation.ladda_ned import Fil
from socialtjanst.web.presentation.nyckeltal import KON, Register, Urval, tackning
from socialtjanst.web.presentation.serier import Punkt, Serie
from socialtjanst.web.presentation.vy import Vy

PER_SIDA = 50
AR = 10  # how far back the small lines go: what is read does not grow with the years


@dataclass(frozen=True, slots=True, kw_only=True)
class Kolumn:
    """A nyckeltal's heading. `period` is the one that most values have; `exempel`: every value is invented."""

    definition: Definition
    period: str
    enhet: str
    exempel: bool
    lank: str
    ordnad: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruta:
    """A municipality's latest value; `period` and `exempel` only where the heading does not say them."""

    kortnamn: str
    varde: str
    saknas: str
    period: str
    gnista: Gnista | None
    tagg: Tagg | None
    exempel: bool


@dataclass(frozen=True, slots=True)
class Rad:
    kommun: Kommun
    lank: str
    rutor: list[Ruta]


@lru_cache(maxsize=4)
def _serier(vy: Vy, koder: tuple[str, ...], kon: str, fran: str) -> Mapping[tuple[str, str], Serie]:
    rader = lasning.varden(vy.version).kommunernas().filter(nyckeltal__in=koder, kon=kon, period__gte=fran).order_by()
    delar: dict[tuple[str, str, str], list[Punkt]] = defaultdict(list)
    falt = ("kommun_id", "nyckeltal_id", "periodslag", "period", "synligt", "skal", "exempel")
    for kommun, nyckeltal, slag, *punkt in rader.values_list(*falt):
        delar[kommun, nyckeltal, slag].append(Punkt._make(punkt))
    valda: dict[tuple[str, str], Serie] = {}
    for (kommun, nyckeltal, slag), punkter in delar.items():
        serie = Serie(nyckeltal, kon, slag, tuple(sorted(punkter)))
        nu = valda.get((kommun, nyckeltal))
        valda[kommun, nyckeltal] = serie if nu is None else max(nu, serie, key=serier.racker)
    return valda


class Sida:
    """The list: reads what it needs once, and hands out its parts."""

    def __init__(self, reg: Register, vy: Vy, val: Listval) -> None:
        self.reg, self.vy, self.val = reg, vy, val
        self.definitioner = [alla()[kod] for kod in val.nyckeltal]
        self.serier = self._las()
        self.kommuner = self._ordnade()

    def _las(self) -> Mapping[tuple[str, str], Serie]:
        """By municipality and nyckeltal, the kind of period that reaches furthest; kept for the newest version."""
        hur = tackning(self.vy)
        nyast = max((int(hur[kod].period[:4]) for kod in self.val.nyckeltal if kod in hur), default=0)
        if not nyast:
            return {}
        vy = replace(self.vy, generation=0)
        return _serier(vy, tuple(sorted(self.val.nyckeltal)), self.val.kon, str(nyast - AR + 1))

    def _ordnade(self) -> list[Kommun]:
        """Real values before invented ones, those without a value last, equal ones by name."""
        val = self.val
        valda = list(self.reg.urval(Urval(lan=val.lan, grupp=val.grupp, q=val.q)).values())
        if val.ordning == NAMN:
            return valda[::-1] if val.fallande else valda
        tecken = -1 if val.fallande else 1

        def plats(kommun: Kommun) -> tuple[bool, bool, float, int]:
            serie = self.serier.get((kommun.kod, val.ordning))
            varde = serie.senaste.varde if serie else None
            return varde is None, serie is not None and serie.senaste.exempel, tecken * (varde or 0.0), kommun.ordning

        return sorted(valda, key=plats)

    @cached_property
    def blad(self) -> Page[Kommun]:
        return Paginator(self.kommuner, PER_SIDA if self.val.sida else max(len(self.kommuner), 1)).get_page(
            self.val.sida or 1
        )

    def sammanhang(self) -> dict[str, Any]:
        """The template's context."""
        kolumner = self.kolumner()
        rader = self.rader(kolumner)
        return {
            **self.vy.sammanhang(),
            "val": self.val,
            "reg": self.reg,
            "blad": self.blad,
            "kolumner": kolumner,
            "rader": rader,
            "mening": self.mening(),
            "antal": f"{len(self.kommuner)} av {len(self.reg.kommuner)} kommuner",
            "namnordning": self._ordnad(NAMN),
            "namnlank": self.val.fraga(ordning="" if self.val.ordningstext != NAMN else f"-{NAMN}", sida=""),
            "allalank": self.val.fraga(sida="alla"),
            "delatlank": self.val.fraga(sida=""),
            "rensalank": self.val.fraga(q="", lan="", grupp="", sida=""),
            "valbara": self.valbara(),
            "konval": list(KON.items()) if any(len(d.kon) > 1 for d in self.definitioner) else [],
            "visar_exempeldata": any(k.exempel for k in kolumner) or any(r.exempel for rad in rader for r in rad.rutor),
        }

    def valbara(self) -> list[tuple[str, list[Definition]]]:
        """The nyckeltal that have values, and the chosen ones, by område."""
        omraden: dict[str, list[Definition]] = defaultdict(list)
        for kod, d in alla().items():
            if kod in tackning(self.vy) or kod in self.val.nyckeltal:
                omraden[d.omrade].append(d)
        return list(omraden.items())

    def _senaste(self, kod: str) -> dict[str, Punkt]:
        """The chosen municipalities' latest measured values of one nyckeltal."""
        funna = ((k.kod, self.serier.get((k.kod, kod))) for k in self.kommuner)
        return {kommun: serie.senaste for kommun, serie in funna if serie is not None and serie.matt}

    def kolumner(self) -> list[Kolumn]:
        return [self._kolumn(d) for d in self.definitioner]

    def _kolumn(self, d: Definition) -> Kolumn:
        senaste = self._senaste(d.kod).values()
        vanligast = Counter(punkt.period for punkt in senaste).most_common(1)
        forst = f"-{d.kod}" if d.riktning == "hogre" else d.kod
        return Kolumn(
            definition=d,
            period=perioder.kort(vanligast[0][0]) if vanligast else "",
            enhet=diagram.enhetsord(d),
            exempel=bool(senaste) and all(punkt.exempel for punkt in senaste),
            lank=self.val.fraga(ordning=_vand(forst) if self.val.ordningstext == forst else forst, sida=""),
            ordnad=self._ordnad(d.kod),
        )

    def _ordnad(self, efter: str) -> str:
        """The value of aria-sort; empty for the other columns."""
        if self.val.ordning != efter:
            return ""
        return "descending" if self.val.fallande else "ascending"

    def rader(self, kolumner: list[Kolumn]) -> list[Rad]:
        visade = list(self.blad)
        trender = self._trender(visade)
        return [
            Rad(k, reverse("kommun-visa", args=[k.kod]), [self._ruta(k, kolumn, trender) for kolumn in kolumner])
            for k in visade
        ]

    def _trender(self, kommuner: list[Kommun]) -> dict[tuple[str, str, str], Trend]:
        """The trend rows of these municipalities, in one query."""
        if not self.vy.generation:
            return {}
        rader = Trend.objects.vid(self.vy.generation).filter(nyckeltal__in=self.val.nyckeltal, kon=self.val.kon)
        rader = rader.filter(enhet__isnull=True, kommun__in=[k.kod for k in kommuner])
        rader = rader.only("kommun", "nyckeltal", "periodslag", "period", "varde", "etikett", "sida", "riktning")
        return {(t.kommun_id or "", t.nyckeltal_id, t.periodslag): t for t in rader}

    def _ruta(self, kommun: Kommun, kolumn: Kolumn, trender: Mapping[tuple[str, str, str], Trend]) -> Ruta:
        d = kolumn.definition
        serie = self.serier.get((kommun.kod, d.kod))
        if serie is None or not serie.matt:
            skal = serie.senaste.skal if serie else "saknas"
            ord_ = text.SKAL.get(skal, text.SKAL["saknas"])
            return Ruta(kortnamn=d.kortnamn, varde="", saknas=ord_, period="", gnista=None, tagg=None, exempel=False)
        sist = serie.senaste
        trend = serier.aktuell(trender.get((kommun.kod, d.kod, serie.slag)), serie)
        period = perioder.kort(sist.period)
        return Ruta(
            kortnamn=d.kortnamn,
            varde=tal.visa_med_enhet(sist.varde, d.enhet, d.decimaler),
            saknas="",
            period="" if period == kolumn.period else period,
            gnista=serier.gnista(serie, trend),
            tagg=serier.trendtagg(trend, d),
            exempel=sist.exempel and not kolumn.exempel,
        )

    def mening(self) -> str:
        """Lowest and highest among those shown, of the sorted nyckeltal or the first; invented ones say so."""
        koder = [self.val.ordning] if self.val.ordning != NAMN else list(self.val.nyckeltal[:1])
        return next((mening for kod in koder if (mening := self._spann(alla()[kod]))), "")

    def _spann(self, d: Definition) -> str:
        punkter = self._senaste(d.kod)
        antal = Counter(punkt.period for punkt in punkter.values())
        period = max(antal, key=antal.__getitem__, default="")
        exempel = all(p.exempel for p in punkter.values())
        matta = {kod: p.varde for kod, p in punkter.items() if p.period == period and p.exempel == exempel}
        varden = [v for v in matta.values() if v is not None]
        if len(varden) < 2 or d.enhet == "ja/nej" or min(varden) == max(varden):
            return ""
        lag, hog = (f"{self._vilka(matta, v)} med {text.med_ord(v, d)}" for v in (min(varden), max(varden)))
        mening = f"{d.kortnamn} {perioder.visa(period)}: lägst i {lag}, högst i {hog}."
        return f"Exempeldata (påhittat): {mening}" if exempel else mening

    def _vilka(self, matta: Mapping[str, float | None], varde: float) -> str:
        namn = [k.namn for k in self.kommuner if matta.get(k.kod) == varde]
        return diagram.uppraknat(namn) if len(namn) <= 3 else f"{len(namn)} kommuner"

    def fil(self) -> Fil:
        """All pages of what is on screen, with the same filters and order: a row for each value."""
        exempel = any(punkt.exempel for d in self.definitioner for punkt in self._senaste(d.kod).values())
        kalla = f"Källa: som raden säger. {diagram.EGEN['plats']}"
        return Fil("kommuner", "Kommuner", KOLUMNER, self._filrader(), kalla, exempel)

    def _filrader(self) -> Iterator[list[Cellvarde]]:
        trender = self._trender(self.kommuner)
        for kommun in self.kommuner:
            for d in self.definitioner:
                yield self._filrad(kommun, d, trender)

    def _filrad(self, kommun: Kommun, d: Definition, trender: Mapping[tuple[str, str, str], Trend]) -> list[Cellvarde]:
        serie = self.serier.get((kommun.kod, d.kod))
        sist = serie.senaste if serie else Punkt("", None, "saknas", False)
        trend = serier.aktuell(trender.get((kommun.kod, d.kod, serie.slag)), serie) if serie else None
        tagg = serier.trendtagg(trend, d)
        vem: list[Cellvarde] = [kommun.kod, kommun.namn, kommun.lan.namn, self.reg.grupp.get(kommun.kod)]
        varde = Tal(sist.varde, d.decimaler) if sist.varde is not None else None
        kalla = "påhittat" if sist.exempel else text.KALLOR[d.kalla]
        vad: list[Cellvarde] = [d.kod, d.namn, sist.period or None, self.val.kon, varde, text.SKAL.get(sist.skal)]
        return [*vem, *vad, d.enhet, tagg.ord if tagg else None, kalla, sist.exempel, self.vy.version]


def _vand(ordning: str) -> str:
    return ordning.removeprefix("-") if ordning.startswith("-") else f"-{ordning}"


KOLUMNER = (
    *("kommun_kod", "kommun", "lan", "kommungrupp", "nyckeltal", "namn", "period", "kon", "varde", "saknas"),
    *("enhet", "lage_egen_berakning", "kalla", "exempeldata", "dataversion"),
)
