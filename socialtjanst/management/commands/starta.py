"""The whole product on one machine: web, worker with clock, and the embedded Valkey if no other is named."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from honcho.manager import Manager

BIN = Path(sys.executable).parent


class Command(BaseCommand):
    help = "Startar webbplatsen och dess arbetare. Kör forbered först."

    def handle(self, *args: Any, **options: Any) -> None:
        _krav_ledig_port(settings.PORT)
        chef = Manager()
        for namn, kommando in _processer().items():
            chef.add_process(namn, kommando, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        chef.loop()
        sys.exit(chef.returncode)


def _processer() -> dict[str, str]:
    webb = f"--bind 127.0.0.1:{settings.PORT} --workers 2 --threads 4 --log-level warning"
    klocka = f"--beat --schedule '{settings.DATA_DIR / 'klocka'}'"
    processer = {
        "webb": f"'{BIN}/gunicorn' socialtjanst.wsgi {webb}",
        "arbetare": f"'{BIN}/celery' -A socialtjanst worker {klocka} --concurrency 2 --loglevel warning",
    }
    if settings.INBADDAD_VALKEY:
        processer["valkey"] = f"exec '{sys.executable}' manage.py valkey"
    return processer


def _krav_ledig_port(port: int) -> None:
    with socket.socket() as prov:
        prov.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prov.bind(("127.0.0.1", port))
        except OSError as fel:
            raise CommandError(f"Port {port} är upptagen: välj en annan, till exempel PORT=8001 make run.") from fel
