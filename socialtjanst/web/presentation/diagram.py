"""Charts of pages: each a figure with its sentence, table, source and a sentence to copy.

`templates/komponenter/_figur.html` prints a Figur.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kommuner import granser, lasning, perioder, tal
from kommuner.nyckeltal import Definition
from rapporter import diagram, text
from rapporter.diagram import Cell, Diagram, Fordelningsdata, Kolumn, Processdata, Rad, Tabell
from socialtjanst.web.presentation.serier import PUNKTFALT, Punkt, Serie, riktning
from socialtjanst.web.presentation.vy import Vy

if TYPE_CHECKING:  # numpy: only a page with a chart pays for it
    from rapporter.processdiagram import Granser, Utveckling

KARTA = (300, 660)  # the map's viewBox
ALLA_KOMMUNER = 290
RIKTNINGSORD = {"hogre": "Högre är bättre.", "lagre": "Lägre är bättre.", "neutral": ""}
EGEN = {
    "plats": f"Ändringar och platser är {text.EGEN_BERAKNING}.",
    "process": f"Medelvärde, gränser och fältet för 8 av 10 kommuner är {text.EGEN_BERAKNING}.",
    "granser": f"Medelvärde och gränser är {text.EGEN_BERAKNING}.",
    "fordelning": f"Medianen är {text.EGEN_BERAKNING}.",
    "karta": f"Indelningen i klasser är {text.EGEN_BERAKNING}.",
    "utveckling": f"Medianen och fältet för 8 av 10 kommuner är {text.EGEN_BERAKNING}.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figur:
    """All that _diagram.html prints; `kopiera` is a finished sentence, or empty."""

    diagram: Diagram
    rubrik: str
    mening: str
    kalla: str
    ingress: str = ""
    kopiera: str = ""
    exempel: bool = False
    niva: int = 2


def kalla(definition: Definition, egen: str = "", *, exempel: bool = False) -> str:
    """ "Källa: Kolada (N00090). Medianen är Vändpunkts beräkning."; invented values have no source."""
    vem = text.EXEMPEL if exempel else text.kalltext(definition.kalla, definition.kod)
    return f"{vem} {EGEN.get(egen, '')}".strip()


def enhetsord(definition: Definition) -> str:
    """The unit as a heading: "procent", "kronor per invånare", "ja eller nej"."""
    ord_ = {"%": "procent", "kr/inv": "kronor per invånare", "tkr": "tusen kronor", "ja/nej": "ja eller nej"}
    return ord_.get(definition.enhet, definition.enhet)


@lru_cache(maxsize=256)
def _utveckling(vy: Vy, nyckeltal: str, kon: str, slag: str) -> tuple[Utveckling, Utveckling]:
    from rapporter import underlag  # numpy: a third of a second that only the first chart pays
    from rapporter.processdiagram import utveckling as rakna

    serier, pahittat = underlag.panel(vy.version, nyckeltal, kon, slag)
    return rakna(serier, pahittat, exempel=False), rakna(serier, pahittat, exempel=True)


def utveckling(vy: Vy, nyckeltal: str, kon: str, slag: str, *, exempel: bool) -> Utveckling:
    """The municipalities' spread per period, one query.

    Kept for the newest version, which never changes: its number and time of publishing are in the key. An
    earlier version may still lose values to suppression, so it is computed each time.
    """
    rakna = _utveckling.__wrapped__ if vy.kand else _utveckling
    riktiga, pahittade = rakna(replace(vy, generation=0), nyckeltal, kon, slag)
    return pahittade if exempel else riktiga


def processfigur(serie: Serie, plats: str, spridning: Utveckling, *, trend: str = "", kopiera: str = "") -> Figur:
    """The process chart of one municipality's series; `plats` is its name, `trend` a sentence to add."""
    return replace(_processfigur(serie, plats, spridning, trend), kopiera=kopiera)


@lru_cache(maxsize=64)
def _processfigur(serie: Serie, plats: str, spridning: Utveckling, trend: str) -> Figur:
    from rapporter.processdiagram import granser as rakna

    definition = serie.definition
    brott = [b.fran for b in definition.brott if perioder.slag(b.fran) == serie.slag]
    varden = serie.varden if definition.enhet != "ja/nej" else [None] * len(serie.varden)  # a yes or no has no limits
    linjer = rakna(serie.kalender, varden, brott)
    mening = " ".join(filter(None, [_lage(serie, plats, linjer), trend]))
    falt = spridning.vid(serie.kalender if definition.enhet != "ja/nej" else ())
    data = _processdata(serie, plats, linjer, falt, mening)
    ritad = diagram.processdiagram(data)
    return Figur(
        diagram=replace(ritad, tabell=_med_status(ritad.tabell, serie)),
        rubrik=definition.namn,
        ingress=f"{definition.beskrivning} {RIKTNINGSORD[definition.riktning]}".strip(),
        mening=mening,
        kalla=kalla(definition, "process" if _har_falt(falt) else "granser", exempel=serie.exempel),
        exempel=serie.exempel,
    )


def _med_status(tabell: Tabell, serie: Serie) -> Tabell:
    """The table, newest first, with what is preliminary said beside its period."""
    ord_ = {p.period: p.nar for p in serie.punkter}
    nyast_forst = zip(tabell.rader, reversed(serie.kalender), strict=True)
    rader = (replace(r, celler=(Cell(ord_.get(p, perioder.kort(p))), *r.celler[1:])) for r, p in nyast_forst)
    return replace(tabell, rader=tuple(rader))


def _har_falt(spridning: Utveckling) -> bool:
    """Whether any period has municipalities enough for the field of 8 in 10."""
    return any(v is not None for v in spridning.lag)


def _lage(serie: Serie, plats: str, linjer: Granser) -> str:
    """Where the series stands, in words: the latest value, what the limits say of it, and earlier signals."""
    definition, sist = serie.definition, serie.senaste
    senaste = text.Senaste(
        plats=text.i_plats(plats),
        period=sist.period,
        varde=sist.varde,
        kon=serie.kon,
        saknas=sist.skal or "saknas",
        preliminar=sist.preliminar,
        exempel=serie.exempel,
    )
    lage = text.Trendlage(
        periodslag=serie.slag,
        etikett=linjer.signal[-1],
        sida=linjer.sida[-1],
        preliminar=linjer.preliminar,
        matta=sum(v is not None for v in serie.varden),
    )
    meningar = [text.mening_senaste(definition, senaste)]
    if serie.matt:
        sags = linjer.upper[-1] is not None or (lage.har_for_fa and definition.enhet != "ja/nej")
        meningar += [text.mening_signal(definition, lage) if sags else "", _tidigare(serie, linjer)]
    return " ".join(filter(None, meningar))


def _tidigare(serie: Serie, linjer: Granser) -> str:
    """ "Tydligt skilda från det vanliga var också 2006–2007 och 2012." """
    spann: list[list[int]] = []
    for i, signal in enumerate(linjer.signal[:-1]):
        if signal and spann and spann[-1][-1] == i - 1:
            spann[-1].append(i)
        elif signal:
            spann.append([i])
    if not spann:
        return ""
    delar = [_spann([serie.kalender[i] for i in del_]) for del_ in spann]
    ocksa = " också" if linjer.signal[-1] else ""
    return f"Tydligt skilda från det vanliga var{ocksa} {uppraknat(delar)}."


def uppraknat(delar: Sequence[str]) -> str:
    """ "a, b och c"."""
    return " och ".join(filter(None, [", ".join(delar[:-1]), *delar[-1:]]))


def _processdata(serie: Serie, plats: str, linjer: Granser, spridning: Utveckling, mening: str) -> Processdata:
    definition = serie.definition
    return Processdata(
        titel=f"{definition.kortnamn} i {plats} {_spann(serie.kalender)}",
        beskrivning=mening,
        namn=plats,
        perioder=[perioder.kort(p) for p in serie.kalender],
        varden=serie.varden,
        enhet=definition.enhet,
        riktning=riktning(definition),
        decimaler=definition.decimaler,
        center=linjer.center,
        lower=linjer.lower,
        upper=linjer.upper,
        signal=linjer.signal,
        sida=linjer.sida,
        band_lag=spridning.lag,
        band_hog=spridning.hog,
        riket=spridning.riket,
        brott=linjer.brott,
        preliminar=linjer.preliminar,
        per_ar=perioder.per_ar(serie.slag),
        golv=definition.rimlig.min,
        tak=definition.rimlig.max,
    )


def _spann(kalender: Sequence[str]) -> str:
    forst, sist = perioder.kort(kalender[0]), perioder.kort(kalender[-1])
    return forst if forst == sist else f"{forst}–{sist}"


def fordelningsdata(
    definition: Definition,
    period: str,
    varden: Mapping[str, float | None],
    namn: Mapping[str, str],
    *,
    beskrivning: str,
    markt: str = "",
    antal: int = ALLA_KOMMUNER,
    adresser: Mapping[str, str] | None = None,
) -> Fordelningsdata:
    """One period's values by municipality code, for the strip, the histogram and the map."""
    return Fordelningsdata(
        titel=f"{definition.kortnamn} {perioder.visa(period)}",
        beskrivning=beskrivning,
        varden=varden,
        namn=namn,
        enhet=definition.enhet,
        riktning=riktning(definition),
        decimaler=definition.decimaler,
        markt=markt,
        antal=antal,
        adresser=adresser,
    )


def kartfigur(definition: Definition, data: Fordelningsdata, *, rubrik: str, mening: str, exempel: bool) -> Figur:
    """The map; its table is the classes, for the values by municipality stand in a table of the page."""
    ritad = diagram.karta(data, granser.svg_vagar(*KARTA), KARTA)
    return Figur(
        diagram=replace(ritad, tabell=_klasstabell(data, ritad)),
        rubrik=rubrik,
        mening=mening,
        kalla=kalla(definition, "karta", exempel=exempel),
        exempel=exempel,
    )


def _klasstabell(data: Fordelningsdata, ritad: Diagram) -> Tabell:
    rader = tuple(Rad((Cell(ord_), Cell(antal, tal=True))) for ord_, antal in map(_delad, ritad.forklaring))
    return Tabell(data.titel, (Kolumn("Värde"), Kolumn("Antal kommuner", tal=True)), rader)


def _delad(post: diagram.Forklaring) -> tuple[str, str]:
    """A legend's "4,3–5,4 % (56 kommuner)" as the class and its number."""
    klass, _, antal = post.text.rpartition(" (")
    return klass, antal.split(" ")[0]


def remsfigur(definition: Definition, data: Fordelningsdata, *, rubrik: str, mening: str, exempel: bool) -> Figur:
    """All municipalities along one scale; the table tells where the tenths lie."""
    ritad = diagram.rankningsremsa(data)
    return Figur(
        diagram=replace(ritad, tabell=_lagestabell(data)),
        rubrik=rubrik,
        mening=mening,
        kalla=kalla(definition, "fordelning", exempel=exempel),
        exempel=exempel,
    )


def _lagestabell(data: Fordelningsdata) -> Tabell:
    from rapporter.processdiagram import andelar

    tal_ = list(data.matta.values())
    namn = ("Lägst", "10 procent har lägre", "Median", "10 procent har högre", "Högst")
    matt = andelar(tal_, (0, 0.1, 0.5, 0.9, 1)) if tal_ else []
    rader = tuple(Rad((Cell(n), Cell(data.visa(v), tal=True))) for n, v in zip(namn, matt, strict=False))
    return Tabell(f"{data.titel}, {data.tackning}", (Kolumn("Läge"), Kolumn("Värde", tal=True)), rader)


def utvecklingsfigur(definition: Definition, spridning: Utveckling, *, mening: str, exempel: bool) -> Figur:
    """The median over time, with Riket and the field of 8 municipalities in 10."""
    data = Processdata(
        titel=f"{definition.kortnamn} {_spann(spridning.perioder)}",
        beskrivning=mening,
        namn="Kommunernas median",
        perioder=[perioder.kort(p) for p in spridning.perioder],
        varden=spridning.median,
        enhet=definition.enhet,
        riktning=riktning(definition),
        decimaler=definition.decimaler,
        band_lag=spridning.lag,
        band_hog=spridning.hog,
        riket=spridning.riket,
        brott=_brottlagen(definition, spridning.perioder),
        per_ar=perioder.per_ar(perioder.slag(spridning.perioder[0])),
    )
    ritad = diagram.processdiagram(data)
    return Figur(
        diagram=replace(ritad, tabell=_med_antal(ritad.tabell, spridning.antal)),
        rubrik="Utvecklingen i landet",
        mening=mening,
        kalla=kalla(definition, "utveckling" if _har_falt(spridning) else "fordelning", exempel=exempel),
        exempel=exempel,
    )


def _brottlagen(definition: Definition, kalender: Sequence[str]) -> list[int]:
    return [kalender.index(b.fran) for b in definition.brott if b.fran in kalender[1:]]


def _med_antal(tabell: Tabell, antal: Sequence[int]) -> Tabell:
    """The table, newest first, with how many municipalities each period rests on."""
    rader = tuple(
        Rad((*rad.celler, Cell(tal.visa(n, 0), tal=True))) for rad, n in zip(tabell.rader, reversed(antal), strict=True)
    )
    return replace(tabell, kolumner=(*tabell.kolumner, Kolumn("Antal kommuner", tal=True)), rader=rader)


def periodens_varden(vy: Vy, nyckeltal: str, kon: str, period: str) -> dict[str, Punkt]:
    """What each municipality has for one period, by its code, in one query."""
    rader = lasning.varden(vy.version).kommunernas().filter(nyckeltal_id=nyckeltal, kon=kon, period=period)
    rader = rader.filter(periodslag=perioder.slag(period)).order_by()
    return {kod: Punkt._make(punkt) for kod, *punkt in rader.values_list("kommun_id", *PUNKTFALT)}
