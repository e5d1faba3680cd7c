"""Templates to fill in: one row per value, with the codes in place. CSV for Swedish Excel, or XLSX with help."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter

from kommuner import perioder
from kommuner.models import Kommun
from kommuner.nyckeltal import Definition, fragor, rapporterade

KOLUMNER = (
    *("kommun", "kommunnamn", "nyckeltal", "nyckeltalets namn", "period"),
    *("täljare", "nämnare", "personer", "saknas", "status"),
)
_BREDDER = (9, 18, 10, 48, 10, 10, 10, 10, 14, 12)
ANVISNINGAR = (
    "En rad är ett värde. Fyll i täljare och nämnare: värdet räknas ut när filen läses in.",
    "Vad täljare och nämnare är för varje nyckeltal står på bladet Nyckeltal.",
    "Nyckeltal utan nämnare har bara en täljare. Svara ja eller nej i den kolumnen på ja/nej-frågor.",
    "Personer fylls bara i där bladet Nyckeltal säger det. Det behövs för att små grupper ska kunna skyddas.",
    "Saknas en uppgift: lämna talen tomma och skriv saknas eller ej tillämpligt i kolumnen saknas.",
    "Rader som lämnas helt tomma hoppas över.",
    "Status är slutlig om inget anges. Skriv preliminär om talen kan komma att ändras.",
    "Skriv tal med decimalkomma. Kommunkoder har fyra siffror, också den inledande nollan.",
    "Perioder skrivs 2026-K3 (kvartal), 2026-T2 (tertial) eller 2026 (år).",
    "Innan något tas in visas vad varje rad leder till. Har filen fel tas inget in alls.",
)


def rader(kommuner: Iterable[Kommun], period: str) -> Iterator[tuple[str, ...]]:
    """The rows to fill in for the nyckeltal that are lent per that kind of period. ValueError for a bad period."""
    slag = perioder.slag(period)
    lamnas = [d for d in rapporterade() if slag in d.periodslag]
    for kommun in kommuner:
        for d in lamnas:
            yield kommun.kod, kommun.namn, d.kod, d.namn, period, "", "", "", "", ""


def som_csv(kommuner: Iterable[Kommun], period: str) -> bytes:
    text = io.StringIO()
    skrivare = csv.writer(text, delimiter=";", lineterminator="\r\n")
    skrivare.writerow(KOLUMNER)
    skrivare.writerows(rader(kommuner, period))
    return text.getvalue().encode("utf-8-sig")


def som_xlsx(kommuner: Iterable[Kommun], period: str) -> bytes:
    ut = io.BytesIO()
    bok = xlsxwriter.Workbook(ut, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    rubrik, lasbar = bok.add_format({"bold": True, "bottom": 1}), bok.add_format({"text_wrap": True, "valign": "top"})
    text = bok.add_format({"num_format": "@"})
    blad = bok.add_worksheet("Värden")
    blad.write_row(0, 0, KOLUMNER, rubrik)
    for nr, rad in enumerate(rader(kommuner, period), 1):
        for kolumn, varde in enumerate(rad[:5]):
            blad.write_string(nr, kolumn, varde, text)
    for kolumn, bredd in enumerate(_BREDDER):
        blad.set_column(kolumn, kolumn, bredd)
    blad.freeze_panes(1, 5)
    _hjalpblad(bok, "Så fyller du i", ["Så fyller du i"], [(rad,) for rad in ANVISNINGAR], (100,), rubrik, lasbar)
    rubriker = ["nyckeltal", "namn", "enhet", "täljare", "nämnare", "personer", "rimligt", "lämnas per"]
    definitioner = [_definitionsrad(d) for d in rapporterade()]
    _hjalpblad(bok, "Nyckeltal", rubriker, definitioner, (10, 40, 14, 44, 44, 34, 14, 18), rubrik, lasbar)
    bok.close()
    return ut.getvalue()


def _hjalpblad(
    bok: xlsxwriter.Workbook,
    namn: str,
    rubriker: Sequence[str],
    rader: Sequence[Sequence[str]],
    bredder: Sequence[int],
    rubrik: object,
    lasbar: object,
) -> None:
    blad = bok.add_worksheet(namn)
    blad.write_row(0, 0, rubriker, rubrik)
    for nr, rad in enumerate(rader, 1):
        for kolumn, text in enumerate(rad):
            blad.write_string(nr, kolumn, text, lasbar)
    for kolumn, bredd in enumerate(bredder):
        blad.set_column(kolumn, kolumn, bredd)
    blad.freeze_panes(1, 0)


def _definitionsrad(d: Definition) -> tuple[str, ...]:
    personer = fragor()[d.personer_fraga].etikett if d.personer_fraga else "lämnas tom"
    rimligt = f"{d.rimlig.min:g} till {d.rimlig.max:g}"
    per = ", ".join(perioder.periodslag_namn(slag) for slag in d.periodslag)
    return d.kod, d.namn, d.enhet, d.taljare or "", d.namnare or "lämnas tom", personer, rimligt, per
