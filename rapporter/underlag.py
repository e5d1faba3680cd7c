"""The bridge from rows to arrays: the only file that knows both the ORM and the computations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from kommuner import lasning, perioder
from kommuner.models import Nyckeltal
from rapporter import trendtabell
from rapporter.berakning.matris import Bools, Floats
from rapporter.berakning.panel import RIKET, Panel

KOLUMNER = trendtabell.KOLUMNER


def panel(version: int, nyckeltal: str, kon: str, periodslag: str) -> tuple[Panel, Bools]:
    """Everything that may be shown of a family at `version`, and which series hold invented values.

    Whole municipalities, units and Riket ("0000") are series of values in the nyckeltal's unit; what is
    missing or hidden is NaN. The flags have shape (n_series,). One query.
    """
    rader = lasning.varden(version).filter(nyckeltal_id=nyckeltal, kon=kon, periodslag=periodslag).order_by()
    falt = ("kommun_id", "enhet_id", "period", "synligt", "exempel")
    hamtat = _fetchall(rader.values_list(*falt))
    if not hamtat:
        return Panel((), (), np.empty((0, 0))), np.empty(0, dtype=np.bool_)
    kommun, enhet, period, varde, exempel = zip(*hamtat, strict=True)
    koder = np.array(kommun, dtype=object)
    koder[koder == np.array(None)] = RIKET
    koden, konet = (np.full(len(hamtat), etikett, dtype=object) for etikett in (nyckeltal, kon))
    kalender = perioder.kalender(min(period), max(period))

    def serier(tal: Sequence[float | None] | Floats) -> Panel:
        return Panel.from_columns(koder, enhet, koden, konet, period, tal, periods=kalender)

    varden = serier(varde)
    if not any(exempel):
        return varden, np.zeros(len(varden.series), dtype=np.bool_)
    return varden, np.nanmax(serier(np.array(exempel, dtype=np.float64)).values, axis=1) > 0


def _fetchall(rader: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows as the database gives them: Django's conversion cell by cell costs more than reading them."""
    fraga, parametrar = rader.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(fraga, parametrar)
        return list(cursor.fetchall())


def i_omrade(serier: Panel, exempel: Bools, kommuner: Collection[str]) -> tuple[Panel, Bools]:
    """The series of these whole municipalities, and Riket's, with their flags."""
    valda = set(kommuner) | {RIKET}
    rader = [i for i, serie in enumerate(serier.series) if serie.enhet is None and serie.kommun in valda]
    return serier.take(rader), exempel[rader]


def serien(serier: Panel, exempel: Bools, kommun: str) -> tuple[list[float | None], bool]:
    """A whole municipality's values per period, None for gaps, and whether any is invented; empty if none."""
    (*rader,) = serier.rows(kommun=kommun, enhet=None)
    if not rader:
        return [], False
    varden = serier.values[rader[0]]
    return [None if np.isnan(v) else float(v) for v in varden], bool(exempel[rader[0]])


def periodens(serier: Panel, pahittat: Bools, plats: int, *, exempel: bool) -> list[float]:
    """The municipalities' measured values in one period, real or invented; neither Riket nor units."""
    kommuner = serier.kommuner()
    varden = serier.values[kommuner[pahittat[kommuner] == exempel], plats]
    return [float(v) for v in varden[~np.isnan(varden)]]


def trendrader(version: int, nyckeltal: str, kon: str, periodslag: str) -> Iterator[tuple[Any, ...]]:
    """The family's rows of the Trend table, as tuples in the order of KOLUMNER."""
    serier, exempel = panel(version, nyckeltal, kon, periodslag)
    return trendtabell.rader(serier, exempel, Nyckeltal(kod=nyckeltal).definition)
