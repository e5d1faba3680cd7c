"""Reports as pages show them: their state, and the Resultat as figures and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.urls import reverse
from django.utils import timezone

from kommuner import perioder, tal
from kommuner.jobb import Lage
from kommuner.models import Kommun, Kommungrupp, Lan
from kommuner.nyckeltal import alla
from rapporter import diagram, text
from rapporter.diagram import Cell, Kolumn, Processdata, Rad, Tabell, Tagg
from rapporter.diagram.typer import Riktning
from rapporter.format import FORMAT
from rapporter.models import Rapport
from rapporter.resultat import Nyckeltalsdel, Resultat, Vandpunkt
from socialtjanst.web.presentation.diagram import Figur
from socialtjanst.web.presentation.importer import Framsteg

MANGA_PUNKTER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Fillank:
    etikett: str
    adress: str
    storlek: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapportrad:
    """A report in the list."""

    rapport: Rapport
    rubrik: str
    om: str
    jobb: Framsteg
    filer: list[Fillank]


@dataclass(frozen=True, slots=True, kw_only=True)
class Punktgrupp:
    """The municipalities that changed the same way."""

    tagg: Tagg
    rubrik: str
    punkter: list[Vandpunkt]

    @property
    def manga(self) -> bool:
        return len(self.punkter) > MANGA_PUNKTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Avsnitt:
    """One nyckeltal of the report."""

    del_: Nyckeltalsdel
    ankare: str
    figur: Figur
    grupper: list[Punktgrupp]


def pagar(rapport: Rapport) -> bool:
    return not rapport.ar_avslutat


def rader(rapporter: Iterable[Rapport]) -> list[Rapportrad]:
    """The list's rows; a handful of queries however many they are."""
    lista = list(rapporter)
    namn = _omradesnamn(lista)
    return [_rad(rapport, namn) for rapport in lista]


def _rad(rapport: Rapport, namn: dict[tuple[str, str], str]) -> Rapportrad:
    omrade = namn.get((rapport.omfang, rapport.omrade), rapport.omrade)
    return Rapportrad(
        rapport=rapport,
        rubrik=omrade[:1].upper() + omrade[1:],
        om=_om(rapport),
        jobb=framsteg(rapport, omrade),
        filer=fillankar(rapport),
    )


def _om(rapport: Rapport) -> str:
    """ "Alla nyckeltal · gjord 2026-11-21 av Alva"."""
    koder = rapport.nyckeltal
    matt = (
        "Alla nyckeltal" if not koder else alla()[koder[0]].kortnamn if len(koder) == 1 else f"{len(koder)} nyckeltal"
    )
    dag = timezone.localtime(rapport.avslutad or rapport.skapad)
    vem = f" av {rapport.av}" if rapport.av else ""
    return f"{matt} · {'gjord' if rapport.lage == Lage.KLAR else 'beställd'} {dag:%Y-%m-%d}{vem}"


def _omradesnamn(rapporter: Sequence[Rapport]) -> dict[tuple[str, str], str]:
    namn = {(Rapport.Omfang.RIKET.value, ""): "hela landet"}
    for omfang, modell in (
        (Rapport.Omfang.LAN, Lan),
        (Rapport.Omfang.GRUPP, Kommungrupp),
        (Rapport.Omfang.KOMMUN, Kommun),
    ):
        koder = {r.omrade for r in rapporter if r.omfang == omfang}
        if koder:
            funna = modell._default_manager.filter(pk__in=koder).values_list("kod", "namn")
            namn |= {(omfang.value, kod): str(namn_) for kod, namn_ in funna}
    return namn


def omradesnamn(rapport: Rapport) -> str:
    return _omradesnamn([rapport]).get((rapport.omfang, rapport.omrade), rapport.omrade)


def framsteg(rapport: Rapport, omrade: str) -> Framsteg:
    """The progress as komponenter/_framsteg.html shows it; None per cent while it waits."""
    fel = ""
    if rapport.lage == Lage.MISSLYCKAD:
        fel = (
            "Något gick fel när rapporten gjordes. Beställ den igen; den som förvaltar webbplatsen ser felet i loggen."
        )
    elif rapport.lage == Lage.AVBRUTEN:
        fel = "Någon avbröt den innan den var klar."
    vantar = rapport.lage == Lage.VANTAR
    return Framsteg(
        rubrik=f"Trendrapport: {omrade}",
        text=rapport.steg or ("Väntar på en arbetare" if vantar else "Börjar"),
        andel=None if vantar else rapport.andel,
        klar=rapport.lage == Lage.KLAR,
        fel=fel,
        avbruten=rapport.lage == Lage.AVBRUTEN,
    )


def fillankar(rapport: Rapport) -> list[Fillank]:
    return [
        Fillank(
            etikett=FORMAT[fil.format].etikett,
            adress=reverse("rapport-fil", args=[rapport.pk, fil.format]),
            storlek=f"{tal.visa(max(fil.storlek / 1024, 1), 0)}{tal.NBSP}kB",
        )
        for fil in rapport.filer.all()
        if fil.format in FORMAT
    ]


def oversikt(resultat: Resultat) -> Tabell:
    """One row per nyckeltal, with a link to its section."""
    kolumner = [Kolumn("Nyckeltal"), Kolumn("Period"), Kolumn("Median", tal=True), Kolumn("Riket", tal=True)]
    kolumner += [Kolumn("Underlag"), Kolumn("Bättre", tal=True), Kolumn("Sämre", tal=True)]
    if resultat.omfang == Rapport.Omfang.KOMMUN:
        kolumner = [*kolumner[:2], Kolumn(resultat.omradesnamn, tal=True), *kolumner[2:5]]
    return Tabell("Nyckeltalen i rapporten", tuple(kolumner), tuple(_oversiktsrad(resultat, d) for d in resultat.delar))


def _oversiktsrad(resultat: Resultat, d: Nyckeltalsdel) -> Rad:
    def matt(varde: float | None) -> Cell:
        return Cell(tal.visa_med_enhet(varde, d.enhet, d.decimaler), tal=True)

    namn = f"{d.kortnamn} (exempeldata)" if d.exempel else d.kortnamn
    median = matt(d.median) if d.median is not None else Cell("för få kommuner", tal=True)
    celler = [Cell(namn, lank=f"#{ankare(d)}"), Cell(perioder.kort(d.period)), median, matt(d.riket)]
    celler.append(Cell(text.tackning(d.antal, d.av)))
    if resultat.omfang == Rapport.Omfang.KOMMUN:
        return Rad((*celler[:2], matt(d.egen[d.perioder.index(d.period)]), *celler[2:]))
    antal = [
        Cell(str(len(d.med_ton(ton))) if d.riktning != "neutral" else "–", tal=True) for ton in ("battre", "samre")
    ]
    return Rad((*celler, *antal))


def ankare(d: Nyckeltalsdel) -> str:
    return f"{d.kod}-{d.periodslag}{'-exempel' if d.exempel else ''}".lower()


def avsnitt(resultat: Resultat) -> list[Avsnitt]:
    return [Avsnitt(del_=d, ankare=ankare(d), figur=_figur(resultat, d), grupper=_grupper(d)) for d in resultat.delar]


def _grupper(d: Nyckeltalsdel) -> list[Punktgrupp]:
    """Better first; where neither side is good, higher first."""
    sidor = (1, -1) if d.riktning != "lagre" else (-1, 1)
    grupper = []
    for sida in sidor:
        punkter = [p for p in d.vandpunkter if p.sida == sida]
        if punkter:
            tagg = diagram.tagg(sida, cast(Riktning, d.riktning))
            ord_ = f"{len(punkter)} {'kommun' if len(punkter) == 1 else 'kommuner'} med tydlig signal: {tagg.ord}"
            grupper.append(Punktgrupp(tagg=tagg, rubrik=ord_, punkter=punkter))
    return grupper


def _figur(resultat: Resultat, d: Nyckeltalsdel) -> Figur:
    definition = alla()[d.kod]
    ritad = _process(resultat, d) if d.egen else _spridning(resultat, d)
    egna = "Gränserna" if d.egen else "Medianen"
    falt = ", fältet för 8 av 10 kommuner" if any(v is not None for v in d.band_lag) else ""
    kalla = text.EXEMPEL if d.exempel else text.kalltext(d.kalla, d.kod)
    return Figur(
        diagram=ritad,
        rubrik=d.namn,
        ingress=definition.beskrivning,
        mening=d.mening,
        kalla=f"{kalla} {egna}{falt} och signalerna är {text.EGEN_BERAKNING}.",
        exempel=d.exempel,
        niva=3,
    )


def _brott(d: Nyckeltalsdel) -> list[int]:
    return [d.perioder.index(b.fran) for b in alla()[d.kod].brott if b.fran in d.perioder[1:]]


def _spridning(resultat: Resultat, d: Nyckeltalsdel) -> diagram.Diagram:
    """The median as a line, the field of 8 municipalities in 10, and Riket."""
    data = Processdata(
        titel=f"{d.kortnamn}, {resultat.omradesnamn}",
        beskrivning=d.mening,
        namn="Median" if d.av > 1 else resultat.omradesnamn,
        lucka="för få kommuner har svarat",
        perioder=[perioder.kort(p) for p in d.perioder],
        varden=d.medianer,
        enhet=d.enhet,
        riktning=cast(Riktning, d.riktning),
        decimaler=d.decimaler,
        band_lag=d.band_lag,
        band_hog=d.band_hog,
        riket=d.rikets,
        brott=_brott(d),
        per_ar=perioder.per_ar(d.periodslag),
    )
    return diagram.processdiagram(data)


def _process(resultat: Resultat, d: Nyckeltalsdel) -> diagram.Diagram:
    data = Processdata(
        titel=f"{d.kortnamn} i {resultat.omradesnamn}",
        beskrivning=d.mening,
        namn=resultat.omradesnamn,
        perioder=[perioder.kort(p) for p in d.perioder],
        varden=d.egen,
        enhet=d.enhet,
        riktning=cast(Riktning, d.riktning),
        decimaler=d.decimaler,
        band_lag=d.band_lag,
        band_hog=d.band_hog,
        riket=d.rikets,
        per_ar=perioder.per_ar(d.periodslag),
        golv=alla()[d.kod].rimlig.min,
        tak=alla()[d.kod].rimlig.max,
        **d.granser,
    )
    return diagram.processdiagram(data)
