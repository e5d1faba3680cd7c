"""What an uploaded file really is, judged by its first bytes and, for XLSX, by its directory: nothing is unpacked."""

import codecs
import zipfile
from pathlib import PurePath
from typing import BinaryIO

BLOCK = 1 << 20
HOGST_OPPNAD = 1 << 30  # bytes of an XLSX once unpacked; a million rows take about 300 MB
HOGST_TEXTTABELL = 64 << 20  # openpyxl keeps the shared strings in memory
HOGST_DELAR = 1000
HOGST_KVOT = 200  # real sheets shrink 5 to 60 times, bombs a thousand
LITEN = 10 << 20  # below this no ratio does harm
ARBETSBOK = "xl/workbook.xml"

_BORJAN = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rtf"),
)
_NAMN = {
    "zip": "ett zip-arkiv",
    "xlsx": "en arbetsbok från Excel (.xlsx)",
    "xls": "en arbetsbok från ett gammalt Excel (.xls)",
    "pdf": "en PDF",
    "gzip": "ett packat arkiv",
    "rtf": "ett textdokument (.rtf)",
    "html": "en webbsida",
    "csv": "text",
}
_SPARA_OM = "Öppna den i Excel och välj Spara som: Excel-arbetsbok (.xlsx) eller CSV UTF-8."


class Filfel(ValueError):
    """The whole file cannot be read; `skal` says why and `atgard` what to do, in Swedish."""

    def __init__(self, skal: str, atgard: str = _SPARA_OM) -> None:
        super().__init__(f"{skal} {atgard}")
        self.skal, self.atgard = skal, atgard


def filslag(fil: BinaryIO, namn: str) -> str:
    """ "csv" or "xlsx". Raises Filfel for anything else, and for a file that is not what its name says."""
    andelse = PurePath(namn).suffix.lower()
    ar = _innehall(fil)
    if andelse == ".xls":
        raise Filfel("Filer av slaget .xls går inte att läsa.")
    if andelse not in (".csv", ".txt", ".tsv", ".xlsx"):
        raise Filfel(f"Filer av slaget {andelse or 'utan ändelse'} går inte att läsa.", "Lämna .csv eller .xlsx.")
    if ar == "tom":
        raise Filfel("Filen är tom.", "Välj en fil som har en rubrikrad och minst en rad med uppgifter.")
    if ar != ("xlsx" if andelse == ".xlsx" else "csv"):
        raise Filfel(f"Filen är inte vad namnet säger: den heter {andelse} men är {_NAMN[ar]}.")
    if ar == "xlsx":
        prova_arkiv(fil)
    return ar


def _innehall(fil: BinaryIO) -> str:
    fil.seek(0)
    borjan = fil.read(1024)
    if not borjan.strip():
        return "tom"
    for tecken, slag in _BORJAN:
        if borjan.startswith(tecken):
            return "xlsx" if slag == "zip" and _ar_arbetsbok(fil) else slag
    liten = borjan.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if liten.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")):
        return "html"
    return "csv"


def _ar_arbetsbok(fil: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(fil) as arkiv:
            return ARBETSBOK in arkiv.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def prova_arkiv(fil: BinaryIO) -> None:
    """Refuse, from the archive's directory alone, what would unpack beyond all measure.

    zipfile itself never reads a member past the size that the directory states, so a lie there ends as
    a damaged file and not as a full disk.
    """
    with zipfile.ZipFile(fil) as arkiv:
        delar = arkiv.infolist()
    oppnad = sum(d.file_size for d in delar)
    packad = max(1, sum(d.compress_size for d in delar))
    texter = max((d.file_size for d in delar if d.filename == "xl/sharedStrings.xml"), default=0)
    for_stor = oppnad > HOGST_OPPNAD or texter > HOGST_TEXTTABELL or len(delar) > HOGST_DELAR
    if for_stor or (oppnad > LITEN and oppnad / packad > HOGST_KVOT):
        raise Filfel(
            f"Arbetsboken är orimligt stor när den packas upp ({oppnad >> 20} MB av {packad >> 10} kB).",
            "Lämna uppgifterna som CSV, eller dela dem på flera filer.",
        )


def teckenkodning(fil: BinaryIO) -> str:
    """ "utf-8-sig" or "windows-1252", judged from the whole file a block at a time; raises Filfel for others."""
    fil.seek(0)
    forsta = fil.read(4)
    if forsta.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Filfel("Filen är sparad som UTF-16 (”Unicode-text”).", "Spara den som CSV UTF-8 och läs in den igen.")
    fil.seek(0)
    utf8 = codecs.getincrementaldecoder("utf-8")()
    cp1252 = codecs.getincrementaldecoder("windows-1252")()
    kvar = {"utf-8-sig": utf8, "windows-1252": cp1252}
    while block := fil.read(BLOCK):
        if b"\0" in block:
            raise Filfel("Filen är inte vanlig text: den har tecken med värdet noll.", _UTF8)
        for namn, avkodare in list(kvar.items()):
            if not _gar(avkodare, block):
                del kvar[namn]
        if not kvar:
            raise Filfel("Filens tecken går inte att läsa, varken som UTF-8 eller som Windows-1252.", _UTF8)
    if "utf-8-sig" in kvar and not _gar(utf8, b"", slut=True):
        del kvar["utf-8-sig"]
    if not kvar:
        raise Filfel("Filens tecken går inte att läsa: den slutar mitt i ett tecken.", _UTF8)
    return next(iter(kvar))


_UTF8 = "Spara den som CSV UTF-8 och läs in den igen."


def _gar(avkodare: codecs.IncrementalDecoder, block: bytes, *, slut: bool = False) -> bool:
    try:
        avkodare.decode(block, slut)
    except UnicodeDecodeError:
        return False
    return True
