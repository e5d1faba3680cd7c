"""How many requests somebody may make; with the cache down everybody may, since readers come first."""

import logging
import time
from typing import Any, ClassVar, cast

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

logg = logging.getLogger(__name__)
VILA = 10
"""Seconds to leave a dead cache alone, so that not every request waits for it."""


class Strypning(SimpleRateThrottle):
    """Counts per logged-in user, otherwise per address."""

    vilar_till: ClassVar[float] = 0.0

    def get_rate(self) -> str | None:
        return cast(str | None, api_settings.DEFAULT_THROTTLE_RATES[str(self.scope)])

    def get_cache_key(self, request: Request, view: APIView) -> str:
        user = request.user
        vem = f"konto-{user.pk}" if user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": vem}

    def allow_request(self, request: Request, view: APIView) -> bool:
        if time.monotonic() < Strypning.vilar_till:
            return True
        try:
            return bool(super().allow_request(request, view))
        except (RedisError, OSError) as fel:
            Strypning.vilar_till = time.monotonic() + VILA
            logg.warning("Cachen svarar inte (%s): anropen räknas inte.", fel)
            return True


class Lasning(Strypning):
    scope = "lasning"


class Bestallning(Strypning):
    """Orders only: reading the same address is counted as reading."""

    scope = "bestallning"

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.method != "POST" or super().allow_request(request, view)


class Skrivning(Strypning):
    """What is written; reading the same address is counted as reading."""

    scope = "skrivning"

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.method not in ("POST", "PATCH") or super().allow_request(request, view)
