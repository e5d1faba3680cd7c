"""The sections of a visit's form: what each holds as JSON, and how it is read when the visit is done.

A draft keeps whatever is written. Reading is strict: faults are said in Swedish by section and field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from atgarder import datum
from kommuner import perioder, tal

FASTA = ("grund", "signaler", "siffror", "citat", "ataganden", "uppfoljning", "atgarder", "internt")
TEMA = "tema:"
NAMN = {
    "grund": "Grunduppgifter",
    "signaler": "Signaler",
    "siffror": "Siffror",
    "citat": "Citat",
    "ataganden": "Nya löften",
    "uppfoljning": "Löften sedan tidigare",
    "atgarder": "Åtgärder",
    "internt": "Interna anteckningar",
}
HOGST_ROLL = 120  # the columns' length
HOGST_ANTAL = 30_000
HOGST_TECKEN = 200_000  # of one section as JSON; a note of 60 000 characters fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Grund:
    datum: date | None
    pa_plats: bool | None
    sammanfattning: str
    deltagare: Mapping[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Siffra:
    nyckeltal: str
    period: str
    taljare: float | None
    namnare: float | None
    varde: float | None
    sagt_av: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lofte:
    text: str
    agare_roll: str
    klart_senast: str


def giltig_nyckel(nyckel: str, teman: Mapping[str, Any] | set[str]) -> bool:
    return nyckel in FASTA or (nyckel.startswith(TEMA) and nyckel.removeprefix(TEMA) in teman)


def namn(nyckel: str, teman: Mapping[str, str]) -> str:
    """What readers call the section; `teman` are names by code."""
    return NAMN.get(nyckel) or teman.get(nyckel.removeprefix(TEMA), nyckel)


def grund(d: Mapping[str, Any]) -> Grund:
    """ValueError for a day that does not exist or a number that is none."""
    dag = str(d.get("datum") or "")
    try:
        nar = date.fromisoformat(dag) if dag else None
    except ValueError:
        raise ValueError(f"Datumet ”{dag[:40]}” går inte att förstå. Skriv det så här: 2016-11-02.") from None
    deltagare = {
        roll: _heltal(antal, f"Antalet {roll}") for roll, antal in _objekt(d.get("deltagare")).items() if antal != ""
    }
    plats = d.get("pa_plats")
    return Grund(
        datum=nar,
        pa_plats=plats if isinstance(plats, bool) else None,
        sammanfattning=_text(d, "sammanfattning"),
        deltagare=deltagare,
    )


def siffror(d: Mapping[str, Any]) -> list[Siffra]:
    return [_siffra(nr, rad) for nr, rad in enumerate(_rader(d), 1) if rad.get("nyckeltal")]


def _siffra(nr: int, rad: Mapping[str, Any]) -> Siffra:
    try:
        period = perioder.tolka(str(rad.get("period") or ""))
        taljare, namnare, varde = (_tal(rad.get(f)) for f in ("taljare", "namnare", "varde"))
    except ValueError as fel:
        raise ValueError(f"Siffra {nr}: {fel}") from None
    if varde is None and taljare is None:
        raise ValueError(f"Siffra {nr} saknar tal. Skriv det, eller ta bort raden.")
    return Siffra(
        nyckeltal=str(rad["nyckeltal"]),
        period=period,
        taljare=taljare,
        namnare=namnare,
        varde=varde,
        sagt_av=_roll(rad, "sagt_av", f"Siffra {nr}"),
    )


def loften(d: Mapping[str, Any]) -> list[Lofte]:
    return [_lofte(nr, rad) for nr, rad in enumerate(_rader(d), 1) if _text(rad, "text")]


def _lofte(nr: int, rad: Mapping[str, Any]) -> Lofte:
    nar = _text(rad, "klart_senast")
    try:
        senast = datum.tolka(nar) if nar else ""
    except ValueError as fel:
        raise ValueError(f"Löfte {nr}: {fel}") from None
    return Lofte(text=_text(rad, "text"), agare_roll=_roll(rad, "agare_roll", f"Löfte {nr}"), klart_senast=senast)


def citat(d: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """(text, role, public); a quote without a role is a fault."""
    funna = []
    for nr, rad in enumerate(_rader(d), 1):
        if text := _text(rad, "text"):
            if not (roll := _roll(rad, "roll", f"Citat {nr}")):
                raise ValueError(f"Citat {nr} saknar roll. Skriv vem som sa det, till exempel ”enhetschef”.")
            funna.append((text, roll, rad.get("offentligt") is True))
    return funna


def texter(innehall: Any) -> str:
    """Every text in a section, for the check of personnummer."""
    if isinstance(innehall, Mapping):
        return "\n".join(texter(v) for v in innehall.values())
    if isinstance(innehall, list):
        return "\n".join(texter(v) for v in innehall)
    return innehall if isinstance(innehall, str) else ""


def _objekt(varde: Any) -> Mapping[str, Any]:
    return varde if isinstance(varde, Mapping) else {}


def _rader(d: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rader = d.get("rader")
    return [rad for rad in rader if isinstance(rad, Mapping)] if isinstance(rader, list) else []


def _text(d: Mapping[str, Any], falt: str) -> str:
    return str(d.get(falt) or "").strip()


def _roll(d: Mapping[str, Any], falt: str, vad: str) -> str:
    roll = _text(d, falt)
    if len(roll) > HOGST_ROLL:
        raise ValueError(f"{vad}: rollen är för lång. Skriv den med högst {HOGST_ROLL} tecken.")
    return roll


def _heltal(varde: Any, vad: str) -> int | None:
    if varde is None:
        return None
    if not str(varde).strip().isdigit():
        raise ValueError(f"{vad} ska vara ett heltal, inte ”{str(varde)[:40]}”.")
    if int(varde) > HOGST_ANTAL:
        raise ValueError(f"{vad} är orimligt stort: {varde}.")
    return int(varde)


def _tal(varde: Any) -> float | None:
    return tal.tolka(str(varde)) if varde not in (None, "") else None
