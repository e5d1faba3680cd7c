"""Saving the form as it is posted without JavaScript, and what the page is told of saves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.http import QueryDict

from atgarder.regler import Regelfel
from besok import sektioner, utkast
from besok.models import Besok, Sektion
from besok.utkast import Avslutat, Krock, Sparning
from konton.models import User
from socialtjanst.web.formular import besokform as formular
from socialtjanst.web.presentation.besokform import klockslag, texter
from socialtjanst.web.tal import heltal

NYSS = timedelta(seconds=45)


@dataclass(slots=True)
class Utfall:
    """What a posted form came to: `kvar` are the sections that were not saved, as they were written."""

    krockar: dict[str, dict[str, str]] = field(default_factory=dict)
    fel: dict[str, str] = field(default_factory=dict)
    kvar: dict[str, Any] = field(default_factory=dict)


def sektionsrad(rad: Sektion) -> dict[str, Any]:
    return {
        "version": rad.version,
        "innehall": rad.innehall,
        "av": str(rad.av) if rad.av else rad.av_roll,
        "sparad": klockslag(rad),
    }


def nyss(rader: Iterable[Sektion], teman: Mapping[str, str], *, for_: User, nu: datetime) -> list[str]:
    """ "Alva skriver i Bemanning", for others' saves within the last minute."""
    andras = [rad for rad in rader if rad.av_id not in (None, for_.pk) and nu - rad.sparad < NYSS]
    return [f"{_fornamn(rad.av)} skriver i {sektioner.namn(rad.nyckel, teman)}" for rad in andras if rad.av]


def _fornamn(user: User | None) -> str:
    return (user.first_name or str(user)) if user else ""


def spara_postat(besok: Besok, post: QueryDict, *, av: User) -> Utfall:
    """Save every section that was changed since the page was made; the others are not touched."""
    par = [(namn, varde) for namn, varden in post.lists() for varde in varden]
    baser = {namn.removeprefix("bas/"): varde for namn, varde in par if namn.startswith("bas/")}
    utfall = Utfall()
    for nyckel, skrivet in formular.tolka(p for p in par if not p[0].startswith("bas/")).items():
        bas = heltal(baser.get(nyckel, "")) or 0
        _spara_del(besok, nyckel, skrivet, bas, utfall, av=av)
    return utfall


def _spara_del(besok: Besok, nyckel: str, skrivet: dict[str, Any], bas: int, utfall: Utfall, *, av: User) -> None:
    visat = besok.sektioner.filter(nyckel=nyckel, version=bas).first()
    gammalt = visat.innehall if visat else {}
    innehall = formular.sammanfoga(gammalt, skrivet)
    if formular.rensa(innehall) == formular.rensa(gammalt):
        return
    try:
        utkast.spara(besok.pk, Sparning(nyckel, innehall, bas, uuid4(), 0), av=av)
    except Krock as krock:
        nu = sektionsrad(krock.nu)
        utfall.krockar[nyckel] = {"av": nu["av"], "sparad": nu["sparad"], "text": texter(krock.nu.innehall)}
        utfall.kvar[nyckel] = innehall
    except Avslutat as slut:
        utfall.fel[nyckel] = f"Besöket är {slut}, och tar inte emot mer. Kopiera texten härifrån."
        utfall.kvar[nyckel] = innehall
    except Regelfel as brott:
        utfall.fel[nyckel] = str(brott)
        utfall.kvar[nyckel] = innehall
