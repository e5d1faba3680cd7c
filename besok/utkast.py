"""Drafts that never lose a word: every save is added, the newest stands, and nothing is overwritten unseen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from atgarder.models import Tema
from atgarder.regler import Regelfel
from besok import sektioner
from besok.models import Besok, Sektion
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User


class Krock(Exception):
    """Somebody saved the section in between; `nu` is what stands. The other's save was kept."""

    def __init__(self, nu: Sektion) -> None:
        super().__init__("Någon annan har sparat samma del sedan du öppnade den.")
        self.nu = nu


class Avslutat(Exception):
    """The visit is no draft any more; what was sent is given back to its writer."""


class Sparning(NamedTuple):
    """One save as a device sends it: `bas` is the version that it was written on, 0 for a new section."""

    nyckel: str
    innehall: Any
    bas: int
    klient: UUID
    lopnr: int


def spara(besok: UUID, sparning: Sparning, *, av: User) -> Sektion:
    """Add a version of one section. The same save again gives the same row. Raises Krock, Avslutat, Regelfel."""
    _kontrollera(sparning)
    with transaction.atomic():
        rad = Besok.objects.select_for_update(of=("self",)).get(pk=besok)
        if finns := Sektion.objects.filter(besok=rad, klient=sparning.klient, lopnr=sparning.lopnr).first():
            return finns
        if rad.lage != Besok.Lage.UTKAST:
            raise Avslutat(rad.get_lage_display())
        sist = rad.sektioner.filter(nyckel=sparning.nyckel).order_by("-version").first()
        if sist is not None and sist.innehall == sparning.innehall:
            return sist
        if sist is not None and sist.version != sparning.bas:
            raise Krock(sist)
        ny = rad.sektioner.create(
            nyckel=sparning.nyckel,
            version=(sist.version if sist else 0) + 1,
            innehall=sparning.innehall,
            klient=sparning.klient,
            lopnr=sparning.lopnr,
            av=av,
            av_roll=signatur(av),
        )
        rad.save(update_fields=["andrad"])
        return ny


def las(besok: Besok) -> dict[str, Sektion]:
    """The newest version of each section, by its key; one query."""
    return {rad.nyckel: rad for rad in besok.sektioner.order_by("nyckel", "version")}


def borja(*, kommun: str, omgang: int | None, av: User, id_: UUID | None = None, exempel: bool = False) -> Besok:
    """A new visit, or the one that already has the key. A revisit finds the visit before it by itself."""
    if id_ is not None and (finns := Besok.objects.filter(pk=id_).first()):
        return finns
    forra = Besok.objects.filter(kommun_id=kommun, datum__isnull=False).exclude(lage=Besok.Lage.TILLBAKADRAGEN)
    falt = {"pk": id_} if id_ is not None else {}
    try:
        with transaction.atomic():
            ny = Besok.objects.create(
                **falt,
                kommun_id=kommun,
                omgang_id=omgang,
                forra=forra.order_by("-datum").first(),
                av=av,
                av_roll=signatur(av),
                exempel=exempel,
            )
            ny.lagesbyten.create(lage=ny.lage, av=av, av_roll=signatur(av))
    except IntegrityError:
        if id_ is None:
            raise
        return Besok.objects.get(pk=id_)
    return ny


def _kontrollera(sparning: Sparning) -> None:
    teman = set(Tema.objects.values_list("kod", flat=True)) if sparning.nyckel.startswith(sektioner.TEMA) else set()
    if not sektioner.giltig_nyckel(sparning.nyckel, teman):
        raise Regelfel({"nyckel": f"Delen ”{sparning.nyckel[:60]}” finns inte i formuläret."})
    if not isinstance(sparning.innehall, dict):
        raise Regelfel({"innehall": "Innehållet ska vara ett objekt med fält."})
    if len(json.dumps(sparning.innehall, ensure_ascii=False)) > sektioner.HOGST_TECKEN:
        raise Regelfel({"innehall": "Delen är för lång för att sparas. Dela upp den."})
