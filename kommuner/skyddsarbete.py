"""Finds the blocks that an import touches and lets skydd.dolj decide which of their cells are hidden."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q

from kommuner.models import Import, Matvarde, Saknas
from kommuner.nyckeltal import Definition, alla
from kommuner.skydd import Blockcell, dolj, gruppstorlek

Block = tuple[str, str, str]  # nyckeltal, period, kommun
Familj = tuple[str, str, str]  # nyckeltal, kön, kind of period
GOMT = Q(skyddad=True) | Q(saknas=Saknas.DOLD)


def skydda(importen: Import, version: int) -> set[Familj]:
    """Hide what must be hidden once `importen` is `version`, in earlier versions too.

    Returns the families in which something was hidden: the import itself may not have touched them.
    """
    nya: set[int] = set()
    familjer: set[Familj] = set()
    for nyckeltal, rader in _blocken(importen):
        definition = alla()[nyckeltal]
        dolda = dolj(_versioner(rader, version, definition), definition.minsta_grupp)
        for rad in rader:
            if rad["pk"] in dolda and not rad["skyddad"]:
                nya.add(rad["pk"])
                familjer.add((nyckeltal, rad["kon"], rad["periodslag"]))
    ordnade = sorted(nya)
    for i in range(0, len(ordnade), 500):
        Matvarde.objects.filter(pk__in=ordnade[i : i + 500]).update(skyddad=True)
    return familjer


def _blocken(importen: Import) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each block that needs a look, with its rows in all versions; one query per nyckeltal and period."""
    kommuner: dict[tuple[str, str], set[str]] = defaultdict(set)
    for nyckeltal, period, kommun in _berorda_block(importen):
        kommuner[nyckeltal, period].add(kommun)
    for (nyckeltal, period), koder in sorted(kommuner.items()):
        per_kommun: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for rad in _rader(nyckeltal, period, koder, importen):
            per_kommun[rad["kommun"]].append(rad)
        for rader in per_kommun.values():
            yield nyckeltal, rader


def _berorda_block(importen: Import) -> set[Block]:
    """Blocks with a small or a withheld group in this import, or with something hidden since before."""
    egna = Matvarde.objects.filter(importen=importen, kommun__isnull=False).order_by()
    falt = ("nyckeltal_id", "period", "kommun_id")
    block = set(egna.filter(_for_sma() | Q(saknas=Saknas.DOLD)).values_list(*falt).distinct())
    nyckeltal = set(egna.values_list("nyckeltal_id", flat=True).distinct())
    # In two steps: as one correlated subquery it is quadratic, since no index holds the hidden ones.
    gomda = Matvarde.objects.filter(GOMT, nyckeltal__in=nyckeltal, kommun__isnull=False).order_by()
    fore = set(gomda.exclude(importen=importen).values_list(*falt).distinct())
    if fore:
        traffade = egna.filter(nyckeltal__in={n for n, _, _ in fore}).values_list(*falt).distinct()
        block |= fore.intersection(traffade.iterator())
    return block


def _for_sma() -> Q:
    villkor = Q(pk__in=[])
    for kod, d in alla().items():
        if d.grupp != "ingen":
            villkor |= Q(**{"nyckeltal_id": kod, f"{d.grupp}__gt": 0, f"{d.grupp}__lt": d.minsta_grupp})
    return villkor


def _rader(nyckeltal: str, period: str, kommuner: set[str], importen: Import) -> list[dict[str, Any]]:
    """What is or was published, or is about to be, and has or withholds a value."""
    kanda = Matvarde.objects.filter(kommun__in=kommuner, nyckeltal=nyckeltal, period=period)
    kanda = kanda.filter(saknas__in=("", Saknas.DOLD)).order_by("pk")
    falt = (
        *("pk", "kommun", "enhet", "kon", "periodslag", "taljare", "namnare", "personer"),
        *("saknas", "skyddad", "ersatt_i"),
    )
    publicerade = Q(importen__version__isnull=False) | Q(importen=importen)
    return list(kanda.filter(publicerade).values(*falt, fran=F("importen__version")))


def _versioner(rader: list[dict[str, Any]], version: int, definition: Definition) -> list[list[Blockcell]]:
    """The block as each version that changed it shows it."""
    for rad in rader:
        rad["fran"] = rad["fran"] or version
    tider = sorted({rad["fran"] for rad in rader})
    return [[_cell(rad, definition) for rad in rader if _galler(rad, tid)] for tid in tider]


def _galler(rad: dict[str, Any], version: int) -> bool:
    return rad["fran"] <= version and (rad["ersatt_i"] is None or rad["ersatt_i"] > version)


def _cell(rad: dict[str, Any], definition: Definition) -> Blockcell:
    """A value that the municipality itself withholds is hidden from the start: a total must not give it away."""
    grupp = gruppstorlek(definition, rad["taljare"], rad["namnare"], rad["personer"])
    return Blockcell(rad["pk"], rad["enhet"], rad["kon"], grupp, rad["skyddad"] or rad["saknas"] == Saknas.DOLD)
