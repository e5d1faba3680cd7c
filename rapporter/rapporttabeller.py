"""The tables of a report: values read at the pinned version, trends as they were copied, definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, Q

from kommuner import lasning, perioder
from kommuner.models import Kommun
from kommuner.nyckeltal import alla
from kommuner.querysets import MatvardeQuerySet
from rapporter import text
from rapporter.format.celler import Cellvarde, Tal
from rapporter.models import Rapport, Trend
from rapporter.resultat import Definitionsrad, Resultat, Tabell
from rapporter.services import Omrade

RIKET = "0000"
KON = {"T": "totalt", "K": "kvinnor", "M": "män"}
KALLOR = {"kolada": "Kolada", "kommun": "kommunen"}
VARDEKOLUMNER = (
    *("Kommunkod", "Kommun", "Verksamhet", "Nyckeltalskod", "Nyckeltal", "Måttenhet", "Period", "Kön"),
    *("Värde", "Varför värdet saknas", "Källa", "Preliminärt", "Exempeldata"),
)
TRENDKOLUMNER = (
    *("Kommunkod", "Kommun", "Verksamhet", "Nyckeltalskod", "Nyckeltal", "Måttenhet", "Kön", "Periodslag"),
    *("Senaste period", "Värde", "Ändring sedan förra perioden", "Ändring på ett år", "Plats", "Antal kommuner"),
    *("Percentil", "Signal", "Bedömning", "Färre än 12 värden", "Lutning per period", "Lutning, lägst"),
    *("Lutning, högst", "p-värde", "Justerat p-värde", "Exempeldata"),
)
DEFINITIONSKOLUMNER = (
    *("Nyckeltalskod", "Nyckeltal", "Måttenhet", "Gäller", "Definition", "Vad är bra", "Källa"),
    *("Ändrad definition", "Jämför inte"),
)
RIKTNINGSORD = {"hogre": "högre är bättre", "lagre": "lägre är bättre", "neutral": "varken högt eller lågt"}
TRENDFALT = (
    *("kommun_id", "enhet__namn", "nyckeltal_id", "kon", "periodslag", "period", "varde", "forandring"),
    *("forandring_ar", "rang", "antal", "percentil", "etikett", "sida", "preliminar_grans", "riktning"),
    *("lutning", "lutning_lag", "lutning_hog", "p", "p_justerat", "exempel", "antal_varden"),
)


def urval(rapport: Rapport) -> list[str]:
    """The nyckeltal of the report, in the pages' order."""
    return [kod for kod in alla() if not rapport.nyckeltal or kod in rapport.nyckeltal]


def varden(rapport: Rapport, omrade: Omrade) -> MatvardeQuerySet:
    """What the report may show: the area's municipalities with their units, and Riket."""
    rader = lasning.varden(rapport.version).filter(nyckeltal__in=urval(rapport))
    if omrade.omfang != Rapport.Omfang.RIKET:
        rader = rader.filter(Q(kommun__in=omrade.kommuner) | Q(kommun=None))
    return rader if rapport.exempel else rader.riktiga()


def trendrader(rapport: Rapport, omrade: Omrade) -> list[list[Any]]:
    """The trends of the pinned generation, in the order of TRENDFALT, as JSON keeps them."""
    rader = Trend.objects.vid(rapport.generation).filter(nyckeltal__in=urval(rapport))
    if omrade.omfang != Rapport.Omfang.RIKET:
        rader = rader.filter(Q(kommun__in=omrade.kommuner) | Q(kommun=None))
    if not rapport.exempel:
        rader = rader.filter(exempel=False)
    ordning = ("nyckeltal__ordning", F("kommun__ordning").asc(nulls_first=True), "enhet__namn", "kon", "periodslag")
    return [list(rad) for rad in rader.order_by(*ordning).values_list(*TRENDFALT)]


def tabeller(rapport: Rapport, omrade: Omrade, resultat: Resultat) -> list[Tabell]:
    """Values, trends and definitions, each read anew whenever a format asks for its rows."""
    namn = dict(Kommun.objects.values_list("kod", "namn"))
    trender = rapport.trendrader or []
    return [
        Tabell("Värden", f"{resultat.titel}: värden", VARDEKOLUMNER, lambda: _vardeceller(rapport, omrade, namn)),
        Tabell("Trender", f"{resultat.titel}: trender", TRENDKOLUMNER, lambda: _trendceller(trender, namn)),
        Tabell(
            "Definitioner och källor",
            f"{resultat.titel}: definitioner och källor",
            DEFINITIONSKOLUMNER,
            lambda: map(_definitionsceller, resultat.definitioner),
        ),
    ]


def _vardeceller(rapport: Rapport, omrade: Omrade, namn: dict[str, str]) -> Iterator[Sequence[Cellvarde]]:
    ordning = ("nyckeltal__ordning", F("kommun__ordning").asc(nulls_first=True), "enhet__namn", "period", "kon")
    falt = ("kommun_id", "enhet__namn", "nyckeltal_id", "period", "kon", "synligt", "skal", "kalla")
    rader = varden(rapport, omrade).order_by(*ordning).values_list(*falt, "preliminar", "exempel")
    for kommun, enhet, kod, period, kon, varde, skal, kalla, preliminar, exempel in rader.iterator(chunk_size=5000):
        d = alla()[kod]
        yield (
            *_vem(kommun, enhet, namn),
            *(kod, d.namn, d.enhet, period, KON[kon], Tal(varde, d.decimaler)),
            *("" if varde is not None else text.SKAL[skal or "saknas"], KALLOR[kalla], preliminar, exempel),
        )


def _vem(kommun: str | None, enhet: str | None, namn: dict[str, str]) -> tuple[str, str, str]:
    return (kommun or RIKET, namn[kommun] if kommun else "Riket", enhet or "")


def _trendceller(trender: Sequence[Sequence[Any]], namn: dict[str, str]) -> Iterator[Sequence[Cellvarde]]:
    for rad in trender:
        t = dict(zip(TRENDFALT, rad, strict=True))
        d = alla()[t["nyckeltal_id"]]
        tal = [Tal(t[falt], d.decimaler) for falt in ("varde", "forandring", "forandring_ar")]
        lutning = [Tal(t[falt], d.decimaler + 2) for falt in ("lutning", "lutning_lag", "lutning_hog")]
        yield (
            *_vem(t["kommun_id"], t["enhet__namn"], namn),
            *(d.kod, d.namn, d.enhet, KON[t["kon"]], perioder.periodslag_namn(t["periodslag"]), t["period"]),
            *tal,
            *(t["rang"], t["antal"], Tal(t["percentil"], 0), signal(t)),
            *(_bedomning(t, d.riktning), t["preliminar_grans"]),
            *lutning,
            *(Tal(t["p"], 4), Tal(t["p_justerat"], 4), t["exempel"]),
        )


def _bedomning(t: dict[str, Any], riktning: str) -> str:
    """What the latest value is beside the usual; nothing is usual among a handful."""
    for_fa = not sida(t) and trendlage(t).har_for_fa
    return "för få värden" if for_fa else text.bedomningsord(sida(t), riktning)


def sida(t: dict[str, Any]) -> int:
    """+1, −1 or 0: the process chart's signal, for short series the recent trend's direction."""
    return int(t["sida"] if t["etikett"] else t["riktning"])


def signal(t: dict[str, Any]) -> str:
    """Why the municipality is a turning point, in words; empty when it is not."""
    kort = "pekar tydligt åt samma håll de fem senast mätta åren" if t["riktning"] else ""
    return text.signalord(trendlage(t)) or kort


def trendlage(t: dict[str, Any]) -> text.Trendlage:
    return text.Trendlage(
        periodslag=t["periodslag"],
        etikett=t["etikett"],
        sida=t["sida"],
        preliminar=t["preliminar_grans"],
        riktning=t["riktning"],
        lutning=t["lutning"],
        lag=t["lutning_lag"],
        hog=t["lutning_hog"],
        p_justerat=t["p_justerat"],
        matta=t["antal_varden"],
    )


def definitionsrader(koder: Sequence[str]) -> list[Definitionsrad]:
    return [
        Definitionsrad(
            kod=d.kod,
            namn=d.namn,
            enhet=d.enhet,
            galler=d.galler,
            beskrivning=d.beskrivning,
            riktning=d.riktning,
            kalla=d.kalla,
            brott=[f"{b.fran}: {b.vad}" for b in d.brott],
            not_jamfor=list(d.not_jamfor),
        )
        for d in (alla()[kod] for kod in koder)
    ]


def _definitionsceller(d: Definitionsrad) -> Sequence[Cellvarde]:
    return (
        *(d.kod, d.namn, d.enhet, d.galler, d.beskrivning, RIKTNINGSORD[d.riktning], text.KALLOR[d.kalla]),
        *(" ".join(d.brott), " ".join(d.not_jamfor)),
    )
