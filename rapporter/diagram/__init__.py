"""Charts as pure functions: values in; drawings, legend and table out.

templates/komponenter/_diagram.html prints them.
"""

from rapporter.diagram.fordelning import Fordelningsdata, histogram, kommuntabell, rankningsremsa
from rapporter.diagram.gnista import sparkline
from rapporter.diagram.karta import Klass, karta, kvantilklasser
from rapporter.diagram.lageskarta import Lagesklass, lageskarta
from rapporter.diagram.linjer import Linjedata, Linjeserie, linjediagram
from rapporter.diagram.process import processdiagram
from rapporter.diagram.processtabell import Atgardsband, Processdata
from rapporter.diagram.skala import skalstreck
from rapporter.diagram.spridning import Bage, Nod, Spridningsdata, spridningsdiagram
from rapporter.diagram.typer import (
    Cell,
    Diagram,
    Forklaring,
    Gnista,
    Kolumn,
    Rad,
    Ritning,
    Tabell,
    Tagg,
    Text,
    Vag,
    bedomning,
    tagg,
)

__all__ = [
    "Atgardsband",
    "Bage",
    "Cell",
    "Diagram",
    "Fordelningsdata",
    "Forklaring",
    "Gnista",
    "Klass",
    "Kolumn",
    "Lagesklass",
    "Linjedata",
    "Linjeserie",
    "Nod",
    "Processdata",
    "Rad",
    "Ritning",
    "Spridningsdata",
    "Tabell",
    "Tagg",
    "Text",
    "Vag",
    "bedomning",
    "histogram",
    "karta",
    "kommuntabell",
    "kvantilklasser",
    "lageskarta",
    "linjediagram",
    "processdiagram",
    "rankningsremsa",
    "skalstreck",
    "sparkline",
    "spridningsdiagram",
    "tagg",
]
