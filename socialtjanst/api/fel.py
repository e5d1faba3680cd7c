"""Every error of the API in the form of RFC 9457: `application/problem+json`, in Swedish, with what to do."""

import json
import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

logg = logging.getLogger("django.request")
MEDIETYP = "application/problem+json"
LANGST_CITAT = 80

FELTYPER: dict[str, tuple[int, str, str]] = {
    "ogiltig-fraga": (400, "Frågan går inte att besvara", "En eller flera parametrar är okända eller felaktiga."),
    "rangordnas-inte": (400, "Nyckeltalet rangordnas inte", "Kommunerna går inte att rangordna efter detta."),
    "ogiltigt-innehall": (400, "Innehållet går inte att ta emot", "Rätta fälten som räknas upp i errors."),
    "inte-inloggad": (401, "Du är inte inloggad", "Skicka en API-nyckel, eller sessionens kaka."),
    "saknar-behorighet": (403, "Du har inte behörighet", "Be webbplatsens förvaltare om den roll som behövs."),
    "finns-inte": (404, "Adressen finns inte", "Kontrollera adressen mot beskrivningen av API:et."),
    "fel-metod": (405, "Metoden går inte att använda här", "Se Allow i svarets huvud."),
    "fel-svarsformat": (406, "Formatet finns inte", "Be om application/json eller, i listor, text/csv."),
    "redan-avslutad": (409, "Rapporten är redan avslutad", "En rapport går att avbryta medan den väntar eller görs."),
    "krock": (409, "Någon annan har ändrat sedan du läste", "Jämför med nu, och skicka igen med revisionen där."),
    "andrad-sedan-dess": (412, "Det du läste har ändrats", "Jämför med nu, och skicka igen med den nya ETag."),
    "fel-innehallstyp": (415, "Innehållstypen går inte att ta emot", "Skicka application/json."),
    "bryter-mot-regel": (422, "Uppgifterna går inte ihop", "Rätta fälten som räknas upp i errors."),
    "nyckeln-anvand": (422, "Nyckeln är redan använd", "Använd en ny Idempotency-Key för varje nytt anrop."),
    "revision-saknas": (428, "Säg vilken revision du ändrar", "Skicka revision, eller ETag i If-Match."),
    "for-manga-anrop": (429, "För många anrop", "Vänta det antal sekunder som Retry-After anger."),
    "internt-fel": (500, "Något gick fel hos oss", "Försök igen om en stund. Felet är noterat."),
}
"""Each kind of error: status, title and remedy."""


class Felrad(dict[str, str]):
    """One fault: which field, what was sent, what is wrong and what to do."""

    def __init__(self, falt: str, varde: object, detail: str) -> None:
        super().__init__(falt=falt, varde=citat(varde), detail=detail)


class Problem(exceptions.APIException):
    """A fault of the request that has a kind of its own in FELTYPER."""

    def __init__(
        self, typ: str, detail: str = "", rader: list[Felrad] | None = None, *, nu: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(detail)
        self.typ, self.text, self.rader, self.nu = typ, detail, rader or [], nu
        self.status_code = FELTYPER[typ][0]


class Problembeskrivning(serializers.Serializer[Any]):
    """The form of every error, for the description of the API."""

    type = serializers.URLField(help_text="Felets slag: en adress där det förklaras.")
    title = serializers.CharField(help_text="Felets slag i ord.")
    status = serializers.IntegerField(help_text="Samma tal som svarets HTTP-status.")
    detail = serializers.CharField(help_text="Vad som är fel just här och vad du kan göra.")
    instance = serializers.CharField(help_text="Adressen som anropades.")
    errors = serializers.ListField(  # type: ignore[assignment]
        child=serializers.DictField(child=serializers.CharField()),
        required=False,
        help_text="Ett fel per fält: falt, varde (det som skickades) och detail.",
    )
    nu = serializers.DictField(required=False, help_text="Vid en krock: det du ville ändra, som det är nu.")


def citat(varde: object) -> str:
    """What somebody sent, a text as it is and all else as JSON: short, and only what an answer can hold."""
    text = varde if isinstance(varde, str) else json.dumps(varde, ensure_ascii=False, default=str)
    text = text.encode(errors="replace").decode()
    return text if len(text) <= LANGST_CITAT else text[:LANGST_CITAT] + "…"


def problem(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """REST framework's exception handler; what nobody foresaw is logged and becomes a plain 500."""
    request: Request = context["request"]
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    set_rollback()
    if not isinstance(exc, exceptions.APIException):
        got_request_exception.send(sender=None, request=request._request)
        logg.error("%s %s", request.method, request.path, exc_info=exc)
        return problemsvar(request._request, "internt-fel")
    typ, detail, rader = _tolkat(exc, request)
    svar = problemsvar(request._request, typ, detail, rader, nu=getattr(exc, "nu", None))
    for namn, varde in _huvuden(exc):
        svar[namn] = varde
    return svar


def problemsvar(
    request: HttpRequest,
    typ: str,
    detail: str = "",
    rader: list[Felrad] | None = None,
    *,
    nu: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The answer itself, also for code outside REST framework."""
    kod, titel, rad = FELTYPER[typ]
    kropp: dict[str, Any] = {
        "type": request.build_absolute_uri(f"{reverse('api-dokument')}#{typ}"),
        "title": titel,
        "status": kod,
        "detail": detail or rad,
        "instance": request.get_full_path(),
    }
    if rader:
        kropp["errors"] = rader
    if nu is not None:
        kropp["nu"] = nu
    return HttpResponse(orjson.dumps(kropp), status=kod, content_type=MEDIETYP)


def _tolkat(exc: exceptions.APIException, request: Request) -> tuple[str, str, list[Felrad]]:
    match exc:
        case Problem():
            return exc.typ, exc.text, exc.rader
        case exceptions.ValidationError():
            rader = list(_ur_serializer(exc.detail, request.data))
            return "ogiltigt-innehall", " ".join(rad["detail"] for rad in rader), rader
        case exceptions.ParseError():
            return "ogiltigt-innehall", "Innehållet är inte giltig JSON. Skicka ett objekt, som i beskrivningen.", []
        case exceptions.AuthenticationFailed():
            return "inte-inloggad", str(exc.detail), []
        case exceptions.NotAuthenticated():
            return "inte-inloggad", "", []
        case exceptions.PermissionDenied():
            return "saknar-behorighet", _utan_behorighet(exc), []
        case exceptions.MethodNotAllowed():
            return "fel-metod", f"{citat(request.method)} går inte att använda på den här adressen.", []
        case exceptions.UnsupportedMediaType():
            return (
                "fel-innehallstyp",
                f"”{citat(request.content_type)}” går inte att ta emot. Skicka application/json.",
                [],
            )
        case exceptions.NotAcceptable():
            return "fel-svarsformat", "", []
        case exceptions.Throttled():
            return "for-manga-anrop", f"Vänta {_sekunder(exc)} sekunder och försök igen.", []
        case exceptions.NotFound():
            return "finns-inte", "", []
    return ("internt-fel" if exc.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else "ogiltig-fraga"), "", []


def _utan_behorighet(exc: exceptions.PermissionDenied) -> str:
    if str(exc.detail).startswith("CSRF"):
        return "CSRF-skyddet stoppade anropet: skicka kakans värde csrftoken i huvudet X-CSRFToken."
    return ""


def del_av(data: Any, namn: str) -> Any:
    """One step into what was sent; a field of rows is that field of each."""
    if isinstance(data, Mapping):
        return data.get(namn, "")
    if isinstance(data, list) and namn.isdecimal():
        return data[int(namn)] if int(namn) < len(data) else ""
    if isinstance(data, list):
        varden = [rad[namn] for rad in data if isinstance(rad, Mapping) and namn in rad]
        return varden[0] if len(varden) == 1 else varden
    return data


def _ur_serializer(detail: Any, data: Any, falt: str = "") -> Iterator[Felrad]:
    """A serializer's nested errors as flat rows."""
    if isinstance(detail, Mapping):
        for namn, under in detail.items():
            namn = "" if namn == api_settings.NON_FIELD_ERRORS_KEY else str(namn)
            yield from _ur_serializer(under, del_av(data, namn) if namn else data, ".".join(filter(None, (falt, namn))))
    elif isinstance(detail, list):
        for nr, under in enumerate(detail):
            if isinstance(under, Mapping) and isinstance(data, list) and nr < len(data):
                yield from _ur_serializer(under, data[nr], f"{falt}.{nr}")
            else:
                yield from _ur_serializer(under, data, falt)
    else:
        yield Felrad(falt, data, str(detail))


def _sekunder(exc: exceptions.Throttled) -> int:
    return int(-(-(getattr(exc, "wait", None) or 1) // 1))


def _huvuden(exc: exceptions.APIException) -> Iterator[tuple[str, str]]:
    if isinstance(exc, exceptions.Throttled):
        yield "Retry-After", str(_sekunder(exc))
    if exc.status_code == status.HTTP_401_UNAUTHORIZED:
        yield "WWW-Authenticate", str(getattr(exc, "auth_header", ""))
