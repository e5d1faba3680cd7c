"""What a form holds of a measure, as plain data: read, compared field by field, and written by the services.

{"titel": …, "enhet": "försörjningsstöd", "problem": [koder], "mal": {kod: riktning}, "kallor": [pk],
"slag": {"typ": kod, "struktur": as atgarder.strukturer}}
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db import transaction

from atgarder import regler, services, strukturer
from atgarder.models import Atgard, Kalla
from atgarder.services import Delar
from kommuner.models import Enhet

if TYPE_CHECKING:
    from konton.models import User

Innehall = dict[str, Any]

DELADE = ("enhet", "problem", "mal", "kallor", "slag")
ENKLA = tuple(f for f in services.FALT if f not in {"kommun_id", "enhet_id", "typ_id"})
NYCKLAR = (*ENKLA, *DELADE)
_SALT = "atgarder.innehall"


def las(atgard: Atgard) -> Innehall:
    """The measure's content; five queries besides its structure."""
    return {
        **{namn: getattr(atgard, namn) for namn in ENKLA},
        "enhet": atgard.enhet.namn if atgard.enhet else "",
        "problem": sorted(p.pk for p in atgard.problem.all()),
        "mal": {m.nyckeltal_id: m.riktning for m in atgard.mal.all()},
        "kallor": sorted(k.pk for k in atgard.kallor.all()),
        "slag": {"typ": atgard.typ_id, "struktur": strukturer.las(atgard)},
    }


def skapa(
    innehall: Innehall, *, kommun: str, lage: str, lage_datum: str = "", lage_skal: str = "", av: User | None
) -> Atgard:
    """A new measure. Raises Regelfel."""
    with transaction.atomic():
        falt, delar = _till_tjansten(innehall, kommun)
        falt |= {"kommun_id": kommun}
        return services.skapa(falt=falt, delar=delar, lage=lage, lage_datum=lage_datum, lage_skal=lage_skal, av=av)


def andra(atgard: Atgard, innehall: Innehall, *, revision: int, av: User | None) -> Atgard:
    """Raises Krock and Regelfel."""
    with transaction.atomic():
        falt, delar = _till_tjansten(innehall, atgard.kommun_id)
        return services.andra(atgard.pk, revision=revision, falt=falt, delar=delar, av=av)


def _till_tjansten(innehall: Innehall, kommun: str) -> tuple[dict[str, Any], Delar]:
    falt = {namn: innehall[namn] for namn in ENKLA}
    falt |= {"enhet_id": _enhet(kommun, innehall["enhet"]), "typ_id": innehall["slag"]["typ"]}
    delar = Delar(
        problem=innehall["problem"],
        mal=innehall["mal"],
        kallor=list(Kalla.objects.filter(pk__in=innehall["kallor"])),
        struktur=innehall["slag"]["struktur"],
    )
    return falt, delar


def _enhet(kommun: str, namn: str) -> int | None:
    """The municipality's unit of that name; a new name is a new unit."""
    if not namn:
        return None
    if fel := regler.personnummerfel({"enhet": namn}):
        raise regler.Regelfel(fel)
    finns = Enhet.objects.filter(kommun=kommun, namn__iexact=namn).first()
    return (finns or Enhet.objects.create(kommun_id=kommun, namn=namn)).pk


def skiljer(ena: Innehall, andra: Innehall) -> list[str]:
    """The fields in which two contents differ, in the form's order."""
    a, b = jamforbar(ena), jamforbar(andra)
    return [namn for namn in NYCKLAR if a.get(namn) != b.get(namn)]


def jamforbar(varde: Any) -> Any:
    """Plain JSON of a value: numbers without trailing zeros, and nothing that is empty."""
    if isinstance(varde, Decimal):
        return f"{varde.normalize():f}"
    if isinstance(varde, str):
        return "\n".join(varde.split("\r\n"))
    if isinstance(varde, Mapping):
        delar = {str(k): jamforbar(v) for k, v in varde.items()}
        return {k: v for k, v in delar.items() if v not in (None, "", [], {})}
    if isinstance(varde, list | tuple):
        return [jamforbar(v) for v in varde]
    return varde


def packa(innehall: Innehall) -> str:
    """For a hidden field: what the form was opened with, signed."""
    return signing.dumps(jamforbar(innehall), salt=_SALT, compress=True)


def packa_upp(text: str) -> Innehall:
    """Empty for what we did not sign."""
    try:
        packat: Innehall = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return {}
    return packat
