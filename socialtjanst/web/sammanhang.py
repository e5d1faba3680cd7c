"""What every page knows."""

from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kommuner.lasning import dataversion
from konton.behorighet import Ratt, far, far_i_landet

MENYRATTER = {
    "far_rapportera": Ratt.RAPPORTERA,
    "far_importera": Ratt.SE_IMPORTER,
    "far_skriva_besok": Ratt.SKRIVA_BESOK,
}


def webbplats(request: HttpRequest) -> dict[str, Any]:
    """Rights for the menu, and for the footer the data's version: one query, only when the page is rendered."""
    senaste = SimpleLazyObject(dataversion)
    return {
        **_menyratter(request),
        "epostmapp": settings.EPOST.mapp,
        "dataversion": SimpleLazyObject(lambda: senaste[0]),
        "dataversion_tid": SimpleLazyObject(lambda: senaste[1]),
    }


def _menyratter(request: HttpRequest) -> dict[str, bool]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return dict.fromkeys([*MENYRATTER, "far_ge_roller"], False)
    prefetch_related_objects([user], "uppdrag")
    ratter = {namn: far(user, ratt) for namn, ratt in MENYRATTER.items()}
    return {**ratter, "far_ge_roller": far_i_landet(user, Ratt.GE_ROLLER)}
