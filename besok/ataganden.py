"""Handlingsplaner and promises: written, judged, and what of them is late. The day is passed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from atgarder import datum
from atgarder.models import Kalla
from atgarder.regler import Regelfel, personnummerfel
from besok.models import Atagande, Besok, Handlingsplan
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

SNART = timedelta(days=30)
KRAVER_SKAL = (Atagande.Lage.INTE_INFRIAT, Atagande.Lage.INAKTUELLT, Atagande.Lage.DELVIS)


@dataclass(slots=True)
class Forfall:
    """Open promises by when they are due."""

    sena: list[Atagande] = field(default_factory=list)
    snart: list[Atagande] = field(default_factory=list)
    senare: list[Atagande] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Punkt:
    """A point of a handlingsplan; `pk` None is new."""

    pk: int | None
    text: str
    agare_roll: str
    klart_senast: str


def forfall(oppna: Iterable[Atagande], idag: date) -> Forfall:
    """A day known to the month only is late when the month is over; no day is never late."""
    delat = Forfall()
    for a in oppna:
        dag = datum.sista_dag(a.klart_senast) if a.klart_senast else None
        del_ = delat.senare if dag is None or dag > idag + SNART else delat.sena if dag < idag else delat.snart
        del_.append(a)
    for del_ in (delat.sena, delat.snart, delat.senare):
        del_.sort(key=lambda a: (a.klart_senast or "9999", a.pk))
    return delat


def offentligt_lage(a: Atagande) -> tuple[str, date | None]:
    """The state that everybody may know, and its day: a judgement at a visit that is not published is not among it.

    In lists, prefetch `lagen__besok`.
    """
    kanda = [b for b in a.lagen.all() if b.besok is None or b.besok.lage == Besok.Lage.PUBLICERAD]
    return (kanda[-1].lage, kanda[-1].datum) if kanda else (Atagande.Lage.OPPET.value, None)


def byt_lage(pk: int, *, lage: str, nar: date, skal: str, idag: date, av: User) -> Atagande:
    """A promise into a state, on a day, for a reason. Raises Regelfel."""
    fel = personnummerfel({"skal": skal})
    if lage not in Atagande.Lage.values:
        fel["lage"] = "Välj ett läge i listan."
    elif lage in KRAVER_SKAL and not skal.strip():
        fel["skal"] = "Skriv varför, så att den som läser förstår."
    if nar > idag:
        fel["datum"] = "Dagen ligger i framtiden. Skriv dagen då läget blev känt."
    if fel:
        raise Regelfel(fel)
    with transaction.atomic():
        a = Atagande.objects.select_for_update(of=("self",)).get(pk=pk)
        a.lagen.create(lage=lage, datum=nar, skal=skal.strip(), av=av, av_roll=signatur(av))
        a.lage = lage
        a.save(update_fields=["lage"])
    return a


def spara_plan(
    plan: Handlingsplan | None,
    *,
    kommun: str,
    falt: Mapping[str, Any],
    dokument: Mapping[str, str],
    punkter: Sequence[Punkt],
    av: User,
) -> Handlingsplan:
    """Create or change a plan with its document and points. Points are never dropped: their state tells. Regelfel."""
    _prova(falt, punkter)
    with transaction.atomic():
        rad = plan or Handlingsplan(kommun_id=kommun, av=av, av_roll=signatur(av))
        for namn, varde in falt.items():
            setattr(rad, namn, varde)
        rad.dokument = _dokument(rad.dokument, dokument, av)
        rad.save()
        for punkt in punkter:
            _punkt(rad, punkt, av)
    return rad


def fragor(plan: Handlingsplan) -> list[str]:
    """What is asked about a plan that is saved all the same: points due before it was asked for."""
    if not plan.begard:
        return []
    return [
        f"Punkten ”{p.text[:60]}” ska vara klar {datum.visa(p.klart_senast)}, innan planen begärdes. Stämmer det?"
        for p in plan.punkter.exclude(klart_senast="").order_by("pk")
        if datum.fore(p.klart_senast, plan.begard)
    ]


def _prova(falt: Mapping[str, Any], punkter: Sequence[Punkt]) -> None:
    fel = {}
    begard, mottagen = falt.get("begard", ""), falt.get("mottagen", "")
    if begard and mottagen and datum.fore(mottagen, begard):
        fel["mottagen"] = "Planen är mottagen före den begärdes. Rätta något av datumen."
    if personnummerfel({str(nr): punkt.text for nr, punkt in enumerate(punkter)}):
        fel[""] = "En punkt innehåller något som ser ut som ett personnummer. Ta bort det."
    if fel:
        raise Regelfel(fel)


def _dokument(finns: Kalla | None, falt: Mapping[str, str], av: User) -> Kalla | None:
    if not falt.get("titel"):
        return finns
    kalla = finns or Kalla(slag=Kalla.Slag.DOKUMENT, av=av, av_roll=signatur(av))
    for namn, varde in falt.items():
        setattr(kalla, namn, varde)
    kalla.save()
    return kalla


def _punkt(plan: Handlingsplan, punkt: Punkt, av: User) -> None:
    falt = {"text": punkt.text, "agare_roll": punkt.agare_roll, "klart_senast": punkt.klart_senast}
    if punkt.pk is not None:
        plan.punkter.filter(pk=punkt.pk).update(**falt)
    elif punkt.text:
        plan.punkter.create(kommun_id=plan.kommun_id, **falt, av=av, av_roll=signatur(av))
