"""A real web server in a process of its own, on the test database, that can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from django.conf import settings

from tests.arbetare import databasens_url

ROT = Path(__file__).resolve().parents[2]
STARTTID = 60


class Server:
    def __init__(self) -> None:
        self.port = _ledig_port()
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def starta(self, *, vanta: bool = True) -> None:
        miljo = {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": databasens_url(),
            "DATA_DIR": str(settings.DATA_DIR),
        }
        val = ["--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "4", "--preload"]
        kommando = [sys.executable, "-m", "gunicorn", "socialtjanst.wsgi", *val, "--log-level", "critical"]
        self.process = subprocess.Popen(kommando, cwd=ROT, env={**os.environ, **miljo})
        if vanta:
            self.vanta()

    def vanta(self) -> None:
        slut = time.monotonic() + STARTTID
        while time.monotonic() < slut:
            with socket.socket() as prov:
                if prov.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("Servern startade inte.")

    def doda(self) -> None:
        """kill -9 to the server and its children; nobody answers until it is started again."""
        if self.process is None:
            return
        for barn in self._arbetare():
            barn.send_signal(signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        self.process = None

    def doda_arbetare(self) -> None:
        """kill -9 to what answers requests; the server makes a new one within moments."""
        for barn in self._arbetare():
            barn.send_signal(signal.SIGKILL)

    def frys(self) -> None:
        """What answers requests stops in its tracks: they are taken and never answered."""
        for barn in self._arbetare():
            barn.send_signal(signal.SIGSTOP)

    def _arbetare(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children(recursive=True) if self.process else []
        except psutil.NoSuchProcess:
            return []


def _ledig_port() -> int:
    with socket.socket() as prov:
        prov.bind(("127.0.0.1", 0))
        return int(prov.getsockname()[1])
