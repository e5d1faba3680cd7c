"""Län, kommuner and their groups."""

from collections import defaultdict
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from kommuner.models import Grupptillhorighet, Kommun, Kommungrupp, Lan, Liknande
from socialtjanst.api import filter as f
from socialtjanst.api import utdata
from socialtjanst.api.bas import Registerlista, Registervy
from socialtjanst.api.beskrivning import beskriven, vagdel

KOMMUNKOD = vagdel("kod", "Kommunkod med fyra siffror.", "^[0-9]{4}$")


class Kod(serializers.Serializer[Any]):
    kod = serializers.CharField()
    namn = serializers.CharField()


class KommunRad(Kod):
    lan = Kod()
    grupp = Kod(allow_null=True, help_text="SKR:s kommungrupp i dag.")


class Enhetsrad(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    namn = serializers.CharField()


class KommunDetalj(KommunRad):
    liknande = Kod(many=True, help_text="Liknande kommuner inom individ- och familjeomsorg, enligt Kolada.")
    liknande_ar = serializers.IntegerField(allow_null=True, help_text="Året som likheten gäller.")
    enheter = Enhetsrad(many=True)


class Grupprad(Kod):
    kommuner = Kod(many=True)


def lista(namn: str, rad: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The envelope that every list has."""
    falt = {
        "next": serializers.URLField(allow_null=True, help_text="Alltid null: listan ryms i ett svar."),
        "previous": serializers.URLField(allow_null=True),
        "results": rad(many=True),
    }
    return type(namn, (serializers.Serializer,), falt)


def _kod(objekt: Kommun | Lan | Kommungrupp) -> dict[str, str]:
    return {"kod": objekt.kod, "namn": objekt.namn}


def _kommuner() -> QuerySet[Kommun]:
    nu = Grupptillhorighet.objects.filter(till__isnull=True).select_related("grupp")
    return Kommun.objects.select_related("lan").prefetch_related(
        Prefetch("grupptillhorigheter", nu, to_attr="nuvarande_grupp")
    )


def _kommunrad(kommun: Kommun) -> dict[str, Any]:
    grupper: list[Grupptillhorighet] = kommun.nuvarande_grupp  # type: ignore[attr-defined]
    return _kod(kommun) | {"lan": _kod(kommun.lan), "grupp": _kod(grupper[0].grupp) if grupper else None}


@beskriven("Län", "De 21 länen i kodordning.", lista("Lanlista", Kod), csv=True)
class LanLista(Registerlista):
    filnamn, kolumner = "lan", ("kod", "namn")
    parametrar = utdata.FILPARAMETRAR

    def rader(self, fraga: Any) -> list[dict[str, Any]]:
        return [_kod(lan) for lan in Lan.objects.all()]


@beskriven(
    "Kommuner",
    "De 290 kommunerna i svensk bokstavsordning, med län och kommungrupp.",
    lista("Kommunlista", KommunRad),
    csv=True,
)
class KommunLista(Registerlista):
    filnamn, kolumner = "kommuner", ("kod", "namn", "lan", "grupp")
    parametrar = (f.LAN, f.GRUPP, *utdata.FILPARAMETRAR)

    def rader(self, fraga: Any) -> list[dict[str, Any]]:
        koder = f.kommunkoder(fraga)
        kommuner = _kommuner() if koder is None else _kommuner().filter(kod__in=koder)
        return [_kommunrad(k) for k in kommuner]


@beskriven(
    "En kommun",
    "Kommunens län, kommungrupp, enheter och de kommuner som liknar den mest.",
    KommunDetalj,
    vag=[KOMMUNKOD],
)
class KommunVisa(Registervy):
    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        kommun = get_object_or_404(_kommuner(), kod=kwargs["kod"])
        ar, liknande = _liknande(kommun)
        enheter = [{"id": e.pk, "namn": e.namn} for e in kommun.enheter.order_by("namn")]
        return utdata.json_svar(_kommunrad(kommun) | {"liknande": liknande, "liknande_ar": ar, "enheter": enheter})


def _liknande(kommun: Kommun) -> tuple[int | None, list[dict[str, str]]]:
    """The latest year and the municipalities most like this one in it."""
    rader = list(Liknande.objects.filter(kommun=kommun).select_related("liknar").order_by("-ar", "liknar__ordning"))
    ar = rader[0].ar if rader else None
    return ar, [_kod(rad.liknar) for rad in rader if rad.ar == ar]


@beskriven(
    "Kommungrupper",
    "SKR:s nio kommungrupper med de kommuner som hör till dem i dag.",
    lista("Kommungruppslista", Grupprad),
    csv=True,
)
class GruppLista(Registerlista):
    filnamn, kolumner = "kommungrupper", ("kod", "namn", "kommuner")
    parametrar = utdata.FILPARAMETRAR

    def rader(self, fraga: Any) -> list[dict[str, Any]]:
        medlemmar: dict[str, list[dict[str, str]]] = defaultdict(list)
        nu = Grupptillhorighet.objects.filter(till__isnull=True).select_related("kommun").order_by("kommun__ordning")
        for rad in nu:
            medlemmar[rad.grupp_id].append(_kod(rad.kommun))
        return [_kod(grupp) | {"kommuner": medlemmar[grupp.kod]} for grupp in Kommungrupp.objects.all()]


urlpatterns = [
    path("lan/", LanLista.as_view(), name="api-lan"),
    path("kommuner/", KommunLista.as_view(), name="api-kommuner"),
    path("kommuner/<str:kod>/", KommunVisa.as_view(), name="api-kommun"),
    path("kommungrupper/", GruppLista.as_view(), name="api-kommungrupper"),
]
