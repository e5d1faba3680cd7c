"""The revisit pack: what a coordinator should know before going back, on one sheet.

It joins what the layers below know of a municipality. Internal notes are left out: the sheet lies on the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from atgarder import datum
from atgarder.models import Atgard
from besok import ataganden
from besok.models import Atagande, Besok, Handlingsplan, Iakttagelse
from kommuner import perioder
from kommuner.models import Kommun, Liknande
from kommuner.nyckeltal import Definition, alla
from rapporter import text
from rapporter.models import Trend, Trendpekare

NYCKELTAL, LOFTEN, TEMAN, ATGARDER, LIKNANDE, FRAGOR, SIGNALER = 3, 5, 5, 5, 4, 6, 6
KORT, LANGT = 110, 320  # characters of a row and of a paragraph: more does not fit on the sheet
SAKNAR_SOKANDE = "saknar sökande"


@dataclass(frozen=True, slots=True)
class Vandning:
    """A nyckeltal that has left what was usual since the last visit, with its sentence."""

    definition: Definition
    mening: str
    ord: str
    exempel: bool


@dataclass(frozen=True, slots=True)
class Lofte:
    text: str
    vem: str
    senast: str
    sent: bool


@dataclass(frozen=True, slots=True)
class Sagt:
    """A theme at the last visit, with its judgement (empty where it was not judged)."""

    tema: str
    bedomning: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paket:
    kommun: Kommun
    forra_dag: str
    sammanfattning: str
    signaler: Sequence[str]
    sagt: Sequence[Sagt]
    nyckeltal: Sequence[Vandning]
    loften: Sequence[Lofte]
    fler_loften: int
    atgarder: Sequence[str]
    liknande: Sequence[str]
    fragor: Sequence[str]


def kort(skrivet: str, langd: int = KORT) -> str:
    """One line, cut at a word where it is too long."""
    rad = " ".join(skrivet.split())
    if len(rad) <= langd:
        return rad
    klippt = rad[: langd - 1]
    return f"{klippt.rsplit(' ', 1)[0] if ' ' in klippt else klippt}…"


def forra_besoket(besok: Besok) -> Besok | None:
    """What "last time" is: the visit itself when it is done, otherwise the one before it."""
    return besok.forra if besok.lage in (Besok.Lage.UTKAST, Besok.Lage.TILLBAKADRAGEN) else besok


def paket(besok: Besok, idag: date) -> Paket:
    kommun, forra = besok.kommun, forra_besoket(besok)
    vandningar = nyckeltal(kommun, forra.datum if forra else None)
    loften = Atagande.objects.filter(kommun=kommun).oppna()
    delat = ataganden.forfall(loften if besok.exempel else loften.riktiga(), idag)
    oppna = [*delat.sena, *delat.snart, *delat.senare]
    egna = list(Atgard.objects.filter(kommun=kommun, tillbakadragen__isnull=True, exempel=besok.exempel))
    signaler = [s.text for s in forra.signaler.all()] if forra else []
    return Paket(
        kommun=kommun,
        forra_dag=_dag(forra),
        sammanfattning=kort(forra.sammanfattning, LANGT) if forra else "",
        signaler=[kort(s, 60) for s in signaler[:SIGNALER]],
        sagt=_sagt(forra),
        nyckeltal=vandningar,
        loften=[_lofte(a, sent=a in delat.sena) for a in oppna[:LOFTEN]],
        fler_loften=max(len(oppna) - LOFTEN, 0),
        atgarder=[_atgard(a) for a in egna[:ATGARDER]],
        liknande=_liknande(kommun),
        fragor=fragor(kommun, forra, vandningar, delat.sena, egna, signaler),
    )


def _dag(forra: Besok | None) -> str:
    if forra is None:
        return ""
    return f"{forra.datum:%Y-%m-%d}" if forra.datum else "en dag som inte framgår"


def _sagt(forra: Besok | None) -> list[Sagt]:
    """The themes that were judged first, then those that only have a text."""
    rader = list(forra.iakttagelser.select_related("tema")) if forra else []
    ororda = Iakttagelse.Bedomning.INTE_BERORT
    rader.sort(key=lambda i: i.bedomning == ororda)
    return [
        Sagt(i.tema.namn, "" if i.bedomning == ororda else i.get_bedomning_display(), kort(i.text))
        for i in rader[:TEMAN]
        if i.text or i.bedomning != ororda
    ]


def nyckeltal(kommun: Kommun, sedan: date | None) -> list[Vandning]:
    """Those with a signal whose latest period ends after `sedan`; the lifted ones first."""
    generation = Trendpekare.objects.values_list("generation", flat=True).first() or 0
    rader = Trend.objects.vid(generation).filter(kommun=kommun, enhet__isnull=True, kon="T").exclude(etikett="")
    funna = [t for t in rader.exclude(sida=0) if t.nyckeltal_id in alla() and _ny(t, sedan)]
    funna.sort(key=lambda t: (t.exempel, not alla()[t.nyckeltal_id].lyft, alla()[t.nyckeltal_id].ordning))
    return [_vandning(t, kommun) for t in funna[:NYCKELTAL]]


def _ny(t: Trend, sedan: date | None) -> bool:
    return sedan is None or perioder.sista_dag(t.period) > sedan


def _vandning(t: Trend, kommun: Kommun) -> Vandning:
    d = alla()[t.nyckeltal_id]
    senaste = text.Senaste(
        plats=text.i_plats(kommun.namn),
        period=t.period,
        varde=t.varde,
        forandring=t.forandring,
        jamford=perioder.foregaende(t.period) if t.forandring is not None else "",
        exempel=t.exempel,
    )
    lage = text.Trendlage(periodslag=t.periodslag, etikett=t.etikett, sida=t.sida)
    ord_ = text.bedomningsord(t.sida, d.riktning)
    return Vandning(d, f"{text.mening_senaste(d, senaste)} Värdet {text.signalord(lage)}.", ord_, t.exempel)


def _lofte(a: Atagande, *, sent: bool) -> Lofte:
    senast = datum.visa(a.klart_senast) if a.klart_senast else "inget datum satt"
    return Lofte(kort(a.text), kort(a.agare_roll or "ansvarig framgår inte", 40), senast, sent)


def _atgard(a: Atgard) -> str:
    fran = f", från {datum.visa(a.start)}" if a.start else ""
    return f"{kort(a.titel, 80)}: {a.get_lage_display()}{fran}"


def _liknande(kommun: Kommun) -> list[str]:
    """Public measures of the municipalities that Kolada says are most like this one."""
    rader = Liknande.objects.filter(kommun=kommun)
    ar = rader.aggregate(ar=Max("ar"))["ar"]
    koder = rader.filter(ar=ar).values("liknar")
    funna = Atgard.objects.publika().filter(kommun__in=koder, exempel=False).select_related("kommun")
    return [f"{a.kommun}: {_atgard(a)}" for a in funna[:LIKNANDE]]


def fragor(
    kommun: Kommun,
    forra: Besok | None,
    vandningar: Iterable[Vandning],
    sena: Iterable[Atagande],
    atgarder: Iterable[Atgard],
    signaler: Iterable[str],
) -> list[str]:
    """Questions worth asking, each from something that is known; the most pressing first."""
    funna = [
        f"Löftet ”{kort(a.text, 70)}” skulle vara klart {datum.visa(a.klart_senast)}. Hur gick det?"
        for a in list(sena)[:2]
    ]
    funna += [_planfraga(p) for p in Handlingsplan.objects.filter(kommun=kommun, mottagen="")[:1]]
    funna += [_nyckeltalsfraga(v) for v in vandningar if not v.exempel][:2]
    funna += [fraga for a in atgarder if (fraga := _medelfraga(a))][:1]
    if SAKNAR_SOKANDE in signaler:
        funna.append("Förra gången saknades sökande. Hur många sökte den senaste tjänsten?")
    samre = forra.iakttagelser.filter(bedomning="samre").select_related("tema") if forra else []
    funna += [f"{i.tema.namn} bedömdes som sämre förra gången. Hur är det nu?" for i in samre]
    return funna[:FRAGOR]


def _planfraga(p: Handlingsplan) -> str:
    nar = f" {datum.visa(p.begard)}" if p.begard else ""
    return f"Handlingsplanen begärdes{nar} men har inte kommit. När kommer den?"


def _nyckeltalsfraga(v: Vandning) -> str:
    return f"{v.definition.kortnamn} är {v.ord} än vanligt. Vad tror ni själva ligger bakom?"


def _medelfraga(a: Atgard) -> str:
    oklart = a.efter_statliga_medel in ("", Atgard.EfterStatligaMedel.EJ_BESLUTAT)
    if not (a.statliga_medel and oklart):
        return ""
    slut = f", som tar slut {datum.visa(a.statliga_medel_slut)}" if a.statliga_medel_slut else ""
    return f"”{kort(a.titel, 60)}” betalas med statliga medel{slut}. Vad händer sedan?"
