"""Small worlds of values, made through the services as an import would."""

from collections.abc import Iterable, Sequence

from kommuner import services
from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.models import Import

RIKET = None


def celler(
    nyckeltal: str,
    serier: dict[str | None, Sequence[float | None]],
    *,
    forsta_ar: int = 2010,
    kon: str = "T",
    saknas: str = "saknas",
) -> list[Cell]:
    """Yearly cells: `serier` holds the values of each municipality (None is Riket), None a missing one."""
    return [
        Cell(kommun, None, nyckeltal, str(forsta_ar + i), kon, varde, "" if varde is not None else saknas)
        for kommun, varden in serier.items()
        for i, varde in enumerate(varden)
    ]


def importera(rader: Iterable[Cell], *, exempel: bool = False, kalla: str = "kolada") -> Import:
    """Publish the cells; signals are sent on commit, as always."""
    slag = Import.Slag.EXEMPEL if exempel else Import.Slag.KOLADA
    importen = services.oppna(slag, "test")
    Import.objects.filter(pk=importen.pk).update(lage=Lage.PAGAR)
    skriv(importen, list(rader), kalla=kalla, exempel=exempel)
    return services.publicera(importen)


def rapporterad(
    nyckeltal: str, kommun: str, period: str, taljare: float, namnare: float, enhet: int | None = None
) -> Cell:
    """A cell that a municipality reports, in per cent."""
    return Cell(kommun, enhet, nyckeltal, period, "T", 100 * taljare / namnare, "", taljare, namnare)
