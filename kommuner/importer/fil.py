"""A file that municipalities lend: received, read by a worker into an unpublished import, then reviewed.

Nothing is half-taken: an import with a single fault cannot be accepted (granskning.godkann). What is read lies
under an unpublished import, so a reading that is cut off starts over and ends in the same state.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.core.files import File
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from kommuner import jobb, services
from kommuner.bekraftelse import ar_bekraftad, som_cell
from kommuner.importer import granskning, tabell
from kommuner.importer.filslag import Filfel
from kommuner.importer.skriv import Cell, analysera, skriv
from kommuner.importer.tolkning import Anteckning, Bunt, Dubblett, Register, Tolk
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version
from kommuner.models import Avvikelse, Enhet, Import, Kommun, Matvarde

if TYPE_CHECKING:
    from konton.models import User

logg = logging.getLogger(__name__)

BUNT = 20_000  # rows per transaction
HOGST_FEL = 1000  # kept in the database; the true number stands in `avvisade`
HOGST_ORIMLIGA = 10_000  # nobody confirms more one by one: beyond it they are faults
OVERGAENDE = (OperationalError, InterfaceError, OSError, MemoryError)  # the machine's fault, not the file's

Framsteg = Callable[[int, int], None]


def ta_emot(fil: BinaryIO, namn: str, *, av: User | None, kommuner: Collection[str] | None, preliminar: bool) -> Import:
    """Keep the file and order its reading by a worker. `kommuner` may be spoken of in it; None is all."""
    with transaction.atomic():
        importen = bered(fil, namn, av=av, kommuner=kommuner, preliminar=preliminar)
        jobb.knuffa(importen)
    return importen


def bered(fil: BinaryIO, namn: str, *, av: User | None, kommuner: Collection[str] | None, preliminar: bool) -> Import:
    """As `ta_emot`, for whoever reads the file itself right away."""
    egna = None if kommuner is None else sorted(kommuner)
    urval = {"kommuner": egna, "preliminar": preliminar}
    kommun = egna[0] if egna is not None and len(egna) == 1 else None
    filhash = _hash(fil)
    with transaction.atomic():
        importen = services.oppna(Import.Slag.FIL, namn[-300:], av=av, filhash=filhash, kommun_id=kommun, urval=urval)
        importen.fil.save(namn[-80:], File(fil))
    return importen


def _hash(fil: BinaryIO) -> str:
    summa = hashlib.sha256()
    for block in iter(lambda: fil.read(1 << 20), b""):
        summa.update(block)
    fil.seek(0)
    return summa.hexdigest()


def las_in(import_pk: int, *, idag: date | None = None, visa: Framsteg | None = None) -> None:
    """Do the import's work in a worker: read the file, or publish it once it has been accepted."""
    importen = jobb.ta(Import, import_pk)
    if importen is None:
        return
    try:
        if "godkand_av" in importen.urval:
            granskning.publicera_godkand(importen)
        else:
            _las(Lasning(importen, idag or timezone.localdate(), visa or _tyst))
    except jobb.Tappat:
        return


def _las(lasning: Lasning) -> None:
    """What reading this very file would meet every time ends the import; what may pass is left to be tried again."""
    try:
        lasning.kor()
    except Filfel as fel:
        _misslyckas(lasning.importen, str(fel))
    except (jobb.Tappat, *OVERGAENDE):
        raise
    except Exception as fel:
        logg.exception("Import %s: filen gick inte att läsa.", lasning.importen.pk)
        text = f"Filen gick inte att läsa: ett oväntat fel ({type(fel).__name__})."
        _misslyckas(lasning.importen, f"{text} Lämna uppgifterna i mallen. Förvaltaren kan se felet i loggen.")


def _misslyckas(importen: Import, text: str) -> None:
    with jobb.skrivning(importen):
        _rensa(importen)
    jobb.avsluta(importen, Lage.MISSLYCKAD, text)


def _tyst(klart: int, totalt: int) -> None:
    """Nobody is watching."""


def _rensa(importen: Import) -> None:
    services.kasta(importen)
    importen.avvikelser.all().delete()


@dataclass
class Lasning:
    """One reading of one file, by one worker."""

    importen: Import
    idag: date
    visa: Framsteg
    rader: int = 0
    fel: int = 0
    orimliga: int = 0
    tomma: int = 0
    lika: int = 0

    def kor(self) -> None:
        """Raises Filfel for what cannot be read, Tappat when the import was cancelled meanwhile."""
        with jobb.skrivning(self.importen, steg="Öppnar filen", klart=0, totalt=0):
            _rensa(self.importen)
        with self.importen.fil.open("rb") as fil, self._oppna(fil.file) as innehall:
            tolk = Tolk(
                innehall.rubriker,
                self._register(),
                preliminar=bool(self.importen.urval.get("preliminar")),
                decimalpunkt=innehall.decimalpunkt,
            )
            for rader in _buntar(innehall.rader):
                self._ta_bunt(tolk.bunta(rader), len(rader), innehall)
        self._avsluta(tolk)

    def _oppna(self, fil: Any) -> tabell.Tabell:
        return tabell.oppna(fil.file, self.importen.fran)

    def _register(self) -> Register:
        egna = self.importen.urval.get("kommuner")
        return Register(
            dict(Kommun.objects.values_list("kod", "namn")),
            {(e.kommun_id, e.namn.casefold()): e.pk for e in Enhet.objects.all()},
            None if egna is None else frozenset(egna),
            self.idag,
        )

    def _ta_bunt(self, bunt: Bunt, antal: int, innehall: tabell.Tabell) -> None:
        self.rader += antal
        self.tomma += bunt.tomma
        klart, totalt = innehall.last() >> 10, max(1, innehall.totalt >> 10)
        steg = f"{self.rader} rader lästa"
        with jobb.skrivning(self.importen, klart=klart, totalt=totalt, steg=steg, avvisade=self.fel):
            skriv(self.importen, bunt.slutliga, kalla="kommun")
            skriv(self.importen, bunt.preliminara, kalla="kommun", preliminar=True)
            self._lagg_at_sidan(bunt.orimliga)
            self._anteckna(bunt.fel)
            self._anteckna(list(self._olika(bunt.dubbletter)))
        self.visa(klart, totalt)

    def _lagg_at_sidan(self, orimliga: Sequence[Anteckning]) -> None:
        """For a person to confirm; a value that somebody has confirmed before is taken as it is."""
        bekraftade = [a for a in orimliga if a.cell is not None and ar_bekraftad(a.cell)]
        for a in bekraftade:
            skriv(self.importen, [cast(Cell, a.cell)], kalla="kommun", preliminar=a.preliminar)
        orimliga = [a for a in orimliga if a not in bekraftade]
        ryms = max(0, HOGST_ORIMLIGA - self.orimliga)
        self.orimliga += len(orimliga)
        slag = Avvikelse.Slag.ORIMLIG
        Avvikelse.objects.bulk_create((self._avvikelse(a, slag) for a in orimliga[:ryms]), batch_size=500)
        self._anteckna(orimliga[ryms:])

    def _anteckna(self, fel: Sequence[Anteckning]) -> None:
        ryms = max(0, HOGST_FEL - self.fel)
        self.fel += len(fel)
        slag = Avvikelse.Slag.FEL
        Avvikelse.objects.bulk_create((self._avvikelse(a, slag) for a in fel[:ryms]), batch_size=500)

    def _avvikelse(self, a: Anteckning, slag: str) -> Avvikelse:
        cell = None
        if a.cell is not None and slag == Avvikelse.Slag.ORIMLIG:
            cell = som_cell(a.cell, preliminar=a.preliminar)
        falt = {"rad": a.rad, "kolumn": a.kolumn, "varde": a.varde, "skal": a.skal, "atgard": a.atgard}
        return Avvikelse(importen=self.importen, slag=slag, cell=cell, **falt)

    def _olika(self, dubbletter: Sequence[Dubblett]) -> Iterator[Anteckning]:
        """A note for each row that says otherwise than an earlier one of the same cell; the same twice is harmless."""
        forsta = self._tidigare(sorted({d.forsta for d in dubbletter}))
        for forst, cell in dubbletter:
            tidigare = forsta.get(forst)
            if tidigare == (cell.varde, cell.saknas, cell.taljare, cell.namnare, cell.personer):
                self.lika += 1
            elif tidigare is not None:
                yield _olika_varden(forst, tidigare, cell)

    def _tidigare(self, rader: list[int]) -> dict[int, tuple[Any, ...]]:
        """What the import's own rows of these numbers say, by row number."""
        funna: dict[int, tuple[Any, ...]] = {}
        for start in range(0, len(rader), 5000):
            del_ = rader[start : start + 5000]
            egna = Matvarde.objects.filter(importen=self.importen, rad__in=del_)
            funna |= {rad: tuple(tal) for rad, *tal in egna.values_list("rad", *_JAMFORDA)}
            at_sidan = self.importen.avvikelser.filter(cell__isnull=False, rad__in=del_)
            funna |= {a.rad: tuple(a.cell[f] for f in _JAMFORDA) for a in at_sidan if a.cell and a.rad}
        return funna

    def _avsluta(self, tolk: Tolk) -> None:
        if self.rader == self.tomma:
            raise Filfel("Filen har inga uppgifter.", "Fyll i minst en rad under rubrikraden och läs in filen igen.")
        anmarkningar = [f"Kolumnen ”{namn}” läses inte." for namn in tolk.kolumner.olasta] + tolk.anmarkningar
        urval = {
            **self.importen.urval,
            "rader": self.rader,
            "tomma": self.tomma,
            "lika": self.lika,
            "anmarkningar": anmarkningar,
        }
        if self.rader > BUNT:
            analysera()
        jobb.sla(self.importen, urval=urval, avvisade=self.fel, bygger_pa=senaste_version(), steg="Jämför")
        utfall = granskning.rakna(self.importen)
        if utfall.andrar_inget and not self.fel and not self.orimliga:
            jobb.sla(self.importen)
            services.publicera(self.importen, av=self.importen.av)
            return
        jobb.sla(self.importen, urval={**urval, "utfall": utfall._asdict()}, lage=Lage.GRANSKAS, steg="")


_JAMFORDA = ("varde", "saknas", "taljare", "namnare", "personer")


def _olika_varden(forst: int, tidigare: tuple[Any, ...], cell: Cell) -> Anteckning:
    om = f"{cell.kommun}, {cell.nyckeltal}, {cell.period}"
    bada = f"{_visa(tidigare[2], tidigare[3], tidigare[1])} och {_visa(cell.taljare, cell.namnare, cell.saknas)}"
    skal = f"Rad {forst} och rad {cell.rad} säger olika om {om}: {bada}."
    varde = _visa(cell.taljare, cell.namnare, cell.saknas)
    return Anteckning(cell.rad or 0, "täljare", varde, skal, "Behåll den rad som stämmer och ta bort den andra.")


def _visa(taljare: float | None, namnare: float | None, saknas: str) -> str:
    if saknas or taljare is None or namnare is None:
        return saknas
    return f"{taljare:.10g} av {namnare:.10g}".replace(".", ",")


def _buntar(rader: Iterator[tabell.Rad]) -> Iterator[list[tabell.Rad]]:
    while bunt := list(islice(rader, BUNT)):
        yield bunt
