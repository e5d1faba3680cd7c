"""Sources as others point at them: which ones somebody may see, and a new one only where there is none alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from atgarder import regler
from atgarder.models import Atgard, Kalla, Uppgift
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

FALT = ("slag", "titel", "utgivare", "datum", "url", "diarienummer")


def synliga_kallor(user: User | AnonymousUser) -> QuerySet[Kalla]:
    """Sources of a measure or a statement that `user` may read, and those that `user` entered."""
    syns = _vilar(Atgard.objects.synliga_for(user)) | _vilar(Uppgift.objects.synliga_for(user))
    return Kalla.objects.filter(syns | Q(av=user.pk) if user.pk else syns)


def _vilar(rader: QuerySet[Any]) -> Exists:
    """Whether any of `rader` rests on the outer source."""
    return Exists(rader.filter(kallor=OuterRef("pk")).order_by())


def hanvisa(*, falt: Mapping[str, str], av: User | None) -> Kalla:
    """The source that reads so; one with a file is another. Raises Regelfel."""
    if fel := regler.personnummerfel(falt):
        raise regler.Regelfel({f"kallor.{namn}": text for namn, text in fel.items()})
    varden = {namn: falt.get(namn, "") for namn in FALT}
    funnen = synliga_kallor(av).filter(fil="", **varden).first() if av else None
    return funnen or Kalla.objects.create(**varden, av=av, av_roll=signatur(av))
