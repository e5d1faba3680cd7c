"""The frame that charts over time share: plot area, value axis, period axis, end labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kommuner.tal import SAKNAS, visa, visa_med_enhet
from rapporter.diagram import former
from rapporter.diagram.skala import (
    Skala,
    axelsteg,
    decimaler_i,
    kortad,
    matt,
    skalstreck,
    sprid,
    textbredd,
)
from rapporter.diagram.typer import Text, Vag, Varden

INGA_UPPGIFTER = "Inga uppgifter att visa"


@dataclass(frozen=True, slots=True)
class Format:
    """A width to draw for. Text is 11 px or more: narrow down to a frame of 288 px, wide down to 566 px."""

    bredd: float
    plothojd: float
    text: float
    smal: bool


BRED = Format(bredd=720, plothojd=260, text=14, smal=False)
SMAL = Format(bredd=340, plothojd=210, text=13, smal=True)


@dataclass(frozen=True, slots=True)
class Etikett:
    """A label in the right margin, beside the end of what it names."""

    varde: float
    text: str
    klass: str = ""


@dataclass(frozen=True, slots=True)
class Ram:
    """A plot area inside a format, with its two scales."""

    format: Format
    x: Skala
    y: Skala
    streck: tuple[float, ...]
    antal: int

    @property
    def hoger(self) -> float:
        return self.x.till

    @property
    def botten(self) -> float:
        return self.y.fran

    def punkt(self, i: float, value: float) -> former.Punkt:
        return self.x(i), self.y(value)


def bygg_ram(format_: Format, antal: int, varden: Sequence[float], etiketter: Sequence[Etikett]) -> Ram:
    """The frame for `antal` periods whose drawn values are `varden` (not empty), with room for the labels."""
    streck = skalstreck(min(varden), max(varden), 4 if format_.smal else 5)
    dec = decimaler_i(streck)
    vanster = max(textbredd(visa(s, dec), format_.text) for s in streck) + 10
    hoger = format_.bredd - max([textbredd(e.text, format_.text) + 12 for e in etiketter], default=14)
    topp = format_.text * 1.5 + 8
    x = Skala(0, max(antal - 1, 1), vanster + 6, max(hoger, format_.bredd * 0.5))
    y = Skala(streck[0], streck[-1], topp + format_.plothojd, topp)
    return Ram(format_, x, y, tuple(streck), antal)


def vardeaxel(ram: Ram, enhet: str) -> tuple[list[Vag], list[Text]]:
    """Horizontal grid lines with their numbers, and the unit above them."""
    vanster = ram.x.fran - 6
    dec = decimaler_i(ram.streck)
    vagar = [Vag(former.linje([(vanster, ram.y(s)), (ram.hoger, ram.y(s))]), "rutnat") for s in ram.streck]
    texter = [
        Text(round(vanster - 6, 1), round(ram.y(s) + ram.format.text * 0.35, 1), visa(s, dec), "axel", "end")
        for s in ram.streck
    ]
    if enhet and enhet != "antal":
        texter.append(Text(2, ram.format.text, enhet, "axel"))
    return vagar, texter


def tidsaxel(ram: Ram, perioder: Sequence[str], per_ar: int) -> list[Text]:
    """As many period labels as fit, counted from the last period, which is always labelled."""
    if not perioder:
        return []
    storst = max(textbredd(p, ram.format.text) for p in perioder) + 10
    steg = axelsteg(len(perioder), int((ram.hoger - ram.x.fran) / storst) + 1, per_ar)
    y = round(ram.botten + ram.format.text + 8, 1)
    texter, ledig = [], ram.format.bredd
    for i in range(len(perioder) - 1, -1, -steg):
        bredd = textbredd(perioder[i], ram.format.text)
        mitt = min(max(ram.x(i), bredd / 2), ram.format.bredd - bredd / 2)
        if mitt + bredd / 2 <= ledig:
            texter.append(Text(round(mitt, 1), y, perioder[i], "axel", "middle"))
            ledig = mitt - bredd / 2 - 6
    return texter


def slutetiketter(ram: Ram, etiketter: Sequence[Etikett]) -> list[Text]:
    """The labels of the right margin, moved apart where they would collide."""
    storlek = ram.format.text
    onskade = [ram.y(e.varde) + storlek * 0.35 for e in etiketter]
    lagen = sprid(onskade, storlek + 3, storlek, ram.botten + 4)
    plats = ram.format.bredd - ram.hoger - 10
    return [
        Text(round(ram.hoger + 10, 1), round(y, 1), kortad(e.text, storlek, plats), e.klass)
        for e, y in zip(etiketter, lagen, strict=True)
    ]


def delar(ram: Ram, varden: Varden, brott: Sequence[int] = ()) -> Iterator[list[former.Punkt]]:
    """The measured points in runs: a gap or a break in the definition ends one."""
    del_: list[former.Punkt] = []
    for i, value in enumerate(varden):
        if del_ and (not matt(value) or i in brott):
            yield del_
            del_ = []
        if matt(value):
            del_.append(ram.punkt(i, value))
    if del_:
        yield del_


def med_enhet(value: float, enhet: str, decimaler: int, *, kort: bool) -> str:
    """The number with its unit; the short form leaves a long word to the axis, which carries it too."""
    return visa(value, decimaler) if kort and len(enhet) > 6 else visa_med_enhet(value, enhet, decimaler)


def tom_text(format_: Format, varfor: str = SAKNAS) -> Text:
    """What a chart without points says; `varfor` when it is not that nothing was reported."""
    ord_ = INGA_UPPGIFTER if varfor == SAKNAS else varfor[:1].upper() + varfor[1:]
    return Text(format_.bredd / 2, 60, ord_, "axel", "middle")
