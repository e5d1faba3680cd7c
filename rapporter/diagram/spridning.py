"""How something spread: years from left to right, a row for each, a line from the one that inspired to the follower."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapporter.diagram import former
from rapporter.diagram.ram import BRED, SMAL, Format
from rapporter.diagram.skala import Skala, axelsteg, kortad, textbredd
from rapporter.diagram.typer import Diagram, Forklaring, Ritning, Tabell, Text, Vag

RAD = 26
_RADIE = 4.5


@dataclass(frozen=True, slots=True)
class Nod:
    """`ar` None: the year is unknown, and the point stands to the left of the years."""

    namn: str
    ar: int | None
    titel: str = ""


@dataclass(frozen=True, slots=True)
class Bage:
    """From the one that inspired to the one that followed, by their places among the nodes."""

    fran: int
    till: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spridningsdata:
    """ValueError for a line to a node that is not there."""

    titel: str
    beskrivning: str
    noder: Sequence[Nod]
    bagar: Sequence[Bage]
    tabell: Tabell

    def __post_init__(self) -> None:
        if any(not 0 <= ande < len(self.noder) for b in self.bagar for ande in (b.fran, b.till)):
            raise ValueError("En linje går till en punkt som inte finns")


def spridningsdiagram(data: Spridningsdata) -> Diagram:
    """The drawing in two widths, with legend and table."""
    return Diagram(bred=_ritning(data, BRED), smal=_ritning(data, SMAL), tabell=data.tabell, forklaring=_forklaring())


def ordning(antal: int, bagar: Sequence[Bage]) -> list[int]:
    """The nodes from the top: each below the first that inspired it, so that few lines cross."""
    barn: dict[int, list[int]] = {}
    har_forebild = {b.till for b in bagar}
    for b in bagar:
        barn.setdefault(b.fran, []).append(b.till)
    rader: dict[int, None] = {}
    for rot in [n for n in range(antal) if n not in har_forebild] + list(range(antal)):
        kvar = [rot]
        while kvar:
            nu = kvar.pop()
            if nu not in rader:
                rader[nu] = None
                kvar += reversed(barn.get(nu, []))
    return list(rader)


def _ritning(data: Spridningsdata, format_: Format) -> Ritning:
    topp = format_.text + 22.0
    rad = {nod: topp + RAD * nr + RAD / 2 for nr, nod in enumerate(ordning(len(data.noder), data.bagar))}
    ar = sorted({n.ar for n in data.noder if n.ar is not None})
    x = _skala(ar, format_, okant=any(n.ar is None for n in data.noder))
    plats = {i: (x(n.ar) if n.ar is not None else 12.0, rad[i]) for i, n in enumerate(data.noder)}
    botten = topp + RAD * len(data.noder)
    return Ritning(
        bredd=format_.bredd,
        hojd=round(botten + 6, 1),
        textstorlek=format_.text,
        titel=data.titel,
        beskrivning=data.beskrivning,
        vagar=(*_rutnat(ar, x, topp, botten), *_bagar(data, plats), *_punkter(data, plats)),
        texter=(*_artal(ar, x, format_, okant=len(ar) < len({n.ar for n in data.noder})), *_namn(data, plats, format_)),
    )


def _skala(ar: Sequence[int], format_: Format, *, okant: bool) -> Skala:
    forst, sist = (ar[0], ar[-1]) if ar else (0, 1)
    vanster = 70.0 if okant else 24.0
    return Skala(forst, max(sist, forst + 1), vanster, format_.bredd * (0.62 if format_.smal else 0.75))


def _hela(ar: Sequence[int]) -> list[int]:
    return list(range(ar[0], ar[-1] + 1)) if ar else []


def _rutnat(ar: Sequence[int], x: Skala, topp: float, botten: float) -> list[Vag]:
    return [Vag(former.linje([(x(a), topp), (x(a), botten)]), "rutnat") for a in _hela(ar)]


def _artal(ar: Sequence[int], x: Skala, format_: Format, *, okant: bool) -> list[Text]:
    alla = _hela(ar)
    rymms = int((x.till - x.fran) / (textbredd("2016", format_.text) + 8)) + 1
    steg = axelsteg(len(alla), rymms)
    texter = [Text(round(x(a), 1), format_.text, str(a), "axel", "middle") for a in alla[::steg]]
    return [*texter, Text(2, format_.text, "okänt", "axel")] if okant else texter


def _bagar(data: Spridningsdata, plats: dict[int, former.Punkt]) -> list[Vag]:
    """Down from the one that inspired, then across to the follower: names to the right stay readable."""
    vagar = []
    for b in data.bagar:
        (x1, y1), (x2, y2) = plats[b.fran], plats[b.till]
        titel = f"{data.noder[b.till].namn} inspirerades av {data.noder[b.fran].namn}"
        vagar.append(Vag(former.linje([(x1, y1), (x1, y2), (x2, y2)]), "spridning", titel))
    return vagar


def _punkter(data: Spridningsdata, plats: dict[int, former.Punkt]) -> list[Vag]:
    foljer = {b.till for b in data.bagar}
    return [
        Vag(
            former.cirkel(*plats[i], _RADIE) if i in foljer else former.kvadrat(*plats[i], _RADIE),
            "markprick",
            n.titel or n.namn,
        )
        for i, n in enumerate(data.noder)
    ]


def _namn(data: Spridningsdata, plats: dict[int, former.Punkt], format_: Format) -> list[Text]:
    texter = []
    for i, n in enumerate(data.noder):
        x, y = plats[i]
        rum = format_.bredd - x - 14
        texter.append(
            Text(round(x + 10, 1), round(y + format_.text * 0.35, 1), kortad(n.namn, format_.text, rum), "namn")
        )
    return texter


def _forklaring() -> tuple[Forklaring, ...]:
    return (
        Forklaring("inspirerades inte av någon annan här", (Vag(former.kvadrat(14, 7, _RADIE), "markprick"),)),
        Forklaring("inspirerades av den som linjen kommer från", (Vag(former.cirkel(14, 7, _RADIE), "markprick"),)),
    )
