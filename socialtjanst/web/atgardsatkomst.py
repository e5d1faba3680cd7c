"""Access to measures: a stranger gets 404, a reader who tries to write 403, who is not logged in the log-in page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from atgarder import kallor
from atgarder.models import Atgard, Kalla
from kommuner.models import Kommun
from konton.behorighet import Ratt, far_objekt, kommuner_for

Vy = Callable[..., HttpResponse]


def synliga(request: HttpRequest) -> QuerySet[Atgard]:
    return Atgard.objects.synliga_for(request.user).select_related("kommun__lan", "typ", "enhet")


def lasbar(request: HttpRequest, pk: int) -> Atgard:
    """The measure, if the user may see it; what is withdrawn is seen by those who may write it."""
    return get_object_or_404(synliga(request), pk=pk)


def far_skriva(request: HttpRequest, atgard: Atgard) -> bool:
    return far_objekt(request.user, Ratt.SKRIVA_ATGARD, atgard)


def skriver_atgard(vy: Vy) -> Vy:
    """The view gets the measure that `pk` names, once the user may write it."""

    @login_required
    @wraps(vy)
    def inre(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        atgard = lasbar(request, pk)
        if not far_skriva(request, atgard):
            raise PermissionDenied
        return vy(request, atgard, *args, **kwargs)

    return inre


def egna_kommuner(request: HttpRequest) -> list[Kommun]:
    """The municipalities in which the user may enter measures."""
    koder = kommuner_for(request.user, Ratt.SKRIVA_ATGARD)
    return list(Kommun.objects.all() if koder is None else Kommun.objects.filter(kod__in=koder))


def lasbar_kalla(request: HttpRequest, pk: int) -> Kalla:
    """The document, if the user may see something that rests on it."""
    return get_object_or_404(kallor.synliga_for(request.user).exclude(fil=""), pk=pk)
