"""Small worlds of measures and examples, made through the services."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import slugify

from atgarder import exempel, services, uppgifter
from atgarder.models import Atgard, GottExempel, Kalla, Uppgift
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
        slug=slugify(titel),
        titel=titel,
        ingress="Så gick det till.",
        resultat="Full.",
    )
    rad.atgarder.set(atgarder or [atgard()])
    if publik:
        exempel.publicera(rad.pk, av=None)
        rad.refresh_from_db()
    return rad


def uppgift(
    kommun: str | None = "2380",
    text: str = "Alla tjänster är tillsatta.",
    *,
    publik: bool = True,
    kallor: Sequence[Kalla] = (),
    av: Any = None,
    **falt: Any,
) -> Uppgift:
    """A statement about a municipality (Östersund), or about the country; needs the fixture `typer`."""
    falt = {"kommun_id": kommun, "text": text, "sagt_av": "socialchef", "tema_id": "bemanning", **falt}
    falt["synlighet"] = "publik" if publik else "utkast"
    return uppgifter.skapa(falt=falt, kallor=kallor, av=av)
