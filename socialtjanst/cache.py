"""Redis, and while it does not answer a memory of each process's own: attempts to log in are counted all the same."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logg = logging.getLogger(__name__)
PAUS = 10.0
"""Seconds that Redis is left alone after a fault: a page waits for it once, not at every count."""

HOGST_I_RESERVEN = 20_000
"""Counts that each process keeps; the usual 300 would let who guesses push their own count out."""


class Klient:
    """What RedisCache asks of Redis, put to the reserve while Redis is silent; keys are ready made by then."""

    def __init__(self, riktig: Any, reserv: LocMemCache) -> None:
        self._riktig, self._reserv, self._tyst_till = riktig, reserv, 0.0

    def __getattr__(self, namn: str) -> Any:
        return lambda *args: self._fraga(namn, args)

    def _fraga(self, namn: str, args: tuple[Any, ...]) -> Any:
        if time.monotonic() >= self._tyst_till:
            try:
                return getattr(self._riktig, namn)(*args)
            except (RedisError, OSError) as fel:
                self._tyst_till = time.monotonic() + PAUS
                logg.warning("Redis svarar inte: försök att logga in räknas i varje process för sig. %s", fel)
        return getattr(self._reserv, namn)(*args)


class Cache(RedisCache):
    """Redis with a reserve."""

    @property
    def _cache(self) -> Any:
        if "_klient" not in self.__dict__:
            reserv = LocMemCache("reserv", {"KEY_FUNCTION": _fardig, "OPTIONS": {"MAX_ENTRIES": HOGST_I_RESERVEN}})
            self._klient = Klient(self._class(self._servers, **self._options), reserv)  # type: ignore[attr-defined]
        return self._klient


def _fardig(nyckel: str, _prefix: str, _version: int) -> str:
    return nyckel
