"""A million rows from a CSV through the import, beside PostgreSQL's own COPY of the same rows, typed.

`python -m bench.filimport` makes a database of its own, measures both in the same run, round by round, and drops
it. The table that COPY fills has the same columns, indexes, checks and foreign keys.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from tests import tjanster

STORLEKAR = (62_500, 250_000, 1_000_000)
KOPIA = "bench_kopia"


class Rad(NamedTuple):
    """Seconds for the import (reading and publishing) and for COPY, and the process's memory so far."""

    rader: int
    lasa: float
    publicera: float
    kopiera: float
    minne_mb: int

    @property
    def kvot(self) -> float:
        return (self.lasa + self.publicera) / self.kopiera


@contextmanager
def egen_databas() -> Iterator[None]:
    """A fresh database, which Django then uses; must come before Django is set up."""
    with tjanster.postgres() as url, tempfile.TemporaryDirectory() as mapp:
        namn = f"vandpunkt_bench_{os.getpid()}"
        _utanfor(url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(namn)))
        os.environ["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{namn}").geturl()
        os.environ["DATA_DIR"] = mapp
        os.environ["DJANGO_SETTINGS_MODULE"] = "socialtjanst.settings"
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
            _utanfor(url, sql.SQL("DROP DATABASE {}").format(sql.Identifier(namn)))


def _utanfor(url: str, fraga: sql.Composable) -> None:
    koppling = psycopg2.connect(url)
    koppling.autocommit = True
    with koppling.cursor() as cursor:
        cursor.execute(fraga)
    koppling.close()


def mat(storlekar: tuple[int, ...] = STORLEKAR, rundor: int = 3) -> list[Rad]:
    """The median round of each size, smallest first."""
    with egen_databas():
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("las_register", verbosity=0)
        _gor_kopia()
        return [_storlek(antal, rundor) for antal in storlekar]


def _storlek(antal: int, rundor: int) -> Rad:
    with tempfile.TemporaryDirectory() as mapp:
        fil = Path(mapp) / "uppgifter.csv"
        skriv_fil(fil, antal)
        matningar = [_runda(fil, Path(mapp) / "typade.csv", antal) for _ in range(rundor)]
    return sorted(matningar, key=lambda rad: rad.kvot)[rundor // 2]


def skriv_fil(fil: Path, antal: int) -> None:
    """`antal` different cells in Swedish dress: semicolons, decimal commas, all municipalities."""
    from kommuner.nyckeltal import alla

    slump = random.Random(1)
    with fil.open("w", encoding="utf-8-sig", newline="") as ut:
        skrivare = csv.writer(ut, delimiter=";", lineterminator="\r\n")
        skrivare.writerow(["kommun", "nyckeltal", "period", "kön", "täljare", "nämnare", "personer"])
        for nr, (kommun, kod, period) in enumerate(_celler()):
            if nr == antal:
                return
            namnare = slump.randint(40, 400)
            taljare = slump.randint(0, namnare // 3)
            halv = ",5" if kod == "VP01" else ""
            personer = namnare if alla()[kod].personer_fraga else ""
            skrivare.writerow([kommun, kod, period, "T", f"{taljare}{halv}", namnare, personer])
    raise ValueError(f"Det finns inte {antal} celler att skriva.")


def _celler() -> Iterator[tuple[str, str, str]]:
    from kommuner.models import Kommun
    from kommuner.nyckeltal import rapporterade

    koder = list(Kommun.objects.order_by("kod").values_list("kod", flat=True))
    # Those with a denominator, so that every row is divided.
    delade = [d for d in rapporterade() if d.namnare_fraga is not None]
    for ar in range(2025, 1899, -1):
        for d in delade:
            for period in (f"{ar}-{s}{n}" for s, antal in (("K", 4), ("T", 3)) for n in range(1, antal + 1)):
                if period[5] in d.periodslag:
                    yield from ((kod, d.kod, period) for kod in koder)


def _runda(fil: Path, typade: Path, antal: int) -> Rad:
    _tom()
    lasa, publicera = _importera(fil, antal)
    _dumpa(typade)
    kopiera = _kopiera(typade)
    return Rad(antal, lasa, publicera, kopiera, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _tom() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {KOPIA}")
        cursor.execute("TRUNCATE kommuner_import RESTART IDENTITY CASCADE")


def _importera(fil: Path, antal: int) -> tuple[float, float]:
    from kommuner import jobb
    from kommuner.importer import granskning
    from kommuner.importer.fil import las_in, ta_emot
    from kommuner.lasning import senaste_version
    from konton.models import User

    jobb.ARBETEN.clear()  # no broker takes part in this
    av = User.objects.get_or_create(email="bench@exempel.test")[0]
    with fil.open("rb") as innehall:
        importen = ta_emot(innehall, fil.name, av=av, kommuner=None, preliminar=False)
    borjan = time.perf_counter()
    las_in(importen.pk)
    last = time.perf_counter()
    granskning.godkann(importen, av=av, sedd_version=senaste_version())
    las_in(importen.pk)  # beyond 50 000 rows a worker publishes
    slut = time.perf_counter()
    importen.refresh_from_db()
    if importen.tagna != antal:
        raise RuntimeError(f"{importen.tagna} av {antal} rader togs in: {importen.fel}")
    return last - borjan, slut - last


def _gor_kopia() -> None:
    """An empty table with the columns, indexes, checks and foreign keys of Matvarde's."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {KOPIA} (LIKE kommuner_matvarde INCLUDING ALL)")
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'kommuner_matvarde'::regclass"
            " AND contype = 'f'"
        )
        for (villkor,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {KOPIA} ADD {villkor}")


def _dumpa(typade: Path) -> None:
    from django.db import connection

    with connection.cursor() as cursor, typade.open("w") as ut:
        cursor.copy_expert("COPY (SELECT * FROM kommuner_matvarde ORDER BY rad) TO STDOUT WITH (FORMAT csv)", ut)


def _kopiera(typade: Path) -> float:
    from django.db import connection, transaction

    borjan = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor, typade.open() as in_:
        cursor.copy_expert(f"COPY {KOPIA} FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (saknas))", in_)
    return time.perf_counter() - borjan


def exponent(rader: list[Rad]) -> float:
    """How the import's time grows with the rows: 1 is in proportion."""
    forsta, sista = rader[0], rader[-1]
    tider = (sista.lasa + sista.publicera) / (forsta.lasa + forsta.publicera)
    return math.log(tider) / math.log(sista.rader / forsta.rader) if sista.rader > forsta.rader else math.nan


def main() -> None:
    argument = argparse.ArgumentParser(description=__doc__)
    argument.add_argument("--rader", type=int, action="append", help="antal rader; kan anges flera gånger")
    argument.add_argument("--rundor", type=int, default=3)
    val = argument.parse_args()
    rader = mat(tuple(val.rader or STORLEKAR), val.rundor)
    print("rader      läsa s  publicera s  COPY s  kvot  minne MB")
    for rad in rader:
        print(
            f"{rad.rader:9d} {rad.lasa:7.1f} {rad.publicera:12.1f} {rad.kopiera:7.1f} {rad.kvot:5.2f} {rad.minne_mb:9d}"
        )
    print(f"exponent {exponent(rader):.2f}")


if __name__ == "__main__":
    main()
