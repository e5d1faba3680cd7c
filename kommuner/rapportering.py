"""The form of one screen: which counts are asked, what was answered last, and what the site makes of the answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

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

SLUTAT_DELAR = ("slutat_externt", "slutat_internt", "slutat_pension")
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
    return _ur_formular(kommun, period, "svar") | publicerade_svar(kommun, period, version)


def publicerade_svar(kommun: Kommun, period: str, version: int) -> dict[str, float]:
    """Those of `kanda_svar` that a value counts: they stand until another value, or a reason, replaces them."""
    rader = Matvarde.objects.vid(version).riktiga().filter(kommun=kommun, enhet=None, period=period, kon="T", saknas="")
    return {
        kod: antal
        for m in rader.filter(kalla="kommun").exclude(importen__slag=Import.Slag.BESOK)
        for kod, antal in zip(fragekoder(alla()[m.nyckeltal_id]), (m.taljare, m.namnare, m.personer), strict=True)
        if kod is not None and antal is not None
    }


def kanda_skal(kommun: Kommun, period: str, svar: Svar) -> dict[str, str]:
    """The reasons that were given last time instead of answers, where none of `svar` has come since."""
    return {kod: skal for kod, skal in _ur_formular(kommun, period, "skal").items() if kod not in svar}


def _ur_formular(kommun: Kommun, period: str, del_: str) -> dict[str, Any]:
    """What no nyckeltal counts, and the reasons, stand only in the form they came by."""
    formular = Import.objects.filter(slag=Import.Slag.FORMULAR, kommun=kommun, lage=Lage.KLAR, urval__period=period)
    senaste = formular.order_by("-pk").first()
    return {} if senaste is None else dict(senaste.urval[del_])


def star_kvar(tomda: Collection[str], provning: Provning) -> list[str]:
    """Of the questions whose published answers were emptied, those of which some value stays as it was."""
    rors = {r.definition.kod for r in provning.resultat}
    kvar = {kod for d in rapporterade() if d.kod not in rors for kod in fragekoder(d) if kod is not None}
    return [kod for kod in tomda if kod in kvar]


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
    return {**_fel_mellan_svaren(svar), **fel}


def _fel_mellan_svaren(svar: Svar) -> dict[str, str]:
    fel = {}
    if svar.get("anlitat") == 0 and svar.get("inhyrda", 0) > 0:
        fel["anlitat"] = (
            f"Svaret är nej, men ”{_etikett('inhyrda')}” är {_visa(svar['inhyrda'])}."
            " Ändra svaret till ja, eller antalet till 0."
        )
    delar = sum(svar.get(kod, 0) for kod in SLUTAT_DELAR)
    storst = max(svar.get(kod, 0) for kod in SLUTAT_DELAR)  # one that alone is too large has its own fault
    if storst <= svar.get("slutat", delar) < delar:
        fel["slutat"] = (
            f"Antalet är {_visa(svar['slutat'])}, men de tre delarna är tillsammans {_visa(delar)}."
            " Ändra antalet, eller delarna: var och en räknas i bara en av dem."
        )
    return fel


def _etikett(kod: str) -> str:
    return fragor()[kod].etikett


def _cell(d: Definition, kommun: str, period: str, svar: Svar, skal: Skal) -> Cell | None:
    """None where the answers do not suffice. Raises Regelfel."""
    fragade = [kod for kod in fragekoder(d) if kod is not None]
    orsaker = {skal[kod] for kod in fragade if kod in skal}
    taljare_kod, namnare_kod, personer_kod = fragekoder(d)
    if orsaker or _inget_att_dela_med(taljare_kod or "", namnare_kod or "", svar):
        orsak = Saknas.SAKNAS if Saknas.SAKNAS in orsaker else Saknas.EJ_TILLAMPLIGT
        return Cell(kommun, None, d.kod, period, "T", None, str(orsak))
    if taljare_kod is None or taljare_kod not in svar or (namnare_kod and namnare_kod not in svar):
        return None
    taljare, namnare = svar[taljare_kod], svar[namnare_kod] if namnare_kod else None
    personer = svar.get(personer_kod) if personer_kod else None
    varde, namnare = dividera(d, taljare, namnare, personer)
    return Cell(kommun, None, d.kod, period, "T", varde, "", taljare, namnare, personer)


def _inget_att_dela_med(taljare_kod: str, namnare_kod: str, svar: Svar) -> bool:
    """No advertised posts, and so no applicants to them. Raises Regelfel where something is to be divided by zero."""
    if svar.get(namnare_kod) != 0:
        return False
    if svar.get(taljare_kod, 0) != 0:
        skal = f"”{_etikett(namnare_kod)}” är 0 men ”{_etikett(taljare_kod)}” är {_visa(svar[taljare_kod])}."
        atgard = "Ändra det som är fel, eller töm det och välj ett skäl under ”svar saknas”."
        raise Regelfel("nämnare", 0, skal, atgard)
    return True


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
        importen = services.publicera(importen, av=av)
        importen.urval["utgang"] = _utgang(importen, provning)
        importen.save(update_fields=["urval"])
    return importen


def _utgang(importen: Import, provning: Provning) -> dict[str, str]:
    """What became of each nyckeltal's answer: "sparat", "avvisat" or "fanns", the same value being known."""
    sparade = set(Matvarde.objects.filter(importen=importen).values_list("nyckeltal_id", flat=True))
    galler = {
        m.nyckeltal_id: (m.varde, m.saknas, m.taljare, m.namnare, m.personer)
        for m in Matvarde.objects.filter(
            kommun=importen.kommun,
            enhet=None,
            period=importen.urval["period"],
            kon="T",
            ersatt_i=None,
            importen__version__isnull=False,
        )
    }
    utgang = {}
    for r in provning.resultat:
        c = r.cell
        samma = galler.get(r.definition.kod) == (c.varde, c.saknas, c.taljare, c.namnare, c.personer)
        utgang[r.definition.kod] = "sparat" if r.definition.kod in sparade else "fanns" if samma else "avvisat"
    return utgang
