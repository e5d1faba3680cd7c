"""Excel files: real numbers and dates, headings that stay, text that is never a formula; constant memory."""

import math
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter

from rapporter import tema
from rapporter.format.celler import Cellvarde, Tal, ofarlig
from rapporter.resultat import Resultat, Tabell
from rapporter.text import EXEMPEL

RADER_PER_BLAD = 1_000_000  # Excel ends at 1 048 576
BREDAST, SMALAST = 60, 8
MATTA_RADER = 500  # from whose texts the columns' widths are taken

_FORMAT: dict[str, dict[str, Any]] = {
    "text": {},
    "brod": {"text_wrap": True, "valign": "top"},
    "titel": {"bold": True, "font_size": 16, "font_color": tema.FARGER["marke"]},
    "kalla": {"font_color": tema.FARGER["dov"]},
    "varning": {"bold": True, "bg_color": "#fff3d6", "font_color": tema.FARGER["samre"]},
    "huvud": {
        "bold": True,
        "bottom": 1,
        "text_wrap": True,
        "valign": "top",
        "bg_color": tema.FARGER["band"],
    },
    "datum": {"num_format": "yyyy-mm-dd"},
}


class Bok:
    """A workbook on its way into a temporary file; `fardig` gives the file, at its beginning."""

    def __init__(self, titel: str) -> None:
        self._fil = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  the caller closes it
        val = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._bok = xlsxwriter.Workbook(self._fil, {**val, "strings_to_numbers": False})
        self._bok.set_properties({"title": titel, "company": "Vändpunkt"})
        self._format: dict[str, Any] = {}

    def format(self, namn: str) -> Any:
        """One of the formats above, or "0", "1" …: a number with so many decimals."""
        if namn not in self._format:
            egenskaper = _FORMAT.get(namn) or ({"num_format": _talformat(namn)} if namn.isdigit() else {})
            grund = {"font_name": tema.TYPSNITT_FIL, "font_size": 11}
            self._format[namn] = self._bok.add_format({**grund, **egenskaper})
        return self._format[namn]

    def blad(self, namn: str) -> Any:
        blad = self._bok.add_worksheet(namn)
        blad.set_paper(9)
        blad.fit_to_pages(1, 0)
        blad.set_footer("&L&F&RSida &P av &N")
        return blad

    def fardig(self) -> IO[bytes]:
        self._bok.close()
        self._fil.seek(0)
        return self._fil


def xlsx_tabell(
    kolumner: Sequence[str],
    rader: Iterable[Sequence[Cellvarde]],
    *,
    titel: str,
    kalla: str,
    exempel: bool = False,
) -> IO[bytes]:
    """One table as a workbook, in a temporary file that the caller closes (FileResponse does)."""
    bok = Bok(titel)
    tabell = Tabell("Tabell", titel, kolumner, lambda: rader)
    skriv_tabell(bok, tabell, kalla=kalla, exempel=exempel)
    return bok.fardig()


def skriv(resultat: Resultat, tabeller: Sequence[Tabell]) -> IO[bytes]:
    """The whole report: a sheet for the summary, and one for each table."""
    bok = Bok(resultat.titel)
    _sammanfattning(bok, resultat)
    kalla = "Källa: Kolada och kommunernas egna uppgifter, som raden säger. Trender är Vändpunkts beräkning."
    for tabell in tabeller:
        skriv_tabell(bok, tabell, kalla=f"{resultat.titel}. {kalla}", exempel=resultat.exempel)
    return bok.fardig()


def skriv_tabell(bok: Bok, tabell: Tabell, *, kalla: str, exempel: bool) -> None:
    """The table on a sheet of its own, or on several when Excel's rows do not suffice."""
    rader = iter(tabell.rader())
    nummer, forst = 1, next(rader, None)
    while forst is not None or nummer == 1:
        blad = bok.blad(tabell.namn if nummer == 1 else f"{tabell.namn} {nummer}")
        huvud = _ingress(bok, blad, tabell.rubrik, kalla, exempel)
        forst = _rader(bok, blad, tabell.kolumner, huvud, forst, rader)
        nummer += 1


def _ingress(bok: Bok, blad: Any, rubrik: str, kalla: str, exempel: bool) -> int:
    """Heading, source and, loudly, the mark of invented values; returns the row of the table's own heading."""
    blad.write_string(0, 0, ofarlig(rubrik), bok.format("titel"))
    blad.write_string(1, 0, ofarlig(kalla), bok.format("kalla"))
    if not exempel:
        return 3
    blad.write_string(2, 0, EXEMPEL, bok.format("varning"))
    return 4


def _rader(
    bok: Bok,
    blad: Any,
    kolumner: Sequence[str],
    huvud: int,
    forst: Sequence[Cellvarde] | None,
    rader: Iterable[Sequence[Cellvarde]],
) -> Sequence[Cellvarde] | None:
    """Heading and rows; returns the first row that did not find room."""
    bredder = [len(k) for k in kolumner]
    for k, text in enumerate(kolumner):
        blad.write_string(huvud, k, ofarlig(text), bok.format("huvud"))
    nr, kvar = huvud, None
    for rad in _kedja(forst, rader):
        if nr - huvud == RADER_PER_BLAD:
            kvar = rad
            break
        nr += 1
        for k, varde in enumerate(rad):
            bredd = _cell(bok, blad, nr, k, varde)
            if nr - huvud <= MATTA_RADER:
                bredder[k] = max(bredder[k], bredd)
    for k, bredd in enumerate(bredder):
        blad.set_column(k, k, min(BREDAST, max(SMALAST, bredd)) + 2)
    blad.freeze_panes(huvud + 1, min(2, len(kolumner)))
    blad.autofilter(huvud, 0, max(nr, huvud), len(kolumner) - 1)
    blad.repeat_rows(huvud)
    blad.set_landscape()
    return kvar


def _kedja(forst: Sequence[Cellvarde] | None, rader: Iterable[Sequence[Cellvarde]]) -> Iterable[Sequence[Cellvarde]]:
    if forst is not None:
        yield forst
        yield from rader


def _cell(bok: Bok, blad: Any, rad: int, kolumn: int, varde: Cellvarde) -> int:
    """Write one cell, by its type; returns how wide it is in characters. None stays empty."""
    if isinstance(varde, Tal):
        return _tal(bok, blad, rad, kolumn, varde)
    if varde is None or varde == "":
        return 0
    if isinstance(varde, bool):
        blad.write_string(rad, kolumn, "ja" if varde else "nej", bok.format("text"))
        return 3
    if isinstance(varde, int | float):
        return _tal(bok, blad, rad, kolumn, Tal(varde, 0 if isinstance(varde, int) else 1))
    if isinstance(varde, date):
        dag = varde.replace(tzinfo=None) if isinstance(varde, datetime) else varde
        blad.write_datetime(rad, kolumn, dag, bok.format("datum"))
        return 10
    blad.write_string(rad, kolumn, ofarlig(varde), bok.format("text"))
    return len(varde)


def _tal(bok: Bok, blad: Any, rad: int, kolumn: int, tal: Tal) -> int:
    if tal.varde is None or not math.isfinite(tal.varde):
        return 0
    blad.write_number(rad, kolumn, tal.varde, bok.format(str(tal.decimaler)))
    return len(f"{tal.varde:,.{tal.decimaler}f}")


def _talformat(decimaler: str) -> str:
    """Excel's own notation; the reader's locale makes the point a comma."""
    return "#,##0" + ("." + "0" * int(decimaler) if int(decimaler) else "")


def _sammanfattning(bok: Bok, resultat: Resultat) -> None:
    blad = bok.blad("Sammanfattning")
    blad.set_column(0, 0, 34)
    blad.set_column(1, 1, 90)
    blad.write_string(0, 0, ofarlig(resultat.titel), bok.format("titel"))
    nr = 2
    if resultat.exempel:
        blad.write_string(1, 0, EXEMPEL, bok.format("varning"))
    for etikett, text in resultat.fakta:
        blad.write_string(nr, 0, etikett, bok.format("kalla"))
        blad.write_string(nr, 1, ofarlig(text), bok.format("brod"))
        nr += 1
    for mening in resultat.meningar:
        nr += 1
        blad.write_string(nr, 1, ofarlig(mening), bok.format("brod"))
    nr = _vandpunkter(bok, blad, resultat, nr + 2)
    for skal, antal in resultat.saknade.items():
        blad.write_string(nr, 0, ofarlig(f"Tomma celler: {skal}"), bok.format("kalla"))
        blad.write_number(nr, 1, antal, bok.format("0"))
        nr += 1


def _vandpunkter(bok: Bok, blad: Any, resultat: Resultat, nr: int) -> int:
    """Each nyckeltal's sentence with its turning points; returns the next free row."""
    blad.write_string(nr, 0, "Nyckeltal", bok.format("huvud"))
    blad.write_string(nr, 1, "Läget och vändpunkterna", bok.format("huvud"))
    for del_ in resultat.delar:
        nr += 1
        blad.write_string(nr, 0, ofarlig(del_.kortnamn), bok.format("brod"))
        blad.write_string(nr, 1, ofarlig(del_.mening), bok.format("brod"))
        for punkt in del_.vandpunkter:
            nr += 1
            blad.write_string(nr, 1, ofarlig(f"{punkt.namn}: {punkt.ord}"), bok.format("brod"))
    return nr + 2
