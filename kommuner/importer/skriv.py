"""Many values into the table under an unpublished import."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from psycopg2 import sql

from kommuner.massinsattning import satt_in
from kommuner.models import Import, Matvarde
from kommuner.perioder import slag


class Cell(NamedTuple):
    """One value on its way in. `kommun` is None for Riket; `saknas` is "" when there is a value."""

    kommun: str | None
    enhet: int | None
    nyckeltal: str
    period: str
    kon: str
    varde: float | None
    saknas: str = ""
    taljare: float | None = None
    namnare: float | None = None
    personer: float | None = None
    rad: int | None = None


KOLUMNER = (
    *("kommun_id", "enhet_id", "nyckeltal_id", "period", "kon", "varde", "saknas", "taljare", "namnare"),
    *("personer", "rad", "periodslag", "kalla", "preliminar", "exempel", "skyddad", "importen_id"),
)


def skriv(
    importen: Import, celler: Sequence[Cell], *, kalla: str, preliminar: bool = False, exempel: bool = False
) -> None:
    """Insert `celler`; two rows for one cell raise IntegrityError, so the caller sorts them out first."""
    gemensamt = (kalla, preliminar, exempel, False, importen.pk)
    rader = [(*cell, slag(cell.period), *gemensamt) for cell in celler]
    satt_in(Matvarde, KOLUMNER, rader, tomma=["saknas"])


def analysera() -> None:
    """Tell PostgreSQL what a large import has brought: without it the questions that publishing asks run for hours."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(Matvarde._meta.db_table)))
