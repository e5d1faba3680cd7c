"""Lines of the reader's own choice: one chart for each nyckeltal, so that two units never share an axis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Q

from kommuner import lasning, perioder, tal
from kommuner.nyckeltal import Definition, alla
from rapporter import diagram as rita
from rapporter import tema, text
from rapporter.format.celler import Cellvarde, Tal
from socialtjanst.web.presentation import diagram
from socialtjanst.web.presentation.diagram import Figur
from socialtjanst.web.presentation.ladda_ned import Fil
from socialtjanst.web.presentation.nyckeltal import KON, Register, tackning
from socialtjanst.web.presentation.serier import PUNKTFALT, Punkt, Serie
from socialtjanst.web.presentation.utforskaval import RIKET, Utforskaval
from socialtjanst.web.presentation.vy import Vy

UPPE_TILL_VANSTER = {
    "xref": "paper",
    "yref": "paper",
    "x": 0,
    "y": 1,
    "xanchor": "left",
    "yanchor": "bottom",
    "showarrow": False,
    "align": "left",
    "yshift": 6,
}
SYMBOLER = ("circle", "square", "triangle-up", "diamond", "triangle-down", "circle")  # as the drawn chart's


@dataclass(frozen=True, slots=True)
class Linje:
    """A place's values, one for each period of the chart; None is a gap."""

    plats: str
    namn: str
    varden: tuple[float | None, ...]
    exempel: bool

    @property
    def etikett(self) -> str:
        return f"{self.namn} (exempeldata)" if self.exempel else self.namn


@dataclass(frozen=True, slots=True, kw_only=True)
class Del:
    """One nyckeltal: `figur` for everybody, `spec` for plotly; None without values."""

    definition: Definition
    figur: Figur | None
    spec: Mapping[str, Any] | None
    spec_id: str
    utan: Sequence[str]
    noter: Sequence[str]
    exempel: bool


@dataclass(frozen=True, slots=True)
class Vald:
    """A chosen place or nyckeltal and the address without it."""

    namn: str
    bort: str
    nummer: int


class Sida:
    """Reads what the page needs once, and hands out its parts."""

    def __init__(self, reg: Register, vy: Vy, val: Utforskaval) -> None:
        self.reg, self.vy, self.val = reg, vy, val
        self.serier = self._las()

    def _las(self) -> dict[tuple[str, str], dict[str, Serie]]:
        """By nyckeltal and kind of period, the series of each place; one query."""
        kommuner = [p for p in self.val.platser if p != RIKET]
        var = Q(kommun__in=kommuner) | (Q(kommun__isnull=True) if RIKET in self.val.platser else Q(pk__in=[]))
        rader = lasning.varden(self.vy.version).filter(var, nyckeltal__in=self.val.nyckeltal, kon=self.val.kon)
        delar: dict[tuple[str, str, str], list[Punkt]] = defaultdict(list)
        falt = ("nyckeltal_id", "periodslag", "kommun_id", *PUNKTFALT)
        for nyckeltal, slag, kommun, *punkt in rader.filter(enhet__isnull=True).order_by().values_list(*falt):
            delar[nyckeltal, slag, kommun or RIKET].append(Punkt._make(punkt))
        serier: dict[tuple[str, str], dict[str, Serie]] = defaultdict(dict)
        for (nyckeltal, slag, plats), punkter in delar.items():
            serier[nyckeltal, slag][plats] = Serie(nyckeltal, self.val.kon, slag, tuple(sorted(punkter)))
        return serier

    def namn(self, plats: str) -> str:
        return "Riket" if plats == RIKET else self.reg.kommuner[plats].namn

    def slag(self, kod: str) -> str:
        """The kind of period that most of the places have measured, then that reaches furthest; empty if none."""

        def racker(slag: str) -> tuple[int, object]:
            matta = [s.senaste.period for s in self.serier[kod, slag].values() if s.matt]
            return len(matta), max((perioder.sista_dag(p) for p in matta), default=None) or perioder.sista_dag("1900")

        finns = [slag for nyckeltal, slag in self.serier if nyckeltal == kod]
        return max(finns, key=racker, default="")

    def sammanhang(self, adress: str) -> dict[str, Any]:
        """The template's context; `adress` is the page's own, absolute."""
        return {
            **self.vy.sammanhang(),
            "val": self.val,
            "kommunkoder": ",".join(self.val.platser),
            "nyckeltalskoder": ",".join(self.val.nyckeltal),
            "platser": [Vald(self.namn(p), self.val.fraga(utan=p), i) for i, p in enumerate(self.val.platser)],
            "nyckeltal": [
                Vald(alla()[n].kortnamn, self.val.fraga(utan=n), i) for i, n in enumerate(self.val.nyckeltal)
            ],
            "kommuner": list(self.reg.kommuner.values()),
            "valbara": self.valbara(),
            "konval": list(KON.items()) if any(len(alla()[n].kon) > 1 for n in self.val.nyckeltal) else [],
            "delar": [self.del_(alla()[kod], adress) for kod in self.val.nyckeltal],
            "visar_exempeldata": any(serie.exempel for serier in self.serier.values() for serie in serier.values()),
        }

    def valbara(self) -> list[tuple[str, list[Definition]]]:
        """The nyckeltal that have values and are not chosen, by område."""
        finns = [d for kod, d in alla().items() if kod in tackning(self.vy) and kod not in self.val.nyckeltal]
        return [(omrade, list(del_)) for omrade, del_ in groupby(finns, key=lambda d: d.omrade)]

    def del_(self, d: Definition, adress: str) -> Del:
        slag = self.slag(d.kod)
        serier = {p: s for p, s in self.serier.get((d.kod, slag), {}).items() if s.matt}
        ritning = _Ritning(self, d, serier) if serier else None
        return Del(
            definition=d,
            figur=ritning.figur(adress) if ritning else None,
            spec=ritning.spec() if ritning else None,
            spec_id=f"spec-{d.kod}",
            utan=[self._varfor(d, p, slag) for p in self.val.platser if p not in serier],
            noter=list(d.not_jamfor) if len(serier) > 1 else [],
            exempel=any(s.exempel for s in serier.values()),
        )

    def _varfor(self, d: Definition, plats: str, slag: str) -> str:
        """Why a place has no line: "Umeå har uppgifter per tertial, som inte ritas på samma axel"."""
        andra = [s for (kod, s), serier in self.serier.items() if kod == d.kod and s != slag and plats in serier]
        if andra:
            return f"{self.namn(plats)} har uppgifter per {perioder.SLAG[andra[0]]}, som inte ritas på samma axel"
        return f"{self.namn(plats)} saknar uppgift"

    def fil(self) -> Fil:
        """All values of the chosen places and nyckeltal, hidden ones with their reason."""
        exempel = any(serie.exempel for serier in self.serier.values() for serie in serier.values())
        return Fil("utforska", "Utforska", KOLUMNER, self._filrader(), "Källa: som raden säger.", exempel)

    def _filrader(self) -> Iterator[list[Cellvarde]]:
        for kod in self.val.nyckeltal:
            for (nyckeltal, _), serier in self.serier.items():
                for plats in self.val.platser if nyckeltal == kod else ():
                    if plats in serier:
                        yield from self._serierader(plats, serier[plats])

    def _serierader(self, plats: str, serie: Serie) -> Iterator[list[Cellvarde]]:
        d = serie.definition
        for punkt in serie.punkter:
            varde = Tal(punkt.varde, d.decimaler) if punkt.varde is not None else None
            vem: list[Cellvarde] = [plats, self.namn(plats), d.kod, d.namn, punkt.period, serie.kon]
            kalla = "påhittat" if punkt.exempel else text.KALLOR[d.kalla]
            yield [*vem, varde, text.SKAL.get(punkt.skal), d.enhet, kalla, punkt.status, punkt.exempel, self.vy.version]


class _Ritning:
    """One nyckeltal's lines over the periods that any of the places has measured."""

    def __init__(self, sida: Sida, d: Definition, serier: Mapping[str, Serie]) -> None:
        self.sida, self.d, self.serier = sida, d, serier
        alla_perioder = [p for serie in serier.values() for p in (serie.kalender[0], serie.kalender[-1])]
        self.kalender = perioder.kalender(min(alla_perioder), max(alla_perioder))

    @cached_property
    def linjer(self) -> list[Linje]:
        """A line for every chosen place, also an empty one, so that each keeps its colour in every chart."""
        return [self._linje(plats, self.serier.get(plats)) for plats in self.sida.val.platser]

    def _linje(self, plats: str, serie: Serie | None) -> Linje:
        funna = {p.period: p.varde for p in serie.punkter} if serie else {}
        varden = tuple(funna.get(period) for period in self.kalender)
        return Linje(plats, self.sida.namn(plats), varden, serie is not None and serie.exempel)

    @property
    def etiketter(self) -> list[str]:
        return [perioder.kort(p) for p in self.kalender]

    def figur(self, adress: str) -> Figur:
        d, mening = self.d, self.mening()
        data = rita.Linjedata(
            titel=f"{d.kortnamn} {self.etiketter[0]}–{self.etiketter[-1]}",
            beskrivning=mening,
            perioder=self.etiketter,
            serier=[rita.Linjeserie(linje.etikett, linje.varden) for linje in self.linjer],
            enhet=d.enhet,
            decimaler=d.decimaler,
            brott=[self.kalender.index(b.fran) for b in d.brott if b.fran in self.kalender[1:]],
            per_ar=perioder.per_ar(perioder.slag(self.kalender[0])),
        )
        exempel = any(linje.exempel for linje in self.linjer)
        return Figur(
            diagram=rita.linjediagram(data),
            rubrik=d.namn,
            ingress=f"{d.beskrivning} {diagram.RIKTNINGSORD[d.riktning]}".strip(),
            mening=mening,
            kalla=diagram.kalla(d, exempel=all(s.exempel for s in self.serier.values())),
            kopiera=self.med_kalla(mening, adress),
            exempel=exempel,
        )

    def mening(self) -> str:
        """The latest value of each place; real and invented ones in sentences of their own."""
        delar = []
        for exempel in (False, True):
            vilka = [(p, s.senaste) for p, s in self.serier.items() if s.exempel == exempel]
            if vilka:
                ordnade = sorted(vilka, key=lambda par: self.sida.val.platser.index(par[0]))
                mening = f"{text.subjekt(self.d)}{text.KON[self.sida.val.kon]}: {self._senast(ordnade)}."
                delar.append(f"Exempeldata (påhittat): {mening}" if exempel else mening)
        return " ".join(delar)

    def _senast(self, vilka: Sequence[tuple[str, Punkt]]) -> str:
        """ "Riket 8,1 procent och Östersund 8,7 procent (2022)"; by period where they differ."""
        grupper: dict[str, list[str]] = defaultdict(list)
        for plats, punkt in vilka:
            grupper[punkt.period].append(f"{self.sida.namn(plats)} {text.med_ord(punkt.varde or 0.0, self.d)}")
        return "; ".join(f"{diagram.uppraknat(namn)} ({perioder.visa(p)})" for p, namn in grupper.items())

    def med_kalla(self, mening: str, adress: str) -> str:
        kalla = text.kalltext(self.d.kalla, self.d.kod).removesuffix(".")
        kant, val = self.sida.vy.kant, self.sida.val
        lank = f"{adress}?kommun={','.join(val.platser)}&nyckeltal={self.d.kod}&kon={val.kon}&kand={kant:%Y-%m-%d}"
        return f"{mening} {kalla}, känt {kant:%Y-%m-%d}. {lank}"

    def spec(self) -> dict[str, Any]:
        """plotly's figure as plain values; static/js/utforska.js puts the theme's colours in."""
        return {"data": [self._spar(i, linje) for i, linje in enumerate(self.linjer)], "layout": self._layout()}

    def _spar(self, nummer: int, linje: Linje) -> dict[str, Any]:
        matt = any(v is not None for v in linje.varden)
        return {
            "type": "scatter",
            "mode": "lines+markers",
            "name": linje.etikett,
            "x": self.etiketter,
            "y": list(linje.varden),
            "customdata": [tal.visa_med_enhet(v, self.d.enhet, self.d.decimaler) for v in linje.varden],
            "hovertemplate": "%{customdata}",
            "connectgaps": False,
            "showlegend": matt,
            "line": {"dash": tema.STRECK[nummer], "width": 2.2},
            "marker": {"symbol": SYMBOLER[nummer], "size": 7 if len(self.kalender) <= 40 else 4},
        }

    def _layout(self) -> dict[str, Any]:
        arets_forsta = [(kort, p[:4]) for kort, p in zip(self.etiketter, self.kalender, strict=True) if _forst(p)]
        axel = {"type": "category", "categoryorder": "array", "categoryarray": self.etiketter, "tickmode": "array"}
        streck = {"tickvals": [kort for kort, _ in arets_forsta], "ticktext": [ar for _, ar in arets_forsta]}
        return {
            "separators": f",{tal.NBSP}",
            "hovermode": "x unified",
            "dragmode": "zoom",
            "showlegend": len(self.linjer) > 1,
            "xaxis": {**axel, **streck},
            "annotations": [{**UPPE_TILL_VANSTER, "text": diagram.enhetsord(self.d)}],
        }


def _forst(period: str) -> bool:
    """Whether the period is the first of its year."""
    return perioder.forsta_dag(period).month == 1


KOLUMNER = (
    *("kommun_kod", "kommun", "nyckeltal", "namn", "period", "kon", "varde", "saknas", "enhet"),
    *("kalla", "status", "exempeldata", "dataversion"),
)
