"""The parts of their own that five kinds have, in words: what a negotiator wants beside what the neighbour got."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from atgarder import strukturer
from atgarder.models import Atgard
from kommuner import tal
from socialtjanst.web.presentation.atgardsstruktur import gement

JA_NEJ = {True: "ja", False: "nej"}
Del = Mapping[str, Any]


def rader(a: Atgard) -> list[str]:
    """One line for each thing that is known; nothing for what is not."""
    delar = strukturer.las(a)
    funna: list[str] = []
    for namn, varden in delar.items():
        if namn in _FLERA:
            funna += [_FLERA[namn](rad) for rad in varden]
        elif varden:
            funna += _EN[namn](varden)
    return [rad for rad in funna if rad]


def _t(varde: Decimal | int) -> str:
    """Without decimals that say nothing."""
    return tal.visa(varde, max(0, -int(Decimal(varde).normalize().as_tuple().exponent)))


def _spann(fran: Decimal | int | None, till: Decimal | int | None, mall: str) -> str:
    if fran is None and till is None:
        return ""
    ord_ = "–".join(_t(v) for v in dict.fromkeys((fran, till)) if v is not None)
    return mall.format(f"från {ord_}" if till is None else f"till {ord_}" if fran is None else ord_)


def _kompetenstrappa(d: Del) -> list[str]:
    utover = d["lonerevision_utover"]
    return [] if utover is None else [f"Lönerevisionen kommer utöver tilläggen: {JA_NEJ[utover]}"]


def _steg(d: Del) -> str:
    tillagg = f"{tal.visa(d['tillagg'], 0)} kr per månad" if d["tillagg"] is not None else "tillägget framgår inte"
    krav = ", ".join(filter(None, [_spann(d["ar_fran"], d["ar_till"], "{} år"), d["krav"]]))
    return f"Steget {d['namn']}{f' ({krav})' if krav else ''}: {tillagg}"


def _arbetstid(d: Del) -> list[str]:
    fore, efter, langd = d["timmar_fore"], d["timmar_efter"], d["langd_manader"]
    timmar = f"{_t(efter)} timmar per dag" if efter is not None else ""
    if timmar and fore is not None:
        timmar += f", förut {_t(fore)}"
    return [
        timmar,
        f"Lönen behålls: {JA_NEJ[d['lon_behalls']]}" if d["lon_behalls"] is not None else "",
        f"{d['antal_deltagare']} deltagare" if d["antal_deltagare"] is not None else "",
        f"Försöket: {_t(langd)} {'månad' if langd == 1 else 'månader'}" if langd is not None else "",
        f"Efteråt: {d['beslut_efter']}" if d["beslut_efter"] else "",
    ]


def _stod(d: Del) -> list[str]:
    timmar = d["timmar_per_vecka"]
    return [
        f"{_t(d['arsarbetare'])} årsarbetare som administratörer" if d["arsarbetare"] is not None else "",
        f"Tar över: {', '.join(d['uppgifter'])}" if d["uppgifter"] else "",
        f"Frigör {_t(timmar)} timmar per socialsekreterare och vecka" if timmar is not None else "",
    ]


def _traineeprogram(d: Del) -> list[str]:
    return [f"{d['antal_kvar']} har stannat"] if d["antal_kvar"] is not None else []


def _fas(d: Del) -> str:
    antal = f"{d['antal']} deltagare" if d["antal"] is not None else ""
    mer = ", ".join(filter(None, [_spann(d["termin_fran"], d["termin_till"], "termin {}"), d["omfattning"], antal]))
    return f"{d['namn']}: {mer}" if mer else str(d["namn"])


def _specialist(d: Del) -> str:
    tid = f"{d['andel_tid']} % av tiden" if d["andel_tid"] is not None else ""
    egna = {True: "har egna ärenden kvar", False: "utan egna ärenden", None: ""}[d["egna_arenden"]]
    uppgift = gement(d["uppgift"]) if d["uppgift"] else "uppgiften framgår inte"
    return f"{d['antal']}: " + ", ".join(filter(None, [uppgift, tid, egna]))


_EN = {
    "kompetenstrappa": _kompetenstrappa,
    "arbetstid": _arbetstid,
    "stod": _stod,
    "traineeprogram": _traineeprogram,
}
_FLERA = {"steg": _steg, "faser": _fas, "specialister": _specialist}
