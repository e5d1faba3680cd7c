"""What a chart is made of: drawings for two widths, a legend and a table, all of them plain values.

Nothing here knows Django. Colours are class names (static/css/diagram.css); coordinates are
user units of the viewBox.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Riktning = Literal["hogre", "lagre", "neutral"]
Ton = Literal["battre", "samre", "vanlig"]
Ankare = Literal["start", "middle", "end"]
Varden = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Vag:
    """One SVG path: `d`, CSS class, text shown on hover, and an address when it is a link."""

    d: str
    klass: str
    titel: str = ""
    lank: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text with its baseline at (x, y)."""

    x: float
    y: float
    text: str
    klass: str = ""
    ankare: Ankare = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ritning:
    """A drawing of bredd × hojd user units; `textstorlek` is in the same units."""

    bredd: float
    hojd: float
    textstorlek: float
    titel: str
    beskrivning: str
    vagar: tuple[Vag, ...] = ()
    texter: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Forklaring:
    """One entry of a legend: its words and the swatch, drawn in a box of 28 × 14."""

    text: str
    vagar: tuple[Vag, ...]


@dataclass(frozen=True, slots=True)
class Kolumn:
    """A column's heading; `tal` columns are right-aligned with tabular figures."""

    text: str
    tal: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `lank` is used in the first cell of a row."""

    text: str
    tal: bool = False
    lank: str = ""


@dataclass(frozen=True, slots=True)
class Rad:
    """A table row; `markt` is the row that the chart marks too."""

    celler: tuple[Cell, ...]
    markt: bool = False


@dataclass(frozen=True, slots=True)
class Tabell:
    """The figures of a chart as text, for everybody who prefers reading them."""

    rubrik: str
    kolumner: tuple[Kolumn, ...]
    rader: tuple[Rad, ...]

    @property
    def hog(self) -> bool:
        """Whether the table should scroll inside its own frame."""
        return len(self.rader) > 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A whole chart. `smal` is None where one drawing serves every width (no text in it)."""

    bred: Ritning
    smal: Ritning | None
    tabell: Tabell
    forklaring: tuple[Forklaring, ...] = ()
    tackning: str = ""


@dataclass(frozen=True, slots=True)
class Gnista:
    """A sparkline: the line's path, a dot (by its round cap) on the last measured point, its tone."""

    d: str
    slut: str
    ton: Ton
    bredd: int
    hojd: int


@dataclass(frozen=True, slots=True)
class Tagg:
    """A judgement that never rests on colour: tone, sign and word."""

    ton: Ton
    tecken: str
    ord: str


def bedomning(sida: int, riktning: Riktning) -> Ton:
    """Whether a signal upwards (sida > 0) or downwards (< 0) is good news; 0 and neutral are "vanlig"."""
    if sida == 0 or riktning == "neutral":
        return "vanlig"
    return "battre" if (sida > 0) == (riktning == "hogre") else "samre"


def tagg(sida: int, riktning: Riktning) -> Tagg:
    """The tag of a value: "▼ bättre", "▲ sämre", "● som vanligt"; neutral: "▲ högre", "▼ lägre"."""
    if sida == 0:
        return Tagg("vanlig", "●", "som vanligt")
    ton = bedomning(sida, riktning)
    ordet = {"battre": "bättre", "samre": "sämre", "vanlig": "högre" if sida > 0 else "lägre"}[ton]
    return Tagg(ton, "▲" if sida > 0 else "▼", ordet)
