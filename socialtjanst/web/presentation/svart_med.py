"""Vi har svårt med …: what similar municipalities have tried against a problem, what was stopped and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import QueryDict

from atgarder.models import Atgard, Exempelversion, GottExempel, Problem
from kommuner.models import Kommun, Liknande
from kommuner.sortering import svensk
from socialtjanst.web.presentation import exempel
from socialtjanst.web.presentation.exempelsida import uppraknat
from socialtjanst.web.presentation.exempelval import bibliotek, las_urval, med_exempel, slugar
from socialtjanst.web.presentation.nyckeltal import Register, register
from socialtjanst.web.presentation.vy import citat

HOGST_PER_GRUPP = 30
STOPPADE = (Atgard.Lage.AVBRUTEN, Atgard.Lage.AVSLUTAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forsok:
    """What a municipality tried. `skal` is why it was stopped or ended, where that is told."""

    titel: str
    plats: str
    typ: str
    lage: str
    stoppad: bool
    skal: str
    vad: str
    resultat: str
    uppmatt: bool
    adress: str
    goda: Sequence[tuple[str, str]]
    pahittat: bool


@dataclass(frozen=True, slots=True)
class Grupp:
    """Municipalities of one kind of likeness, and what they tried; `tomt` says so when they tried nothing."""

    rubrik: str
    forsok: Sequence[Forsok]
    antal: int
    tomt: str

    @property
    def fler(self) -> int:
        return self.antal - len(self.forsok)


@dataclass(frozen=True, slots=True)
class Fraga:
    problem: Problem | None
    kommun: Kommun | None


def las_fraga(fraga: QueryDict, reg: Register, problem: Mapping[str, Problem]) -> Fraga:
    """ValueError, in Swedish, for a problem or a municipality that does not exist."""
    kod, ort = fraga.get("problem", ""), fraga.get("kommun", "").strip()
    if kod and kod not in problem:
        raise ValueError(f"Problemet {citat(kod)} finns inte. Välj i listan.")
    vald = reg.kommuner.get(ort.zfill(4)) or next((k for k in reg.kommuner.values() if _heter(k, ort)), None)
    if ort and vald is None:
        raise ValueError(f"Kommunen {citat(ort)} finns inte. Välj i listan.")
    return Fraga(problem.get(kod), vald)


def _heter(kommun: Kommun, ort: str) -> bool:
    return svensk(kommun.namn) == svensk(ort.removesuffix(" kommun"))


class Sida:
    """The page as the address asks for it."""

    def __init__(self, fraga: QueryDict) -> None:
        self.reg = register()
        self.problem = {p.kod: p for p in Problem.objects.all()}
        self.fraga = las_fraga(fraga, self.reg, self.problem)
        self.urval = las_urval(slugar(fraga), bibliotek)
        self.exempel = self.urval.slugar

    def sammanhang(self) -> dict[str, Any]:
        grupper = self.grupper()
        return {
            "fraga": self.fraga,
            "problem": list(self.problem.values()),
            "kommuner": list(self.reg.kommuner.values()),
            "grupper": grupper,
            "mening": self.mening(grupper),
            "inget": not any(g.antal for g in grupper),
            "exempelval": self.exempel,
            "utelamnade": self.urval.utelamnade,
            "visar_exempeldata": any(f.pahittat for g in grupper for f in g.forsok),
        }

    def mening(self, grupper: Sequence[Grupp]) -> str:
        """What was found, in one sentence."""
        antal = sum(g.antal for g in grupper)
        if self.fraga.problem is None or not antal:
            return ""
        stoppade = sum(f.stoppad for g in grupper for f in g.forsok)
        vilka = "Den" if antal == 1 else f"{'En' if stoppade == 1 else stoppade} av dem"
        slut = f" {vilka} har avslutats eller avbrutits." if stoppade else ""
        return f"{antal} {'åtgärd' if antal == 1 else 'åtgärder'} mot ”{self.fraga.problem.namn.lower()}”.{slut}"

    def grupper(self) -> list[Grupp]:
        if self.fraga.problem is None:
            return []
        kvar = defaultdict(list)
        for a in _atgarder(self.fraga.problem):
            kvar[a.kommun_id].append(a)
        kommun = self.fraga.kommun
        if kommun is None:
            return [_grupp("I hela landet", list(kvar), kvar, "", self.exempel)]
        delar = [
            ("Det här har ni själva prövat", [kommun.kod], f"{kommun.namn} har inte lagt in något mot det här."),
            (f"Kommuner som liknar {kommun.namn}", self._liknande(kommun), self._tom_liknande(kommun)),
            (self._grupprubrik(kommun), self._samma_grupp(kommun), "Ingen annan kommun i gruppen har lagt in något."),
            ("Resten av landet", list(self.reg.kommuner), "Ingen annan kommun i landet har lagt in något."),
        ]
        return [_grupp(rubrik, koder, kvar, tomt, self.exempel) for rubrik, koder, tomt in delar if rubrik]

    def _liknande(self, kommun: Kommun) -> list[str]:
        """Kolada's similar ones of the latest year."""
        rader = list(Liknande.objects.filter(kommun=kommun).order_by("liknar__ordning").values_list("ar", "liknar"))
        senast = max((ar for ar, _ in rader), default=0)
        return [kod for ar, kod in rader if ar == senast]

    def _tom_liknande(self, kommun: Kommun) -> str:
        namn = [self.reg.kommuner[kod].namn for kod in self._liknande(kommun)]
        if not namn:
            return "Vilka kommuner som liknar er hämtas från Kolada. Uppgiften har inte kommit in ännu."
        return f"Ingen av dem har lagt in något mot det här: {uppraknat(namn)}."

    def _samma_grupp(self, kommun: Kommun) -> list[str]:
        grupp = self.reg.grupp.get(kommun.kod)
        return [kod for kod, egen in self.reg.grupp.items() if grupp and egen == grupp]

    def _grupprubrik(self, kommun: Kommun) -> str:
        grupp = self.reg.grupp.get(kommun.kod)
        return f"Andra i samma kommungrupp: {self.reg.grupper[grupp]}" if grupp else ""


def _grupp(rubrik: str, koder: Sequence[str], kvar: dict[str, list[Atgard]], tomt: str, valda: Sequence[str]) -> Grupp:
    """Takes out of `kvar` what the municipalities tried: nobody stands in two groups."""
    funna = [a for kod in koder for a in kvar.pop(kod, [])]
    funna.sort(key=lambda a: (a.exempel, a.kommun.ordning, a.titel))
    return Grupp(rubrik, [_forsok(a, valda) for a in funna[:HOGST_PER_GRUPP]], len(funna), tomt)


def _atgarder(problem: Problem) -> list[Atgard]:
    """The public measures against the problem, with their states and the examples that are made of them."""
    versioner = Exempelversion.objects.filter(pk__in=GottExempel.objects.publika().values("publik"))
    return list(
        Atgard.objects.publika()
        .filter(problem=problem)
        .select_related("kommun", "typ", "enhet")
        .prefetch_related(
            "lagesandringar", Prefetch("exempelversioner", versioner.select_related("exempel"), to_attr="publicerade")
        )
    )


def _forsok(a: Atgard, valda: Sequence[str]) -> Forsok:
    stoppad = a.lage in STOPPADE
    goda = [(v.innehall["titel"], v.exempel.get_absolute_url()) for v in getattr(a, "publicerade", ())]
    skal = [s.skal for s in a.lagesandringar.all() if s.lage == a.lage and s.skal]
    return Forsok(
        titel=a.titel,
        plats=exempel.plats(a),
        typ=a.typ.namn,
        lage=exempel.lagestext(a),
        stoppad=stoppad,
        skal=skal[-1] if skal else "",
        vad=a.vad,
        resultat=a.resultat,
        uppmatt=a.resultatlage == Atgard.Resultatlage.UPPMATT,
        adress=a.get_absolute_url(),
        goda=[(titel, adress + med_exempel(valda)) for titel, adress in goda],
        pahittat=a.exempel,
    )
