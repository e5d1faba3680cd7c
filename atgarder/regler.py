"""What holds of measures, said in Swedish: faults stop a write, warnings are told and kept. Pure but for `cirkel`.

Form, API and import share these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from atgarder import datum

_BLANK = r"[^\S\r\n]?"
_STRECK = "[-+\u00ad\u2010-\u2015\u2212\ufe63\uff0d]?"
PERSONNUMMER = re.compile(
    rf"(?<![\d-])(?:(?:18|19|20)?(\d{{2}})(\d{{2}})(\d{{2}})){_BLANK}{_STRECK}{_BLANK}(\d{{4}})(?![\d-])"
)
"""With any hyphen, dash or minus between its parts, and a space on either side of it."""


class Regelfel(ValueError):
    """What must be mended, by field: {"slut": "Åtgärden slutar före …"}. `""` is the whole form."""

    def __init__(self, fel: Mapping[str, str]) -> None:
        super().__init__(" ".join(fel.values()))
        self.fel = dict(fel)


@dataclass(frozen=True, slots=True)
class Steg:
    """A step of a ladder, as the rules read it."""

    namn: str
    ar_fran: Decimal | None = None
    ar_till: Decimal | None = None
    tillagg: int | None = None


AR_FRAM, TIDIGAST = 100, date(1900, 1, 1)


def rimlighetsfel(datumen: Mapping[str, str], idag: date) -> dict[str, str]:
    """By field: a date before 1900, or more than a hundred years away, is a slip of the hand."""
    return {
        falt: f"{datum.visa(text).capitalize()} kan inte stämma. Skriv ett år mellan 1900 och {idag.year + AR_FRAM}."
        for falt, text in datumen.items()
        if text and (datum.sista_dag(text) < TIDIGAST or datum.forsta_dag(text).year > idag.year + AR_FRAM)
    }


def medelfel(medel: bool | None, slut: str, arsarbetare: Decimal | None) -> dict[str, str]:
    """A measure that is not paid with state grants has neither their end nor their posts."""
    if medel is not False:
        return {}
    text = "Åtgärden betalas inte med statliga medel enligt svaret ovan. Ta bort det här, eller ändra svaret."
    ifyllt = {"statliga_medel_slut": bool(slut), "statliga_arsarbetare": arsarbetare is not None}
    return {falt: text for falt, finns in ifyllt.items() if finns}


def framtidsvarningar(lage: str, start: str, idag: date) -> list[str]:
    """Told, not refused: what goes on already has surely not begun yet."""
    if lage != "pagaende" or not start or datum.forsta_dag(start) <= idag:
        return []
    return [f"Åtgärden är pågående men börjar först {datum.visa(start)}. Stämmer det?"]


def datumfel(beslutad: str = "", start: str = "", slut: str = "") -> dict[str, str]:
    """Dates that surely contradict each other; years alone seldom do."""
    fel = {}
    if start and slut and datum.fore(slut, start):
        fel["slut"] = f"Åtgärden slutar ({datum.visa(slut)}) före den börjar ({datum.visa(start)}). Rätta något av dem."
    if beslutad and slut and datum.fore(slut, beslutad):
        fel.setdefault(
            "slut", f"Åtgärden slutar ({datum.visa(slut)}) före den beslutades ({datum.visa(beslutad)}). Rätta något."
        )
    return fel


def avbrottsfel(lage: str, skal: str, falt: str = "skal") -> dict[str, str]:
    """A measure that ended early is of use to others by its reason."""
    if lage != "avbruten" or skal.strip():
        return {}
    return {falt: "Skriv varför åtgärden avbröts: det är vad andra har mest nytta av."}


def stegvarningar(steg: Sequence[Steg]) -> list[str]:
    """Told, not refused: steps that overlap in years, and pay that falls."""
    varningar = []
    for forra, nasta in pairwise(steg):
        if forra.ar_till is not None and nasta.ar_fran is not None and nasta.ar_fran < forra.ar_till:
            varningar.append(f"Stegen ”{forra.namn}” och ”{nasta.namn}” överlappar i år. Stämmer det?")
        if forra.tillagg is not None and nasta.tillagg is not None and nasta.tillagg < forra.tillagg:
            varningar.append(f"Tillägget är lägre på ”{nasta.namn}” än på ”{forra.namn}”. Stämmer det?")
    return varningar


def personnummer(text: str) -> str | None:
    """The first personnummer or samordningsnummer in the text: a possible birth date and a right check digit."""
    for traff in PERSONNUMMER.finditer(text):
        ar, manad, dag, sista = traff.groups()
        if _ar_datum(int(manad), int(dag)) and _kontrollsiffra(ar + manad + dag + sista):
            return traff.group()
    return None


def _ar_datum(manad: int, dag: int) -> bool:
    dag = dag - 60 if dag > 60 else dag  # a samordningsnummer adds 60 to the day
    try:
        date(2000, manad, dag)
    except ValueError:
        return False
    return True


def _kontrollsiffra(siffror: str) -> bool:
    """Luhn over the ten digits."""
    summa = 0
    for plats, siffra in enumerate(map(int, siffror)):
        dubbel = siffra * (2 - plats % 2)
        summa += dubbel - 9 if dubbel > 9 else dubbel
    return summa % 10 == 0


def personnummerfel(texter: Mapping[str, str]) -> dict[str, str]:
    """By field: a text with a personnummer is refused, with why."""
    return {
        falt: "Texten innehåller något som ser ut som ett personnummer. Ta bort det: här får inga personuppgifter stå."
        for falt, text in texter.items()
        if text and personnummer(text)
    }


def cirkel(atgard: int, forebild: int, bagar: Iterable[tuple[int, int]]) -> bool:
    """Whether `atgard` inspired by `forebild` would close a circle; `bagar` are (atgard, forebild) that exist."""
    forebilder: dict[int, set[int]] = {}
    for a, f in bagar:
        forebilder.setdefault(a, set()).add(f)
    kvar, sedda = [forebild], set()
    while kvar:
        nu = kvar.pop()
        if nu == atgard:
            return True
        if nu not in sedda:
            sedda.add(nu)
            kvar += forebilder.get(nu, ())
    return False


def strukturfel(struktur: Mapping[str, Any]) -> dict[str, str]:
    """What the database would refuse in a kind's own parts, by "steg-0-ar_till" or "arbetstid-timmar_fore"."""
    fel: dict[str, str] = {}
    for nr, rad in enumerate(struktur.get("steg") or ()):
        fel |= _ordningsfel(f"steg-{nr}", rad, "ar_fran", "ar_till", "antalet år")
    for nr, rad in enumerate(struktur.get("faser") or ()):
        fel |= _ordningsfel(f"faser-{nr}", rad, "termin_fran", "termin_till", "terminen")
    for nr, rad in enumerate(struktur.get("specialister") or ()):
        if (rad.get("andel_tid") or 0) > 100:
            fel[f"specialister-{nr}-andel_tid"] = "Andelen är högst 100 procent."
        if not rad.get("antal"):
            fel[f"specialister-{nr}-antal"] = "Skriv hur många specialisterna är."
    for falt in ("timmar_fore", "timmar_efter"):
        timmar = (struktur.get("arbetstid") or {}).get(falt)
        if timmar is not None and not 0 < timmar <= 24:
            fel[f"arbetstid-{falt}"] = "Skriv mellan 0 och 24 timmar per dag."
    return fel | _namnlosa(struktur)


def _ordningsfel(plats: str, rad: Mapping[str, Any], fran: str, till: str, vad: str) -> dict[str, str]:
    forst, sist = rad.get(fran), rad.get(till)
    if forst is None or sist is None or sist >= forst:
        return {}
    return {f"{plats}-{till}": f"Här är {vad} lägre än det som raden börjar med. Byt plats på dem eller rätta."}


def _namnlosa(struktur: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"{del_}-{nr}-namn": f"Skriv vad {ord_} heter."
        for del_, ord_ in (("steg", "steget"), ("faser", "fasen"))
        for nr, rad in enumerate(struktur.get(del_) or ())
        if not str(rad.get("namn") or "").strip()
    }
