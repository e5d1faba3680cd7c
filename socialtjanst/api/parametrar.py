"""What may stand after the question mark: each parameter once, with its parsing, its faults and its description.

A view names its parameters; from them come both the check of a request and the OpenAPI description. Anything
else in the address is a fault: a filter that is silently ignored gives an answer to another question.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Generic, TypeVar, cast

from django.http import QueryDict
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from socialtjanst.api.fel import Felrad, Problem, citat

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
FLEST = 500
"""The most values in one list."""


class Ogiltig(Exception):
    """One or more values of a parameter cannot be used."""

    def __init__(self, fel: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.fel = list(fel)


class Parameter(Generic[T_co]):
    """What may stand after the question mark. `las` raises Ogiltig; `openapi` describes the same thing."""

    namn: str

    def las(self, text: str) -> T_co:
        raise NotImplementedError

    def openapi(self) -> OpenApiParameter:
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class En(Parameter[T_co]):
    """`tolka` turns the text into a value or raises ValueError with a Swedish text that says what to do.

    `schema` is the JSON schema of the text; `exempel` maps texts to what they mean.
    """

    namn: str
    om: str
    tolka: Callable[[str], T_co]
    schema: Mapping[str, Any]
    exempel: Mapping[str, str] = field(default_factory=dict)

    def las(self, text: str) -> T_co:
        return _tolkat(self.tolka, text)

    def openapi(self) -> OpenApiParameter:
        exempel = [OpenApiExample(rubrik, value=varde) for varde, rubrik in self.exempel.items()]
        schema = cast(Any, dict(self.schema))
        return OpenApiParameter(self.namn, schema, OpenApiParameter.QUERY, description=self.om, examples=exempel)


@dataclass(frozen=True, eq=False)
class Lista(Parameter[tuple[T_co, ...]]):
    """Several values with commas between; `tolka` is given one at a time, and `schema` is that of one."""

    namn: str
    om: str
    tolka: Callable[[str], T_co]
    schema: Mapping[str, Any]
    exempel: Mapping[str, str] = field(default_factory=dict)

    def las(self, text: str) -> tuple[T_co, ...]:
        delar = text.split(",")
        if len(delar) > FLEST:
            raise Ogiltig([(text, f"Ange högst {FLEST} värden.")])
        varden, fel = [], []
        for del_ in delar:
            try:
                varden.append(_tolkat(self.tolka, del_))
            except Ogiltig as ogiltig:
                fel += ogiltig.fel
        if fel:
            raise Ogiltig(fel)
        return tuple(dict.fromkeys(varden))

    def openapi(self) -> OpenApiParameter:
        exempel = [OpenApiExample(rubrik, value=varde.split(",")) for varde, rubrik in self.exempel.items()]
        schema = {"type": "array", "items": dict(self.schema), "minItems": 1, "maxItems": FLEST}
        return OpenApiParameter(
            self.namn,
            cast(Any, schema),
            OpenApiParameter.QUERY,
            description=f"{self.om} Skilj flera åt med komma.",
            style="form",
            explode=False,
            examples=exempel,
        )


def _tolkat(tolka: Callable[[str], T], text: str) -> T:
    if not text:
        raise Ogiltig([(text, "Värdet saknas. Ange ett värde eller ta bort parametern.")])
    try:
        return tolka(text)
    except ValueError as fel:
        raise Ogiltig([(text, str(fel))]) from fel


class Fraga:
    """The parsed parameters of a request; `fraga[KON]` is the value, or None where it was not given."""

    def __init__(self, varden: Mapping[str, Any]) -> None:
        self._varden = varden

    def __getitem__(self, parameter: Parameter[T]) -> T | None:
        return cast(T | None, self._varden.get(parameter.namn))


def las(query: QueryDict, parametrar: Iterable[Parameter[Any]]) -> Fraga:
    """The request's parameters; raises Problem that names every fault at once."""
    kanda = {p.namn: p for p in parametrar}
    varden: dict[str, Any] = {}
    fel: list[Felrad] = []
    for namn, texter in query.lists():
        if namn not in kanda:
            fel.append(Felrad(namn, texter[0], _okand(namn, kanda)))
        elif len(texter) > 1:
            fel.append(Felrad(namn, ",".join(texter), "Parametern står flera gånger. Ange den en gång."))
        else:
            try:
                varden[namn] = kanda[namn].las(texter[0])
            except Ogiltig as ogiltig:
                fel += [Felrad(namn, varde, text) for varde, text in ogiltig.fel]
    if fel:
        raise ogiltig_fraga(fel)
    return Fraga(varden)


def ogiltig_fraga(fel: list[Felrad]) -> Problem:
    return Problem("ogiltig-fraga", " ".join(f"{rad['falt']}: {rad['detail']}" for rad in fel[:3]), fel)


def _okand(namn: str, kanda: Iterable[str]) -> str:
    namn_lista = sorted(kanda)
    if not namn_lista:
        return f"Parametern ”{citat(namn)}” finns inte. Adressen tar inga parametrar."
    nara = get_close_matches(namn, namn_lista, n=1)
    tips = f"Menade du {nara[0]}? " if nara else ""
    return f"Parametern ”{citat(namn)}” finns inte här. {tips}Välj bland {', '.join(namn_lista)}."


def ett_av(*val: str) -> Callable[[str], str]:
    """A parser that takes exactly one of the words."""

    def tolka(text: str) -> str:
        if text not in val:
            raise ValueError(f"”{citat(text)}” går inte att använda. Välj bland {', '.join(val)}.")
        return text

    return tolka
