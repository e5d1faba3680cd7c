"""GET /api/v1/matvarden/ of 5 000 rows against Datasette with the same columns, rows and SQLite file.

Run alone with `python -m bench.api`. Both servers have one process on this machine; requests alternate, and the
ratio is the median over pairs of (Datasette's time / ours): above 1 we are faster. Datasette is measured twice:
over a view with the same joins, and over a flat table that holds the finished rows, its best case.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from math import log
from pathlib import Path
from statistics import median
from typing import NamedTuple

import httpx

ROT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RADER = 5000
PAR = 40
PERIODER = (1, 4, 16)
"""Months in the table at 1×, 4× and 16×: 290 kommuner × 30 nyckeltal × 3 kön = 26 100 rows each."""

VY = """
SELECT coalesce(m.kommun_id, '0000') AS kommun, coalesce(k.namn, 'Riket') AS kommun_namn, m.enhet_id AS enhet,
       m.nyckeltal_id AS nyckeltal, m.period, m.kon, m.varde, nullif(m.saknas, '') AS saknas, m.kalla, m.exempel,
       i.version
FROM kommuner_matvarde m
JOIN kommuner_import i ON i.id = m.importen_id
LEFT JOIN kommuner_kommun k ON k.kod = m.kommun_id
WHERE m.ersatt_i IS NULL AND i.version IS NOT NULL
ORDER BY m.id
"""


class Matning(NamedTuple):
    """Times are medians in milliseconds, ratios medians over pairs."""

    rader_i_tabellen: int
    vi_ms: float
    vy_ms: float
    platt_ms: float
    mot_vy: float
    mot_platt: float


def kor(perioder: tuple[int, ...] = PERIODER, par: int = PAR) -> list[Matning]:
    """Measure at each size of the table."""
    # The real service that counts requests, as in production.
    from tests.tjanster import valkey

    with tempfile.TemporaryDirectory(prefix="vandpunkt-bench-") as mapp, valkey() as redis:
        miljo = {**os.environ, "DATA_DIR": mapp, "REDIS_URL": redis, "DJANGO_SETTINGS_MODULE": "socialtjanst.settings"}
        miljo.pop("DATABASE_URL", None)
        _tyst([sys.executable, "manage.py", "migrate", "--verbosity", "0"], miljo)
        _tyst([sys.executable, "manage.py", "las_register", "--verbosity", "0"], miljo)
        matningar = []
        for fran, till in zip((0, *perioder), perioder, strict=False):
            _tyst([sys.executable, "-m", "bench.api", "--fyll", str(fran), str(till)], miljo)
            matningar.append(_mat(Path(mapp) / "vandpunkt.sqlite3", miljo, par))
        return matningar


def _mat(fil: Path, miljo: dict[str, str], par: int) -> Matning:
    antal = _gor_vy(fil)
    with ExitStack() as stack:
        klient = stack.enter_context(httpx.Client(timeout=60))
        var = f"http://127.0.0.1:{stack.enter_context(_vandpunkt(miljo))}/api/v1/matvarden/?page_size={RADER}"
        deras = f"http://127.0.0.1:{stack.enter_context(_datasette(fil))}/{fil.stem}"
        fraga = f"_size={RADER}&_nocount=1&_nofacet=1&_shape=objects"
        adresser = [var, f"{deras}/bench_vy.json?{fraga}", f"{deras}/bench_platt.json?{fraga}"]
        _samma_rader(klient, adresser)
        tider = [_varv(klient, adresser, baklanges=bool(i % 2)) for i in range(par)]
    vi, vy, platt = (median(kolumn) * 1000 for kolumn in zip(*tider, strict=True))
    return Matning(antal, vi, vy, platt, median(b / a for a, b, _ in tider), median(c / a for a, _, c in tider))


def _varv(klient: httpx.Client, adresser: list[str], *, baklanges: bool) -> list[float]:
    """One request to each, in turn, in seconds."""
    ordning = list(enumerate(adresser))
    tider = [0.0] * len(adresser)
    for i, adress in reversed(ordning) if baklanges else ordning:
        start = time.perf_counter()
        svar = klient.get(adress)
        tider[i] = time.perf_counter() - start
        svar.raise_for_status()
    return tider


def _samma_rader(klient: httpx.Client, adresser: list[str]) -> None:
    """Warm up, and check that all three say the same."""
    vara, vyns, plattans = (klient.get(adress).raise_for_status().json() for adress in adresser)
    for deras in (vyns["rows"], plattans["rows"]):
        lika = [{**rad, "exempel": bool(rad["exempel"])} for rad in deras]
        if len(lika) != RADER or lika != vara["results"]:
            raise SystemExit("Svaren är inte lika: mätningen säger inget.")


def _gor_vy(fil: Path) -> int:
    """The view and the flat table for Datasette; returns how many rows the table of values has."""
    with sqlite3.connect(fil) as db:
        db.executescript(f"DROP VIEW IF EXISTS bench_vy; CREATE VIEW bench_vy AS {VY};")
        db.executescript("DROP TABLE IF EXISTS bench_tabell; CREATE TABLE bench_tabell AS SELECT * FROM bench_vy;")
        # A view, since Datasette adds a column rowid to a table without a key of its own.
        db.executescript("DROP VIEW IF EXISTS bench_platt; CREATE VIEW bench_platt AS SELECT * FROM bench_tabell;")
        return int(db.execute("SELECT count(*) FROM kommuner_matvarde").fetchone()[0])


@contextmanager
def _vandpunkt(miljo: dict[str, str]) -> Iterator[int]:
    port = _ledig_port()
    kommando: list[str | Path] = [BIN / "gunicorn", "socialtjanst.wsgi", "--bind", f"127.0.0.1:{port}"]
    with _server([*kommando, "--workers", "1", "--threads", "4", "--log-level", "error"], miljo, port):
        yield port


@contextmanager
def _datasette(fil: Path) -> Iterator[int]:
    port = _ledig_port()
    kommando: list[str | Path] = [BIN / "datasette", "serve", fil, "--port", str(port)]
    with _server([*kommando, "--setting", "max_returned_rows", str(RADER)], dict(os.environ), port):
        yield port


@contextmanager
def _server(kommando: list[str | Path], miljo: dict[str, str], port: int) -> Iterator[None]:
    process = subprocess.Popen(kommando, env=miljo, cwd=ROT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as prov:
                if prov.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def _ledig_port() -> int:
    with socket.socket() as prov:
        prov.bind(("127.0.0.1", 0))
        return int(prov.getsockname()[1])


def _tyst(kommando: list[str], miljo: dict[str, str]) -> None:
    subprocess.run(kommando, env=miljo, cwd=ROT, check=True, stdout=subprocess.DEVNULL)


def _fyll(fran: int, till: int) -> None:
    """Publish the months from `fran` to `till`, counted from January 2015, and revise one in a hundred."""
    import django

    django.setup()
    from kommuner.models import Kommun, Nyckeltal
    from kommuner.services import import_klar

    import_klar.disconnect(dispatch_uid="rapporter.rakna_om")  # no trends here, and nobody to make them
    kommuner = list(Kommun.objects.values_list("kod", flat=True))
    koder = list(Nyckeltal.objects.filter(kalla="kolada").values_list("kod", flat=True))[:30]
    platser = [(kommun, kod, kon) for kommun in kommuner for kod in koder for kon in "TKM"]
    for manad in range(fran, till):
        _publicera(platser, f"{2015 + manad // 12}-{manad % 12 + 1:02d}", 0.0)
    _publicera(platser[::100], f"{2015 + fran // 12}-{fran % 12 + 1:02d}", 0.5)


def _publicera(platser: list[tuple[str, str, str]], period: str, tillagg: float) -> None:
    from kommuner.importer.skriv import Cell, skriv
    from kommuner.jobb import Lage
    from kommuner.services import oppna, publicera

    importen = oppna("kolada", "bench", lage=Lage.PAGAR)
    celler = [Cell(k, None, n, period, kon, (i % 200) / 10 + tillagg) for i, (k, n, kon) in enumerate(platser)]
    skriv(importen, celler, kalla="kolada")
    publicera(importen)


def main() -> None:
    if sys.argv[1:2] == ["--fyll"]:
        _fyll(int(sys.argv[2]), int(sys.argv[3]))
        return
    print("rader i tabellen | vi, ms | Datasette vy, ms | Datasette platt tabell, ms | mot vy | mot platt")
    matningar = kor()
    for m in matningar:
        print(
            f"{m.rader_i_tabellen:>16} | {m.vi_ms:6.1f} | {m.vy_ms:16.1f} | {m.platt_ms:26.1f} | "
            f"{m.mot_vy:6.2f} | {m.mot_platt:9.2f}"
        )
    minst, storst = matningar[0], matningar[-1]
    exponent = log(storst.vi_ms / minst.vi_ms) / log(storst.rader_i_tabellen / minst.rader_i_tabellen)
    print(f"Tiden för en sida växer som tabellens rader upphöjt till {exponent:.2f}.")


if __name__ == "__main__":
    main()
