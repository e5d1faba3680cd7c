"""What the search page shows: hits page by page, what they are, and what to try when there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from atgarder.models import Sokslag
from atgarder.sok import Svar, Traff, hitta

PER_SIDA = 10
FLEST_SIDOR = 500
FLERTAL = {
    Sokslag.EXEMPEL: "Goda exempel",
    Sokslag.ATGARD: "Åtgärder",
    Sokslag.UPPGIFT: "Uppgifter",
    Sokslag.KOMMUN: "Kommuner",
    Sokslag.NYCKELTAL: "Nyckeltal",
}
PROVA = ("lönetillägg", "kortare arbetstid", "boka tolkar", "familjehem", "mentor efter examen")


@dataclass(frozen=True, slots=True)
class Val:
    """What the address asks for."""

    q: str
    slag: str
    sida: int

    def lank(self, *, q: str | None = None, slag: str | None = None, sida: int = 1) -> str:
        """The address of the same search with something changed."""
        slag = self.slag if slag is None else slag
        delar = {"q": self.q if q is None else q} | ({"slag": slag} if slag else {})
        return f"{reverse('sok')}?{urlencode(delar | ({'sida': sida} if sida > 1 else {}))}"


def las_val(data: QueryDict) -> Val:
    """An unknown kind is none; an unknown page the first."""
    slag, sida = data.get("slag", ""), data.get("sida", "")
    nummer = int(sida) if sida.isascii() and sida.isdigit() and len(sida) < len(str(FLEST_SIDOR)) + 1 else 1
    return Val(data.get("q", "").replace("\0", ""), slag if slag in FLERTAL else "", min(max(nummer, 1), FLEST_SIDOR))


def sammanhang(val: Val) -> dict[str, Any]:
    """Everything that the templates print."""
    svar = hitta(val.q, [val.slag] if val.slag else (), fran=(val.sida - 1) * PER_SIDA, antal=PER_SIDA)
    return {
        "val": val,
        "svar": svar,
        "grupper": _grupper(svar),
        "facetter": _facetter(val, svar),
        "antal": _antal(svar),
        "forslag": [(ord_, val.lank(q=_bytt(svar, ord_))) for ord_ in svar.forslag],
        "prova": [(ord_, val.lank(q=ord_, slag="")) for ord_ in PROVA],
        "forra": val.lank(sida=val.sida - 1) if val.sida > 1 else "",
        "nasta": val.lank(sida=val.sida + 1) if val.sida * PER_SIDA < svar.alla else "",
        "sista": max(1, -(-svar.alla // PER_SIDA)),
        "alla_slag": val.lank(slag=""),
    }


def _grupper(svar: Svar) -> list[tuple[str, list[Traff]]]:
    """The page's hits: those with every word, and under a heading those that lack some."""
    hela = [traff for traff in svar.traffar if traff.hel]
    delvis = [traff for traff in svar.traffar if not traff.hel]
    return [grupp for grupp in (("", hela), ("Träffar på en del av orden", delvis)) if grupp[1]]


def _facetter(val: Val, svar: Svar) -> list[dict[str, Any]]:
    """A link for each kind that has hits, and for the one that is chosen."""
    alla = {"namn": "Allt", "antal": svar.antal.total(), "lank": val.lank(slag=""), "vald": not val.slag}
    return [
        alla,
        *(
            {"namn": namn, "antal": svar.antal[slag], "lank": val.lank(slag=slag), "vald": slag == val.slag}
            for slag, namn in FLERTAL.items()
            if svar.antal[slag] or slag == val.slag
        ),
    ]


def _antal(svar: Svar) -> str:
    """Said aloud by screen readers as one types."""
    if not svar.q:
        return ""
    if not svar.ord:
        return "Skriv minst ett ord på två bokstäver."
    traffar = "1 träff" if svar.alla == 1 else f"{svar.alla} träffar"
    if svar.alla and not svar.hela:
        return f"{traffar}, ingen på alla orden"
    if svar.hela < svar.alla:
        return f"{traffar}, {svar.hela} på alla orden"
    return traffar if svar.alla else "Ingen träff"


def _bytt(svar: Svar, ord_: str) -> str:
    """The question with the unknown word changed for one that is known."""
    return " ".join(ord_ if o == svar.okanda[0] else o for o in svar.ord)
