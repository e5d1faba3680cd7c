"""The review between reading and publishing: what each row will do, and a person's yes.

All is worked out against what is current when it is asked for, never against what was current at reading.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from kommuner import bekraftelse, jobb, services
from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version
from kommuner.models import Avvikelse, Import, Matvarde
from kommuner.services import InteGodkannbar

if TYPE_CHECKING:
    from konton.models import User

HOGST_I_BEGARAN = 50_000  # rows that a request publishes itself; more is a worker's task


class Andrat(InteGodkannbar):
    """Something else was published since the preview was seen."""


class Utfall(NamedTuple):
    """How many rows the import would add, revise, leave as they are, and have refused as weaker."""

    nya: int
    reviderade: int
    oforandrade: int
    svagare: int

    @property
    def andrar_inget(self) -> bool:
        return not (self.nya or self.reviderade or self.svagare)

    @property
    def antal(self) -> int:
        return sum(self)


def rakna(importen: Import) -> Utfall:
    """Count the import's rows by what publishing would do to them now; may take seconds, so hold no lock meanwhile."""
    rader = Matvarde.objects.filter(importen=importen)
    antal = rader.count()
    if not services.gallande(importen).exists():
        return Utfall(antal, 0, 0, 0)
    oforandrade = sum(q.count() for q in services.oforandrade(importen))
    svagare = sum(q.count() for q in services.svagare(importen))
    finns = med_motsvarighet(importen).count()
    return Utfall(antal - finns, finns - oforandrade - svagare, oforandrade, svagare)


def utfall(importen: Import) -> Utfall:
    """As `rakna`, remembered as long as nothing else is published and nothing is confirmed."""
    sparat = importen.urval.get("utfall")
    version = senaste_version()
    if sparat is not None and importen.bygger_pa == version:
        return Utfall(**sparat)
    nytt = rakna(importen)
    oppen = Import.objects.filter(pk=importen.pk, lage=Lage.GRANSKAS)
    oppen.update(bygger_pa=version, urval={**importen.urval, "utfall": nytt._asdict()})
    return nytt


def med_motsvarighet(importen: Import) -> QuerySet[Matvarde]:
    """The import's rows for cells that have a current value."""
    return Matvarde.objects.filter(_har_cell_i(services.gallande(importen)), importen=importen)


def _har_cell_i(andra: QuerySet[Matvarde]) -> Q:
    """Rows whose cell is among `andra`; both sides name the shape of cell, for each shape has its own index."""
    villkor = Q(pk__in=[])
    for form, plats in services.PLATSER:
        villkor |= form & Q(Exists(services.samma_cell(andra.filter(form), plats)))
    return villkor


def rader(importen: Import, visa: str = "") -> QuerySet[Matvarde]:
    """The import's rows in the file's order; `visa` is "nya", "reviderade", "oforandrade" or "" for all."""
    egna = Matvarde.objects.filter(importen=importen).order_by("rad", "pk")
    if importen.version is not None:
        finns = _har_cell_i(Matvarde.objects.filter(ersatt_i=importen.version))
        return {"nya": egna.exclude(finns), "reviderade": egna.filter(finns), "oforandrade": egna.none()}.get(
            visa, egna
        )
    lika = Q(pk__in=[])
    for fraga in services.oforandrade(importen):
        lika |= Q(pk__in=fraga.values("pk"))
    finns = Q(pk__in=med_motsvarighet(importen).values("pk"))
    val = {"nya": egna.exclude(finns), "reviderade": egna.filter(finns).exclude(lika), "oforandrade": egna.filter(lika)}
    return val.get(visa, egna)


def motsvarigheter(importen: Import, urval: Collection[Matvarde]) -> dict[tuple[Any, ...], Matvarde]:
    """What the rows of one page replace, or replaced, by cell."""
    if importen.version is not None:
        kanda = Matvarde.objects.filter(ersatt_i=importen.version)
    else:
        kanda = Matvarde.objects.filter(ersatt_i__isnull=True, importen__version__isnull=False)
    kommuner = {m.kommun_id for m in urval}
    platser = Q(kommun__in=kommuner - {None}) | (Q(kommun__isnull=True) if None in kommuner else Q())
    kanda = kanda.filter(
        platser,
        nyckeltal__in={m.nyckeltal_id for m in urval},
        period__in={m.period for m in urval},
    )
    return {cellnyckel(m): m for m in kanda}


def cellnyckel(m: Matvarde) -> tuple[Any, ...]:
    return m.kommun_id, m.enhet_id, m.nyckeltal_id, m.period, m.kon


def tidigare_inlast(importen: Import) -> Import | None:
    """The published import of the very same file, if there is one."""
    samma = Import.objects.filter(slag=Import.Slag.FIL, filhash=importen.filhash, version__isnull=False)
    return samma.exclude(pk=importen.pk).filter(pk__lt=importen.pk).first()


def bekrafta(importen: Import, avvikelser: Collection[int], *, av: User | None) -> int:
    """Take values that were kept aside: under this import, or, once it is published, each under one of its own.

    Returns how many. Confirming again, or another import's, does nothing; raises InteGodkannbar for a value
    that a later one has overtaken.
    """
    with transaction.atomic():
        importen = Import.objects.select_for_update().get(pk=importen.pk)
        egna = importen.avvikelser.filter(slag=Avvikelse.Slag.ORIMLIG, bekraftad__isnull=True, pk__in=avvikelser)
        obekraftade = list(egna)
        if importen.lage == Lage.KLAR:
            for avvikelse in obekraftade:
                bekraftelse.bekrafta(avvikelse, av=cast("User", av))
        elif obekraftade:
            _skriv_celler(importen, obekraftade)
            egna.update(bekraftad_av=av, bekraftad=timezone.now())
    return len(obekraftade)


def _skriv_celler(importen: Import, avvikelser: Collection[Avvikelse]) -> None:
    for preliminar in (False, True):
        celler = [_cell(a) for a in avvikelser if a.cell and a.cell["preliminar"] is preliminar]
        skriv(importen, celler, kalla="kommun", preliminar=preliminar)


def _cell(avvikelse: Avvikelse) -> Cell:
    return Cell(**{namn: v for namn, v in (avvikelse.cell or {}).items() if namn in Cell._fields})


def godkann(
    importen: Import,
    *,
    av: User | None,
    sedd_version: int,
    bekraftade: Collection[int] = (),
    i_bakgrunden: bool = True,
) -> Import:
    """Publish what the preview showed at `sedd_version`; a large import is left to a worker, if it may be.

    Raises InteGodkannbar when the import has faults or has ended, Andrat when something else was published.
    """
    with transaction.atomic():
        importen = Import.objects.select_for_update().get(pk=importen.pk)
        if importen.lage != Lage.GRANSKAS:
            raise InteGodkannbar(f"Importen kan inte godkännas: den är {importen.get_lage_display()}.")
        if importen.avvisade:
            raise InteGodkannbar("Filen har fel. Rätta dem och läs in filen igen: inget av den har tagits in.")
        if sedd_version != senaste_version():
            raise Andrat("Andra värden har publicerats sedan du öppnade sidan. Se efter att det fortfarande stämmer.")
        bekrafta(importen, bekraftade, av=av)
        if i_bakgrunden and Matvarde.objects.filter(importen=importen)[HOGST_I_BEGARAN : HOGST_I_BEGARAN + 1].exists():
            return _lamna_till_arbetare(importen, av)
        return services.publicera(importen, av=av)


def _lamna_till_arbetare(importen: Import, av: User | None) -> Import:
    importen.urval = {**importen.urval, "godkand_av": av.pk if av else None}
    importen.lage, importen.steg, importen.klart = Lage.VANTAR, "Väntar på att publiceras", 0
    importen.save(update_fields=["urval", "lage", "steg", "klart"])
    jobb.knuffa(importen)
    return importen


def publicera_godkand(importen: Import) -> None:
    """The worker's part of `godkann`."""
    jobb.sla(importen, steg="Publicerar")
    user = apps.get_model(settings.AUTH_USER_MODEL)
    services.publicera(importen, av=user._default_manager.filter(pk=importen.urval["godkand_av"]).first())
