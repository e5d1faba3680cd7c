"""Small worlds of measures and examples, made through the services."""

from typing import Any

from atgarder import exempel, services
from atgarder.models import Atgard, GottExempel
from atgarder.services import Delar

SEX_TIMMAR = "Sex timmars arbetsdag på försörjningsstöd"


def atgard(
    kommun: str = "2380",
    typ: str = "arbetstidsforkortning",
    titel: str = SEX_TIMMAR,
    *,
    publik: bool = True,
    lage: str = "pagaende",
    delar: Delar = services.INGA,
    av: Any = None,
    **falt: Any,
) -> Atgard:
    """A measure of a municipality (Östersund); needs the fixture `typer`."""
    falt = {"kommun_id": kommun, "typ_id": typ, "titel": titel, "synlighet": "publik" if publik else "utkast", **falt}
    return services.skapa(falt=falt, delar=delar, lage=lage, av=av)


def gott_exempel(*atgarder: Atgard, titel: str = "Kortare dag, full bemanning", publik: bool = True) -> GottExempel:
    """A published example of measures (of one in Östersund, if none is named)."""
    rad = GottExempel.objects.create(
        slug=titel.lower().replace(" ", "-").replace(",", ""),
        titel=titel,
        ingress="Så gick det till.",
        resultat="Full.",
    )
    rad.atgarder.set(atgarder or [atgard()])
    if publik:
        exempel.publicera(rad.pk, av=None)
        rad.refresh_from_db()
    return rad
