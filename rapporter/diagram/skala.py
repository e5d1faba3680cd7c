"""Scales, nice ticks, and room for text."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeGuard

TECKENBREDD = 0.63  # of the font size; measured generously, so that no label is cut


@dataclass(frozen=True, slots=True)
class Skala:
    """A straight scale from the values low–high to the coordinates fran–till."""

    low: float
    high: float
    fran: float
    till: float

    def __call__(self, value: float) -> float:
        return self.fran + (value - self.low) / (self.high - self.low) * (self.till - self.fran)


def matt(value: float | None) -> TypeGuard[float]:
    """Whether something was measured: neither None nor NaN nor infinite."""
    return value is not None and math.isfinite(value)


def matta(*serier: Iterable[float | None]) -> list[float]:
    """All measured values of the series."""
    return [value for serie in serier for value in serie if matt(value)]


def skalstreck(low: float, high: float, n: int = 5) -> list[float]:
    """Round ticks that cover low–high, at most n + 1 of them; (nearly) equal ends are widened first.

    Raises ValueError when an end is not finite, when low > high, or when n < 2.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or low > high or n < 2:
        raise ValueError(f"Ingen skala från {low} till {high} med {n} steg")
    if math.isclose(low, high, rel_tol=1e-8):
        low, high = _vidgat(low)
    storlek = 10.0 ** math.floor(math.log10((high - low) / n))
    for faktor in (1, 2, 2.5, 5, 10, 20, 25):
        steg = faktor * storlek
        first, last = math.floor(low / steg + 1e-9), math.ceil(high / steg - 1e-9)
        if last - first <= n:
            break
    return [float(f"{i * steg:.10g}") + 0.0 for i in range(first, last + 1)]


def _vidgat(value: float) -> tuple[float, float]:
    """Ends around a single value: from 0 when it is small and not negative, else 10 per cent each way."""
    if value == 0:
        return 0.0, 1.0
    marginal = abs(value) * 0.1
    return value - marginal, value + marginal


def decimaler_i(streck: Sequence[float]) -> int:
    """How many decimals the ticks need so that no two look alike."""
    for antal in range(6):
        if all(abs(round(s, antal) - s) < 1e-9 for s in streck):
            return antal
    return 6


def avrunda(value: float, decimaler: int) -> float:
    """The value that a reader sees (half away from zero, as kommuner.tal.visa), for sorting into classes."""
    return float(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimaler), ROUND_HALF_UP))


def textbredd(text: str, storlek: float) -> float:
    """Room that a line of text needs, in the unit of its size."""
    return len(text) * storlek * TECKENBREDD


def kortad(text: str, storlek: float, bredd: float) -> str:
    """The text, cut with an ellipsis where it would not fit in bredd."""
    tecken = int(bredd / (storlek * TECKENBREDD))
    return text if len(text) <= tecken else text[: max(tecken - 1, 1)].rstrip() + "…"


def sprid(lagen: Sequence[float], avstand: float, low: float, high: float) -> list[float]:
    """Positions near the wished ones, in the same order, at least avstand apart and within low–high.

    When there is no room for all, the distance shrinks evenly.
    """
    if not lagen:
        return []
    avstand = min(avstand, (high - low) / max(len(lagen) - 1, 1))
    ordning = sorted(range(len(lagen)), key=lambda i: lagen[i])
    nya = list(lagen)
    golv = low
    for i in ordning:
        golv = nya[i] = max(nya[i], golv)
        golv += avstand
    tak = high
    for i in reversed(ordning):
        tak = nya[i] = min(nya[i], tak)
        tak -= avstand
    return nya


def axelsteg(antal: int, rymms: int, per_ar: int = 1) -> int:
    """Every how many periods a label is set, so that at most `rymms` of `antal` are; whole years first."""
    hela = [1, *(per_ar * k for k in (1, 2, 3, 4, 5, 10, 20, 50))]
    return next((steg for steg in hela if math.ceil(antal / steg) <= max(rymms, 1)), antal or 1)
