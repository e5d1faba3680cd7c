"""What every address of the API does alike: negotiation, parameters, problems, ETag, caching, CORS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from rest_framework.exceptions import MethodNotAllowed, NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.utils.mediatypes import media_type_matches
from rest_framework.views import APIView

from socialtjanst.api import parametrar, stallning, utdata
from socialtjanst.api.parametrar import Fraga, Parameter
from socialtjanst.api.stallning import Stallning
from socialtjanst.api.strypning import Lasning

SYNLIGA_HUVUDEN = "ETag, Retry-After, Dataversion, Content-Disposition"
SEKUNDER = 60
"""How long others may keep an answer without asking again."""


class Json(BaseRenderer):
    """Only negotiated: the views write their answers themselves."""

    media_type, format = "application/json", "json"


class Csv(BaseRenderer):
    media_type, format = "text/csv", "csv"


class Forhandling(BaseContentNegotiation):
    """?format= decides; else Accept. A wrong ?format= is named with the other parameters."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        return next((p for p in parsers if media_type_matches(p.media_type, request.content_type)), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        val = list(renderers)
        onskat = request.query_params.get("format")
        if onskat is not None:
            vald = next((r for r in val if r.format == onskat), val[0])
            return vald, vald.media_type
        for bit in request.headers.get("Accept", "*/*").split(","):
            slag = bit.split(";")[0].strip().lower() or "*/*"
            for r in val:
                if slag in ("*/*", r.media_type, r.media_type.split("/")[0] + "/*"):
                    return r, r.media_type
        raise NotAcceptable


class Vy(APIView):
    """A public address; `parametrar` is all that may stand after its question mark."""

    permission_classes = [AllowAny]
    throttle_classes = [Lasning]
    renderer_classes: Sequence[type[BaseRenderer]] = [Json]
    parser_classes = [JSONParser]
    content_negotiation_class = Forhandling
    parametrar: ClassVar[tuple[Parameter[Any], ...]] = ()
    fraga: Fraga

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)
        self.fraga = parametrar.las(request.query_params, self.parametrar if request.method in ("GET", "HEAD") else ())

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """What a browser asks before another site's page may send If-None-Match."""
        svar = HttpResponse(status=204)
        svar["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        svar["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
        svar["Access-Control-Max-Age"] = "86400"
        return svar

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        svar: HttpResponseBase = super().finalize_response(request, cast(Any, response), *args, **kwargs)
        patch_vary_headers(svar, ["Accept"])
        if request.method in ("GET", "HEAD", "OPTIONS"):
            svar["Access-Control-Allow-Origin"] = "*"
            svar["Access-Control-Expose-Headers"] = SYNLIGA_HUVUDEN
        if not svar.has_header("Cache-Control"):
            patch_cache_control(svar, private=True, no_store=svar.status_code >= 400, no_cache=svar.status_code < 400)
        return svar


def med_etag(request: HttpRequest, etag: str, gor: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """304 without making the answer when the reader has it already."""
    tidigare = get_conditional_response(request, etag=etag)
    svar = gor() if tidigare is None else tidigare
    svar["ETag"] = etag
    patch_cache_control(svar, public=True, max_age=SEKUNDER)
    return svar


class Datavy(Vy):
    """An address whose answer follows from the data's state: its ETag is known before the data is touched."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        lage = stallning.las()
        etag = stallning.etag(lage, request.get_full_path(), request.accepted_renderer.format)
        return med_etag(request._request, etag, lambda: self.svara(request, lage, *args, **kwargs))

    def svara(self, request: Request, lage: Stallning, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise NotImplementedError


class Registervy(Vy):
    """A short list or a single thing: its ETag is made from the finished answer."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        svar = self.svara(request, *args, **kwargs)
        return med_etag(request._request, stallning.etag_av(svar.content), lambda: svar)

    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        raise NotImplementedError


class Registerlista(Registervy):
    """A list that fits in one answer, as JSON or CSV."""

    renderer_classes = [Json, Csv]
    filnamn: ClassVar[str]
    kolumner: ClassVar[tuple[str, ...]]

    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        rader = self.rader(self.fraga)
        if request.accepted_renderer.format == "csv":
            platta = [[_platt(rad[k]) for k in self.kolumner] for rad in rader]
            return utdata.csv_svar(self.filnamn, self.kolumner, platta, self.fraga[utdata.DIALEKT])
        return utdata.json_svar({"next": None, "previous": None, "results": rader})

    def rader(self, fraga: Fraga) -> list[dict[str, Any]]:
        raise NotImplementedError


def _platt(varde: Any) -> Any:
    """A nested value as the one cell that a CSV file has room for."""
    if isinstance(varde, Mapping):
        return varde.get("kod")
    if isinstance(varde, list | tuple):
        return " ".join(str(_platt(v)) for v in varde)
    return varde
