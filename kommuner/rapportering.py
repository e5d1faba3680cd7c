"""The form of one screen: which counts are asked, what was answered last, and what the site makes of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from kommuner import perioder, services, tal
from kommuner.importer.regler import Regelfel, ar_orimlig, dividera, fragekoder, orimlighet
from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.models import Import, Kommun, Matvarde
from kommuner.models.matvarde import Saknas
from kommuner.nyckeltal import Definition, Fraga, alla, fragor, rapporterade

if TYPE_CHECKING:
    from konton.models import User

Svar = Mapping[str, float]
Skal = Mapping[str, str]


@dataclass(frozen=True)
class Resultat:
    """What the answers give for one nyckeltal: its cell, a sentence beside last period, and why it is implausible."""

    definition: Definition
    cell: Cell
    mening: str
    orimlig: str = ""


@dataclass
class Provning:
    """Everything that can be said of a set of answers: faults by question, and results by nyckeltal."""

    fel: dict[str, str] = field(default_factory=dict)
    resultat: list[Resultat] = field(default_factory=list)

    @property
    def orimliga(self) -> list[Resultat]:
        return [r for r in self.resultat if r.orimlig]


def fragor_vid(period: str) -> list[Fraga]:
    """The questions that are asked for that kind of period, in the form's order."""
    return [fraga for fraga in fragor().values() if perioder.slag(period) in fraga.per]


def kanda_svar(kommun: Kommun, period: str, version: int) -> dict[str, float]:
    """The municipality's own answers for the period, as far as they are known at `version`; never example data.

    Unsuppressed: only for those who report for the municipality.
    """
    rader = Matvarde.objects.vid(version).riktiga().filter(kommun=kommun, enhet=None, period=period, kon="T", saknas="")
    svar = _ur_formular(kommun, period)
    for m in rader.filter(kalla="kommun"):
        for kod, antal in zip(fragekoder(alla()[m.nyckeltal_id]), (m.taljare, m.namnare, m.personer), strict=True):
            if kod is not None and antal is not None:
                svar[kod] = antal
    return svar


def _ur_formular(kommun: Kommun, period: str) -> dict[str, float]:
    """Answers that no nyckeltal counts stand only in the form they came by."""
    formular = Import.objects.filter(slag=Import.Slag.FORMULAR, kommun=kommun, lage=Lage.KLAR, urval__period=period)
    senaste = formular.order_by("-pk").first()
    return {} if senaste is None else dict(senaste.urval["svar"])


def prova(kommun: str, period: str, svar: Svar, skal: Skal, forra: Svar) -> Provning:
    """Divide the answers and hold them against the rules; `skal` gives the reason for a question without answer."""
    provning = Provning(fel=_fel_i_svaren(period, svar, skal))
    for d in rapporterade():
        if perioder.slag(period) not in d.periodslag or provning.fel.keys() & set(fragekoder(d)):
            continue
        try:
            cell = _cell(d, kommun, period, svar, skal)
        except Regelfel as fel:
            provning.fel.setdefault(_frageid(d, fel.kolumn), f"{fel.skal} {fel.atgard}")
            continue
        if cell is not None:
            provning.resultat.append(_resultat(d, cell, forra))
    return provning


def _fel_i_svaren(period: str, svar: Svar, skal: Skal) -> dict[str, str]:
    fel = {}
    for fraga in fragor_vid(period):
        antal = svar.get(fraga.kod)
        if antal is None:
            continue
        if fraga.kod in skal:
            fel[fraga.kod] = "Frågan har både ett svar och ett skäl till att svaret saknas. Behåll det ena."
        elif antal < 0:
            fel[fraga.kod] = "Antalet är mindre än noll. Skriv noll eller ett större tal."
        elif fraga.heltal and antal != int(antal):
            fel[fraga.kod] = "Antalet ska vara ett helt tal. Skriv det utan decimaler."
        elif fraga.del_av is not None and antal > svar.get(fraga.del_av, antal):
            hel = fragor()[fraga.del_av]
            fel[fraga.kod] = (
                f"Antalet är större än ”{hel.etikett}” ({_visa(svar[hel.kod])}), som det är en del av."
                " Kontrollera båda."
            )
    return fel


def _cell(d: Definition, kommun: str, period: str, svar: Svar, skal: Skal) -> Cell | None:
    """None where the answers do not suffice. Raises Regelfel."""
    fragade = [kod for kod in fragekoder(d) if kod is not None]
    orsaker = {skal[kod] for kod in fragade if kod in skal}
    taljare_kod, namnare_kod, personer_kod = fragekoder(d)
    if orsaker or (namnare_kod and svar.get(namnare_kod) == 0 and svar.get(taljare_kod or "") == 0):
        orsak = Saknas.SAKNAS if Saknas.SAKNAS in orsaker else Saknas.EJ_TILLAMPLIGT
        return Cell(kommun, None, d.kod, period, "T", None, str(orsak))
    if taljare_kod is None or taljare_kod not in svar or (namnare_kod and namnare_kod not in svar):
        return None
    taljare, namnare = svar[taljare_kod], svar[namnare_kod] if namnare_kod else None
    personer = svar.get(personer_kod) if personer_kod else None
    varde, namnare = dividera(d, taljare, namnare, personer)
    return Cell(kommun, None, d.kod, period, "T", varde, "", taljare, namnare, personer)


def _frageid(d: Definition, kolumn: str) -> str:
    koder = dict(zip(("täljare", "nämnare", "personer"), fragekoder(d), strict=True))
    return koder.get(kolumn) or d.taljare_fraga or ""


def _resultat(d: Definition, cell: Cell, forra: Svar) -> Resultat:
    if cell.varde is None:
        return Resultat(d, cell, f"{d.kortnamn}: {Saknas(cell.saknas).label}.")
    orimlig = orimlighet(d, cell.varde)[0] if ar_orimlig(d, cell.varde) else ""
    return Resultat(d, cell, _mening(d, cell, forra), orimlig)


def _mening(d: Definition, cell: Cell, forra: Svar) -> str:
    """ "Vakanta tjänster, IFO: 10,0 %. Kvartal 2 2026 var det 12,0 % (−2,0 procentenheter)." """
    varde = cell.varde or 0.0
    nu = f"{d.kortnamn}: {tal.visa_med_enhet(varde, d.enhet, d.decimaler)}."
    period = perioder.foregaende(cell.period)
    try:
        da = _cell(d, cell.kommun or "", period, forra, {})
    except Regelfel:
        da = None
    if da is None or da.varde is None:
        return nu
    forut = tal.visa_med_enhet(da.varde, d.enhet, d.decimaler)
    andring = tal.andring(round(varde, d.decimaler) - round(da.varde, d.decimaler), d.enhet, d.decimaler)
    return f"{nu} {perioder.visa(period).capitalize()} var det {forut} ({andring})."


def _visa(antal: float) -> str:
    return f"{antal:.10g}".replace(".", ",")


def spara(
    kommun: Kommun, period: str, provning: Provning, *, svar: Svar, skal: Skal, av: User, preliminar: bool
) -> Import:
    """Publish the answers as an import of their own; whoever calls has had the implausible ones confirmed.

    Raises ValueError if there are faults, or nothing to save.
    """
    if provning.fel:
        raise ValueError("Svaren har fel och kan inte sparas.")
    if not provning.resultat:
        raise ValueError("Svaren räcker inte till något nyckeltal.")
    urval = {"period": period, "svar": dict(svar), "skal": dict(skal), "preliminar": preliminar}
    with transaction.atomic():
        importen = services.oppna(
            *(Import.Slag.FORMULAR, perioder.visa(period)), av=av, kommun=kommun, urval=urval, lage=Lage.GRANSKAS
        )
        skriv(importen, [r.cell for r in provning.resultat], kalla="kommun", preliminar=preliminar)
        return services.publicera(importen, av=av)
