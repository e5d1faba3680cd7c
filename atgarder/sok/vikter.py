"""What each stem weighs in a document: BM25 with weighted fields; how rare a stem is comes in when somebody asks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from atgarder.sok.dokument import Falt
from atgarder.sok.ord import orden
from atgarder.sok.synonymer import forekomster

K1, B = 1.2, 0.6
VANLIG_LANGD = 100
"""Words in a usual document. A constant, so that a document's weights rest on itself alone."""
LANGSTA_FORM = 60


@dataclass(frozen=True, slots=True)
class Vikter:
    """`termer` is the weight by stem or group of synonyms, `former` a word as written by stem: the shortest."""

    termer: dict[str, float]
    former: dict[str, str]


def vag(falt: Falt, tyngd: float = 1.0) -> Vikter:
    """Weigh every word of the fields, and every group of synonyms that occurs in one."""
    antal: dict[str, float] = defaultdict(float)
    former: dict[str, str] = {}
    langd = 0
    for faltets, text in falt:
        ord_ = list(orden(text))
        langd += len(ord_)
        for o in ord_:
            antal[o.stam] += faltets
            former[o.stam] = min(former.get(o.stam, o.form[:LANGSTA_FORM]), o.form[:LANGSTA_FORM], key=len)
        for traff in forekomster([o.stam for o in ord_]):
            antal[traff.grupp.term] += faltets
            former[traff.grupp.term] = traff.grupp.ord[0]
    mattnad = K1 * (1 - B + B * langd / VANLIG_LANGD)
    return Vikter({term: tyngd * n * (K1 + 1) / (n + mattnad) for term, n in antal.items()}, former)
