"""Statements: what somebody says, confirmed or contradicted by those whom it concerns. Signed, and never deleted.

Raises regler.Regelfel for what does not hold; then nothing is saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from atgarder import regler
from atgarder.models import Kalla, Uppgift, Uppgiftssvar
from atgarder.services import andrad
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

FALT = (
    *("kommun_id", "enhet_id", "slag", "sagt_av", "datum", "tema_id", "text", "citat"),
    *("nyckeltal_id", "atgard_id", "synlighet"),
)
"""What `skapa` and `andra` take as `falt`; the state changes by `byt_lage`."""

BESVARAT = ("sagt_av", "text", "citat")
"""What a reply answers: when it changes, the reply no longer holds."""

OMFORMULERAD = "Uppgiften formulerades om efter svaret."
SAKNAS = {
    "text": "Skriv vad som sägs.",
    "sagt_av": "Skriv vem som säger det, som en roll: socialchef, fackligt ombud.",
    "tema": "Välj ett tema.",
}


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
        ny.kallor.set(_sparade(kallor, av))
        _sag(ny)
    return ny


def andra(
    pk: int, *, revision: int, falt: Mapping[str, Any], kallor: Sequence[Kalla] | None = None, av: User | None
) -> Uppgift:
    """Write fields on the statement as it was at `revision`; raises Krock. A reworded one awaits its reply again."""
    with transaction.atomic():
        nu = _las(pk, revision)
        forut = [getattr(nu, namn) for namn in BESVARAT]
        for namn, varde in _tillatna(falt).items():
            setattr(nu, namn, varde)
        _kontrollera(nu)
        if nu.lage != Uppgift.Lage.PASTADD and forut != [getattr(nu, namn) for namn in BESVARAT]:
            _svara(nu, Uppgift.Lage.PASTADD, OMFORMULERAD, av)
        _spara(nu)
        if kallor is not None:
            nu.kallor.set(_sparade(kallor, av))
    return nu


def byt_lage(pk: int, *, lage: str, skal: str, av: User | None, revision: int | None = None) -> Uppgiftssvar:
    """Confirm or contradict, with a reason; `revision` is the statement that was read, raises Krock if it changed."""
    _krav_skal(skal, "Skriv vad svaret bygger på, så att den som läser kan bedöma det.")
    if lage not in Uppgift.Lage.values:
        raise regler.Regelfel({"lage": "Välj om uppgiften stämmer eller inte."})
    with transaction.atomic():
        nu = _las(pk, revision)
        svar = _svara(nu, lage, skal.strip(), av)
        _spara(nu)
    return svar


def publicera(pk: int, *, av: User | None) -> Uppgift:
    """Everybody sees the statement; again changes nothing."""
    with transaction.atomic():
        nu = _las(pk)
        if nu.synlighet != Uppgift.Synlighet.PUBLIK:
            nu.synlighet = Uppgift.Synlighet.PUBLIK
            _spara(nu)
    return nu


def dra_tillbaka(pk: int, *, skal: str, av: User | None) -> None:
    """The statement is no longer shown; it and its replies stay."""
    _krav_skal(skal, "Skriv varför uppgiften dras tillbaka.")
    with transaction.atomic():
        nu = _las(pk)
        nu.tillbakadragen, nu.tillbakadragen_skal = timezone.now(), skal.strip()
        _spara(nu)


def _las(pk: int, revision: int | None = None) -> Uppgift:
    nu = Uppgift.objects.select_for_update(of=("self",)).select_related("kommun", "tema").get(pk=pk)
    if revision is not None and nu.revision != revision:
        raise Krock(nu)
    return nu


def _svara(nu: Uppgift, lage: str, skal: str, av: User | None) -> Uppgiftssvar:
    nu.lage, nu.lage_skal = lage, skal
    return Uppgiftssvar.objects.create(uppgift=nu, lage=lage, skal=skal, av=av, av_roll=signatur(av))


def _spara(nu: Uppgift) -> None:
    nu.revision += 1
    nu.save()
    _sag(nu)


def _sparade(kallor: Sequence[Kalla], av: User | None) -> list[Kalla]:
    """The sources, new ones saved: one that is there already, word by word, is shared."""
    return [kalla if kalla.pk else _sparad(kalla, av) for kalla in kallor]


def _sparad(ny: Kalla, av: User | None) -> Kalla:
    falt = {namn: getattr(ny, namn) for namn in ("slag", "titel", "utgivare", "datum", "url", "diarienummer")}
    if fel := regler.personnummerfel({f"kalla_{namn}": varde for namn, varde in falt.items()}):
        raise regler.Regelfel(fel)
    fanns = Kalla.objects.filter(fil="", **falt).first()
    return fanns or Kalla.objects.create(**falt, av=av, av_roll=signatur(av))


def _sag(objekt: Uppgift) -> None:
    transaction.on_commit(lambda: andrad.send(Uppgift, objekt=objekt))


def _tillatna(falt: Mapping[str, Any]) -> dict[str, Any]:
    if okanda := set(falt) - set(FALT):
        raise ValueError(f"Okända fält: {', '.join(sorted(okanda))}.")
    return dict(falt)


def _krav_skal(skal: str, text: str) -> None:
    fel = {"skal": text} if not skal.strip() else regler.personnummerfel({"skal": skal})
    if not fel and len(skal.strip()) > 300:
        fel = {"skal": "Skälet är för långt. Skriv det med högst 300 tecken."}
    if fel:
        raise regler.Regelfel(fel)


def _kontrollera(u: Uppgift) -> None:
    given = {"text": u.text.strip(), "sagt_av": u.sagt_av.strip(), "tema": u.tema_id}
    fel = {namn: SAKNAS[namn] for namn, varde in given.items() if not varde}
    fel |= regler.personnummerfel({"text": u.text, "sagt_av": u.sagt_av})
    if u.enhet is not None and u.enhet.kommun_id != u.kommun_id:
        fel["enhet"] = "Enheten ligger i en annan kommun. Välj en av kommunens egna enheter."
    if u.atgard is not None and u.atgard.kommun_id != u.kommun_id:
        fel["atgard"] = "Åtgärden hör till en annan kommun. Välj en av kommunens egna åtgärder."
    if fel:
        raise regler.Regelfel(fel)
