"""What a process chart is drawn from, its legend and its table."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kommuner.tal import SAKNAS, visa
from rapporter.diagram import former
from rapporter.diagram.skala import matt, matta
from rapporter.diagram.typer import (
    Cell,
    Forklaring,
    Kolumn,
    Rad,
    Riktning,
    Tabell,
    Vag,
    Varden,
    bedomning,
)

SIGNALORD = {
    "outside": "utanför gränserna",
    "trend": "sju i rad åt samma håll",
    "two_of_three": "två av tre nära gränsen",
    "shift": "sju i rad på samma sida om medel",
}
TONORD = {"battre": "bättre", "samre": "sämre", "vanlig": ""}


@dataclass(frozen=True, slots=True)
class Atgardsband:
    """A measure in the lane: positions on the period axis (0 is the first); `till` None is still going on."""

    namn: str
    fran: float
    till: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Processdata:
    """One series by period. Sequences are empty or as long as `perioder`; None and NaN are "not measured".

    `signal` and `sida` are XmR's `label` and `side`; `brott` the positions where a new definition begins;
    `golv` and `tak` are the ends of what is possible: limits stop there, or at a measured value beyond;
    `lucka` says why a period has no value. `band_lag` and `band_hog` the 10th and 90th percentile of the
    municipalities; `per_ar` periods in a year.
    Raises ValueError when a sequence has another length.
    """

    titel: str
    beskrivning: str
    namn: str
    perioder: Sequence[str]
    varden: Varden
    enhet: str
    riktning: Riktning
    decimaler: int = 1
    center: Varden = ()
    lower: Varden = ()
    upper: Varden = ()
    signal: Sequence[str | None] = ()
    sida: Sequence[int] = ()
    band_lag: Varden = ()
    band_hog: Varden = ()
    riket: Varden = ()
    brott: Sequence[int] = ()
    preliminar: bool = False
    atgarder: Sequence[Atgardsband] = ()
    per_ar: int = 1
    golv: float | None = None
    tak: float | None = None
    lucka: str = SAKNAS

    def __post_init__(self) -> None:
        if len(self.varden) != len(self.perioder):
            raise ValueError(f"varden har {len(self.varden)} punkter, perioder {len(self.perioder)}")
        for falt in ("center", "lower", "upper", "signal", "sida", "band_lag", "band_hog", "riket"):
            antal = len(getattr(self, falt))
            if antal not in (0, len(self.perioder)):
                raise ValueError(f"{falt} har {antal} punkter, perioder {len(self.perioder)}")
        for ena, andra in (("band_lag", "band_hog"), ("signal", "sida")):
            if len(getattr(self, ena)) != len(getattr(self, andra)):
                raise ValueError(f"{ena} och {andra} hör ihop")
        for falt in ("center", "lower", "upper"):
            object.__setattr__(self, falt, self._mojliga(getattr(self, falt)))

    def _mojliga(self, grans: Varden) -> Varden:
        """The line, stopped at the floor and the ceiling."""
        varden = matta(self.varden)
        low = -math.inf if self.golv is None else min([self.golv, *varden])
        high = math.inf if self.tak is None else max([self.tak, *varden])
        return [min(max(v, low), high) if matt(v) else v for v in grans]

    def har_signal(self, i: int) -> bool:
        """Whether period i carries a signal."""
        return bool(len(self.signal) and self.signal[i] and matt(self.varden[i]))

    def signalord(self, i: int) -> str:
        """The signal of period i in words, with its judgement: "utanför gränserna, sämre"."""
        if not self.har_signal(i):
            return ""
        ord_ = SIGNALORD.get(str(self.signal[i]), str(self.signal[i]))
        ton = TONORD[bedomning(self.sida[i], self.riktning)]
        return f"{ord_}, {ton}" if ton else ord_


def tabell(data: Processdata) -> Tabell:
    """One row per period, the newest first; a column only where it says something."""
    kolumner = [
        ("Period", False),
        (data.namn or "Värde", True),
        *((namn, True) for namn, _ in _talserier(data)),
    ]
    if any(data.har_signal(i) for i in range(len(data.perioder))):
        kolumner.append(("Signal", False))
    rader = [_rad(data, i, len(kolumner)) for i in range(len(data.perioder) - 1, -1, -1)]
    enhet = f", {data.enhet}" if data.enhet and data.enhet != "antal" else ""
    return Tabell(data.titel + enhet, tuple(Kolumn(*k) for k in kolumner), tuple(rader))


def _talserier(data: Processdata) -> list[tuple[str, Varden]]:
    alla = (
        ("Riket", data.riket),
        ("8 av 10 kommuner, från", data.band_lag),
        ("till", data.band_hog),
        ("Nedre gräns", data.lower),
        ("Övre gräns", data.upper),
    )
    return [(namn, serie) for namn, serie in alla if matta(serie)]


def _rad(data: Processdata, i: int, antal: int) -> Rad:
    tal = [data.varden[i], *(serie[i] for _, serie in _talserier(data))]
    celler = [Cell(data.perioder[i]), *(Cell(visa(t, data.decimaler), tal=True) for t in tal)]
    if len(celler) < antal:
        celler.append(Cell(data.signalord(i)))
    return Rad(tuple(celler))


def forklaring(data: Processdata) -> tuple[Forklaring, ...]:
    """The legend, with only what the drawing holds."""
    return tuple(_forklaringar(data)) if matta(data.varden) else ()


def _forklaringar(data: Processdata) -> Iterator[Forklaring]:
    streck = former.linje([(1, 7), (27, 7)])
    yield Forklaring(data.namn or "Värdet", (Vag(streck, "serie"), Vag(former.cirkel(14, 7, 3), "punkt")))
    yield from _signalforklaringar(data)
    if matta(data.upper, data.lower):
        ord_ = "gränser: så högt och så lågt brukar värdet gå utan att något har förändrats"
        if data.preliminar:
            ord_ = f"preliminära {ord_} (bygger på färre än 12 mätningar)"
        yield Forklaring(ord_, (Vag(streck, "grans preliminar" if data.preliminar else "grans"),))
    if matta(data.center):
        yield Forklaring("medelvärde", (Vag(streck, "mitt"),))
    if matta(data.riket):
        yield Forklaring("Riket", (Vag(streck, "riket"),))
    if matta(data.band_lag):
        yield Forklaring("8 av 10 kommuner ligger här", (Vag(former.ruta(1, 1, 26, 12), "band"),))
    if len(matta(data.varden)) < len(data.varden):
        yield Forklaring(data.lucka, (Vag(former.kryss(14, 7, 3), "kryss"),))
    if data.brott:
        yield Forklaring("ny definition: jämför inte över strecket", (Vag(former.linje([(14, 0), (14, 14)]), "brott"),))
    if data.atgarder:
        namnen = "; ".join(atgard.namn for atgard in data.atgarder)
        yield Forklaring(f"åtgärd: {namnen}", (Vag(former.ruta(1, 3, 26, 8), "atgard"),))


def _signalforklaringar(data: Processdata) -> Iterator[Forklaring]:
    """One entry per sign that occurs, with what the sign means."""
    sidor = {data.sida[i] > 0 for i in range(len(data.perioder)) if data.har_signal(i)}
    for upp in sorted(sidor, reverse=True):
        ton = bedomning(1 if upp else -1, data.riktning)
        ordet = f"tydligt {'högre' if upp else 'lägre'} än vanligt"
        if TONORD[ton]:
            ordet += f" ({TONORD[ton]})"
        yield Forklaring(ordet, (Vag(former.triangel(14, 7, 6, upp=upp), f"punkt signal {ton}"),))
