"""Measures: read by everybody, written by those who may in the municipality."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import NullIf
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from atgarder import services
from atgarder.models import Atgard, Atgardstyp, Problem
from konton.behorighet import Ratt
from socialtjanst.api import atgardsskrivning as sk
from socialtjanst.api import filter as f
from socialtjanst.api import sidor, utdata
from socialtjanst.api.atgardsrader import KOLUMNER, Atgardsrad, adress, hela, rad
from socialtjanst.api.beskrivning import beskriven, skrivning, vagdel
from socialtjanst.api.fel import Problem as Fel
from socialtjanst.api.idempotens import PARAMETER as IDEMPOTENS
from socialtjanst.api.idempotens import en_gang
from socialtjanst.api.listor import SIDPARAMETRAR, Personligvy, Sidlista, Skrivvy, koder, nummer, tidpunkt
from socialtjanst.api.parametrar import En, Fraga, Lista, Parameter, ett_av
from socialtjanst.api.skrivande import REVISION, kallor, krav, las_in, regler_som_problem, revision, skribent

ATGARD_ID = vagdel("id", "Åtgärdens nummer.", "^[0-9]{1,9}$")


def _val(namn: str, om: str, val: list[str]) -> Lista[str]:
    return Lista(namn, om, ett_av(*val), {"type": "string", "enum": val})


TYP = koder("typ", "Slag av åtgärd.", Atgardstyp, "Koderna finns på /api/v1/atgardstyper/.")
PROBLEM = koder("problem", "Kod för det som åtgärden ska lösa.", Problem)
LAGE = _val("lage", "Läget som åtgärden är i nu.", Atgard.Lage.values)
AVTALSFORM = _val("avtalsform", "Hur det är avtalat.", Atgard.Avtalsform.values)
RESULTATLAGE = _val("resultatlage", "Vad som är känt om resultatet.", Atgard.Resultatlage.values)
SYNLIGHET = _val("synlighet", "Utkast syns bara för dem som får ändra dem.", Atgard.Synlighet.values)
MAL = Lista(
    "mal",
    "Nyckeltal som åtgärden ska flytta.",
    f.NYCKELTAL.tolka,
    {"type": "string", "pattern": "^[A-Z]{1,2}[0-9]{2,5}$"},
)
STATLIGA_MEDEL = En(
    "statliga_medel",
    "true betalas med statliga medel, false inte, okant när det inte framgår.",
    ett_av("true", "false", "okant"),
    {"type": "string", "enum": ["true", "false", "okant"]},
)
KALLA = nummer("kalla", "Källans nummer.")
ANDRAD_EFTER = tidpunkt("andrad_efter", "Ändrade efter den tidpunkten.")
URVAL: tuple[tuple[Parameter[Any], str], ...] = (
    (TYP, "typ__in"),
    (LAGE, "lage__in"),
    (AVTALSFORM, "avtalsform__in"),
    (RESULTATLAGE, "resultatlage__in"),
    (SYNLIGHET, "synlighet__in"),
    (f.EXEMPEL, "exempel"),
    (ANDRAD_EFTER, "andrad__gt"),
)
GENOM: tuple[tuple[Parameter[Any], str], ...] = (
    (PROBLEM, "problem__in"),
    (MAL, "mal__nyckeltal__in"),
    (KALLA, "kallor__in"),
)
NYCKLAR: dict[str, Any] = {
    "kommun": F("kommun_id"),
    **{namn: NullIf(F(namn), Value("")) for namn in ("beslutad", "start", "slut", "statliga_medel_slut")},
}
ORDERING = sidor.ordning_av(list(NYCKLAR))


class Atgardslista(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Atgardsrad(many=True)


def omrade(fraga: Fraga) -> Q:
    """The municipalities that kommun, lan and grupp name; 0000 is what belongs to the country."""
    valda = f.kommunkoder(fraga)
    if valda is None:
        return Q()
    villkor = Q(kommun__in=valda - {f.RIKET})
    return villkor | Q(kommun__isnull=True) if f.RIKET in valda else villkor


def villkor(fraga: Fraga) -> Q:
    """What the filters of a measure ask, without those that go through other tables."""
    alla = omrade(fraga)
    for parameter, falt in URVAL:
        if (varde := fraga[parameter]) is not None:
            alla &= Q(**{falt: varde})
    if medel := fraga[STATLIGA_MEDEL]:
        alla &= Q(statliga_medel={"true": True, "false": False, "okant": None}[medel])
    return alla


@beskriven(
    "Åtgärder",
    "Det som kommunerna prövar, med läge, mål, källor och vem som inspirerat vem. Nyast först om inget annat begärs. "
    "Utan inloggning syns det som är publikt; den som får skriva i en kommun ser också kommunens utkast.",
    Atgardslista,
    csv=True,
)
class Atgarder(Sidlista):
    ratt = Ratt.SKRIVA_ATGARD
    filnamn, kolumner = "atgarder", KOLUMNER
    nycklar, ordning = NYCKLAR, ORDERING
    parametrar = (
        *(f.KOMMUN, f.LAN, f.GRUPP, TYP, LAGE, PROBLEM, STATLIGA_MEDEL, AVTALSFORM, RESULTATLAGE, MAL, KALLA),
        *(ANDRAD_EFTER, SYNLIGHET, f.EXEMPEL, ORDERING, *SIDPARAMETRAR),
    )

    def urval(self, request: Request) -> QuerySet[Atgard]:
        rader = Atgard.objects.synliga_for(request.user).filter(villkor(self.fraga))
        for parameter, falt in GENOM:
            if varden := self.fraga[parameter]:
                rader = rader.filter(pk__in=Atgard.objects.filter(**{falt: varden}).values("pk"))
        return rader

    def rader(self, request: Request, valda: QuerySet[Atgard]) -> list[dict[str, Any]]:
        return [rad(request, a) for a in hela(request.user, valda)]

    @skrivning(
        "Skriv in en åtgärd",
        "Kräver rätt att skriva i kommunen. Åtgärden blir ett utkast om du inte anger synlighet. "
        "Adressen till den står i Location.",
        Atgardsrad,
        operation="atgardskapa",
        status=201,
        kropp=sk.NyAtgard,
        vag=[IDEMPOTENS],
        fel=("bryter-mot-regel",),
    )
    def post(self, request: Request) -> HttpResponse:
        sant = las_in(sk.NyAtgard, request)
        krav(request, Ratt.SKRIVA_ATGARD, Atgard(kommun_id=sant["kommun"]))
        return en_gang(request, skribent(request), lambda: self._skapa(request, sant))

    def _skapa(self, request: Request, sant: dict[str, Any]) -> HttpResponse:
        with regler_som_problem(request.data):
            ny = services.skapa(
                falt=sk.falt(sant),
                delar=sk.delar(sant, kallor(request, sant.get("kallor")), sant["typ"]),
                lage=sant["lage"],
                lage_datum=sant.get("lage_datum", ""),
                lage_skal=sant.get("lage_skal", ""),
                av=skribent(request),
            )
        svar = utdata.json_svar(_som_nu(request, ny.pk), status=201)
        svar["Location"] = adress(request, ny.pk)
        return svar


@beskriven("En åtgärd", "Åtgärden med sin struktur, sina källor och alla sina lägen.", Atgardsrad, vag=[ATGARD_ID])
class AtgardVisa(Personligvy):
    ratt = Ratt.SKRIVA_ATGARD

    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return utdata.json_svar(_som_nu(request, kwargs["id"]))

    @skrivning(
        "Ändra en åtgärd",
        "Skicka bara det som ändras, och revisionen som du läste. Har någon annan ändrat sedan dess blir svaret 409 "
        "med åtgärden som den är nu, och inget skrivs.",
        Atgardsrad,
        operation="atgardandra",
        kropp=sk.Atgardsandring,
        vag=[ATGARD_ID, REVISION],
        fel=(404, "krock", 412, "bryter-mot-regel", 428),
    )
    def patch(self, request: Request, id: str) -> HttpResponse:  # noqa: A002
        nu = skrivbar(request, id)
        sant = las_in(sk.Atgardsandring, request)
        vid = revision(request, sant.get("revision"), nu.revision, lambda: _som_nu(request, nu.pk))
        try:
            with regler_som_problem(request.data):
                self._andra(request, nu, vid, sant)
        except services.Krock as krock:
            raise Fel("krock", str(krock), nu=_som_nu(request, nu.pk)) from krock
        return utdata.json_svar(_som_nu(request, nu.pk))

    def _andra(self, request: Request, nu: Atgard, vid: int, sant: dict[str, Any]) -> None:
        with transaction.atomic():
            delar = sk.delar(sant, kallor(request, sant.get("kallor")), sant.get("typ", nu.typ_id))
            services.andra(nu.pk, revision=vid, falt=sk.falt(sant), delar=delar, av=skribent(request))


class AtgardLage(Skrivvy):
    ratt = Ratt.SKRIVA_ATGARD

    @skrivning(
        "Ändra läge på en åtgärd",
        "Läget läggs till historien, med datum och skäl. Att avbryta kräver ett skäl.",
        Atgardsrad,
        operation="atgardlage",
        kropp=sk.NyttLage,
        vag=[ATGARD_ID, IDEMPOTENS],
        fel=(404, "krock", "bryter-mot-regel"),
    )
    def post(self, request: Request, id: str) -> HttpResponse:  # noqa: A002
        nu = skrivbar(request, id)
        sant = las_in(sk.NyttLage, request)
        return en_gang(request, skribent(request), lambda: self._byt(request, nu.pk, sant))

    def _byt(self, request: Request, pk: int, sant: dict[str, Any]) -> HttpResponse:
        try:
            with regler_som_problem(request.data):
                services.byt_lage(pk, **sant, av=skribent(request))
        except services.Krock as krock:
            raise Fel("krock", str(krock), nu=_som_nu(request, pk)) from krock
        return utdata.json_svar(_som_nu(request, pk))


def skrivbar(request: Request, pk: str) -> Atgard:
    """One that the user may see (else 404) and write (else 403)."""
    nu = get_object_or_404(Atgard.objects.synliga_for(request.user), pk=pk)
    krav(request, Ratt.SKRIVA_ATGARD, nu)
    return nu


def _som_nu(request: Request, pk: str | int) -> dict[str, Any]:
    synliga = Atgard.objects.synliga_for(request.user)
    return rad(request, get_object_or_404(hela(request.user, synliga), pk=pk))


urlpatterns = [
    path("atgarder/", Atgarder.as_view(), name="api-atgarder"),
    path("atgarder/<int:id>/", AtgardVisa.as_view(), name="api-atgard"),
    path("atgarder/<int:id>/lage/", AtgardLage.as_view(), name="api-atgard-lage"),
]
