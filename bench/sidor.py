"""Server time of a page beside that of its template alone, rendered from the values that the page had read.

`python -m bench.sidor` makes a database of its own on PostgreSQL and measures at 1, 4 and 16 times the rows; with
`--har` it measures on the database that the environment names. Both are timed in turn in the same run.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

SIDOR = ("/kommuner/2380/", "/kommuner/")
KVARTAL = (10, 40, 160)
NYCKELTAL = 20
RUNDOR = 30


class Matning(NamedTuple):
    """Median seconds of the whole request (`kall`: with nothing kept in memory) and of the template alone."""

    adress: str
    varden: int
    fragor: int
    byte: int
    hela: float
    kall: float
    mallen: float

    @property
    def kvot(self) -> float:
        return self.hela / self.mallen

    @property
    def kvot_kall(self) -> float:
        return self.kall / self.mallen


def mat(sidor: Sequence[str] = SIDOR, kvartal: Sequence[int] = KVARTAL, rundor: int = RUNDOR) -> list[Matning]:
    """One row per page and size, the smallest first, in a database of its own."""
    from bench.filimport import egen_databas

    with egen_databas():
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("las_register", verbosity=0)
        return [matning for antal in kvartal for matning in _storlek(antal, sidor, rundor)]


def _storlek(kvartal: int, sidor: Sequence[str], rundor: int) -> list[Matning]:
    antal = _fyll(kvartal)
    return [mat_sida(adress, antal, rundor) for adress in sidor]


def mat_sida(adress: str, varden: int = 0, rundor: int = RUNDOR) -> Matning:
    """One page on the database of the environment."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    hanterare, fabrik = WSGIHandler(), RequestFactory(headers={"host": "localhost"})

    def hela() -> Any:
        svar = hanterare.get_response(fabrik.get(adress))
        assert svar.status_code == 200, f"{adress} gav {svar.status_code}"
        return svar

    def kall() -> Any:
        _glom()
        return hela()

    mallen = _mallen(hela)
    with CaptureQueriesContext(
        connection,
    ) as fragor:
        storlek = len(kall().content)
    tider = [[_tid(f) for f in (hela, mallen, kall, mallen)] for _ in range(rundor)]
    hel, mall, kalla, _ = (statistics.median(tid) for tid in zip(*tider, strict=True))
    return Matning(adress, varden, len(fragor), storlek, hel, kalla, mall)


def _mallen(hela: Callable[[], Any]) -> Callable[[], str]:
    """The page's own template with the very context that the view gave it."""
    from django.template import loader

    riktig = loader.render_to_string
    fangat: list[tuple[Any, ...]] = []

    def fanga(*argument: Any, **namngivna: Any) -> str:
        fangat.append((argument, namngivna))
        return riktig(*argument, **namngivna)

    loader.render_to_string = fanga  # type: ignore[assignment]
    try:
        hela()
    finally:
        loader.render_to_string = riktig
    (argument, namngivna), *_ = fangat
    return lambda: riktig(*argument, **namngivna)


def _glom() -> None:
    """What the process keeps of one version of the data."""
    from socialtjanst.web.presentation import diagram, kommunvarden, nyckeltal, serier, start

    minnen = (diagram._utveckling, diagram._processfigur, nyckeltal._tackning, serier._kommunens, serier.trender)
    for minne in (*minnen, kommunvarden.varden, start._oversikt):
        minne.cache_clear()


def _tid(gor: Callable[[], Any]) -> float:
    start = time.perf_counter()
    gor()
    return time.perf_counter() - start


def _fyll(kvartal: int) -> int:
    """Quarterly series of 290 municipalities for 20 nyckeltal, as one published import, and their trends."""
    import random

    from django.db import connection
    from django.utils import timezone

    from kommuner.importer.skriv import Cell, skriv
    from kommuner.models import Import, Kommun, Nyckeltal

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kommuner_import, rapporter_trendbygge RESTART IDENTITY CASCADE")
    importen = Import.objects.create(slag="kolada", fran="bench", lage="klar", version=1, publicerad=timezone.now())
    lotto, antal = random.Random(1), 0
    koder = list(Kommun.objects.values_list("kod", flat=True))
    perioder = [f"{1980 + k // 4}-K{k % 4 + 1}" for k in range(kvartal)]
    for nyckeltal in list(Nyckeltal.objects.values_list("kod", flat=True)[:NYCKELTAL]):
        celler = [
            Cell(kod, None, nyckeltal, period, "T", round(lotto.gauss(8, 1), 2)) for kod in koder for period in perioder
        ]
        skriv(importen, celler, kalla="kolada")
        antal += len(celler)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _bygg_trender(importen)
    return antal


def _bygg_trender(importen: Any) -> None:
    from kommuner import jobb
    from kommuner.services import berorda_familjer
    from rapporter.trendbygge import bestall_bygge, gor_familj

    jobb.ARBETEN.clear()  # no broker takes part in this
    bygge = bestall_bygge(berorda_familjer(importen), 1)
    assert bygge is not None
    for pk in bygge.familjer.order_by("pk").values_list("pk", flat=True):
        gor_familj(pk)


def exponent(matningar: Sequence[Matning], adress: str) -> float:
    """How a page's time grows with the number of values in the database: 1 is in proportion."""
    forst, *_, sist = [m for m in matningar if m.adress == adress]
    return math.log(sist.kall / forst.kall) / math.log(sist.varden / forst.varden)


def tabell(matningar: Sequence[Matning]) -> Iterator[str]:
    """The measurements as a Markdown table."""
    yield "| sida | värden | frågor | kB | sidan, ms | utan minne, ms | mallen, ms | kvot | utan minne |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for m in matningar:
        tider = " | ".join(f"{1000 * tid:.1f}" for tid in (m.hela, m.kall, m.mallen))
        kvoter = f"{m.kvot:.2f} | {m.kvot_kall:.2f}"
        yield f"| {m.adress} | {m.varden} | {m.fragor} | {m.byte // 1024} | {tider} | {kvoter} |"


def main() -> None:
    tolk = argparse.ArgumentParser(description=__doc__)
    tolk.add_argument("--har", action="store_true")
    tolk.add_argument("--rundor", type=int, default=RUNDOR)
    tolk.add_argument("sidor", nargs="*", default=list(SIDOR))
    val = tolk.parse_args()
    if val.har:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialtjanst.settings")
        django.setup()
        matningar = [mat_sida(adress, rundor=val.rundor) for adress in val.sidor]
    else:
        matningar = mat(val.sidor, rundor=val.rundor)
    print("\n".join(tabell(matningar)))
    for adress in [] if val.har else val.sidor:
        print(f"\nExponent, {adress}: {exponent(matningar, adress):.2f}.")


if __name__ == "__main__":
    main()
