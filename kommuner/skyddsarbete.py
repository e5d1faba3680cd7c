"""Finds the blocks that an import touches and lets skydd.dolj decide which of their cells are hidden."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from kommuner.models import Import, Matvarde
from kommuner.nyckeltal import Definition, alla
from kommuner.skydd import Blockcell, dolj, gruppstorlek

Block = tuple[str, str, str]  # kommun, nyckeltal, period


def skydda(importen: Import, version: int) -> int:
    """Hide what must be hidden once `importen` is `version`; earlier versions too. Returns how many cells."""
    dolda: set[int] = set()
    for block in _berorda_block(importen):
        rader = _blockets_rader(block, importen)
        forut = {rad["pk"] for rad in rader if rad["skyddad"]}
        definition = alla()[block[1]]
        dolda |= dolj(_versioner(rader, version, definition), definition.minsta_grupp) - forut
    return Matvarde.objects.filter(pk__in=dolda).update(skyddad=True)


def _berorda_block(importen: Import) -> set[Block]:
    """Blocks with a small group in this import, or with something hidden since before."""
    egna = Matvarde.objects.filter(importen=importen, kommun__isnull=False)
    granne = Matvarde.objects.filter(
        skyddad=True, kommun=OuterRef("kommun"), nyckeltal=OuterRef("nyckeltal"), period=OuterRef("period")
    )
    return set(egna.filter(_for_sma() | Exists(granne)).values_list("kommun_id", "nyckeltal_id", "period").distinct())


def _for_sma() -> Q:
    villkor = Q(pk__in=[])
    for kod, definition in alla().items():
        if definition.grupp != "ingen":
            villkor |= Q(
                **{
                    "nyckeltal_id": kod,
                    f"{definition.grupp}__gt": 0,
                    f"{definition.grupp}__lt": definition.minsta_grupp,
                }
            )
    return villkor


def _blockets_rader(block: Block, importen: Import) -> list[Any]:
    kommun, nyckeltal, period = block
    kanda = Matvarde.objects.filter(kommun=kommun, nyckeltal=nyckeltal, period=period, saknas="")
    return list(
        kanda.filter(Q(importen__version__isnull=False) | Q(importen=importen)).values(
            "pk", "enhet", "kon", "namnare", "personer", "skyddad", "ersatt_i", fran=F("importen__version")
        )
    )


def _versioner(rader: list[dict[str, Any]], version: int, definition: Definition) -> list[list[Blockcell]]:
    """The block as each version that changed it shows it."""
    for rad in rader:
        rad["fran"] = rad["fran"] or version
    tider = sorted({rad["fran"] for rad in rader})
    return [[_cell(rad, definition) for rad in rader if _galler(rad, tid)] for tid in tider]


def _galler(rad: dict[str, Any], version: int) -> bool:
    return rad["fran"] <= version and (rad["ersatt_i"] is None or rad["ersatt_i"] > version)


def _cell(rad: dict[str, Any], definition: Definition) -> Blockcell:
    grupp = gruppstorlek(definition, rad["namnare"], rad["personer"])
    return Blockcell(rad["pk"], rad["enhet"], rad["kon"], grupp, rad["skyddad"])
