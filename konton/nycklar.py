"""Keys of the API: made and shown once, recognised, revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from konton import hemlighet
from konton.granskning import som
from konton.models import Apinyckel, User

PREFIX = "vp_"
NOTERAS_VAR = timedelta(minutes=10)
"""How exactly the latest use is known: each note is a write."""


class Okand(ValueError):
    """The key opens nothing; the text is Swedish and says what to do."""


def skapa(*, user: User, namn: str) -> tuple[Apinyckel, str]:
    """The key, which cannot be shown again, and its row."""
    nyckel = PREFIX + hemlighet.ny()
    with som(user), transaction.atomic():
        rad = Apinyckel.objects.create(user=user, namn=namn, avtryck=hemlighet.avtryck(nyckel))
    return rad, nyckel


def hitta(nyckel: str, nu: datetime) -> User:
    """Whom the key stands for. Raises Okand."""
    rad = Apinyckel.objects.filter(avtryck=hemlighet.avtryck(nyckel)).select_related("user").first()
    if rad is None:
        raise Okand("Nyckeln finns inte. Kontrollera att den är hel, eller skapa en ny på sidan ”API-nycklar”.")
    if rad.aterkallad:
        raise Okand("Nyckeln är återkallad. Skapa en ny på sidan ”API-nycklar”.")
    if not rad.user.is_active:
        raise Okand("Kontot som nyckeln hör till är stängt. Kontakta förvaltaren.")
    _notera(rad, nu)
    return rad.user


def aterkalla(*, nyckel: Apinyckel, av: User) -> None:
    with som(av), transaction.atomic():
        nyckel = Apinyckel.objects.select_for_update().get(pk=nyckel.pk)
        if nyckel.aterkallad is None:
            nyckel.aterkallad = timezone.now()
            nyckel.save()


def _notera(rad: Apinyckel, nu: datetime) -> None:
    gammal = Q(senast_anvand=None) | Q(senast_anvand__lt=nu - NOTERAS_VAR)
    if rad.senast_anvand is None or rad.senast_anvand < nu - NOTERAS_VAR:
        Apinyckel.objects.filter(gammal, pk=rad.pk).update(senast_anvand=nu)
