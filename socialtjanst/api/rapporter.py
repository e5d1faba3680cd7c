"""Trend reports: ordered, followed while they are made, cancelled, and fetched as files."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import F
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from kommuner.jobb import Lage
from kommuner.nyckeltal import alla
from konton.behorighet import Ratt, far
from konton.models import User
from rapporter import services
from rapporter.format import FORMAT
from rapporter.models import Rapport
from socialtjanst.api import sidor, utdata
from socialtjanst.api.bas import Csv, Json, Vy
from socialtjanst.api.beskrivning import beskriven, skrivning, vagdel
from socialtjanst.api.falt import JaNej, Strikt
from socialtjanst.api.fel import Problem
from socialtjanst.api.matvarden import utan_sidor
from socialtjanst.api.parametrar import Lista, ett_av
from socialtjanst.api.strypning import Bestallning, Lasning

RAPPORT_ID = vagdel("id", "Rapportens nummer.", "^[0-9]{1,9}$")
KOLUMNER = (
    *("id", "omfang", "omrade", "exempel", "lage", "andel", "steg", "fel", "skapad", "avslutad"),
    *("version", "generation", "sida"),
)
NYAST_FORST = "-pk"
LAGE = Lista(
    "lage", "Hur långt rapporten har kommit.", ett_av(*Lage.values), {"type": "string", "enum": list(Lage.values)}
)
OMFANG = Lista(
    "omfang",
    "Vad rapporten handlar om.",
    ett_av(*Rapport.Omfang.values),
    {"type": "string", "enum": list(Rapport.Omfang.values)},
)


class Fil(serializers.Serializer[Any]):
    format = serializers.ChoiceField(list(FORMAT))
    storlek = serializers.IntegerField(help_text="Storlek i byte.")
    adress = serializers.URLField()


class Rapportrad(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    omfang = serializers.ChoiceField(Rapport.Omfang.values)
    omrade = serializers.CharField(help_text="Kod för län, grupp eller kommun; tom för hela landet.", allow_blank=True)
    nyckeltal = serializers.ListField(child=serializers.CharField(), help_text="Tom lista betyder alla.")
    exempel = serializers.BooleanField(help_text="true när rapporten har påhittade exempelvärden.")
    lage = serializers.ChoiceField(Lage.values)
    andel = serializers.IntegerField(min_value=0, max_value=100, help_text="Hur mycket som är gjort, i procent.")
    steg = serializers.CharField(help_text="Vad som görs just nu.", allow_blank=True)
    fel = serializers.CharField(help_text="Vad som gick fel, om något.", allow_blank=True)
    skapad = serializers.DateTimeField()
    avslutad = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="Dataversionen som rapporten läser.")
    generation = serializers.IntegerField(help_text="Trendgenerationen som rapporten läser.")
    sida = serializers.URLField(help_text="Rapporten på webbplatsen.")
    filer = Fil(many=True, help_text="Finns när rapporten är klar.")


class Rapportlista(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Rapportrad(many=True)


class Rapportbestallning(Strikt):
    """The order."""

    omfang = serializers.ChoiceField(Rapport.Omfang.choices)
    omrade = serializers.CharField(
        default="", allow_blank=True, max_length=4, help_text="Kod för län, grupp eller kommun; tom för hela landet."
    )
    nyckeltal = serializers.ListField(
        child=serializers.CharField(max_length=12), default=list, max_length=100, help_text="Tom lista betyder alla."
    )
    exempel = JaNej(
        default=None,
        allow_null=True,
        help_text="Ta med påhittade exempelvärden; null tar med dem bara om inget annat finns.",
    )

    def validate_nyckeltal(self, koder: list[str]) -> list[str]:
        okanda = [kod for kod in koder if kod not in alla()]
        if okanda:
            raise serializers.ValidationError(
                [f"Nyckeltalet ”{kod}” finns inte. Koderna finns på /api/v1/nyckeltal/." for kod in okanda]
            )
        return koder

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            services.omrade(attrs["omfang"], attrs["omrade"])
        except ValueError as fel:
            raise serializers.ValidationError({"omrade": str(fel)}) from fel
        return attrs


class FarBestalla(BasePermission):
    """Everybody reads; writing needs the right to order reports."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.method in ("GET", "HEAD", "OPTIONS") or far(request.user, Ratt.BESTALLA_RAPPORT)


@beskriven(
    "Rapporter",
    "Trendrapporterna, nyast först. Utan inloggning syns de som är klara; den som är inloggad ser också dem som görs.",
    Rapportlista,
    csv=True,
)
class RapportLista(Vy):
    permission_classes = [FarBestalla]
    throttle_classes = [Lasning, Bestallning]
    renderer_classes = [Json, Csv]
    parametrar = (LAGE, OMFANG, sidor.CURSOR, sidor.PAGE_SIZE, *utdata.FILPARAMETRAR)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        fraga = self.fraga
        sidor.lagg_fast(fraga, NYAST_FORST, 0, 0)
        rapporter = Rapport.objects.synliga_for(request.user)
        for parameter, falt in ((LAGE, "lage__in"), (OMFANG, "omfang__in")):
            if val := fraga[parameter]:
                rapporter = rapporter.filter(**{falt: val})
        if request.accepted_renderer.format == "csv":
            utan_sidor(fraga)
            rader = [_rad(request, r) for r in rapporter.latta().prefetch_related("filer")]
            tabell = [[rad[k] for k in KOLUMNER] for rad in rader]
            return utdata.csv_svar("rapporter", KOLUMNER, tabell, fraga[utdata.DIALEKT])
        sida = sidor.bladdra(rapporter, fraga, NYAST_FORST, 0, {"pk": F("pk")}, ())
        funna = rapporter.latta().prefetch_related("filer").in_bulk([pk for pk, _ in sida.rader])
        lankar = {"next": sidor.lank(request, sida.nasta), "previous": sidor.lank(request, sida.forra)}
        rader = [_rad(request, funna[pk]) for pk, _ in sida.rader if pk in funna]
        return utdata.json_svar(lankar | {"results": rader})

    @skrivning(
        "Beställ en rapport",
        "Kräver inloggning. Svaret kommer genast, med adressen i Location: hämta den tills lage är klar.",
        Rapportrad,
        operation="rapportbestall",
        status=202,
        kropp=Rapportbestallning,
    )
    def post(self, request: Request) -> HttpResponse:
        order = Rapportbestallning(data=request.data)
        order.is_valid(raise_exception=True)
        val = order.validated_data
        rapport = services.bestall_rapport(
            val["omfang"], val["omrade"], val["nyckeltal"], cast(User, request.user), med_exempel=val["exempel"]
        )
        svar = utdata.json_svar(_rad(request, rapport), status=202)
        svar["Location"] = request.build_absolute_uri(reverse("api-rapport", args=[rapport.pk]))
        return svar


@beskriven(
    "En rapport", "Läge, hur mycket som är gjort, och filerna när rapporten är klar.", Rapportrad, vag=[RAPPORT_ID]
)
class RapportVisa(Vy):
    def get(self, request: Request, id: str) -> HttpResponse:  # noqa: A002
        return utdata.json_svar(_rad(request, _hamta(request, id)))


class RapportAvbryt(Vy):
    permission_classes = [FarBestalla]
    throttle_classes = [Lasning, Bestallning]

    @skrivning(
        "Avbryt en rapport",
        "Den som beställde rapporten, och webbplatsens förvaltare, kan avbryta den medan den väntar eller görs.",
        Rapportrad,
        operation="rapportavbryt",
        vag=[RAPPORT_ID],
        fel=(404, 409),
    )
    def post(self, request: Request, id: str) -> HttpResponse:  # noqa: A002
        rapport = _hamta(request, id)
        if not services.far_avbryta(request.user, rapport):
            raise PermissionDenied
        if not services.avbryt_rapport(rapport):
            raise Problem("redan-avslutad", f"Rapporten är redan avslutad ({rapport.get_lage_display()}).")
        return utdata.json_svar(_rad(request, _hamta(request, id)))


def _hamta(request: Request, pk: str) -> Rapport:
    return get_object_or_404(Rapport.objects.synliga_for(request.user).latta(), pk=pk)


def _rad(request: Request, r: Rapport) -> dict[str, Any]:
    egna = ("omfang", "omrade", "nyckeltal", "exempel", "lage", "andel", "steg", "fel")
    return {
        "id": r.pk,
        **{falt: getattr(r, falt) for falt in egna},
        "skapad": r.skapad,
        "avslutad": r.avslutad,
        "version": r.version,
        "generation": r.generation,
        "sida": request.build_absolute_uri(reverse("rapport-visa", args=[r.pk])),
        "filer": [_fil(request, r, fil.format, fil.storlek) for fil in r.filer.all()] if r.lage == Lage.KLAR else [],
    }


def _fil(request: Request, rapport: Rapport, format_: str, storlek: int) -> dict[str, Any]:
    adress = request.build_absolute_uri(reverse("rapport-fil", args=[rapport.pk, format_]))
    return {"format": format_, "storlek": storlek, "adress": adress}


urlpatterns = [
    path("rapporter/", RapportLista.as_view(), name="api-rapporter"),
    path("rapporter/<int:id>/", RapportVisa.as_view(), name="api-rapport"),
    path("rapporter/<int:id>/avbryt/", RapportAvbryt.as_view(), name="api-rapport-avbryt"),
]
