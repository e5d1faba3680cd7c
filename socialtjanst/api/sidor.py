"""Pages of a long list: an opaque cursor says where the reader is, in which order and at which version.

Since the cursor carries the version (or, for trends, the generation), everybody who pages through reads one
state of the data, even if an import is published meanwhile.
"""

import base64
import binascii
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from django.db.models import F, Model, Q, QuerySet
from rest_framework.request import Request

from socialtjanst.api.fel import Felrad
from socialtjanst.api.parametrar import En, Fraga, Parameter, ogiltig_fraga

M = TypeVar("M", bound=Model)
STANDARD, STORST = 500, 5000


@dataclass(frozen=True)
class Markor:
    """The row next to the page: `varde` of the field that orders, and its `pk`; `bakat` reads towards the start."""

    vid: int
    ordning: str
    bakat: bool
    varde: str | float | None
    pk: int

    def text(self) -> str:
        delar = [self.vid, self.ordning, self.bakat, self.varde, self.pk]
        return base64.urlsafe_b64encode(orjson.dumps(delar)).decode().rstrip("=")


@dataclass(frozen=True)
class Sida:
    """Rows as tuples that begin with pk and the ordering value, and the cursors to either side."""

    rader: list[tuple[Any, ...]]
    nasta: Markor | None
    forra: Markor | None


def _markor(text: str) -> Markor:
    try:
        vid, ordning, bakat, varde, pk = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, TypeError) as fel:
        raise ValueError(_FEL_MARKOR) from fel
    if not (_litet(vid) and _litet(pk) and isinstance(ordning, str) and isinstance(bakat, bool) and _varde(varde)):
        raise ValueError(_FEL_MARKOR)
    return Markor(vid, ordning, bakat, varde, pk)


def _litet(tal: object) -> bool:
    return isinstance(tal, int) and not isinstance(tal, bool) and 0 <= tal < 2**62


def _varde(varde: object) -> bool:
    if isinstance(varde, str):
        return len(varde) <= 12 and varde.isascii() and varde.isprintable()
    return varde is None or _litet(varde) or (isinstance(varde, float) and math.isfinite(varde))


def _storlek(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= STORST:
        raise ValueError(f"Ange ett heltal mellan 1 och {STORST}.")
    return int(text)


_FEL_MARKOR = "Markören går inte att läsa. Använd adressen i next eller previous som den står."
CURSOR = En(
    "cursor",
    "Platsen i listan. Bygg den inte själv: följ next och previous.",
    _markor,
    {"type": "string", "maxLength": 400},
)
PAGE_SIZE = En(
    "page_size",
    "Antal rader per sida.",
    _storlek,
    {"type": "integer", "minimum": 1, "maximum": STORST, "default": STANDARD},
)


def ordning_av(namn: list[str]) -> Parameter[str]:
    """The parameter `ordering` for a list that can be ordered by these."""
    val = [*namn, *(f"-{n}" for n in namn)]

    def tolka(text: str) -> str:
        if text not in val:
            raise ValueError(f"Listan går inte att ordna efter ”{text[:40]}”. Välj bland {', '.join(val)}.")
        return text

    om = "Fält att ordna efter, med - framför för fallande. Rader utan värde kommer sist."
    return En("ordering", om, tolka, {"type": "string", "enum": val})


def lagg_fast(fraga: Fraga, ordning: str, vid: int, senaste: int, aldsta: int = 0) -> int:
    """The version to read: the cursor's, if there is one.

    Raises Problem for a cursor from another list, or from a state before `aldsta` that is no longer kept.
    """
    markor = fraga[CURSOR]
    if markor is None:
        return vid
    if (
        markor.ordning != ordning
        or markor.vid > senaste
        or isinstance(markor.varde, int | float) != _ordnas_av_tal(markor)
    ):
        raise ogiltig_fraga([Felrad("cursor", markor.text(), _FEL_MARKOR)])
    if markor.vid < aldsta:
        raise ogiltig_fraga([Felrad("cursor", markor.text(), "Listan har räknats om sedan dess. Börja från början.")])
    return markor.vid


def _ordnas_av_tal(markor: Markor) -> bool:
    return markor.varde is not None and markor.ordning.lstrip("-") in TALFALT


TALFALT = {"pk", "varde", "forandring", "forandring_ar", "lutning", "p_justerat"}
"""Fields whose ordering value is a number; all others are text that is never missing."""


def bladdra(
    rader: QuerySet[M], fraga: Fraga, ordning: str, vid: int, nycklar: Mapping[str, Any], falt: tuple[str, ...]
) -> Sida:
    """One page of `rader`, in the order of `ordning` ("" is the order in which the values came in)."""
    markor, storlek = fraga[CURSOR], fraga[PAGE_SIZE] or STANDARD
    bakat = markor is not None and markor.bakat
    ordnade = ordna(rader, ordning, nycklar, bakat=bakat)
    if markor is not None:
        ordnade = ordnade.filter(_efter(markor))
    funna = list(ordnade.values_list("pk", "nyckel", *falt)[: storlek + 1])
    fler, funna = len(funna) > storlek, funna[:storlek]
    if bakat:
        funna.reverse()
    return Sida(
        funna,
        nasta=_vid(funna[-1], ordning, vid, bakat=False) if funna and (fler or bakat) else None,
        forra=_vid(funna[0], ordning, vid, bakat=True)
        if funna and ((markor and not bakat) or (fler and bakat))
        else None,
    )


def ordna(rader: QuerySet[M], ordning: str, nycklar: Mapping[str, Any], *, bakat: bool = False) -> QuerySet[Any]:
    """Ordered by the field, then by pk; rows without a value come last. Annotates `nyckel`."""
    falt = ordning.lstrip("-")
    if not falt:
        return rader.annotate(nyckel=F("pk")).order_by("-pk" if bakat else "pk")
    fallande = ordning.startswith("-") != bakat
    med_nyckel = rader.annotate(nyckel=nycklar[falt])
    if fallande:
        return med_nyckel.order_by(F("nyckel").desc(**_nollor(bakat)), "-pk" if bakat else "pk")
    return med_nyckel.order_by(F("nyckel").asc(**_nollor(bakat)), "-pk" if bakat else "pk")


def _nollor(bakat: bool) -> dict[str, bool]:
    return {"nulls_first": True} if bakat else {"nulls_last": True}


def _efter(m: Markor) -> Q:
    """What comes after the cursor in its own direction."""
    pk = Q(pk__lt=m.pk) if m.bakat else Q(pk__gt=m.pk)
    if not m.ordning:
        return pk
    if m.varde is None:
        lika = Q(nyckel__isnull=True) & pk
        return lika | Q(nyckel__isnull=False) if m.bakat else lika
    mindre = m.ordning.startswith("-") != m.bakat
    bortom = Q(nyckel__lt=m.varde) if mindre else Q(nyckel__gt=m.varde)
    efter = bortom | Q(nyckel=m.varde) & pk
    return efter if m.bakat else efter | Q(nyckel__isnull=True)


def _vid(rad: tuple[Any, ...], ordning: str, vid: int, *, bakat: bool) -> Markor:
    return Markor(vid, ordning, bakat, rad[1] if ordning else None, rad[0])


def lank(request: Request, markor: Markor | None) -> str | None:
    """The address of the page beside this one."""
    if markor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = markor.text()
    return request.build_absolute_uri(f"{request.path}?{query.urlencode(safe=',')}")
