"""Writing the index: one object when it changes, everything by `manage.py indexera`.

An object's row is locked while its document is written, so that of two changes the last one is what stays.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Model

from atgarder.models import Atgard, GottExempel
from atgarder.models.sok import Sokdokument, Sokord, Sokslag, Sokterm
from atgarder.sok.dokument import KALLOR, Post
from atgarder.sok.vikter import Vikter, vag

logg = logging.getLogger(__name__)
OBJEKT_PER_BIT = 200
RADER_PER_SATS = 2000
NAMN_PER_FRAGA = 500
"""SQLite takes a limited number of parameters."""


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
        for fran in range(0, len(nycklar), OBJEKT_PER_BIT):
            _indexera(slag, nycklar[fran : fran + OBJEKT_PER_BIT])
        _ta_bort(slag, utom=set(map(str, nycklar)))
        beratta(f"{len(nycklar)} {slag}")
    return Sokdokument.objects.count()


@transaction.atomic
def _indexera(slag: str, nycklar: Sequence[Any]) -> None:
    """Write the documents of these objects, and take away those that are not public."""
    if not nycklar:
        return
    kalla = KALLOR[slag]
    lasta = kalla.modell._default_manager.select_for_update(of=("self",)).filter(pk__in=nycklar).order_by("pk")
    list(lasta.values_list("pk", flat=True))
    poster = [kalla.post(rad) for rad in kalla.rader().filter(pk__in=nycklar).order_by("pk")]
    Sokdokument.objects.filter(slag=slag, nyckel__in=list(map(str, nycklar))).delete()
    _skriv(poster)


def _ta_bort(slag: str, *, utom: set[str]) -> None:
    """Documents of objects that are gone or no longer public."""
    kvar = Sokdokument.objects.filter(slag=slag).values_list("pk", "nyckel")
    borta = [pk for pk, nyckel in kvar if nyckel not in utom]
    for fran in range(0, len(borta), OBJEKT_PER_BIT):
        Sokdokument.objects.filter(pk__in=borta[fran : fran + OBJEKT_PER_BIT]).delete()


def _skriv(poster: Iterable[Post]) -> None:
    vagda = [(post, vag(post.falt, post.tyngd)) for post in poster]
    ord_ = _ordnycklar([vikter for _, vikter in vagda])
    rader = Sokdokument.objects.bulk_create([post.rad() for post, _ in vagda])
    Sokterm.objects.bulk_create(
        (
            Sokterm(ord_id=ord_[term], dokument=rad, vikt=round(vikt, 4))
            for rad, (_, vikter) in zip(rader, vagda, strict=True)
            for term, vikt in vikter.termer.items()
        ),
        batch_size=RADER_PER_SATS,
    )


def _ordnycklar(vikter: Iterable[Vikter]) -> dict[str, int]:
    """The key of every stem; new ones are entered, in one order so that two writers do not wait for each other."""
    former = {stam: form for v in vikter for stam, form in v.former.items()}
    nycklar = _kanda(sorted(former))
    nya = sorted(set(former) - set(nycklar))
    Sokord.objects.bulk_create(
        (Sokord(stam=stam, bakifran=stam[::-1], form=former[stam]) for stam in nya),
        ignore_conflicts=True,
        batch_size=RADER_PER_SATS,
    )
    return nycklar | _kanda(nya)


def _kanda(stammar: list[str]) -> dict[str, int]:
    funna: dict[str, int] = {}
    for fran in range(0, len(stammar), NAMN_PER_FRAGA):
        bit = stammar[fran : fran + NAMN_PER_FRAGA]
        funna.update(Sokord.objects.filter(stam__in=bit).values_list("stam", "pk"))
    return funna
