"""Small worlds of visits, made through the services. They need the fixture `typer`."""

from datetime import date
from typing import Any
from uuid import uuid4

from besok import services, utkast
from besok.models import Besok, Besoksomgang
from besok.utkast import Sparning

HEMLIGT = "Chefen slutar snart."  # stands in every internal field: nobody but coordinators may read it

DELAR: dict[str, Any] = {
    "grund": {
        "datum": "2016-11-02",
        "pa_plats": True,
        "deltagare": {"enhetschefer": 3},
        "sammanfattning": "Läget är bättre än i våras.",
    },
    "tema:bemanning": {"text": "Alla tjänster är tillsatta.", "internt": HEMLIGT, "bedomning": "battre"},
    "signaler": {"valda": [], "nya": ["saknar sökande"]},
    "siffror": {"rader": [{"nyckeltal": "VP01", "period": "2016-K4", "taljare": "2", "namnare": "40"}]},
    "citat": {
        "rader": [
            {"text": "Det går åt rätt håll.", "roll": "enhetschef", "offentligt": True},
            {"text": HEMLIGT, "roll": "socialsekreterare", "offentligt": False},
        ]
    },
    "ataganden": {"rader": [{"text": "Plan före jul", "agare_roll": "socialchef", "klart_senast": "2016-12"}]},
    "internt": {"text": HEMLIGT},
}


def omgang(namn: str = "Höstens återbesök", **falt: Any) -> Besoksomgang:
    kod = namn.lower().replace(" ", "-").replace("å", "a").replace("ö", "o")
    return Besoksomgang.objects.create(namn=namn, kod=kod, **falt)


def besok(av, kommun: str = "2380", *, i: Besoksomgang | None = None, lage: str = "klar", **delar: Any) -> Besok:
    """A visit brought to `lage`; `delar` replace or add sections (underscores in their names stand for colons)."""
    rad = utkast.borja(kommun=kommun, omgang=i.pk if i else None, av=av)
    for nyckel, innehall in {**DELAR, **{k.replace("__", ":"): v for k, v in delar.items()}}.items():
        utkast.spara(rad.pk, Sparning(nyckel, innehall, 0, uuid4(), 1), av=av)
    if lage != "utkast":
        services.gor_klar(rad.pk, av=av)
    if lage == "faktagranskning":
        services.skicka_pa_granskning(rad.pk, svara_senast=date(2099, 1, 1), av=av)
    if lage == "publicerad":
        services.publicera(rad.pk, av=av)
    return Besok.objects.get(pk=rad.pk)
