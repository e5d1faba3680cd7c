"""The OpenAPI description of each address, from the same parameters that check its requests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers

from socialtjanst.api.bas import Vy
from socialtjanst.api.fel import FELTYPER, MEDIETYP, Problembeskrivning

V = TypeVar("V", bound=type[Vy])
Svar = dict[tuple[int, str] | int, Any]
INLOGGAD: list[Any] = [{"nyckel": []}, {"session": []}]
LASFEL = (400, 401, 406, 429, 500)
SKRIVFEL = (400, 401, 403, 406, 415, 429, 500)


class Inloggning(SessionScheme):  # type: ignore[no-untyped-call]
    """The site's own log-in, in the description."""

    target_class = "socialtjanst.api.autentisering.Session"
    name = "session"
    priority = 1


class Nyckel(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A user's own key, in the description."""

    target_class = "socialtjanst.api.autentisering.Nyckel"
    name = "nyckel"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        om = "En nyckel från sidan ”API-nycklar”: Authorization: Bearer vp_…. Den får göra det som dess ägare får."
        return {"type": "http", "scheme": "bearer", "bearerFormat": "vp_…", "description": om}


def vagdel(namn: str, om: str, monster: str) -> OpenApiParameter:
    """A part of the address itself."""
    typ: Any = {"type": "string", "pattern": monster}
    return OpenApiParameter(namn, typ, OpenApiParameter.PATH, description=om)


def beskriven(
    rubrik: str,
    om: str,
    svar: type[serializers.Serializer[Any]],
    *,
    csv: bool = False,
    vag: Sequence[OpenApiParameter] = (),
) -> Callable[[V], V]:
    """Describe a view's GET."""

    def dekorera(vy: V) -> V:
        koder: Svar = {(200, "application/json"): OpenApiResponse(svar, "Svaret.")}
        if csv:
            koder[200, "text/csv"] = OpenApiResponse(OpenApiTypes.STR, "Svaret.")
        koder[304] = OpenApiResponse(None, "Oförändrat sedan det svar vars ETag skickades i If-None-Match.")
        koder |= felsvar((*LASFEL, *((404,) if vag else ())))
        parametrar = [*vag, *(p.openapi() for p in vy.parametrar)]
        dekorator: Callable[[V], V] = extend_schema_view(
            get=extend_schema(
                auth=[*INLOGGAD, cast(Any, {})],
                operation_id=vy.__name__.lower(),
                summary=rubrik,
                description=om,
                parameters=parametrar,
                responses=koder,
            )
        )
        return dekorator(vy)

    return dekorera


def skrivning(
    rubrik: str,
    om: str,
    svar: type[serializers.Serializer[Any]],
    *,
    operation: str,
    status: int = 200,
    kropp: Any = None,
    vag: Sequence[OpenApiParameter] = (),
    fel: Sequence[int | str] = (),
) -> Callable[[Any], Any]:
    """Describe a POST or a PATCH; `fel` has codes, or kinds where a code has several."""
    koder: Svar = {(status, "application/json"): OpenApiResponse(svar, "Svaret.")}
    koder |= felsvar((*SKRIVFEL, *fel))
    dekorator: Callable[[Any], Any] = extend_schema(
        operation_id=operation,
        summary=rubrik,
        description=om,
        request=kropp,
        parameters=list(vag),
        responses=koder,
        auth=INLOGGAD,
    )
    return dekorator


def stang_kroppar(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A hook of drf-spectacular: what is sent may hold nothing but the fields described."""
    schemas = result["components"]["schemas"]
    for metoder in result["paths"].values():
        for operation in metoder.values():
            kropp = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            for namn in _komponenter(kropp.get("schema", {}), schemas):
                schemas[namn]["additionalProperties"] = False
    return result


def _komponenter(del_: Any, schemas: Mapping[str, Any]) -> Iterator[str]:
    """The names of the objects that a schema is made of, at any depth."""
    if isinstance(del_, list):
        for under in del_:
            yield from _komponenter(under, schemas)
    elif isinstance(del_, dict):
        if ref := del_.get("$ref"):
            namn = ref.rsplit("/", 1)[-1]
            if schemas[namn].get("type") == "object":
                yield namn
            yield from _komponenter(schemas[namn], schemas)
        for under in del_.values():
            yield from _komponenter(under, schemas)


def felsvar(koder: Sequence[int | str]) -> Mapping[tuple[int, str], OpenApiResponse]:
    titlar = {kod: titel for kod, titel, _ in reversed(FELTYPER.values())}
    titlar |= {FELTYPER[typ][0]: FELTYPER[typ][1] for typ in koder if isinstance(typ, str)}
    tal = {FELTYPER[kod][0] if isinstance(kod, str) else kod for kod in koder}
    return {(kod, MEDIETYP): OpenApiResponse(Problembeskrivning, titlar[kod] + ".") for kod in sorted(tal)}
