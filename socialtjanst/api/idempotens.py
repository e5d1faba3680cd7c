"""Idempotency-Key: the same request sent twice writes once, and the second gets the first one's answer.

The key is claimed in the transaction of the write itself. Who comes at the same time with the same key waits at
the unique index until the first is done; where the first failed, nothing is left of it and the second may try.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from konton.models import User
from socialtjanst.api.fel import Felrad, Problem
from socialtjanst.models import Idempotens

HUVUD = "Idempotency-Key"
MONSTER = r"^[\x21-\x7e]{1,200}$"
GILTIG = timedelta(hours=24)
PARAMETER = OpenApiParameter(
    HUVUD,
    {"type": "string", "pattern": "^[!-~]{1,200}$"},
    OpenApiParameter.HEADER,
    description="En egen nyckel för anropet, till exempel ett UUID. Samma anrop med samma nyckel inom ett dygn "
    "skriver inget nytt utan får samma svar igen.",
)


def en_gang(request: Request, user: User, gor: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `gor`, or the stored one. All that `gor` writes is one transaction; what it raises undoes it."""
    nyckel = _nyckel(request)
    if nyckel is None:
        with transaction.atomic():
            return gor()
    Idempotens.objects.filter(user=user, skapad__lt=timezone.now() - GILTIG).delete()
    with transaction.atomic():
        avtryck = _avtryck(request)
        rad, ny = Idempotens.objects.get_or_create(user=user, nyckel=nyckel, defaults={"avtryck": avtryck})
        if not ny:
            return _igen(rad, avtryck)
        svar = gor()
        rad.status, rad.kropp, rad.plats = svar.status_code, svar.content.decode(), svar.get("Location", "")
        rad.save(update_fields=["status", "kropp", "plats"])
    return svar


def _nyckel(request: Request) -> str | None:
    nyckel = request.headers.get(HUVUD)
    if nyckel is None:
        return None
    if not re.fullmatch(MONSTER, nyckel):
        text = "Nyckeln ska ha 1–200 tecken: bokstäver a–z, siffror och skiljetecken, utan mellanslag."
        raise Problem("ogiltig-fraga", f"{HUVUD}: {text}", [Felrad(HUVUD, nyckel, text)])
    return nyckel


def _avtryck(request: Request) -> str:
    """Of what was asked; how the JSON was spaced does not matter."""
    delar = [request.method, request.get_full_path(), request.data]
    return hashlib.sha256(json.dumps(delar, sort_keys=True).encode()).hexdigest()


def _igen(rad: Idempotens, avtryck: str) -> HttpResponse:
    if rad.avtryck != avtryck:
        text = "Nyckeln har redan använts till ett annat anrop. Använd en ny nyckel för varje nytt anrop."
        raise Problem("nyckeln-anvand", text, [Felrad(HUVUD, rad.nyckel, text)])
    svar = HttpResponse(rad.kropp, status=rad.status, content_type="application/json")
    svar["Idempotent-Replayed"] = "true"
    if rad.plats:
        svar["Location"] = rad.plats
    return svar
