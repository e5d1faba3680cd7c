"""The description of the API: as OpenAPI for programs, and as a page for people that reads the same."""

from functools import cache
from typing import Any

import orjson
import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from socialtjanst.api.bas import Registervy
from socialtjanst.api.beskrivning import LASFEL, felsvar
from socialtjanst.api.fel import FELTYPER
from socialtjanst.api.parametrar import En, ett_av

METODER = ("get", "post", "patch")
GRUPPER = {
    "matvarden": "Mätvärden",
    "nyckeltal": "Nyckeltal",
    "kommuner": "Kommuner",
    "kommungrupper": "Kommungrupper",
    "lan": "Län",
    "trender": "Trender",
    "rapporter": "Rapporter",
    "atgardstyper": "Slag av åtgärder",
    "atgarder": "Åtgärder",
    "uppgifter": "Uppgifter",
    "goda-exempel": "Goda exempel",
    "inspiration": "Inspiration",
    "sok": "Sök",
    "besoksomgangar": "Besöksomgångar",
    "besok": "Besök",
    "handlingsplaner": "Handlingsplaner",
    "ataganden": "Åtaganden",
    "schema": "Beskrivningen",
}
"""The first part of an address and its heading, in the page's order."""
FORMAT = En("format", "Beskrivningens format.", ett_av("json", "yaml"), {"type": "string", "enum": ["json", "yaml"]})


class OpenapiJson(BaseRenderer):
    media_type, format = "application/vnd.oai.openapi+json", "json"


class OpenapiYaml(BaseRenderer):
    media_type, format = "application/vnd.oai.openapi", "yaml"


class VanligJson(BaseRenderer):
    media_type, format = "application/json", "json"


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI description; made once per process."""
    generator: Any = SchemaGenerator  # untyped
    return dict(generator().get_schema(request=None, public=True))


@cache
def _som(format_: str) -> bytes:
    if format_ == "yaml":
        text = yaml.safe_dump(orjson.loads(_som("json")), allow_unicode=True, sort_keys=False)
        return text.encode()
    return orjson.dumps(schema())


class Schema(Registervy):
    renderer_classes = [OpenapiJson, OpenapiYaml, VanligJson]
    parametrar = (FORMAT,)

    @extend_schema(
        operation_id="schema",
        summary="Den här beskrivningen",
        description="API:ets beskrivning i OpenAPI 3.",
        parameters=[FORMAT.openapi()],
        responses={
            (200, OpenapiJson.media_type): OpenApiResponse(OpenApiTypes.OBJECT, "Beskrivningen."),
            (200, VanligJson.media_type): OpenApiResponse(OpenApiTypes.OBJECT, "Beskrivningen."),
            (200, OpenapiYaml.media_type): OpenApiResponse(OpenApiTypes.STR, "Beskrivningen."),
            304: OpenApiResponse(None, "Oförändrad."),
            **felsvar(LASFEL),
        },
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)

    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        vald = request.accepted_renderer
        return HttpResponse(_som(vald.format), content_type=vald.media_type)


def dokument(request: HttpRequest) -> HttpResponse:
    """The page that reads the description."""
    grupper: dict[str, list[dict[str, Any]]] = {rubrik: [] for rubrik in GRUPPER.values()}
    for adress, metoder in schema()["paths"].items():
        for metod in METODER:
            if metod in metoder:
                grupper[GRUPPER[metoder[metod]["tags"][0]]].append(_anrop(adress, metod, metoder[metod]))
    fel = [{"typ": typ, "kod": kod, "titel": titel, "rad": rad} for typ, (kod, titel, rad) in FELTYPER.items()]
    ram = {"sida": "api", "grupper": grupper, "fel": fel, "bas": request.build_absolute_uri(reverse("api-dokument"))}
    return render(request, "api/dokument.html", ram)


def _anrop(adress: str, metod: str, operation: dict[str, Any]) -> dict[str, Any]:
    svar = operation["responses"]
    lyckat = next(kod for kod in svar if kod.startswith("2"))
    return {
        "id": operation["operationId"],
        "adress": adress,
        "metod": metod.upper(),
        "rubrik": operation["summary"],
        "om": operation["description"],
        "parametrar": [_parameter(p) for p in operation.get("parameters", [])],
        "kropp": _falt(_ref(operation.get("requestBody", {})), kravs=" Måste anges."),
        "falt": _falt(_ref(svar[lyckat])),
        "rader": _radfalt(_ref(svar[lyckat])),
    }


def _parameter(p: dict[str, Any]) -> dict[str, Any]:
    form = p["schema"].get("items", p["schema"])
    return {
        "namn": p["name"],
        "om": p["description"],
        "val": form.get("enum", []),
        "standard": form.get("default"),
        "exempel": [",".join(e["value"]) if isinstance(e["value"], list) else e["value"] for e in _exempel(p)],
    }


def _exempel(p: dict[str, Any]) -> list[dict[str, Any]]:
    return list(p.get("examples", {}).values())


def _ref(del_: dict[str, Any]) -> str:
    """The name of the component that a body of JSON has, or nothing."""
    ref: str = del_.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    return ref.rsplit("/", 1)[-1]


def _falt(namn: str, kravs: str = "") -> list[dict[str, str]]:
    """Its fields; `kravs` is said of those that must be there."""
    objekt = schema()["components"]["schemas"].get(namn, {})
    maste = objekt.get("required", []) if kravs else []
    falt = objekt.get("properties", {}).items()
    return [{"namn": n, "om": f.get("description", "") + (kravs if n in maste else "")} for n, f in falt]


def _radfalt(namn: str) -> list[dict[str, str]]:
    """The fields of a list's rows."""
    falt = schema()["components"]["schemas"].get(namn, {}).get("properties", {})
    ref: str = falt.get("results", falt.get("rader", {})).get("items", {}).get("$ref", "")
    return _falt(ref.rsplit("/", 1)[-1])


urlpatterns = [
    path("", dokument, name="api-dokument"),
    path("schema/", Schema.as_view(), name="api-schema"),
]
