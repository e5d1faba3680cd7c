"""What somebody asks for, as groups of stems in the index: one group for each word, in which any stem will do.

A word is found by its stem, by its group of synonyms, in compounds that begin or end with it, and, while it is being
typed, by its beginning. Synonyms ask for exactly the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, Subquery

from atgarder.models.sok import Sokindex, Sokord
from atgarder.sok.ord import Ord, orden
from atgarder.sok.synonymer import forekomster

LANGST_FRAGA = 200
FLEST_ORD = 8
MINST_SAMMANSATT = 4
"""Letters of a stem that is looked for inside compounds."""
MINST_SKRIVET = 2
"""Letters typed before the rest of the word is guessed."""
FLEST_SVAGA = 40
SIST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Sokt:
    """One word of the question. `exakta` are terms, `led` parts of compounds, `borjan` what is typed so far."""

    form: str
    exakta: frozenset[str]
    led: tuple[str, ...] = ()
    borjan: str = ""

    def ar_svag(self, stam: str) -> bool:
        return bool(self.borjan and stam.startswith(self.borjan)) or any(
            stam.startswith(led) or stam.endswith(led) for led in self.led
        )


@dataclass(frozen=True, slots=True)
class Grupp:
    """A word of the question with the keys of the stems that it finds, shortest first.

    `dokument` is how many documents there are.
    """

    sokt: Sokt
    exakta: tuple[int, ...]
    svaga: tuple[int, ...]
    dokument: int


def stada(q: str) -> str:
    """What is searched for of what was sent."""
    return " ".join(q.replace("\0", " ").split())[:LANGST_FRAGA].strip()


def tolka(q: str) -> list[Sokt]:
    """The words of the question that carry meaning, each once."""
    ord_ = list(orden(stada(q)))[:FLEST_ORD]
    sista = len(ord_) - 1 if _slutar_i_ord(q) else None
    sokta = [_sokt(ord_, nr, skrivs=nr == sista) for nr in range(len(ord_))]
    return list({(s.exakta, s.borjan): s for s in sokta}.values())


def _slutar_i_ord(q: str) -> bool:
    """Whether the last word may go on: nothing but letters stands after it."""
    return bool(q) and q[-1].isalnum()


def _sokt(ord_: Sequence[Ord], nr: int, *, skrivs: bool) -> Sokt:
    traffar = [t for t in forekomster([o.stam for o in ord_]) if t.fran <= nr < t.till]
    grupper = {t.grupp.term for t in traffar}
    egen = next((t.grupp for t in traffar if t.till - t.fran == 1), None)
    if egen is not None:
        led = tuple(fras[0] for fras in egen.fraser if len(fras) == 1 and len(fras[0]) >= MINST_SAMMANSATT)
        return Sokt(ord_[nr].form, frozenset(grupper), led)
    form, stam = ord_[nr]
    led = (stam,) if len(stam) >= MINST_SAMMANSATT else ()
    borjan = form if skrivs and len(form) >= MINST_SKRIVET else ""
    return Sokt(form, frozenset({stam, *grupper}), led, borjan)


def sla_upp(sokta: Sequence[Sokt]) -> list[Grupp]:
    """What the index knows of the words: one query."""
    if not sokta:
        return []
    villkor = Q(stam__in=sorted({term for s in sokta for term in s.exakta}))
    for s in sokta:
        for led in s.led:
            villkor |= borjar("stam", led) | borjar("bakifran", led[::-1])
        if s.borjan:
            villkor |= borjar("stam", s.borjan)
    antal = Subquery(Sokindex.objects.filter(pk=1).values("antal"))
    rader = sorted(Sokord.objects.filter(villkor).values_list("stam", "pk", antal), key=lambda rad: len(rad[0]))
    return [_grupp(s, rader) for s in sokta]


def borjar(falt: str, led: str) -> Q:
    """SQLite's LIKE would read every row, so there it is a range, by code point; PostgreSQL has an index for LIKE."""
    if connection.vendor == "sqlite":
        return Q(**{f"{falt}__gte": led, f"{falt}__lt": led + SIST})
    return Q(**{f"{falt}__startswith": led})


def _grupp(sokt: Sokt, rader: Sequence[tuple[str, int, int]]) -> Grupp:
    svaga = [pk for stam, pk, _ in rader if stam not in sokt.exakta and sokt.ar_svag(stam)]
    return Grupp(
        sokt,
        exakta=tuple(pk for stam, pk, _ in rader if stam in sokt.exakta),
        svaga=tuple(svaga[:FLEST_SVAGA]),
        dokument=rader[0][2] if rader else 0,
    )
