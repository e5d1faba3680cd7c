"""A value that was kept aside as implausible, and that a person says is right after all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.models import Avvikelse, Import, Matvarde
from kommuner.services import InteGodkannbar, oppna, publicera

if TYPE_CHECKING:
    from konton.models import User


def som_cell(cell: Cell, **mer: Any) -> dict[str, Any]:
    """What `Avvikelse.cell` holds: the Cell's fields and, where they matter, kalla and preliminar."""
    return {**cell._asdict(), **mer}


def bekrafta(avvikelse: Avvikelse, *, av: User) -> Import:
    """Publish the kept value as an import and a version of its own, in the name of `av`.

    Raises InteGodkannbar for what is refused, confirmed already, or overtaken by a later value for the cell.
    """
    with transaction.atomic():
        avvikelse = Avvikelse.objects.select_for_update().get(pk=avvikelse.pk)
        cell, val = _ur_json(avvikelse)
        _prova(avvikelse, cell)
        ursprung = avvikelse.importen
        fran = f"bekräftat värde ur import {ursprung.pk}"
        importen = oppna(ursprung.slag, fran, av=av, kommun=ursprung.kommun, lage=Lage.PAGAR)
        skriv(importen, [cell], **val)
        avvikelse.bekraftad_av, avvikelse.bekraftad = av, timezone.now()
        avvikelse.save(update_fields=["bekraftad_av", "bekraftad"])
        return publicera(importen, av=av)


def ar_bekraftad(cell: Cell) -> bool:
    """Whether this very value is current already: a person has confirmed it before."""
    return _gallande(cell).filter(varde=cell.varde).exists()


def _ur_json(avvikelse: Avvikelse) -> tuple[Cell, dict[str, Any]]:
    if avvikelse.slag != Avvikelse.Slag.ORIMLIG or avvikelse.cell is None:
        raise InteGodkannbar("Raden avvisades och kan inte bekräftas: rätta den och lämna in den igen.")
    kalla = "kolada" if avvikelse.importen.slag == Import.Slag.KOLADA else "kommun"
    falt = {namn: avvikelse.cell[namn] for namn in Cell._fields if namn in avvikelse.cell}
    val = {"kalla": avvikelse.cell.get("kalla", kalla), "preliminar": avvikelse.cell.get("preliminar", False)}
    return Cell(**falt), val


def _prova(avvikelse: Avvikelse, cell: Cell) -> None:
    if avvikelse.bekraftad is not None:
        raise InteGodkannbar("Värdet är redan bekräftat.")
    if avvikelse.importen.lage in (Lage.AVBRUTEN, Lage.MISSLYCKAD):
        raise InteGodkannbar("Importen avbröts, så värdet kan inte bekräftas.")
    if _gallande(cell).filter(importen__gt=avvikelse.importen_id, exempel=False).exists():
        raise InteGodkannbar("Ett nyare värde har kommit sedan dess, så det gamla kan inte bekräftas.")


def _gallande(cell: Cell) -> QuerySet[Matvarde]:
    plats = Q(kommun=cell.kommun) if cell.kommun else Q(kommun__isnull=True)
    plats &= Q(enhet=cell.enhet) if cell.enhet else Q(enhet__isnull=True)
    return Matvarde.objects.filter(
        plats,
        nyckeltal=cell.nyckeltal,
        period=cell.period,
        kon=cell.kon,
        ersatt_i__isnull=True,
        importen__version__isnull=False,
    )
