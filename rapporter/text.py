"""Swedish sentences from numbers: pure functions of small dataclasses, shared by pages, files and the API.

A process signal is told in words and never called "säkerställd": that word belongs to an adjusted p below
0.05 and a slope whose interval lies wholly on one side of zero. Nothing here says what caused a change.
"""

import math
from dataclasses import dataclass
from datetime import date
from typing import Protocol, cast

from kommuner import perioder, tal
from rapporter.diagram.typer import Riktning, Ton, bedomning
from rapporter.subjekt import JA_NEJ, SUBJEKT

EGEN_BERAKNING = "Vändpunkts beräkning"
EXEMPEL = "Exempeldata: siffrorna är påhittade och säger ingenting om någon kommun."
MARKE = "Exempeldata (påhittat): "
EXEMPELKALLA = "Källa: påhittade exempeldata."
NIVA = 0.05
MINST_MATTA = 5  # measured values before anything is said of what is usual
KON = {"T": "", "K": " (kvinnor)", "M": " (män)"}
SKAL = {
    "saknas": "uppgift saknas",
    "dold": "visas inte, gruppen är för liten",
    "ej_tillampligt": "ej tillämpligt",
}
KALLOR = {"kolada": "Kolada", "kommun": "kommunerna, rapporterat till Vändpunkt"}
_ORD = {"%": "procent", "tkr": "tusen kronor", "kr/inv": "kronor per invånare"}
_JAMFORT = {"dagar": ("längre", "kortare"), "index": ("högre", "lägre")}
_FLERTAL = {"A": "år", "H": "halvår", "T": "tertial", "K": "kvartal", "M": "månader"}


class Nyckeltalsfakta(Protocol):
    """What a sentence needs of a nyckeltal's definition (kommuner.nyckeltal.Definition has it)."""

    @property
    def kod(self) -> str: ...
    @property
    def namn(self) -> str: ...
    @property
    def enhet(self) -> str: ...
    @property
    def decimaler(self) -> int: ...
    @property
    def riktning(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Senaste:
    """One value: `plats` with its preposition ("i Östersund"), `saknas` the reason where `varde` is None.

    `forandring` is against `jamford` (a period); `rang` of `antal` municipalities.
    """

    plats: str
    period: str
    varde: float | None
    kon: str = "T"
    saknas: str = "saknas"
    forandring: float | None = None
    jamford: str = ""
    rang: int | None = None
    antal: int | None = None
    preliminar: bool = False
    exempel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trendlage:
    """What is computed of one series, in the nyckeltal's own unit; as the fields of the model Trend.

    `matta` is how many values the limits rest on; None where that is known to be enough.
    """

    periodslag: str
    etikett: str = ""
    sida: int = 0
    preliminar: bool = False
    riktning: int = 0
    lutning: float | None = None
    lag: float | None = None
    hog: float | None = None
    p_justerat: float | None = None
    matta: int | None = None

    @property
    def har_for_fa(self) -> bool:
        """Too few values to say what is usual, and no signal."""
        return self.matta is not None and self.matta < MINST_MATTA and not self.etikett

    @property
    def ar_sakerstalld(self) -> bool:
        """Adjusted p below 0.05, and the slope's interval on one side of zero."""
        if self.p_justerat is None or self.lag is None or self.hog is None:
            return False
        return self.p_justerat < NIVA and (self.lag > 0 or self.hog < 0)


def i_plats(kommun: str | None, enhet: str | None = None) -> str:
    """The place with its preposition: "i Östersund", "i riket" (no municipality), "på enheten i Umeå"."""
    i = f"i {kommun}" if kommun else "i riket"
    return f"på {enhet} {i}" if enhet else i


def subjekt(fakta: Nyckeltalsfakta) -> str:
    """The nyckeltal as the subject of a sentence, with a capital letter."""
    return SUBJEKT.get(fakta.kod, f"Nyckeltalet ”{fakta.namn}”")


def med_ord(varde: float, fakta: Nyckeltalsfakta) -> str:
    """The number with its unit in words: "8,4 procent", "35 dagar", "78,9 (index 0–100)"."""
    if fakta.enhet == "ja/nej" and varde not in (0.0, 1.0):
        return f"{tal.visa(100 * varde, 0)}{tal.NBSP}procent ja"
    if fakta.enhet == "index":
        return f"{tal.visa(varde, fakta.decimaler)} (index{tal.NBSP}0–100)"
    return _utskriven(tal.visa_med_enhet(varde, fakta.enhet, fakta.decimaler), fakta.enhet)


def _utskriven(text: str, enhet: str) -> str:
    """The same with the unit's abbreviation written out."""
    kort = f"{tal.NBSP}{enhet}"
    if enhet in _ORD and text.endswith(kort):
        return f"{text.removesuffix(kort)}{tal.NBSP}{_ORD[enhet].replace(' ', tal.NBSP)}"
    return text


def _skillnad(varde: float, fakta: Nyckeltalsfakta, decimaler: int) -> str:
    """The size of a difference, without sign: "1,1 procentenheter", "881 tusen kronor"; "oförändrat" for none."""
    return _utskriven(tal.andring(abs(varde), fakta.enhet, decimaler), fakta.enhet).removeprefix("+")


def markt(mening: str) -> str:
    """The sentence of invented values: its mark stands first, and once."""
    return MARKE + mening.replace(MARKE, "")


def mening_senaste(fakta: Nyckeltalsfakta, s: Senaste) -> str:
    """Value, change and place: "Sjukfrånvaron … var 8,4 procent 2015, 1,1 procentenheter mer än 2014."."""
    vem = f"{subjekt(fakta)}{KON[s.kon]} {s.plats}"
    nar = perioder.visa(s.period) + (" (preliminärt)" if s.preliminar else "")
    if s.varde is None:
        return f"{vem}: {SKAL.get(s.saknas, SKAL['saknas'])} ({perioder.visa(s.period)})."
    if fakta.enhet == "ja/nej":
        mening = _mening_ja_nej(fakta, s, s.varde)
    else:
        mening = f"{vem} var {med_ord(s.varde, fakta)} {nar}{_andringsled(fakta, s)}.{_plats_i_ordning(fakta, s)}"
    return markt(mening) if s.exempel else mening


def _mening_ja_nej(fakta: Nyckeltalsfakta, s: Senaste, varde: float) -> str:
    """ "I Umeå anlitades bemanningsföretag … kvartal 4 2022, liksom kvartal 3 2022."."""
    nar = perioder.visa(s.period)
    if varde not in (0.0, 1.0):
        andel = f"{tal.visa(100 * varde, 0)}{tal.NBSP}procent"
        return f"{subjekt(fakta)} {s.plats} var ja för {andel} {nar}."
    nej, ja = JA_NEJ.get(fakta.kod, (f"var svaret nej på ”{fakta.namn}”", f"var svaret ja på ”{fakta.namn}”"))
    led = ""
    if s.jamford and s.forandring in (0.0, 1.0, -1.0):
        led = f", {'till skillnad från' if s.forandring else 'liksom'} {perioder.visa(s.jamford)}"
    return f"{s.plats[:1].upper()}{s.plats[1:]} {ja if varde else nej} {nar}{led}."


def _andringsled(fakta: Nyckeltalsfakta, s: Senaste) -> str:
    if s.forandring is None or not s.jamford:
        return ""
    da = perioder.visa(s.jamford)
    text = _skillnad(s.forandring, fakta, fakta.decimaler)
    if text == "oförändrat":
        return f", oförändrat jämfört med {da}"
    mer, mindre = _JAMFORT.get(fakta.enhet, ("mer", "mindre"))
    return f", {text} {mer if s.forandring > 0 else mindre} än {da}"


def _plats_i_ordning(fakta: Nyckeltalsfakta, s: Senaste) -> str:
    if s.rang is None or s.antal is None:
        return ""
    forst = {"hogre": "högst", "lagre": "lägst", "neutral": "lägst"}[fakta.riktning]
    return f" Det är plats {s.rang} av {kommuner(s.antal)}; plats 1 är {forst}."


def signalord(t: Trendlage) -> str:
    """The process chart's signal in words, as a predicate of "värdet"; empty where there is none."""
    flertal = _FLERTAL[t.periodslag]
    upp = t.sida > 0
    return {
        "outside": f"ligger {'över den övre' if upp else 'under den nedre'} gränsen",
        "trend": f"har gått åt samma håll, {'uppåt' if upp else 'nedåt'}, sju {flertal} i rad",
        "two_of_three": f"har två av tre gånger legat nära den {'övre' if upp else 'nedre'} gränsen",
        "shift": f"har legat {'över' if upp else 'under'} sitt medelvärde sju {flertal} i rad",
    }.get(t.etikett, "")


def bedomningsord(sida: int, riktning: str) -> str:
    """bättre or sämre; where neither side is good, högre or lägre; som vanligt without a signal."""
    if sida == 0:
        return "som vanligt"
    ton: Ton = bedomning(sida, cast(Riktning, riktning))
    return {"battre": "bättre", "samre": "sämre", "vanlig": "högre" if sida > 0 else "lägre"}[ton]


def mening_signal(fakta: Nyckeltalsfakta, t: Trendlage) -> str:
    """What the process chart says of the latest value."""
    ord_ = signalord(t)
    grund = " Gränserna är preliminära: de bygger på färre än tolv värden." if t.preliminar else ""
    if t.har_for_fa:
        return "Det finns för få värden för att bedöma om det är som vanligt."
    if not ord_:
        return f"Det senaste värdet ryms i den vanliga variationen.{grund}"
    return f"Värdet {ord_}, mer än den vanliga variationen ({bedomningsord(t.sida, fakta.riktning)}).{grund}"


def mening_trend(fakta: Nyckeltalsfakta, t: Trendlage) -> str:
    """Whether there is a trend, by which test, and how steep."""
    if t.ar_sakerstalld and t.lutning is not None:
        hall = "ökat" if t.lutning > 0 else "minskat"
        ord_ = bedomningsord(1 if t.lutning > 0 else -1, fakta.riktning)
        omdome = "" if fakta.riktning == "neutral" else f" ({ord_})"
        return f"Trenden är säkerställd{omdome}: värdet har {hall} med ungefär {_lutning(fakta, t, t.lutning)}."
    if t.riktning:
        hall = "uppåt" if t.riktning > 0 else "nedåt"
        ord_ = bedomningsord(t.riktning, fakta.riktning)
        kort = f"De fem senast mätta åren pekar tydligt {hall} ({ord_})"
        return f"{kort}, men serien som helhet visar ingen säkerställd trend."
    return "Ingen säkerställd trend." if t.p_justerat is not None else "Serien är för kort för en trend."


def _lutning(fakta: Nyckeltalsfakta, t: Trendlage, lutning: float) -> str:
    decimaler = _meningsfulla(lutning, fakta.decimaler)
    per = perioder.periodslag_namn(t.periodslag)
    mitt = _skillnad(lutning, fakta, decimaler)
    # "kronor per invånare och år": two "per" in a row are hard to read
    per = f"och {per}" if " per " in mitt.replace(tal.NBSP, " ") else f"per {per}"
    lag, hog = (tal.visa(v, decimaler) for v in sorted((abs(t.lag or 0.0), abs(t.hog or 0.0))))
    return f"{mitt} {per} (95 procents intervall {lag}–{hog})"


def _meningsfulla(varde: float, decimaler: int) -> int:
    """One significant figure at least: a slope of 0.04 is not "0,0"."""
    if varde == 0:
        return decimaler
    return max(decimaler, min(4, -math.floor(math.log10(abs(varde)))))


def kommuner(antal: int) -> str:
    """ "1 kommun", "8 kommuner"."""
    return f"{antal} {'kommun' if antal == 1 else 'kommuner'}"


def tackning(antal: int, av: int) -> str:
    """ "278 av 290 kommuner"; under half: "100 av 290 kommuner, bland dem som svarat"."""
    return f"{antal} av {kommuner(av)}" + (", bland dem som svarat" if 2 * antal < av else "")


def kalltext(kalla: str, kod: str) -> str:
    """ "Källa: Kolada (N00090)." for `kalla` "kolada" or "kommun"."""
    return f"Källa: {KALLOR[kalla]} ({kod})."


def med_kalla(mening: str, *, kalla: str, kod: str, exempel: bool, kant: date, adress: str) -> str:
    """Any sentence with its source, the day it was known, and a permanent link; invented values name no source."""
    if exempel:
        return f"{markt(mening)} {EXEMPELKALLA} {adress}"
    return f"{mening} {kalltext(kalla, kod).removesuffix('.')}, känt {kant:%Y-%m-%d}. {adress}"


def kopiera_med_kalla(fakta: Nyckeltalsfakta, s: Senaste, *, kalla: str, kant: date, adress: str) -> str:
    """The latest value's sentence as med_kalla."""
    mening = mening_senaste(fakta, s)
    return med_kalla(mening, kalla=kalla, kod=fakta.kod, exempel=s.exempel, kant=kant, adress=adress)
