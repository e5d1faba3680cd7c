"""The library: every published example as a row of facts, filtered, counted, sorted; cards for one page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.text import Truncator

from atgarder import sok
from atgarder.models import Atgard, Atgardstyp, GottExempel, Problem
from kommuner.sortering import svensk
from rapporter.format.celler import Cellvarde
from socialtjanst.web.presentation import exempel
from socialtjanst.web.presentation.exempellasning import Last, las
from socialtjanst.web.presentation.exempelval import ORDNINGAR, Urval, bibliotek, las_urval, las_val, med_exempel
from socialtjanst.web.presentation.ladda_ned import Fil
from socialtjanst.web.presentation.nyckeltal import Register, register

PER_SIDA = 12
KORT_TEXT = 90
KOSTNAD = {"kand": "framgår", "okand": "framgår inte"}
RUBRIKER = {
    "typ": "Slag av åtgärd",
    "problem": "Problem",
    "lage": "Läge",
    "evidens": "Underlagets styrka",
    "kostnad": "Kostnad i kronor",
    "grupp": "Kommungrupp",
    "lan": "Län",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rad:
    """What sorts and filters an example; `egenskaper` holds its values of each facet."""

    pk: int
    slug: str
    titel: str
    evidens: int
    publicerad: datetime
    pahittat: bool
    kommuner: tuple[str, ...]
    egenskaper: Mapping[str, set[str]]

    def passar(self, valda: Mapping[str, Sequence[str]], utom: str = "") -> bool:
        """One of the chosen values of every facet, `utom` left aside."""
        return all(namn == utom or not self.egenskaper[namn].isdisjoint(v) for namn, v in valda.items())


@dataclass(frozen=True, slots=True)
class Facettval:
    varde: str
    text: str
    antal: int
    vald: bool


@dataclass(frozen=True, slots=True)
class Facett:
    namn: str
    rubrik: str
    val: Sequence[Facettval]

    @property
    def oppen(self) -> bool:
        """The first ones, and those with a choice, stand open."""
        return self.namn in ("typ", "evidens", "lage") or any(v.vald for v in self.val)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kort:
    """A card. `vaxla` keeps the example for the underlag or lets it go; empty when there is no room."""

    slug: str
    adress: str
    titel: str
    ingress: str
    fakta: str
    lage: str
    lagesskal: str
    styrka: exempel.Styrka
    pastatt: str
    uppmatt: str
    kostnad: str
    pahittat: bool
    vald: bool
    vaxla: str


def kort(e: Last, urval: Urval) -> Kort:
    slug = e.rad.slug
    egna = exempel.unika(exempel.kostnadstext(a) for a in e.atgarder)
    return Kort(
        slug=slug,
        adress=e.rad.get_absolute_url() + med_exempel(urval.slugar),
        titel=e.titel,
        ingress=e.innehall["ingress"],
        fakta=f"{exempel.unika(a.kommun.namn for a in e.atgarder)} · {exempel.unika(a.typ.namn for a in e.atgarder)}",
        lage=exempel.unika(exempel.lagestext(a) for a in e.atgarder),
        lagesskal=" ".join(dict.fromkeys(filter(None, (exempel.lagesskal(a) for a in e.atgarder)))),
        styrka=exempel.styrka(e.innehall["evidens"]),
        pastatt=Truncator(e.innehall["resultat"]).chars(KORT_TEXT),
        uppmatt=Truncator(exempel.unika(exempel.uppmatt(a) for a in e.atgarder)).chars(KORT_TEXT),
        kostnad=Truncator(e.innehall["kostnad"] or egna).chars(KORT_TEXT),
        pahittat=e.rad.exempel,
        vald=urval.har(slug),
        vaxla=urval.vaxla(slug),
    )


def matchar(rader: Sequence[Rad], q: str) -> list[Rad]:
    """Those that the search finds."""
    funna = set(sok.nycklar(q, "exempel"))
    return [rad for rad in rader if str(rad.pk) in funna]


class Sida:
    """The library as the address asks for it. ValueError, in Swedish, for what does not exist."""

    def __init__(self, fraga: QueryDict) -> None:
        self.reg = register()
        self.ord = _ord(self.reg)
        self.alla = _rader(self.reg)
        self.val = las_val(fraga, self.ord)
        self.urval = las_urval(self.val.exempel, lambda slugar: bibliotek() + self.val.fraga(exempel=slugar))
        self.val = replace(self.val, exempel=self.urval.slugar)
        self.sokta = matchar(self.alla, self.val.q) if self.val.q else self.alla
        self.rader = self._ordnade([rad for rad in self.sokta if rad.passar(self.val.facetter)])

    def _ordnade(self, rader: Iterable[Rad]) -> list[Rad]:
        """Real ones before invented ones."""

        def nyckel(r: Rad) -> tuple[Any, ...]:
            nyast = -r.publicerad.timestamp()
            return {
                "nyast": (nyast,),
                "styrka": (-r.evidens, nyast),
                "kommun": (min(self.reg.kommuner[k].ordning for k in r.kommuner), svensk(r.titel)),
                "titel": (svensk(r.titel),),
            }[self.val.ordning]

        return sorted(rader, key=lambda r: (r.pahittat, *nyckel(r)))

    @cached_property
    def blad(self) -> Page[Rad]:
        return Paginator(self.rader, PER_SIDA).get_page(self.val.sida)

    def facetter(self) -> list[Facett]:
        return [f for namn in RUBRIKER if len((f := self._facett(namn)).val) > 0]

    def _facett(self, namn: str) -> Facett:
        """Each value's count is what choosing it would show, as the other facets stand."""
        valda = self.val.facetter.get(namn, ())
        finns = {v for rad in self.alla for v in rad.egenskaper[namn]} | set(valda)
        antal: dict[str, int] = defaultdict(int)
        for rad in self.sokta:
            if rad.passar(self.val.facetter, utom=namn):
                for varde in rad.egenskaper[namn]:
                    antal[varde] += 1
        varden = [Facettval(v, text, antal[v], v in valda) for v, text in self.ord[namn].items() if v in finns]
        return Facett(namn, RUBRIKER[namn], varden)

    def kort(self) -> list[Kort]:
        lasta = self._lasta(list(self.blad))
        return [kort(e, self.urval) for e in lasta]

    def _lasta(self, rader: Sequence[Rad]) -> list[Last]:
        plats = {rad.pk: nr for nr, rad in enumerate(rader)}
        return sorted(las(GottExempel.objects.filter(pk__in=plats)), key=lambda e: plats[e.rad.pk])

    def sammanhang(self) -> dict[str, Any]:
        """The template's context."""
        korten = self.kort()
        return {
            "val": self.val,
            "urval": self.urval,
            "blad": self.blad,
            "kort": korten,
            "facetter": self.facetter(),
            "ordningar": ORDNINGAR,
            "antal": f"{len(self.rader)} av {len(self.alla)} exempel",
            "rensalank": bibliotek() + self.val.utan_filter(),
            "finns": bool(self.alla),
            "skala": exempel.skalan(),
            "visar_exempeldata": any(k.pahittat for k in korten),
        }

    def fil(self) -> Fil:
        """Everything that the filters let through, a row for each example."""
        pahittat = any(rad.pahittat for rad in self.rader)
        rader = (_filrad(k) for k in self._alla())
        return Fil("goda-exempel", "Goda exempel", KOLUMNER, rader, "Källa: Vändpunkt, goda exempel.", pahittat)

    def _alla(self) -> list[Kort]:
        return [kort(e, self.urval) for e in self._lasta(self.rader)]


KOLUMNER = (
    "adress",
    "titel",
    "kommun_och_slag",
    "lage",
    "lagesskal",
    "styrka",
    "pastatt_resultat",
    "kostnad",
    "exempeldata",
)


def _filrad(k: Kort) -> list[Cellvarde]:
    return [
        k.slug,
        k.titel,
        k.fakta,
        k.lage,
        k.lagesskal or None,
        k.styrka.ord,
        k.pastatt or None,
        k.kostnad or None,
        k.pahittat,
    ]


def _ord(reg: Register) -> dict[str, dict[str, str]]:
    """Every value of each facet, in order, with its words."""
    return {
        "typ": dict(Atgardstyp.objects.values_list("kod", "namn")),
        "problem": dict(Problem.objects.values_list("kod", "namn")),
        "lage": dict(Atgard.Lage.choices),
        "evidens": {str(s.niva): s.ord for s in reversed(exempel.skalan())},
        "kostnad": KOSTNAD,
        "grupp": dict(reg.grupper),
        "lan": reg.lan,
    }


def _rader(reg: Register) -> list[Rad]:
    """All that is published, in three queries however many; the texts are read only where they are shown."""
    egna = _egenskaper(reg)
    falt = ("pk", "slug", "publik", "publik__innehall__titel", "publik__innehall__evidens", "publik__skapad", "exempel")
    return [
        Rad(
            pk=pk,
            slug=slug,
            titel=str(titel),
            evidens=evidens,
            publicerad=skapad,
            pahittat=pahittat,
            kommuner=tuple(egna[version]["kommun"]),
            egenskaper=egna[version] | {"evidens": {str(evidens)}},
        )
        for pk, slug, version, titel, evidens, skapad, pahittat in GottExempel.objects.publika().values_list(*falt)
    ]


def _egenskaper(reg: Register) -> Mapping[int, dict[str, set[str]]]:
    """By version: what its public measures are."""
    funna: dict[int, dict[str, set[str]]] = defaultdict(lambda: {namn: set() for namn in (*RUBRIKER, "kommun")})
    publika = Atgard.objects.publika().filter(exempelversioner__in=GottExempel.objects.publika().values("publik"))
    falt = ("exempelversioner", "kommun", "typ", "lage", "kostnad_engang", "kostnad_per_ar")
    for version, kommun, typ, lage, engang, per_ar in publika.order_by().values_list(*falt):
        egna = funna[version]
        kostnad = "okand" if engang is None and per_ar is None else "kand"
        grupp = reg.grupp.get(kommun)
        for namn, varde in (("kommun", kommun), ("typ", typ), ("lage", lage), ("kostnad", kostnad), ("grupp", grupp)):
            if varde:
                egna[namn].add(varde)
        egna["lan"].add(reg.kommuner[kommun].lan_id)
    mot = publika.filter(problem__isnull=False).order_by()
    for version, kod in mot.values_list("exempelversioner", "problem"):
        funna[version]["problem"].add(kod)
    for egna in funna.values():
        if "kand" in egna["kostnad"]:
            egna["kostnad"].discard("okand")
    return funna
