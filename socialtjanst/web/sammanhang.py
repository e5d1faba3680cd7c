"""What every page knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kommuner.lasning import dataversion
from konton.behorighet import Ratt, far


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
        return {"far_rapportera": False, "far_importera": False}
    return {"far_rapportera": far(user, Ratt.RAPPORTERA), "far_importera": far(user, Ratt.SE_IMPORTER)}
