"""The sparkline of cards and table rows. A list draws hundreds, hence whole coordinates and no helpers."""

from rapporter.diagram.skala import matt, matta
from rapporter.diagram.typer import Gnista, Ton, Varden

BREDD, HOJD, KANT = 960, 300, 40


def sparkline(varden: Varden, ton: Ton = "vanlig") -> Gnista | None:
    """The series without axes; gaps are gaps. None when nothing was measured."""
    tal = matta(varden)
    if not tal:
        return None
    low, high = min(tal), max(tal)
    if low == high:
        low, high = low - 1, high + 1
    steg = (BREDD - 2 * KANT) / max(len(varden) - 1, 1)
    skala = (HOJD - 2 * KANT) / (high - low)
    d, slut, tecken = "", "", "M"
    for i, value in enumerate(varden):
        if not matt(value):
            tecken = "M"
            continue
        slut = f"{round(KANT + i * steg)} {round(HOJD - KANT - (value - low) * skala)}"
        d += f"{tecken}{slut}"
        tecken = "L"
    return Gnista(_med_enstaka(d), f"M{slut}h0", ton, BREDD, HOJD)


def _med_enstaka(d: str) -> str:
    """A measured point between two gaps is a dot: a part of its own without length."""
    return "".join(f"M{del_}" if "L" in del_ else f"M{del_}h0" for del_ in d.split("M")[1:])
