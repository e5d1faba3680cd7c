"""All tiers of tests: `make test` runs this. The tiers with a real worker mostly wait, so they run beside the others.

A tier that cannot run is named in the last lines; under CI=true it fails the run.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import NamedTuple

from tests import tjanster

PA_POSTGRES = [
    "tests/kommuner",
    "tests/rapporter",
    "tests/konton",
    "tests/atgarder",
    "tests/besok",
    "tests/web/test_internt.py",
    "tests/rapporter/test_veckobrev.py",
    "tests/api",
    "tests/test_migrationer.py",
]
I_BREDD = ["-n", "2", "--dist", "worksteal"]
VANLIGA = "not arbetare and not webblasare and not slow and not postgres"


class Niva(NamedTuple):
    """A tier; `forbered` gives its environment or raises Saknas."""

    namn: str
    forbered: Callable[[ExitStack], dict[str, str]]
    argument: Sequence[str]


def _inget(stack: ExitStack) -> dict[str, str]:
    return {}


def _postgres(stack: ExitStack) -> dict[str, str]:
    return {"DATABASE_URL": stack.enter_context(tjanster.postgres())}


def _valkey(stack: ExitStack) -> dict[str, str]:
    return {"REDIS_URL": stack.enter_context(tjanster.valkey())}


def _postgres_och_valkey(stack: ExitStack) -> dict[str, str]:
    return _postgres(stack) | _valkey(stack)


def _chromium(stack: ExitStack) -> dict[str, str]:
    return {"CHROMIUM": tjanster.chromium()}


SPAR = [
    [
        Niva("SQLite", _inget, ["tests", "-m", VANLIGA, *I_BREDD]),
        Niva("PostgreSQL", _postgres, [*PA_POSTGRES, "-m", f"({VANLIGA}) or postgres", *I_BREDD]),
        Niva("webbläsare", _chromium, ["tests", "-m", "webblasare"]),
    ],
    [
        Niva("arbetare på PostgreSQL", _postgres_och_valkey, ["tests", "-m", "arbetare"]),
        Niva("arbetare på SQLite", _valkey, ["tests", "-m", "arbetare"]),
    ],
]


def kor(nivaer: Sequence[Niva]) -> dict[str, str]:
    """Run the tiers one after the other; what each came to, by name."""
    return {niva.namn: _kor_en(niva) for niva in nivaer}


def _kor_en(niva: Niva) -> str:
    print(f"Kör {niva.namn} ...", flush=True)
    with ExitStack() as stack:
        try:
            miljo = {**os.environ, **niva.forbered(stack)}
        except tjanster.Saknas as fel:
            return f"KUNDE INTE KÖRAS: {fel}"
        kommando = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *niva.argument]
        svar = subprocess.run(
            kommando, env=miljo, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
    print(f"\n=== {niva.namn} ===\n{svar.stdout}", flush=True)
    return "godkänd" if svar.returncode == 0 else f"UNDERKÄND (pytest slutade med {svar.returncode})"


def slutkod(utfall: dict[str, str], *, ci: bool) -> int:
    """1 if a tier failed or, under CI, could not run."""
    underkand = any(text.startswith("UNDERKÄND") for text in utfall.values())
    ej_kord = any(text.startswith("KUNDE INTE") for text in utfall.values())
    return int(underkand or (ej_kord and ci))


def main() -> int:
    with ThreadPoolExecutor(len(SPAR)) as trad:
        utfall = {namn: text for del_ in trad.map(kor, SPAR) for namn, text in del_.items()}
    print("\n".join(f"{namn}: {text}" for namn, text in utfall.items()))
    return slutkod(utfall, ci=os.environ.get("CI", "").lower() == "true")


if __name__ == "__main__":
    sys.exit(main())
