"""What every page knows."""

from typing import Any

from django.http import HttpRequest

from konton.behorighet import Ratt, far


def webbplats(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"far_rapportera": False, "far_importera": False}
    return {"far_rapportera": far(user, Ratt.RAPPORTERA), "far_importera": far(user, Ratt.SE_IMPORTER)}
