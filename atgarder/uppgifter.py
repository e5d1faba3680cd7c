"""Statements: what somebody says of a municipality. Signed, and never deleted.

Raises regler.Regelfel for what does not hold; then nothing is saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from atgarder import regler
from atgarder.models import Kalla, Uppgift
from atgarder.services import andrad
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

FALT = (
    *("kommun_id", "enhet_id", "slag", "sagt_av", "datum", "tema_id", "text", "citat"),
    *("nyckeltal_id", "atgard_id", "synlighet"),
)
"""What `skapa` and `andra` take as `falt`; the state changes by `byt_lage`."""


class Krock(Exception):
    """Somebody else wrote in between; `nu` is the statement as it stands."""

    def __init__(self, nu: Uppgift) -> None:
        super().__init__("Någon annan har ändrat uppgiften sedan du öppnade den.")
        self.nu = nu


def skapa(*, falt: Mapping[str, Any], kallor: Sequence[Kalla] = (), av: User | None) -> Uppgift:
    ny = Uppgift(**_tillatna(falt), av=av, av_roll=signatur(av))
    with transaction.atomic():
        _kontrollera(ny)
        ny.save()
        ny.kallor.set(kallor)
        _sag(ny)
    return ny


def andra(
    pk: int, *, revision: int, falt: Mapping[str, Any], kallor: Sequence[Kalla] | None = None, av: User | None
) -> Uppgift:
    """Write fields on the statement as it was at `revision`. Raises Krock."""
    with transaction.atomic():
        nu = _las(pk, revision)
        for namn, varde in _tillatna(falt).items():
            setattr(nu, namn, varde)
        _kontrollera(nu)
        _spara(nu)
        if kallor is not None:
            nu.kallor.set(kallor)
    return nu


def byt_lage(pk: int, *, lage: str, skal: str, av: User | None, revision: int | None = None) -> None:
    """Confirm or contradict, with a reason."""
    fel = {} if skal.strip() else {"skal": "Skriv vad svaret bygger på, så att den som läser kan bedöma det."}
    if fel := fel or regler.personnummerfel({"skal": skal}):
        raise regler.Regelfel(fel)
    with transaction.atomic():
        nu = _las(pk, revision)
        nu.lage, nu.lage_skal = lage, skal.strip()
        _spara(nu)


def _las(pk: int, revision: int | None = None) -> Uppgift:
    nu = Uppgift.objects.select_for_update(of=("self",)).get(pk=pk)
    if revision is not None and nu.revision != revision:
        raise Krock(nu)
    return nu


def _spara(nu: Uppgift) -> None:
    nu.revision += 1
    nu.save()
    _sag(nu)


def _sag(objekt: Uppgift) -> None:
    transaction.on_commit(lambda: andrad.send(Uppgift, objekt=objekt))


def _tillatna(falt: Mapping[str, Any]) -> dict[str, Any]:
    if okanda := set(falt) - set(FALT):
        raise ValueError(f"Okända fält: {', '.join(sorted(okanda))}.")
    return dict(falt)


def _kontrollera(u: Uppgift) -> None:
    fel = regler.personnummerfel({"text": u.text, "sagt_av": u.sagt_av})
    if u.enhet is not None and u.enhet.kommun_id != u.kommun_id:
        fel["enhet"] = "Enheten ligger i en annan kommun. Välj en av kommunens egna enheter."
    if u.atgard is not None and u.atgard.kommun_id != u.kommun_id:
        fel["atgard"] = "Åtgärden hör till en annan kommun. Välj en av kommunens egna åtgärder."
    if fel:
        raise regler.Regelfel(fel)
