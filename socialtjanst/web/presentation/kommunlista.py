"""The list of municipalities: the chosen nyckeltal side by side, filtered, sorted, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from kommuner import perioder
from kommuner.models import Kommun
from kommuner.nyckeltal import Definition, alla
from rapporter import text
from rapporter.diagram import Tagg
from rapporter.format.celler import Cellvarde, Tal
from socialtjanst.web.presentation import diagram
from socialtjanst.web.presentation.kommunval import NAMN, Listval
from socialtjanst.web.presentation.kommunvarden import Ruta, varden
from socialtjanst.web.presentation.ladda_ned import Fil
from socialtjanst.web.presentation.nyckeltal import KON, Register, Urval, tackning
from socialtjanst.web.presentation.serier import Punkt
from socialtjanst.web.presentation.vy import Vy

PER_SIDA = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Kolumn:
    """A nyckeltal's heading. `period` is the one that most values have.

    `exempel`: every value is invented; `blandad`: some are, and say so one by one.
    """

    definition: Definition
    period: str
    enhet: str
    exempel: bool
    blandad: bool
    lank: str
    ordnad: str


@dataclass(frozen=True, slots=True)
class Rad:
    kommun: Kommun
    lank: str
    rutor: list[Ruta]


class Sida:
    """The list: reads what it needs once, and hands out its parts."""

    def __init__(self, reg: Register, vy: Vy, val: Listval) -> None:
        self.reg, self.vy, self.val = reg, vy, val
        self.definitioner = [alla()[kod] for kod in val.nyckeltal]
        self.varden = varden(vy, val.nyckeltal, val.kon)
        self.kommuner = self._ordnade()

    def _ordnade(self) -> list[Kommun]:
        """Real values before invented ones, those without a value last, equal ones by name."""
        val = self.val
        valda = list(self.reg.urval(Urval(lan=val.lan, grupp=val.grupp, q=val.q)).values())
        if val.ordning == NAMN:
            return valda[::-1] if val.fallande else valda
        tecken = -1 if val.fallande else 1

        def plats(kommun: Kommun) -> tuple[bool, bool, float, int]:
            sist = self.varden.senaste(kommun.kod, val.ordning)
            if sist is None or sist.varde is None:
                return True, False, 0.0, kommun.ordning
            return False, sist.exempel, tecken * sist.varde, kommun.ordning

        return sorted(valda, key=plats)

    @cached_property
    def blad(self) -> Page[Kommun]:
        return Paginator(self.kommuner, PER_SIDA if self.val.sida else max(len(self.kommuner), 1)).get_page(
            self.val.sida or 1
        )

    def sammanhang(self) -> dict[str, Any]:
        """The template's context."""
        kolumner, rader = [self._kolumn(d) for d in self.definitioner], self.rader()
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
            "nyastlank": self.val.fraga(kand=""),
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

    def _kolumn(self, d: Definition) -> Kolumn:
        exempel = d.kod in self.varden.pahittat
        forst = f"-{d.kod}" if d.riktning == "hogre" else d.kod
        return Kolumn(
            definition=d,
            period=perioder.kort(self.varden.period[d.kod]) if d.kod in self.varden.period else "",
            enhet=diagram.enhetsord(d),
            exempel=exempel,
            blandad=not exempel and any(punkt.exempel for punkt in self._senaste(d.kod).values()),
            lank=self.val.fraga(ordning=_vand(forst) if self.val.ordningstext == forst else forst, sida=""),
            ordnad=self._ordnad(d.kod),
        )

    def _ordnad(self, efter: str) -> str:
        """The value of aria-sort; empty for the other columns."""
        if self.val.ordning != efter:
            return ""
        return "descending" if self.val.fallande else "ascending"

    def rader(self) -> list[Rad]:
        visade = list(self.blad)
        rutor = self.varden.rutor([k.kod for k in visade])
        koder = self.val.nyckeltal
        kand = f"?kand={self.val.kand}" if self.val.kand else ""
        adresser = {k.kod: reverse("kommun-visa", args=[k.kod]) + kand for k in visade}
        return [Rad(k, adresser[k.kod], [rutor[k.kod, kod] for kod in koder]) for k in visade]

    def mening(self) -> str:
        """Lowest and highest among those shown, of the sorted nyckeltal or the first; invented ones say so."""
        koder = [self.val.ordning] if self.val.ordning != NAMN else list(self.val.nyckeltal[:1])
        return next((mening for kod in koder if (mening := self._spann(alla()[kod]))), "")

    def _senaste(self, kod: str) -> dict[str, Punkt]:
        """The chosen municipalities' latest measured values of one nyckeltal."""
        funna = ((k.kod, self.varden.senaste(k.kod, kod)) for k in self.kommuner)
        return {kommun: punkt for kommun, punkt in funna if punkt is not None and punkt.varde is not None}

    def _spann(self, d: Definition) -> str:
        period, exempel = self.varden.period.get(d.kod), d.kod in self.varden.pahittat
        punkter = self._senaste(d.kod).items()
        matta = {kod: p.varde or 0.0 for kod, p in punkter if p.period == period and p.exempel == exempel}
        if not period or len(set(matta.values())) < 2 or d.enhet == "ja/nej":
            return ""
        spann = min(matta.values()), max(matta.values())
        lag, hog = (f"{self._vilka(matta, v)} med {text.med_ord(v, d)}" for v in spann)
        mening = f"{d.kortnamn} {perioder.visa(period)}: lägst i {lag}, högst i {hog}."
        return f"Exempeldata (påhittat): {mening}" if exempel else mening

    def _vilka(self, matta: Mapping[str, float], varde: float) -> str:
        namn = [k.namn for k in self.kommuner if matta.get(k.kod) == varde]
        return diagram.uppraknat(namn) if len(namn) <= 3 else f"{len(namn)} kommuner"

    def fil(self) -> Fil:
        """All pages of what is on screen, with the same filters and order: a row for each value."""
        exempel = any(punkt.exempel for d in self.definitioner for punkt in self._senaste(d.kod).values())
        kalla = f"Källa: som raden säger. {diagram.EGEN['plats']}"
        return Fil("kommuner", "Kommuner", KOLUMNER, self._filrader(), kalla, exempel)

    def _filrader(self) -> Iterator[list[Cellvarde]]:
        rutor = self.varden.rutor([k.kod for k in self.kommuner])
        for kommun in self.kommuner:
            for d in self.definitioner:
                yield self._filrad(kommun, d, rutor[kommun.kod, d.kod].tagg)

    def _filrad(self, kommun: Kommun, d: Definition, tagg: Tagg | None) -> list[Cellvarde]:
        sist = self.varden.senaste(kommun.kod, d.kod) or Punkt("", None, "saknas", False)
        vem: list[Cellvarde] = [kommun.kod, kommun.namn, kommun.lan.namn, self.reg.grupp.get(kommun.kod)]
        varde = Tal(sist.varde, d.decimaler) if sist.varde is not None else None
        kalla = "påhittat" if sist.exempel else text.KALLOR[d.kalla]
        vad: list[Cellvarde] = [d.kod, d.namn, sist.period or None, self.val.kon, varde, text.SKAL.get(sist.skal)]
        return [*vem, *vad, d.enhet, tagg.ord if tagg else None, kalla, sist.status, sist.exempel, self.vy.version]


def _vand(ordning: str) -> str:
    return ordning.removeprefix("-") if ordning.startswith("-") else f"-{ordning}"


KOLUMNER = (
    *("kommun_kod", "kommun", "lan", "kommungrupp", "nyckeltal", "namn", "period", "kon", "varde", "saknas"),
    *("enhet", "lage_egen_berakning", "kalla", "status", "exempeldata", "dataversion"),
)
