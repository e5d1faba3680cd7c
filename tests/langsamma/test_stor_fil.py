"""A large file goes through in constant memory: eight times the rows take no more of it."""

import os
import resource
import subprocess
import sys

import pytest

from bench.filimport import skriv_fil
from socialtjanst.miljo import BAS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("register")]

RADER = 50_000
LEDIGT_MIB = 64 + 24  # SQLite fills its page cache (64 MB, settings.py) whatever the file


def manage(mapp, *ord_):
    """One of the product's own commands, in an installation of its own."""
    env = {**os.environ, "DATA_DIR": str(mapp), "DJANGO_SETTINGS_MODULE": "socialtjanst.settings"}
    env.pop("DATABASE_URL", None)
    svar = subprocess.run(
        [sys.executable, "manage.py", *ord_], cwd=BAS, env=env, capture_output=True, text=True, check=False
    )
    assert svar.returncode == 0, svar.stderr[-2000:]
    return svar.stdout


def las_in(mapp, antal):
    """Read a file of `antal` rows as a preview; the most memory in MiB that any command has held so far."""
    fil = mapp / f"{antal}.csv"
    skriv_fil(fil, antal)
    print(manage(mapp, "las_in", str(fil)))
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def test_memory_does_not_grow_with_the_file(tmp_path):
    manage(tmp_path, "migrate", "-v0")
    manage(tmp_path, "las_register")
    liten = las_in(tmp_path, RADER)
    assert las_in(tmp_path, 8 * RADER) < liten + LEDIGT_MIB
