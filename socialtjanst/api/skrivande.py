"""What every write does alike: who may, what was sent, which revision is changed, and rules as problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from atgarder.hanvisningar import hanvisa, synliga_kallor
from atgarder.models import Kalla
from atgarder.regler import Regelfel
from konton.behorighet import HarKommun, Ratt, far_objekt
from konton.models import User
from socialtjanst.api import stallning, utdata
from socialtjanst.api.fel import Felrad, Problem, del_av

IF_MATCH = "If-Match"
REVISION = OpenApiParameter(
    IF_MATCH,
    str,
    OpenApiParameter.HEADER,
    description="ETag från det svar som du läste, i stället för revision.",
)


def skribent(request: Request) -> User:
    """Who writes; the permission classes have let nobody else through."""
    return cast(User, request.user)


def krav(request: Request, ratt: Ratt, objekt: HarKommun) -> None:
    """403 unless the user may do this where `objekt` belongs."""
    if not far_objekt(request.user, ratt, objekt):
        raise PermissionDenied


def las_in(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    sant = serializer(data=request.data)
    sant.is_valid(raise_exception=True)
    return dict(sant.validated_data)


@contextmanager
def regler_som_problem(data: Any) -> Iterator[None]:
    """Regelfel as 422, with a row for each field."""
    try:
        yield
    except Regelfel as fel:
        raise regelproblem(fel.fel, data) from fel


def regelproblem(fel: Mapping[str, str], data: Any) -> Problem:
    rader = [Felrad(falt, reduce(del_av, falt.split("."), data), text) for falt, text in fel.items()]
    return Problem("bryter-mot-regel", " ".join(fel.values()), rader)


def revision(request: Request, angiven: int | None, nu: int, rad: Callable[[], dict[str, Any]]) -> int:
    """The revision that is to be changed: sent as such, or by the ETag of what was read.

    Raises Problem: 428 where neither is sent, 412 where the ETag is that of something older.
    """
    taggar = request.headers.get(IF_MATCH)
    if angiven is not None:
        return angiven
    if taggar is None or taggar.strip() == "*":
        raise Problem("revision-saknas")
    som_nu = rad()
    if stallning.etag_av(utdata.json_svar(som_nu).content) not in [t.strip() for t in taggar.split(",")]:
        raise Problem("andrad-sedan-dess", nu=som_nu)
    return nu


def kallor(request: Request, angivna: list[dict[str, Any]] | None) -> list[Kalla] | None:
    """The sources that were named or described; hidden ones are as if they did not exist. Raises Regelfel."""
    if angivna is None:
        return None
    nummer = {k["id"] for k in angivna if "id" in k}
    funna = {k.pk: k for k in synliga_kallor(request.user).filter(pk__in=nummer)}
    if saknas := sorted(nummer - set(funna)):
        raise Regelfel({"kallor": f"Källan {saknas[0]} finns inte. Ange en som finns, eller beskriv en ny."})
    av = skribent(request)
    return [funna[k["id"]] if "id" in k else hanvisa(falt=k, av=av) for k in angivna]
