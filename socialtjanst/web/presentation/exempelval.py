"""What the address of the library asks for, and the examples that it carries along to a förhandlingsunderlag."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from atgarder.models import GottExempel
from socialtjanst.web.presentation.vy import citat

HOGST_I_BREDD = 4
HOGST_I_ADRESSEN = 100
ORDNINGAR = {
    "nyast": "Senast publicerade",
    "styrka": "Starkast underlag",
    "kommun": "Kommun",
    "titel": "Rubrik",
}
STANDARD = "nyast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Val:
    """`facetter` holds the chosen values of each facet; `exempel` the slugs that are kept for the underlag."""

    q: str = ""
    facetter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ordning: str = STANDARD
    sida: int = 1
    exempel: tuple[str, ...] = ()

    @property
    def antal_filter(self) -> int:
        return sum(map(len, self.facetter.values()))

    @property
    def begransat(self) -> bool:
        return bool(self.q or self.antal_filter)

    def fraga(self, **andra: object) -> str:
        """The whole state as a query string, what differs from it in `andra`."""
        falt: dict[str, object] = {
            "q": self.q,
            **self.facetter,
            "ordning": "" if self.ordning == STANDARD else self.ordning,
            "sida": "" if self.sida == 1 else self.sida,
            "exempel": self.exempel,
        }
        return "?" + urlencode({namn: varde for namn, varde in (falt | andra).items() if varde}, doseq=True)

    def utan_filter(self) -> str:
        return self.fraga(q="", sida="", **dict.fromkeys(self.facetter, ""))


def las_val(fraga: QueryDict, kanda: Mapping[str, Collection[str]]) -> Val:
    """The address' choice. ValueError, in Swedish, for what does not exist; `kanda` are each facet's values."""
    valda = {namn: tuple(dict.fromkeys(filter(None, fraga.getlist(namn)))) for namn in kanda}
    for namn, varden in valda.items():
        for varde in varden:
            if varde not in kanda[namn]:
                raise ValueError(f"Filtret {citat(varde)} finns inte. Välj bland dem på sidan.")
    ordning = fraga.get("ordning") or STANDARD
    if ordning not in ORDNINGAR:
        raise ValueError(f"Det går inte att ordna efter {citat(ordning)}. Välj i listan.")
    sida = fraga.get("sida") or "1"
    if not (sida.isdecimal() and len(sida) < 4):
        raise ValueError(f"Sidan {citat(sida)} finns inte. Skriv ett nummer.")
    facetter = {namn: varden for namn, varden in valda.items() if varden}
    q = " ".join(fraga.get("q", "").split())[:80]
    return Val(q=q, facetter=facetter, ordning=ordning, sida=max(int(sida), 1), exempel=slugar(fraga))


def slugar(fraga: QueryDict) -> tuple[str, ...]:
    """The examples that the address names, each once; those that readers may see, and find room, las_urval tells."""
    return tuple(dict.fromkeys(filter(None, fraga.getlist("exempel"))))[:HOGST_I_ADRESSEN]


def bibliotek(slugar: Sequence[str] = ()) -> str:
    """The library's address, with the kept examples."""
    return reverse("goda-exempel") + med_exempel(slugar)


def med_exempel(slugar: Sequence[str]) -> str:
    return "?" + urlencode({"exempel": slugar}, doseq=True) if slugar else ""


@dataclass(frozen=True, slots=True)
class Urval:
    """The kept examples as (slug, title); `lank` gives the address of this page with other ones.

    `utelamnade` is how many the address named that are not shown, are unknown or found no room.
    """

    poster: tuple[tuple[str, str], ...]
    lank: Callable[[Sequence[str]], str]
    utelamnade: int = 0

    @property
    def slugar(self) -> tuple[str, ...]:
        return tuple(slug for slug, _ in self.poster)

    @property
    def fullt(self) -> bool:
        return len(self.poster) >= HOGST_I_BREDD

    @property
    def antal(self) -> str:
        return f"{len(self.poster)} av högst {HOGST_I_BREDD} exempel"

    @property
    def rader(self) -> list[tuple[str, str]]:
        """Title, and the address without it."""
        return [(titel, self.utan(slug)) for slug, titel in self.poster]

    @property
    def underlag(self) -> str:
        return reverse("forhandlingsunderlag") + med_exempel(self.slugar)

    @property
    def tomt(self) -> str:
        return self.lank(())

    def har(self, slug: str) -> bool:
        return slug in self.slugar

    def utan(self, slug: str) -> str:
        return self.lank([s for s in self.slugar if s != slug])

    def vaxla(self, slug: str) -> str:
        """The address with the example kept, or no longer; empty when there is no room."""
        if self.har(slug):
            return self.utan(slug)
        return "" if self.fullt else self.lank([*self.slugar, slug])


def las_urval(slugar: Sequence[str], lank: Callable[[Sequence[str]], str]) -> Urval:
    """The first four of the address that readers may see, in its order."""
    rader = GottExempel.objects.publika().filter(slug__in=slugar) if slugar else GottExempel.objects.none()
    titlar = {slug: str(titel) for slug, titel in rader.values_list("slug", "publik__innehall__titel")}
    poster = tuple((slug, titlar[slug]) for slug in slugar if slug in titlar)[:HOGST_I_BREDD]
    return Urval(poster, lank, len(slugar) - len(poster))
