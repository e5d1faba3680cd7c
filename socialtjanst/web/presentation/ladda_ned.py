"""What is on screen as a file: `?format=csv`, `csv-maskin` or `xlsx` on the page's own address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, StreamingHttpResponse

from rapporter.format.csv import MASKIN, SVENSK, Cellvarde, csv_rader
from socialtjanst.web.presentation.vy import citat

FORMAT = {"csv": "CSV för svenskt Excel", "csv-maskin": "CSV för program", "xlsx": "Excel"}
_CSV = {"csv": SVENSK, "csv-maskin": MASKIN}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Fil:
    """A table to download. `namn` is the file's name without its ending, ASCII; empty cells are None."""

    namn: str
    rubrik: str
    kolumner: Sequence[str]
    rader: Iterable[Sequence[Cellvarde]]
    kalla: str
    exempel: bool = False


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
        adresser.append(Lank(ord_, f"{request.path}?{fraga.urlencode()}"))
    return adresser


def onskat_format(request: HttpRequest) -> str:
    """The asked format, empty for the page itself. ValueError, in Swedish, for one that does not exist."""
    format_ = request.GET.get("format", "")
    if format_ and format_ not in FORMAT:
        raise ValueError(f"Formatet {citat(format_)} finns inte. Välj bland {', '.join(FORMAT)}.")
    return format_


def svar(fil: Fil, format_: str) -> FileResponse | StreamingHttpResponse:
    """The file as an attachment. `format_` is a key of FORMAT."""
    if format_ == "xlsx":
        from rapporter.format.xlsx import xlsx_tabell  # XlsxWriter: only those who ask for it pay

        bok = xlsx_tabell(fil.kolumner, fil.rader, titel=fil.rubrik, kalla=fil.kalla, exempel=fil.exempel)
        return FileResponse(bok, as_attachment=True, filename=f"{fil.namn}.xlsx", content_type=_XLSX)
    dialekt = _CSV[format_]
    strom = StreamingHttpResponse(csv_rader(fil.kolumner, fil.rader, dialekt), content_type="text/csv; charset=utf-8")
    strom["Content-Disposition"] = f'attachment; filename="{fil.namn}-{dialekt.namn}.csv"'
    return strom
