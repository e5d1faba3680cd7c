"""Imports and their rows as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from kommuner import perioder, tal
from kommuner.importer import granskning
from kommuner.importer.granskning import Utfall
from kommuner.jobb import Lage
from kommuner.models import Import, Matvarde


@dataclass(frozen=True)
class Rad:
    """One value of an import: what it was and becomes."""

    nr: str
    kommun: str
    nyckeltal: str
    period: str
    forut: str
    blir: str
    utfall: str
    markt: bool


@dataclass(frozen=True)
class Framsteg:
    """What komponenter/_framsteg.html shows."""

    rubrik: str
    text: str
    andel: int | None
    klar: bool
    fel: str
    avbruten: bool = False


def varde(m: Matvarde) -> str:
    """The value for those who review it: not suppressed, and marked where it is preliminary."""
    if m.varde is None:
        return m.get_saknas_display()
    d = m.nyckeltal.definition
    text = tal.visa_med_enhet(m.varde, d.enhet, d.decimaler)
    return f"{text} (preliminärt)" if m.preliminar else text


def rader(importen: Import, blad: Sequence[Matvarde]) -> list[Rad]:
    """The rows of one page, each beside what it replaces."""
    kanda = granskning.motsvarigheter(importen, blad) if blad else {}
    return [_rad(m, kanda.get(granskning.cellnyckel(m))) for m in blad]


def _rad(m: Matvarde, forut: Matvarde | None) -> Rad:
    plats = m.kommun.namn if m.kommun else "Riket"
    if m.enhet:
        plats = f"{plats}, {m.enhet.namn}"
    nu, da = varde(m), "" if forut is None else varde(forut)
    return Rad(
        nr=str(m.rad or ""),
        kommun=plats,
        nyckeltal=f"{m.nyckeltal_id} {m.nyckeltal.definition.kortnamn}",
        period=perioder.kort(m.period) + {"T": "", "K": ", kvinnor", "M": ", män"}[m.kon],
        forut=da,
        blir=nu,
        utfall=_utfall(m, forut),
        markt=forut is not None and _utfall(m, forut) != "oförändrat",
    )


def _utfall(m: Matvarde, forut: Matvarde | None) -> str:
    if forut is None:
        return "nytt"
    if _innehall(m) == _innehall(forut):
        return "oförändrat"
    if (forut.exempel, forut.preliminar) < (m.exempel, m.preliminar):
        return "avvisas: ett slutligt värde finns"
    if _innehall(m)[:-1] == _innehall(forut)[:-1]:
        return "blir slutligt" if not m.preliminar else "blir preliminärt"
    return "ersätter exempeldata" if forut.exempel and not m.exempel else "revideras"


def _innehall(m: Matvarde) -> tuple[object, ...]:
    return m.varde, m.saknas, m.taljare, m.namnare, m.personer, m.exempel, m.preliminar


def framsteg(importen: Import) -> Framsteg:
    rubrik = {Import.Slag.KOLADA: "Hämtar från Kolada", Import.Slag.FIL: f"Läser {importen.fran}"}.get(
        Import.Slag(importen.slag), str(importen)
    )
    vantar = importen.lage == Lage.VANTAR
    text = importen.steg or ("Väntar på sin tur" if vantar else "Börjar")
    avbrott = importen.fel if importen.lage == Lage.MISSLYCKAD else ""
    return Framsteg(rubrik, text, None if vantar else importen.andel, importen.lage == Lage.KLAR, avbrott)


def pagar(importen: Import) -> bool:
    return importen.lage in (Lage.VANTAR, Lage.PAGAR)


@dataclass(frozen=True)
class Listrad:
    """An import in the list."""

    lank: str
    namn: str
    vad: str
    vem: str
    nar: str
    lage: str
    siffror: str
    importen: Import
    pagar: bool
    andel: int


def lista(importer: Iterable[Import]) -> list[Listrad]:
    return [
        Listrad(
            lank=reverse("import-visa", args=[i.pk]),
            namn=i.fran if i.slag == Import.Slag.FIL else i.get_slag_display().capitalize(),
            vad=_vad(i),
            vem=str(i.av) if i.av else "automatiskt",
            nar=f"{timezone.localtime(i.skapad):%Y-%m-%d %H:%M}",
            lage=_lage(i),
            siffror=_siffror(i),
            importen=i,
            pagar=pagar(i),
            andel=i.andel,
        )
        for i in importer
    ]


def _vad(i: Import) -> str:
    return f"{i.get_slag_display()}, {i.kommun.namn if i.kommun else 'flera kommuner'}"


def _lage(i: Import) -> str:
    if i.lage == Lage.GRANSKAS and i.avvisade:
        return "behöver rättas"
    if i.lage == Lage.KLAR and i.version is None:
        return "klar, inget ändrades"
    return i.get_lage_display()


def _siffror(i: Import) -> str:
    delar = (
        (i.tagna, "ny", "nya"),
        (i.reviderade, "reviderad", "reviderade"),
        (i.oforandrade, "oförändrad", "oförändrade"),
        (i.avvisade, "avvisad", "avvisade"),
    )
    return ", ".join(f"{tal.visa(n, 0)} {en if n == 1 else flera}" for n, en, flera in delar if n)


def sammanfattning(utfall: Utfall, fel: int, orimliga: int) -> str:
    """The preview in one sentence."""
    if fel:
        ord_ = "Ett fel behöver" if fel == 1 else f"{tal.visa(fel, 0)} fel behöver"
        return f"{ord_} rättas innan filen kan tas in. Inget av den har tagits in."
    if utfall.andrar_inget and not orimliga:
        return "Inget ändras: allt i filen är redan känt."
    delar = (
        (utfall.nya, "nytt värde", "nya värden"),
        (utfall.reviderade, "reviderat", "reviderade"),
        (utfall.oforandrade, "oförändrat", "oförändrade"),
        (utfall.svagare, "som avvisas eftersom ett slutligt finns", "som avvisas eftersom slutliga finns"),
        (orimliga, "att bekräfta", "att bekräfta"),
    )
    text = ", ".join(f"{tal.visa(n, 0)} {en if n == 1 else flera}" for n, en, flera in delar if n)
    return f"Filen är läst: {text}. Inget har tagits in ännu."


def filterval(utfall: Utfall, fel: int) -> list[tuple[str, str, int]]:
    """The choices above the rows: (value of ?visa=, words, how many); choices of nothing are left out."""
    val = [
        ("fel", "fel", fel),
        ("nya", "nya", utfall.nya),
        ("reviderade", "reviderade", utfall.reviderade),
        ("oforandrade", "oförändrade", utfall.oforandrade),
    ]
    return [(namn, ord_, antal) for namn, ord_, antal in val if antal]


def ofarlig(cell: object) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
