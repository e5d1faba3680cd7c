"""The rounds that a source tells, from data/omgangar.yaml into the database; what is there already stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from atgarder.models import Kalla
from besok.models import Besok, Besoksomgang, Signal
from kommuner.strikt import las_yaml

FIL = Path(__file__).resolve().parent / "data" / "omgangar.yaml"
OMGANGSFALT = ("namn", "start", "slut", "antal", "antal_besokta", "beskrivning", "aterstar")


def las(text: str = "") -> int:
    """Enter what is new; returns how many rounds and visits that was."""
    rot: Mapping[str, Any] = las_yaml(text or FIL.read_text(encoding="utf-8"))
    with transaction.atomic():
        kalla = _kalla(rot["kalla"])
        for rad in rot["signaler"]:
            Signal.objects.get_or_create(text=rad["text"], defaults={"tema_id": rad["tema"]})
        nya = [_omgang(rad, kalla) for rad in rot["omgangar"]]
        nya += [_besok(rad, kalla) for rad in rot["besok"]]
    return sum(nya)


def _kalla(rad: Mapping[str, str]) -> Kalla:
    """The source by its title: other commands may have entered it already."""
    finns = Kalla.objects.filter(titel=rad["titel"]).order_by("pk").first()
    return finns or Kalla.objects.create(**rad)


def _omgang(rad: Mapping[str, Any], kalla: Kalla) -> bool:
    falt = {namn: rad[namn] for namn in OMGANGSFALT if namn in rad}
    if fore := rad.get("foregaende"):
        falt["foregaende"] = Besoksomgang.objects.get(kod=fore)
    omgang, ny = Besoksomgang.objects.get_or_create(kod=rad["kod"], defaults=falt)
    if ny:
        omgang.kallor.add(kalla)
        for kommun in rad.get("kommuner", ()):
            omgang.kommuner.create(kommun_id=kommun)
    return ny


def _besok(rad: Mapping[str, Any], kalla: Kalla) -> bool:
    """A visit as told: published, since its source is, and never judged against one that is not known."""
    falt = {
        "omgang": Besoksomgang.objects.get(kod=rad["omgang"]),
        "kommun_id": rad["kommun"],
        "sammanfattning": rad["sammanfattning"],
        "lage": Besok.Lage.PUBLICERAD,
        "berattat": True,
    }
    besok, ny = Besok.objects.get_or_create(pk=rad["id"], defaults=falt)
    if ny:
        besok.dokument.add(kalla)
        besok.lagesbyten.create(lage=besok.lage, skal="Berättat i källan")
        besok.signaler.set(Signal.objects.filter(text__in=rad["signaler"]))
        for roll in rad["deltagare"]:
            besok.deltagare.create(roll=roll)
        for citat in rad["citat"]:
            besok.citat.create(**citat, offentligt=True)
    return ny
