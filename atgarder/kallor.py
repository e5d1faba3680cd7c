"""Sources: documents are taken in by what they are, not by what they are called, and given out to those who may see.

A zip is opened only to read the few lines that say what it is; nothing is unpacked.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.files.base import File
from django.db.models import Exists, OuterRef, Q, QuerySet

from atgarder import regler
from atgarder.models import Atgard, GottExempel, Kalla, Uppgift
from atgarder.regler import Regelfel
from konton.signatur import signatur

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from konton.models import User

HOGST_MB = 10
HOGST = HOGST_MB * 1024 * 1024
HOGST_BESKRIVNING = 256 * 1024
_BIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Filslag:
    namn: str
    typ: str
    andelser: tuple[str, ...]


SLAG = {
    "pdf": Filslag("PDF", "application/pdf", ("pdf",)),
    "docx": Filslag("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
    "xlsx": Filslag("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
    "odt": Filslag("OpenDocument-text", "application/vnd.oasis.opendocument.text", ("odt",)),
    "txt": Filslag("ren text", "text/plain; charset=utf-8", ("txt",)),
    "png": Filslag("PNG-bild", "image/png", ("png",)),
    "jpg": Filslag("JPEG-bild", "image/jpeg", ("jpg", "jpeg")),
}
ANDELSER = {a: slag for slag, f in SLAG.items() for a in f.andelser}
TILLATNA = "PDF, Word (.docx), Excel (.xlsx), OpenDocument-text (.odt), ren text (.txt), PNG eller JPEG"
_BORJAN = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_OOXML = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
TEXTFALT = ("titel", "utgivare", "diarienummer")


def prova(fil: File[Any], namn: str) -> str:
    """The kind of the file, a key of SLAG. Raises Regelfel, on `fil`."""
    if fil.size > HOGST:
        raise _fel(f"Filen är {_mb(fil.size)} MB. Den får vara högst {HOGST_MB} MB.")
    if fil.size == 0:
        raise _fel("Filen är tom. Välj en annan.")
    vantad = ANDELSER.get(PurePosixPath(namn).suffix.lower().removeprefix("."))
    if vantad is None:
        raise _fel(f"Filer av det slaget tas inte emot. Välj {TILLATNA}.")
    slag = _slag(fil)
    if slag != vantad:
        ar = f"innehåller {SLAG[slag].namn}" if slag else "innehåller något annat"
        raise _fel(f"Filen heter som {SLAG[vantad].namn} men {ar}. Spara om den i rätt format och försök igen.")
    return slag


def _mb(byte: int) -> str:
    return f"{byte / 1024 / 1024:.1f}".replace(".", ",")


def _fel(text: str) -> Regelfel:
    return Regelfel({"fil": text})


def _slag(fil: File[Any]) -> str:
    """What the content says that it is; empty for what is not let in."""
    fil.seek(0)
    borjan = fil.read(16)
    if borjan.startswith(b"PK\x03\x04"):
        return _zipslag(fil)
    for monster, slag in _BORJAN.items():
        if borjan.startswith(monster):
            return slag
    return "txt" if _ar_text(fil) else ""


def _zipslag(fil: File[Any]) -> str:
    fil.seek(0)
    try:
        with zipfile.ZipFile(fil) as arkiv:
            namn = set(arkiv.namelist())
            if "mimetype" in namn:
                return "odt" if _las(arkiv, "mimetype").strip() == SLAG["odt"].typ.encode() else ""
            innehall = _las(arkiv, "[Content_Types].xml") if "[Content_Types].xml" in namn else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return ""
    return next((slag for typ, slag in _OOXML.items() if b'"' + typ + b'"' in innehall), "")


def _las(arkiv: zipfile.ZipFile, namn: str) -> bytes:
    """The beginning of a member: what claims to be small may unpack to anything."""
    with arkiv.open(namn) as del_:
        return del_.read(HOGST_BESKRIVNING)


def _ar_text(fil: File[Any]) -> bool:
    """UTF-8 without control characters."""
    fil.seek(0)
    try:
        text = fil.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(ord(tecken) < 32 and tecken not in "\t\n\r\f" for tecken in text)


def ta_emot(fil: File[Any], namn: str, *, falt: Mapping[str, Any], av: User | None) -> Kalla:
    """A document as a source, under a random name. Raises Regelfel: nothing is kept."""
    _prova_text(falt)
    _prova_namn(namn)
    slag = prova(fil, namn)
    ny = Kalla(**{"slag": Kalla.Slag.DOKUMENT, **falt}, av=av, av_roll=signatur(av))
    ny.filnamn, ny.filhash = _rent_namn(namn), _hash(fil)
    ny.titel = ny.titel or ny.filnamn
    fil.seek(0)
    ny.fil.save(f"{uuid4().hex}.{slag}", fil, save=True)
    return ny


def hamta_eller_skapa(*, falt: Mapping[str, Any], av: User | None) -> Kalla:
    """A source without a document; one that reads the same in every field is the same. Raises Regelfel.

    What is not given is empty: or a hidden source that says more would be shown along with what was written.
    """
    _prova_text(falt)
    tomma = dict.fromkeys(("utgivare", "datum", "url", "diarienummer"), "")
    hela = {"slag": Kalla.Slag.ARTIKEL, **tomma, **falt}
    return Kalla.objects.filter(**hela, fil="").first() or Kalla.objects.create(**hela, av=av, av_roll=signatur(av))


def _prova_text(falt: Mapping[str, Any]) -> None:
    if fel := regler.personnummerfel({namn: falt.get(namn, "") for namn in TEXTFALT}):
        raise Regelfel(fel)


def _prova_namn(namn: str) -> None:
    """The file's name is shown, and is its title when it has no other."""
    utan_bindestreck = re.sub(r"(?<!\d)-|-(?!\d)", " ", _rent_namn(namn))
    if regler.personnummer(utan_bindestreck):
        raise _fel("Filens namn innehåller något som ser ut som ett personnummer. Byt namn på filen och försök igen.")


def _rent_namn(namn: str) -> str:
    """The file's own name, without folders and control characters, its ending kept."""
    sist = PurePosixPath(namn.replace("\\", "/")).name
    rent = "".join(tecken for tecken in sist if tecken.isprintable())
    stam, andelse = PurePosixPath(rent).stem, PurePosixPath(rent).suffix
    return f"{stam[: 190 - len(andelse)]}{andelse}"


def _hash(fil: File[Any]) -> str:
    summa = hashlib.sha256()
    fil.seek(0)
    while bit := fil.read(_BIT):
        summa.update(bit)
    return summa.hexdigest()


def synliga_for(user: User | AnonymousUser) -> QuerySet[Kalla]:
    """The sources of something that `user` may see."""
    grund = {
        "atgarder": Atgard.objects.synliga_for(user),
        "uppgifter": Uppgift.objects.synliga_for(user),
        "exempel": GottExempel.objects.skrivbara_for(user),
    }
    vilar = [_vilar(falt, rader) for falt, rader in grund.items()]
    i_exempel = visbara().filter(pk__in=_namnda())
    return Kalla.objects.filter(vilar[0] | vilar[1] | vilar[2] | Q(pk__in=i_exempel.values("pk")))


def _namnda() -> set[int]:
    """What the pages of examples name to readers: the published versions, archived ones too, not the working copies."""
    versioner = GottExempel.objects.med_publik_atgard().values_list("publik__innehall__kallor", flat=True)
    return {pk for namnda in versioner for pk in namnda}


def visbara() -> QuerySet[Kalla]:
    """What a published example may show: all but what rests on measures none of which is public."""
    med_atgard = Exists(Atgard.objects.filter(kallor=OuterRef("pk")).order_by())
    publika = _vilar("atgarder", Atgard.objects.publika()) | _vilar("uppgifter", Uppgift.objects.publika())
    return Kalla.objects.filter(~med_atgard | publika)


def _vilar(falt: str, rader: QuerySet[Any]) -> Exists:
    """Whether any of `rader` has the outer source in its `kallor`."""
    return Exists(rader.filter(kallor=OuterRef("pk")).order_by())


def typ(kalla: Kalla) -> str:
    """The content type that a stored document is given out as."""
    slag = PurePosixPath(kalla.fil.name or "").suffix.removeprefix(".")
    return SLAG[slag].typ if slag in SLAG else "application/octet-stream"
