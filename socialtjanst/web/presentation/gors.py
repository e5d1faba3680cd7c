"""What a municipality does: its measures by year, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser

from atgarder import datum
from atgarder.models import Atgard
from konton.models import User
from socialtjanst.web.presentation import lankar

OKANT_AR = "Årtal framgår inte"
RESULTAT = {
    Atgard.Resultatlage.OKANT: "resultatet är inte känt",
    Atgard.Resultatlage.PASTATT: "påstått resultat",
    Atgard.Resultatlage.UPPMATT: "uppmätt resultat",
}


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
    utkast: bool
    exempel: bool


def tidslinje(kommun: str, user: User | AnonymousUser) -> list[tuple[str, list[Rad]]]:
    """The measures of a municipality that the user may see, by year; one query."""
    synliga = Atgard.objects.synliga_for(user).filter(kommun=kommun, tillbakadragen__isnull=True)
    rader = [_rad(a) for a in synliga.select_related("typ", "enhet").order_by("pk")]
    rader.sort(key=lambda rad: rad.ar, reverse=True)
    return [(ar or OKANT_AR, list(arets)) for ar, arets in groupby(rader, key=lambda rad: rad.ar)]


def antal(tidslinjen: Sequence[tuple[str, Sequence[Rad]]]) -> int:
    return sum(len(rader) for _, rader in tidslinjen)


def _rad(a: Atgard) -> Rad:
    return Rad(
        titel=a.titel,
        lank=lankar.adress("atgard-visa", a.pk),
        typ=a.typ.namn,
        lage=a.get_lage_display(),
        nar=nar(a),
        om=" · ".join(filter(None, [a.enhet.namn if a.enhet else "", _berorda(a)])),
        resultat=RESULTAT[Atgard.Resultatlage(a.resultatlage)],
        ar=(a.start or a.beslutad)[:4],
        utkast=a.synlighet == Atgard.Synlighet.UTKAST,
        exempel=a.exempel,
    )


def _berorda(a: Atgard) -> str:
    """ "18 socialsekreterare på försörjningsstöd"; "för 18" where it is not told of whom."""
    if a.antal_berorda is None:
        return a.berorda
    return f"{a.antal_berorda} {a.berorda}" if a.berorda else f"för {a.antal_berorda}"


def nar(a: Atgard) -> str:
    """ "maj 2015 till 2016", "sedan maj 2015", "beslutad 2015"; "" where nothing is known."""
    start, slut = (datum.visa(d) if d else "" for d in (a.start, a.slut))
    if start and slut:
        return f"{start} till {slut}"
    if start:
        return f"från {start}" if a.lage in AVSLUTADE else f"sedan {start}"
    if slut:
        return f"till {slut}"
    return f"beslutad {datum.visa(a.beslutad)}" if a.beslutad else ""


AVSLUTADE = (Atgard.Lage.AVSLUTAD, Atgard.Lage.AVBRUTEN)
