"""How measures spread between municipalities: a table over time, and from ten links a drawing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from atgarder import datum
from atgarder.models import Atgard, Atgardstyp, Inspiration
from rapporter import diagram
from rapporter.diagram import Bage, Cell, Kolumn, Nod, Rad, Spridningsdata, Tabell
from rapporter.format.celler import Cellvarde
from socialtjanst.web.presentation.atgardsstruktur import OKANT
from socialtjanst.web.presentation.diagram import Figur, uppraknat
from socialtjanst.web.presentation.ladda_ned import Fil

RITAS_FRAN = 10
HOGST_RITADE = 60
KOLUMNER = (
    *("nar", "kommun_kod", "kommun", "atgard", "titel", "slag"),
    *("inspirerades_av_kod", "inspirerades_av", "forebild", "forebildens_titel", "exempeldata"),
)


@dataclass(frozen=True, slots=True)
class Lank:
    """`nar` as known: the link's own year, else when the follower decided or began."""

    nar: str
    atgard: Atgard
    forebild: Atgard

    @property
    def nar_text(self) -> str:
        return datum.visa(self.nar) if self.nar else OKANT


def lankar(typ: str = "") -> list[Lank]:
    """The public links, oldest first, those without a year last; one query."""
    publika = Atgard.objects.publika()
    rader = Inspiration.objects.filter(atgard__in=publika, forebild__in=publika)
    if typ:
        rader = rader.filter(atgard__typ=typ)
    rader = rader.select_related("atgard__kommun", "atgard__typ", "forebild__kommun", "forebild__typ")
    alla = [Lank(r.ar or r.atgard.beslutad or r.atgard.start, r.atgard, r.forebild) for r in rader]
    return sorted(alla, key=lambda lank: (not lank.nar, lank.nar))


def mening(alla: list[Lank]) -> str:
    """Who inspired most, in one sentence."""
    if not alla:
        return ""
    par = {(lank.forebild.kommun.namn, lank.atgard.kommun_id) for lank in alla}
    flest = Counter(namn for namn, _ in par)
    hogst = max(flest.values())
    forst = sorted(namn for namn, n in flest.items() if n == hogst)
    vilka = uppraknat(forst) if len(forst) <= 3 else f"{len(forst)} kommuner"
    ord_ = "en annan kommun" if hogst == 1 else f"{hogst} andra kommuner"
    return f"{vilka} har inspirerat flest: {ord_}{' var' if len(forst) > 1 and hogst > 1 else ''}."


def figur(alla: list[Lank], rubrik: str) -> Figur | None:
    """The drawing; None under ten links, and where there are more points than can be told apart."""
    noder = list({a.pk: a for lank in alla for a in (lank.forebild, lank.atgard)}.values())
    if len(alla) < RITAS_FRAN or len(noder) > HOGST_RITADE:
        return None
    plats = {a.pk: nr for nr, a in enumerate(noder)}
    data = Spridningsdata(
        titel=rubrik,
        beskrivning=mening(alla),
        noder=[Nod(a.kommun.namn, _ar(a, alla), f"{a.kommun}: {a.titel}") for a in noder],
        bagar=[Bage(plats[lank.forebild.pk], plats[lank.atgard.pk]) for lank in alla],
        tabell=tabell(alla),
    )
    exempel = any(a.exempel for a in noder)
    return Figur(
        diagram=diagram.spridningsdiagram(data),
        rubrik=rubrik,
        mening=mening(alla),
        kalla="Källa: de källor som står på varje åtgärds egen sida.",
        exempel=exempel,
    )


def _ar(a: Atgard, alla: list[Lank]) -> int | None:
    """The year in which the measure was decided or began, else that of its inspiration."""
    skriven = a.beslutad or a.start or next((lank.nar for lank in alla if lank.atgard.pk == a.pk), "")
    return int(skriven[:4]) if skriven else None


def tabell(alla: list[Lank]) -> Tabell:
    kolumner = (
        Kolumn("Kommun"),
        Kolumn("När"),
        Kolumn("Åtgärd"),
        Kolumn("Inspirerades av"),
        Kolumn("Vars åtgärd heter"),
    )
    rader = tuple(
        Rad(
            (
                Cell(lank.atgard.kommun.namn, lank=lank.atgard.get_absolute_url()),
                Cell(lank.nar_text),
                Cell(lank.atgard.titel),
                Cell(lank.forebild.kommun.namn),
                Cell(lank.forebild.titel),
            )
        )
        for lank in alla
    )
    return Tabell("Vem som inspirerades av vem, äldst först", kolumner, rader)


def fil(alla: list[Lank]) -> Fil:
    rader: list[list[Cellvarde]] = [
        [
            *(lank.nar or None, lank.atgard.kommun_id, lank.atgard.kommun.namn, lank.atgard.pk, lank.atgard.titel),
            *(lank.atgard.typ.namn, lank.forebild.kommun_id, lank.forebild.kommun.namn, lank.forebild.pk),
            *(lank.forebild.titel, lank.atgard.exempel or lank.forebild.exempel),
        ]
        for lank in alla
    ]
    exempel = any(rad[-1] for rad in rader)
    return Fil("spridning", "Spridning", KOLUMNER, rader, "Källa: åtgärdernas egna källor.", exempel)


def typval() -> list[tuple[str, str]]:
    """The kinds among which something has spread."""
    publika = Atgard.objects.publika()
    spridda = Inspiration.objects.filter(atgard__in=publika, forebild__in=publika).values("atgard__typ")
    return list(Atgardstyp.objects.filter(pk__in=spridda).values_list("kod", "namn"))


def sammanhang(alla: list[Lank], typ: str) -> dict[str, Any]:
    val = typval()
    namn = dict(val).get(typ, "")
    rubrik = f"Så har {namn[:1].lower()}{namn[1:]} spridit sig" if namn else "Så har åtgärderna spridit sig"
    return {
        "typ": typ,
        "typval": val,
        "lankar": alla,
        "mening": mening(alla),
        "figur": figur(alla, rubrik),
        "ritas_fran": RITAS_FRAN,
        "for_manga": len(alla) >= RITAS_FRAN,
        "visar_exempeldata": any(lank.atgard.exempel or lank.forebild.exempel for lank in alla),
    }
