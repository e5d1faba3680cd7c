"""Figures heard at a visit: the municipality confirms them, and what is published counts as preliminary.

They never take the place of what has been reported (kommuner.services sees to that), and leave with the visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from besok.models import Besok, HordSiffra
from kommuner import perioder, services, tal
from kommuner.importer.regler import Regelfel, ar_orimlig, dividera
from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.models import Import
from kommuner.nyckeltal import alla

if TYPE_CHECKING:
    from konton.models import User


@dataclass(frozen=True, slots=True)
class Hord:
    """A heard figure in words; `granskas` while the municipality is asked about the visit."""

    text: str
    nar: str
    sagt_av: str
    besok: UUID
    granskas: bool


def visa(s: HordSiffra) -> str:
    """ "Vakanta tjänster, IFO, kvartal 4 2016: antal 2 av 40, 5,0 %"."""
    d = alla()[s.nyckeltal_id]
    delar = [] if s.taljare is None else [f"antal {_antal(s.taljare)}"]
    if delar and s.namnare is not None:
        delar[0] += f" av {_antal(s.namnare)}"
    delar += [] if s.varde is None else [tal.visa_med_enhet(s.varde, d.enhet, d.decimaler)]
    return f"{d.kortnamn}, {perioder.visa(s.period)}: {', '.join(delar)}"


def _antal(antal: float) -> str:
    return tal.visa(antal, 0 if antal == int(antal) else 1)


def att_bekrafta(kommun: str, period: str) -> list[Hord]:
    """What was said of the period at visits that the municipality has been asked about, or that are published."""
    lagen = (Besok.Lage.FAKTAGRANSKNING, Besok.Lage.PUBLICERAD)
    rader = HordSiffra.objects.filter(besok__kommun=kommun, besok__lage__in=lagen, period=period)
    return [
        Hord(
            text=visa(s),
            nar=f"{s.besok.datum:%Y-%m-%d}" if s.besok.datum else "en dag som inte framgår",
            sagt_av=s.sagt_av,
            besok=s.besok_id,
            granskas=s.besok.lage == Besok.Lage.FAKTAGRANSKNING,
        )
        for s in rader.select_related("besok").order_by("-besok__datum", "pk")
    ]


def publicera(besok: Besok, *, av: User) -> Import | None:
    """The visit's figures as an import of their own; None where no figure can count."""
    celler = [] if besok.exempel else [cell for s in besok.siffror.all() if (cell := _cell(besok, s)) is not None]
    if not celler:
        return None
    importen = services.oppna(
        Import.Slag.BESOK,
        f"besöket {besok.datum}",
        av=av,
        kommun=besok.kommun,
        urval={"besok": str(besok.pk)},
        lage=Lage.PAGAR,
    )
    skriv(importen, celler, kalla="kommun", preliminar=True)
    return services.publicera(importen, av=av)


def dra_tillbaka(besok: Besok) -> Import | None:
    importer = Import.objects.filter(slag=Import.Slag.BESOK, urval__besok=str(besok.pk))
    return services.dra_tillbaka(importer, f"besöket {besok.datum} drogs tillbaka")


def _cell(besok: Besok, s: HordSiffra) -> Cell | None:
    """None for a figure that could not have been reported: without counts, of another source, or implausible."""
    d = alla().get(s.nyckeltal_id)
    if d is None or d.kalla != "kommun" or perioder.slag(s.period) not in d.periodslag or s.taljare is None:
        return None
    if d.namnare is not None and s.namnare is None:
        return None
    try:
        varde, namnare = dividera(d, s.taljare, s.namnare, None)
    except Regelfel:
        return None
    if ar_orimlig(d, varde):
        return None
    return Cell(besok.kommun_id, None, d.kod, s.period, "T", varde, "", s.taljare, namnare)
