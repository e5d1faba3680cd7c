"""The rows of one's own lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.forms import BoundField

from atgarder.models import GottExempel, Underlag
from atgarder.underlag import egna
from konton.models import User
from socialtjanst.web.formular.underlag import Lista
from socialtjanst.web.presentation.exempelval import HOGST_I_BREDD

Rader = QuerySet[Underlag]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An example in a list; without an address it is no longer shown to readers."""

    pk: int
    slug: str
    titel: str
    adress: str
    falt: BoundField
    forst: bool
    sist: bool
    i_bredd: bool


def rader(user: User | AnonymousUser) -> list[Any]:
    return list(egna(user).select_related("kommun").annotate(antal=Count("poster")))


def sammanhang(form: Lista) -> dict[str, Any]:
    falt, poster = form.notfalt(), form.poster
    publika = set(
        GottExempel.objects.publika().filter(pk__in=[p.exempel_id for p in poster]).values_list("pk", flat=True)
    )
    synliga = [p.pk for p in poster if p.exempel_id in publika]
    return {
        "poster": [
            Post(
                pk=p.pk,
                slug=p.exempel.slug,
                titel=p.exempel.publik.innehall["titel"] if p.exempel.publik else p.exempel.titel,
                adress=p.exempel.get_absolute_url() if p.exempel_id in publika else "",
                falt=falt[p.pk],
                forst=nr == 0,
                sist=nr == len(poster) - 1,
                i_bredd=p.pk in synliga[:HOGST_I_BREDD],
            )
            for nr, p in enumerate(poster)
        ],
        "hogst": HOGST_I_BREDD,
    }


def med(slugar: Sequence[str], lista: str | None) -> str:
    """The query string of a sheet with these examples, and the list whose notes it carries."""
    par = [*(("exempel", slug) for slug in slugar), *([("lista", lista)] if lista else [])]
    return f"?{urlencode(par)}" if par else ""
