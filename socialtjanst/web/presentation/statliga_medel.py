"""När pengarna tar slut: measures and årsarbetare paid by state money, by end date, and what was decided afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from atgarder import datum
from atgarder.models import Atgard
from atgarder.paminnelser import paminns_fran
from rapporter.diagram import Cell, Kolumn, Rad, Tabell
from rapporter.format.celler import Cellvarde, Tal
from socialtjanst.web.presentation.atgardsstruktur import OKANT, antal
from socialtjanst.web.presentation.ladda_ned import Fil

Efter = Atgard.EfterStatligaMedel
KOLUMNER = (
    *("atgard", "kommun_kod", "kommun", "lan", "slag", "titel", "lage", "statliga_medel_slut"),
    *("statliga_arsarbetare", "efter_statliga_medel", "exempeldata"),
)


@dataclass(frozen=True, slots=True)
class Medelrad:
    """`snart`: within six months; `slut`: the day has passed."""

    atgard: Atgard
    slut_text: str
    arsarbetare: str
    efter: str
    snart: bool
    slut: bool


def lista(idag: date, lan: str = "") -> list[Medelrad]:
    """By end date, those whose end is unknown last; one query."""
    rader = Atgard.objects.publika().filter(statliga_medel=True).select_related("kommun__lan", "typ")
    if lan:
        rader = rader.filter(kommun__lan=lan)
    ordnade = sorted(rader, key=lambda a: (not a.statliga_medel_slut, _sista(a), a.kommun.ordning, a.pk))
    return [_rad(a, idag) for a in ordnade]


def _sista(a: Atgard) -> date:
    return datum.sista_dag(a.statliga_medel_slut) if a.statliga_medel_slut else date.max


def _rad(a: Atgard, idag: date) -> Medelrad:
    slut = bool(a.statliga_medel_slut) and _sista(a) < idag
    snart = bool(a.statliga_medel_slut) and not slut and paminns_fran(a.statliga_medel_slut) <= idag
    text = datum.visa(a.statliga_medel_slut) if a.statliga_medel_slut else OKANT
    return Medelrad(a, text, antal(a.statliga_arsarbetare), a.get_efter_statliga_medel_display(), snart, slut)


def mening(rader: Sequence[Medelrad]) -> str:
    """How many, where, and how many of them whose money ends soon."""
    if not rader:
        return ""
    n, kommuner = len(rader), len({r.atgard.kommun_id for r in rader})
    forst = f"{n} {'åtgärd' if n == 1 else 'åtgärder'} i {kommuner} {'kommun' if kommuner == 1 else 'kommuner'}"
    forst += f" betalas med statliga medel, {summa(rader)}."
    snart = [r for r in rader if r.snart]
    if not snart:
        return forst
    obeslutade = sum(r.atgard.efter_statliga_medel in (Efter.OKANT, Efter.EJ_BESLUTAT) for r in snart)
    vad = "För den framgår inte" if obeslutade == len(snart) == 1 else f"För {obeslutade} av dem framgår inte"
    kvar = f"{vad} vad som händer sedan." if obeslutade else "För alla är det beslutat vad som händer sedan."
    return f"{forst} Inom sex månader tar pengarna slut för {len(snart)} av dem. {kvar}"


def summa(rader: Sequence[Medelrad]) -> str:
    """ "minst 12 årsarbetare (framgår för 3 av 5)"; what is unknown is not counted as none."""
    kanda = [r.atgard.statliga_arsarbetare for r in rader if r.atgard.statliga_arsarbetare is not None]
    if not kanda:
        return "men antalet årsarbetare framgår inte"
    text = antal(sum(kanda, Decimal(0)), "årsarbetare")
    return text if len(kanda) == len(rader) else f"minst {text} (framgår för {len(kanda)} av {len(rader)})"


def per_ar(rader: Sequence[Medelrad]) -> Tabell:
    """A row for each year in which money ends, and what was decided afterwards."""
    grupper: dict[str, list[Medelrad]] = defaultdict(list)
    for r in rader:
        grupper[r.atgard.statliga_medel_slut[:4]].append(r)
    efter = tuple(Kolumn(str(e.label).capitalize(), tal=True) for e in _ORDNADE)
    kolumner = (Kolumn("Tar slut"), Kolumn("Åtgärder", tal=True), Kolumn("Årsarbetare", tal=True), *efter)
    return Tabell(
        "Åtgärder och årsarbetare efter året då pengarna tar slut",
        kolumner,
        tuple(Rad((Cell(ar or "Året framgår inte"), *_arsceller(grupp))) for ar, grupp in grupper.items()),
    )


_ORDNADE = (Efter.EGNA_MEDEL, Efter.UPPHOR, Efter.EJ_BESLUTAT, Efter.OKANT)


def _arsceller(grupp: Sequence[Medelrad]) -> list[Cell]:
    kanda = [r.atgard.statliga_arsarbetare for r in grupp if r.atgard.statliga_arsarbetare is not None]
    minst = "minst " if kanda and len(kanda) < len(grupp) else ""
    arsarbetare = f"{minst}{antal(sum(kanda, Decimal(0)))}" if kanda else OKANT
    efter = [sum(r.atgard.efter_statliga_medel == e for r in grupp) for e in _ORDNADE]
    return [Cell(str(len(grupp)), tal=True), Cell(arsarbetare, tal=True), *(Cell(str(n), tal=True) for n in efter)]


def fil(rader: Sequence[Medelrad]) -> Fil:
    exempel = any(r.atgard.exempel for r in rader)
    kalla = "Källa: kommunerna och de källor som står på varje åtgärds egen sida."
    return Fil("statliga-medel", "Statliga medel", KOLUMNER, [_filrad(r.atgard) for r in rader], kalla, exempel)


def _filrad(a: Atgard) -> list[Cellvarde]:
    arsarbetare = Tal(float(a.statliga_arsarbetare), 1) if a.statliga_arsarbetare is not None else None
    vem: list[Cellvarde] = [a.pk, a.kommun_id, a.kommun.namn, a.kommun.lan.namn, a.typ.namn, a.titel]
    nar: list[Cellvarde] = [a.get_lage_display(), a.statliga_medel_slut or None, arsarbetare]
    return [*vem, *nar, a.get_efter_statliga_medel_display(), a.exempel]


def sammanhang(rader: Sequence[Medelrad]) -> dict[str, Any]:
    return {
        "rader": rader,
        "mening": mening(rader),
        "per_ar": per_ar(rader),
        "visar_exempeldata": any(r.atgard.exempel for r in rader),
    }
