"""How the municipalities spread: a strip with one of them marked, and a histogram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kommuner.tal import visa, visa_med_enhet
from rapporter.diagram import former
from rapporter.diagram.ram import BRED, SMAL, Format, tom_text
from rapporter.diagram.skala import Skala, decimaler_i, matt, skalstreck, textbredd
from rapporter.diagram.typer import (
    Ankare,
    Cell,
    Diagram,
    Forklaring,
    Kolumn,
    Rad,
    Riktning,
    Ritning,
    Tabell,
    Text,
    Vag,
)

PRICK = 4.8  # room for a dot, in user units
STAPELHOJD = 96  # the highest stack of dots


@dataclass(frozen=True, slots=True, kw_only=True)
class Fordelningsdata:
    """One value per municipality in one period, by code, with the names; `markt` is the code to point out.

    `antal` is how many municipalities there are in all (290, or those of a county). `adresser` gives the
    links of the table. Raises ValueError when a measured code has no name or the marked code is unknown.
    """

    titel: str
    beskrivning: str
    varden: Mapping[str, float | None]
    namn: Mapping[str, str]
    enhet: str
    riktning: Riktning
    decimaler: int = 1
    markt: str = ""
    antal: int = 290
    adresser: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        okanda = set(self.varden) - set(self.namn)
        if okanda:
            raise ValueError(f"Kommuner utan namn: {', '.join(sorted(okanda))}")
        if self.markt and self.markt not in self.namn:
            raise ValueError(f"Okänd kommun: {self.markt}")

    @property
    def matta(self) -> dict[str, float]:
        """The measured values by code, lowest first."""
        funna = {kod: value for kod, value in self.varden.items() if matt(value)}
        return dict(sorted(funna.items(), key=lambda par: (par[1], par[0])))

    @property
    def tackning(self) -> str:
        """On how many municipalities the chart rests."""
        return f"{len(self.matta)} av {self.antal} kommuner har uppgift"

    @property
    def markt_varde(self) -> float | None:
        value = self.matta.get(self.markt)
        return value if matt(value) else None

    def visa(self, value: float) -> str:
        """The value with its unit."""
        return visa_med_enhet(value, self.enhet, self.decimaler)


def rankningsremsa(data: Fordelningsdata) -> Diagram:
    """All municipalities as dots along one scale, the marked one named, the median below."""
    return Diagram(
        bred=_remsa(data, BRED),
        smal=_remsa(data, SMAL),
        tabell=kommuntabell(data),
        tackning=data.tackning,
        forklaring=_remsforklaring(data),
    )


def histogram(data: Fordelningsdata, antal_klasser: int = 14) -> Diagram:
    """How many municipalities lie in each equally wide class; the marked one's class stands out."""
    return Diagram(
        bred=_histogram(data, BRED, antal_klasser),
        smal=_histogram(data, SMAL, antal_klasser),
        tabell=_klasstabell(data, antal_klasser),
        tackning=data.tackning,
    )


def kommuntabell(data: Fordelningsdata) -> Tabell:
    """Every municipality with its value, the best first (neutral: the highest), those without one last."""
    matta_ = list(data.matta.items())
    if data.riktning != "lagre":
        matta_.reverse()
    utan = sorted(kod for kod, value in data.varden.items() if not matt(value))
    adresser = data.adresser or {}
    rader = [
        Rad((Cell(data.namn[kod], lank=adresser.get(kod, "")), Cell(text, tal=True)), markt=kod == data.markt)
        for kod, text in [
            *((k, visa(v, data.decimaler)) for k, v in matta_),
            *((k, visa(None)) for k in utan),
        ]
    ]
    enhet = data.enhet if data.enhet != "antal" else ""
    return Tabell(
        data.titel,
        (Kolumn("Kommun"), Kolumn(f"Värde, {enhet}" if enhet else "Värde", tal=True)),
        tuple(rader),
    )


def _ritning(
    data: Fordelningsdata, format_: Format, hojd: float, vagar: Sequence[Vag], texter: Sequence[Text]
) -> Ritning:
    return Ritning(
        bredd=format_.bredd,
        hojd=round(hojd, 1),
        textstorlek=format_.text,
        titel=data.titel,
        beskrivning=data.beskrivning,
        vagar=tuple(vagar),
        texter=tuple(texter),
    )


def _bottenaxel(x: Skala, streck: Sequence[float], y: float, format_: Format) -> tuple[list[Vag], list[Text]]:
    """A level scale line with ticks and numbers; every other number where they would touch."""
    dec = decimaler_i(streck)
    plats = (x.till - x.fran) / max(len(streck) - 1, 1)
    var = 1 if max(textbredd(visa(s, dec), format_.text) for s in streck) + 8 < plats else 2
    vagar = [
        Vag(
            former.linje([(x.fran, y), (x.till, y)])
            + "".join(f"M{former.tal(x(s))} {former.tal(y)}v5" for s in streck),
            "axellinje",
        )
    ]
    texter = [_skaltal(visa(s, dec), x(s), y, format_) for s in streck[::var]]
    return vagar, texter


def _skaltal(text: str, x: float, y: float, format_: Format) -> Text:
    """A number centred under its tick, moved in from the edge of the drawing."""
    halv = textbredd(text, format_.text) / 2
    lage = min(max(x, halv), format_.bredd - halv)
    return Text(round(lage, 1), round(y + format_.text + 8, 1), text, "axel", "middle")


def _remsa(data: Fordelningsdata, format_: Format) -> Ritning:
    tal = list(data.matta.values())
    if not tal:
        return _ritning(data, format_, 120, [], [tom_text(format_)])
    streck = skalstreck(tal[0], tal[-1], 4 if format_.smal else 8)
    x = Skala(streck[0], streck[-1], 16, format_.bredd - 16)
    lagen, hojd = _prickar(data.matta, x)
    botten = format_.text + 30 + hojd
    plats = {kod: (px, botten - py) for kod, (px, py) in lagen.items()}
    axel, axeltext = _bottenaxel(x, streck, botten + 6, format_)
    mitt = median(tal)
    pil = former.triangel(x(mitt), botten + 11, 5, upp=True)
    vagar = [*axel, Vag(former.linjer([p] for p in plats.values()), "prickar")]
    texter = [*axeltext, *_riktningsord(data, format_, botten + format_.text * 2 + 22)]
    if data.markt in plats:
        mx, my = plats[data.markt]
        vagar += [
            Vag(former.linje([(mx, format_.text + 8), (mx, my)]), "markstreck"),
            Vag(former.cirkel(mx, my, 5), "markprick"),
        ]
        texter.append(_namnskylt(data, data.matta[data.markt], x, format_.text, format_))
    vagar.append(Vag(pil, "median", f"median {data.visa(mitt)}"))
    return _ritning(data, format_, botten + format_.text * 2 + 32, vagar, texter)


def _prickar(matta: Mapping[str, float], x: Skala) -> tuple[dict[str, former.Punkt], float]:
    """A dot per municipality: x, and height above the axis; equal ones are stacked, closer if many."""
    staplar: dict[int, list[str]] = {}
    for kod, value in matta.items():
        staplar.setdefault(round(x(value) / PRICK), []).append(kod)
    hogst = max(len(koder) for koder in staplar.values())
    steg = min(PRICK, STAPELHOJD / hogst)
    lagen = {kod: (k * PRICK, (n + 0.5) * steg) for k, koder in staplar.items() for n, kod in enumerate(koder)}
    return lagen, hogst * steg


def _riktningsord(data: Fordelningsdata, format_: Format, y: float) -> list[Text]:
    """Which end of the scale is good, at that end."""
    if data.riktning == "neutral":
        return []
    lag = data.riktning == "lagre"
    texter: tuple[tuple[str, float, Ankare], ...] = (
        ("◀ bättre" if lag else "◀ sämre", 16, "start"),
        ("sämre ▶" if lag else "bättre ▶", format_.bredd - 16, "end"),
    )
    return [Text(x, round(y, 1), text, "samre" if "sämre" in text else "battre", ankare) for text, x, ankare in texter]


def _namnskylt(data: Fordelningsdata, value: float, x: Skala, y: float, format_: Format) -> Text:
    text = f"{data.namn[data.markt]} {data.visa(value)}"
    halv = textbredd(text, format_.text) / 2
    lage = min(max(x(value), halv + 2), format_.bredd - halv - 2)
    return Text(round(lage, 1), round(y, 1), text, "slutvarde", "middle")


def _remsforklaring(data: Fordelningsdata) -> tuple[Forklaring, ...]:
    tal = list(data.matta.values())
    if not tal:
        return ()
    prickar = former.linjer([[(9, 11)], [(14, 11)], [(14, 6)], [(19, 11)]])
    return (
        Forklaring("varje prick är en kommun", (Vag(prickar, "prickar"),)),
        Forklaring(f"median {data.visa(median(tal))}", (Vag(former.triangel(14, 7, 5, upp=True), "median"),)),
    )


def klasser(data: Fordelningsdata, antal_klasser: int) -> list[tuple[float, float, list[str]]]:
    """Equally wide classes [from, to) with the codes in each; the last class holds its upper end too."""
    funna = data.matta
    if not funna:
        return []
    streck = skalstreck(min(funna.values()), max(funna.values()), antal_klasser)
    indelning: list[tuple[float, float, list[str]]] = [(a, b, []) for a, b in pairwise(streck)]
    steg = streck[1] - streck[0]
    for kod, value in funna.items():
        plats = min(int((value - streck[0]) / steg + 1e-9), len(indelning) - 1)
        indelning[plats][2].append(kod)
    return indelning


def _histogram(data: Fordelningsdata, format_: Format, antal_klasser: int) -> Ritning:
    indelning = klasser(data, antal_klasser)
    if not indelning:
        return _ritning(data, format_, 120, [], [tom_text(format_)])
    granser = [indelning[0][0], *(till for _, till, _ in indelning)]
    x = Skala(granser[0], granser[-1], 34, format_.bredd - 16)
    antal_streck = skalstreck(0, max(len(koder) for _, _, koder in indelning), 4)
    topp = format_.text * 2 + 6
    y = Skala(0, antal_streck[-1], topp + format_.plothojd * 0.6, topp)
    axel, axeltext = _bottenaxel(x, granser, y.fran, format_)
    vagar = [Vag(former.linje([(34, y(s)), (format_.bredd - 16, y(s))]), "rutnat") for s in antal_streck]
    texter = [
        Text(28, round(y(s) + format_.text * 0.35, 1), visa(s, 0), "axel", "end") for s in antal_streck if s == int(s)
    ]
    for fran, till, koder in indelning:
        vagar.extend(_stapel(data, (fran, till), koder, x, y))
    if data.markt_varde is not None:
        texter.append(_namnskylt(data, data.markt_varde, x, topp - 8, format_))
    texter.append(Text(2, format_.text, "antal kommuner", "axel"))
    return _ritning(data, format_, y.fran + format_.text + 18, [*vagar, *axel], [*texter, *axeltext])


def _stapel(data: Fordelningsdata, gransen: tuple[float, float], koder: list[str], x: Skala, y: Skala) -> list[Vag]:
    if not koder:
        return []
    fran, till = gransen
    klass = "stapel markt" if data.markt in koder else "stapel"
    d = former.ruta(x(fran) + 1, y(len(koder)), x(till) - x(fran) - 2, y(0) - y(len(koder)))
    return [Vag(d, klass, f"{_intervall(fran, till)}: {len(koder)} kommuner")]


def _intervall(fran: float, till: float) -> str:
    dec = decimaler_i([fran, till])
    return f"{visa(fran, dec)} till under {visa(till, dec)}"


def _klasstabell(data: Fordelningsdata, antal_klasser: int) -> Tabell:
    rader = tuple(
        Rad((Cell(_intervall(fran, till)), Cell(str(len(koder)), tal=True)), markt=data.markt in koder)
        for fran, till, koder in klasser(data, antal_klasser)
    )
    enhet = f", {data.enhet}" if data.enhet != "antal" else ""
    return Tabell(data.titel, (Kolumn(f"Värde{enhet}"), Kolumn("Antal kommuner", tal=True)), rader)
