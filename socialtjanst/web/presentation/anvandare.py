"""People and invitations as the pages for the förvaltare show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from konton.epost import roller_i_ord
from konton.models import Inbjudan, Uppdrag, User
from konton.signatur import i_ord


@dataclass(frozen=True)
class Person:
    user: User
    roller: tuple[str, ...]
    senast: datetime | None


@dataclass(frozen=True)
class Inbjudanrad:
    inbjudan: Inbjudan
    roller: str
    utgangen: bool


@dataclass(frozen=True)
class Uppdragsrad:
    uppdrag: Uppdrag
    roll: str
    givet: str
    taget: str


def personer(users: Iterable[User]) -> list[Person]:
    """`users` with their uppdrag prefetched."""
    return [Person(u, tuple(i_ord(p) for p in u.uppdrag.all() if p.pagar) or _utan(u), u.last_login) for u in users]


def _utan(user: User) -> tuple[str, ...]:
    return (Uppdrag.Roll.FORVALTARE.label,) if user.is_superuser else ()


def inbjudningar(rader: Iterable[Inbjudan], nu: datetime) -> list[Inbjudanrad]:
    return [
        Inbjudanrad(rad, roller_i_ord(rad.roller, rad.kommun.namn if rad.kommun else None), rad.giltig_till <= nu)
        for rad in rader
    ]


def uppdrag(user: User) -> list[Uppdragsrad]:
    """Those that go on first, then the ended ones, newest first."""
    rader = user.uppdrag.select_related("kommun", "givet_av", "taget_av").order_by("-pk")
    return sorted(map(_uppdragsrad, rader), key=lambda rad: not rad.uppdrag.pagar)


def _uppdragsrad(uppdrag: Uppdrag) -> Uppdragsrad:
    givet = _vem(uppdrag.givet_av, uppdrag.givet_av_roll)
    return Uppdragsrad(uppdrag, i_ord(uppdrag), givet, _vem(uppdrag.taget_av, uppdrag.taget_av_roll))


def _vem(user: User | None, roll: str) -> str:
    return str(user) if user else roll
