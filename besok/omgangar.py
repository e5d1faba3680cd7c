"""Rounds: who may see what of them, how far they have come, and how they are written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from atgarder.regler import Regelfel
from besok.models import Besok, Besoksomgang, Omgangskommun
from konton.behorighet import Ratt, kommuner_for
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

GJORDA = (Besok.Lage.KLAR, Besok.Lage.FAKTAGRANSKNING, Besok.Lage.PUBLICERAD)
RESERVERADE = {"ny"}


@dataclass(frozen=True, slots=True)
class Plats:
    """A municipality in the round: by whom, and what day; `pk` None is new."""

    kommun: str
    besokare: int | None = None
    planerat: date | None = None


@dataclass(frozen=True, slots=True)
class Framsteg:
    """`besokta` of `av` municipalities; `namngivna` of the visited are known by name."""

    besokta: int
    av: int
    namngivna: int

    @property
    def onamngivna(self) -> int:
        return self.besokta - self.namngivna


def far_styra(user: User | AnonymousUser) -> bool:
    """Rounds span the country: they are written by those who may write visits in all of it."""
    return kommuner_for(user, Ratt.SKRIVA_BESOK) is None


def gjorda(omgang: Besoksomgang, user: User | AnonymousUser) -> QuerySet[Besok]:
    """The round's visits that have been made and that `user` may see; invented ones only where there are no others."""
    rader = Besok.objects.synliga_for(user).filter(omgang=omgang, lage__in=GJORDA)
    riktiga = rader.filter(exempel=False)
    return riktiga if riktiga.exists() else rader


def platser(omgang: Besoksomgang, user: User | AnonymousUser) -> QuerySet[Omgangskommun]:
    """The plan, with who is to go and when: the coordinators' own."""
    rader = omgang.kommuner.select_related("kommun", "besokare")
    koder = kommuner_for(user, Ratt.SKRIVA_BESOK)
    return rader if koder is None else rader.filter(kommun__in=koder)


def framsteg(omgang: Besoksomgang, besokta: Collection[str]) -> Framsteg:
    """`besokta` are the municipalities whose visits may be seen. What a source tells counts where it is more."""
    namngivna = len(set(besokta))
    antal = max(omgang.antal_besokta or 0, namngivna)
    return Framsteg(antal, max(omgang.antal or 0, omgang.kommuner.count(), antal), namngivna)


def sena(plan: Sequence[Omgangskommun], besokta: Collection[str], idag: date) -> list[Omgangskommun]:
    """Planned for a day that has passed, and not visited; the longest ago first."""
    passerade = [p for p in plan if p.planerat and p.planerat < idag and p.kommun_id not in besokta]
    return sorted(passerade, key=lambda p: p.planerat or idag)


def spara(omgang: Besoksomgang | None, *, falt: Mapping[str, Any], kommuner: Sequence[Plats], av: User) -> Besoksomgang:
    """Create or change a round and its plan. Raises Regelfel, also for leaving out one that has been visited."""
    with transaction.atomic():
        rad = omgang or Besoksomgang(kod=_kod(falt["namn"]), av=av, av_roll=signatur(av))
        for namn, varde in falt.items():
            setattr(rad, namn, varde)
        rad.save()
        _spara_plan(rad, kommuner)
    return rad


def _kod(namn: str) -> str:
    kod = slugify(namn)[:60].strip("-")
    if not kod or kod in RESERVERADE or Besoksomgang.objects.filter(kod=kod).exists():
        raise Regelfel({"namn": "En omgång med det namnet finns redan. Välj ett annat namn."})
    return kod


def _spara_plan(omgang: Besoksomgang, kommuner: Sequence[Plats]) -> None:
    kvar = {plats.kommun for plats in kommuner}
    bort = omgang.kommuner.exclude(kommun__in=kvar)
    besokt = Besok.objects.filter(omgang=omgang, kommun__in=bort.values("kommun")).select_related("kommun").first()
    if besokt is not None:
        raise Regelfel({"": f"{besokt.kommun} har ett besök i omgången och kan inte tas bort ur den."})
    bort.delete()
    for plats in kommuner:
        omgang.kommuner.update_or_create(
            kommun_id=plats.kommun, defaults={"besokare_id": plats.besokare, "planerat": plats.planerat}
        )
