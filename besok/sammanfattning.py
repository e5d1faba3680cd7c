"""A round in numbers: pure counting over rows that a handful of queries give. A municipality counts once.

Whoever calls decides which visits are counted: for the public the published ones, for nobody anything else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from atgarder.models import Atgard
from besok.models import Atagande, Atagandelage, Besok, HordSiffra, Iakttagelse, Signal

TILLSATTA = "alla tjänster tillsatta"  # the signal that says that every post is filled
VAKANSER = "VP01"  # whose counter is the number of vacant posts


@dataclass(frozen=True, slots=True)
class Besoksrad:
    pk: UUID
    kommun: str
    datum: date | None
    forra: UUID | None


@dataclass(frozen=True, slots=True)
class Medel:
    """A measure paid with state money."""

    atgard: int
    kommun: str
    typ: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Underlag:
    """Rows of the visits that are counted. `tillsatta` are all visits, earlier ones too, that found every post filled;
    `forra` are the visits before, of those that may be seen."""

    besok: Sequence[Besoksrad]
    iakttagelser: Sequence[tuple[UUID, str, str]] = ()
    signaler: Sequence[tuple[UUID, str]] = ()
    tillsatta: frozenset[UUID] = frozenset()
    forra: frozenset[UUID] = frozenset()
    domar: Sequence[tuple[int, str]] = ()
    nya_loften: int = 0
    medel: Sequence[Medel] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sammanfattning:
    """`bedomningar`: theme → judgement → municipalities; `signaler`: text → municipalities' codes, most first."""

    besokta: int
    bedomningar: Mapping[str, Mapping[str, int]]
    signaler: Sequence[tuple[str, frozenset[str]]]
    nu_tillsatta: frozenset[str]
    utan_forra: int
    loften: Mapping[str, int]
    nya_loften: int
    medel: Mapping[str, frozenset[str]]

    @property
    def bedomda_loften(self) -> int:
        return sum(self.loften.values())


def rakna(u: Underlag) -> Sammanfattning:
    kommun = {b.pk: b.kommun for b in u.besok}
    senaste = _senaste(u.besok)
    return Sammanfattning(
        besokta=len(set(kommun.values())),
        bedomningar=_bedomningar(u.iakttagelser, set(senaste.values())),
        signaler=_signaler(u.signaler, kommun),
        nu_tillsatta=_nu_tillsatta(u, senaste),
        utan_forra=sum(_fore(u, pk) is None for pk in senaste.values()),
        loften=Counter(dict(u.domar).values()),
        nya_loften=u.nya_loften,
        medel=_medel(u.medel),
    )


def _senaste(besok: Iterable[Besoksrad]) -> dict[str, UUID]:
    """Each municipality's last visit in the round; one whose day is unknown counts as the first."""
    ordnade = sorted(besok, key=lambda b: (b.datum or date.min, str(b.pk)))
    return {b.kommun: b.pk for b in ordnade}


def _bedomningar(rader: Iterable[tuple[UUID, str, str]], senaste: set[UUID]) -> dict[str, Counter[str]]:
    per_tema: dict[str, Counter[str]] = defaultdict(Counter)
    for besok, tema, bedomning in rader:
        if besok in senaste:
            per_tema[tema][bedomning] += 1
    return dict(per_tema)


def _signaler(rader: Iterable[tuple[UUID, str]], kommun: Mapping[UUID, str]) -> list[tuple[str, frozenset[str]]]:
    sagt: dict[str, set[str]] = defaultdict(set)
    for besok, text in rader:
        if besok in kommun:
            sagt[text].add(kommun[besok])
    ordnade = sorted(sagt.items(), key=lambda par: (-len(par[1]), par[0]))
    return [(text, frozenset(koder)) for text, koder in ordnade]


def _fore(u: Underlag, pk: UUID) -> UUID | None:
    rad = next(b for b in u.besok if b.pk == pk)
    return rad.forra if rad.forra in u.forra else None


def _nu_tillsatta(u: Underlag, senaste: Mapping[str, UUID]) -> frozenset[str]:
    """Every post filled now, and not at the visit before, which must be known."""
    return frozenset(
        kod
        for kod, pk in senaste.items()
        if pk in u.tillsatta and (fore := _fore(u, pk)) is not None and fore not in u.tillsatta
    )


def _medel(rader: Iterable[Medel]) -> dict[str, frozenset[str]]:
    per_typ: dict[str, set[str]] = defaultdict(set)
    for rad in rader:
        per_typ[rad.typ].add(rad.kommun)
    ordnade = sorted(per_typ.items(), key=lambda par: (-len(par[1]), par[0]))
    return {typ: frozenset(koder) for typ, koder in ordnade}


def underlag(besok: QuerySet[Besok], *, synliga: QuerySet[Besok], atgarder: QuerySet[Atgard]) -> Underlag:
    """The rows of `besok`; of visits before and of measures only what is in `synliga` and `atgarder`. Nine queries."""
    rader = [Besoksrad(*rad) for rad in besok.values_list("pk", "kommun_id", "datum", "forra_id")]
    mina = [rad.pk for rad in rader]
    forra = frozenset(synliga.filter(pk__in=[rad.forra for rad in rader if rad.forra]).values_list("pk", flat=True))
    return Underlag(
        besok=rader,
        iakttagelser=list(
            Iakttagelse.objects.filter(besok__in=mina)
            .order_by("tema__ordning", "pk")
            .values_list("besok_id", "tema__namn", "bedomning")
        ),
        signaler=_sagda(mina),
        tillsatta=_tillsatta({*mina, *forra}),
        forra=forra,
        domar=list(Atagandelage.objects.filter(besok__in=mina).order_by("pk").values_list("atagande_id", "lage")),
        nya_loften=Atagande.objects.filter(besok__in=mina).count(),
        medel=_statliga(atgarder, {rad.kommun for rad in rader}),
    )


def _sagda(besok: Iterable[UUID]) -> list[tuple[UUID, str]]:
    """Which visit said what; one that was merged counts as the one that it was merged into."""
    rader = Signal.objects.filter(besok__in=list(besok)).annotate(
        sagt=Coalesce(F("samma_som__text"), F("text")), vid=F("besok__pk")
    )
    return list(rader.order_by("pk").values_list("vid", "sagt"))


def _tillsatta(besok: Iterable[UUID]) -> frozenset[UUID]:
    """Visits that found every post filled: said so, or heard of no vacant post."""
    koder = list(besok)
    sagt = {pk for pk, text in _sagda(koder) if text == TILLSATTA}
    hort = HordSiffra.objects.filter(besok__in=koder, nyckeltal=VAKANSER, taljare=0)
    return frozenset(sagt | set(hort.values_list("besok_id", flat=True)))


def _statliga(atgarder: QuerySet[Atgard], kommuner: Iterable[str]) -> list[Medel]:
    rader = atgarder.filter(kommun__in=list(kommuner), statliga_medel=True, tillbakadragen__isnull=True)
    return [Medel(*rad) for rad in rader.order_by("pk").values_list("pk", "kommun_id", "typ__namn")]
