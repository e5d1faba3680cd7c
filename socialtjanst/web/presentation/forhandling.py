"""A förhandlingsunderlag: up to four examples side by side, what was done and what came of it, with sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from atgarder.models import Atgard, GottExempel
from rapporter.format.celler import Cellvarde
from socialtjanst.web.presentation import exempel, strukturtext
from socialtjanst.web.presentation.exempellasning import Last, las
from socialtjanst.web.presentation.exempelsida import Kallrad, historia, kallrad
from socialtjanst.web.presentation.ladda_ned import Fil

Text = Callable[[Last], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one example says in a row; without lines it is not told. `titel` says whose it is on a phone."""

    titel: str
    rader: Sequence[str]
    kallor: Sequence[Kallrad] = ()
    saknas: str = exempel.OKANT


@dataclass(frozen=True, slots=True)
class Rad:
    rubrik: str
    celler: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kolumn:
    titel: str
    adress: str
    orter: str
    pahittat: bool


def hamta(slugar: Sequence[str]) -> list[Last]:
    """The examples that readers may see, in the given order."""
    funna = {e.rad.slug: e for e in las(GottExempel.objects.publika().filter(slug__in=slugar))}
    return [funna[slug] for slug in slugar if slug in funna]


def _per_atgard(e: Last, text: Callable[[Atgard], str]) -> list[str]:
    """Each measure's words once; where they differ, each says whose it is."""
    sagda = {a: text(a) for a in e.atgarder}
    if len(set(sagda.values())) == 1:
        return [t for t in list(sagda.values())[:1] if t]
    return [f"{a.titel}: {t or exempel.OKANT}" for a, t in sagda.items()]


def _avtal(a: Atgard) -> str:
    return "" if a.avtalsform == Atgard.Avtalsform.OKLART else a.get_avtalsform_display()


def _sedan(e: Last) -> list[str]:
    """What was stopped or ended, and why."""
    slutade = (Atgard.Lage.AVBRUTEN.label, Atgard.Lage.AVSLUTAD.label)
    return [
        f"{exempel.stor(nar)}{f': {skal}' if skal else ''}"
        for a in e.atgarder
        for nar, skal in historia(a)
        if nar.startswith(slutade)
    ]


def _text(falt: str) -> Text:
    return lambda e: [e.innehall[falt]] if e.innehall[falt] else []


def _kostnad(e: Last) -> list[str]:
    return [*_text("kostnad")(e), *(t for t in _per_atgard(e, exempel.kostnadstext) if exempel.OKANT not in t)]


RADER: tuple[tuple[str, Text], ...] = (
    ("Vad de gjorde", lambda e: [e.innehall["sa_gjorde_de"] or e.innehall["ingress"]]),
    ("I detalj", lambda e: [rad for a in e.atgarder for rad in strukturtext.rader(a)]),
    ("Läge", lambda e: [exempel.stor(t) for t in _per_atgard(e, exempel.lage_och_skal)]),
    ("För hur många", lambda e: _per_atgard(e, exempel.omfattning)),
    ("Avtalsform", lambda e: _per_atgard(e, _avtal)),
    ("Kostnad", _kostnad),
    ("Påstått resultat", _text("resultat")),
    ("Uppmätt resultat", lambda e: [t for a in e.atgarder if (t := exempel.uppmatt(a))]),
    ("Vad som inte gick", _text("gick_inte")),
    ("Avslutat eller avbrutet", _sedan),
    ("Underlagets styrka", lambda e: [exempel.stor(exempel.styrka(e.innehall["evidens"]).text)]),
    ("Kontakt", _text("kontaktroll")),
)
SAKNAS = {"Uppmätt resultat": exempel.EJ_MATT, "Avslutat eller avbrutet": "nej, såvitt känt"}
UTAN_TOMMA = {"I detalj", "Kontakt"}  # left out where no example tells it


def rader(lasta: Sequence[Last], anteckningar: Mapping[str, str]) -> list[Rad]:
    """The table's rows: a fact each, then the sources, then the reader's own notes."""
    fakta = [
        Rad(rubrik, [Cell(e.titel, list(text(e)), saknas=SAKNAS.get(rubrik, exempel.OKANT)) for e in lasta])
        for rubrik, text in RADER
    ]
    kvar = [rad for rad in fakta if rad.rubrik not in UTAN_TOMMA or any(c.rader for c in rad.celler)]
    kallor = Rad("Källor", [Cell(e.titel, (), [kallrad(k) for k in e.kallor]) for e in lasta])
    egna = [anteckningar.get(e.rad.slug, "") for e in lasta]
    noter = [Cell(e.titel, [text] if text else [], saknas="–") for e, text in zip(lasta, egna, strict=True)]
    return [*kvar, kallor, *([Rad("Min anteckning", noter)] if any(egna) else [])]


def kolumner(lasta: Sequence[Last]) -> list[Kolumn]:
    return [
        Kolumn(
            titel=e.titel,
            adress=e.rad.get_absolute_url(),
            orter=exempel.unika(f"{exempel.plats(a)}, {a.kommun.lan.namn}" for a in e.atgarder),
            pahittat=e.rad.exempel,
        )
        for e in lasta
    ]


def sammanhang(lasta: Sequence[Last], anteckningar: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kolumner": kolumner(lasta),
        "rader": rader(lasta, anteckningar),
        "bred": len(lasta) > 2,
        "styrkor": exempel.skalan(),
        "visar_exempeldata": any(e.rad.exempel for e in lasta),
    }


def fil(lasta: Sequence[Last], anteckningar: Mapping[str, str], rot: str) -> Fil:
    """A row for each example: what is on screen, turned so that a spreadsheet can sort it."""
    tabell = rader(lasta, anteckningar)
    kolumnnamn = ["Exempel", "Kommun", *(rad.rubrik for rad in tabell), "Granskat", "Adress", "Exempeldata"]

    def ut() -> Iterator[list[Cellvarde]]:
        for nr, (e, kolumn) in enumerate(zip(lasta, kolumner(lasta), strict=True)):
            celler = [_celltext(rad.celler[nr]) for rad in tabell]
            yield [e.titel, kolumn.orter, *celler, e.rad.granskad, rot + kolumn.adress, e.rad.exempel]

    kalla = "Källa: Vändpunkt, goda exempel. Resultaten är påståenden om inget annat sägs; källorna står på raden."
    pahittat = any(e.rad.exempel for e in lasta)
    return Fil("forhandlingsunderlag", "Förhandlingsunderlag", kolumnnamn, ut(), kalla, pahittat)


def _celltext(cell: Cell) -> str | None:
    kallor = [" ".join(filter(None, [k.text, k.adress])) for k in cell.kallor]
    return "; ".join([*cell.rader, *kallor]) or None
