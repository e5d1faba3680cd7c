"""What five kinds have of their own, as a reader sees it: on the measure's page, and side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kommuner import tal
from rapporter.diagram import Cell, Kolumn, Rad, Tabell

OKANT = "framgår inte"
Fakta = tuple[tuple[str, str], ...]
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strukturvy:
    """`siffra` is the one figure that says most, with its words."""

    rubrik: str
    siffra: str = ""
    siffra_ord: str = ""
    fakta: Fakta = ()
    tabell: Tabell | None = None
    punktrubrik: str = ""
    punkter: tuple[str, ...] = ()


def antal(varde: Decimal | int | None, enhet: str = "") -> str:
    """A number with no more decimals than it has, and its unit; "framgår inte" without one."""
    if varde is None:
        return OKANT
    decimaler = max(-int(Decimal(varde).normalize().as_tuple().exponent), 0)
    return tal.visa_med_enhet(varde, enhet, decimaler)


def gement(text: str) -> str:
    """With a small first letter, but for what is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def ja_nej(varde: bool | None, ja: str = "ja", nej: str = "nej") -> str:
    return OKANT if varde is None else ja if varde else nej


def spann(fran: Decimal | int | None, till: Decimal | int | None, ord_: str, *, fore: bool = False) -> str:
    """ "0–1 år", "från 5 år", "till 2 år"; "termin 6–7" with the word before; empty when neither is known."""
    ena, andra = (antal(v) if v is not None else "" for v in (fran, till))
    if ena and andra:
        text = ena if ena == andra else f"{ena}–{andra}"
    elif ena or andra:
        text = f"från {ena}" if ena else f"till {andra}"
    else:
        return ""
    return f"{ord_} {text}" if fore else f"{text} {ord_}"


def _trappa(data: Data) -> Strukturvy:
    steg = data.get("steg") or []
    rader = tuple(
        Rad(
            (
                Cell(f"{nr}. {s['namn']}"),
                Cell(_krav(s) or OKANT),
                Cell(antal(s["tillagg"], "kr") if s["tillagg"] is not None else OKANT, tal=True),
            )
        )
        for nr, s in enumerate(steg, 1)
    )
    kolumner = (Kolumn("Steg"), Kolumn("Krav"), Kolumn("Lönetillägg per månad", tal=True))
    utover = (data.get("kompetenstrappa") or {}).get("lonerevision_utover")
    return Strukturvy(
        rubrik="Trappan",
        fakta=(("Årlig lönerevision", ja_nej(utover, "kommer utöver tilläggen", "ingår i tilläggen")),),
        tabell=Tabell("Stegen, från det första", kolumner, rader) if rader else None,
    )


def _krav(steg: Data) -> str:
    return ", ".join(filter(None, [spann(steg["ar_fran"], steg["ar_till"], "år"), steg["krav"]]))


def _arbetstid(data: Data) -> Strukturvy:
    a = data.get("arbetstid") or {}
    fore, efter, langd = a.get("timmar_fore"), a.get("timmar_efter"), a.get("langd_manader")
    siffra, siffra_ord = _timmar(fore, efter)
    return Strukturvy(
        rubrik="Arbetstiden",
        siffra=siffra,
        siffra_ord=siffra_ord,
        fakta=(
            ("Lönen", ja_nej(a.get("lon_behalls"), "behålls", "sänks")),
            ("Deltagare", antal(a.get("antal_deltagare"))),
            ("Försökets längd", antal(langd, "månad" if langd == 1 else "månader")),
            ("Beslut efteråt", a.get("beslut_efter") or OKANT),
        ),
    )


def _timmar(fore: Decimal | None, efter: Decimal | None) -> tuple[str, str]:
    """The figure and its words; what is not known is said in words."""
    if fore is None and efter is None:
        return "", ""
    if fore is None:
        return antal(efter), f"timmar per dag efter; före {OKANT}"
    if efter is None:
        return antal(fore), f"timmar per dag före; efter {OKANT}"
    return f"{antal(fore)} → {antal(efter)}", "timmar per dag, före och efter"


def _stod(data: Data) -> Strukturvy:
    s = data.get("stod") or {}
    return Strukturvy(
        rubrik="Stödet",
        siffra=antal(s["arsarbetare"]) if s.get("arsarbetare") is not None else "",
        siffra_ord="årsarbetare som administratörer",
        fakta=(
            ("Administratörer", antal(s.get("arsarbetare"), "årsarbetare")),
            ("Frigjord tid", f"{antal(s.get('timmar_per_vecka'), 'timmar')}{_per_vecka(s)}"),
        ),
        punktrubrik="Uppgifter som de tar över",
        punkter=tuple(s.get("uppgifter") or ()),
    )


def _per_vecka(stod: Data) -> str:
    return " per socialsekreterare och vecka" if stod.get("timmar_per_vecka") is not None else ""


def _trainee(data: Data) -> Strukturvy:
    rader = tuple(
        Rad(
            (
                Cell(f"{nr}. {f['namn']}"),
                Cell(spann(f["termin_fran"], f["termin_till"], "termin", fore=True) or "–"),
                Cell(f["omfattning"] or OKANT),
                Cell(antal(f["antal"]), tal=True),
            )
        )
        for nr, f in enumerate(data.get("faser") or [], 1)
    )
    kolumner = (Kolumn("Fas"), Kolumn("När i utbildningen"), Kolumn("Omfattning"), Kolumn("Deltagare", tal=True))
    kvar = (data.get("traineeprogram") or {}).get("antal_kvar")
    return Strukturvy(
        rubrik="Programmet",
        fakta=(("Har stannat efteråt", antal(kvar)),),
        tabell=Tabell("Faserna i ordning", kolumner, rader) if rader else None,
    )


def _specialister(data: Data) -> Strukturvy:
    alla = data.get("specialister") or []
    rader = tuple(
        Rad(
            (
                Cell(s["uppgift"] or "Uppgiften framgår inte"),
                Cell(antal(s["antal"]), tal=True),
                Cell(antal(s["andel_tid"], "%"), tal=True),
                Cell(ja_nej(s["egna_arenden"])),
            )
        )
        for s in alla
    )
    kolumner = (
        Kolumn("Uppgift"),
        Kolumn("Antal", tal=True),
        Kolumn("Andel av tiden", tal=True),
        Kolumn("Egna ärenden"),
    )
    summa = sum(s["antal"] for s in alla)
    return Strukturvy(
        rubrik="Specialisterna",
        siffra=str(summa) if summa else "",
        siffra_ord="specialistsocionom" if summa == 1 else "specialistsocionomer",
        tabell=Tabell("Vad de gör", kolumner, rader) if rader else None,
    )


_VYER: dict[str, Callable[[Data], Strukturvy]] = {
    "kompetenstrappa": _trappa,
    "arbetstid": _arbetstid,
    "stod": _stod,
    "trainee": _trainee,
    "specialist": _specialister,
}


def vy(struktur: str, data: Data) -> Strukturvy | None:
    """The parts of a kind (Atgardstyp.struktur), from atgarder.strukturer.las; None for a kind without any."""
    return _VYER[struktur](data) if struktur else None


def textrader(struktur: str, data: Data) -> list[str]:
    """The same as lines of text, where two versions are laid side by side."""
    sedd = vy(struktur, data)
    if sedd is None:
        return []
    rader = [f"{namn}: {varde}" for namn, varde in sedd.fakta]
    rader += [" · ".join(cell.text for cell in rad.celler) for rad in (sedd.tabell.rader if sedd.tabell else ())]
    if sedd.siffra:
        rader.insert(0, f"{sedd.siffra} {sedd.siffra_ord}")
    return rader + list(sedd.punkter)


def jamforelsekolumner(struktur: str, alla: Sequence[Data]) -> tuple[Kolumn, ...]:
    """The columns in which a kind's municipalities are compared."""
    if struktur == "kompetenstrappa":
        antal_steg = max((len(d.get("steg") or []) for d in alla), default=0)
        return (*(Kolumn(f"Steg {nr}") for nr in range(1, antal_steg + 1)), Kolumn("Lönerevisionen"))
    return tuple(Kolumn(namn, tal=namn in _TALKOLUMNER) for namn in _KOLUMNER[struktur])


_TALKOLUMNER = {"Timmar före", "Timmar efter", "Deltagare", "Årsarbetare", "Har stannat", "Antal"}
_KOLUMNER: dict[str, tuple[str, ...]] = {
    "arbetstid": ("Timmar före", "Timmar efter", "Lönen", "Deltagare", "Längd", "Beslut efteråt"),
    "stod": ("Årsarbetare", "Uppgifter", "Frigjord tid"),
    "trainee": ("Faser", "Har stannat"),
    "specialist": ("Antal", "Uppgifter"),
}


def jamforelseceller(struktur: str, data: Data, kolumner: Sequence[Kolumn]) -> tuple[Cell, ...]:
    """One municipality's cells under `kolumner`."""
    texter = _CELLER[struktur](data, len(kolumner))
    return tuple(Cell(text, tal=kolumn.tal) for text, kolumn in zip(texter, kolumner, strict=True))


def _trappceller(data: Data, antal_kolumner: int) -> list[str]:
    steg = data.get("steg") or []
    texter = [_stegtext(s) for s in steg] + ["–"] * (antal_kolumner - 1 - len(steg))
    if not steg:
        texter[:1] = [OKANT][: antal_kolumner - 1]
    return [*texter, dict(_trappa(data).fakta)["Årlig lönerevision"]]


def _stegtext(steg: Data) -> str:
    tillagg = f"{antal(steg['tillagg'], 'kr')}" if steg["tillagg"] is not None else "tillägget framgår inte"
    return ": ".join([", ".join(filter(None, [steg["namn"], spann(steg["ar_fran"], steg["ar_till"], "år")])), tillagg])


def _arbetstidsceller(data: Data, _: int) -> list[str]:
    a, fakta = data.get("arbetstid") or {}, dict(_arbetstid(data).fakta)
    timmar = [antal(a.get("timmar_fore")), antal(a.get("timmar_efter"))]
    return [*timmar, *(fakta[n] for n in ("Lönen", "Deltagare", "Försökets längd", "Beslut efteråt"))]


def _stodceller(data: Data, _: int) -> list[str]:
    s, sedd = data.get("stod") or {}, _stod(data)
    return [antal(s.get("arsarbetare")), ", ".join(sedd.punkter) or OKANT, dict(sedd.fakta)["Frigjord tid"]]


def _traineeceller(data: Data, _: int) -> list[str]:
    faser = [
        ", ".join(filter(None, [f["namn"], spann(f["termin_fran"], f["termin_till"], "termin", fore=True)]))
        for f in data.get("faser") or []
    ]
    return ["; ".join(faser) or OKANT, antal((data.get("traineeprogram") or {}).get("antal_kvar"))]


def _specialistceller(data: Data, _: int) -> list[str]:
    alla = data.get("specialister") or []
    uppgifter = [f"{s['antal']}: {gement(s['uppgift']) or 'uppgiften framgår inte'}" for s in alla]
    return [antal(sum(s["antal"] for s in alla)) if alla else OKANT, "; ".join(uppgifter) or OKANT]


_CELLER: dict[str, Callable[[Data, int], list[str]]] = {
    "kompetenstrappa": _trappceller,
    "arbetstid": _arbetstidsceller,
    "stod": _stodceller,
    "trainee": _traineeceller,
    "specialist": _specialistceller,
}
