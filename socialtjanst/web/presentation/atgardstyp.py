"""A kind of measure: what it is, who tries it, since when, in what state, and the municipalities side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from atgarder import strukturer
from atgarder.models import Atgard, Atgardstyp
from kommuner.tal import visa
from rapporter.diagram import Cell, Kolumn, Rad, Tabell
from socialtjanst.web.presentation.atgard import for_vilka, sedan
from socialtjanst.web.presentation.atgardsstruktur import OKANT, jamforelseceller, jamforelsekolumner
from socialtjanst.web.presentation.diagram import uppraknat

PER_SIDA = 50
_LAGEN = [(str(lage), str(ord_)) for lage, ord_ in Atgard.Lage.choices]
FLERA = {
    "foreslagen": "föreslagna",
    "beslutad": "beslutade",
    "permanent": "permanenta",
    "avslutad": "avslutade",
    "avbruten": "avbrutna",
}


def publika(typ: Atgardstyp) -> Any:
    rader = Atgard.objects.publika().filter(typ=typ).select_related("kommun__lan", "typ", "enhet")
    delar = strukturer.DELAR[typ.struktur]
    enkla = [d for d in delar if d in strukturer.EN]
    return (
        rader.select_related(*enkla)
        .prefetch_related(*(d for d in delar if d in strukturer.FLERA))
        .order_by("kommun__ordning", "pk")
    )


def mening(lagen: Sequence[tuple[str, str]]) -> str:
    """ "4 kommuner: 1 har ett pågående försök, 3 har beslutat." from (kommun, läge)."""
    if not lagen:
        return ""
    kommuner = len({kommun for kommun, _ in lagen})
    antal = Counter(lage for _, lage in lagen)
    delar = [
        f"{antal[lage]} {ord_ if antal[lage] == 1 else FLERA.get(lage, ord_)}" for lage, ord_ in _LAGEN if antal[lage]
    ]
    ord_ = "kommun" if kommuner == 1 else "kommuner"
    hur = "1 åtgärd" if len(lagen) == 1 else f"{visa(len(lagen), 0)} åtgärder"
    return f"{hur} i {kommuner} {ord_}: {uppraknat(delar)}."


def tabell(typ: Atgardstyp, rader: Sequence[Atgard]) -> Tabell:
    """Side by side: for the five kinds by what they have of their own, for the others by what all have."""
    grund = (Kolumn("Kommun"), Kolumn("Åtgärd"), Kolumn("Läge"), Kolumn("Sedan när"))
    if not typ.struktur:
        egna: tuple[Kolumn, ...] = (Kolumn("För vilka"), Kolumn("Avtalsform"), Kolumn("Resultat"))
        celler = [
            (Cell(for_vilka(a) or OKANT), Cell(a.get_avtalsform_display()), Cell(a.get_resultatlage_display()))
            for a in rader
        ]
    else:
        data = [strukturer.las(a) for a in rader]
        egna = jamforelsekolumner(typ.struktur, data)
        celler = [jamforelseceller(typ.struktur, d, egna) for d in data]  # type: ignore[misc]
    radlista = tuple(Rad((*_grund(a), *egna_celler)) for a, egna_celler in zip(rader, celler, strict=True))
    return Tabell(f"{typ.namn}: kommunerna bredvid varandra", (*grund, *egna), radlista)


def _grund(a: Atgard) -> tuple[Cell, ...]:
    namn = f"{a.kommun.namn} (exempeldata)" if a.exempel else a.kommun.namn
    return (
        Cell(namn, lank=a.get_absolute_url()),
        Cell(f"{a.titel} ({a.enhet.namn})" if a.enhet else a.titel),
        Cell(a.get_lage_display()),
        Cell(sedan(a).removeprefix("sedan ") or OKANT),
    )


def sammanhang(typ: Atgardstyp, sidnr: str | None) -> dict[str, Any]:
    rader = publika(typ)
    blad = Paginator(rader, PER_SIDA).get_page(sidnr)
    visade = list(blad.object_list)
    lagen = Atgard.objects.publika().filter(typ=typ).order_by().values_list("kommun_id", "lage")
    return {
        "sida": "atgarder",
        "typ": typ,
        "smulor": [("Åtgärder", reverse("atgarder")), (typ.namn, "")],
        "mening": mening(list(lagen)),
        "blad": blad,
        "tabell": tabell(typ, visade) if visade else None,
        "visar_exempeldata": any(a.exempel for a in visade),
    }
