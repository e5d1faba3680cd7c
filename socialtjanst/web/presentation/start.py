"""The start page: how the country stands, where it turns, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from kommuner import perioder, tal
from kommuner.jobb import Lage
from kommuner.models import Kommun
from kommuner.nyckeltal import Definition, alla
from konton.models import User
from rapporter import diagram as rita
from rapporter import text
from rapporter.models import Rapport
from rapporter.subjekt import SUBJEKT
from socialtjanst.web.presentation import diagram
from socialtjanst.web.presentation.diagram import Figur
from socialtjanst.web.presentation.kommun import Kort, delat
from socialtjanst.web.presentation.nyckeltal import Register, register, tackning
from socialtjanst.web.presentation.rapporter import Rapportrad, rader
from socialtjanst.web.presentation.vandpunkter import Vandpunkter, vandpunkter
from socialtjanst.web.presentation.vy import Vy

if TYPE_CHECKING:
    from rapporter.processdiagram import Utveckling

FRAMST = ("N00090", "VP01")  # the chart and the map show the first of these that has values
ANTAL_KORT = 4
MINST_RIKTIGA = 2
ANTAL_RAPPORTER = 5


@dataclass(frozen=True, slots=True)
class Landet:
    """A nyckeltal in the whole country up to the latest period that most municipalities have reported."""

    definition: Definition
    spridning: Utveckling
    plats: int
    exempel: bool

    @property
    def perioder(self) -> Sequence[str]:
        return self.spridning.perioder[self._forsta : self.plats + 1]

    @property
    def _forsta(self) -> int:
        return next(i for i, varde in enumerate(self._hela) if varde is not None)

    @property
    def _hela(self) -> Sequence[float | None]:
        return self.spridning.riket if self.riket else self.spridning.median

    @property
    def period(self) -> str:
        return self.perioder[-1]

    @property
    def riket(self) -> bool:
        """Whether the country has a figure of its own; otherwise the municipalities' median stands for it."""
        return self.spridning.riket[self.plats] is not None

    @property
    def serie(self) -> Sequence[float | None]:
        return self._hela[self._forsta : self.plats + 1]

    @property
    def forandring(self) -> float | None:
        fore, nu = self.serie[-2] if len(self.serie) > 1 else None, self.serie[-1]
        return None if fore is None or nu is None else nu - fore

    @property
    def tackning(self) -> str:
        return text.tackning(self.spridning.antal[self.plats], diagram.ALLA_KOMMUNER)

    @property
    def senaste(self) -> text.Senaste:
        return text.Senaste(
            plats=text.i_plats(None) if self.riket else "i den mittersta kommunen (medianen)",
            period=self.period,
            varde=self.serie[-1],
            forandring=self.forandring,
            jamford=perioder.foregaende(self.period),
            exempel=self.exempel,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversikt:
    """All of the start page that the values decide; without values `figur` and `karta` are None."""

    mening: str
    kort: Sequence[Kort]
    figur: Figur | None
    karta: Figur | None
    framst: Landet | None
    vandpunkter: Vandpunkter
    exempelvandpunkter: Vandpunkter
    kommuner: Sequence[Kommun]

    @property
    def exempel(self) -> bool:
        ritade = [f for f in (self.figur, self.karta) if f is not None]
        visade = [*(kort.exempel for kort in self.kort), *(figur.exempel for figur in ritade)]
        return any(visade) or bool(self.exempelvandpunkter)


@lru_cache(maxsize=2)
def _oversikt(vy: Vy) -> Oversikt:
    reg = register()
    framst = next((n for kod in FRAMST if (n := _landet(vy, kod))), None)
    senaste = {kod: hur.period for kod, hur in tackning(vy).items()}
    riktiga, pahittade = vandpunkter(vy.generation, reg.kommuner, senaste)
    return Oversikt(
        mening=_mening(framst) if framst else "",
        kort=[_kort(n) for n in _kortens(vy)],
        figur=_figur(framst) if framst else None,
        karta=_karta(vy, framst, reg) if framst else None,
        framst=framst,
        vandpunkter=riktiga,
        exempelvandpunkter=pahittade,
        kommuner=list(reg.kommuner.values()),
    )


def oversikt(vy: Vy) -> Oversikt:
    """Kept for the newest version and generation, which never change; before the first import read each time."""
    return _oversikt(vy) if vy.version else _oversikt.__wrapped__(vy)


def _landet(vy: Vy, kod: str) -> Landet | None:
    """Real values where there are any."""
    hur = tackning(vy).get(kod)
    if hur is None:
        return None
    for exempel in (False, True):
        spridning = diagram.utveckling(vy, kod, "T", perioder.slag(hur.period), exempel=exempel)
        plats = _senast(spridning.antal)
        if plats is not None:
            return Landet(alla()[kod], spridning, plats, exempel)
    return None


def _senast(antal: Sequence[int]) -> int | None:
    """The latest position with at least half as many as the best one; None where nothing is reported."""
    mest = max(antal, default=0)
    return next((i for i in range(len(antal) - 1, -1, -1) if antal[i] and 2 * antal[i] >= mest), None)


def _kortens(vy: Vy) -> list[Landet]:
    """Lifted, comparable nyckeltal, real ones first; beside them others, so that two at least are real."""
    hur = tackning(vy)
    finns = [d for kod, d in alla().items() if kod in hur and d.rangordnas]
    valda = [d for d in finns if d.lyft and not hur[d.kod].exempel]
    for d in finns:
        omraden = {vald.omrade for vald in valda}
        if len(valda) < MINST_RIKTIGA and not hur[d.kod].exempel and d.omrade not in omraden:
            valda.append(d)
    valda += [d for d in finns if d.lyft and d not in valda]
    funna = (_landet(vy, d.kod) for d in valda[:ANTAL_KORT])
    return [n for n in funna if n is not None]


def _kort(n: Landet) -> Kort:
    d = n.definition
    siffra, enhet = delat(n.serie[-1], d)
    egen = "" if n.riket else "median, "
    return Kort(
        namn=d.kortnamn,
        siffra=siffra,
        enhet=enhet,
        tagg=None,
        gnista=rita.sparkline(n.serie),
        period=f"{perioder.kort(n.period)} · {'riket, ' if n.riket else egen}{n.tackning}",
        kalla="" if n.exempel else f"Källa: {'Kolada' if d.kalla == 'kolada' else 'kommunerna'}",
        lank=reverse("nyckeltal-visa", args=[d.kod]),
        exempel=n.exempel,
        saknas="uppgift saknas",
    )


def _mening(n: Landet) -> str:
    return text.mening_senaste(n.definition, n.senaste)


def _figur(n: Landet) -> Figur:
    d, vad = n.definition, "Riket" if n.riket else "Kommunernas median"
    data = rita.Linjedata(
        titel=f"{d.kortnamn}: {vad.lower()} {perioder.kort(n.perioder[0])}–{perioder.kort(n.period)}",
        beskrivning=_mening(n),
        perioder=[perioder.kort(p) for p in n.perioder],
        serier=[rita.Linjeserie(vad, n.serie)],
        enhet=d.enhet,
        decimaler=d.decimaler,
        per_ar=perioder.per_ar(perioder.slag(n.period)),
    )
    return Figur(
        diagram=rita.linjediagram(data),
        rubrik=data.titel,
        ingress=d.beskrivning,
        mening=_storsta_andring(n),
        kalla=diagram.kalla(d, "" if n.riket else "fordelning", exempel=n.exempel),
        exempel=n.exempel,
    )


def _storsta_andring(n: Landet) -> str:
    """ "Snabbast steg sjukfrånvaron från 6,7 procent 2019 till …". Empty if that was the last change."""
    foljd = pairwise(zip(n.perioder, n.serie, strict=True))
    par = [(da, sedan, a, b) for (da, a), (sedan, b) in foljd if a is not None and b is not None]
    da, sedan, fran, till = max(par, key=lambda rad: abs(rad[3] - rad[2]), default=("", n.period, 0.0, 0.0))
    if sedan == n.period or fran == till:
        return ""
    hall = "steg" if till > fran else "sjönk"
    d = n.definition
    mening = (
        f"Snabbast {hall} {_vad(d)} från {text.med_ord(fran, d)} {perioder.visa(da)}"
        f" till {text.med_ord(till, d)} {perioder.visa(sedan)}."
    )
    return f"Exempeldata (påhittat): {mening}" if n.exempel else mening


def _vad(d: Definition) -> str:
    """The nyckeltal within a sentence, in the definite form."""
    namn = SUBJEKT.get(d.kod, "värdet")
    return namn[0].lower() + namn[1:]


def _karta(vy: Vy, n: Landet, reg: Register) -> Figur:
    d = n.definition
    funna = diagram.periodens_varden(vy, d.kod, "T", n.period)
    varden = {kod: p.varde for kod, p in funna.items() if p.varde is not None and p.exempel == n.exempel}
    data = diagram.fordelningsdata(
        d,
        n.period,
        varden,
        {kod: k.namn for kod, k in reg.kommuner.items()},
        beskrivning=f"Lägst {tal.visa(min(varden.values()), d.decimaler)}, högst {_visa(max(varden.values()), d)}.",
        antal=len(reg.kommuner),
        adresser={kod: f"{reverse('kommun-visa', args=[kod])}?nyckeltal={d.kod}" for kod in reg.kommuner},
    )
    rubrik = f"{d.kortnamn}, {perioder.visa(n.period)}"
    vad = "Ju mörkare färg, desto högre värde. Peka på en kommun för att se dess siffra."
    return diagram.kartfigur(d, data, rubrik=rubrik, mening=vad, exempel=n.exempel)


def _visa(varde: float, d: Definition) -> str:
    return tal.visa_med_enhet(varde, d.enhet, d.decimaler)


def kopiera(o: Oversikt, vy: Vy, adress: str) -> Figur | None:
    """The chart with its sentence to copy, which says the day and leads to `adress`, the nyckeltal's own page."""
    if o.figur is None or o.framst is None:
        return None
    n = o.framst
    d = n.definition
    lank = f"{adress}?period={n.period}&kand={vy.kant:%Y-%m-%d}"
    return replace(o.figur, kopiera=text.kopiera_med_kalla(d, n.senaste, kalla=d.kalla, kant=vy.kant, adress=lank))


def rapporter(user: User | AnonymousUser) -> list[Rapportrad]:
    """The latest finished reports that the user may see."""
    return rader(Rapport.objects.latta().synliga_for(user).filter(lage=Lage.KLAR)[:ANTAL_RAPPORTER])
