"""The rows of the list of nyckeltal, and what the address of one nyckeltal's page asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import groupby
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict

from kommuner import lasning, perioder
from kommuner.models import Grupptillhorighet, Kommun, Matvarde, Nyckeltal
from kommuner.nyckeltal import Definition, alla
from kommuner.sortering import svensk
from socialtjanst.web.presentation.diagram import ALLA_KOMMUNER, RIKTNINGSORD, enhetsord
from socialtjanst.web.presentation.vy import Vy, citat

KON = {"T": "alla", "K": "kvinnor", "M": "män"}


_UTAN_VARDE: dict[str, Any] = {"synligt": None}


class Tackning(NamedTuple):
    """How many municipalities have a value in the latest period that any of them has one."""

    period: str
    antal: int
    exempel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listrad:
    definition: Definition
    mening: str
    fakta: str
    kalla: str
    tackning: str
    exempel: bool


@lru_cache(maxsize=4)
def _tackning(vy: Vy) -> Mapping[str, Tackning]:
    rader = lasning.varden(vy.version).kommunernas().filter(kon="T").exclude(**_UTAN_VARDE).order_by()
    senast = _senaste_perioder(rader)
    if not senast:
        return {}
    just_de = reduce(or_, (Q(nyckeltal=kod, periodslag=perioder.slag(p), period=p) for kod, p in senast.items()))
    antal = (
        rader.filter(just_de)
        .values("nyckeltal_id")
        .annotate(antal=Count("kommun_id"), pahittade=Count("pk", filter=Q(exempel=True)))
    )
    funna = antal.values_list("nyckeltal_id", "antal", "pahittade")
    return {kod: Tackning(senast[kod], n, pahittade > 0) for kod, n, pahittade in funna}


def _senaste_perioder(rader: QuerySet[Matvarde]) -> dict[str, str]:
    """By nyckeltal; each is one step into the index from its end, however many the values."""
    sist = {
        slag: Subquery(rader.filter(nyckeltal=OuterRef("pk"), periodslag=slag).order_by("-period").values("period")[:1])
        for slag in perioder.SLAG
    }
    funna = Nyckeltal.objects.order_by().values_list("pk", *sist.values())
    return {kod: max(filter(None, nagra), key=perioder.sista_dag) for kod, *nagra in funna if any(nagra)}


def tackning(vy: Vy) -> Mapping[str, Tackning]:
    """By nyckeltal; one query for each version of the data, which never changes."""
    return _tackning(replace(vy, generation=0))


def lista(vy: Vy, q: str) -> list[tuple[str, list[Listrad]]]:
    """The nyckeltal that match the words of `q`, by område."""
    hur = tackning(vy)
    rader = [_listrad(d, hur.get(d.kod)) for d in alla().values() if _passar(d, q)]
    return [(omrade, list(del_)) for omrade, del_ in groupby(rader, key=lambda r: r.definition.omrade)]


def _passar(d: Definition, q: str) -> bool:
    """Every word of the search occurs somewhere in what the list shows."""
    allt = svensk(" ".join([d.kod, d.namn, d.kortnamn, d.omrade, d.beskrivning, d.galler]))
    return all(svensk(ord_) in allt for ord_ in q.split())


def _listrad(d: Definition, hur: Tackning | None) -> Listrad:
    har = "Inga värden ännu"
    if hur is not None:
        har = f"{hur.antal} av {ALLA_KOMMUNER} kommuner har värde {perioder.visa(hur.period)}"
    riktning = RIKTNINGSORD[d.riktning].rstrip(".").lower()
    return Listrad(
        definition=d,
        mening=forsta_meningen(d.beskrivning),
        fakta=" · ".join(filter(None, [d.galler, enhetsord(d), riktning])),
        kalla=f"Källa: {kallord(d)} ({d.kod})",
        tackning=har,
        exempel=hur is not None and hur.exempel,
    )


def forsta_meningen(beskrivning: str) -> str:
    """A definition in one line; the rest stands on the nyckeltal's own page."""
    forst, punkt, _ = beskrivning.partition(". ")
    return forst + punkt.strip()


def kallord(d: Definition) -> str:
    """Where the values come from, in words."""
    return "Kolada" if d.kalla == "kolada" else "kommunerna, som rapporterar till Vändpunkt"


@dataclass(frozen=True)
class Register:
    """Every municipality, in Swedish order, and the code of its group; two queries."""

    kommuner: Mapping[str, Kommun]
    grupp: Mapping[str, str]
    grupper: Mapping[str, str]

    @property
    def lan(self) -> dict[str, str]:
        """The counties' names by code, in Swedish order."""
        funna = {k.lan_id: k.lan.namn for k in self.kommuner.values()}
        return dict(sorted(funna.items(), key=lambda par: svensk(par[1])))

    def urval(self, u: Urval) -> dict[str, Kommun]:
        """The municipalities of the county, the group and the search."""
        return {kod: k for kod, k in self.kommuner.items() if self._med(k, u)}

    def _med(self, kommun: Kommun, u: Urval) -> bool:
        if (u.lan and kommun.lan_id != u.lan) or (u.grupp and self.grupp.get(kommun.kod) != u.grupp):
            return False
        return not u.q or svensk(u.q) in svensk(kommun.namn) or kommun.kod == u.q


def register() -> Register:
    kommuner = {k.kod: k for k in Kommun.objects.select_related("lan")}
    nu = list(Grupptillhorighet.objects.filter(till__isnull=True).select_related("grupp").order_by("grupp_id"))
    return Register(
        kommuner, {r.kommun_id: r.grupp_id for r in nu}, {r.grupp_id: f"{r.grupp.namn} ({r.grupp_id})" for r in nu}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Urval:
    """What the address asks for; empty means all, or the page's own choice."""

    period: str = ""
    kon: str = "T"
    lan: str = ""
    grupp: str = ""
    markera: str = ""
    q: str = ""

    @property
    def begransat(self) -> bool:
        return bool(self.lan or self.grupp or self.q)


def las_urval(fraga: QueryDict, d: Definition, reg: Register) -> Urval:
    """The address' choice. ValueError, in Swedish, for what does not exist; a lost leading 0 is put back."""
    period = perioder.tolka(fraga["period"]) if fraga.get("period") else ""
    if period and perioder.slag(period) not in d.periodslag:
        slagen = " eller ".join(perioder.SLAG[s] for s in d.periodslag)
        raise ValueError(f"{d.kortnamn} finns per {slagen}, inte för {perioder.visa(period)}.")
    kon = _ett_av(fraga.get("kon") or "T", {k: KON[k] for k in d.kon}, f"kön för {d.kortnamn}")
    return Urval(
        period=period,
        kon=kon,
        lan=_ett_av(fraga.get("lan", ""), reg.lan, "län", siffror=2),
        grupp=_ett_av(fraga.get("grupp", ""), reg.grupper, "kommungrupp"),
        markera=_ett_av(fraga.get("markera", ""), reg.kommuner, "kommun", siffror=4),
        q=fraga.get("q", "").strip()[:80],
    )


def _ett_av(varde: str, kanda: Iterable[str], vad: str, siffror: int = 0) -> str:
    if varde.isdigit():
        varde = varde.zfill(siffror)
    if varde and varde not in set(kanda):
        raise ValueError(f"Koden {citat(varde)} finns inte som {vad}. Välj i listan.")
    return varde
