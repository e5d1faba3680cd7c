"""Suppression: the one function that decides which cells may not be shown.

A block is one municipality, one nyckeltal and one period: kön (T = K + M) by unit (the whole = its units).
A cell whose group is too small is hidden; then further cells are hidden until no hidden cell can be
solved from the visible ones by any linear combination (a hidden cell is solvable when its unit vector
lies in the row space of the block's equations).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kommuner.nyckeltal import Definition

TOLERANCE = 1e-9
Plats = tuple[int | None, str]  # unit or the whole, and kön


@dataclass(frozen=True)
class Blockcell:
    """A cell in its block. `enhet` is None for the whole; `grupp` is None where the size is not known."""

    pk: int
    enhet: int | None
    kon: str
    grupp: float | None
    dold: bool


def gruppstorlek(
    definition: Definition, taljare: float | None, namnare: float | None, personer: float | None
) -> float | None:
    """How many people the value rests on, as the definition counts them; None where nothing is counted."""
    return {"taljare": taljare, "namnare": namnare, "personer": personer, "ingen": None}[definition.grupp]


def dolj(versioner: Sequence[Sequence[Blockcell]], minsta_grupp: int) -> set[int]:
    """The pk of every cell in one block that must be hidden.

    `versioner` holds the block's cells as each version shows them, since a reader may lay two versions side
    by side; a cell that several versions share has one pk. Cells that are already hidden stay hidden.
    """
    celler = {c.pk: c for version in versioner for c in version}
    dolda = {c.pk for c in celler.values() if c.dold or (c.grupp is not None and 0 < c.grupp < minsta_grupp)}
    if not dolda:
        return dolda
    rader = [rad for plats in _platser(versioner) for rad in _samband(plats)]
    while avslojade := _losbara(rader, dolda):
        granne = _minst_skada(celler, rader, avslojade, dolda)
        if granne is None:
            return set(celler)
        dolda.add(granne)
    return dolda


def _platser(versioner: Sequence[Sequence[Blockcell]]) -> list[dict[Plats, int]]:
    """Each version as {place: pk}. What a version lacks is filled from the next that has it: its reader may wait."""
    senare: dict[Plats, int] = {}
    platser = []
    for version in reversed(versioner):
        senare = {**senare, **{(c.enhet, c.kon): c.pk for c in version}}
        platser.append(senare)
    return platser


def _samband(plats: dict[Plats, int]) -> Iterator[dict[int, float]]:
    """The equations of a version: total minus parts is zero, as {pk: coefficient}."""
    enheter = sorted({enhet for enhet, _ in plats if enhet is not None})
    linjer = [((e, "T"), [(e, "K"), (e, "M")]) for e in [None, *enheter] if {(e, "K"), (e, "M")} <= plats.keys()]
    linjer += [((None, kon), [(e, kon) for e in enheter]) for kon in "TKM"]
    for helhet, delar in linjer:
        kanda = [plats[del_] for del_ in delar if del_ in plats]
        if helhet in plats and kanda:
            yield {plats[helhet]: 1.0, **dict.fromkeys(kanda, -1.0)}


def _losbara(rader: list[dict[int, float]], dolda: set[int]) -> set[int]:
    """Hidden cells whose value follows from the visible ones: those whose unit vector lies in the row space."""
    import numpy as np  # here, so that a web process starts without it

    ordning = sorted(dolda)
    matris = np.array([[rad.get(pk, 0.0) for pk in ordning] for rad in rader]).reshape(len(rader), len(ordning))
    _, singular, vt = np.linalg.svd(matris)
    radrum = vt[: int((singular > TOLERANCE).sum())]
    return {pk for i, pk in enumerate(ordning) if (radrum[:, i] ** 2).sum() > 1 - 1e-6}


def _minst_skada(
    celler: dict[int, Blockcell], rader: list[dict[int, float]], avslojade: set[int], dolda: set[int]
) -> int | None:
    """The visible cell to hide next: in an equation with a solvable one, parts before totals, small before large."""
    nara = {pk for rad in rader if avslojade & rad.keys() for pk in rad} - dolda
    return min(nara, key=lambda pk: _vikt(celler[pk]), default=None)


def _vikt(cell: Blockcell) -> tuple[bool, bool, bool, float, int]:
    helhet, totalt = cell.enhet is None, cell.kon == "T"
    return helhet and totalt, totalt, helhet, cell.grupp or 0.0, cell.pk
