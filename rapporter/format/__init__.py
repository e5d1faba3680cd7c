"""The formats of a report: a name, and a function from the result and its tables to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rapporter.resultat import Resultat, Tabell

Skrivare = Callable[["Resultat", Sequence["Tabell"]], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """`steg` is what the progress says while it is written; `skriv` gives an open file at its beginning."""

    namn: str
    etikett: str
    andelse: str
    typ: str
    steg: str
    skriv: Skrivare


def _xlsx(resultat: Resultat, tabeller: Sequence[Tabell]) -> IO[bytes]:
    from rapporter.format import xlsx

    return xlsx.skriv(resultat, tabeller)


def _csv(resultat: Resultat, tabeller: Sequence[Tabell]) -> IO[bytes]:
    from rapporter.format import csvzip

    return csvzip.skriv(resultat, tabeller)


FORMAT = {
    f.namn: f
    for f in (
        Format(
            "xlsx",
            "Excel",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "Skriver Excel",
            _xlsx,
        ),
        Format("csv", "CSV, för svenskt Excel och för program", "zip", "application/zip", "Skriver CSV", _csv),
    )
}
