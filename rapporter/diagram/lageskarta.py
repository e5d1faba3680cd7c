"""A map of states: each municipality belongs to one class, or to none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapporter.diagram import former
from rapporter.diagram.typer import Cell, Diagram, Forklaring, Kolumn, Rad, Ritning, Tabell, Vag

UTANFOR = "utanfor"


@dataclass(frozen=True, slots=True)
class Lagesklass:
    """A class with its colour (a class of diagram.css) and its words."""

    klass: str
    text: str


def lageskarta(
    *,
    titel: str,
    beskrivning: str,
    lagen: Mapping[str, str],
    klasser: Sequence[Lagesklass],
    utanfor: str,
    namn: Mapping[str, str],
    adresser: Mapping[str, str],
    vagar: Mapping[str, str],
    storlek: tuple[float, float],
) -> Diagram:
    """`lagen` gives a municipality's `klass`; those that have none are drawn as "outside", in the words `utanfor`."""
    ord_ = {k.klass: k.text for k in klasser}
    ritade = tuple(
        Vag(
            d,
            lagen.get(kod, UTANFOR),
            f"{namn.get(kod, kod)}: {ord_.get(lagen.get(kod, ''), utanfor)}",
            adresser.get(kod, "") if kod in lagen else "",
        )
        for kod, d in sorted(vagar.items(), key=lambda par: par[0] in lagen)
    )
    ritning = Ritning(
        bredd=storlek[0], hojd=storlek[1], textstorlek=0, titel=titel, beskrivning=beskrivning, vagar=ritade
    )
    return Diagram(
        bred=ritning, smal=None, tabell=_tabell(titel, lagen, ord_, namn, adresser), forklaring=_forklaring(klasser)
    )


def _forklaring(klasser: Sequence[Lagesklass]) -> tuple[Forklaring, ...]:
    return tuple(Forklaring(k.text, (Vag(former.ruta(1, 1, 26, 12), k.klass),)) for k in klasser)


def _tabell(
    titel: str, lagen: Mapping[str, str], ord_: Mapping[str, str], namn: Mapping[str, str], adresser: Mapping[str, str]
) -> Tabell:
    rader = tuple(
        Rad((Cell(namn.get(kod, kod), lank=adresser.get(kod, "")), Cell(ord_[klass]))) for kod, klass in lagen.items()
    )
    return Tabell(titel, (Kolumn("Kommun"), Kolumn("Läge")), rader)
