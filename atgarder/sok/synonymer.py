"""The reviewed groups of synonyms in synonymer.yaml, and where they occur in a row of stems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from atgarder.sok.ord import orden
from kommuner import strikt

_FIL = Path(__file__).resolve().parents[1] / "synonymer.yaml"
LANGSTA_FRAS = 3


@dataclass(frozen=True, slots=True)
class Grupp:
    kod: str
    ord: tuple[str, ...]
    granskad: date

    @property
    def fraser(self) -> tuple[tuple[str, ...], ...]:
        """Each word or phrase as stems, once."""
        return tuple(dict.fromkeys(tuple(o.stam for o in orden(text)) for text in self.ord))

    @property
    def term(self) -> str:
        """What the index keeps for the whole group; no word can look like it."""
        return f"={self.kod}"


@dataclass(frozen=True, slots=True)
class Forekomst:
    """A group in a row of stems, from `fran` up to `till`."""

    grupp: Grupp
    fran: int
    till: int


Register = Mapping[tuple[str, ...], Grupp]


@cache
def alla() -> Register:
    """Every group by each of its phrases of stems."""
    return las(_FIL.read_text(encoding="utf-8"))


def las(text: str) -> Register:
    """Raises ValueError naming the group and what is wrong with it."""
    rot = strikt.las_yaml(text)
    if not isinstance(rot, dict) or set(rot) != {"grupper"}:
        raise ValueError("synonymer.yaml ska ha listan grupper, inget annat.")
    tolkar = {"kod": strikt.hogst(30), "ord": strikt.lista(strikt.hogst(60)), "granskad": strikt.datum}
    register: dict[tuple[str, ...], Grupp] = {}
    for grupp in strikt.poster(rot["grupper"], "Synonymgruppen", Grupp, tolkar).values():
        strikt.prova(f"Synonymgruppen {grupp.kod}", _regler(grupp, register))
        register.update(dict.fromkeys(grupp.fraser, grupp))
    return register


def _regler(grupp: Grupp, tidigare: Register) -> Iterator[strikt.Regel]:
    yield len(grupp.fraser) > 1, "ord behöver minst två ord som inte är böjningar av varandra."
    for fras in grupp.fraser:
        yield 0 < len(fras) <= LANGSTA_FRAS, f"ord: {' '.join(fras)!r} ska vara ett till {LANGSTA_FRAS} ord."
        yield fras not in tidigare, f"ord: {' '.join(fras)!r} står också i en annan grupp."


def forekomster(stammar: Sequence[str]) -> Iterator[Forekomst]:
    """Every group that occurs, also those that overlap."""
    register = alla()
    for fran in range(len(stammar)):
        for till in range(fran + 1, min(fran + LANGSTA_FRAS, len(stammar)) + 1):
            if grupp := register.get(tuple(stammar[fran:till])):
                yield Forekomst(grupp, fran, till)
