"""A visit from draft to public. Every change of state is signed and dated; nothing is deleted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from atgarder.regler import Regelfel, personnummer
from besok import horda, sektioner, skriv, utkast
from besok.models import Besok, Faktagranskning, Faktasvar
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

SVARSTID = timedelta(days=14)
VAGAR: dict[str, tuple[str, ...]] = {
    "utkast": ("klar", "tillbakadragen"),
    "klar": ("utkast", "faktagranskning", "publicerad", "tillbakadragen"),
    "faktagranskning": ("klar", "publicerad", "tillbakadragen"),
    "publicerad": ("tillbakadragen",),
    "tillbakadragen": (),
}
"""From a state to those that it may come into."""


def gor_klar(pk: UUID, *, av: User) -> Besok:
    """The draft's sections become the visit's rows. Raises Regelfel by section; then the draft stands untouched."""
    with transaction.atomic():
        besok = _las(pk)
        delar = {nyckel: rad.innehall for nyckel, rad in utkast.las(besok).items()}
        fel = _personnummer(delar)
        if fel:
            raise Regelfel(fel)
        skriv.rader(besok, delar, av=av)
        _byt(besok, "klar", av=av)
    return besok


def oppna_igen(pk: UUID, *, av: User) -> Besok:
    return _flytta(pk, "utkast", av=av)


def skicka_pa_granskning(pk: UUID, *, svara_senast: date | None = None, av: User) -> Faktagranskning:
    with transaction.atomic():
        besok = _las(pk)
        _byt(besok, "faktagranskning", av=av)
        senast = svara_senast or timezone.localdate() + SVARSTID
        return besok.granskningar.create(svara_senast=senast, av=av, av_roll=signatur(av))


def svara(granskning: Faktagranskning, *, svar: dict[str, tuple[bool, str]], av: User) -> list[Faktasvar]:
    """`svar` by part: (right, correction). Late answers are kept and marked. Raises Regelfel."""
    fel = {om: "Skriv vad som ska rättas." for om, (stammer, text) in svar.items() if not stammer and not text.strip()}
    fel |= {om: PERSONNUMMER for om, (_, text) in svar.items() if personnummer(text)}
    if fel:
        raise Regelfel(fel)
    sent = timezone.localdate() > granskning.svara_senast
    with transaction.atomic():
        return [
            granskning.svar.create(
                om=om, stammer=stammer, text=text.strip(), efter_tiden=sent, av=av, av_roll=signatur(av)
            )
            for om, (stammer, text) in svar.items()
        ]


def publicera(pk: UUID, *, av: User) -> Besok:
    with transaction.atomic():
        besok = _las(pk)
        besok.granskningar.filter(avslutad__isnull=True).update(avslutad=timezone.now())
        _byt(besok, "publicerad", av=av)
        horda.publicera(besok, av=av)
    return besok


def dra_tillbaka(pk: UUID, *, skal: str, av: User) -> Besok:
    if not skal.strip():
        raise Regelfel({"skal": "Skriv varför besöket dras tillbaka."})
    with transaction.atomic():
        besok = _flytta(pk, "tillbakadragen", av=av, skal=skal.strip())
        horda.dra_tillbaka(besok)
    return besok


PERSONNUMMER = "Texten innehåller något som ser ut som ett personnummer. Ta bort det: här får inga personuppgifter stå."


def _personnummer(delar: dict[str, Any]) -> dict[str, str]:
    return {nyckel: PERSONNUMMER for nyckel, d in delar.items() if personnummer(sektioner.texter(d))}


def _las(pk: UUID) -> Besok:
    return Besok.objects.select_for_update(of=("self",)).get(pk=pk)


def _flytta(pk: UUID, lage: str, *, av: User, skal: str = "") -> Besok:
    with transaction.atomic():
        besok = _las(pk)
        _byt(besok, lage, av=av, skal=skal)
    return besok


def _byt(besok: Besok, lage: str, *, av: User, skal: str = "") -> None:
    if lage not in VAGAR[besok.lage]:
        nu = besok.get_lage_display()
        raise Regelfel({"": f"Besöket är {nu} och kan inte bli {Besok.Lage(lage).label}. Ladda om sidan."})
    besok.lage = lage
    besok.save()
    besok.lagesbyten.create(lage=lage, skal=skal, av=av, av_roll=signatur(av))
