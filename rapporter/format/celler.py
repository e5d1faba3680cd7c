"""What a cell of a file may hold, the same for every format."""

from datetime import date
from typing import NamedTuple


class Tal(NamedTuple):
    """A number with the decimals that a reader should see; the file keeps it in full."""

    varde: float | None
    decimaler: int


Cellvarde = str | int | float | bool | date | Tal | None
FARLIGA = ("=", "+", "-", "@", "\t", "\r", "\n")


def ofarlig(text: str) -> str:
    """One line of text, with an apostrophe first where a spreadsheet would take it for a formula."""
    rad = text.replace("\r", " ").replace("\n", " ")
    return f"'{rad}" if text.lstrip(" \u00a0").startswith(FARLIGA) or text.startswith(FARLIGA) else rad
