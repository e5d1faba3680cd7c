"""What the address of the list of municipalities asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from kommuner.nyckeltal import alla
from kommuner.sortering import svensk
from socialtjanst.web.presentation.nyckeltal import KON, Register, tackning
from socialtjanst.web.presentation.vy import Vy, citat

HOGST_VALDA = 4
STANDARDVAL = 3
NAMN = "kommun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listval:
    """What the address asks for; `ordning` is "kommun" or a chosen nyckeltal, `sida` 0 all on one page."""

    q: str = ""
    lan: str = ""
    grupp: str = ""
    nyckeltal: tuple[str, ...] = ()
    kon: str = "T"
    ordning: str = NAMN
    fallande: bool = False
    sida: int = 1
    kand: str = ""

    @property
    def begransat(self) -> bool:
        return bool(self.q or self.lan or self.grupp)

    @property
    def ordningstext(self) -> str:
        return f"-{self.ordning}" if self.fallande else self.ordning

    def fraga(self, **andra: str) -> str:
        """The whole state as a query string, what differs from it in `andra`; the nyckeltal always stand there."""
        falt = {
            "q": self.q,
            "lan": self.lan,
            "grupp": self.grupp,
            "nyckeltal": ",".join(self.nyckeltal),
            "kon": "" if self.kon == "T" else self.kon,
            "ordning": "" if self.ordningstext == NAMN else self.ordningstext,
            "sida": {0: "alla", 1: ""}.get(self.sida, str(self.sida)),
            "kand": self.kand,
        }
        return "?" + urlencode({namn: varde for namn, varde in (falt | andra).items() if varde}, safe=",")


def direkt(fraga: QueryDict, reg: Register) -> str:
    """The code of the municipality that is searched for by its exact name or code and nothing else, or empty."""
    if set(fraga) != {"q"}:
        return ""
    q = fraga.get("q", "").strip()
    kod = q.zfill(4) if q.isdigit() else ""
    if kod in reg.kommuner:
        return kod
    namn = svensk(q.removesuffix(" kommun"))
    return next((k.kod for k in reg.kommuner.values() if svensk(k.namn) == namn), "")


def standardval(vy: Vy) -> tuple[str, ...]:
    """The lifted, comparable nyckeltal that have values, real ones first; without any, the first that have."""
    finns = tackning(vy)
    jamforbara = [kod for kod, d in alla().items() if kod in finns and d.lyft and d.rangordnas]
    valda = sorted(jamforbara, key=lambda kod: finns[kod].exempel) or [kod for kod in alla() if kod in finns]
    return tuple(valda[:STANDARDVAL])


def las_val(fraga: QueryDict, reg: Register, vy: Vy) -> Listval:
    """The address' choice. ValueError, in Swedish, for what does not exist; a lost leading 0 is put back."""
    if fraga.get("period"):
        raise ValueError("Listan visar alltid det senaste värdet. Välj period på nyckeltalets egen sida.")
    kon = fraga.get("kon") or "T"
    if kon not in KON:
        raise ValueError(f"Kön {citat(kon)} finns inte. Välj T (alla), K (kvinnor) eller M (män).")
    valda = _ordnade(_nyckeltal(fraga), vy) or standardval(vy)
    ordning, fallande = _ordning(fraga.get("ordning", ""), valda)
    return Listval(
        q=fraga.get("q", "").strip()[:80],
        lan=_kod(fraga.get("lan", ""), reg.lan, "Länet"),
        grupp=_kod(fraga.get("grupp", ""), reg.grupper, "Kommungruppen"),
        nyckeltal=valda,
        kon=kon,
        ordning=ordning,
        fallande=fallande,
        sida=_sida(fraga.get("sida", "")),
        kand=vy.kand.isoformat() if vy.kand else "",
    )


def _nyckeltal(fraga: QueryDict) -> tuple[str, ...]:
    """From a list with commas, or a parameter for each; both occur in addresses and forms."""
    koder = [kod.strip().upper() for kod in ",".join(fraga.getlist("nyckeltal")).split(",")]
    valda = tuple(dict.fromkeys(kod for kod in koder if kod))
    for kod in valda:
        if kod not in alla():
            raise ValueError(f"Nyckeltalet {citat(kod)} finns inte. Välj bland dem i listan.")
    if len(valda) > HOGST_VALDA:
        raise ValueError(f"Välj högst fyra nyckeltal åt gången. Du har valt {len(valda)}.")
    return valda


def _ordnade(koder: tuple[str, ...], vy: Vy) -> tuple[str, ...]:
    """Real ones first, then in the pages' order: a form cannot tell in which order its boxes were ticked."""
    finns = tackning(vy)
    pahittat = {kod for kod in koder if kod in finns and finns[kod].exempel}
    return tuple(sorted(koder, key=lambda kod: (kod in pahittat, alla()[kod].ordning)))


def _ordning(onskad: str, valda: tuple[str, ...]) -> tuple[str, bool]:
    """A nyckeltal that is no longer chosen gives the alphabetical order."""
    efter, fallande = onskad.removeprefix("-"), onskad.startswith("-")
    if efter and efter != NAMN and efter not in alla():
        raise ValueError(f"Det går inte att ordna efter {citat(efter)}. Välj kommun eller ett nyckeltal i listan.")
    return (efter, fallande) if efter in (NAMN, *valda) else (NAMN, False)


def _kod(varde: str, kanda: Mapping[str, str], vad: str) -> str:
    kod = varde.zfill(2) if varde.isdigit() else varde
    if kod and kod not in kanda:
        raise ValueError(f"{vad} {citat(varde)} finns inte. Välj i listan.")
    return kod


def _sida(skriven: str) -> int:
    if skriven == "alla":
        return 0
    if skriven and not (skriven.isdecimal() and len(skriven) < 4):
        raise ValueError(f"Sidan {citat(skriven)} finns inte. Skriv ett nummer eller alla.")
    return max(int(skriven or 1), 1)
