"""Who reaches a visit. A visit that one may not see is not there: 404; one that is public is read, not written: 403."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from besok.models import Besok, Signal

Vy = Callable[..., HttpResponse]
ANVANDARE = "X-Besok-Anvandare"
"""In a request: for whom the page was made. In an answer: for whom it is; the service worker keeps no other's."""


def vill_ha_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def inloggad(vy: Vy) -> Vy:
    """Log-in first: a page is sent to it, a script gets 401. A page made for another user is not logged in."""

    @never_cache
    @wraps(vy)
    def inre(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sidans = request.headers.get(ANVANDARE, str(request.user.pk))
        if not request.user.is_authenticated or sidans != str(request.user.pk):
            if vill_ha_json(request):
                # Otherwise the dead session's cookie is taken away, which by now may be that of a new log-in.
                request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
                return JsonResponse({"fel": "Logga in igen."}, status=401)
            return redirect_to_login(request.get_full_path())
        svar = _med_json_fel(request, vy, *args, **kwargs)
        svar[ANVANDARE] = str(request.user.pk)
        return svar

    return inre


def _med_json_fel(request: HttpRequest, vy: Vy, *args: Any, **kwargs: Any) -> HttpResponse:
    if not vill_ha_json(request):
        return vy(request, *args, **kwargs)
    try:
        return vy(request, *args, **kwargs)
    except Http404:
        return JsonResponse({"fel": "Besöket finns inte, eller så har du inte tillgång till det."}, status=404)
    except PermissionDenied:
        return JsonResponse({"fel": "Du får inte ändra besöket."}, status=403)


def att_skriva(request: HttpRequest, pk: UUID) -> Besok:
    besok = att_lasa(request, pk)
    if not Besok.objects.skrivbara_for(request.user).filter(pk=besok.pk).exists():
        raise PermissionDenied
    return besok


def att_lasa(request: HttpRequest, pk: UUID) -> Besok:
    synliga = Besok.objects.synliga_for(request.user).select_related("kommun", "omgang", "forra")
    return get_object_or_404(synliga, pk=pk)


def signal_att_lasa(pk: int) -> Signal:
    """Signals are shared by all visits; who said one is asked of the visits."""
    return get_object_or_404(Signal, pk=pk)
