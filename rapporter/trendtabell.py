"""The Trend table's numbers for one family: a panel in, one tuple per series out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kommuner.nyckeltal import Definition
from rapporter.berakning import jamforelse, panel, spc, trend
from rapporter.berakning.matris import Bools, Floats
from rapporter.berakning.panel import Panel

#: Columns of Trend that are computed here, in the order of the tuples.
KOLUMNER = (
    *("kommun_id", "enhet_id", "period", "antal_varden", "varde", "forandring", "forandring_ar"),
    *("rang", "antal", "percentil", "etikett", "sida", "preliminar_grans", "riktning"),
    *("lutning", "lutning_lag", "lutning_hog", "p", "p_justerat", "exempel"),
)
HELTAL = frozenset({"rang", "antal"})


@dataclass(frozen=True, eq=False)
class Ordning:
    """Among the municipalities that are measured in the family's latest period; NaN for all others."""

    rang: Floats
    antal: Floats
    percentil: Floats


def rader(serier: Panel, exempel: Bools, definition: Definition) -> Iterator[tuple[Any, ...]]:
    """One tuple, in the order of KOLUMNER, for each series that has a value. NaN becomes None.

    `exempel`, shape (n_series,), says which series hold invented values: they are ranked and adjusted by
    themselves, so that no real municipality's place depends on them. Changes and slopes stay on this side
    of the definition's last break.
    """
    if not serier.periods:
        return
    kolumner = _kolumner(serier, exempel, definition)
    matta = np.flatnonzero(kolumner["antal_varden"])
    yield from zip(*(_lista(namn, kolumner[namn][matta]) for namn in KOLUMNER), strict=True)


def _kolumner(serier: Panel, exempel: Bools, definition: Definition) -> dict[str, NDArray[Any]]:
    values, per_ar = serier.values, serier.periods_per_year
    brott = panel.rebase_positions(serier.periods, (b.fran for b in definition.brott))
    sist = panel.latest(values)
    grupper = [serier.kommuner()[exempel[serier.kommuner()] == flagga] for flagga in (False, True)]
    ordning = _ordning(values, grupper, definition)
    etiketter = serier.labels
    return {
        "kommun_id": _utan_riket(etiketter["kommun"]),
        "enhet_id": etiketter["enhet"],
        "period": np.array(serier.periods, dtype=object)[sist.position],
        "antal_varden": (~np.isnan(values)).sum(axis=1),
        "varde": sist.value,
        "forandring": sist.value - panel.before(values, sist.position, 1, rebase=brott),
        "forandring_ar": sist.value - panel.before(values, sist.position, per_ar, rebase=brott),
        "rang": ordning.rang,
        "antal": ordning.antal,
        "percentil": ordning.percentil,
        **_signal(values, brott, sist.position),
        **_trend(panel.since_break(values, brott), per_ar, grupper),
        "exempel": exempel,
    }


def _utan_riket(kommun: NDArray[np.object_]) -> NDArray[np.object_]:
    koder = kommun.copy()
    koder[koder == panel.RIKET] = None
    return koder


def _ordning(values: Floats, grupper: list[NDArray[np.intp]], definition: Definition) -> Ordning:
    rang, antal, percentil = (np.full(len(values), np.nan) for _ in range(3))
    for grupp in grupper:
        i_grupp = values[grupp]
        if not (~np.isnan(i_grupp)).any():
            continue
        senast = i_grupp[:, panel.latest(i_grupp).position.max()]
        if np.count_nonzero(~np.isnan(senast)) < 2:
            continue  # the only one is neither first nor last
        percentil[grupp] = jamforelse.percentile_rank(senast)
        if definition.rangordnas:
            rang[grupp] = jamforelse.rank(senast, definition.riktning)
            antal[grupp] = np.where(np.isnan(senast), np.nan, np.count_nonzero(~np.isnan(senast)))
    return Ordning(rang, antal, percentil)


def _signal(values: Floats, brott: tuple[int, ...], position: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """The process chart at each series' latest value."""
    karta, rad = spc.xmr(values, rebase=brott), np.arange(len(values))
    return {
        "etikett": karta.label[rad, position],
        "sida": karta.side[rad, position],
        "preliminar_grans": karta.provisional[rad, position],
    }


def _trend(values: Floats, per_ar: int, grupper: list[NDArray[np.intp]]) -> dict[str, NDArray[Any]]:
    lutning = trend.theil_sen(values)
    p = trend.mann_kendall(_utan_sasong(values, per_ar), prewhiten=True).p
    justerat = np.full(len(values), np.nan)
    for grupp in grupper:
        justerat[grupp] = trend.adjust(p[grupp])
    return {
        "riktning": _kort_trend(values, per_ar),
        "lutning": lutning.slope,
        "lutning_lag": lutning.low,
        "lutning_hog": lutning.high,
        "p": p,
        "p_justerat": justerat,
    }


def _utan_sasong(values: Floats, per_ar: int) -> Floats:
    return trend.deseasonalize(values, per_ar) if per_ar > 1 else values


def _kort_trend(values: Floats, per_ar: int) -> NDArray[Any]:
    """The recent trend's direction, for yearly series too short for a process chart."""
    kort = (~np.isnan(values)).sum(axis=1) < spc.PROVISIONAL_BELOW
    if per_ar > 1:
        return np.zeros(len(values), dtype=np.int64)
    return np.where(kort, trend.recent_trend(values).direction, 0)


def _lista(namn: str, kolumn: NDArray[Any]) -> list[Any]:
    """The column as Python's own values; None for NaN, whole numbers where the table has them."""
    if kolumn.dtype.kind != "f":
        return list(kolumn.tolist())
    varden = kolumn.astype(object)
    matta = ~np.isnan(kolumn)
    if namn in HELTAL:
        varden[matta] = kolumn[matta].astype(np.int64)
    varden[~matta] = None
    return list(varden.tolist())
