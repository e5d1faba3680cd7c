"""Many rows into a table at once: COPY on PostgreSQL, one prepared INSERT elsewhere."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction
from psycopg2 import sql


def satt_in(
    modell: type[models.Model],
    kolumner: Sequence[str],
    rader: Iterable[Sequence[Any]],
    *,
    tomma: Sequence[str] = (),
) -> None:
    """Insert `rader`, whose values stand in the order of `kolumner` (names of columns, `kommun_id`).

    None is NULL. `tomma` names the text columns in which "" is a value of its own. Defaults are the
    caller's business: a column that is left out gets the database's. Raises IntegrityError as any insert.
    """
    if connection.vendor == "postgresql":
        _kopiera(modell, kolumner, rader, tomma)
    else:
        _forberett(modell, kolumner, rader)


def _kopiera(
    modell: type[models.Model], kolumner: Sequence[str], rader: Iterable[Sequence[Any]], tomma: Sequence[str]
) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rader)
    text.seek(0)
    namn = sql.SQL(", ").join(map(sql.Identifier, kolumner))
    val = sql.SQL(", FORCE_NOT_NULL ({})").format(sql.SQL(", ").join(map(sql.Identifier, tomma)))
    fraga = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv{})").format(
        sql.Identifier(modell._meta.db_table), namn, val if tomma else sql.SQL("")
    )
    with connection.wrap_database_errors, connection.cursor() as cursor:  # copy_expert is not Django's own
        cursor.copy_expert(fraga, text)


def _forberett(modell: type[models.Model], kolumner: Sequence[str], rader: Iterable[Sequence[Any]]) -> None:
    """bulk_create takes ten times as long: it makes a model and prepares every field for each row."""
    tabell, *namn = map(connection.ops.quote_name, [modell._meta.db_table, *kolumner])
    platser = ", ".join(["%s"] * len(kolumner))
    fraga = f"INSERT INTO {tabell} ({', '.join(namn)}) VALUES ({platser})"  # noqa: S608 - the model's own names
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(fraga, list(rader))
