"""From the words' stems to documents in order: those with every word first, then those that lack the fewest."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from atgarder.models.sok import Sokterm
from atgarder.sok.fraga import Grupp

SVAG = 0.4
"""What a hit inside a compound, or by the beginning of a word, is worth beside the word itself."""

Vikter = dict[int, float]


class Rang(NamedTuple):
    """A document among the hits; the greatest is the best."""

    funna: int
    poang: float
    pk: int


@dataclass(frozen=True, slots=True)
class Lage:
    """Where one word of the question stands: weight by document, by kind; `sallsynt` is how rare it is."""

    vikter: Mapping[str, Vikter]
    sallsynt: float

    @property
    def finns(self) -> bool:
        return any(self.vikter.values())


def las(grupper: Sequence[Grupp]) -> list[Lage]:
    """Where the words of the question stand: one query."""
    nycklar = {pk for g in grupper for pk in (*g.exakta, *g.svaga)}
    rader: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if nycklar:
        for ord_, slag, poster in Sokterm.objects.filter(ord__in=nycklar).values_list("ord_id", "slag", "poster"):
            rader[ord_].append((slag, poster))
    return [_ord(grupp, rader) for grupp in grupper]


def _ord(grupp: Grupp, rader: Mapping[int, list[tuple[str, str]]]) -> Lage:
    vikter, svaga = _vikter(grupp.exakta, rader), _vikter(grupp.svaga, rader)
    antal_ = sum(map(len, (vikter or svaga).values()))
    for slag, sv in svaga.items():
        vikter[slag] = {pk: vikt * SVAG for pk, vikt in sv.items()} | vikter.get(slag, {})
    return Lage(vikter, math.log(1 + grupp.dokument / (antal_ + 0.5)))


def _vikter(nycklar: Sequence[int], rader: Mapping[int, list[tuple[str, str]]]) -> dict[str, Vikter]:
    """By kind and document; where several of the stems occur the heaviest counts."""
    vikter: dict[str, Vikter] = defaultdict(dict)
    for nyckel in nycklar:
        for slag, poster in rader.get(nyckel, ()):
            hittills, nya = vikter[slag], dict(zip(*orjson.loads(poster), strict=True))
            tyngre = {pk: max(nya[pk], hittills[pk]) for pk in nya.keys() & hittills.keys()}
            hittills |= nya | tyngre
    return vikter


def antal(lagen: Sequence[Lage]) -> tuple[Counter[str], Counter[str]]:
    """How many documents of each kind have any of the words, and how many have all."""
    nagot, alla = Counter[str](), Counter[str]()
    for slag in _slag(lagen):
        forst, *ovriga = (lage.vikter.get(slag, {}).keys() for lage in lagen)
        nagot[slag] = len(set(forst).union(*ovriga)) if ovriga else len(forst)
        alla[slag] = len(set(forst).intersection(*ovriga)) if ovriga else len(forst)
    return nagot, alla


def ordna(lagen: Sequence[Lage], slag: Collection[str], hogst: int) -> list[Rang]:
    """The best `hogst` documents of these kinds (of all, if none is named)."""
    valda = [s for s in _slag(lagen) if not slag or s in slag]
    basta = [rang for s in valda for rang in heapq.nlargest(hogst, _hela(lagen, s))]
    if len(basta) < hogst and len(lagen) > 1:
        basta = [rang for s in valda for rang in heapq.nlargest(hogst, _nagra(lagen, s))]
    return [Rang(*rang) for rang in sorted(basta, reverse=True)[:hogst]]


def _slag(lagen: Sequence[Lage]) -> list[str]:
    return sorted({slag for lage in lagen for slag in lage.vikter})


def _hela(lagen: Sequence[Lage], slag: str) -> Iterator[tuple[int, float, int]]:
    """Those with every word."""
    par = [(lage.vikter.get(slag, {}), lage.sallsynt) for lage in lagen]
    if len(par) == 1:
        ((vikter, sallsynt),) = par
        return ((1, vikt * sallsynt, pk) for pk, vikt in vikter.items())
    forst, *ovriga = sorted((vikter.keys() for vikter, _ in par), key=len)
    alla = set(forst).intersection(*ovriga)
    return ((len(par), sum(vikter[pk] * s for vikter, s in par), pk) for pk in alla)


def _nagra(lagen: Sequence[Lage], slag: str) -> Iterator[tuple[int, float, int]]:
    """Those with any word."""
    funna: dict[int, int] = defaultdict(int)
    poang: dict[int, float] = defaultdict(float)
    for lage in lagen:
        for pk, vikt in lage.vikter.get(slag, {}).items():
            funna[pk] += 1
            poang[pk] += vikt * lage.sallsynt
    return ((antal_, poang[pk], pk) for pk, antal_ in funna.items())
