"""Lists of one's own: examples in an order, with notes. Only the owner reads and writes them.

Raises regler.Regelfel for a personnummer, here too; then nothing is saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Max, QuerySet

from atgarder import regler
from atgarder.models import GottExempel, Underlag, Underlagspost

if TYPE_CHECKING:
    from konton.models import User

HOGST_POSTER = 40


def egna(user: User | AnonymousUser) -> QuerySet[Underlag]:
    """The access function: nobody else's lists are ever fetched."""
    return Underlag.objects.filter(agare=user) if user.is_authenticated else Underlag.objects.none()


def skapa(*, namn: str, exempel: Sequence[GottExempel] = (), av: User) -> Underlag:
    _utan_personnummer({"namn": namn})
    with transaction.atomic():
        nytt = Underlag.objects.create(agare=av, namn=namn)
        lagg_i(nytt, exempel=exempel)
    return nytt


def lagg_i(underlag: Underlag, *, exempel: Sequence[GottExempel]) -> int:
    """Last in the list; what is already there stays where it is. Returns how many are new."""
    with transaction.atomic():
        Underlag.objects.select_for_update().get(pk=underlag.pk)
        har = set(underlag.poster.values_list("exempel_id", flat=True))
        sist = underlag.poster.aggregate(n=Max("ordning"))["n"] or 0
        nya = [e for e in dict.fromkeys(exempel) if e.pk not in har][: HOGST_POSTER - len(har)]
        Underlagspost.objects.bulk_create(
            Underlagspost(underlag=underlag, exempel=e, ordning=sist + nr) for nr, e in enumerate(nya, 1)
        )
        underlag.save(update_fields=["andrad"])
    return len(nya)


def flytta(post: Underlagspost, *, steg: int) -> None:
    """One place up (-1) or down (+1); at the end of the list nothing happens."""
    with transaction.atomic():
        Underlag.objects.select_for_update().get(pk=post.underlag_id)
        rader = list(post.underlag.poster.order_by("ordning", "pk"))
        plats = [rad.pk for rad in rader].index(post.pk)
        ny = min(max(plats + steg, 0), len(rader) - 1)
        rader.insert(ny, rader.pop(plats))
        for ordning, rad in enumerate(rader, 1):
            rad.ordning = ordning
        Underlagspost.objects.bulk_update(rader, ["ordning"])


def anteckna(underlag: Underlag, anteckningar: Mapping[int, str]) -> None:
    """Saves the list as it stands, and the note of each post by its key."""
    noter = {f"not_{nyckel}": text for nyckel, text in anteckningar.items()}
    _utan_personnummer({"namn": underlag.namn, "anteckning": underlag.anteckning, **noter})
    with transaction.atomic():
        underlag.save()
        poster = [p for p in underlag.poster.all() if p.pk in anteckningar]
        for post in poster:
            post.anteckning = anteckningar[post.pk]
        Underlagspost.objects.bulk_update(poster, ["anteckning"])


def _utan_personnummer(texter: Mapping[str, str]) -> None:
    if fel := regler.personnummerfel(texter):
        raise regler.Regelfel(fel)
