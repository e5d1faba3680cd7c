"""The search itself: three queries, whatever is asked (what the words are, which documents, the page's texts)."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from atgarder.models.sok import Sokdokument, Sokord, Sokslag, Sokterm
from atgarder.sok import rang
from atgarder.sok.fraga import Grupp, borjar, sla_upp, stada, tolka
from atgarder.sok.indexering import SKALA
from atgarder.sok.utdrag import Bit, Markor, bitar, utdrag

ALLA = 2**31
FLEST_FORSLAG = 3


@dataclass(frozen=True, slots=True)
class Traff:
    """`hel`: every word that was asked for is there. `nyckel` is the object's primary key as text."""

    slag: str
    nyckel: str
    titel: str
    utdrag: tuple[Bit, ...]
    adress: str
    poang: float
    kommun: str | None
    kommun_namn: str
    hel: bool
    exempel: bool
    titelbitar: tuple[Bit, ...]

    @property
    def rad(self) -> str:
        """What it is, and of which municipality."""
        etikett = str(Sokslag(self.slag).label)
        return etikett if self.slag == Sokslag.KOMMUN or not self.kommun_namn else f"{etikett} · {self.kommun_namn}"


@dataclass(frozen=True, slots=True)
class Svar:
    """`antal` counts every kind, also those that `slag` left out; `forslag` are words close to `okanda`."""

    q: str
    ord: tuple[str, ...]
    antal: Counter[str]
    alla: int
    hela: int
    traffar: tuple[Traff, ...]
    okanda: tuple[str, ...] = ()
    forslag: tuple[str, ...] = ()


def sok(q: str, slag: Collection[str] = (), hogst: int = 50) -> list[Traff]:
    """The public objects that match, best first; those that lack some word come after those that lack none."""
    return list(hitta(q, slag, antal=hogst).traffar)


def nycklar(q: str, slag: str) -> list[str]:
    """The keys of all objects of one kind, best first, for a page that filters its own list.

    Those with every word; only if there is none, those with most of them.
    """
    ordnade = rang.ordna(rang.las(sla_upp(tolka(q))), [slag], ALLA)
    valda = [r for r in ordnade if r.funna == ordnade[0].funna]
    namn = dict(Sokdokument.objects.filter(slag=slag).values_list("pk", "nyckel")) if valda else {}
    return [namn[r.pk] for r in valda if r.pk in namn]


def hitta(q: str, slag: Collection[str] = (), *, fran: int = 0, antal: int = 50) -> Svar:
    """The answer to what somebody wrote; `fran` and `antal` cut out a page of the hits."""
    grupper = sla_upp(tolka(q))
    ord_ = rang.las(grupper)
    nagot, alla = rang.antal(ord_)
    valda = rang.ordna(ord_, slag, fran + antal)[fran:]
    traffar = tuple(_traffar(valda, grupper))
    dolda = len(valda) - len(traffar)
    okanda = tuple(grupp.sokt.form for grupp, o in zip(grupper, ord_, strict=True) if not o.finns)
    return Svar(
        q=stada(q),
        ord=tuple(grupp.sokt.form for grupp in grupper),
        antal=nagot,
        alla=sum(nagot[s] for s in slag or nagot) - dolda,
        hela=sum(alla[s] for s in slag or alla) - min(dolda, sum(alla.values())),
        traffar=traffar,
        okanda=okanda,
        forslag=tuple(_forslag(okanda[0])) if okanda else (),
    )


def _traffar(valda: Sequence[rang.Rang], grupper: Sequence[Grupp]) -> Iterator[Traff]:
    """The page's documents, if they are public now."""
    rader = Sokdokument.objects.publika().filter(pk__in=[r.pk for r in valda]).select_related("kommun").defer("ord")
    dokument = {rad.pk: rad for rad in rader} if valda else {}
    markor = Markor(grupper)
    return (_traff(dokument[r.pk], r, markor, r.funna == len(grupper)) for r in valda if r.pk in dokument)


def _traff(rad: Sokdokument, r: rang.Rang, markor: Markor, hel: bool) -> Traff:
    return Traff(
        slag=rad.slag,
        nyckel=rad.nyckel,
        titel=rad.titel,
        utdrag=utdrag(rad.text, markor),
        adress=rad.adress,
        poang=round(r.poang / SKALA, 3),
        kommun=rad.kommun_id,
        kommun_namn=rad.kommun.namn if rad.kommun else "",
        hel=hel,
        exempel=rad.exempel,
        titelbitar=bitar(rad.titel, markor),
    )


def _forslag(okant: str) -> list[str]:
    """Words that occur in public documents, spelt nearly like this one."""
    former = Sokord.objects.filter(borjar("stam", okant[:1]), Exists(Sokterm.objects.filter(ord=OuterRef("pk"))))
    return difflib.get_close_matches(okant, former.values_list("form", flat=True), n=FLEST_FORSLAG, cutoff=0.7)
