"""The search itself: three queries, whatever is asked (what the words are, which documents, the page's texts)."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, Exists, F, FloatField, Max, OuterRef, When

from atgarder.models.sok import Sokdokument, Sokord, Sokslag, Sokterm, publika
from atgarder.sok.fraga import Grupp, borjar, sla_upp, stada, tolka
from atgarder.sok.utdrag import Bit, bitar, monster, utdrag

SVAG = 0.4
"""What a hit inside a compound, or by the beginning of a word, is worth beside the word itself."""
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
    def etikett(self) -> str:
        return str(Sokslag(self.slag).label)


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


class Rang(NamedTuple):
    """A document among the hits; sorts best first."""

    saknas: int
    minus_poang: float
    pk: int
    slag: str


def sok(q: str, slag: Collection[str] = (), hogst: int = 50) -> list[Traff]:
    """The public objects that match, best first; those that lack some word come after those that lack none."""
    return list(hitta(q, slag, antal=hogst).traffar)


def nycklar(q: str, slag: str) -> list[str]:
    """The keys of all objects of one kind, best first, for a page that filters its own list.

    Those with every word; only if there is none, those with some.
    """
    rang = [r for r in _rangordna(sla_upp(tolka(q))) if r.slag == slag]
    valda = [r for r in rang if r.saknas == rang[0].saknas]
    namn = dict(Sokdokument.objects.filter(slag=slag).values_list("pk", "nyckel")) if valda else {}
    return [namn[r.pk] for r in valda if r.pk in namn]


def hitta(q: str, slag: Collection[str] = (), *, fran: int = 0, antal: int = 50) -> Svar:
    """The answer to what somebody wrote; `fran` and `antal` cut out a page of the hits."""
    sokta = tolka(q)
    grupper = sla_upp(sokta)
    alla = _rangordna(grupper)
    valda = [rang for rang in alla if rang.slag in slag] if slag else alla
    okanda = tuple(grupp.sokt.form for grupp in grupper if not grupp.finns)
    return Svar(
        q=stada(q),
        ord=tuple(s.form for s in sokta),
        antal=Counter(rang.slag for rang in alla),
        alla=len(valda),
        hela=sum(rang.saknas == 0 for rang in valda),
        traffar=tuple(_traffar(valda[fran : fran + antal], grupper)),
        okanda=okanda,
        forslag=tuple(_forslag(okanda[0])) if okanda else (),
    )


def _rangordna(grupper: Sequence[Grupp]) -> list[Rang]:
    """Every public document with any of the words: the fewest missing words first, then by weight."""
    finns = [g for g in grupper if g.finns]
    if not finns:
        return []
    nycklar_ = {pk for g in finns for pk in (*g.exakta, *g.svaga)}
    vikter = {f"g{nr}": Max(_vikt(g)) for nr, g in enumerate(finns)}
    rader = (
        Sokterm.objects.filter(publika("dokument__"), ord__in=nycklar_)
        .values_list("dokument_id", "dokument__slag")
        .annotate(**vikter)
        .order_by()
    )
    sallsynt = [g.sallsynt for g in finns]
    rang = []
    for pk, slag, *tal in rader:
        funna = [vikt * s for vikt, s in zip(tal, sallsynt, strict=True) if vikt is not None]
        rang.append(Rang(len(grupper) - len(funna), -sum(funna), pk, slag))
    return sorted(rang)


def _vikt(grupp: Grupp) -> Case:
    return Case(
        When(ord__in=grupp.exakta, then=F("vikt")),
        When(ord__in=grupp.svaga, then=F("vikt") * SVAG),
        output_field=FloatField(),
    )


def _traffar(rang: Sequence[Rang], grupper: Sequence[Grupp]) -> Iterator[Traff]:
    """The page's documents, asked once more whether they are public."""
    rader = Sokdokument.objects.publika().filter(pk__in=[r.pk for r in rang]).select_related("kommun")
    dokument = {rad.pk: rad for rad in rader} if rang else {}
    vad = monster(grupper)
    return (_traff(dokument[r.pk], r, vad) for r in rang if r.pk in dokument)


def _traff(rad: Sokdokument, rang: Rang, vad: re.Pattern[str]) -> Traff:
    return Traff(
        slag=rad.slag,
        nyckel=rad.nyckel,
        titel=rad.titel,
        utdrag=utdrag(rad.text, vad),
        adress=rad.adress,
        poang=round(-rang.minus_poang, 3),
        kommun=rad.kommun_id,
        kommun_namn=rad.kommun.namn if rad.kommun else "",
        hel=rang.saknas == 0,
        exempel=rad.exempel,
        titelbitar=bitar(rad.titel, vad),
    )


def _forslag(okant: str) -> list[str]:
    """Words of public documents that are spelt nearly like this one."""
    term = Sokterm.objects.filter(publika("dokument__"), ord=OuterRef("pk"))
    former = Sokord.objects.filter(borjar("stam", okant[:1]), Exists(term)).exclude(stam__startswith="=")
    return difflib.get_close_matches(okant, former.values_list("form", flat=True), n=FLEST_FORSLAG, cutoff=0.7)
