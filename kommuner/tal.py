"""Swedish numbers in and out: decimal comma, no-break space for thousands, U+2212 as minus.

Rounding is half away from zero on the decimal figures that a reader sees, as Excel does, so that a page and a
file show the same number. None and NaN are "uppgift saknas", never 0.
"""

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

SAKNAS = "uppgift saknas"
NBSP = "\u00a0"
MINUS = "\u2212"

_VANLIGT = re.compile(r"-?[0-9]+(?:,[0-9]+)?")
_SVENSKT = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]+)?")
_MED_PUNKT = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_TVETYDIGT = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_UTLANDSKT = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+|,[0-9]{3})")
_DATUM = re.compile(r"[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?|[0-9]{1,2}[/.][0-9]{1,2}[/.](?:[0-9]{2}){1,2}")
_TECKEN = str.maketrans({MINUS: "-", "\u2013": "-", NBSP: " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\t": " "})
_ALLA_SIFFROR = Context(prec=400)  # the largest float has 309 digits before the comma
_SA_HAR = "Skriv ett tal med siffror och decimalkomma, till exempel 7,9 eller 1 234,5."
_ENTAL = {
    "dagar": "dag",
    "timmar": "timme",
    "tjänster": "tjänst",
    "ärenden": "ärende",
    "personer": "person",
    "procentenheter": "procentenhet",
    "indexenheter": "indexenhet",
}


def tolka(text: object, *, decimalpunkt: bool = False) -> float:
    """The number that a person or a program wrote: "7,9", "7.9", "7,9 %", "1 234,5", "1.234,5", "−3".

    "1.234" may be 1234 or 1,234 and is refused, unless `decimalpunkt` says that the source writes decimal
    points. Raises ValueError with a Swedish text that quotes what was written and says what to write.
    """
    if isinstance(text, int | float) and not isinstance(text, bool):
        return _andligt(float(text), text)
    if not isinstance(text, str):
        raise ValueError(f"”{text}” är inte ett tal. {_SA_HAR}")
    if _VANLIGT.fullmatch(text):
        return _andligt(float(text.replace(",", ".")), text)
    ren = text.translate(_TECKEN).strip().removesuffix("%").rstrip()
    ren = re.sub(r"(?<=^[+-]) +", "", ren)
    if _MED_PUNKT.fullmatch(ren) and (decimalpunkt or not _TVETYDIGT.fullmatch(ren)):
        return _andligt(float(ren), text)
    if _SVENSKT.fullmatch(ren) and not _TVETYDIGT.fullmatch(ren):
        return _andligt(float(ren.replace(" ", "").replace(".", "").replace(",", ".")), text)
    raise ValueError(_varfor_inte(ren, text))


def _andligt(tal: float, skrivet: object) -> float:
    if not math.isfinite(tal):
        raise ValueError(f"”{skrivet}” är inte ett tal. {_SA_HAR} Lämna tomt om uppgiften saknas.")
    return tal


def _varfor_inte(ren: str, skrivet: str) -> str:
    if not ren:
        return f"Talet saknas. {_SA_HAR}"
    if _DATUM.fullmatch(ren):
        return f"”{skrivet}” ser ut som ett datum, inte som ett tal. {_SA_HAR}"
    if _TVETYDIGT.fullmatch(ren):
        hela, komma = ren.replace(".", ""), ren.replace(".", ",")
        return f"”{skrivet}” kan betyda både {hela} och {komma}. Skriv {hela} eller {komma}."
    if _UTLANDSKT.fullmatch(ren):
        return f"”{skrivet}” har komma mellan tusental. Skriv mellanslag där, och komma före decimalerna."
    if ren.lower().lstrip("+-") in ("nan", "inf", "infinity", "na", "n/a", "null"):
        return f"”{skrivet}” är inte ett tal. {_SA_HAR} Lämna tomt om uppgiften saknas."
    return f"”{skrivet}” är inte ett tal. {_SA_HAR}"


def visa(value: float | Decimal | None, decimaler: int = 1) -> str:
    """The number for readers: 1234.56 gives "1 234,6"; what rounds to zero has no minus."""
    if value is None or not math.isfinite(value):
        return SAKNAS
    avrundat = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimaler), ROUND_HALF_UP, _ALLA_SIFFROR)
    text = f"{avrundat.copy_abs():,.{decimaler}f}".replace(",", NBSP).replace(".", ",")
    return MINUS + text if avrundat < 0 else text


def visa_med_enhet(value: float | Decimal | None, enhet: str, decimaler: int = 1) -> str:
    """The number with its unit: "8,1 %", "12 årsarbetare", "index 78,9", "ja".

    A yes-or-no value between 0 and 1 is a share of many answers: "37 % ja".
    """
    if value is None or not math.isfinite(value):
        return SAKNAS
    if enhet == "ja/nej":
        return {0.0: "nej", 1.0: "ja"}.get(float(value), f"{visa(100 * value, 0)}{NBSP}%{NBSP}ja")
    tal = visa(value, decimaler)
    if enhet == "index":
        return f"index{NBSP}{tal}"
    return _tal_och_enhet(tal, enhet)


def andring(value: float | Decimal | None, enhet: str, decimaler: int = 1) -> str:
    """A difference between two values of the unit: "+1,1 procentenheter", "−3 dagar", "oförändrat"."""
    if value is None or not math.isfinite(value):
        return SAKNAS
    if enhet == "ja/nej":
        if abs(value) == 1:
            return "från nej till ja" if value > 0 else "från ja till nej"
        value, enhet, decimaler = 100 * value, "%", 0
    tal = visa(value, decimaler)
    if not tal.strip("0,"):
        return "oförändrat"
    enhet = {"%": "procentenheter", "index": "indexenheter"}.get(enhet, enhet)
    return _tal_och_enhet(tal if tal.startswith(MINUS) else f"+{tal}", enhet)


def _tal_och_enhet(tal: str, enhet: str) -> str:
    """Joined with a no-break space; a bare count ("antal") has no word, and exactly 1 takes the singular."""
    if enhet in ("", "antal"):
        return tal
    if tal.lstrip("+" + MINUS) == "1":
        forsta, *rest = enhet.split(" ", 1)
        enhet = " ".join([_ENTAL.get(forsta, forsta), *rest])
    return f"{tal}{NBSP}{enhet}".replace(" ", NBSP)
