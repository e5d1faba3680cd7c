"""Following a municipality or a kind of measure; what is new comes in a digest (rapporter.utskick)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from atgarder.models import Atgardstyp, Foljning
from kommuner.models import Kommun

if TYPE_CHECKING:
    from konton.models import User

Mal = Kommun | Atgardstyp


def folj(mal: Mal, *, av: User) -> Foljning:
    """Again changes nothing."""
    rad, _ = Foljning.objects.get_or_create(user=av, **_vad(mal), defaults={"nyckel": secrets.token_urlsafe(32)})
    return rad


def sluta(mal: Mal, *, av: User) -> None:
    Foljning.objects.filter(user=av, **_vad(mal)).delete()


def foljer(user: User | AnonymousUser, mal: Mal) -> bool:
    return user.is_authenticated and Foljning.objects.filter(user=user, **_vad(mal)).exists()


def _vad(mal: Mal) -> dict[str, str]:
    return {"kommun_id": mal.pk} if isinstance(mal, Kommun) else {"typ_id": mal.pk}
