"""Lists and objects whose answer depends on who asks: drafts are seen by their own, and kept by no shared cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import F, Model, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.dateparse import parse_datetime
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from konton.behorighet import Ratt, far
from socialtjanst.api import sidor, stallning, utdata
from socialtjanst.api.bas import SEKUNDER, Csv, Json, Vy
from socialtjanst.api.fel import citat
from socialtjanst.api.matvarden import utan_sidor
from socialtjanst.api.parametrar import En, Lista, Parameter
from socialtjanst.api.strypning import Lasning, Skrivning

NYAST_FORST = "-pk"
SIDPARAMETRAR: tuple[Parameter[Any], ...] = (sidor.CURSOR, sidor.PAGE_SIZE, *utdata.FILPARAMETRAR)
TIDIGAST, SENAST = 1900, 2999


def _tidpunkt(text: str) -> datetime:
    """A moment with its zone, or a day, which begins at midnight Swedish time."""
    try:
        moment = (
            parse_datetime(text) if "T" in text else datetime.combine(date.fromisoformat(text), datetime.min.time())
        )
    except ValueError:
        moment = None
    if moment is None or not TIDIGAST <= moment.year <= SENAST:
        raise ValueError(f"”{citat(text)}” är ingen tidpunkt. Skriv 2025-03-31 eller 2025-03-31T12:00:00Z.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def tidpunkt(namn: str, om: str) -> En[datetime]:
    return En(namn, om, _tidpunkt, {"type": "string", "pattern": "^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"})


def nummer(namn: str, om: str) -> Lista[int]:
    """Numbers of objects; one that does not exist, or is hidden, selects nothing and says nothing."""

    def tolka(text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise ValueError(f"”{citat(text)}” är inget nummer. Numret står i fältet id.")
        return int(text)

    return Lista(namn, om, tolka, {"type": "string", "pattern": "^[0-9]{1,9}$"})


@dataclass(frozen=True, eq=False)
class Koder(Lista[str]):
    """Codes of a short register in the database, which is read once per request, however many are named."""

    finns: Callable[[], Sequence[str]] = tuple
    hjalp: str = ""

    def las(self, text: str) -> tuple[str, ...]:
        finns = self.finns()
        alla = f"Välj bland {', '.join(finns)}."

        def tolka(kod: str) -> str:
            if kod not in finns:
                raise ValueError(f"”{citat(kod)}” finns inte. {self.hjalp or alla}")
            return kod

        return Lista(self.namn, self.om, tolka, self.schema).las(text)


def koder(namn: str, om: str, modell: type[Model], hjalp: str = "") -> Koder:
    schema = {"type": "string", "pattern": "^[a-z0-9-]{1,40}$"}
    rader = modell._default_manager.values_list("pk", flat=True)
    return Koder(namn, om, str, schema, finns=lambda: list(rader.all()), hjalp=hjalp)


class FarSkriva(BasePermission):
    """Everybody reads; writing needs the view's `ratt` in some municipality, and then in the right one."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        ratt: Ratt | None = getattr(view, "ratt", None)
        return request.method in ("GET", "HEAD", "OPTIONS") or (ratt is not None and far(request.user, ratt))


def personligt(request: Request, svar: HttpResponse) -> HttpResponseBase:
    """With the ETag of the finished answer; what somebody sees logged in is kept by their own browser only."""
    etag = stallning.etag_av(svar.content)
    ut: HttpResponseBase = get_conditional_response(request._request, etag=etag) or svar
    ut["ETag"] = etag
    patch_vary_headers(ut, ["Authorization", "Cookie"])
    if request.user.is_authenticated:
        patch_cache_control(ut, private=True, no_cache=True)
    else:
        patch_cache_control(ut, public=True, max_age=SEKUNDER)
    return ut


class Skrivvy(Vy):
    """An address that somebody may write to."""

    permission_classes = [FarSkriva]
    throttle_classes = [Lasning, Skrivning]


class Personligvy(Skrivvy):
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return personligt(request, self.svara(request, *args, **kwargs))

    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        raise NotImplementedError


class Sidlista(Personligvy):
    """Pages of JSON, or everything that the filters let through as CSV."""

    renderer_classes: Sequence[type[BaseRenderer]] = [Json, Csv]
    filnamn: ClassVar[str]
    kolumner: ClassVar[tuple[str, ...]]
    ordning: ClassVar[Parameter[str] | None] = None
    nycklar: ClassVar[Mapping[str, Any]] = {}
    forst: ClassVar[str] = NYAST_FORST

    def urval(self, request: Request) -> QuerySet[Any]:
        """What the reader may see and the filters let through."""
        raise NotImplementedError

    def rader(self, request: Request, valda: QuerySet[Any]) -> list[dict[str, Any]]:
        """As the API says them, in the order of `valda`."""
        raise NotImplementedError

    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        fraga, ordning = self.fraga, (self.fraga[self.ordning] if self.ordning else None) or self.forst
        nycklar = {"pk": F("pk"), **self.nycklar}
        sidor.lagg_fast(fraga, ordning, 0, 0)
        valda = self.urval(request)
        if request.accepted_renderer.format == "csv":
            utan_sidor(fraga)
            rader = self.rader(request, sidor.ordna(valda, ordning, nycklar))
            tabell = [[platt(rad.get(k)) for k in self.kolumner] for rad in rader]
            return utdata.csv_svar(self.filnamn, self.kolumner, tabell, fraga[utdata.DIALEKT])
        sida = sidor.bladdra(valda, fraga, ordning, 0, nycklar, ())
        pk = [rad[0] for rad in sida.rader]
        funna = {rad["id"]: rad for rad in self.rader(request, valda.model._default_manager.filter(pk__in=pk))}
        lankar = {"next": sidor.lank(request, sida.nasta), "previous": sidor.lank(request, sida.forra)}
        return utdata.json_svar(lankar | {"results": [funna[nr] for nr in pk if nr in funna]})


def platt(varde: Any) -> Any:
    """A nested value as the one cell that a CSV file has room for."""
    if isinstance(varde, list):
        return " ".join(str(platt(v)) for v in varde)
    if isinstance(varde, Mapping):
        return varde.get("id", varde.get("nyckeltal"))
    return varde
