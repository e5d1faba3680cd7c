"""Promises and handlingsplaner as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from atgarder import datum
from besok.ataganden import offentligt_lage
from besok.models import Atagande, Atagandelage, Handlingsplan
from socialtjanst.web.formular.handlingsplaner import Lagesbyte


@dataclass(frozen=True, slots=True, kw_only=True)
class Loftesrad:
    pk: int
    text: str
    kommun: str
    kommunlank: str
    vem: str
    senast: str
    lage: str
    lagesdag: str
    exempel: bool
    form: Lagesbyte | None
    historik: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planrad:
    kommun: str
    lank: str
    begard: str


def loften(rader: Iterable[Atagande], idag: date) -> list[Loftesrad]:
    """For those who follow them up: state, reasons and the form to change it."""
    return [_rad(a, a.lage, "", idag) for a in rader]


def offentliga(rader: Iterable[Atagande]) -> list[Loftesrad]:
    """For everybody: no reason, and no judgement from a visit that is not published."""
    funna = []
    for a in rader:
        lage, dag = offentligt_lage(a)
        funna.append(_rad(a, lage, f"{dag:%Y-%m-%d}" if dag else "", None))
    return funna


def _rad(a: Atagande, lage: str, dag: str, idag: date | None) -> Loftesrad:
    """`idag` is given to those who may change the state."""
    start = {"lage": a.lage, "datum": idag}
    return Loftesrad(
        pk=a.pk,
        text=a.text,
        kommun=a.kommun.namn,
        kommunlank=reverse("kommun-visa", args=[a.kommun_id]),
        vem=a.agare_roll or "ansvarig framgår inte",
        senast=datum.visa(a.klart_senast) if a.klart_senast else "inget datum satt",
        lage=Atagande.Lage(lage).label,
        lagesdag=dag,
        exempel=a.besok is not None and a.besok.exempel,
        form=Lagesbyte(initial=start, auto_id=f"lofte{a.pk}_%s") if idag else None,
        historik=[_byte(b) for b in a.lagen.all()] if idag else [],
    )


def _byte(byte: Atagandelage) -> str:
    """ "2017-05-02: infriat (samordnare). Planen kom." """
    vem = f" ({byte.av_roll})" if byte.av_roll else ""
    return f"{byte.datum:%Y-%m-%d}: {byte.get_lage_display()}{vem}. {byte.skal}".strip()


def planer(rader: Iterable[Handlingsplan]) -> list[Planrad]:
    return [
        Planrad(
            kommun=p.kommun.namn,
            lank=reverse("handlingsplan-visa", args=[p.pk]),
            begard=datum.visa(p.begard) if p.begard else "dagen framgår inte",
        )
        for p in rader
    ]
