"""Several series over the same periods."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kommuner.tal import visa
from rapporter.diagram import former
from rapporter.diagram.ram import (
    BRED,
    SMAL,
    Etikett,
    Format,
    Ram,
    bygg_ram,
    delar,
    med_enhet,
    slutetiketter,
    tidsaxel,
    tom_text,
    vardeaxel,
)
from rapporter.diagram.skala import kortad, matt, matta
from rapporter.diagram.typer import Cell, Diagram, Forklaring, Kolumn, Rad, Ritning, Tabell, Text, Vag, Varden

MAXANTAL = 6  # as many as the dash patterns and markers tell apart in black and white
_Form = Callable[[float, float, float], str]


def _upp(x: float, y: float, r: float) -> str:
    return former.triangel(x, y, r * 1.2, upp=True)


def _ned(x: float, y: float, r: float) -> str:
    return former.triangel(x, y, r * 1.2, upp=False)


FORMER: tuple[_Form, ...] = (former.cirkel, former.kvadrat, _upp, former.romb, _ned, former.cirkel)


@dataclass(frozen=True, slots=True)
class Linjeserie:
    """A named series; as many values as there are periods, None or NaN where nothing was measured."""

    namn: str
    varden: Varden


@dataclass(frozen=True, slots=True, kw_only=True)
class Linjedata:
    """What a line chart is drawn from. ValueError for series of another length, or more than MAXANTAL."""

    titel: str
    beskrivning: str
    perioder: Sequence[str]
    serier: Sequence[Linjeserie]
    enhet: str
    decimaler: int = 1
    brott: Sequence[int] = ()
    per_ar: int = 1

    def __post_init__(self) -> None:
        if len(self.serier) > MAXANTAL:
            raise ValueError(f"Högst {MAXANTAL} linjer går att skilja åt, här är {len(self.serier)}")
        for serie in self.serier:
            if len(serie.varden) != len(self.perioder):
                raise ValueError(f"{serie.namn} har {len(serie.varden)} punkter, perioder {len(self.perioder)}")


def linjediagram(data: Linjedata) -> Diagram:
    """The lines in two widths, each named at its end, with legend and table."""
    return Diagram(
        bred=_ritning(data, BRED),
        smal=_ritning(data, SMAL),
        tabell=_tabell(data),
        forklaring=_forklaring(data) if len(data.serier) > 1 else (),
    )


def _ritning(data: Linjedata, format_: Format) -> Ritning:
    tal = matta(*(serie.varden for serie in data.serier))
    if not tal:
        return _rita(data, format_, 120, (), (tom_text(format_),))
    etiketter = [e for nummer in range(len(data.serier)) for e in _etikett(data, nummer, format_)]
    ram = bygg_ram(format_, len(data.perioder), tal, etiketter)
    axel, axeltext = vardeaxel(ram, data.enhet)
    vagar = [*axel, *(vag for nummer in range(len(data.serier)) for vag in _linje(data, nummer, ram))]
    texter = [*axeltext, *tidsaxel(ram, data.perioder, data.per_ar), *slutetiketter(ram, etiketter)]
    return _rita(data, format_, ram.botten + format_.text + 18, tuple(vagar), tuple(texter))


def _rita(data: Linjedata, format_: Format, hojd: float, vagar: tuple[Vag, ...], texter: tuple[Text, ...]) -> Ritning:
    return Ritning(
        bredd=format_.bredd,
        hojd=hojd,
        textstorlek=format_.text,
        titel=data.titel,
        beskrivning=data.beskrivning,
        vagar=vagar,
        texter=texter,
    )


def _etikett(data: Linjedata, nummer: int, format_: Format) -> list[Etikett]:
    """Name and last value; on a narrow drawing the name alone; for a single line the value alone."""
    serie = data.serier[nummer]
    sist = [value for value in serie.varden if matt(value)]
    if not sist:
        return []
    tal = med_enhet(sist[-1], data.enhet, data.decimaler, kort=True)
    if len(data.serier) == 1:
        return [Etikett(sist[-1], tal, "slutvarde")]
    text = kortad(serie.namn, format_.text, 100) if format_.smal else f"{serie.namn} {tal}"
    return [Etikett(sist[-1], kortad(text, format_.text, 210), f"slutvarde l{nummer}")]


def _linje(data: Linjedata, nummer: int, ram: Ram) -> list[Vag]:
    varden = data.serier[nummer].varden
    d = former.linjer(delar(ram, varden, data.brott))
    if not d:
        return []
    return [Vag(d, f"linje l{nummer}", data.serier[nummer].namn), *_punkter(data, nummer, ram)]


def _punkter(data: Linjedata, nummer: int, ram: Ram) -> list[Vag]:
    serie = data.serier[nummer]
    matpunkter = [(i, value) for i, value in enumerate(serie.varden) if matt(value)]
    if len(serie.varden) > 40:
        matpunkter = matpunkter[-1:]
    return [
        Vag(
            FORMER[nummer](*ram.punkt(i, value), 3.5),
            f"punkt l{nummer}",
            f"{serie.namn} {data.perioder[i]}: {med_enhet(value, data.enhet, data.decimaler, kort=False)}",
        )
        for i, value in matpunkter
    ]


def _forklaring(data: Linjedata) -> tuple[Forklaring, ...]:
    streck = former.linje([(1, 7), (27, 7)])
    return tuple(
        Forklaring(serie.namn, (Vag(streck, f"linje l{i}"), Vag(FORMER[i](14, 7, 3.5), f"punkt l{i}")))
        for i, serie in enumerate(data.serier)
    )


def _tabell(data: Linjedata) -> Tabell:
    kolumner = (Kolumn("Period"), *(Kolumn(serie.namn, tal=True) for serie in data.serier))
    rader = tuple(
        Rad(
            (
                Cell(data.perioder[i]),
                *(Cell(visa(s.varden[i], data.decimaler), tal=True) for s in data.serier),
            )
        )
        for i in range(len(data.perioder) - 1, -1, -1)
    )
    enhet = f", {data.enhet}" if data.enhet and data.enhet != "antal" else ""
    return Tabell(data.titel + enhet, kolumner, rader)
