"""Writing the index: one object when it changes, everything by `manage.py indexera`.

One writer at a time, and each reads what it writes about after it has got its turn: of two changes the last one stays.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import orjson
from django.db import DatabaseError, transaction
from django.db.models import Model

from atgarder.models import Atgard, GottExempel
from atgarder.models.sok import Sokdokument, Sokindex, Sokord, Sokslag, Sokterm
from atgarder.sok.dokument import KALLOR, Post
from atgarder.sok.vikter import Vikter, vag

logg = logging.getLogger(__name__)
PER_FRAGA = 500
DOKUMENT_PER_BIT = 1024
SKALA = 1000
"""Weights are kept as whole thousandths."""
DOKUMENTFALT = ["kommun", "exempel", "titel", "adress", "text", "ord"]

T = TypeVar("T")
Plats = tuple[int, int]
"""A stem and a bit."""
Andringar = dict[Plats, dict[int, int | None]]
"""The new weight by document, or None where the stem no longer occurs."""


def vid_andring(*, objekt: Model, **_: Any) -> None:
    """The receiver of `services.andrad`. What was written stays written even if the index cannot be."""
    try:
        uppdatera(objekt)
    except DatabaseError:
        logg.exception("Sökindexet kunde inte följa med ändringen av %r: kör indexera.", objekt)


def uppdatera(objekt: Model) -> None:
    """The object's document as the object is now; none if it is not public.

    With a measure follow the examples made from it and the measures that inspired it.
    """
    slag = next(slag for slag, kalla in KALLOR.items() if isinstance(objekt, kalla.modell))
    _indexera(slag, [objekt.pk])
    if isinstance(objekt, Atgard):
        _indexera(slag, list(objekt.inspirerad_av.values_list("pk", flat=True)))
        _indexera(Sokslag.EXEMPEL, list(GottExempel.objects.filter(atgarder=objekt.pk).values_list("pk", flat=True)))


def bygg_om(beratta: Callable[[str], None] = lambda rad: None) -> int:
    """Index everything anew, a bit at a time: searches go on meanwhile. Returns how many documents there are."""
    for slag, kalla in KALLOR.items():
        nycklar = list(kalla.rader().order_by("pk").values_list("pk", flat=True))
        for sats in _satser(nycklar):
            _indexera(slag, sats)
        _ta_bort(slag, utom=set(map(str, nycklar)))
        beratta(f"{len(nycklar)} {slag}")
    return Sokdokument.objects.count()


@transaction.atomic
def _indexera(slag: str, nycklar: Sequence[Any]) -> None:
    """Write the documents of these objects, and take away those that are not public."""
    if not nycklar:
        return
    index = _las()
    kalla = KALLOR[slag]
    vagda = [(p, vag(p.falt, p.tyngd)) for p in map(kalla.post, kalla.rader().filter(pk__in=nycklar).order_by("pk"))]
    tidigare = Sokdokument.objects.filter(slag=slag, nyckel__in=[str(n) for n in nycklar])
    andringar = _borttag(tidigare.values_list("pk", "ord"))
    tidigare.exclude(nyckel__in=[post.nyckel for post, _ in vagda]).delete()
    ord_ = _ordnycklar([vikter for _, vikter in vagda])
    for rad, vikter in _dokument(vagda, ord_):
        for term, vikt in vikter.termer.items():
            andringar[ord_[term], rad.pk // DOKUMENT_PER_BIT][rad.pk] = round(vikt * SKALA)
    _skriv(slag, andringar)
    index.antal = Sokdokument.objects.count()
    index.save()


def _las() -> Sokindex:
    """One writer at a time; what it reads after this is what was committed last."""
    Sokindex.objects.bulk_create([Sokindex(pk=1)], ignore_conflicts=True)
    return Sokindex.objects.select_for_update().get(pk=1)


def _borttag(rader: Iterable[tuple[int, list[int]]]) -> Andringar:
    """What takes these documents out of the index."""
    andringar: Andringar = defaultdict(dict)
    for pk, ord_ in rader:
        for nyckel in ord_:
            andringar[nyckel, pk // DOKUMENT_PER_BIT][pk] = None
    return andringar


def _dokument(vagda: Sequence[tuple[Post, Vikter]], ord_: dict[str, int]) -> list[tuple[Sokdokument, Vikter]]:
    """The documents' own rows; one that is there keeps its key."""
    rader = [post.rad(sorted(ord_[term] for term in vikter.termer)) for post, vikter in vagda]
    skrivna = Sokdokument.objects.bulk_create(
        rader, update_conflicts=True, unique_fields=["slag", "nyckel"], update_fields=DOKUMENTFALT
    )
    return [(rad, vikter) for rad, (_, vikter) in zip(skrivna, vagda, strict=True)]


def _skriv(slag: str, andringar: Andringar) -> None:
    """Bring the rows of the stems up to date, a number of stems at a time."""
    for nycklar in _satser(sorted({ord_ for ord_, _ in andringar})):
        i_satsen = set(nycklar)
        fanns = dict(_poster(slag, nycklar))
        blir = {
            plats: {pk: vikt for pk, vikt in (fanns.get(plats, {}) | ny).items() if vikt is not None}
            for plats, ny in andringar.items()
            if plats[0] in i_satsen
        }
        Sokterm.objects.bulk_create(
            [Sokterm(ord_id=ord_, slag=slag, bit=bit, poster=_som_text(p)) for (ord_, bit), p in blir.items()],
            update_conflicts=True,
            unique_fields=["ord", "slag", "bit"],
            update_fields=["poster"],
            batch_size=PER_FRAGA,
        )
        Sokterm.objects.filter(slag=slag, ord__in=nycklar, poster=_som_text({})).delete()


def _poster(slag: str, nycklar: Sequence[int]) -> Iterator[tuple[Plats, dict[int, int | None]]]:
    """Weights by document, by stem and bit."""
    rader = Sokterm.objects.filter(slag=slag, ord__in=nycklar).values_list("ord_id", "bit", "poster")
    return (((ord_, bit), dict(zip(*orjson.loads(poster), strict=True))) for ord_, bit, poster in rader)


def _som_text(poster: Mapping[int, int | None]) -> str:
    return orjson.dumps([[*poster], [*poster.values()]]).decode()


def _ta_bort(slag: str, *, utom: set[str]) -> None:
    """Documents of objects that are gone or no longer public."""
    borta = [n for n in Sokdokument.objects.filter(slag=slag).values_list("nyckel", flat=True) if n not in utom]
    for nycklar in _satser(sorted(borta)):
        with transaction.atomic():
            index = _las()
            tidigare = Sokdokument.objects.filter(slag=slag, nyckel__in=nycklar)
            andringar = _borttag(tidigare.values_list("pk", "ord"))
            tidigare.delete()
            _skriv(slag, andringar)
            index.antal = Sokdokument.objects.count()
            index.save()


def _ordnycklar(vikter: Iterable[Vikter]) -> dict[str, int]:
    """The key of every stem; new ones are entered."""
    former = {stam: form for v in vikter for stam, form in v.former.items()}
    nycklar = _kanda(sorted(former))
    nya = sorted(set(former) - set(nycklar))
    Sokord.objects.bulk_create(Sokord(stam=stam, bakifran=stam[::-1], form=former[stam]) for stam in nya)
    return nycklar | _kanda(nya)


def _kanda(stammar: list[str]) -> dict[str, int]:
    return {
        stam: pk
        for sats in _satser(stammar)
        for stam, pk in Sokord.objects.filter(stam__in=sats).values_list("stam", "pk")
    }


def _satser(rader: Sequence[T]) -> Iterator[Sequence[T]]:
    """A database takes a limited number of parameters."""
    return (rader[fran : fran + PER_FRAGA] for fran in range(0, len(rader), PER_FRAGA))
