"""Text into words and their stems. Å, ä and ö are letters of their own; é is e.

Snowball leaves some definite forms as they are (tillägget, frånvaron, skolan); a few rules of our own take them.
Every stem is the beginning of its word: the marking of hits rests on that.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

LANGST = 40
MINST = 3
"""The fewest letters that a rule of our own leaves."""

_ORD = re.compile(r"[^\W_]+")
_EFTER = [
    (re.compile(monster), antal)
    for monster, antal in (
        ("et$", 2),
        ("(?<!pl)(?<!m)an$", 2),
        ("ivt$", 1),
        ("aron$", 1),
        ("orn$", 1),
        ("ås$", 1),
        ("mm$", 1),
    )
]
"""Endings, and how many letters of them to take."""

_UNDANTAG = {"ment": "mentor"}  # or it would be found in "mental"
_STOPPTEXT = """
alla att av bli blir blev de dem den det detta där efter eller en er ett från för ha har hos hur i in inte men med mot
när och också om på samt sin sina som så till ut vad var vi vid är åt
"""
STOPPORD = frozenset(_STOPPTEXT.split())


class Ord(NamedTuple):
    """A word as written, in lower case, and its stem."""

    form: str
    stam: str


def normalisera(text: str) -> str:
    """Composed letters, no accents but those of å, ä and ö."""
    if text.isascii():
        return text
    return "".join(_utan_accent(t) for t in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=1024)
def _utan_accent(tecken: str) -> str:
    if tecken in "åäöÅÄÖ":
        return tecken
    bas = unicodedata.normalize("NFD", tecken)
    return bas[0] if len(bas) > 1 and unicodedata.combining(bas[1]) else tecken


def orden(text: str) -> Iterator[Ord]:
    """The words of the text that carry meaning, in order."""
    for traff in _ORD.finditer(normalisera(text).lower()):
        form = traff.group()
        if form not in STOPPORD and (len(form) > 1 or form.isdigit()):
            yield Ord(form, stam(form))


@lru_cache(maxsize=65536)
def stam(form: str) -> str:
    """The stem of a word in lower case."""
    if form[0].isdigit():
        return form[:LANGST]
    stammare = snowballstemmer.stemmer("swedish")  # holds the word it works on: threads must not share one
    kort: str = stammare.stemWord(stammare.stemWord(form))
    for monster, antal in _EFTER:
        if monster.search(kort) and len(kort) - antal >= MINST:
            kort = kort[:-antal]
    return _UNDANTAG.get(kort, kort)[:LANGST]
