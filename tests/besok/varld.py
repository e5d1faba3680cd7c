"""Visits made through the services, as the form would save them."""

from typing import Any
from uuid import uuid4

from besok import services, utkast
from besok.models import Besok, Besoksomgang
from besok.utkast import Sparning
from konton.models import User


def omgang(namn: str = "Första besök", start: str = "2015", foregaende: Besoksomgang | None = None) -> Besoksomgang:
    return Besoksomgang.objects.create(
        namn=namn, kod=namn.lower().replace(" ", "-"), start=start, foregaende=foregaende
    )


def utkastet(av: User, kommun: str = "2380", rond: Besoksomgang | None = None, **delar: Any) -> Besok:
    """A draft with the sections named; `tema_bemanning` is "tema:bemanning"."""
    besok = utkast.borja(kommun=kommun, omgang=rond.pk if rond else None, av=av)
    for nyckel, innehall in delar.items():
        spara(besok, nyckel.replace("tema_", "tema:", 1).replace("_", "-"), innehall, av=av)
    return besok


def spara(besok: Besok, nyckel: str, innehall: Any, *, av: User) -> int:
    rad = utkast.las(besok).get(nyckel)
    sparning = Sparning(nyckel, innehall, rad.version if rad else 0, uuid4(), 1)
    return utkast.spara(besok.pk, sparning, av=av).version


def klart(av: User, kommun: str = "2380", rond: Besoksomgang | None = None, **delar: Any) -> Besok:
    return services.gor_klar(utkastet(av, kommun, rond, **({"grund": {"datum": "2016-11-02"}} | delar)).pk, av=av)


def publicerat(av: User, kommun: str = "2380", rond: Besoksomgang | None = None, **delar: Any) -> Besok:
    return services.publicera(klart(av, kommun, rond, **delar).pk, av=av)
