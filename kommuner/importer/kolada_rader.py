"""What a row of Kolada's says, checked strictly: cells to take, cells to confirm, and refusals with reasons."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kommuner.importer.regler import ar_orimlig
from kommuner.importer.skriv import Cell
from kommuner.models import Saknas
from kommuner.nyckeltal import Definition

RIKET = "0000"
FORSTA_AR, SISTA_AR = 1970, 2099
Plats = tuple[str | None, str, str]  # kommun, period, kön


@dataclass(frozen=True)
class Register:
    """The municipalities that we know, and those that Kolada calls municipalities."""

    vara: frozenset[str]
    koladas: frozenset[str]


@dataclass(frozen=True)
class Bunt:
    """One question: a nyckeltal in at most 25 years."""

    definition: Definition
    ar: tuple[int, ...]

    @property
    def namn(self) -> str:
        return f"{self.definition.kod} {self.ar[0]}–{self.ar[-1]}"


@dataclass(frozen=True)
class Avvisad:
    """A row that cannot be taken; `varde` is what stood there."""

    kolumn: str
    varde: str
    skal: str


@dataclass
class Utfall:
    """What one question gave. `hoppade` counts rows of regions and other places that are no municipality."""

    celler: dict[Plats, Cell] = field(default_factory=dict)
    orimliga: list[Cell] = field(default_factory=list)
    avvisade: list[Avvisad] = field(default_factory=list)
    hoppade: int = 0
    rader: int = 0


class _Ogiltig(ValueError):
    def __init__(self, kolumn: str, varde: object, skal: str) -> None:
        super().__init__(skal)
        self.avvisad = Avvisad(kolumn, str(varde)[:200], skal)


def tolka(rader: Iterable[Any], bunt: Bunt, register: Register) -> Utfall:
    """Sort the rows of one question. Nothing in them, however wrong, raises."""
    utfall = Utfall()
    borttagna: set[Plats] = set()
    motsagda: set[Plats] = set()
    for rad in rader:
        utfall.rader += 1
        try:
            plats = _plats(rad, bunt, register)
        except _Ogiltig as fel:
            utfall.avvisade.append(fel.avvisad)
            continue
        if plats is None:
            utfall.hoppade += 1
            continue
        for uppgift in rad["values"]:
            _ta_med(utfall, uppgift, plats, bunt, borttagna, motsagda)
    for plats_ in motsagda:
        del utfall.celler[plats_]
    _skilj_ut_orimliga(utfall, bunt.definition)
    return utfall


def _plats(rad: Any, bunt: Bunt, register: Register) -> tuple[str | None, str] | None:
    """The row's kommun and period; None for a place that is no municipality."""
    if not isinstance(rad, dict):
        raise _Ogiltig("rad", rad, "Raden är inget objekt.")
    kommun, period = rad.get("municipality"), rad.get("period")
    if not isinstance(kommun, str):
        raise _Ogiltig("municipality", kommun, "Kommunkoden är ingen text.")
    if rad.get("kpi") != bunt.definition.kolada_id:
        raise _Ogiltig("kpi", rad.get("kpi"), f"Frågan gällde {bunt.definition.kolada_id}.")
    if type(period) is not int or period not in bunt.ar:
        raise _Ogiltig("period", period, f"Frågan gällde åren {bunt.ar[0]}–{bunt.ar[-1]}.")
    if not isinstance(rad.get("values"), list):
        raise _Ogiltig("values", rad.get("values"), "Raden saknar listan över värden.")
    if kommun == RIKET:
        return None, str(period)
    if kommun in register.vara:
        return kommun, str(period)
    if kommun in register.koladas:
        raise _Ogiltig("municipality", kommun, "Kommunkoden finns inte i registret över Sveriges kommuner.")
    return None


def _ta_med(
    utfall: Utfall, uppgift: Any, plats: tuple[str | None, str], bunt: Bunt, borttagna: set[Plats], motsagda: set[Plats]
) -> None:
    try:
        kon, varde, borttagen = _uppgift(uppgift)
    except _Ogiltig as fel:
        utfall.avvisade.append(fel.avvisad)
        return
    nyckel = (*plats, kon)
    cell = Cell(
        plats[0], None, bunt.definition.kod, plats[1], kon, varde, "" if varde is not None else Saknas.SAKNAS.value
    )
    forra = utfall.celler.get(nyckel)
    if forra is None or nyckel in borttagna:
        utfall.celler[nyckel] = cell
        borttagna.discard(nyckel)
        if borttagen:
            borttagna.add(nyckel)
    elif not borttagen and forra != cell and nyckel not in motsagda:
        motsagda.add(nyckel)
        skal = f"Två olika värden för {plats[0] or 'Riket'}, {plats[1]}, {kon}: {forra.varde} och {varde}."
        utfall.avvisade.append(Avvisad("value", str(varde), skal))


def _uppgift(uppgift: Any) -> tuple[str, float | None, bool]:
    """Kön, value and whether Kolada has deleted it; a deleted value is a missing one."""
    if not isinstance(uppgift, dict):
        raise _Ogiltig("values", uppgift, "Uppgiften är inget objekt.")
    kon, varde = uppgift.get("gender"), uppgift.get("value")
    if kon not in ("T", "K", "M"):
        raise _Ogiltig("gender", kon, "Könet ska vara T, K eller M.")
    if "value" not in uppgift or type(varde) not in (int, float, type(None)):
        raise _Ogiltig("value", varde, "Värdet är inte ett tal.")
    if varde is not None and not _andligt(varde):
        raise _Ogiltig("value", varde, "Värdet är inte ett ändligt tal.")
    if not isinstance(uppgift.get("isdeleted"), bool | None):
        raise _Ogiltig("isdeleted", uppgift.get("isdeleted"), "Uppgiften om borttagning ska vara sann eller falsk.")
    if uppgift.get("status") not in (None, "", "Missing"):
        raise _Ogiltig("status", uppgift.get("status"), "Uppgiften har en status som vi inte känner till.")
    if uppgift.get("status") == "Missing" and varde is not None:
        raise _Ogiltig("value", varde, "Uppgiften sägs saknas men har ett värde.")
    borttagen = bool(uppgift.get("isdeleted"))
    return kon, None if varde is None or borttagen else float(varde), borttagen


def _andligt(varde: int | float) -> bool:
    try:
        return math.isfinite(float(varde))
    except OverflowError:
        return False


def _skilj_ut_orimliga(utfall: Utfall, definition: Definition) -> None:
    for plats, cell in list(utfall.celler.items()):
        if cell.varde is not None and ar_orimlig(definition, cell.varde):
            utfall.orimliga.append(utfall.celler.pop(plats))
