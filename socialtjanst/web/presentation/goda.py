"""Good examples as cards: what was published last, and where it is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from atgarder.models import GottExempel

FALT = (
    *("pk", "slug", "exempel", "publik__innehall", "atgarder__pk", "atgarder__kommun__namn"),
    *("atgarder__typ__namn", "kallor__pk", "kallor__utgivare"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kort:
    titel: str
    ingress: str
    lank: str
    var: str
    styrka: str
    kallor: str
    exempel: bool


def senaste(hogst: int) -> list[Kort]:
    """The latest published, as they read when they were published; one query."""
    publika = GottExempel.objects.publika().order_by("-publik_id")
    rader = GottExempel.objects.filter(
        pk__in=publika.values("pk")[:hogst], atgarder__synlighet="publik", atgarder__tillbakadragen__isnull=True
    )
    grupper: dict[int, list[dict[str, Any]]] = {}
    for v in rader.order_by("-publik_id", "atgarder__pk").values(*FALT):
        grupper.setdefault(v["pk"], []).append(v)
    return [_kort(grupp) for grupp in grupper.values()]


def _kort(rader: Sequence[dict[str, Any]]) -> Kort:
    forst, innehall = rader[0], rader[0]["publik__innehall"]
    egna = [v for v in rader if v["atgarder__pk"] in innehall["atgarder"]]
    kommuner = dict.fromkeys(v["atgarder__kommun__namn"] for v in egna)
    typer = [namn.lower() for namn in dict.fromkeys(v["atgarder__typ__namn"] for v in egna)]
    kallor = dict.fromkeys(v["kallor__utgivare"] for v in rader if v["kallor__pk"] in innehall["kallor"])
    return Kort(
        titel=innehall["titel"],
        ingress=innehall["ingress"],
        lank=reverse("exempel-visa", args=[forst["slug"]]),
        var=" · ".join(filter(None, [", ".join(kommuner), ", ".join(typer)])),
        styrka=GottExempel.Evidens(innehall["evidens"]).label,
        kallor="; ".join(filter(None, kallor)),
        exempel=forst["exempel"],
    )
