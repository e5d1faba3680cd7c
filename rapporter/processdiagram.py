"""What a page's chart needs of the computations: one series' limits, one family's spread. Knows no rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rapporter.berakning import jamforelse, panel, spc
from rapporter.berakning.panel import RIKET, Panel

Talrad = tuple[float | None, ...]
KVANTILER = (0.1, 0.5, 0.9)
MINST_I_MEDIANEN = 3
MINST_I_FALTET = 10  # of fewer, "8 of 10 municipalities" is a manner of speaking


@dataclass(frozen=True, slots=True)
class Granser:
    """A process chart's lines and signals, one element per period, in the nyckeltal's unit."""

    center: Talrad
    lower: Talrad
    upper: Talrad
    signal: tuple[str, ...]
    sida: tuple[int, ...]
    preliminar: bool
    brott: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Utveckling:
    """The municipalities' spread per period: how many are measured, 10th percentile, median, 90th; and Riket.

    The percentiles are None where fewer than MINST_I_FALTET are measured.

    `varden` has shape (municipalities, periods), in the order of `koder`; NaN is not measured.
    """

    perioder: tuple[str, ...]
    antal: tuple[int, ...]
    lag: Talrad
    median: Talrad
    hog: Talrad
    riket: Talrad
    koder: tuple[str, ...] = ()
    varden: NDArray[np.float64] | None = None

    def kommunernas(self, period: str) -> dict[str, float]:
        """The measured values of one period, by municipality code."""
        if self.varden is None or period not in self.perioder:
            return {}
        kolumn = self.varden[:, self.perioder.index(period)].tolist()
        return {kod: v for kod, v in zip(self.koder, kolumn, strict=True) if v == v}

    def med_underlag(self, av: int) -> Utveckling:
        """The same, of `av` municipalities, with median and percentiles only where enough have reported.

        Enough is MINST_I_MEDIANEN, or all if they are fewer, and half as many as in the best period.
        """
        minst = max(min(MINST_I_MEDIANEN, av), max(self.antal, default=0) / 2)

        def nog(serie: Talrad) -> Talrad:
            return tuple(v if n >= minst else None for v, n in zip(serie, self.antal, strict=True))

        return replace(self, lag=nog(self.lag), median=nog(self.median), hog=nog(self.hog))

    def vid(self, perioder: Sequence[str]) -> Utveckling:
        """The same for other periods; None (and 0 municipalities) where nothing is known."""
        plats = {period: i for i, period in enumerate(self.perioder)}
        lagen = [plats.get(period) for period in perioder]

        def valda(serie: Talrad) -> Talrad:
            return tuple(None if i is None else serie[i] for i in lagen)

        antal = tuple(0 if i is None else self.antal[i] for i in lagen)
        return Utveckling(
            tuple(perioder), antal, valda(self.lag), valda(self.median), valda(self.hog), valda(self.riket)
        )


def granser(perioder: Sequence[str], varden: Sequence[float | None], brott: Sequence[str] = ()) -> Granser:
    """XmR limits of one series; `brott` are the first periods of new definitions. ValueError as spc.xmr."""
    lagen = panel.rebase_positions(perioder, brott)
    karta = spc.xmr(np.array(varden, dtype=np.float64), rebase=lagen)
    return Granser(
        center=_tal(karta.center),
        lower=_tal(karta.lower),
        upper=_tal(karta.upper),
        signal=tuple(str(signal) for signal in karta.label),
        sida=tuple(int(sida) for sida in karta.side),
        preliminar=bool(karta.provisional[-1]) if len(perioder) else False,
        brott=tuple(lagen),
    )


def utveckling(serier: Panel, pahittat: NDArray[np.bool_], *, exempel: bool) -> Utveckling:
    """The spread over the municipalities whose values are (or are not) invented; units are left out."""
    if not serier.periods:
        return Utveckling((), (), (), (), (), ())
    kommuner = serier.kommuner()
    rader = kommuner[pahittat[kommuner] == exempel]
    varden = serier.values[rader]
    spridning = jamforelse.quantiles(varden, KVANTILER)
    riket = serier.rows(kommun=RIKET)
    riket = riket[pahittat[riket] == exempel]
    linje = serier.values[riket[0]] if len(riket) else np.full(len(serier.periods), np.nan)
    lag, median, hog = (_tal(rad) for rad in spridning.values)
    antal = tuple(int(n) for n in spridning.n)
    lag, hog = (tuple(v if n >= MINST_I_FALTET else None for v, n in zip(r, antal, strict=True)) for r in (lag, hog))
    koder = tuple(serier.labels["kommun"][rader].tolist())
    return Utveckling(tuple(serier.periods), antal, lag, median, hog, _tal(linje), koder, varden)


def rangordna(varden: Mapping[str, float], riktning: str) -> dict[str, int]:
    """1 + the number strictly better, by municipality; `riktning` as jamforelse.rank."""
    if not varden:
        return {}
    rang = jamforelse.rank(np.array(list(varden.values())), riktning)
    return {kod: int(plats) for kod, plats in zip(varden, rang, strict=True)}


def andelar(varden: Sequence[float], delar: Sequence[float]) -> list[float]:
    """Quantiles of measured values (not empty), linear between neighbours as Excel's."""
    return [float(q) for q in jamforelse.quantiles(np.array(varden), delar).values]


def _tal(rad: NDArray[np.float64]) -> Talrad:
    return tuple(None if np.isnan(v) else float(v) for v in rad)
