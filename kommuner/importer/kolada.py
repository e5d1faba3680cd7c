"""The import from Kolada: ordered once at a time, fetched in batches that survive their worker, then published."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from kommuner.bekraftelse import ar_bekraftad, som_cell
from kommuner.importer.kolada_grupper import hamta_grupper, skriv_grupper
from kommuner.importer.kolada_klient import Klient, KoladaFel
from kommuner.importer.kolada_rader import FORSTA_AR, SISTA_AR, Avvisad, Bunt, Register, tolka
from kommuner.importer.regler import orimlighet
from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage, Tappat, knuffa, skrivning, sla, ta
from kommuner.models import Avvikelse, Import, Kommun, Versionslas
from kommuner.nyckeltal import Definition, alla
from kommuner.services import kasta, oppna, publicera

if TYPE_CHECKING:
    from konton.models import User

logg = logging.getLogger(__name__)

AR_PER_BUNT = 25
GRUPPER, KONTROLL = "kommungrupper", "kontroll"
HOGST_VISADE = 100  # refusals of one batch that are listed; all are counted
Framsteg = Callable[[int, int, str], None]


def bestall_kolada(
    *,
    av: "User | None" = None,
    nyckeltal: Sequence[str] = (),
    ar: Sequence[int] = (),
    bas_url: str = "",
    strax: bool = True,
) -> Import:
    """Order a fetch of `nyckeltal` (none: all, and the groups) for `ar` (none: the last 25 years).

    Only one fetch waits or runs at a time: while one does, that one is returned whatever was asked.
    With `strax` the workers are told. Raises ValueError, in Swedish, for a nyckeltal or year that cannot be fetched.
    """
    urval = {"nyckeltal": _koder(nyckeltal), "ar": _ar(ar)}
    with transaction.atomic():
        Versionslas.objects.select_for_update().get_or_create(pk=1)
        pagaende = Import.objects.filter(slag=Import.Slag.KOLADA, lage__in=(Lage.VANTAR, Lage.PAGAR)).first()
        if pagaende is not None:
            return pagaende
        importen = oppna(Import.Slag.KOLADA, bas_url or settings.KOLADA_URL, av=av, urval=urval)
        if strax:
            knuffa(importen)
    return importen


def hamta(
    importen_pk: int, *, framsteg: Framsteg | None = None, sov: Callable[[float], None] = time.sleep
) -> Import | None:
    """Do the import, unless somebody else is; None if it is, or becomes, somebody else's or cancelled.

    `framsteg(klart, totalt, steg)` is called as it goes. What fails is recorded on the row returned.
    """
    importen = ta(Import, importen_pk)
    if importen is None:
        return None
    try:
        return _arbeta(importen, framsteg or _tyst, sov)
    except Tappat as fel:
        logg.info("Lämnar %s: den är inte längre min.", fel)
        return None
    except OperationalError:
        raise  # the database is away: the row falls silent, and somebody takes it up where it was
    except KoladaFel as fel:
        return _misslyckas(importen, str(fel))
    except Exception:
        logg.exception("Import %s från Kolada", importen_pk)
        return _misslyckas(importen, "Ett oväntat fel stoppade hämtningen. Förvaltaren kan se det i loggen.")


def _arbeta(importen: Import, framsteg: Framsteg, sov: Callable[[float], None]) -> Import:
    puls = _Puls(importen, framsteg)
    with Klient(importen.fran, puls=puls, sov=sov) as klient:
        arbete = _Arbete(importen, klient)
        steg = list(_steg(importen))
        for nummer, (namn, bunt) in enumerate(steg):
            if namn not in importen.fortsattning.get("klara", []):
                puls.visa(nummer, len(steg), namn)
                arbete.ta(namn, bunt)
    puls.visa(len(steg), len(steg), "publicerar")
    with skrivning(importen):
        return publicera(importen)


def _steg(importen: Import) -> Iterator[tuple[str, Bunt | None]]:
    """The steps in order, by a name that a successor recognises."""
    valda, ar = importen.urval["nyckeltal"], importen.urval["ar"]
    for d in _koladas():
        for i in range(0, len(ar), AR_PER_BUNT):
            if not valda or d.kod in valda:
                bunt = Bunt(d, tuple(ar[i : i + AR_PER_BUNT]))
                yield bunt.namn, bunt
    yield KONTROLL, None
    if not valda:
        yield GRUPPER, None


class _Arbete:
    """One worker's steps: each asks first, then writes what came together with the note that it is done."""

    def __init__(self, importen: Import, klient: Klient) -> None:
        self._importen, self._klient = importen, klient

    def ta(self, namn: str, bunt: Bunt | None) -> None:
        if bunt is not None:
            self._varden(namn, bunt)
        elif namn == KONTROLL:
            okanda = self._okanda()
            with self._klart(namn, avvisade=self._importen.avvisade + len(okanda)):
                _spara_avvisade(self._importen, okanda, "Rätta nyckeltalets id i nyckeltal.yaml, eller ta bort det.")
        else:
            grupper = hamta_grupper(self._klient)
            with self._klart(namn):
                avvisade = skriv_grupper(grupper, timezone.localdate())
                _spara_avvisade(self._importen, avvisade, "Nästa hämtning försöker igen.")

    def _varden(self, namn: str, bunt: Bunt) -> None:
        rader = self._klient.varden(str(bunt.definition.kolada_id), bunt.ar)
        utfall = tolka(rader, bunt, self._register)
        godtagna = [cell for cell in utfall.orimliga if ar_bekraftad(cell)]
        tveksamma = [cell for cell in utfall.orimliga if cell not in godtagna]
        avvisade = self._importen.avvisade + len(utfall.avvisade)
        with self._klart(namn, "" if utfall.rader else bunt.definition.kod, avvisade=avvisade):
            skriv(self._importen, [*utfall.celler.values(), *godtagna], kalla="kolada")
            _spara_avvisade(self._importen, utfall.avvisade, "Raden hoppades över. Nästa hämtning försöker igen.")
            Avvikelse.objects.bulk_create(_tveksam(self._importen, bunt.definition, cell) for cell in tveksamma)

    def _klart(self, namn: str, tom: str = "", **falt: Any) -> AbstractContextManager[None]:
        """A transaction of this worker's that marks the step `namn` as done."""
        fore = self._importen.fortsattning
        fortsattning = {**fore, "klara": [*fore.get("klara", []), namn]}
        if tom:
            fortsattning["utan_varden"] = [*fore.get("utan_varden", []), tom]
        return skrivning(self._importen, fortsattning=fortsattning, klart=len(fortsattning["klara"]), **falt)

    def _okanda(self) -> list[Avvisad]:
        """Those without a single row that Kolada does not even know; to have no values is no fault."""
        tomma = self._importen.fortsattning.get("utan_varden", [])
        ider = {d.kod: str(d.kolada_id) for d in _koladas() if d.kod in tomma}
        kanda = self._klient.kanda(ider.values()) if ider else set()
        skal = "Kolada känner inte till nyckeltalet {}."
        return [Avvisad("nyckeltal", kod, skal.format(id_)) for kod, id_ in ider.items() if id_ not in kanda]

    @cached_property
    def _register(self) -> Register:
        rader = self._klient.rader("municipality", region_type="K")
        koladas = {str(rad.get("id")) for rad in rader if isinstance(rad, dict) and rad.get("type") == "K"}
        return Register(frozenset(Kommun.objects.values_list("kod", flat=True)), frozenset(koladas))


def _tveksam(importen: Import, definition: Definition, cell: Cell) -> Avvikelse:
    skal, atgard = orimlighet(definition, cell.varde or 0.0)
    return Avvikelse(
        importen=importen,
        slag=Avvikelse.Slag.ORIMLIG,
        kolumn=f"{cell.nyckeltal}, {cell.kommun or 'Riket'}, {cell.period}, {cell.kon}",
        varde=str(cell.varde),
        skal=skal,
        atgard=atgard,
        cell=som_cell(cell, kalla="kolada"),
    )


def _spara_avvisade(importen: Import, avvisade: Sequence[Avvisad], atgard: str) -> None:
    Avvikelse.objects.bulk_create(
        Avvikelse(
            importen=importen, slag=Avvikelse.Slag.FEL, kolumn=a.kolumn, varde=a.varde, skal=a.skal, atgard=atgard
        )
        for a in avvisade[:HOGST_VISADE]
    )


class _Puls:
    """Heartbeats, no more often than needed, and news at once for whoever watches."""

    def __init__(self, importen: Import, framsteg: Framsteg) -> None:
        self._importen, self._framsteg = importen, framsteg
        self._mellan = min(2.0, settings.JOBB_TYST_EFTER / 5)
        self._nasta, self._steg = 0.0, ""

    def __call__(self, nyhet: str) -> None:
        if nyhet or time.monotonic() >= self._nasta:
            self._sla(nyhet or self._steg)

    def visa(self, klart: int, totalt: int, steg: str) -> None:
        self._importen.klart, self._importen.totalt, self._steg = klart, totalt, steg
        self._sla(steg)

    def _sla(self, steg: str) -> None:
        importen = self._importen
        sla(importen, steg=steg[:200], klart=importen.klart, totalt=importen.totalt)
        self._framsteg(importen.klart, importen.totalt, steg)
        self._nasta = time.monotonic() + self._mellan


def _tyst(klart: int, totalt: int, steg: str) -> None:
    """Nobody watches."""


def _misslyckas(importen: Import, fel: str) -> Import | None:
    try:
        with skrivning(importen, lage=Lage.MISSLYCKAD, fel=fel, avslutad=timezone.now()):
            kasta(importen)
    except Tappat:
        return None
    return importen


def _koladas() -> list[Definition]:
    return [d for d in alla().values() if d.kolada_id is not None]


def _koder(valda: Sequence[str]) -> list[str]:
    kod_for = {namn: d.kod for d in _koladas() for namn in (d.kod, str(d.kolada_id))}
    okanda = [namn for namn in valda if namn not in kod_for]
    if okanda:
        raise ValueError(f"{', '.join(okanda)} hämtas inte från Kolada. Välj bland {', '.join(sorted(set(kod_for)))}.")
    return sorted({kod_for[namn] for namn in valda})


def _ar(valda: Sequence[int]) -> list[int]:
    i_ar = timezone.localdate().year
    fel = [ar for ar in valda if not FORSTA_AR <= ar <= min(i_ar + 1, SISTA_AR)]
    if fel:
        raise ValueError(f"Året {fel[0]} går inte att hämta. Välj mellan {FORSTA_AR} och {i_ar + 1}.")
    return sorted(set(valda)) or list(range(i_ar - AR_PER_BUNT + 1, i_ar + 1))
