"""Sources as others point at them: which ones somebody may see, and a new one only where there is none alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from atgarder import regler
from atgarder.models import Atgard, GottExempel, Kalla, Uppgift
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

FALT = ("slag", "titel", "utgivare", "datum", "url", "diarienummer")


def synliga_kallor(user: User | AnonymousUser) -> QuerySet[Kalla]:
    """Sources of something that `user` may read, and those that `user` entered."""
    egna = Q(av=user.pk) if user.pk else Q()
    return Kalla.objects.filter(
        Q(atgarder__in=Atgard.objects.synliga_for(user))
        | Q(uppgifter__in=Uppgift.objects.synliga_for(user))
        | Q(exempel__in=GottExempel.objects.publika())
        | egna
    ).distinct()


def hanvisa(*, falt: Mapping[str, str], av: User | None) -> Kalla:
    """The source that reads so; one with a file is another. Raises Regelfel."""
    if fel := regler.personnummerfel(falt):
        raise regler.Regelfel({f"kallor.{namn}": text for namn, text in fel.items()})
    varden = {namn: falt.get(namn, "") for namn in FALT}
    funnen = synliga_kallor(av).filter(fil="", **varden).first() if av else None
    return funnen or Kalla.objects.create(**varden, av=av, av_roll=signatur(av))
