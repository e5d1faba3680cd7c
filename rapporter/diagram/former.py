"""SVG path data for the few shapes that the charts use. Coordinates are rounded to a tenth."""

from collections.abc import Iterable, Sequence

Punkt = tuple[float, float]


def tal(value: float) -> str:
    """A coordinate, as short as it can be: 44.0 gives "44"."""
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 1e5 else f"{value:.1f}"


def linje(punkter: Sequence[Punkt]) -> str:
    """An open path through the points; a single point gives a dot by its round cap."""
    if not punkter:
        return ""
    if len(punkter) == 1:
        return f"M{_par(punkter[0])}h0"
    return "M" + "L".join(_par(p) for p in punkter)


def linjer(delar: Iterable[Sequence[Punkt]]) -> str:
    """One path of several separate parts."""
    return "".join(linje(del_) for del_ in delar)


def yta(punkter: Sequence[Punkt]) -> str:
    """A closed path through the points."""
    return linje(punkter) + "Z" if punkter else ""


def ruta(x: float, y: float, bredd: float, hojd: float) -> str:
    """A rectangle from its upper left corner."""
    return f"M{tal(x)} {tal(y)}h{tal(bredd)}v{tal(hojd)}h{tal(-bredd)}Z"


def cirkel(x: float, y: float, r: float) -> str:
    """A circle."""
    halv = f"a{tal(r)} {tal(r)} 0 1 0 "
    return f"M{tal(x - r)} {tal(y)}{halv}{tal(2 * r)} 0{halv}{tal(-2 * r)} 0Z"


def triangel(x: float, y: float, r: float, *, upp: bool) -> str:
    """A triangle around (x, y) that points up or down."""
    bas = y + 0.75 * r if upp else y - 0.75 * r
    spets = y - 1.05 * r if upp else y + 1.05 * r
    return yta([(x - r, bas), (x + r, bas), (x, spets)])


def kvadrat(x: float, y: float, r: float) -> str:
    """A square around (x, y)."""
    return ruta(x - r, y - r, 2 * r, 2 * r)


def romb(x: float, y: float, r: float) -> str:
    """A square on its corner."""
    return yta([(x, y - r), (x + r, y), (x, y + r), (x - r, y)])


def kryss(x: float, y: float, r: float) -> str:
    """Two crossing strokes."""
    return linjer([[(x - r, y - r), (x + r, y + r)], [(x - r, y + r), (x + r, y - r)]])


def _par(punkt: Punkt) -> str:
    return f"{tal(punkt[0])} {tal(punkt[1])}"
