"""The process chart: a series with limits and signals, the other municipalities as a band, measures below."""

from collections.abc import Iterator, Sequence

from kommuner.tal import visa
from rapporter.diagram import former
from rapporter.diagram.processtabell import Atgardsband, Processdata, forklaring, tabell
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
from rapporter.diagram.skala import kortad, matt, matta, textbredd
from rapporter.diagram.typer import Diagram, Ritning, Text, Vag, Varden, bedomning

NY_DEFINITION = "ny definition"
MANGA = 60  # from here on ordinary points are left out: they would touch


def processdiagram(data: Processdata) -> Diagram:
    """The chart in two widths, with legend and table, also without any value."""
    return Diagram(
        bred=_ritning(data, BRED), smal=_ritning(data, SMAL), tabell=tabell(data), forklaring=forklaring(data)
    )


def _ritning(data: Processdata, format_: Format) -> Ritning:
    if not matta(data.varden):
        return Ritning(
            bredd=format_.bredd,
            hojd=120,
            textstorlek=format_.text,
            titel=data.titel,
            beskrivning=data.beskrivning,
            texter=(tom_text(format_, data.lucka),),
        )
    etiketter = list(_etiketter(data, format_))
    ram = bygg_ram(format_, len(data.perioder), _allt(data), etiketter)
    axel, axeltext = vardeaxel(ram, data.enhet)
    fil, filtext, hojd = _atgardsfil(data, ram)
    brott, brottext = _brott(data, ram)
    vagar = [
        *_band(data, ram),
        *axel,
        *brott,
        *_granser(data, ram),
        *_riket(data, ram),
        *_serie(data, ram),
        *fil,
    ]
    tider = tidsaxel(ram, data.perioder, data.per_ar)
    return Ritning(
        bredd=format_.bredd,
        hojd=hojd,
        textstorlek=format_.text,
        titel=data.titel,
        beskrivning=data.beskrivning,
        vagar=tuple(vagar),
        texter=(*axeltext, *tider, *brottext, *slutetiketter(ram, etiketter), *filtext),
    )


def _allt(data: Processdata) -> list[float]:
    return matta(data.varden, data.lower, data.upper, data.band_lag, data.band_hog, data.riket)


def _sista(varden: Varden) -> int | None:
    return max((i for i, value in enumerate(varden) if matt(value)), default=None)


def _etiketter(data: Processdata, format_: Format) -> Iterator[Etikett]:
    """The value first; on a narrow drawing, or where it ends early, the band is left to the legend."""
    sist = _sista(data.varden)
    if sist is not None and matt(value := data.varden[sist]):
        text = med_enhet(value, data.enhet, data.decimaler, kort=True)
        om = "" if sist == len(data.varden) - 1 else f" ({data.perioder[sist]})"
        yield Etikett(value, text + om, "slutvarde")
    smala = (("övre", data.upper), ("medel", data.center), ("nedre", data.lower), ("Riket", data.riket))
    breda = (
        ("övre gräns", data.upper),
        ("medel", data.center),
        ("nedre gräns", data.lower),
        ("Riket", data.riket),
    )
    for ordet, serie in smala if format_.smal else breda:
        i = _sista(serie)
        if i is not None and matt(value := serie[i]):
            yield Etikett(value, f"{ordet} {visa(value, data.decimaler)}")
    i = _sista(data.band_lag)
    if (
        i == len(data.perioder) - 1
        and not format_.smal
        and matt(low := data.band_lag[i])
        and matt(high := data.band_hog[i])
    ):
        yield Etikett((low + high) / 2, "8 av 10 kommuner")


def _band(data: Processdata, ram: Ram) -> Iterator[Vag]:
    """The grey field, in one piece per run of periods where both edges are known."""
    bada = [low if matt(low) and matt(high) else None for low, high in zip(data.band_lag, data.band_hog, strict=True)]
    hog = [h if b is not None else None for h, b in zip(data.band_hog, bada, strict=True)]
    for under, over in zip(delar(ram, bada), delar(ram, hog), strict=True):
        yield Vag(former.yta([*under, *reversed(over)]), "band")


def _granser(data: Processdata, ram: Ram) -> Iterator[Vag]:
    """Centre and limits as level lines, one for each segment."""
    grans = "grans preliminar" if data.preliminar else "grans"
    for serie, klass in ((data.center, "mitt"), (data.upper, grans), (data.lower, grans)):
        d = former.linjer(_nivaer(serie, ram, data.brott))
        if d:
            yield Vag(d, klass)


def _nivaer(serie: Varden, ram: Ram, brott: Sequence[int]) -> Iterator[list[former.Punkt]]:
    start = 0
    for i in range(1, len(serie) + 1):
        if i == len(serie) or i in brott or serie[i] != serie[start]:
            if matt(value := serie[start]):
                yield [(x, ram.y(value)) for x in _kanter(ram, start, i - 1)]
            start = i


def _kanter(ram: Ram, first: int, last: int) -> tuple[float, float]:
    """Half a step to each side of a segment, inside the plot area."""
    return ram.x(max(first - 0.5, 0)), ram.x(min(last + 0.5, max(ram.antal - 1, 1)))


def _riket(data: Processdata, ram: Ram) -> Iterator[Vag]:
    d = former.linjer(delar(ram, data.riket, data.brott))
    if d:
        yield Vag(d, "riket")


def _serie(data: Processdata, ram: Ram) -> Iterator[Vag]:
    yield Vag(former.linjer(delar(ram, data.varden, data.brott)), "serie")
    sist = _sista(data.varden)
    ensamma = {del_[0] for del_ in delar(ram, data.varden, data.brott) if len(del_) == 1}
    for i, value in enumerate(data.varden):
        if not matt(value):
            yield Vag(former.kryss(ram.x(i), ram.botten - 6, 3), "kryss", f"{data.perioder[i]}: {data.lucka}")
        elif data.har_signal(i) or i == sist or len(data.varden) < MANGA or ram.punkt(i, value) in ensamma:
            yield _markor(data, ram, i, value, sist=i == sist)


def _markor(data: Processdata, ram: Ram, i: int, value: float, *, sist: bool) -> Vag:
    """A circle; a signal is a larger triangle that points the way the value went."""
    x, y = ram.punkt(i, value)
    titel = f"{data.perioder[i]}: {med_enhet(value, data.enhet, data.decimaler, kort=False)}"
    if not data.har_signal(i):
        return Vag(former.cirkel(x, y, 4.5 if sist else 3), "punkt", titel)
    form = former.triangel(x, y, 6.5, upp=data.sida[i] > 0)
    return Vag(form, f"punkt signal {bedomning(data.sida[i], data.riktning)}", f"{titel}, {data.signalord(i)}")


def _brott(data: Processdata, ram: Ram) -> tuple[list[Vag], list[Text]]:
    """A vertical line before the first period of a new definition, with its words."""
    lagen = [ram.x(i - 0.5) for i in data.brott if 0 < i < len(data.perioder)]
    vagar = [Vag(former.linje([(x, ram.y.till), (x, ram.botten)]), "brott", NY_DEFINITION) for x in lagen]
    return vagar, [_brottext(x, ram) for x in lagen]


def _brottext(x: float, ram: Ram) -> Text:
    y = round(ram.y.till + ram.format.text, 1)
    if x + textbredd(NY_DEFINITION, ram.format.text) > ram.hoger:
        return Text(round(x - 4, 1), y, NY_DEFINITION, "axel", "end")
    return Text(round(x + 4, 1), y, NY_DEFINITION, "axel")


def _atgardsfil(data: Processdata, ram: Ram) -> tuple[list[Vag], list[Text], float]:
    """The lane under the time axis, a bar per measure with its words above; and the drawing's height."""
    storlek = ram.format.text
    topp = ram.botten + storlek + 18
    if not data.atgarder:
        return [], [], round(topp, 1)
    vagar = [Vag(former.linje([(ram.x.fran, topp), (ram.hoger, topp)]), "rutnat")]
    texter = []
    for nummer, atgard in enumerate(data.atgarder):
        y = topp + storlek + 6 + nummer * (storlek + 22)
        fran, till = _utstrackning(atgard, ram)
        ledtext = kortad(atgard.namn, storlek, ram.format.bredd - 4)
        x = max(min(fran, ram.format.bredd - 2 - textbredd(ledtext, storlek)), 2)
        vagar.append(Vag(former.ruta(fran, y + 6, till - fran, 8), "atgard", atgard.namn))
        texter.append(Text(round(x, 1), round(y, 1), ledtext))
    return vagar, texter, round(topp + len(data.atgarder) * (storlek + 22) + 10, 1)


def _utstrackning(atgard: Atgardsband, ram: Ram) -> tuple[float, float]:
    """A bar's ends: inside the plot area and never too short to be seen."""
    fran = min(max(ram.x(atgard.fran), ram.x.fran), ram.hoger - 6)
    till = ram.hoger if atgard.till is None else min(ram.x(atgard.till), ram.hoger)
    return fran, max(till, fran + 6)
