"""What the address of "Utforska" asks for: places, nyckeltal, kön; all of the state stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from urllib.parse import urlencode

from django.http import QueryDict

from kommuner.nyckeltal import alla
from kommuner.sortering import svensk
from rapporter.diagram.linjer import MAXANTAL
from socialtjanst.web.presentation.kommunval import standardval
from socialtjanst.web.presentation.nyckeltal import KON, Register
from socialtjanst.web.presentation.vy import Vy, citat

HOGST_NYCKELTAL = 4
RIKET = "0000"
STANDARDPLATSER = (RIKET, "0180", "1480", "1280")  # the country and its three largest municipalities


@dataclass(frozen=True, slots=True, kw_only=True)
class Utforskaval:
    """`platser` are municipality codes and RIKET, in the order that the reader chose them."""

    platser: tuple[str, ...]
    nyckeltal: tuple[str, ...]
    kon: str = "T"
    kand: date | None = None

    def fraga(self, *, utan: str = "") -> str:
        """The state as a query string, without the place or nyckeltal `utan`."""
        falt = {
            "kommun": ",".join(p for p in self.platser if p != utan),
            "nyckeltal": ",".join(n for n in self.nyckeltal if n != utan),
            "kon": self.kon,
        }
        if self.kand:
            falt["kand"] = self.kand.isoformat()
        return "?" + urlencode(falt, safe=",")


def las_val(fraga: QueryDict, reg: Register, vy: Vy) -> Utforskaval:
    """The address' choice with what is to be added to it. ValueError, in Swedish, for what does not exist."""
    platser = [_plats(p, reg) for p in _lista(fraga, "kommun")] if "kommun" in fraga else list(STANDARDPLATSER)
    koder = [_nyckeltal(n) for n in _lista(fraga, "nyckeltal")]
    if lagg := fraga.get("lagg", "").strip():
        platser.append(_plats(lagg, reg))
    if nyckeltal := fraga.get("lagg_nyckeltal", ""):
        koder.append(_nyckeltal(nyckeltal))
    kon = fraga.get("kon") or "T"
    if kon not in KON:
        raise ValueError(f"Kön {citat(kon)} finns inte. Välj T (alla), K (kvinnor) eller M (män).")
    val = Utforskaval(
        platser=tuple(dict.fromkeys(platser)),
        nyckeltal=tuple(dict.fromkeys(koder)) or (standardval(vy)[:1] if "nyckeltal" not in fraga else ()),
        kon=kon,
        kand=vy.kand,
    )
    return _kontrollera(val)


def _kontrollera(val: Utforskaval) -> Utforskaval:
    if len(val.platser) > MAXANTAL:
        raise ValueError(f"Högst {MAXANTAL} linjer går att skilja åt, Riket inräknat. Ta bort någon först.")
    if len(val.nyckeltal) > HOGST_NYCKELTAL:
        raise ValueError(f"Välj högst {HOGST_NYCKELTAL} nyckeltal åt gången. Ta bort något först.")
    return val


def utan_tillagg(fraga: QueryDict) -> QueryDict:
    """The same address without what was to be added: where the reader stood before."""
    kvar = fraga.copy()
    for falt in ("lagg", "lagg_nyckeltal"):
        kvar.pop(falt, None)
    return kvar


def _lista(fraga: QueryDict, falt: str) -> list[str]:
    return [del_.strip() for del_ in ",".join(fraga.getlist(falt)).split(",") if del_.strip()]


def _plats(skriven: str, reg: Register) -> str:
    """The code of a place that is written as its code, also without its leading 0, or as its name."""
    if skriven.casefold() == "riket" or skriven == RIKET:
        return RIKET
    kod = skriven.zfill(4) if skriven.isdigit() else ""
    if kod in reg.kommuner:
        return kod
    namn = svensk(skriven)
    traff = next((k.kod for k in reg.kommuner.values() if svensk(k.namn) == namn), "")
    if traff:
        return traff
    if kod:
        raise ValueError(f"Ingen kommun har koden {citat(skriven)}.")
    nara = get_close_matches(skriven, [k.namn for k in reg.kommuner.values()], cutoff=0.7)
    forslag = f" Menade du {' eller '.join(nara)}?" if nara else " Välj ett namn i listan."
    raise ValueError(f"Ingen kommun heter {citat(skriven)}.{forslag}")


def _nyckeltal(skriven: str) -> str:
    if skriven.upper() not in alla():
        raise ValueError(f"Nyckeltalet {citat(skriven)} finns inte. Välj ett i listan.")
    return skriven.upper()
