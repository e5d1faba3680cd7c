"""A real Celery worker on the test database, for tests marked `arbetare` (they need `transactional_db`).

    with arbetare() as process:                  # ready when the block begins, gone with its children after it
        ...
        process.doda()                           # kill -9, its children included

The broker is REDIS_URL where it is set (tests/kor.py sets it), and otherwise a Valkey started for the test run.
"""

import atexit
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]
from django.conf import settings
from django.db import connection

from socialtjanst.celery import app
from tests import tjanster

ROT = Path(__file__).resolve().parent.parent
STARTTID = 60  # seconds; Django and the tasks load in about three on a machine at rest


class Arbetare:
    """The worker's process; `logg` is what it has written so far."""

    def __init__(self, process: subprocess.Popen[bytes], loggfil: Path) -> None:
        self.process, self._loggfil = process, loggfil

    @property
    def logg(self) -> str:
        return self._loggfil.read_text(encoding="utf-8", errors="replace")

    def doda(self) -> None:
        """kill -9 to the worker and every child of its pool, as a machine that loses power would."""
        self._signalera(signal.SIGKILL)

    def frys(self) -> None:
        """Stop everything in its tracks, as a machine that sleeps would."""
        self._signalera(signal.SIGSTOP)

    def vack(self) -> None:
        self._signalera(signal.SIGCONT)

    def _signalera(self, nummer: int) -> None:
        try:
            chef = psutil.Process(self.process.pid)
            familj = [chef, *chef.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for medlem in familj:
            try:
                medlem.send_signal(nummer)
            except psutil.NoSuchProcess:
                continue
        if nummer == signal.SIGKILL:
            psutil.wait_procs(familj[1:], timeout=10)
            self.process.wait(timeout=10)


@contextmanager
def arbetare(*, processer: int = 1, klocka: bool = False, **miljo: str) -> Iterator[Arbetare]:
    """Start `celery worker` (with its clock if `klocka`), wait until it takes work, kill it when the block ends.

    `miljo` is added to its environment; TEST_JOBB_TYST=2 makes a silent job anybody's after two seconds.
    """
    ko = broker()
    mapp = Path(tempfile.mkdtemp(prefix="vandpunkt-arbetare-"))
    env = {**os.environ, **_miljo(), "REDIS_URL": ko, **miljo}
    val = ["--concurrency", str(processer), "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    if klocka:
        val += ["--beat", "--schedule", str(mapp / "klocka")]
    with (mapp / "logg").open("wb") as logg:
        kommando = [sys.executable, "-m", "celery", "-A", "socialtjanst", "worker", *val]
        process = subprocess.Popen(kommando, cwd=ROT, env=env, stdout=logg, stderr=subprocess.STDOUT)
    worker = Arbetare(process, mapp / "logg")
    try:
        vanta(lambda: " ready." in worker.logg or process.poll() is not None, STARTTID, lambda: worker.logg)
        assert process.poll() is None, worker.logg
        yield worker
    finally:
        worker.vack()
        worker.doda()


def vanta(villkor: Callable[[], object], sekunder: float = 60, varfor: Callable[[], str] = str) -> None:
    """Wait until `villkor` holds; fails with what `varfor` says when it does not within `sekunder`."""
    slut = time.monotonic() + sekunder
    while not villkor():
        assert time.monotonic() < slut, f"Det hände inte inom {sekunder} s. {varfor()}"
        time.sleep(0.1)


def broker() -> str:
    """The broker's URL, with this process's own Celery pointed at it."""
    if os.environ.get("REDIS_URL"):
        return settings.REDIS_URL
    url = _egen_valkey()
    if app.conf.broker_url != _celerys(url):
        app.conf.broker_url = _celerys(url)
        app._pool = app.amqp._producer_pool = None  # those of the address before
    return url


@cache
def _egen_valkey() -> str:
    tjanst = tjanster.valkey()
    url = tjanst.__enter__()
    atexit.register(tjanst.__exit__, None, None, None)
    return url


def _celerys(url: str) -> str:
    return url.replace("unix://", "redis+socket://")


def _miljo() -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": databasens_url(),
        "DATA_DIR": str(settings.DATA_DIR),
        "PYTHONUNBUFFERED": "1",
    }


def databasens_url() -> str:
    """The test database, as another process names it."""
    db = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{db['NAME']}"
    vem = quote(str(db["USER"])) + (f":{quote(str(db['PASSWORD']))}" if db["PASSWORD"] else "")
    return f"postgres://{vem}@{quote(str(db['HOST']), safe='')}:{db['PORT'] or 5432}/{db['NAME']}"
