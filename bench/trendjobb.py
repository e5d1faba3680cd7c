"""The whole trend job beside its bare parts: fetchall, the computation, COPY of the same rows.

`python -m bench.trendjobb` makes a database of its own on PostgreSQL, measures both in turn in the same run, and
drops it. The largest size is 290 municipalities × 30 nyckeltal × 120 months.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import resource
import statistics
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from bench.filimport import egen_databas

KOMMUNER = (18, 72, 290)
NYCKELTAL = 30
MANADER = 120


class Rad(NamedTuple):
    """Median seconds of the job and of its bare parts (fetchall, computation, COPY), and memory so far."""

    varden: int
    jobb: float
    hamta: float
    rakna: float
    kopiera: float
    minne_mb: int

    @property
    def kvot(self) -> float:
        return self.jobb / (self.hamta + self.rakna + self.kopiera)


def mat(storlekar: tuple[int, ...] = KOMMUNER, rundor: int = 3) -> list[Rad]:
    """One row per size, smallest first."""
    with egen_databas():
        import django

        django.setup()
        from django.core.management import call_command

        from kommuner import jobb

        jobb.ARBETEN.clear()  # no broker takes part in this
        call_command("migrate", verbosity=0)
        call_command("las_register", verbosity=0)
        return [_storlek(antal, rundor) for antal in storlekar]


def exponent(rader: list[Rad]) -> float:
    """How the job's time grows with the number of values: 1 is in proportion."""
    forst, sist = rader[0], rader[-1]
    return math.log(sist.jobb / forst.jobb) / math.log(sist.varden / forst.varden)


def _storlek(kommuner: int, rundor: int) -> Rad:
    koder, familjer = _fyll(kommuner)
    matningar = [(_jobbet(familjer), *_bart(familjer, kommuner)) for _ in range(rundor)]
    jobb, hamta, rakna, kopiera = (statistics.median(del_) for del_ in zip(*matningar, strict=True))
    minne = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Rad(len(koder) * len(familjer) * MANADER, jobb, hamta, rakna, kopiera, minne)


def _fyll(kommuner: int) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Monthly series of `kommuner` municipalities for 30 nyckeltal, as one published import."""
    from django.db import connection
    from django.utils import timezone

    from kommuner.importer.skriv import Cell, skriv
    from kommuner.models import Import, Kommun, Nyckeltal

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kommuner_import, rapporter_trendbygge RESTART IDENTITY CASCADE")
    importen = Import.objects.create(slag="kolada", fran="bench", lage="klar", version=1, publicerad=timezone.now())
    koder = list(Kommun.objects.order_by("kod").values_list("kod", flat=True)[:kommuner])
    nyckeltal = list(Nyckeltal.objects.values_list("kod", flat=True)[:NYCKELTAL])
    lotto = np.random.default_rng(1)
    for kod in nyckeltal:
        tal = (8 + np.cumsum(lotto.normal(0, 0.3, (len(koder), MANADER)), axis=1)).round(2)
        celler = [
            Cell(kommun, None, kod, f"{2010 + m // 12}-{m % 12 + 1:02d}", "T", float(tal[k, m]))
            for k, kommun in enumerate(koder)
            for m in range(MANADER)
        ]
        skriv(importen, celler, kalla="kolada")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return koder, [(kod, "T", "M") for kod in nyckeltal]


def _jobbet(familjer: list[tuple[str, str, str]]) -> float:
    from rapporter.trendbygge import bestall_bygge, gor_familj

    bygge = bestall_bygge(familjer, 1)
    assert bygge is not None
    start = time.perf_counter()
    for pk in bygge.familjer.order_by("pk").values_list("pk", flat=True):
        gor_familj(pk)
    tid = time.perf_counter() - start
    bygge.refresh_from_db()
    assert bygge.generation is not None
    return tid


def _bart(familjer: list[tuple[str, str, str]], kommuner: int) -> tuple[float, float, float]:
    """Seconds for fetchall, for the computation and for COPY of the rows that the job wrote."""
    hamta = rakna = kopiera = 0.0
    for familj in familjer:
        start = time.perf_counter()
        rader = _hamta(familj)
        hamtat = time.perf_counter()
        _rakna(np.array([varde for _, _, varde in rader]).reshape(kommuner, MANADER))
        raknat = time.perf_counter()
        ut = _rader_ur_tabellen(familj)
        innan = time.perf_counter()
        _kopiera(ut)
        hamta, rakna = hamta + hamtat - start, rakna + raknat - hamtat
        kopiera += time.perf_counter() - innan
    return hamta, rakna, kopiera


def _hamta(familj: tuple[str, str, str]) -> list[tuple[Any, ...]]:
    from django.db import connection

    fraga = (
        "SELECT kommun_id, period, varde FROM kommuner_matvarde "
        "WHERE nyckeltal_id = %s AND kon = %s AND periodslag = %s AND ersatt_i IS NULL "
        "ORDER BY kommun_id, period"
    )
    with connection.cursor() as cursor:
        cursor.execute(fraga, familj)
        rader: list[tuple[Any, ...]] = cursor.fetchall()
    return rader


def _rakna(varden: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    """Every figure of the Trend table, straight from the matrix."""
    from rapporter.berakning import jamforelse, panel, spc, trend

    panel.latest(varden)
    spc.xmr(varden)
    trend.theil_sen(varden)
    trend.adjust(trend.mann_kendall(trend.deseasonalize(varden, 12), prewhiten=True).p)
    jamforelse.rank(varden[:, -1], "lagre")
    jamforelse.percentile_rank(varden[:, -1])


def _rader_ur_tabellen(familj: tuple[str, str, str]) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM rapporter_trend WHERE till IS NULL AND nyckeltal_id = %s AND kon = %s AND periodslag = %s",
            familj,
        )
        rader: list[tuple[Any, ...]] = cursor.fetchall()
    return rader


def _kopiera(rader: list[tuple[Any, ...]]) -> None:
    """COPY into a table with the same columns, indexes and constraints, made anew and rolled back."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bar_trend (LIKE rapporter_trend INCLUDING ALL) ON COMMIT DROP")
        text = io.StringIO()
        csv.writer(text).writerows(rader)
        text.seek(0)
        cursor.copy_expert("COPY bar_trend FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (etikett))", text)


def tabell(rader: list[Rad]) -> Iterator[str]:
    """The measurements as a Markdown table."""
    yield "| värden | jobbet, s | fetchall, s | beräkning, s | COPY, s | kvot | minne, MB |"
    yield "|---:|---:|---:|---:|---:|---:|---:|"
    for r in rader:
        yield (
            f"| {r.varden:,} | {r.jobb:.2f} | {r.hamta:.2f} | {r.rakna:.2f} | {r.kopiera:.2f} "
            f"| {r.kvot:.2f} | {r.minne_mb} |"
        ).replace(",", " ")
    yield ""
    yield f"Exponent: {exponent(rader):.2f}."


if __name__ == "__main__":
    tolk = argparse.ArgumentParser(description=__doc__)
    tolk.add_argument("--rundor", type=int, default=3)
    for rad in tabell(mat(rundor=tolk.parse_args().rundor)):
        print(rad)
