"""A few lines of a document around what was asked for, in pieces, so that a template can mark the hits and escape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from atgarder.sok.fraga import Grupp
from atgarder.sok.synonymer import alla

LANGD = 220
FORE = 60
"""Letters of an excerpt, and how many of them before the first hit."""
LANGST_BOJNING = 6
_INGET = re.compile(r"(?!)")
_MELLAN = rf"\w{{0,{LANGST_BOJNING}}}\W+"
"""The rest of a word and what stands before the next one of a phrase."""


@dataclass(frozen=True, slots=True)
class Bit:
    text: str
    traff: bool


class Markor:
    """Finds what to mark: inflections of the words, of their synonyms and of compounds with them.

    Looks for the stems as they are, which is fast, and then at the words that they stand in.
    """

    def __init__(self, grupper: Iterable[Grupp]) -> None:
        grupper = list(grupper)
        self._led = {led for g in grupper for led in (*g.sokt.led, g.sokt.borjan) if led}
        self._sist = {led for g in grupper for led in g.sokt.led}
        val = {*self._led, *(_MELLAN.join(fras) for g in grupper for fras in _fraser(g.sokt.exakta))}
        i_ordning = sorted(val, key=lambda v: (-len(v), v))
        self._monster = re.compile("|".join(i_ordning), re.IGNORECASE) if val else _INGET

    def traffar(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the hits begin and end."""
        sist = 0
        for traff in self._monster.finditer(text):
            fran, till = _ordet(text, *traff.span())
            if fran >= sist and self._ar_traff(traff, fran, till):
                yield fran, till
                sist = till

    def _ar_traff(self, traff: re.Match[str], fran: int, till: int) -> bool:
        funnet, kort = traff.group().lower(), till - traff.end() <= LANGST_BOJNING
        if traff.start() == fran:
            return kort or funnet in self._led
        return kort and funnet in self._sist


def _fraser(termer: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """A term as stems; a group of synonyms as those of each."""
    for term in termer:
        if term.startswith("="):
            yield from (fras for fras, grupp in alla().items() if grupp.term == term)
        else:
            yield (term,)


def _ordet(text: str, fran: int, till: int) -> tuple[int, int]:
    """The whole word or words that a hit is part of."""
    while fran and text[fran - 1].isalnum():
        fran -= 1
    while till < len(text) and text[till].isalnum():
        till += 1
    return fran, till


def bitar(text: str, markor: Markor) -> tuple[Bit, ...]:
    """The whole text in pieces, hits apart."""
    svar, sist = [], 0
    for fran, till in markor.traffar(text):
        if fran > sist:
            svar.append(Bit(text[sist:fran], False))
        svar.append(Bit(text[fran:till], True))
        sist = till
    if sist < len(text):
        svar.append(Bit(text[sist:], False))
    return tuple(svar)


def utdrag(text: str, markor: Markor) -> tuple[Bit, ...]:
    """The paragraph with the most different hits, cut around the first of them; the beginning if there is none."""
    basta, flest, vid = text.split("\n")[0], 0, 0
    for stycke in text.split("\n"):
        traffar = list(markor.traffar(stycke))
        olika = len({stycke[fran:till].lower() for fran, till in traffar})
        if olika > flest:
            basta, flest, vid = stycke, olika, traffar[0][0]
    return bitar(_klipp(basta, vid), markor)


def _klipp(text: str, vid: int) -> str:
    """About LANGD letters around a place, cut between words."""
    if len(text) <= LANGD:
        return text
    fran = max(0, min(vid - FORE, len(text) - LANGD))
    if fran:
        fran = text.find(" ", fran, vid) + 1 or fran
    till = fran + LANGD
    if till < len(text):
        till = max(text.rfind(" ", vid, till), fran + LANGD // 2)
    return ("… " if fran else "") + text[fran:till] + (" …" if till < len(text) else "")
