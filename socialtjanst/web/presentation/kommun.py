"""The rows and cards of a municipality's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import F, FilteredRelation, Q
from django.http import QueryDict
from django.urls import reverse

from kommuner import perioder, tal
from kommuner.models import Kommun, Kommungrupp, Liknande
from kommuner.nyckeltal import Definition, alla
from rapporter import text
from rapporter.diagram import Gnista, Tagg
from rapporter.models import Trend
from socialtjanst.web.presentation import diagram, serier
from socialtjanst.web.presentation.serier import Serie
from socialtjanst.web.presentation.vy import Vy, citat

if TYPE_CHECKING:  # numpy: only a page with a chart pays for it
    from rapporter.processdiagram import Utveckling

ANTAL_KORT = 4
KON = {"T": "alla", "K": "kvinnor", "M": "män"}


class Okand(ValueError):
    """The address asks for something that does not exist; the text says what, in Swedish."""


@dataclass(frozen=True, slots=True)
class Val:
    """Which series the address asks for; empty means the page's own choice."""

    nyckeltal: str = ""
    kon: str = "T"
    slag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kort:
    """What komponenter/_kort.html prints."""

    namn: str
    siffra: str
    enhet: str
    tagg: Tagg | None
    gnista: Gnista | None
    period: str
    kalla: str
    lank: str
    exempel: bool
    saknas: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rad:
    """A row of the table of all nyckeltal."""

    definition: Definition
    lank: str
    diagram: str
    varde: str
    saknas: str
    period: str
    andring: str
    plats: str
    tagg: Tagg | None
    exempel: bool
    vald: bool


def las_val(fraga: QueryDict) -> Val:
    """The address' choice. Raises Okand for a nyckeltal, kön or kind of period that does not exist."""
    kod, kon, slag = fraga.get("nyckeltal", ""), fraga.get("kon", "T"), fraga.get("slag", "")
    if kod and kod not in alla():
        raise Okand(f"Nyckeltalet {citat(kod)} finns inte. Välj ett i listan.")
    if kon not in KON:
        raise Okand(f"Kön {citat(kon)} finns inte. Välj T (alla), K (kvinnor) eller M (män).")
    if slag and slag not in perioder.SLAG:
        raise Okand(f"Periodslaget {citat(slag)} finns inte. Välj bland {', '.join(perioder.SLAG)}.")
    return Val(kod, kon, slag)


def hitta(kod: str) -> tuple[Kommun, Kommungrupp | None] | None:
    """The municipality with its län, and its group, where groups have been fetched; one query."""
    nu = FilteredRelation("grupptillhorigheter", condition=Q(grupptillhorigheter__till__isnull=True))
    kommuner = Kommun.objects.select_related("lan").annotate(
        nu=nu, gruppkod=F("nu__grupp"), gruppnamn=F("nu__grupp__namn")
    )
    kommun = kommuner.filter(kod=kod).first()
    if kommun is None:
        return None
    return kommun, Kommungrupp(kod=kommun.gruppkod, namn=kommun.gruppnamn) if kommun.gruppkod else None


@cache
def _adress(kod: str) -> str:
    return reverse("nyckeltal-visa", args=[kod])


class Sida:
    """One municipality's page: reads what it needs once, and hands out its parts."""

    def __init__(self, funnen: tuple[Kommun, Kommungrupp | None], val: Val, vy: Vy) -> None:
        self.val, self.vy = val, vy
        self.kommun, self.grupp = funnen
        kommun = self.kommun
        self.serier = serier.kommunens(vy, kommun.kod, {"T", val.kon})
        self.trender = serier.trender(vy, kommun.kod)
        self.huvud = serier.huvudserier(self.serier)
        self.vald = self._vald()

    def _vald(self) -> Serie | None:
        """The series of the chart: the asked one, else the first of the cards."""
        if self.val.nyckeltal:
            passar = {
                nyckel: serie
                for nyckel, serie in self.serier.items()
                if nyckel[0] == self.val.nyckeltal and self.val.slag in ("", nyckel[2])
            }
            return serier.huvudserier(passar, self.val.kon).get(self.val.nyckeltal)
        matta = [serie for serie in self.kortens if serie.kon == self.val.kon]
        return matta[0] if matta else None

    def trend(self, serie: Serie) -> Trend | None:
        return serier.aktuell(self.trender.get((serie.nyckeltal, serie.kon, serie.slag)), serie)

    @cached_property
    def kortens(self) -> list[Serie]:
        """The lifted nyckeltal that have values; where they are few, the first of other areas beside them."""
        matta = [serie for serie in self.huvud.values() if serie.matt]
        valda = sorted((s for s in matta if s.definition.lyft), key=lambda s: s.exempel)
        for serie in matta:
            omraden = {s.definition.omrade for s in valda}
            if len(valda) < ANTAL_KORT and serie.definition.omrade not in omraden:
                valda.append(serie)
        return valda

    def sammanhang(self, adress: str) -> dict[str, Any]:
        """The template's context; `adress` is the page's own, absolute, for permanent links."""
        figur = self.figur(adress)
        return {
            **self.vy.sammanhang(),
            "kommun": self.kommun,
            "grupp": self.grupp,
            "smulor": self.smulor(),
            "ingress": self.ingress(),
            "kort": [_kort(serie, self.trend(serie)) for serie in self.kortens],
            "kopiera_kort": "\n".join(self.mening_med_kalla(serie, adress) for serie in self.kortens),
            "figur": figur,
            "valbara": self.valbara(),
            "konval": self.konval(),
            "slagval": self.slagval(),
            "vald": self.vald,
            "val": self.val,
            "omraden": self.omraden(),
            "utan": [d for kod, d in alla().items() if kod not in self.huvud],
            "liknande": self.liknande(),
            "vald_period": perioder.kort(self.vald.senaste.period) if self.vald else "",
            "raknas": self.raknas(),
            "visar_exempeldata": any(serie.exempel for serie in self.serier.values()),
        }

    def smulor(self) -> list[tuple[str, str]]:
        lista = reverse("kommun-lista")
        lan = (self.kommun.lan.namn, f"{lista}?lan={self.kommun.lan_id}")
        return [("Kommuner", lista), lan, (self.kommun.namn, "")]

    def ingress(self) -> list[tuple[str, bool]]:
        """Sentences of at most two real figures and one invented, each with whether it is invented."""
        riktiga = [s for s in self.kortens if not s.exempel][:2]
        pahittade = [s for s in self.kortens if s.exempel][:1]
        return [(self._mening(s), s.exempel) for s in [*riktiga, *pahittade]]

    def _mening(self, serie: Serie) -> str:
        trend = self.trend(serie) if trendbar(serie) and not serie.exempel else None
        signal = f" {text.mening_signal(serie.definition, _trendlage(trend))}" if trend else ""
        return text.mening_senaste(serie.definition, self.senaste(serie)) + signal

    def senaste(self, serie: Serie) -> text.Senaste:
        trend, sist = self.trend(serie), serie.senaste
        return text.Senaste(
            plats=text.i_plats(self.kommun.namn),
            period=sist.period,
            varde=sist.varde,
            kon=serie.kon,
            saknas=sist.skal or "saknas",
            forandring=trend.forandring if trend else None,
            jamford=perioder.foregaende(sist.period),
            rang=trend.rang if trend else None,
            antal=trend.antal if trend else None,
            preliminar=sist.preliminar,
            exempel=serie.exempel,
        )

    def mening_med_kalla(self, serie: Serie, adress: str) -> str:
        """A finished sentence to copy; an invented figure has no source to name."""
        d, senaste = serie.definition, self.senaste(serie)
        lank = f"{adress}?nyckeltal={d.kod}&kon={serie.kon}&slag={serie.slag}&kand={self.vy.kant:%Y-%m-%d}"
        if serie.exempel:
            return f"{text.mening_senaste(d, senaste)} {lank}"
        return text.kopiera_med_kalla(d, senaste, kalla=d.kalla, kant=self.vy.kant, adress=lank)

    @cached_property
    def spridning(self) -> Utveckling | None:
        """The chosen nyckeltal in all municipalities, invented or not as the series is."""
        s = self.vald
        return diagram.utveckling(self.vy, s.nyckeltal, s.kon, s.slag, exempel=s.exempel) if s else None

    def figur(self, adress: str) -> diagram.Figur | None:
        serie, spridning = self.vald, self.spridning
        if serie is None or spridning is None:
            return None
        trend = self.trend(serie)
        mening = text.mening_trend(serie.definition, _trendlage(trend)) if trend and trendbar(serie) else ""
        kopiera = self.mening_med_kalla(serie, adress)
        return diagram.processfigur(serie, self.kommun.namn, spridning, trend=mening, kopiera=kopiera)

    def valbara(self) -> list[tuple[str, list[Definition]]]:
        """The nyckeltal that have values, by område, for the choice above the chart."""
        definitioner = [serie.definition for serie in self.huvud.values() if serie.matt]
        return [(omrade, list(rad)) for omrade, rad in groupby(definitioner, key=lambda d: d.omrade)]

    def konval(self) -> list[tuple[str, str]]:
        """The kön that the chosen nyckeltal is divided by; empty where there is no choice."""
        kon = self.vald.definition.kon if self.vald else ()
        return [(k, KON[k]) for k in kon] if len(kon) > 1 else []

    def slagval(self) -> list[tuple[str, str]]:
        """The kinds of period that the chosen nyckeltal has; empty where there is no choice."""
        vald = self.vald
        if vald is None:
            return []
        finns = {slag for kod, kon, slag in self.serier if (kod, kon) == (vald.nyckeltal, vald.kon)}
        return [(slag, ord_) for slag, ord_ in perioder.SLAG.items() if slag in finns] if len(finns) > 1 else []

    def omraden(self) -> list[tuple[str, list[Rad]]]:
        rader = [self._rad(serie) for serie in self.huvud.values()]
        return [(omrade, list(rad)) for omrade, rad in groupby(rader, key=lambda r: r.definition.omrade)]

    def _rad(self, serie: Serie) -> Rad:
        d, sist, trend = serie.definition, serie.senaste, self.trend(serie)
        lank = f"{_adress(d.kod)}?period={sist.period}&markera={self.kommun.kod}"
        return Rad(
            definition=d,
            lank=lank,
            diagram=f"?nyckeltal={d.kod}#diagram",
            varde=tal.visa_med_enhet(sist.varde, d.enhet, d.decimaler) if serie.matt else "",
            saknas=text.SKAL.get(sist.skal, text.SKAL["saknas"]),
            period=sist.nar,
            andring=_andring(trend, d),
            plats=f"{trend.rang} av {trend.antal}" if trend and trend.rang else "",
            tagg=serier.trendtagg(trend, d),
            exempel=sist.exempel,
            vald=self.vald is not None and d.kod == self.vald.nyckeltal,
        )

    def liknande(self) -> list[tuple[Kommun, str]]:
        """Kolada's similar municipalities of the latest year, with their value beside the chart's."""
        rader = list(Liknande.objects.filter(kommun=self.kommun).select_related("liknar").order_by("liknar__ordning"))
        senast = max((rad.ar for rad in rader), default=0)
        kommuner = [rad.liknar for rad in rader if rad.ar == senast]
        serie, spridning = self.vald, self.spridning
        if serie is None or spridning is None:
            return [(kommun, "") for kommun in kommuner]
        d, varden = serie.definition, spridning.kommunernas(serie.senaste.period)
        return [
            (k, tal.visa_med_enhet(varden[k.kod], d.enhet, d.decimaler) if k.kod in varden else "") for k in kommuner
        ]

    def raknas(self) -> bool:
        """Whether trends are still to be computed for what the page shows."""
        matta = [serie for serie in self.huvud.values() if serie.matt]
        return not self.vy.kand and any(self.trend(serie) is None for serie in matta)


def _kort(serie: Serie, trend: Trend | None) -> Kort:
    d, sist = serie.definition, serie.senaste
    siffra, enhet = delat(sist.varde, d)
    return Kort(
        namn=d.kortnamn,
        siffra=siffra,
        enhet=enhet,
        tagg=serier.trendtagg(trend, d),
        gnista=serier.gnista(serie, trend),
        period=sist.nar,
        kalla="" if serie.exempel else f"Källa: {'Kolada' if d.kalla == 'kolada' else 'kommunen'}",
        lank=f"?nyckeltal={d.kod}#diagram",
        exempel=serie.exempel,
        saknas=text.SKAL.get(sist.skal, text.SKAL["saknas"]),
    )


def delat(varde: float | None, d: Definition) -> tuple[str, str]:
    """The figure and its unit apart: ("8,7", "%"), ("78,9", "index"), ("ja", "")."""
    hel = tal.visa_med_enhet(varde, d.enhet, d.decimaler)
    if varde is None or d.enhet == "ja/nej":
        return (hel if varde is not None else ""), ""
    siffra = tal.visa(varde, d.decimaler)
    return siffra, "index" if d.enhet == "index" else hel.removeprefix(siffra).strip(tal.NBSP)


def trendbar(serie: Serie) -> bool:
    """Whether limits and slopes say something: not of a yes or no."""
    return serie.definition.enhet != "ja/nej"


def _andring(trend: Trend | None, d: Definition) -> str:
    return tal.andring(trend.forandring, d.enhet, d.decimaler) if trend and trend.forandring is not None else ""


def _trendlage(trend: Trend) -> text.Trendlage:
    return text.Trendlage(
        periodslag=trend.periodslag,
        etikett=trend.etikett,
        sida=trend.sida,
        preliminar=trend.preliminar_grans,
        riktning=trend.riktning,
        lutning=trend.lutning,
        lag=trend.lutning_lag,
        hog=trend.lutning_hog,
        p_justerat=trend.p_justerat,
        matta=trend.antal_varden,
    )


def tom_text(namn: str, far_importera: bool) -> Mapping[str, str]:
    """The empty state: what belongs here and how to begin."""
    rubrik = f"Inga värden för {namn} ännu"
    vad = "Här visas kommunens nyckeltal, hur de har utvecklats och hur de står sig mot andra kommuner. "
    if far_importera:
        hur = "Hämta Koladas värden under Importer, eller kör make kolada på servern."
        return {"rubrik": rubrik, "text": vad + hur, "lank": reverse("import-lista"), "lanktext": "Till importerna"}
    hur = "Den som förvaltar webbplatsen hämtar värdena från Kolada. Titta gärna in igen senare."
    return {"rubrik": rubrik, "text": vad + hur, "lank": reverse("kommun-lista"), "lanktext": "Alla kommuner"}
