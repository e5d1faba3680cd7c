"""A file as a header and rows, in constant memory: CSV in every dialect that Excel writes, and XLSX."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from kommuner.importer.filslag import Filfel, filslag, teckenkodning
from kommuner.tal import visa

HOGST_KOLUMNER = 40
HOGST_RADER_XLSX = 1_048_576  # Excel's own limit; a forged row number beyond it would be padded for ever
SKILJETECKEN = ";\t,"
Rad = tuple[int, Sequence[Any]]


@dataclass
class Tabell:
    """`rubriker` as written; `rader` yields (row number as Excel counts, cells). `totalt` is the size in bytes.

    CSV cells are text; XLSX cells are text, numbers, dates or None. `decimalpunkt` says that "1.234" is a
    decimal number, as in a CSV for machines. Iterating raises Filfel for a file damaged further down.
    """

    slag: str
    rubriker: list[str]
    rader: Iterator[Rad]
    totalt: int
    decimalpunkt: bool
    kalla: BinaryIO
    slapp: Callable[[], object]

    def __enter__(self) -> Tabell:
        return self

    def __exit__(self, *fel: object) -> None:
        """Let go of the file, which stays open for whoever opened it."""
        self.slapp()

    def last(self) -> int:
        """How many of `totalt` bytes have been read."""
        with suppress(ValueError, OSError):
            return min(self.totalt, int(self.kalla.tell()))
        return self.totalt


def oppna(fil: BinaryIO, namn: str) -> Tabell:
    """Find out what `fil` is and read its header. Raises Filfel, in Swedish, for what cannot be read."""
    slag = filslag(fil, namn)
    totalt = fil.seek(0, io.SEEK_END)
    return _oppna_csv(fil, totalt) if slag == "csv" else _oppna_xlsx(fil, totalt)


def _oppna_csv(fil: BinaryIO, totalt: int) -> Tabell:
    kodning = teckenkodning(fil)
    fil.seek(0)
    text = io.TextIOWrapper(fil, encoding=kodning, newline="")
    try:
        forsta, hoppade = _forsta_rad(text)
    except Filfel:
        text.detach()
        raise
    skilje = max(SKILJETECKEN, key=_utan_citat(forsta).count)
    rader = enumerate(csv.reader(text, delimiter=skilje, strict=True), hoppade + 1)
    rubriker = next(csv.reader([forsta], delimiter=skilje))
    return Tabell("csv", rubriker, _rensade(rader, hoppade), totalt, skilje == ",", fil, text.detach)


def _forsta_rad(text: io.TextIOWrapper) -> tuple[str, int]:
    """The header line and how many lines were read; empty lines and Excel's "sep=;" are passed over."""
    for nr, rad in enumerate(iter(lambda: text.readline(1 << 16), ""), 1):
        if rad.strip(" \t\r\n;,") and not rad.lower().startswith("sep="):
            return rad, nr
    raise Filfel("Filen är tom.", "Välj en fil som har en rubrikrad och minst en rad med uppgifter.")


def _utan_citat(rad: str) -> str:
    return "".join(rad.split('"')[::2])


def _rensade(rader: Iterator[Rad], nr: int) -> Iterator[Rad]:
    """The rows with something in them; `nr` lines have been read before the first."""
    try:
        for nr, falt in rader:
            if falt and any(falt):
                yield nr, falt
    except csv.Error as fel:
        raise _olaslig_rad(nr + 1, fel) from fel


def _olaslig_rad(nr: int, fel: csv.Error) -> Filfel:
    if "field limit" in str(fel):
        hogst = visa(csv.field_size_limit(), 0)
        return Filfel(
            f"Rad {nr} går inte att läsa: en cell har fler än {hogst} tecken.",
            "Korta cellen. Ofta beror det på ett citattecken som öppnas men inte stängs: ta bort det.",
        )
    return Filfel(
        f"Rad {nr} går inte att läsa: ett citattecken öppnas men stängs inte, eller står fel ({fel}).",
        "Ta bort citattecknet på den raden, eller spara om filen ur Excel.",
    )


def _oppna_xlsx(fil: BinaryIO, totalt: int) -> Tabell:
    import openpyxl  # it imports numpy: a web process starts without both

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that are of no account here
            bok = openpyxl.load_workbook(fil, read_only=True, data_only=False, keep_links=False)
    except _TRASIGT as fel:
        raise _trasig(fel) from fel
    for blad in bok.worksheets:
        rader = _bladets_rader(blad)
        forsta = next(rader, None)
        if forsta is not None and "nyckeltal" in {str(cell).strip().casefold() for cell in forsta[1]}:
            return Tabell("xlsx", [str(c or "") for c in forsta[1]], rader, totalt, False, fil, bok.close)
    bok.close()
    raise Filfel(
        "Inget blad i arbetsboken har en rubrikrad med kolumnen nyckeltal.",
        "Hämta mallen, fyll i den och läs in den.",
    )


_TRASIGT = (
    *(zipfile.BadZipFile, ParseError, DefusedXmlException, KeyError, ValueError, TypeError, AttributeError),
    *(zlib.error, OSError, EOFError, IndexError, NotImplementedError, RuntimeError),
)


def _trasig(fel: Exception) -> Filfel:
    if isinstance(fel, Filfel):
        return fel
    return Filfel(
        f"Arbetsboken är skadad eller ofullständig ({type(fel).__name__}).",
        "Öppna den i Excel, spara den på nytt och läs in den igen.",
    )


def _bladets_rader(blad: Any) -> Iterator[Rad]:
    """Rows with something in them. Formulas come as the text "=…", which no rule accepts."""
    blad.reset_dimensions()
    try:
        for nr, rad in enumerate(blad.iter_rows(max_col=HOGST_KOLUMNER, max_row=HOGST_RADER_XLSX), 1):
            celler = [_varde(cell) for cell in rad]
            if any(c is not None and c != "" for c in celler):
                yield nr, celler
    except _TRASIGT as fel:
        raise _trasig(fel) from fel


def _varde(cell: Any) -> Any:
    """What the reader of the sheet sees: 0,079 shown as a percentage is 7,9."""
    varde = cell.value
    if cell.data_type == "f":
        return f"={str(varde).removeprefix('=')}" if isinstance(varde, str) else "={formel}"
    if isinstance(varde, float | int) and not isinstance(varde, bool) and "%" in (cell.number_format or ""):
        return round(varde * 100, 10)
    return varde
