"""The page of a visit and the list of one's own. What others read is chosen here, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from atgarder import datum
from besok.klar import dag
from besok.models import Besok, HordSiffra, Omgangskommun, Sektion, Signal
from kommuner import perioder, tal
from konton.models import User

ATT_FOLJA = (Besok.Lage.KLAR, Besok.Lage.FAKTAGRANSKNING)
PER_LISTA = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Siffrad:
    namn: str
    period: str
    varde: str
    antal: str
    sagt_av: str


def listor(user: User, idag: date) -> dict[str, Any]:
    """Mine: begun by me, written in by me, or planned for me."""
    alla = Besok.objects.skrivbara_for(user).select_related("kommun", "omgang")
    mina = alla.filter(Q(av=user) | Q(sektioner__av=user)).annotate(sparad=Max("sektioner__sparad")).distinct()
    utkasten = list(mina.filter(lage=Besok.Lage.UTKAST).order_by("-andrad")[:PER_LISTA])
    dagar = _dagar(utkasten)
    andras = alla.filter(lage=Besok.Lage.UTKAST).exclude(pk__in=[b.pk for b in utkasten]).select_related("av")
    return {
        "idag": [b for b in utkasten if dagar.get(b.pk) == idag],
        "utkast": [b for b in utkasten if dagar.get(b.pk) != idag],
        "antal_utkast": len(utkasten),
        "andras": andras.annotate(sparad=Max("sektioner__sparad")).order_by("-andrad")[:PER_LISTA],
        "folja": mina.filter(lage__in=ATT_FOLJA).order_by("-datum")[:PER_LISTA],
        "planerade": _planerade(user),
    }


def _dagar(besoken: Iterable[Besok]) -> dict[UUID, date | None]:
    """The day that each draft says; one query."""
    rader = Sektion.objects.filter(besok__in=besoken, nyckel="grund").order_by("version")
    return {rad.besok_id: dag(rad.innehall) for rad in rader}


def _planerade(user: User) -> list[Omgangskommun]:
    """What is planned for me and not begun; what has a day first."""
    rader = Omgangskommun.objects.filter(besokare=user).select_related("kommun", "omgang")
    borjade = set(Besok.objects.filter(omgang__kommuner__besokare=user).values_list("omgang", "kommun"))
    kvar = [rad for rad in rader if (rad.omgang_id, rad.kommun_id) not in borjade]
    return sorted(kvar, key=lambda rad: (rad.planerat is None, rad.planerat or date.max))[:PER_LISTA]


def sida(besok: Besok, *, internt: bool) -> dict[str, Any]:
    """What the page of a visit shows. Without `internt` only what is public is even fetched."""
    offentligt = {
        "deltagare": list(besok.deltagare.all()),
        "iakttagelser": [i for i in besok.iakttagelser.select_related("tema") if internt or _sagt(i.text, i.bedomning)],
        "signaler": list(Signal.objects.filter(besok=besok)),
        "siffror": [_siffrad(s, internt=internt) for s in besok.siffror.select_related("nyckeltal")],
        "citat": list(besok.citat.all() if internt else besok.citat.filter(offentligt=True)),
        "ataganden": [(a, datum.visa(a.klart_senast) if a.klart_senast else "") for a in besok.ataganden.all()],
        "atgarder": list(besok.atgarder.all() if internt else besok.atgarder.publika()),
    }
    if not internt:
        return offentligt
    return offentligt | {"internt": besok.internt, "lagesbyten": list(besok.lagesbyten.select_related("av"))}


def _sagt(text: str, bedomning: str) -> bool:
    return bool(text) or bedomning != "inte_berort"


def _siffrad(siffra: HordSiffra, *, internt: bool) -> Siffrad:
    """Counts, and values of groups that are too small, are shown to nobody outside."""
    d = siffra.nyckeltal.definition
    liten = siffra.namnare is not None and 0 < siffra.namnare < d.minsta_grupp
    varde = tal.visa_med_enhet(siffra.varde, d.enhet, d.decimaler)
    return Siffrad(
        namn=siffra.nyckeltal.namn,
        period=perioder.visa(siffra.period),
        varde=varde if internt or not liten else "döljs: gruppen är för liten",
        antal=_antal(siffra) if internt else "",
        sagt_av=siffra.sagt_av,
    )


def _antal(siffra: HordSiffra) -> str:
    kanda: Iterable[float] = (v for v in (siffra.taljare, siffra.namnare) if v is not None)
    return " av ".join(tal.visa(v, 1 if v % 1 else 0) for v in kanda)
