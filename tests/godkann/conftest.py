"""The checks that need the given Kolada beside the repository; `make godkann` sets GODKANN=1."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[3] / "shared" / "kolada" / "server.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    har = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in har:
        if os.environ.get("GODKANN") != "1":
            item.add_marker(pytest.mark.skip(reason="körs av make godkann"))


@contextmanager
def given_kolada(*val: str) -> Iterator[str]:
    """The given server on a free port, with its options; gives its base URL. Fails if it is not there."""
    if not SERVER.exists():
        pytest.fail("../shared/kolada/server.py finns inte bredvid projektet: make godkann kan inte köras.")
    kommando = [sys.executable, str(SERVER), "--port", "0", *val]
    process = subprocess.Popen(kommando, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
