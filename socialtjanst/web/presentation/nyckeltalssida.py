"""One nyckeltal's page: the country in one period, and its way there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode

from kommuner import perioder, tal
from kommuner.models import Kommun
from kommuner.nyckeltal import Definition
from rapporter import text
from rapporter.diagram import Fordelningsdata, Tagg
from rapporter.format.celler import Cellvarde, Tal
from rapporter.models import Trend
from socialtjanst.web.presentation import diagram, serier
from socialtjanst.web.presentation.ladda_ned import Fil
from socialtjanst.web.presentation.nyckeltal import KON, Register, Urval, kallord
from socialtjanst.web.presentation.serier import Punkt
from socialtjanst.web.presentation.vy import Vy

if TYPE_CHECKING:  # numpy: only a page with a chart pays for it
    from rapporter.processdiagram import Utveckling

ANTALSORD = dict(zip(range(5, 13), ["fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"], strict=True))
INGET = Punkt("", None, "saknas", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rad:
    """A municipality in the table; `plats` is empty where nothing is ranked."""

    kommun: Kommun
    lank: str
    plats: str
    varde: str
    andring: str
    tagg: Tagg | None
    exempel: bool
    preliminar: bool
    markt: bool


class Sida:
    """Reads what the page needs once, and hands out its parts."""

    def __init__(self, definition: Definition, reg: Register, urval: Urval, vy: Vy) -> None:
        self.d, self.reg, self.urval, self.vy = definition, reg, urval, vy
        self.period = urval.period or self._senaste()
        funna = self._funna()
        self.exempel = not any(p.varde is not None and not p.exempel for p in funna.values())
        self.varden = {kod: p for kod, p in funna.items() if p.exempel == self.exempel or p.varde is None}
        self.dolda_exempel = sum(p.exempel and p.varde is not None for p in funna.values()) if not self.exempel else 0

    def _funna(self) -> dict[str, Punkt]:
        if not self.period:
            return {}
        return diagram.periodens_varden(self.vy, self.d.kod, self.urval.kon, self.period)

    def spridning(self, slag: str, *, exempel: bool) -> Utveckling:
        return diagram.utveckling(self.vy, self.d.kod, self.urval.kon, slag, exempel=exempel)

    @cached_property
    def tackning(self) -> dict[str, int]:
        """How many municipalities have a value, by period, newest first; real ones where there are any."""
        antal: dict[str, int] = {}
        for slag in self.d.periodslag:
            for exempel in (True, False):
                serie = self.spridning(slag, exempel=exempel)
                antal.update({p: n for p, n in zip(serie.perioder, serie.antal, strict=True) if n})
        return dict(sorted(antal.items(), key=lambda par: (perioder.sista_dag(par[0]), par[0]), reverse=True))

    def _senaste(self) -> str:
        """The latest period that at least half as many have reported as in the best one; empty without values."""
        mest = max(self.tackning.values(), default=0)
        return next((period for period, antal in self.tackning.items() if 2 * antal >= mest), "")

    @cached_property
    def matta(self) -> dict[str, float]:
        """The values of the whole country, invented or not as the page is, by municipality."""
        return {kod: p.varde for kod, p in self.varden.items() if p.varde is not None}

    @cached_property
    def kommuner(self) -> dict[str, Kommun]:
        return self.reg.urval(self.urval)

    @cached_property
    def valda(self) -> dict[str, float]:
        """The values of the municipalities that the filters let through."""
        return {kod: v for kod, v in self.matta.items() if kod in self.kommuner}

    @cached_property
    def rang(self) -> dict[str, int]:
        """The place in the whole country, also when the page shows a part of it; none where only one is measured."""
        from rapporter.processdiagram import rangordna

        return rangordna(self.matta, self.d.riktning) if self.d.rangordnas and len(self.matta) > 1 else {}

    def visa(self, varde: float | None) -> str:
        return tal.visa_med_enhet(varde, self.d.enhet, self.d.decimaler)

    def sammanhang(self, adress: str) -> dict[str, Any]:
        """The template's context; `adress` is the page's own, absolute, for permanent links."""
        mening, kopiera = self.mening(), self.med_kalla(self.mening(), adress)
        return {
            **self.vy.sammanhang(),
            "d": self.d,
            "smulor": [("Nyckeltal", reverse("nyckeltal-lista")), (self.d.kortnamn, "")],
            "riktning": diagram.RIKTNINGSORD[self.d.riktning],
            "enhet": diagram.enhetsord(self.d),
            "kallord": kallord(self.d),
            "urval": self.urval,
            "period": self.period,
            "periodord": perioder.visa(self.period) if self.period else "",
            "perioder": [(p, perioder.visa(p)) for p in self.tackning],
            "konval": [(k, KON[k]) for k in self.d.kon] if len(self.d.kon) > 1 else [],
            "reg": self.reg,
            "mening": mening,
            "markt": self.mening_markt(),
            "kopiera": kopiera,
            "tackning": f"{len(self.valda)} av {len(self.kommuner)} kommuner",
            "karta": self.karta(mening, kopiera),
            "remsa": self.remsa(kopiera),
            "historik": self.historik(adress),
            "rader": self.rader(),
            "har_trender": bool(self.trender) and self.d.enhet != "ja/nej",
            "utan": self.utan(),
            "exempel": self.exempel and bool(self.matta),
            "dolda_exempel": self.dolda_exempel,
            "visar_exempeldata": self.exempel and bool(self.matta),
        }

    def mening(self) -> str:
        """The country, or the chosen part, in one or two sentences."""
        if not self.period:
            return ""
        nar, antal = perioder.visa(self.period), f"{len(self.valda)} av {len(self.kommuner)} kommuner"
        vilka = f" {self._var()}" if self.urval.begransat else ""
        if not self.valda:
            return f"Inga kommuner{vilka} har ett värde för {nar}."
        pahittat = "Exempeldata (påhittat): " if self.exempel else ""
        return f"{pahittat}{antal}{vilka} har ett värde för {nar}. {self._spann()}"

    def _var(self) -> str:
        delar = [self.reg.lan.get(self.urval.lan, ""), self.reg.grupper.get(self.urval.grupp, "")]
        delar = [f"i {del_}" for del_ in delar if del_]
        return " ".join([*delar, *([f"som matchar ”{self.urval.q}”"] if self.urval.q else [])])

    def _spann(self) -> str:
        """The ends and the middle; under half it says that only those who answered are meant."""
        bland = "Lägst bland dem som svarat var" if 2 * len(self.valda) < len(self.kommuner) else "Lägst var"
        if self.d.enhet == "ja/nej":
            return f"{sum(v == 1 for v in self.valda.values())} av dem svarar ja."
        lag, hog = min(self.valda.values()), max(self.valda.values())
        if lag == hog:
            return f"Alla som svarat har {text.med_ord(lag, self.d)}."
        lagst = f"{bland} {self._vilka(lag)} med {text.med_ord(lag, self.d)}"
        hogst = f"högst {self._vilka(hog)} med {text.med_ord(hog, self.d)}"
        return f"{lagst}, {hogst}. Medianen var {text.med_ord(self._median(), self.d)}."

    def _median(self) -> float:
        from rapporter.processdiagram import andelar

        return andelar(list(self.valda.values()), [0.5])[0]

    def _vilka(self, varde: float) -> str:
        namn = [k.namn for kod, k in self.kommuner.items() if self.valda.get(kod) == varde]
        return diagram.uppraknat(namn) if len(namn) <= 4 else f"{ANTALSORD.get(len(namn), len(namn))} kommuner"

    def mening_markt(self) -> str:
        """The marked municipality's value and place; empty when none is marked."""
        kommun = self.reg.kommuner.get(self.urval.markera)
        if kommun is None or not self.period:
            return ""
        punkt = self.varden.get(kommun.kod, INGET)
        senaste = text.Senaste(
            plats=text.i_plats(kommun.namn),
            period=self.period,
            varde=punkt.varde,
            kon=self.urval.kon,
            saknas=punkt.skal or "saknas",
            rang=self.rang.get(kommun.kod),
            antal=len(self.matta),
            preliminar=punkt.preliminar,
            exempel=punkt.exempel,
        )
        return text.mening_senaste(self.d, senaste)

    def med_kalla(self, mening: str, adress: str, *, markt: bool = True) -> str:
        """The sentence with source, the day that it was known, and a link that keeps what it says."""
        if not mening:
            return ""
        u = self.urval
        falt = {"period": self.period, "kon": u.kon, "lan": u.lan, "grupp": u.grupp, "markera": u.markera, "q": u.q}
        lank = f"{adress}?{urlencode({k: v for k, v in falt.items() if v} | {'kand': self.vy.kant.isoformat()})}"
        hela = " ".join(filter(None, [mening, self.mening_markt() if markt else ""]))
        om = f"{text.subjekt(self.d)}{text.KON[u.kon]}: {hela.removeprefix(text.MARKE).strip()}"
        return text.med_kalla(
            om, kalla=self.d.kalla, kod=self.d.kod, exempel=self.exempel, kant=self.vy.kant, adress=lank
        )

    def _fordelning(self, varden: dict[str, float], *, antal: int, mening: str) -> Fordelningsdata:
        return diagram.fordelningsdata(
            self.d,
            self.period,
            varden,
            {kod: k.namn for kod, k in self.reg.kommuner.items()},
            beskrivning=mening,
            markt=self.urval.markera,
            antal=antal,
            adresser={kod: self._lank(kod) for kod in self.reg.kommuner},
        )

    def _lank(self, kod: str) -> str:
        return f"{reverse('kommun-visa', args=[kod])}?nyckeltal={self.d.kod}"

    def karta(self, mening: str, kopiera: str) -> diagram.Figur | None:
        """The whole country, whatever the filters."""
        if not self.matta:
            return None
        data = self._fordelning(dict(self.matta), antal=len(self.reg.kommuner), mening=mening)
        rubrik = f"Kartan, {perioder.visa(self.period)}"
        vad = "Mörkt: ja." if self.d.enhet == "ja/nej" else "Ju mörkare färg, desto högre värde."
        vad += " Streckat: uppgift saknas."
        figur = diagram.kartfigur(self.d, data, rubrik=rubrik, mening=vad, exempel=self.exempel)
        return replace(figur, kopiera=kopiera)

    def remsa(self, kopiera: str) -> diagram.Figur | None:
        """How the chosen municipalities spread; None for a question of yes or no."""
        if len(self.valda) < 2 or self.d.enhet == "ja/nej":
            return None
        vilka = f" {self._var()}" if self.urval.begransat else " i landet"
        mening = self.mening_markt()
        data = self._fordelning(dict(self.valda), antal=len(self.kommuner), mening=mening or self.mening())
        rubrik = f"Så skiljer sig kommunerna{vilka}, {perioder.visa(self.period)}"
        figur = diagram.remsfigur(self.d, data, rubrik=rubrik, mening=mening, exempel=self.exempel)
        return replace(figur, kopiera=kopiera)

    def historik(self, adress: str) -> diagram.Figur | None:
        """The median and Riket over time; None where there is no time or no median to speak of."""
        slag = perioder.slag(self.period) if self.period else self.d.periodslag[0]
        serie = self.spridning(slag, exempel=self.exempel).med_underlag(diagram.ALLA_KOMMUNER)
        matta = [(p, v) for p, v in zip(serie.perioder, serie.median, strict=True) if v is not None]
        if len(matta) < 2 or self.d.enhet == "ja/nej":
            return None
        (forst, da), (sist, nu) = matta[0], matta[-1]
        mening = (
            f"Kommunernas median var {text.med_ord(da, self.d)} {perioder.visa(forst)}"
            f" och {text.med_ord(nu, self.d)} {perioder.visa(sist)}."
        )
        mening = f"Exempeldata (påhittat): {mening}" if self.exempel else mening
        figur = diagram.utvecklingsfigur(self.d, serie, mening=mening, exempel=self.exempel)
        return replace(figur, kopiera=self.med_kalla(mening, adress, markt=False))

    @cached_property
    def trender(self) -> dict[str, Trend]:
        """Computed on this very period, by municipality; one query."""
        if not self.vy.generation or not self.period:
            return {}
        rader = Trend.objects.vid(self.vy.generation).filter(
            nyckeltal_id=self.d.kod, kon=self.urval.kon, periodslag=perioder.slag(self.period), enhet__isnull=True
        )
        return {t.kommun_id: t for t in rader if t.kommun_id and t.period == self.period}

    def rader(self) -> list[Rad]:
        """The chosen municipalities that have a value: best first, or where nothing is ranked by name."""
        rader = [self._rad(kod, varde) for kod, varde in self.valda.items()]
        ordning = {kod: i for i, kod in enumerate(self.reg.kommuner)}
        return sorted(rader, key=lambda r: (self.rang.get(r.kommun.kod, 0), ordning[r.kommun.kod]))

    def _rad(self, kod: str, varde: float) -> Rad:
        trend = self.trender.get(kod)
        har_andring = trend is not None and trend.forandring is not None
        return Rad(
            kommun=self.reg.kommuner[kod],
            lank=self._lank(kod),
            plats=str(self.rang.get(kod, "")),
            varde=self.visa(varde),
            andring=tal.andring(trend.forandring, self.d.enhet, self.d.decimaler) if har_andring and trend else "",
            tagg=serier.trendtagg(trend, self.d),
            exempel=self.exempel,
            preliminar=self.varden[kod].preliminar,
            markt=kod == self.urval.markera,
        )

    def utan(self) -> list[tuple[Kommun, str]]:
        """The chosen municipalities without a value, each with the reason."""
        skal = {kod: punkt.skal for kod, punkt in self.varden.items()}
        saknar = [(kod, k) for kod, k in self.kommuner.items() if kod not in self.valda]
        return [(k, text.SKAL.get(skal.get(kod, ""), "ingen uppgift")) for kod, k in saknar]

    def fil(self) -> Fil:
        """What is on screen, with the same filters; those without a value too, with the reason."""
        namn = f"{self.d.kod}-{self.period or 'inga'}-{self.urval.kon}"
        kalla = diagram.kalla(self.d, "plats", exempel=self.exempel)
        rubrik = f"{self.d.kortnamn} {self.period}"
        return Fil(namn, rubrik, KOLUMNER, self._filrader(), kalla, self.exempel)

    def _filrader(self) -> Iterator[list[Cellvarde]]:
        for kod, kommun in self.kommuner.items():
            punkt = self.varden.get(kod, INGET)
            tal_ = Tal(punkt.varde, self.d.decimaler) if punkt.varde is not None else None
            kalla = "påhittat" if punkt.exempel else text.KALLOR[self.d.kalla]
            vem: list[Cellvarde] = [kod, kommun.namn, kommun.lan.namn, self.reg.grupp.get(kod)]
            vad: list[Cellvarde] = [self.d.kod, self.period, self.urval.kon, tal_, text.SKAL.get(punkt.skal)]
            status = punkt.status if kod in self.varden else None
            plats = [self.rang.get(kod), len(self.matta) if kod in self.rang else None]
            yield [*vem, *vad, self.d.enhet, *plats, kalla, status, punkt.exempel, self.vy.version]


KOLUMNER = (
    *("kommun_kod", "kommun", "lan", "kommungrupp", "nyckeltal", "period", "kon", "varde", "saknas", "enhet"),
    *("plats_egen_berakning", "av_kommuner", "kalla", "status", "exempeldata", "dataversion"),
)
