"""A few lines of a document around what was asked for, in pieces, so that a template can mark the hits and escape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from atgarder.sok.fraga import Grupp
from atgarder.sok.synonymer import Register, alla

LANGD = 220
FORE = 60
"""Letters of an excerpt, and how many of them before the first hit."""
BOJNING = r"\w{0,6}"
_INGET = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Bit:
    text: str
    traff: bool


def monster(grupper: Iterable[Grupp]) -> re.Pattern[str]:
    """What to mark: inflections of the words, of their synonyms and of the compounds that were found."""
    val: dict[str, None] = {}
    for grupp in grupper:
        for fras in _fraser(grupp.sokt.exakta, alla()):
            val[rf"{BOJNING}\W+".join(map(re.escape, fras)) + BOJNING] = None
        val.update(dict.fromkeys(re.escape(stam) + BOJNING for stam in grupp.stammar if not stam.startswith("=")))
    if not val:
        return _INGET
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(val, key=len, reverse=True))})(?!\w)", re.IGNORECASE)


def _fraser(termer: Iterable[str], register: Register) -> Iterable[tuple[str, ...]]:
    for term in sorted(termer):
        if term.startswith("="):
            yield from (fras for fras, grupp in register.items() if grupp.term == term)
        else:
            yield (term,)


def bitar(text: str, vad: re.Pattern[str]) -> tuple[Bit, ...]:
    """The whole text in pieces, hits apart."""
    svar, sist = [], 0
    for traff in vad.finditer(text):
        if traff.start() > sist:
            svar.append(Bit(text[sist : traff.start()], False))
        svar.append(Bit(traff.group(), True))
        sist = traff.end()
    if sist < len(text):
        svar.append(Bit(text[sist:], False))
    return tuple(svar)


def utdrag(text: str, vad: re.Pattern[str]) -> tuple[Bit, ...]:
    """The paragraph with the most different hits, cut around the first of them; the beginning if there is none."""
    stycken = text.split("\n")
    basta = max(stycken, key=lambda stycke: len({t.lower() for t in vad.findall(stycke)}))
    traff = vad.search(basta)
    return bitar(_klipp(basta, traff.start() if traff else 0), vad)


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


def som_text(delar: Sequence[Bit]) -> str:
    return "".join(bit.text for bit in delar)
