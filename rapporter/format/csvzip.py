"""A report as CSV: each table in both dialects, with a text that says what it is, in one zip."""

import tempfile
import zipfile
from collections.abc import Sequence
from typing import IO

from rapporter.format.csv import DIALEKTER, csv_rader
from rapporter.resultat import Resultat, Tabell
from rapporter.text import EXEMPEL

FILNAMN = {"Värden": "varden", "Trender": "trender", "Definitioner och källor": "definitioner"}
OM_DIALEKTER = """Varje tabell finns i två dialekter med samma siffror:
- svensk: semikolon mellan kolumnerna, decimalkomma, UTF-8 med BOM. Öppnas rätt av svenskt Excel.
- maskin: komma mellan kolumnerna, decimalpunkt, UTF-8 utan BOM. För program.
En tom cell betyder att värdet saknas; kolumnen efter säger varför. Kommunkoder är text och kan börja med 0."""


def skriv(resultat: Resultat, tabeller: Sequence[Tabell]) -> IO[bytes]:
    """The zip in a temporary file, at its beginning; the caller closes it."""
    fil = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115  the caller closes it
    with zipfile.ZipFile(fil, "w", zipfile.ZIP_DEFLATED) as arkiv:
        arkiv.writestr("README.txt", readme(resultat).replace("\n", "\r\n").encode("utf-8-sig"))
        for tabell in tabeller:
            for dialekt in DIALEKTER.values():
                namn = f"{FILNAMN.get(tabell.namn, tabell.namn)}-{dialekt.namn}.csv"
                with arkiv.open(namn, "w", force_zip64=True) as ut:
                    for rad in csv_rader(tabell.kolumner, tabell.rader(), dialekt):
                        ut.write(rad.encode())
    fil.seek(0)
    return fil


def readme(resultat: Resultat) -> str:
    """What the files are, in Swedish."""
    varning = [EXEMPEL.upper(), ""] if resultat.exempel else []
    fakta = [f"{etikett}: {text}" for etikett, text in resultat.fakta]
    saknade = [f"Tomma celler, {skal}: {antal}" for skal, antal in resultat.saknade.items()]
    delar = [resultat.titel, "", *varning, *fakta, "", *resultat.meningar, "", *saknade, "", OM_DIALEKTER, ""]
    return "\n".join(delar)
