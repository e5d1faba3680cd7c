"""What is on screen as a file: `?format=csv`, `csv-maskin` or `xlsx` on the page's own address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from rapporter.format.csv import MASKIN, SVENSK, Cellvarde, csv_rader

FORMAT = {"csv": "CSV för svenskt Excel", "csv-maskin": "CSV för program", "xlsx": "Excel"}
_CSV = {"csv": SVENSK, "csv-maskin": MASKIN}
Svar = TypeVar("Svar", HttpResponse, StreamingHttpResponse)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Fil:
    """A table to download. `namn` is the file's name without its ending, ASCII; empty cells are None."""

    namn: str
    rubrik: str
    kolumner: Sequence[str]
    rader: Iterable[Sequence[Cellvarde]]


@dataclass(frozen=True, slots=True)
class Lank:
    text: str
    adress: str


def lankar(request: HttpRequest, **andra: str) -> list[Lank]:
    """A link per format to the same page with the same filters; `andra` are set besides."""
    fraga = request.GET.copy()
    for namn, varde in andra.items():
        fraga[namn] = varde
    adresser = []
    for format_, ord_ in FORMAT.items():
        fraga["format"] = format_
        adresser.append(Lank(f"Hämta som {ord_}", f"{request.path}?{fraga.urlencode()}"))
    return adresser


def onskat_format(request: HttpRequest) -> str:
    """The asked format, empty for the page itself. ValueError, in Swedish, for one that does not exist."""
    format_ = request.GET.get("format", "")
    if format_ and format_ not in FORMAT:
        raise ValueError(f"Formatet ”{format_}” finns inte. Välj bland {', '.join(FORMAT)}.")
    return format_


def svar(fil: Fil, format_: str) -> HttpResponse | StreamingHttpResponse:
    """The file as an attachment. `format_` is a key of FORMAT."""
    if format_ == "xlsx":
        return _bifogad(HttpResponse(_xlsx(fil), content_type=_XLSX), f"{fil.namn}.xlsx")
    dialekt = _CSV[format_]
    rader = csv_rader(fil.kolumner, fil.rader, dialekt)
    namn = f"{fil.namn}-{dialekt.namn}.csv"
    return _bifogad(StreamingHttpResponse(rader, content_type="text/csv; charset=utf-8"), namn)


def _xlsx(fil: Fil) -> bytes:
    from rapporter.format.xlsx import xlsx_tabell  # XlsxWriter: only those who ask for it pay

    return xlsx_tabell(fil.rubrik, fil.kolumner, fil.rader)


def _bifogad(svar_: Svar, namn: str) -> Svar:
    svar_["Content-Disposition"] = f'attachment; filename="{namn}"'
    return svar_
