"""The sparkline of cards and table rows."""

from rapporter.diagram import former
from rapporter.diagram.skala import Skala, matt, matta
from rapporter.diagram.typer import Gnista, Ton, Varden

BREDD, HOJD, KANT = 96, 30, 4


def sparkline(varden: Varden, ton: Ton = "vanlig") -> Gnista | None:
    """The series without axes; gaps are gaps. None when nothing was measured."""
    tal = matta(varden)
    if not tal:
        return None
    low, high = min(tal), max(tal)
    if low == high:
        low, high = low - 1, high + 1
    x = Skala(0, max(len(varden) - 1, 1), KANT, BREDD - KANT)
    y = Skala(low, high, HOJD - KANT, KANT)
    delar: list[list[former.Punkt]] = [[]]
    for i, value in enumerate(varden):
        if matt(value):
            delar[-1].append((x(i), y(value)))
        elif delar[-1]:
            delar.append([])
    delar = [del_ for del_ in delar if del_]
    return Gnista(former.linjer(delar), former.linje([delar[-1][-1]]), ton, BREDD, HOJD)
