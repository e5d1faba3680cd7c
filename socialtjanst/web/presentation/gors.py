"""What a municipality does: its measures by year, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from atgarder import datum
from atgarder.models import Atgard
from konton.models import User

OKANT_AR = "Årtal framgår inte"
RESULTAT = {
    Atgard.Resultatlage.OKANT: "resultatet är inte känt",
    Atgard.Resultatlage.PASTATT: "påstått resultat",
    Atgard.Resultatlage.UPPMATT: "uppmätt resultat",
}

FALT = (
    *("pk", "titel", "typ__namn", "enhet__namn", "lage", "beslutad", "start", "slut", "antal_berorda", "berorda"),
    *("resultatlage", "synlighet", "exempel", "kallor__titel", "kallor__utgivare"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rad:
    """A measure in the timeline; `ar` is "" where no year is known."""

    titel: str
    lank: str
    typ: str
    lage: str
    nar: str
    om: str
    resultat: str
    ar: str
    kallor: str
    utkast: bool
    exempel: bool


def tidslinje(kommun: str, user: User | AnonymousUser) -> list[tuple[str, list[Rad]]]:
    """The measures of a municipality that the user may see, by year; one query."""
    synliga = Atgard.objects.synliga_for(user).filter(kommun=kommun, tillbakadragen__isnull=True)
    grupper: dict[int, list[dict[str, Any]]] = {}
    for v in synliga.order_by("pk").values(*FALT):  # once for each source
        grupper.setdefault(v["pk"], []).append(v)
    rader = sorted(map(_rad, grupper.values()), key=lambda rad: rad.ar, reverse=True)
    return [(ar or OKANT_AR, list(arets)) for ar, arets in groupby(rader, key=lambda rad: rad.ar)]


def _rad(grupp: Sequence[dict[str, Any]]) -> Rad:
    v = grupp[0]
    tider = {namn: v[namn] for namn in ("lage", "beslutad", "start", "slut")}
    return Rad(
        titel=v["titel"],
        lank=reverse("atgard-visa", args=[v["pk"]]),
        typ=v["typ__namn"],
        lage=Atgard.Lage(v["lage"]).label,
        nar=nar(**tider),
        om=" · ".join(filter(None, [v["enhet__namn"], _berorda(v["antal_berorda"], v["berorda"])])),
        resultat=RESULTAT[Atgard.Resultatlage(v["resultatlage"])],
        ar=(v["start"] or v["beslutad"])[:4],
        kallor="; ".join(filter(None, dict.fromkeys(rad["kallor__utgivare"] or rad["kallor__titel"] for rad in grupp))),
        utkast=v["synlighet"] == Atgard.Synlighet.UTKAST,
        exempel=v["exempel"],
    )


def _berorda(antal: int | None, vilka: str) -> str:
    """ "18 socialsekreterare på försörjningsstöd"; "för 18" where it is not told of whom."""
    if antal is None:
        return vilka
    return f"{antal} {vilka}" if vilka else f"för {antal}"


def nar(*, lage: str = "", beslutad: str = "", start: str = "", slut: str = "") -> str:
    """ "maj 2015 till 2016", "sedan maj 2015", "beslutad 2015"; "" where nothing is known."""
    forst, sist = (datum.visa(d) if d else "" for d in (start, slut))
    if forst and sist:
        return f"{forst} till {sist}"
    if forst:
        return f"från {forst}" if lage in (Atgard.Lage.AVSLUTAD, Atgard.Lage.AVBRUTEN) else f"sedan {forst}"
    if sist:
        return f"till {sist}"
    return f"beslutad {datum.visa(beslutad)}" if beslutad else ""
