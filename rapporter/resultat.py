"""The one object that a report's page and every file are written from; plain values that JSON can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from rapporter.format.celler import Cellvarde


@dataclass(frozen=True, slots=True, kw_only=True)
class Vandpunkt:
    """A municipality whose latest value carries a clear signal; `ton` is battre, samre or vanlig."""

    kommun: str
    namn: str
    period: str
    varde: float
    ton: str
    sida: int
    ord: str
    exempel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Nyckeltalsdel:
    """One nyckeltal, kön T, one kind of period, in the report's area.

    The sequences follow `perioder`; None is "not measured". `antal` municipalities of `av` are measured in
    the latest period. `egen` is the municipality's own series where the report is of one, and `granser` its
    process chart (the fields of rapporter.processdiagram.Granser).
    """

    kod: str
    namn: str
    kortnamn: str
    enhet: str
    decimaler: int
    riktning: str
    kalla: str
    periodslag: str
    exempel: bool
    period: str
    antal: int
    av: int
    lagst: float | None
    median: float | None
    hogst: float | None
    medel: float | None
    riket: float | None
    mening: str
    perioder: list[str]
    medianer: list[float | None]
    band_lag: list[float | None]
    band_hog: list[float | None]
    rikets: list[float | None]
    egen: list[float | None] = field(default_factory=list)
    granser: dict[str, Any] = field(default_factory=dict)
    vandpunkter: list[Vandpunkt] = field(default_factory=list)

    def med_ton(self, ton: str) -> list[Vandpunkt]:
        return [v for v in self.vandpunkter if v.ton == ton]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitionsrad:
    kod: str
    namn: str
    enhet: str
    galler: str
    beskrivning: str
    riktning: str
    kalla: str
    brott: list[str]
    not_jamfor: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resultat:
    """A whole report. `saknade` counts the empty cells by reason; `exempel` says that invented values are in it."""

    titel: str
    omfang: str
    omrade: str
    omradesnamn: str
    gjord: str
    programversion: str
    dataversion: int
    datadag: str
    generation: int
    exempel: bool
    tackning: str
    antal_varden: int
    meningar: list[str]
    saknade: dict[str, int]
    delar: list[Nyckeltalsdel]
    definitioner: list[Definitionsrad]

    def till_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def fran_json(cls, data: dict[str, Any]) -> Resultat:
        """Raises TypeError or KeyError for what is no report of this shape."""
        delar = [
            Nyckeltalsdel(**{**d, "vandpunkter": [Vandpunkt(**v) for v in d["vandpunkter"]]}) for d in data["delar"]
        ]
        definitioner = [Definitionsrad(**d) for d in data["definitioner"]]
        return cls(**{**data, "delar": delar, "definitioner": definitioner})

    @property
    def filnamn(self) -> str:
        """Without its ending: "Trendrapport Jämtlands län 2026-11-21"."""
        return f"Trendrapport {self.omradesnamn} {date.fromisoformat(self.gjord[:10])}"

    @property
    def fakta(self) -> list[tuple[str, str]]:
        """What a reader must know to trust the figures, as (label, text)."""
        return [
            ("Omfång", self.omradesnamn),
            ("Rapporten gjord", self.gjord.replace("T", " ")[:16]),
            ("Dataversion", f"{self.dataversion} (känd {self.datadag})" if self.datadag else str(self.dataversion)),
            ("Trender", f"generation {self.generation}"),
            ("Program", f"Vändpunkt {self.programversion}"),
            ("Underlag", self.tackning),
            ("Källor", "Kolada och kommunernas egna uppgifter, som varje rad säger. Trender är Vändpunkts beräkning."),
        ]


@dataclass(frozen=True, slots=True)
class Tabell:
    """A table that is read row by row, as often as needed; `rader()` gives cells in the order of `kolumner`."""

    namn: str
    rubrik: str
    kolumner: Sequence[str]
    rader: Callable[[], Iterable[Sequence[Cellvarde]]]
