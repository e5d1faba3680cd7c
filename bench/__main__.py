"""`make bench`: every measurement in turn, each in a process of its own, printed and written to docs/matningar.md.

Absolute times belong to one machine; the ratios are taken within one run and are what to compare.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

BAS = Path(__file__).resolve().parent.parent
DELAR = {
    "trender": ("Trender för 290 × 30 serier om 120 månader", "minst 12 gånger så snabbt som biblioteken"),
    "trendjobb": ("Hela trendjobbet: läsa, räkna, skriva", "högst 3 gånger delarna var för sig, under 1 GiB"),
    "filimport": ("Import av en CSV-fil, upp till en miljon rader", "högst 3 gånger PostgreSQL:s egen COPY"),
    "sidor": ("Kommunsidan och kommunlistan", "högst 2 gånger tiden för mallen med värdena i minnet"),
    "sok": ("Söksidan: 5 000 åtgärder och 1 000 goda exempel", "högst 4 gånger tiden för den tomma söksidan"),
    "api": ("API: 5 000 mätvärden", "minst lika snabbt som Datasette"),
}

ARGUMENT = {"filimport": ["--rundor", "1"]}  # a million rows take minutes: one round is long enough to be steady


def maskin() -> str:
    fil = Path("/proc/cpuinfo")
    rader = fil.read_text(encoding="utf-8").splitlines() if fil.exists() else []
    modell = next((rad.split(":")[1].strip() for rad in rader if rad.startswith("model name")), platform.machine())
    return f"{modell}, {os.cpu_count()} kärnor, Python {platform.python_version()}, {platform.system()}"


def kor(del_: str) -> str:
    """What the measurement printed; a measurement that fails says so instead of leaving an old figure."""
    svar = subprocess.run(
        [sys.executable, "-m", f"bench.{del_}", *ARGUMENT.get(del_, [])],
        cwd=BAS,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    return svar.stdout.strip() if svar.returncode == 0 else f"Mätningen misslyckades:\n{svar.stderr.strip()[-1500:]}"


def rapport(valda: list[str]) -> Iterator[str]:
    yield "# Mätningar\n\nSkrivs av `make bench`. Jämför kvoterna: tiderna hör till en maskin och en körning.\n"
    yield f"{datetime.now(UTC):%Y-%m-%d}. {maskin()}.\n"
    for del_ in valda:
        rubrik, mal = DELAR[del_]
        yield f"## {rubrik}\n\nMål: {mal}.\n\n```\n{kor(del_)}\n```\n"


def main() -> None:
    valda = sys.argv[1:] or list(DELAR)
    delar = []
    for del_ in rapport(valda):
        print(del_, flush=True)
        delar.append(del_)
    if valda == list(DELAR):
        (BAS / "docs/matningar.md").write_text("\n".join(delar), encoding="utf-8")


if __name__ == "__main__":
    main()
