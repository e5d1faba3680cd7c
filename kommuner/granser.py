"""Boundaries of the 290 municipalities, as coordinates and as SVG path data. Riket is not among them.

Neighbours share their border points exactly, in the coordinates and in the paths.
"""

import json
import math
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

Punkt = tuple[float, float]

_FIL = Path(__file__).resolve().parent / "data" / "granser.json"
_MITTMERIDIAN = 15.0  # as in SWEREF 99 TM, so that Sweden has the shape readers know


@cache
def polygoner() -> dict[str, list[list[Punkt]]]:
    """Municipality code to rings of (longitude, latitude) in WGS 84 degrees.

    Rings are open (the last point is not the first) and holes are rings too: fill by the even-odd rule.
    """
    rader: dict[str, list[list[list[float]]]] = json.loads(_FIL.read_text(encoding="utf-8"))
    return {kod: [[(x, y) for x, y in ring] for ring in ringar] for kod, ringar in rader.items()}


def viewbox(bredd: int, hojd: int) -> str:
    """The viewBox that the paths of `svg_vagar(bredd, hojd)` are drawn in."""
    return f"0 0 {bredd} {hojd}"


@lru_cache(maxsize=8)
def svg_vagar(bredd: int, hojd: int) -> dict[str, str]:
    """Municipality code to path data for `<path fill-rule="evenodd" d="…">`, centred in bredd × hojd units.

    Relative commands with one decimal, drawn from rounded positions so that rounding does not add up.
    Islands that shrink to less than a triangle are left out, never a whole municipality.
    Raises ValueError for a size that is not positive.
    """
    if bredd <= 0 or hojd <= 0:
        raise ValueError(f"Kartans storlek ska vara större än noll, inte {bredd} × {hojd}.")
    projicerade = {kod: [[_projicera(p) for p in ring] for ring in ringar] for kod, ringar in polygoner().items()}
    alla = [p for ringar in projicerade.values() for ring in ringar for p in ring]
    vanster, hoger = min(x for x, _ in alla), max(x for x, _ in alla)
    ner, upp = min(y for _, y in alla), max(y for _, y in alla)
    skala = min(bredd / (hoger - vanster), hojd / (upp - ner))
    dx = (bredd - skala * (hoger - vanster)) / 2 - skala * vanster
    dy = (hojd - skala * (upp - ner)) / 2 + skala * upp
    return {
        kod: _vag([[(round(10 * (dx + skala * x)), round(10 * (dy - skala * y))) for x, y in r] for r in ringar])
        for kod, ringar in projicerade.items()
    }


def _projicera(punkt: Punkt) -> Punkt:
    """Transverse Mercator on a sphere of radius 1, north upwards."""
    lon, lat = math.radians(punkt[0] - _MITTMERIDIAN), math.radians(punkt[1])
    return math.atanh(math.cos(lat) * math.sin(lon)), math.atan2(math.tan(lat), math.cos(lon))


def _vag(ringar: list[list[tuple[int, int]]]) -> str:
    """Path data of rings in tenths of a unit."""
    glesa = [[p for i, p in enumerate(ring) if p != ring[i - 1]] for ring in ringar]
    synliga = [ring for ring in glesa if len(ring) > 2] or [max(ringar, key=len)]
    return "".join(_ringens_vag(ring) for ring in synliga)


def _ringens_vag(ring: list[tuple[int, int]]) -> str:
    (x0, y0), *_ = ring
    steg = [(x - fx, y - fy) for (fx, fy), (x, y) in pairwise(ring)]
    return f"M{_par(x0, y0).lstrip()}l{''.join(_par(*s) for s in steg).lstrip()}z"


def _par(x: int, y: int) -> str:
    """Two tenths as SVG reads them, with a separator only where a sign does not part them."""
    return "".join(t if t.startswith("-") else f" {t}" for t in (_tiondel(x), _tiondel(y)))


def _tiondel(n: int) -> str:
    hela, rest = divmod(abs(n), 10)
    tecken = "-" if n < 0 else ""
    return tecken + (f"{hela or ''}.{rest}" if rest else str(hela))
