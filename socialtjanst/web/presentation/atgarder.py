"""The list of measures: what the address asks for, facets with counts, rows, and the same as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import NullIf
from django.http import HttpRequest, QueryDict

from atgarder import sok
from atgarder.models import Atgard, Atgardstyp, Problem
from atgarder.querysets import PUBLIKA
from kommuner.models import Lan
from kommuner.sortering import svensk
from konton.behorighet import Ratt, kommuner_for
from rapporter.format.celler import Cellvarde
from socialtjanst.web.presentation.atgard import for_vilka, kostnad, sedan
from socialtjanst.web.presentation.diagram import ALLA_KOMMUNER
from socialtjanst.web.presentation.ladda_ned import Fil
from socialtjanst.web.presentation.vy import citat

PER_SIDA = 25
MEDEL = {"ja": "ja", "nej": "nej", "okant": "framgår inte"}
_MEDEL: dict[str, bool | None] = {"ja": True, "nej": False, "okant": None}
ORDNINGAR = {"senast": "senast ändrade", "kommun": "kommun", "start": "senast påbörjade", "antal": "flest berörda"}
VISA = {"": "publicerade", "utkast": "utkast", "tillbaka": "tillbakadragna"}
FACETTER = ("typ", "lage", "problem", "lan", "medel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Val:
    """What the address asks for; a facet holds any number of its choices."""

    q: str = ""
    facetter: Mapping[str, tuple[str, ...]]
    ordning: str = "senast"
    visa: str = ""

    @property
    def begransat(self) -> bool:
        return bool(self.q or any(self.facetter.values()))

    def fraga(self, **andra: Any) -> str:
        """The state as a query string, with what differs from it in `andra`."""
        falt: dict[str, Any] = {
            "q": self.q,
            **self.facetter,
            "ordning": "" if self.ordning == "senast" else self.ordning,
            "visa": self.visa,
        }
        return "?" + urlencode({n: v for n, v in (falt | andra).items() if v}, doseq=True)


def las_val(fraga: QueryDict) -> Val:
    """ValueError, in Swedish, for an order or a choice that does not exist."""
    facetter = {namn: tuple(dict.fromkeys(filter(None, fraga.getlist(namn))))[:40] for namn in FACETTER}
    _prova(facetter["lage"], Atgard.Lage.values, "läget")
    _prova(facetter["medel"], MEDEL, "valet av statliga medel")
    ordning, visa = fraga.get("ordning") or "senast", fraga.get("visa", "")
    _prova((ordning,), ORDNINGAR, "ordningen")
    _prova((visa,), VISA, "urvalet")
    return Val(q=fraga.get("q", "").strip()[:80], facetter=facetter, ordning=ordning, visa=visa)


def _prova(valda: tuple[str, ...], kanda: Any, vad: str) -> None:
    for val in valda:
        if val not in kanda:
            raise ValueError(f"{vad[:1].upper()}{vad[1:]} {citat(val)} finns inte. Välj i listan.")


def matchar(rader: QuerySet[Atgard], q: str) -> QuerySet[Atgard]:
    """Those that the search finds; drafts, which it does not know, by the words of their title and place."""
    if not q:
        return rader
    i_utkast = ~PUBLIKA
    for ord_ in q.split()[:8]:
        i_utkast &= Q(titel__icontains=ord_) | Q(kommun__namn__icontains=ord_) | Q(typ__namn__icontains=ord_)
    return rader.filter(Q(pk__in=sok.nycklar(q, "atgard")) | i_utkast)


_FILTER: dict[str, Callable[[tuple[str, ...]], Q]] = {
    "typ": lambda v: Q(typ__in=v),
    "lage": lambda v: Q(lage__in=v),
    "problem": lambda v: Q(pk__in=Atgard.problem.through.objects.filter(problem__in=v).values("atgard")),
    "lan": lambda v: Q(kommun__lan__in=v),
    "medel": lambda v: _medel(v),
}
_KOLUMN = {"typ": "typ_id", "lage": "lage", "problem": "problem", "lan": "kommun__lan_id", "medel": "statliga_medel"}


def _medel(valda: tuple[str, ...]) -> Q:
    villkor = Q(pk__in=[])
    for val in valda:
        varde = _MEDEL[val]
        villkor |= Q(statliga_medel__isnull=True) if varde is None else Q(statliga_medel=varde)
    return villkor


@dataclass(frozen=True, slots=True)
class Alternativ:
    kod: str
    namn: str
    antal: int
    vald: bool


@dataclass(frozen=True, slots=True)
class Facett:
    namn: str
    rubrik: str
    alternativ: list[Alternativ]
    oppen: bool


@dataclass(frozen=True, slots=True)
class Rad:
    atgard: Atgard
    adress: str
    sedan: str
    for_vilka: str
    kostnad: str
    pastatt: str
    uppmatt: str


class Sida:
    """The list for one request; every part is read once."""

    def __init__(self, request: HttpRequest, val: Val) -> None:
        self.val = val
        self.skriver = kommuner_for(request.user, Ratt.SKRIVA_ATGARD) != set()
        alla = Atgard.objects.synliga_for(request.user) if val.visa else Atgard.objects.publika()
        self.grund = matchar(_som_visas(alla, val.visa), val.q)
        self.sidnr = request.GET.get("sida")

    def _filtrerade(self, utom: str = "") -> QuerySet[Atgard]:
        rader = self.grund
        for namn, valda in self.val.facetter.items():
            if valda and namn != utom:
                rader = rader.filter(_FILTER[namn](valda))
        return rader

    def ordnade(self) -> QuerySet[Atgard]:
        senast = F("andrad").desc()
        forst: dict[str, list[Any]] = {
            "senast": [senast],
            "kommun": ["kommun__ordning", senast],
            "start": [NullIf("start", Value("")).desc(nulls_last=True), senast],
            "antal": [F("antal_berorda").desc(nulls_last=True), senast],
        }
        rader = self._filtrerade().order_by(*forst[self.val.ordning], "-pk")
        return rader.select_related("kommun__lan", "typ", "enhet")

    def facetter(self) -> list[Facett]:
        """Each counts as if nothing were chosen in itself, so that another choice shows what it would give."""
        namnen: dict[str, tuple[str, dict[str, str]]] = {
            "typ": ("Slag", dict(Atgardstyp.objects.values_list("kod", "namn"))),
            "lage": ("Läge", {str(k): str(v) for k, v in Atgard.Lage.choices}),
            "problem": ("Problem", dict(Problem.objects.values_list("kod", "namn"))),
            "lan": ("Län", _lan()),
            "medel": ("Statliga medel", MEDEL),
        }
        return [self._facett(namn, rubrik, val) for namn, (rubrik, val) in namnen.items()]

    def _facett(self, namn: str, rubrik: str, kanda: Mapping[str, str]) -> Facett:
        grupper = self._filtrerade(namn).order_by().values_list(_KOLUMN[namn]).annotate(n=Count("pk"))
        antal = {_kod(namn, kod): n for kod, n in grupper}
        valda = self.val.facetter[namn]
        alternativ = [
            Alternativ(kod, ord_, antal.get(kod, 0), kod in valda)
            for kod, ord_ in kanda.items()
            if antal.get(kod) or kod in valda
        ]
        return Facett(namn, rubrik, alternativ, bool(valda) or namn == "typ")

    def mening(self) -> str:
        """ "12 åtgärder i 9 av 290 kommuner."."""
        svar = self._filtrerade().aggregate(n=Count("pk"), k=Count("kommun", distinct=True))
        ord_ = "åtgärd" if svar["n"] == 1 else "åtgärder"
        return f"{svar['n']} {ord_} i {svar['k']} av {ALLA_KOMMUNER} kommuner" if svar["n"] else "Inga åtgärder"

    def sammanhang(self) -> dict[str, Any]:
        blad = Paginator(self.ordnade(), PER_SIDA).get_page(self.sidnr)
        rader = [_rad(a) for a in blad.object_list]
        return {
            "val": self.val,
            "mening": self.mening(),
            "facetter": self.facetter(),
            "blad": blad,
            "rader": rader,
            "ordningar": ORDNINGAR,
            "visaval": [(kod, ord_, self.val.fraga(visa=kod)) for kod, ord_ in VISA.items()] if self.skriver else [],
            "rensa": Val(facetter={}, visa=self.val.visa).fraga(),
            "skriver": self.skriver,
            "visar_exempeldata": any(rad.atgard.exempel for rad in rader),
        }

    def fil(self, adress: Callable[[str], str]) -> Fil:
        """All pages of what is on screen."""
        rader = self.ordnade().prefetch_related("problem")
        exempel = rader.filter(exempel=True).exists()
        kalla = "Källa: kommunerna och de källor som står på varje åtgärds egen sida."
        return Fil("atgarder", "Åtgärder", KOLUMNER, _filrader(rader, adress), kalla, exempel)


def _som_visas(rader: QuerySet[Atgard], visa: str) -> QuerySet[Atgard]:
    if visa == "tillbaka":
        return rader.filter(tillbakadragen__isnull=False)
    if visa == "utkast":
        return rader.filter(synlighet=Atgard.Synlighet.UTKAST, tillbakadragen=None)
    return rader


def _kod(namn: str, kod: Any) -> str:
    if namn == "medel":
        return next(k for k, v in _MEDEL.items() if v is kod)
    return str(kod)


def _lan() -> dict[str, str]:
    return dict(sorted(Lan.objects.values_list("kod", "namn"), key=lambda par: svensk(par[1])))


def _rad(a: Atgard) -> Rad:
    uppmatt = a.resultatlage == Atgard.Resultatlage.UPPMATT
    return Rad(
        a,
        a.get_absolute_url(),
        sedan(a),
        for_vilka(a),
        kostnad(a),
        "" if uppmatt else a.resultat,
        a.resultat if uppmatt else "",
    )


KOLUMNER = (
    *("atgard", "kommun_kod", "kommun", "lan", "enhet", "slag", "titel", "vad", "lage", "beslutad", "start", "slut"),
    *("antal_berorda", "berorda", "avtalsform", "kostnad_engang_kr", "kostnad_per_ar_kr", "betalas_av"),
    *("statliga_medel", "statliga_medel_slut", "statliga_arsarbetare", "efter_statliga_medel"),
    *("resultatlage", "resultat", "problem", "adress", "exempeldata"),
)


def _filrader(rader: QuerySet[Atgard], adress: Callable[[str], str]) -> Iterator[list[Cellvarde]]:
    for a in rader.iterator(chunk_size=500):
        vem: list[Cellvarde] = [a.pk, a.kommun_id, a.kommun.namn, a.kommun.lan.namn, a.enhet.namn if a.enhet else None]
        vad: list[Cellvarde] = [a.typ.namn, a.titel, a.vad or None, a.get_lage_display()]
        nar: list[Cellvarde] = [a.beslutad or None, a.start or None, a.slut or None]
        arsarbetare = float(a.statliga_arsarbetare) if a.statliga_arsarbetare is not None else None
        pengar: list[Cellvarde] = [a.kostnad_engang, a.kostnad_per_ar, a.betalas_av or None, a.statliga_medel]
        efter: list[Cellvarde] = [a.statliga_medel_slut or None, arsarbetare, a.efter_statliga_medel or None]
        resultat: list[Cellvarde] = [a.get_resultatlage_display(), a.resultat or None]
        problem = ", ".join(p.namn for p in a.problem.all()) or None
        sist: list[Cellvarde] = [problem, adress(a.get_absolute_url()), a.exempel]
        vilka: list[Cellvarde] = [a.antal_berorda, a.berorda or None, a.get_avtalsform_display()]
        yield [*vem, *vad, *nar, *vilka, *pengar, *efter, *resultat, *sist]
