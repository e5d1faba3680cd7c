"""What every page knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kommuner.lasning import dataversion
from konton.behorighet import Ratt, far

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
        "dataversion": SimpleLazyObject(lambda: senaste[0]),
        "dataversion_tid": SimpleLazyObject(lambda: senaste[1]),
    }


def _menyratter(request: HttpRequest) -> dict[str, bool]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return dict.fromkeys(MENYRATTER, False)
    return {namn: far(user, ratt) for namn, ratt in MENYRATTER.items()}
