"""Rows out, as JSON or as CSV in one of two dialects."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import orjson
from django.http import HttpResponse, StreamingHttpResponse

from rapporter.format.csv import MASKIN, SVENSK, csv_rader
from socialtjanst.api.parametrar import En, ett_av

Svar = TypeVar("Svar", HttpResponse, StreamingHttpResponse)

FORMAT = En(
    "format",
    "Svarets format. CSV har allt som filtren släpper igenom, utan sidor.",
    ett_av("json", "csv"),
    {"type": "string", "enum": ["json", "csv"]},
)
DIALEKT = En(
    "dialekt",
    "CSV-filens dialekt: maskin (komma, decimalpunkt) eller sv (semikolon, decimalkomma, för svenska Excel).",
    ett_av("maskin", "sv"),
    {"type": "string", "enum": ["maskin", "sv"], "default": "maskin"},
)
FILPARAMETRAR = (FORMAT, DIALEKT)
RADER_PER_BIT = 1000


def json_svar(kropp: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(kropp), status=status, content_type="application/json")


def csv_svar(
    filnamn: str, kolumner: Sequence[str], rader: Iterable[Sequence[Any]], dialekt: str | None
) -> HttpResponse:
    """A short table whole."""
    svar = HttpResponse(b"".join(_bitar(kolumner, rader, dialekt)), content_type="text/csv; charset=utf-8")
    return _som_fil(svar, filnamn)


def csv_strom(
    filnamn: str, kolumner: Sequence[str], rader: Iterable[Sequence[Any]], dialekt: str | None
) -> StreamingHttpResponse:
    """A table of any length in constant memory."""
    svar = StreamingHttpResponse(_bitar(kolumner, rader, dialekt), content_type="text/csv; charset=utf-8")
    return _som_fil(svar, filnamn)


def _bitar(kolumner: Sequence[str], rader: Iterable[Sequence[Any]], dialekt: str | None) -> Iterator[bytes]:
    text = csv_rader(kolumner, rader, SVENSK if dialekt == "sv" else MASKIN)
    while bit := "".join(islice(text, RADER_PER_BIT)):
        yield bit.encode()


def _som_fil(svar: Svar, filnamn: str) -> Svar:
    svar["Content-Disposition"] = f'attachment; filename="{filnamn}.csv"'
    return svar
