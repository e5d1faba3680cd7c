"""How many visits of a round have said the same: signals and their counts, merged ones as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from besok.models import Besok, Signal

if TYPE_CHECKING:
    from konton.models import User

LOGGADE = (Besok.Lage.KLAR, Besok.Lage.FAKTAGRANSKNING, Besok.Lage.PUBLICERAD)


class Signalrad(NamedTuple):
    pk: int
    text: str
    antal: int


def loggade(besok: Besok, *, user: User) -> QuerySet[Besok]:
    """The other visits of the same round that are done, and that `user` may see whole."""
    andra = Besok.objects.skrivbara_for(user).filter(omgang=besok.omgang_id, lage__in=LOGGADE)
    return andra.exclude(pk=besok.pk)


def raknade(besok: Besok, *, user: User) -> tuple[list[Signalrad], int]:
    """Every signal with how many of the round's visits said it, most first; and how many visits there are."""
    sagt: dict[int, set[object]] = {}
    for signal, sagt_vid in _sagda(loggade(besok, user=user)):
        sagt.setdefault(signal, set()).add(sagt_vid)
    rader = [Signalrad(s.pk, s.text, len(sagt.get(s.pk, ()))) for s in Signal.objects.filter(samma_som__isnull=True)]
    return sorted(rader, key=lambda rad: -rad.antal), loggade(besok, user=user).count()


def sagd_vid(signal: Signal, besok: Besok, *, user: User) -> QuerySet[Besok]:
    """The visits that said the signal, or one that was merged into it."""
    samma = Signal.objects.filter(pk=signal.pk) | Signal.objects.filter(samma_som=signal.pk)
    return loggade(besok, user=user).filter(signaler__in=samma).select_related("kommun").distinct()


def _sagda(besok: QuerySet[Besok]) -> QuerySet[Signal, tuple[int, object]]:
    return (
        Signal.objects.filter(besok__in=besok)
        .order_by()
        .annotate(som=Coalesce("samma_som_id", "pk"))
        .values_list("som", "besok")
    )
