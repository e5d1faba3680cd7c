"""Statements: what somebody says of a municipality or the country; never a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from atgarder import uppgifter as services
from atgarder.models import Atgard, Tema, Uppgift
from konton.behorighet import Ratt
from socialtjanst.api import filter as f
from socialtjanst.api import sidor, utdata
from socialtjanst.api import uppgiftsskrivning as sk
from socialtjanst.api.atgarder import KALLA, SYNLIGHET, omrade
from socialtjanst.api.atgardsdelar import Kallrad
from socialtjanst.api.atgardsrader import kallrad
from socialtjanst.api.beskrivning import beskriven, skrivning, vagdel
from socialtjanst.api.falt import Datum, Text, Val, okand_som_null
from socialtjanst.api.fel import Problem as Fel
from socialtjanst.api.idempotens import PARAMETER as IDEMPOTENS
from socialtjanst.api.idempotens import en_gang
from socialtjanst.api.listor import SIDPARAMETRAR, Personligvy, Sidlista, Skrivvy, koder, nummer
from socialtjanst.api.parametrar import Lista, Parameter, ett_av
from socialtjanst.api.skrivande import REVISION, kallor, krav, las_in, regler_som_problem, revision, skribent

UPPGIFT_ID = vagdel("id", "Uppgiftens nummer.", "^[0-9]{1,9}$")
EGNA = (
    *("slag", "sagt_av", "datum", "text", "citat", "lage", "lage_skal", "synlighet"),
    *("tillbakadragen", "tillbakadragen_skal", "revision", "skapad"),
)
KOLUMNER = ("id", "kommun", "kommun_namn", "enhet", "tema", "nyckeltal", "atgard", *EGNA, "kallor")
TEMA = koder("tema", "Vad det handlar om.", Tema)
SLAG = Lista(
    "slag", "Slag av uppgift.", ett_av(*Uppgift.Slag.values), {"type": "string", "enum": list(Uppgift.Slag.values)}
)
LAGE = Lista(
    "lage",
    "Om uppgiften är påstådd, bekräftad eller motsagd.",
    ett_av(*Uppgift.Lage.values),
    {"type": "string", "enum": list(Uppgift.Lage.values)},
)
ATGARD = nummer("atgard", "Åtgärden som uppgiften handlar om.")
URVAL: tuple[tuple[Parameter[Any], str], ...] = (
    *((TEMA, "tema__in"), (SLAG, "slag__in"), (LAGE, "lage__in"), (f.NYCKELTAL, "nyckeltal__in")),
    *((ATGARD, "atgard__in"), (SYNLIGHET, "synlighet__in")),
)
NYCKLAR: dict[str, Any] = {"kommun": Coalesce("kommun_id", Value(f.RIKET)), "datum": NullIf(F("datum"), Value(""))}
ORDERING = sidor.ordning_av(list(NYCKLAR))


class Uppgiftsrad(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kommun = serializers.CharField(help_text="Kommunkod med fyra siffror; 0000 är riket.")
    kommun_namn = serializers.CharField()
    enhet = serializers.IntegerField(allow_null=True)
    tema = serializers.CharField(help_text="Kod för det som uppgiften handlar om.")
    nyckeltal = serializers.CharField(allow_null=True)
    atgard = serializers.IntegerField(allow_null=True, help_text="Åtgärden som uppgiften handlar om.")
    slag = Val(Uppgift.Slag.values)
    sagt_av = serializers.CharField(help_text="Rollen hos den som säger det.")
    datum = Datum(help_text="2016, 2016-05 eller 2016-05-14, så noga som det är känt.")
    text = serializers.CharField(help_text="Vad som sägs.")
    citat = serializers.BooleanField(help_text="true när texten är ordagrann.")
    lage = Val(Uppgift.Lage.values)
    lage_skal = Text(300, help_text="Varför den är bekräftad eller motsagd.")
    synlighet = Val(Uppgift.Synlighet.values, help_text="Utkast syns bara för dem som får ändra dem.")
    tillbakadragen = serializers.DateTimeField(allow_null=True)
    tillbakadragen_skal = Text(300)
    revision = serializers.IntegerField(help_text="Ökar vid varje ändring. Skicka den när du ändrar.")
    skapad = serializers.DateTimeField()
    kallor = Kallrad(many=True)
    adress = serializers.URLField(help_text="Uppgiften i API:et.")


class Uppgiftslista(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Uppgiftsrad(many=True)


@beskriven(
    "Uppgifter",
    "Det som någon säger om en kommun eller landet, med roll, datum, tema och källa. En uppgift är aldrig en siffra.",
    Uppgiftslista,
    csv=True,
)
class Uppgifter(Sidlista):
    ratt = Ratt.SKRIVA_UPPGIFT
    filnamn, kolumner = "uppgifter", KOLUMNER
    nycklar, ordning = NYCKLAR, ORDERING
    parametrar = (
        *(f.KOMMUN, f.LAN, f.GRUPP, TEMA, SLAG, LAGE, f.NYCKELTAL, ATGARD, KALLA, SYNLIGHET, ORDERING),
        *SIDPARAMETRAR,
    )

    def urval(self, request: Request) -> QuerySet[Uppgift]:
        rader = Uppgift.objects.synliga_for(request.user).filter(omrade(self.fraga))
        for parameter, falt in URVAL:
            if (varde := self.fraga[parameter]) is not None:
                rader = rader.filter(**{falt: varde})
        if self.fraga[ATGARD]:
            rader = rader.filter(atgard__in=Atgard.objects.synliga_for(request.user).values("pk"))
        if valda := self.fraga[KALLA]:
            rader = rader.filter(pk__in=Uppgift.objects.filter(kallor__in=valda).values("pk"))
        return rader

    def rader(self, request: Request, valda: QuerySet[Uppgift]) -> list[dict[str, Any]]:
        return [_rad(request, u) for u in _hela(request, valda)]

    @skrivning(
        "Skriv in en uppgift",
        "Kräver rätt att skriva i kommunen, eller i hela landet för en uppgift om riket (0000). Uppgiften blir ett "
        "utkast om du inte anger synlighet. Adressen till den står i Location.",
        Uppgiftsrad,
        operation="uppgiftskapa",
        status=201,
        kropp=sk.NyUppgift,
        vag=[IDEMPOTENS],
        fel=("bryter-mot-regel",),
    )
    def post(self, request: Request) -> HttpResponse:
        sant = las_in(sk.NyUppgift, request)
        falt = sk.falt(sant)
        krav(request, Ratt.SKRIVA_UPPGIFT, Uppgift(kommun_id=falt["kommun_id"]))
        return en_gang(request, skribent(request), lambda: self._skapa(request, sant, falt))

    def _skapa(self, request: Request, sant: dict[str, Any], falt: dict[str, Any]) -> HttpResponse:
        with regler_som_problem(request.data):
            sk.synlig_atgard(request.user, falt)
            namngivna = kallor(request, sant.get("kallor")) or []
            ny = services.skapa(falt=falt, kallor=namngivna, av=skribent(request))
        svar = utdata.json_svar(_som_nu(request, ny.pk), status=201)
        svar["Location"] = _adress(request, ny.pk)
        return svar


@beskriven("En uppgift", "Uppgiften med sina källor.", Uppgiftsrad, vag=[UPPGIFT_ID])
class UppgiftVisa(Personligvy):
    ratt = Ratt.SKRIVA_UPPGIFT

    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return utdata.json_svar(_som_nu(request, kwargs["id"]))

    @skrivning(
        "Ändra en uppgift",
        "Skicka bara det som ändras, och revisionen som du läste. Har någon annan ändrat sedan dess blir svaret 409 "
        "med uppgiften som den är nu, och inget skrivs. En kommun kan ändra det som den själv har lagt in; vad andra "
        "säger om den kan den bekräfta eller säga emot.",
        Uppgiftsrad,
        operation="uppgiftandra",
        kropp=sk.Uppgiftsandring,
        vag=[UPPGIFT_ID, REVISION],
        fel=(404, "krock", 412, "bryter-mot-regel", 428),
    )
    def patch(self, request: Request, id: str) -> HttpResponse:  # noqa: A002
        nu = _andringsbar(request, id)
        sant = las_in(sk.Uppgiftsandring, request)
        vid = revision(request, sant.get("revision"), nu.revision, lambda: _som_nu(request, nu.pk))
        _utan_krock(request, nu.pk, lambda: _andra(request, nu.pk, vid, sant))
        return utdata.json_svar(_som_nu(request, nu.pk))


class UppgiftLage(Skrivvy):
    ratt = Ratt.SKRIVA_UPPGIFT

    @skrivning(
        "Bekräfta eller säg emot en uppgift",
        "Den som får skriva i kommunen kan svara på det som sägs om den, med ett skäl.",
        Uppgiftsrad,
        operation="uppgiftlage",
        kropp=sk.NyttUppgiftslage,
        vag=[UPPGIFT_ID, IDEMPOTENS],
        fel=(404, "krock", "bryter-mot-regel"),
    )
    def post(self, request: Request, id: str) -> HttpResponse:  # noqa: A002
        nu = _skrivbar(request, id)
        sant = las_in(sk.NyttUppgiftslage, request)
        return en_gang(request, skribent(request), lambda: self._byt(request, nu.pk, sant))

    def _byt(self, request: Request, pk: int, sant: dict[str, Any]) -> HttpResponse:
        _utan_krock(request, pk, lambda: services.byt_lage(pk, **sant, av=skribent(request)))
        return utdata.json_svar(_som_nu(request, pk))


def _andra(request: Request, pk: int, vid: int, sant: dict[str, Any]) -> None:
    falt = sk.falt(sant)
    sk.synlig_atgard(request.user, falt)
    with transaction.atomic():
        namngivna = kallor(request, sant.get("kallor"))
        services.andra(pk, revision=vid, falt=falt, kallor=namngivna, av=skribent(request))


def _utan_krock(request: Request, pk: int, gor: Callable[[], object]) -> None:
    try:
        with regler_som_problem(request.data):
            gor()
    except services.Krock as krock:
        raise Fel("krock", str(krock), nu=_som_nu(request, pk)) from krock


def _skrivbar(request: Request, pk: str) -> Uppgift:
    nu = get_object_or_404(Uppgift.objects.synliga_for(request.user), pk=pk)
    krav(request, Ratt.SKRIVA_UPPGIFT, nu)
    return nu


def _andringsbar(request: Request, pk: str) -> Uppgift:
    """A municipality changes the words that it has entered itself; what others say of it, it answers."""
    nu = _skrivbar(request, pk)
    if not Uppgift.objects.andringsbara_for(request.user).filter(pk=nu.pk).exists():
        raise PermissionDenied
    return nu


def _hela(request: Request, valda: QuerySet[Uppgift]) -> QuerySet[Uppgift]:
    syns = Atgard.objects.synliga_for(request.user).filter(pk=OuterRef("atgard_id"))
    return valda.select_related("kommun").prefetch_related("kallor").annotate(atgarden_syns=Exists(syns))


def _som_nu(request: Request, pk: str | int) -> dict[str, Any]:
    synliga = Uppgift.objects.synliga_for(request.user)
    return _rad(request, get_object_or_404(_hela(request, synliga), pk=pk))


def _rad(request: Request, u: Uppgift) -> dict[str, Any]:
    return {
        "id": u.pk,
        "kommun": u.kommun_id or f.RIKET,
        "kommun_namn": u.kommun.namn if u.kommun else "Riket",
        "enhet": u.enhet_id,
        "tema": u.tema_id,
        "nyckeltal": u.nyckeltal_id,
        "atgard": u.atgard_id if u.atgarden_syns else None,  # type: ignore[attr-defined]
        **okand_som_null({namn: getattr(u, namn) for namn in EGNA}),
        "kallor": [kallrad(k) for k in u.kallor.all()],
        "adress": _adress(request, u.pk),
    }


def _adress(request: Request, pk: int) -> str:
    return request.build_absolute_uri(reverse("api-uppgift", args=[pk]))


urlpatterns = [
    path("uppgifter/", Uppgifter.as_view(), name="api-uppgifter"),
    path("uppgifter/<int:id>/", UppgiftVisa.as_view(), name="api-uppgift"),
    path("uppgifter/<int:id>/lage/", UppgiftLage.as_view(), name="api-uppgift-lage"),
]
