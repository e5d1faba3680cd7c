"""Ordering and cancelling reports: what a web process does. The worker's part is in rapportjobb.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from kommuner import jobb, lasning
from kommuner.models import Kommun, Kommungrupp, Lan
from kommuner.nyckeltal import alla
from konton.behorighet import Ratt, far, kommuner_for
from konton.models import User
from rapporter.models import Rapport

STEG = ("Samlar underlaget", "Räknar", "Skriver Excel", "Skriver CSV")
"""The steps of a report, each saved when it is done."""


@dataclass(frozen=True, slots=True)
class Omrade:
    """What a report is about; `kommuner` are codes in Swedish alphabetical order."""

    omfang: str
    kod: str
    namn: str
    kommuner: tuple[str, ...]


def omrade(omfang: str, kod: str) -> Omrade:
    """The area of that kind and code. Raises ValueError, in Swedish, for one that does not exist."""
    alla_kommuner = Kommun.objects.all()
    if omfang == Rapport.Omfang.RIKET:
        if kod:
            raise ValueError("En rapport om hela landet har inget område: lämna det tomt.")
        namn, kommuner = "hela landet", alla_kommuner
    elif omfang == Rapport.Omfang.LAN:
        namn, kommuner = _namn(Lan, kod, "Länet"), alla_kommuner.filter(lan=kod)
    elif omfang == Rapport.Omfang.GRUPP:
        namn = _namn(Kommungrupp, kod, "Kommungruppen")
        kommuner = alla_kommuner.filter(grupptillhorigheter__grupp=kod, grupptillhorigheter__till=None)
    elif omfang == Rapport.Omfang.KOMMUN:
        namn, kommuner = _namn(Kommun, kod, "Kommunen"), alla_kommuner.filter(kod=kod)
    else:
        raise ValueError(f"Omfånget ”{omfang}” finns inte. Välj bland {', '.join(Rapport.Omfang.values)}.")
    return Omrade(omfang, kod, namn, tuple(kommuner.values_list("kod", flat=True)))


def _namn(modell: type[Lan] | type[Kommungrupp] | type[Kommun], kod: str, vad: str) -> str:
    namn = modell._default_manager.filter(pk=kod).values_list("namn", flat=True).first()
    if namn is None:
        raise ValueError(f"{vad} ”{kod}” finns inte.")
    return str(namn)


def bestall_rapport(
    omfang: str,
    omrade: str,
    nyckeltal: Sequence[str],
    av: User | None,
    *,
    med_exempel: bool | None = None,
) -> Rapport:
    """Keep the order and tell the workers; with the broker down it waits in the database.

    No `nyckeltal` means all of them. Invented values are left out unless `med_exempel`; None takes them only
    where there is nothing else, so that a new installation has something to show. Raises ValueError, in
    Swedish, for an area or a nyckeltal that does not exist.
    """
    _omrade(omfang, omrade)
    okanda = [kod for kod in nyckeltal if kod not in alla()]
    if okanda:
        raise ValueError(f"Nyckeltalet ”{okanda[0]}” finns inte.")
    if med_exempel is None:
        med_exempel = _bara_exempel(nyckeltal)
    with transaction.atomic():
        rapport = Rapport.objects.create(
            omfang=omfang,
            omrade=omrade,
            nyckeltal=list(dict.fromkeys(nyckeltal)),
            av=av,
            exempel=med_exempel,
            totalt=len(STEG),
        )
        jobb.knuffa(rapport)
    return rapport


_omrade = omrade  # the parameter of the same name hides it


def _bara_exempel(nyckeltal: Sequence[str]) -> bool:
    rader = lasning.varden(lasning.senaste_version())
    if nyckeltal:
        rader = rader.filter(nyckeltal__in=nyckeltal)
    return not rader.riktiga().exists() and rader.exists()


def far_avbryta(user: User | AnonymousUser, rapport: Rapport) -> bool:
    """The one who ordered it, and whoever runs the site."""
    if not isinstance(user, User) or not far(user, Ratt.BESTALLA_RAPPORT):
        return False
    return rapport.av_id == user.pk or kommuner_for(user, Ratt.HAMTA_KOLADA) is None


def avbryt_rapport(rapport: Rapport) -> bool:
    """False if it had already ended. The worker stops at its next step."""
    return jobb.avbryt(rapport)
