"""Statements as pages show them: what is said, by whom, when, and what has been answered. Never a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from atgarder import datum
from atgarder.models import Kalla, Uppgift
from konton.models import User

OKAND_TID = "tidpunkten framgår inte"
RIKET = "hela landet"
LAGESORD = {
    Uppgift.Lage.PASTADD: "påstådd, inte besvarad",
    Uppgift.Lage.BEKRAFTAD: "bekräftad",
    Uppgift.Lage.MOTSAGD: "motsagd",
}
LAGESTECKEN = {Uppgift.Lage.PASTADD: "○", Uppgift.Lage.BEKRAFTAD: "✓", Uppgift.Lage.MOTSAGD: "≠"}
FALT = (
    *("pk", "text", "citat", "sagt_av", "datum", "slag", "lage", "lage_skal", "synlighet", "tema__namn"),
    *("kommun_id", "kommun__namn", "enhet__namn", "kallor__titel", "kallor__utgivare", "kallor__datum"),
)
SLAGORDNING = [Uppgift.Slag.FRAMSTEG, Uppgift.Slag.IAKTTAGELSE, Uppgift.Slag.UTMANING]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rad:
    """A statement in a list."""

    pk: int
    lank: str
    text: str
    citat: bool
    sagt_av: str
    nar: str
    tema: str
    slag: str
    slagord: str
    lage: str
    lagesord: str
    tecken: str
    skal: str
    kommun: str
    plats: str
    kallor: Sequence[str]
    utkast: bool


def kommunens(kommun: str, user: User | AnonymousUser) -> list[Rad]:
    """What is said of a municipality and the user may see: progress, observations, what is hard; one query."""
    synliga = Uppgift.objects.synliga_for(user).filter(kommun=kommun, tillbakadragen__isnull=True)
    return sorted(
        rader(synliga.order_by("-datum", "pk").values(*FALT)), key=lambda rad: SLAGORDNING.index(Uppgift.Slag(rad.slag))
    )


def rader(varden: Iterable[dict[str, Any]]) -> list[Rad]:
    """Rows of `Uppgift.values(*FALT)`, which come once for each source, in their order."""
    grupper: dict[int, list[dict[str, Any]]] = {}
    for v in varden:
        grupper.setdefault(v["pk"], []).append(v)
    return [_rad(grupp[0], [kallrad(v) for v in grupp if v["kallor__titel"]]) for grupp in grupper.values()]


def kallrad(v: dict[str, Any]) -> str:
    nar = f", {datum.visa(v['kallor__datum'])}" if v["kallor__datum"] else ""
    return f"{Kalla(titel=v['kallor__titel'], utgivare=v['kallor__utgivare'])}{nar}"


def _rad(v: dict[str, Any], kallor: Sequence[str]) -> Rad:
    lage = Uppgift.Lage(v["lage"])
    return Rad(
        pk=v["pk"],
        lank=reverse("uppgift-visa", args=[v["pk"]]),
        **{namn: v[namn] for namn in ("text", "citat", "sagt_av", "slag", "lage")},
        nar=datum.visa(v["datum"]) if v["datum"] else OKAND_TID,
        tema=v["tema__namn"],
        slagord=Uppgift.Slag(v["slag"]).label,
        lagesord=LAGESORD[lage],
        tecken=LAGESTECKEN[lage],
        skal=v["lage_skal"],
        kommun=v["kommun_id"] or "",
        plats=", ".join(filter(None, [v["kommun__namn"] or RIKET, v["enhet__namn"]])),
        kallor=kallor,
        utkast=v["synlighet"] == Uppgift.Synlighet.UTKAST,
    )


def kvar_att_gora(hogst: int) -> list[Rad]:
    """The country's challenges, in the order that they were entered; one query."""
    riket = Uppgift.objects.publika().filter(kommun=None, slag=Uppgift.Slag.UTMANING, pk__in=_forsta(hogst))
    return rader(riket.order_by("-datum", "pk").values(*FALT))


def _forsta(hogst: int) -> Any:
    return (
        Uppgift.objects.publika()
        .filter(kommun=None, slag=Uppgift.Slag.UTMANING)
        .exclude(lage=Uppgift.Lage.MOTSAGD)
        .order_by("-datum", "pk")
        .values("pk")[:hogst]
    )
