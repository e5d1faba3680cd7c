"""The map of the municipalities, in at most five classes by quantiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kommuner.tal import SAKNAS, visa
from rapporter.diagram import former
from rapporter.diagram.fordelning import Fordelningsdata, kommuntabell
from rapporter.diagram.skala import avrunda, matt
from rapporter.diagram.typer import Diagram, Forklaring, Ritning, Vag

STEG = 5


@dataclass(frozen=True, slots=True)
class Klass:
    """A class of the map: its lowest and highest value as shown, how many municipalities, its colour 0–4."""

    fran: float
    till: float
    antal: int
    steg: int


def kvantilklasser(varden: Sequence[float], antal: int = STEG) -> list[Klass]:
    """Classes of about equally many; equal values always share one, so there may be fewer than asked.

    A cut inside a run of equal values moves to the nearest end of the run. Raises ValueError for antal < 1.
    """
    if antal < 1:
        raise ValueError("Minst en klass behövs")
    tal = sorted(varden)
    snitt = sorted({_narmast(tal, round(len(tal) * k / antal)) for k in range(1, antal)} - {0, len(tal)})
    delar = [tal[a:b] for a, b in zip([0, *snitt], [*snitt, len(tal)], strict=True)] if tal else []
    farger = _farger(len(delar))
    return [Klass(del_[0], del_[-1], len(del_), farg) for del_, farg in zip(delar, farger, strict=True)]


def _narmast(tal: Sequence[float], snitt: int) -> int:
    """The cut position itself, or the nearest end of the run of equal values that it falls in."""
    if not 0 < snitt < len(tal) or tal[snitt - 1] != tal[snitt]:
        return snitt
    fore, efter = tal.index(tal[snitt]), len(tal) - list(reversed(tal)).index(tal[snitt])
    return fore if snitt - fore <= efter - snitt else efter


def _farger(antal: int) -> list[int]:
    """Colours spread over the scale; a single class takes the middle one."""
    if antal <= 1:
        return [STEG // 2] * antal
    return [round(k * (STEG - 1) / (antal - 1)) for k in range(antal)]


def karta(data: Fordelningsdata, vagar: Mapping[str, str], storlek: tuple[float, float]) -> Diagram:
    """The map. `vagar` is SVG path data by code, `storlek` its viewBox (width, height).

    Values are sorted into classes as they are shown, so that two equal numbers never have different colours.
    Municipalities without a value are hatched; each path carries name and value and links to its page.
    """
    tal = {kod: avrunda(value, data.decimaler) for kod, value in data.matta.items()}
    indelning = kvantilklasser(list(tal.values()))
    ritning = Ritning(
        bredd=storlek[0],
        hojd=storlek[1],
        textstorlek=0,
        titel=data.titel,
        beskrivning=data.beskrivning,
        vagar=tuple(_kommun(data, kod, d, tal.get(kod), indelning) for kod, d in _markt_sist(vagar, data.markt)),
    )
    saknas = len(vagar.keys() - tal.keys())
    return Diagram(
        bred=ritning,
        smal=None,
        tabell=kommuntabell(data),
        tackning=data.tackning,
        forklaring=_forklaring(data, indelning, saknas),
    )


def _markt_sist(vagar: Mapping[str, str], markt: str) -> list[tuple[str, str]]:
    """The marked municipality is drawn last, so that its outline lies on top."""
    return sorted(vagar.items(), key=lambda par: par[0] == markt)


def _kommun(data: Fordelningsdata, kod: str, d: str, value: float | None, indelning: Sequence[Klass]) -> Vag:
    text = data.visa(value) if matt(value) else SAKNAS
    klass = "saknas" if value is None else f"q{next(k.steg for k in indelning if value <= k.till)}"
    if kod == data.markt:
        klass += " markt"
    return Vag(d, klass, f"{data.namn.get(kod, kod)}: {text}", (data.adresser or {}).get(kod, ""))


def _forklaring(data: Fordelningsdata, indelning: Sequence[Klass], saknas: int) -> tuple[Forklaring, ...]:
    ruta = former.ruta(1, 1, 26, 12)
    poster = [Forklaring(_klasstext(klass, data), (Vag(ruta, f"q{klass.steg}"),)) for klass in indelning]
    if saknas:
        poster.append(
            Forklaring(
                f"{SAKNAS} ({saknas} kommuner)" if saknas > 1 else f"{SAKNAS} (1 kommun)",
                (Vag(ruta, "saknas"),),
            )
        )
    return tuple(poster)


def _klasstext(klass: Klass, data: Fordelningsdata) -> str:
    ordet = "kommun" if klass.antal == 1 else "kommuner"
    if klass.fran == klass.till:
        return f"{data.visa(klass.fran)} ({klass.antal} {ordet})"
    return f"{visa(klass.fran, data.decimaler)}–{data.visa(klass.till)} ({klass.antal} {ordet})"
