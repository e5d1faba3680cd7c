"""The latest turning points: values that have just left what was usual, for the better or for the worse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from django.urls import reverse

from kommuner import perioder
from kommuner.models import Kommun
from kommuner.nyckeltal import alla
from rapporter import text
from rapporter.diagram import Tagg, bedomning, tagg
from rapporter.models import Trend
from socialtjanst.web.presentation import serier

HOGST, HOGST_EXEMPEL = 4, 2  # of each kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Vandpunkt:
    kommun: str
    lank: str
    nyckeltal: str
    period: str
    mening: str
    tagg: Tagg
    exempel: bool


@dataclass(frozen=True, slots=True)
class Vandpunkter:
    """A few of each, from as many nyckeltal as possible, a municipality only once."""

    battre: Sequence[Vandpunkt]
    samre: Sequence[Vandpunkt]

    def __bool__(self) -> bool:
        return bool(self.battre or self.samre)


def vandpunkter(
    generation: int, kommuner: Mapping[str, Kommun], senaste: Mapping[str, str]
) -> tuple[Vandpunkter, Vandpunkter]:
    """The real ones and, apart from them, the invented ones, of each nyckeltal's period in `senaste`; one query."""
    funna = _farska(_signaler(generation), senaste) if generation else []
    riktiga, pahittade = ([t for t in funna if t.exempel == exempel] for exempel in (False, True))
    return _urval(riktiga, kommuner, HOGST), _urval(pahittade, kommuner, HOGST_EXEMPEL)


def _signaler(generation: int) -> list[Trend]:
    """Signals that rest on enough values, where one way is better than the other."""
    koder = [kod for kod, d in alla().items() if d.riktning != "neutral" and d.enhet != "ja/nej"]
    rader = Trend.objects.vid(generation).filter(kon="T", enhet__isnull=True, kommun__isnull=False)
    rader = rader.filter(nyckeltal__in=koder, preliminar_grans=False, forandring__isnull=False)
    return list(rader.exclude(etikett="").exclude(sida=0))


def _farska(trender: Iterable[Trend], senaste: Mapping[str, str]) -> list[Trend]:
    """Those of the latest period whose last change went the way of the signal, the largest first."""
    farska = [t for t in trender if t.period == senaste.get(t.nyckeltal_id) and (t.forandring or 0) * t.sida > 0]
    return sorted(farska, key=lambda t: (-abs(t.forandring or 0), t.kommun_id or ""))


def _urval(trender: Sequence[Trend], kommuner: Mapping[str, Kommun], hogst: int) -> Vandpunkter:
    tagna: set[str] = set()
    delar = [_valda(trender, ton, tagna, hogst) for ton in ("battre", "samre")]
    return Vandpunkter(*([_vandpunkt(t, kommuner) for t in del_] for del_ in delar))


def _valda(trender: Iterable[Trend], ton: str, tagna: set[str], hogst: int) -> list[Trend]:
    """One of each nyckeltal in turn, lifted ones first; `tagna` are municipalities already chosen."""
    per_nyckeltal: dict[str, list[Trend]] = defaultdict(list)
    for t in trender:
        d = alla()[t.nyckeltal_id]
        if bedomning(t.sida, serier.riktning(d)) == ton:
            per_nyckeltal[d.kod].append(t)
    ordnade = sorted(per_nyckeltal, key=lambda kod: (not alla()[kod].lyft, alla()[kod].ordning))
    valda: list[Trend] = []
    for t in chain.from_iterable(zip_longest(*(per_nyckeltal[kod] for kod in ordnade))):
        if t is not None and len(valda) < hogst and t.kommun_id not in tagna:
            tagna.add(t.kommun_id or "")
            valda.append(t)
    return valda


def _vandpunkt(t: Trend, kommuner: Mapping[str, Kommun]) -> Vandpunkt:
    d, kommun = alla()[t.nyckeltal_id], kommuner[t.kommun_id or ""]
    senaste = text.Senaste(
        plats=text.i_plats(kommun.namn),
        period=t.period,
        varde=t.varde,
        forandring=t.forandring,
        jamford=perioder.foregaende(t.period),
        exempel=t.exempel,
    )
    lage = text.Trendlage(periodslag=t.periodslag, etikett=t.etikett, sida=t.sida)
    return Vandpunkt(
        kommun=kommun.namn,
        lank=f"{reverse('kommun-visa', args=[kommun.kod])}?nyckeltal={d.kod}#diagram",
        nyckeltal=d.kortnamn,
        period=perioder.visa(t.period),
        mening=f"{text.mening_senaste(d, senaste)} Värdet {text.signalord(lage)}.",
        tagg=tagg(t.sida, serier.riktning(d)),
        exempel=t.exempel,
    )
