"""All tiers of tests, one after the other: `make test` runs this.

A tier that cannot run is named in the last lines; under CI=true it fails the run.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack

from tests import tjanster

PA_POSTGRES = ["tests/kommuner", "tests/rapporter", "tests/konton", "tests/api"]
I_BREDD = ["-n", "2", "--dist", "worksteal"]
VANLIGA = "not arbetare and not webblasare and not slow and not postgres"


def nivaer(stack: ExitStack) -> list[tuple[str, Callable[[], dict[str, str]], list[str]]]:
    """(name, what prepares its environment or raises Saknas, pytest's arguments) for each tier."""

    def sqlite() -> dict[str, str]:
        return {}

    def postgres() -> dict[str, str]:
        return {"DATABASE_URL": stack.enter_context(tjanster.postgres())}

    def arbetare_postgres() -> dict[str, str]:
        return {**postgres(), "REDIS_URL": stack.enter_context(tjanster.valkey())}

    def arbetare_sqlite() -> dict[str, str]:
        return {"REDIS_URL": stack.enter_context(tjanster.valkey())}

    def webblasare() -> dict[str, str]:
        return {"CHROMIUM": tjanster.chromium()}

    return [
        ("SQLite", sqlite, ["tests", "-m", VANLIGA, *I_BREDD]),
        ("PostgreSQL", postgres, [*PA_POSTGRES, "-m", f"({VANLIGA}) or postgres", *I_BREDD]),
        ("arbetare på PostgreSQL", arbetare_postgres, ["tests", "-m", "arbetare"]),
        ("arbetare på SQLite", arbetare_sqlite, ["tests", "-m", "arbetare"]),
        ("webbläsare", webblasare, ["tests", "-m", "webblasare"]),
    ]


def main() -> int:
    utfall: dict[str, str] = {}
    with ExitStack() as stack:
        for namn, forbered, argument in nivaer(stack):
            print(f"\n=== {namn} ===", flush=True)  # noqa: T201
            try:
                miljo = {**os.environ, **forbered(), "TESTNIVA": namn}
            except tjanster.Saknas as fel:
                utfall[namn] = f"KUNDE INTE KÖRAS: {fel}"
                continue
            kod = subprocess.run([sys.executable, "-m", "pytest", "-q", *argument], env=miljo, check=False).returncode
            utfall[namn] = "godkänd" if kod == 0 else f"UNDERKÄND (pytest slutade med {kod})"
    print("\n" + "\n".join(f"{namn}: {text}" for namn, text in utfall.items()))  # noqa: T201
    underkand = any("UNDERKÄND" in text for text in utfall.values())
    ej_kord = any("KUNDE INTE" in text for text in utfall.values())
    return int(underkand or (ej_kord and os.environ.get("CI", "").lower() == "true"))


if __name__ == "__main__":
    sys.exit(main())
