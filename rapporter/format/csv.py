"""CSV in two dialects: Swedish Excel's (; decimal comma, BOM, CRLF) and the machines' (, decimal point)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rapporter.format.celler import Cellvarde, Tal, ofarlig

__all__ = ["DIALEKTER", "MASKIN", "SVENSK", "Cellvarde", "Dialekt", "csv_bytes", "csv_rader", "ofarlig"]


@dataclass(frozen=True, slots=True)
class Dialekt:
    """A way to write CSV; `namn` stands in file names."""

    namn: str
    avgransare: str
    decimal: str
    bom: str
    radslut: str


SVENSK = Dialekt("svensk", ";", ",", "\ufeff", "\r\n")
MASKIN = Dialekt("maskin", ",", ".", "", "\n")
DECIMALER = 6
DIALEKTER = {d.namn: d for d in (SVENSK, MASKIN)}


def csv_rader(kolumner: Sequence[str], rader: Iterable[Sequence[Cellvarde]], dialekt: Dialekt) -> Iterator[str]:
    """The file line by line, fit for a streaming response (encode as UTF-8); the BOM leads the heading.

    None is an empty cell. Numbers have DECIMALER decimals at most, the same in both dialects.
    """
    buffert = io.StringIO()
    skrivare = csv.writer(buffert, delimiter=dialekt.avgransare, lineterminator=dialekt.radslut)
    skrivare.writerow([ofarlig(k) for k in kolumner])
    yield dialekt.bom + _tom(buffert)
    for rad in rader:
        skrivare.writerow([_cell(varde, dialekt) for varde in rad])
        yield _tom(buffert)


def csv_bytes(kolumner: Sequence[str], rader: Iterable[Sequence[Cellvarde]], dialekt: Dialekt) -> bytes:
    """The whole file, for small tables."""
    return "".join(csv_rader(kolumner, rader, dialekt)).encode()


def _cell(varde: Cellvarde, dialekt: Dialekt) -> str:
    if isinstance(varde, Tal):
        return _cell(varde.varde, dialekt)
    if varde is None:
        return ""
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    if isinstance(varde, float):
        return _tal(varde).replace(".", dialekt.decimal)
    if isinstance(varde, int):
        return str(varde)
    if isinstance(varde, datetime):
        return varde.isoformat(timespec="seconds")
    return varde.isoformat() if isinstance(varde, date) else ofarlig(varde)


def _tal(varde: float) -> str:
    """The shortest text of the number rounded to DECIMALER, never in exponent form and never minus zero."""
    text = repr(round(varde, DECIMALER) + 0.0)
    if text in ("nan", "inf", "-inf"):
        return ""
    if "e" in text:
        text = f"{float(text):.{DECIMALER}f}".rstrip("0")
    return text.removesuffix(".0").removesuffix(".")


def _tom(buffert: io.StringIO) -> str:
    text = buffert.getvalue()
    buffert.seek(0)
    buffert.truncate()
    return text
