"""What is searched of each kind of object: its public rows, and what of each row is indexed, with what weight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, Prefetch, QuerySet
from django.urls import reverse

from atgarder.models import Atgard, GottExempel, Sokslag, Uppgift
from atgarder.models.sok import Sokdokument
from kommuner.models import Kommun, Nyckeltal

TITEL, ORT, SLAG, TEXT, LATT = 4.0, 2.0, 2.0, 1.0, 0.3
"""How much a word weighs, by where it stands."""
EXEMPELTYNGD, NYCKELTALSTYNGD, FOREBILDSTYNGD = 1.15, 0.85, 1.2
"""What was tried comes before what is measured; first what others were inspired by, and what was written up."""
TITELLANGD = 200
EXEMPELTEXTER = ("ingress", "sa_gjorde_de", "forutsattningar", "kostnad", "resultat", "lardomar", "gick_inte")

Falt = list[tuple[float, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A document before it is counted. `falt` is what is found, `text` what is quoted; `pekar` names its own row.

    `tyngd` weighs the whole document against others.
    """

    slag: str
    nyckel: str
    titel: str
    adress: str
    kommun_id: str | None
    falt: Falt
    text: str
    exempel: bool = False
    tyngd: float = 1.0
    pekar: Mapping[str, int] = field(default_factory=dict)

    def rad(self, ord_: list[int]) -> Sokdokument:
        return Sokdokument(
            slag=self.slag,
            nyckel=self.nyckel,
            titel=self.titel[:TITELLANGD],
            adress=self.adress,
            kommun_id=self.kommun_id,
            text=self.text,
            exempel=self.exempel,
            ord=ord_,
            **self.pekar,
        )


@dataclass(frozen=True, slots=True)
class Kalla:
    """Where documents of a kind come from."""

    modell: type[Model]
    rader: Callable[[], QuerySet[Any]]
    post: Callable[[Any], Post]


def _stycken(texter: Iterable[str]) -> str:
    return "\n".join(t for t in texter if t)


def _kommuner() -> QuerySet[Kommun]:
    return Kommun.objects.select_related("lan")


def _kommun(rad: Kommun) -> Post:
    return Post(
        slag=Sokslag.KOMMUN,
        nyckel=rad.kod,
        titel=rad.namn,
        adress=reverse("kommun-visa", args=[rad.kod]),
        kommun_id=rad.kod,
        falt=[(TITEL, rad.namn), (TEXT, rad.lan.namn), (TEXT, "kommun"), (TEXT, rad.kod)],
        text=rad.lan.namn,
    )


def _nyckeltal(rad: Nyckeltal) -> Post:
    d = rad.definition
    return Post(
        slag=Sokslag.NYCKELTAL,
        nyckel=rad.kod,
        titel=d.namn,
        adress=reverse("nyckeltal-visa", args=[rad.kod]),
        kommun_id=None,
        falt=[
            (TITEL, d.namn),
            (TITEL, d.kod),
            (SLAG, d.kortnamn),
            *((TEXT, t) for t in (d.beskrivning, d.varfor)),
            (LATT, d.omrade),
        ],
        text=_stycken([d.beskrivning, d.varfor]),
        tyngd=NYCKELTALSTYNGD,
    )


def _atgarder() -> QuerySet[Atgard]:
    return (
        Atgard.objects.publika()
        .annotate(ar_forebild=Exists(Atgard.objects.publika().filter(inspirerad_av=OuterRef("pk"))))
        .select_related("kommun", "enhet", "typ", "kompetenstrappa", "arbetstid", "stod")
        .prefetch_related("problem", "steg", "faser", "specialister")
    )


def _atgard(rad: Atgard) -> Post:
    enhet = rad.enhet.namn if rad.enhet else ""
    texter = [rad.vad, rad.bakgrund, rad.berorda, rad.resultat, *_struktur(rad)]
    return Post(
        slag=Sokslag.ATGARD,
        nyckel=str(rad.pk),
        titel=rad.titel,
        adress=rad.get_absolute_url(),
        kommun_id=rad.kommun_id,
        falt=[
            (TITEL, rad.titel),
            (ORT, rad.kommun.namn),
            (SLAG, rad.typ.namn),
            *((TEXT, t) for t in (*texter, enhet)),
            *((LATT, t) for t in (rad.typ.beskrivning, *(p.namn for p in rad.problem.all()))),
        ],
        text=_stycken([*texter, enhet]),
        exempel=rad.exempel,
        tyngd=FOREBILDSTYNGD if rad.ar_forebild else 1.0,  # type: ignore[attr-defined]
        pekar={"atgard_id": rad.pk},
    )


def _struktur(rad: Atgard) -> list[str]:
    """What the measure's own parts say in words."""
    arbetstid, stod = getattr(rad, "arbetstid", None), getattr(rad, "stod", None)
    return [
        *(" ".join(filter(None, (steg.namn, steg.krav))) for steg in rad.steg.all()),
        *([arbetstid.beslut_efter] if arbetstid else []),
        *([", ".join(map(str, stod.uppgifter))] if stod else []),
        *(" ".join(filter(None, (fas.namn, fas.omfattning))) for fas in rad.faser.all()),
        *(s.uppgift for s in rad.specialister.all()),
    ]


def _exempelrader() -> QuerySet[GottExempel]:
    atgarder = Atgard.objects.publika().select_related("kommun", "typ")
    return (
        GottExempel.objects.publika()
        .select_related("publik")
        .prefetch_related(Prefetch("atgarder", atgarder, to_attr="publika_atgarder"))
    )


def _exempel(rad: GottExempel) -> Post:
    """The version that readers see; the working copy may say more."""
    innehall = rad.publik.innehall if rad.publik else {}
    publika: list[Atgard] = rad.publika_atgarder  # type: ignore[attr-defined]
    atgarder = [a for a in publika if a.pk in innehall.get("atgarder", ())]
    kommuner = {a.kommun_id: a.kommun.namn for a in atgarder}
    texter = [innehall.get(namn, "") for namn in EXEMPELTEXTER]
    texter += [citat["text"] for citat in innehall.get("citat", ())]
    return Post(
        slag=Sokslag.EXEMPEL,
        nyckel=str(rad.pk),
        titel=innehall["titel"],
        adress=rad.get_absolute_url(),
        kommun_id=next(iter(kommuner)) if len(kommuner) == 1 else None,
        falt=[
            (TITEL, innehall["titel"]),
            *((ORT, namn) for namn in kommuner.values()),
            *((SLAG, namn) for namn in {a.typ.namn for a in atgarder}),
            *((TEXT, t) for t in texter),
        ],
        text=_stycken(texter),
        exempel=rad.exempel,
        tyngd=EXEMPELTYNGD,
        pekar={"gott_exempel_id": rad.pk},
    )


def _uppgifter() -> QuerySet[Uppgift]:
    return Uppgift.objects.publika().select_related("kommun", "tema", "enhet")


def _uppgift(rad: Uppgift) -> Post:
    ort = rad.kommun.namn if rad.kommun else "Hela landet"
    enhet = rad.enhet.namn if rad.enhet else ""
    return Post(
        slag=Sokslag.UPPGIFT,
        nyckel=str(rad.pk),
        titel=f"{ort}: {rad.tema.namn.lower()}",
        adress=rad.get_absolute_url(),
        kommun_id=rad.kommun_id,
        falt=[(ORT, ort), (SLAG, rad.tema.namn), (TEXT, rad.text), (TEXT, enhet), (LATT, rad.sagt_av)],
        text=_stycken([rad.text, rad.sagt_av]),
        pekar={"uppgift_id": rad.pk},
    )


KALLOR: dict[str, Kalla] = {
    Sokslag.KOMMUN: Kalla(Kommun, _kommuner, _kommun),
    Sokslag.NYCKELTAL: Kalla(Nyckeltal, Nyckeltal.objects.all, _nyckeltal),
    Sokslag.ATGARD: Kalla(Atgard, _atgarder, _atgard),
    Sokslag.EXEMPEL: Kalla(GottExempel, _exempelrader, _exempel),
    Sokslag.UPPGIFT: Kalla(Uppgift, _uppgifter, _uppgift),
}
