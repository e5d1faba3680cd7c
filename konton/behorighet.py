"""Every "may this user do this to that": views and API only ask here."""

from enum import Enum, auto
from typing import Protocol

from django.contrib.auth.models import AnonymousUser

from konton.models import Uppdrag, User

Roll = Uppdrag.Roll


class Ratt(Enum):
    """What somebody may do."""

    RAPPORTERA = auto()  # report a municipality's figures, by form or file
    GODKANNA = auto()  # sign a municipality's figures: what others report is preliminary until then
    HAMTA_KOLADA = auto()
    SE_IMPORTER = auto()
    BESTALLA_RAPPORT = auto()
    SKRIVA_ATGARD = auto()  # enter and change a municipality's measures, and see its drafts
    SKRIVA_UPPGIFT = auto()  # enter what somebody says of a municipality
    SKRIVA_EXEMPEL = auto()  # draft a good example of a municipality's measures
    PUBLICERA_EXEMPEL = auto()
    ANDRA_TYPER = auto()  # add kinds of measures
    SE_HISTORIK = auto()  # who changed what, by name
    GE_ROLLER = auto()
    SKRIVA_BESOK = auto()  # write visits, see what is internal in them, follow promises up
    SVARA_FAKTAGRANSKNING = auto()  # answer what a visit says of the own municipality


class HarKommun(Protocol):
    """Anything that belongs to a municipality, or to none."""

    @property
    def kommun_id(self) -> str | None: ...


KOMMUNENS = Uppdrag.KOMMUNENS
REDAKTIONENS = frozenset({Roll.SAMORDNARE, Roll.REDAKTOR})
ROLLER: dict[Ratt, frozenset[str]] = {
    Ratt.RAPPORTERA: frozenset({Roll.UPPGIFTSLAMNARE, Roll.GODKANNARE, Roll.FORVALTARE}),
    Ratt.GODKANNA: frozenset({Roll.GODKANNARE, Roll.FORVALTARE}),
    Ratt.HAMTA_KOLADA: frozenset({Roll.FORVALTARE}),
    Ratt.SE_IMPORTER: frozenset({Roll.UPPGIFTSLAMNARE, Roll.GODKANNARE, Roll.FORVALTARE}),
    Ratt.BESTALLA_RAPPORT: frozenset(Roll.values),
    Ratt.SKRIVA_ATGARD: KOMMUNENS | REDAKTIONENS,
    Ratt.SKRIVA_UPPGIFT: KOMMUNENS | REDAKTIONENS,
    Ratt.SKRIVA_EXEMPEL: KOMMUNENS | REDAKTIONENS,
    Ratt.PUBLICERA_EXEMPEL: REDAKTIONENS,
    Ratt.ANDRA_TYPER: frozenset({Roll.REDAKTOR, Roll.FORVALTARE}),
    Ratt.SE_HISTORIK: KOMMUNENS | REDAKTIONENS | {Roll.FORVALTARE},
    Ratt.GE_ROLLER: frozenset({Roll.FORVALTARE}),
    Ratt.SKRIVA_BESOK: frozenset({Roll.SAMORDNARE}),
    Ratt.SVARA_FAKTAGRANSKNING: KOMMUNENS,
}


def far(user: User | AnonymousUser, ratt: Ratt, kommun: str | None = None) -> bool:
    """Whether `user` holds the right, in `kommun` if one is named, otherwise anywhere."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser:
        return True
    omfang = kommuner_for(user, ratt)
    return omfang is None or (bool(omfang) if kommun is None else kommun in omfang)


def far_objekt(user: User | AnonymousUser, ratt: Ratt, objekt: HarKommun) -> bool:
    """Whether `user` holds the right to `objekt`; one that belongs to no municipality needs the whole country."""
    if objekt.kommun_id is not None:
        return far(user, ratt, objekt.kommun_id)
    return far_i_landet(user, ratt)


def far_i_landet(user: User | AnonymousUser, ratt: Ratt) -> bool:
    """Whether `user` holds the right in the whole country."""
    return kommuner_for(user, ratt) is None


def kommuner_for(user: User | AnonymousUser, ratt: Ratt) -> set[str] | None:
    """The codes of the municipalities in which `user` holds the right; None means the whole country."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    if user.is_superuser:
        return None
    egna = {u.kommun_id for u in user.uppdrag.all() if u.pagar and u.roll in ROLLER[ratt]}
    return None if None in egna else {kod for kod in egna if kod}
