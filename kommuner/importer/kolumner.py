"""The columns of a file that municipalities lend: what they may be called, and where they stand."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from kommuner.importer.filslag import Filfel

FALT = (
    *("kommun", "enhet", "nyckeltal", "period", "kön", "värde"),
    *("täljare", "nämnare", "personer", "saknas", "status"),
)
"""Every column that is read, in the order in which a row is handed on."""

_NODVANDIGA = ("kommun", "nyckeltal", "period")
_ANDRA_NAMN = {
    "kommunkod": "kommun",
    "kommun kod": "kommun",
    "skal": "saknas",
    "orsak": "saknas",
    "antal": "taljare",
    "skal till att uppgift saknas": "saknas",
    "uppgift saknas": "saknas",
    "nyckeltalskod": "nyckeltal",
}
_FORKLARANDE = {"kommunnamn", "kommunens namn", "nyckeltalets namn", "namn", "enhet for vardet", "mattenhet", ""}


@dataclass(frozen=True)
class Kolumner:
    """`plocka` takes the cells of FALT out of a row that `bredda` has made `bredd` + 1 wide; `olasta` are not read."""

    bredd: int
    plocka: Callable[[Sequence[Any]], tuple[Any, ...]]
    olasta: list[str]


def tolka(rubriker: Sequence[str]) -> Kolumner:
    """Find the columns by their headings, in any order. Raises Filfel where one is missing or stands twice."""
    platser: dict[str, int] = {}
    olasta: list[str] = []
    for nr, rubrik in enumerate(rubriker):
        namn = _kand(rubrik)
        if namn in platser:
            raise Filfel(f"Kolumnen {namn} finns två gånger i rubrikraden.", "Ta bort den ena.")
        if namn is not None:
            platser[namn] = nr
        elif _enkel(rubrik) not in _FORKLARANDE:
            olasta.append(rubrik.strip()[:60])
    _krav(platser, rubriker)
    bredd = len(rubriker)
    return Kolumner(bredd, itemgetter(*(platser.get(namn, bredd) for namn in FALT)), olasta)


def _krav(platser: dict[str, int], rubriker: Sequence[str]) -> None:
    saknas = [namn for namn in _NODVANDIGA if namn not in platser]
    if not saknas and not {"värde", "täljare"} & platser.keys():
        saknas = ["täljare"]
    if saknas:
        finns = ", ".join(r.strip()[:30] for r in rubriker if r.strip())[:200]
        raise Filfel(
            f"Rubrikraden saknar {' och '.join(saknas)}. I filen står: {finns or 'inga rubriker'}.",
            "Första raden ska ha kolumnernas namn. Hämta mallen om du är osäker.",
        )


def _kand(rubrik: str) -> str | None:
    enkel = _enkel(rubrik)
    return _FORENKLADE.get(_ANDRA_NAMN.get(enkel, enkel))


def _enkel(rubrik: str) -> str:
    """Lower case without accents, brackets and doubled spaces: "  Täljare (antal) " gives "taljare"."""
    utan = re.sub(r"\(.*?\)", "", str(rubrik))
    bas = "".join(t for t in unicodedata.normalize("NFKD", utan) if not unicodedata.combining(t))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bas.casefold()).split())


_FORENKLADE = {_enkel(namn): namn for namn in FALT}
