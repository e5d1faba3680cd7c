"""Who was inspired by whom, as edges: from the measure that had the idea to the one that took it up."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import NullIf
from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from atgarder import services
from atgarder.models import Atgard, Inspiration
from atgarder.regler import Regelfel
from konton.behorighet import Ratt
from socialtjanst.api import filter as f
from socialtjanst.api import sidor, utdata
from socialtjanst.api.atgarder import TYP
from socialtjanst.api.beskrivning import beskriven, skrivning
from socialtjanst.api.falt import Datum, Heltal, Strikt
from socialtjanst.api.idempotens import PARAMETER as IDEMPOTENS
from socialtjanst.api.idempotens import en_gang
from socialtjanst.api.listor import SIDPARAMETRAR, Sidlista, nummer
from socialtjanst.api.skrivande import krav, las_in, regler_som_problem, skribent

FRAN = nummer("fran", "Åtgärden som inspirerade.")
TILL = nummer("till", "Åtgärden som blev inspirerad.")
NYCKLAR: dict[str, Any] = {"ar": NullIf(F("ar"), Value(""))}
ORDERING = sidor.ordning_av(list(NYCKLAR))
KOLUMNER = (
    *("id", "fran", "fran_kommun", "fran_kommun_namn", "fran_titel"),
    *("till", "till_kommun", "till_kommun_namn", "till_titel", "ar"),
)


class Inspirationsrad(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    fran = serializers.IntegerField(help_text="Åtgärden som inspirerade.")
    fran_kommun = serializers.CharField(help_text="Kommunkod med fyra siffror.")
    fran_kommun_namn = serializers.CharField()
    fran_titel = serializers.CharField()
    till = serializers.IntegerField(help_text="Åtgärden som blev inspirerad.")
    till_kommun = serializers.CharField()
    till_kommun_namn = serializers.CharField()
    till_titel = serializers.CharField()
    ar = Datum(help_text="När, så noga som det är känt.")


class Inspirationslista(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Inspirationsrad(many=True)


class NyInspiration(Strikt):
    atgard = Heltal(min_value=1, help_text="Åtgärden som blev inspirerad: en som du får skriva i.")
    forebild = Heltal(min_value=1, help_text="Åtgärden som inspirerade.")
    ar = Datum(required=False, help_text="När, så noga som det är känt.")


@beskriven(
    "Inspiration",
    "Vem som inspirerats av vem. Varje rad är en länk från en åtgärd (fran) till en annan som tog upp idén (till).",
    Inspirationslista,
    csv=True,
)
class Inspirationer(Sidlista):
    ratt = Ratt.SKRIVA_ATGARD
    filnamn, kolumner = "inspiration", KOLUMNER
    nycklar, ordning, forst = NYCKLAR, ORDERING, "pk"
    parametrar = (f.KOMMUN, f.LAN, f.GRUPP, TYP, FRAN, TILL, ORDERING, *SIDPARAMETRAR)

    def urval(self, request: Request) -> QuerySet[Inspiration]:
        syns = Atgard.objects.synliga_for(request.user).values("pk")
        rader = Inspiration.objects.filter(atgard__in=syns, forebild__in=syns)
        if (valda := f.kommunkoder(self.fraga)) is not None:
            rader = rader.filter(Q(atgard__kommun__in=valda) | Q(forebild__kommun__in=valda))
        if typer := self.fraga[TYP]:
            rader = rader.filter(Q(atgard__typ__in=typer) | Q(forebild__typ__in=typer))
        for parameter, falt in ((FRAN, "forebild__in"), (TILL, "atgard__in")):
            if valda_pk := self.fraga[parameter]:
                rader = rader.filter(**{falt: valda_pk})
        return rader

    def rader(self, request: Request, valda: QuerySet[Inspiration]) -> list[dict[str, Any]]:
        return [_rad(i) for i in valda.select_related("atgard__kommun", "forebild__kommun")]

    @skrivning(
        "Skriv in en inspiration",
        "Kräver rätt att skriva i den kommun som blev inspirerad. Finns länken redan ändras inget.",
        Inspirationsrad,
        operation="inspirationskapa",
        status=201,
        kropp=NyInspiration,
        vag=[IDEMPOTENS],
        fel=("bryter-mot-regel",),
    )
    def post(self, request: Request) -> HttpResponse:
        sant = las_in(NyInspiration, request)
        with regler_som_problem(request.data):
            _synliga(request, sant)
        krav(request, Ratt.SKRIVA_ATGARD, Atgard.objects.get(pk=sant["atgard"]))
        return en_gang(request, skribent(request), lambda: _skapa(request, sant))


def _synliga(request: Request, sant: dict[str, Any]) -> None:
    """A hidden measure is as if it did not exist. Raises Regelfel."""
    par = {falt: sant[falt] for falt in ("atgard", "forebild")}
    funna = set(Atgard.objects.synliga_for(request.user).filter(pk__in=par.values()).values_list("pk", flat=True))
    if fel := {falt: f"Åtgärden {pk} finns inte." for falt, pk in par.items() if pk not in funna}:
        raise Regelfel(fel)


def _skapa(request: Request, sant: dict[str, Any]) -> HttpResponse:
    with regler_som_problem(request.data):
        ny = services.inspirera(sant["atgard"], forebild=sant["forebild"], ar=sant.get("ar", ""), av=skribent(request))
    hel = Inspiration.objects.select_related("atgard__kommun", "forebild__kommun").get(pk=ny.pk)
    return utdata.json_svar(_rad(hel), status=201)


def _rad(i: Inspiration) -> dict[str, Any]:
    rad: dict[str, Any] = {"id": i.pk, "ar": i.ar or None}
    for namn, atgard in (("fran", i.forebild), ("till", i.atgard)):
        rad |= {
            namn: atgard.pk,
            f"{namn}_kommun": atgard.kommun_id,
            f"{namn}_kommun_namn": atgard.kommun.namn,
            f"{namn}_titel": atgard.titel,
        }
    return rad


urlpatterns = [path("inspiration/", Inspirationer.as_view(), name="api-inspiration")]
