"""The visit form: its page, which is an ordinary form too, and the addresses at which it saves itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods

from atgarder.models import Tema
from atgarder.regler import Regelfel
from besok import sektioner, signaler, utkast
from besok.models import Besok, Sektion
from besok.utkast import Avslutat, Krock, Sparning
from socialtjanst.web.besokatkomst import att_skriva, inloggad, signal_att_lasa, vill_ha_json
from socialtjanst.web.besoksparning import Utfall, nyss, sektionsrad, spara_postat
from socialtjanst.web.importer import anvandare
from socialtjanst.web.presentation import besokform as presentation
from socialtjanst.web.presentation.besokform import Huvud

FALT = {"innehall", "bas", "klient", "lopnr"}


@require_http_methods(["GET", "POST"])
@ensure_csrf_cookie
@inloggad
def skriv(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        besok = att_skriva(request, pk)
    except Http404:
        return render(request, "besok/ingen_atkomst.html", {"sida": "besok", "nyckel": pk}, status=404)
    if besok.lage != Besok.Lage.UTKAST:
        return redirect("besok-visa", pk)
    utfall = spara_postat(besok, request.POST, av=anvandare(request)) if request.method == "POST" else Utfall()
    if request.method == "POST" and not utfall.kvar:
        if request.POST.get("steg") == "klar":
            return redirect("besok-klar", pk)
        messages.success(request, "Utkastet är sparat.")
        return redirect("besok-skriv", pk)
    return render(request, "besok/skriv.html", _sammanhang(request, besok, utfall), status=409 if utfall.kvar else 200)


def _sammanhang(request: HttpRequest, besok: Besok, utfall: Utfall) -> dict[str, Any]:
    rader = utkast.las(besok)
    delar: dict[str, Any] = {nyckel: rad.innehall for nyckel, rad in rader.items()} | utfall.kvar
    teman = dict(Tema.objects.values_list("kod", "namn"))
    huvuden = {
        nyckel: Huvud(
            nyckel=nyckel,
            namn=sektioner.namn(nyckel, teman),
            version=rader[nyckel].version if nyckel in rader else 0,
            fel=utfall.fel.get(nyckel, ""),
            krock=utfall.krockar.get(nyckel),
        )
        for nyckel in [*sektioner.FASTA, *(f"{sektioner.TEMA}{kod}" for kod in teman)]
    }
    return {
        "sida": "besok",
        **presentation.sammanhang(besok, delar, huvuden, user=anvandare(request)),
        "delar": {nyckel: {"innehall": rad.innehall, "version": rad.version} for nyckel, rad in rader.items()},
        "namn": {nyckel: huvud.namn for nyckel, huvud in huvuden.items()},
        "senast": _senast(rader.values()),
        "har_krock": bool(utfall.krockar),
        "har_fel": bool(utfall.fel),
        "atgard_ny": _adress_om_den_finns("atgard-ny"),
    }


def _senast(rader: Iterable[Sektion]) -> str:
    senast = max(rader, key=lambda rad: rad.sparad, default=None)
    return presentation.klockslag(senast) if senast else ""


def _adress_om_den_finns(namn: str) -> str:
    try:
        return reverse(namn)
    except NoReverseMatch:
        return ""


@require_http_methods(["GET", "PUT"])
@inloggad
def sektion(request: HttpRequest, pk: UUID, nyckel: str) -> HttpResponse:
    besok = att_skriva(request, pk)
    if request.method == "GET":
        rad = utkast.las(besok).get(nyckel)
        return JsonResponse(sektionsrad(rad) if rad else {"version": 0, "innehall": {}})
    try:
        return _spara(request, besok, nyckel)
    except Krock as krock:
        return JsonResponse({"fel": str(krock), "nu": sektionsrad(krock.nu)}, status=409)
    except Avslutat as slut:
        return JsonResponse({"fel": f"Besöket är {slut}.", "lage": str(slut)}, status=410)
    except Regelfel as brott:
        return JsonResponse({"fel": str(brott)}, status=400)


def _spara(request: HttpRequest, besok: Besok, nyckel: str) -> JsonResponse:
    rad = utkast.spara(besok.pk, _sparning(request, nyckel), av=anvandare(request))
    return JsonResponse({"version": rad.version, "sparad": presentation.klockslag(rad)})


def _sparning(request: HttpRequest, nyckel: str) -> Sparning:
    """What the device sent, fields that are not known left out. Raises Regelfel."""
    try:
        kropp = json.loads(request.body)
        sant = {falt: kropp[falt] for falt in FALT}
        return Sparning(nyckel, sant["innehall"], int(sant["bas"]), UUID(sant["klient"]), int(sant["lopnr"]))
    except (ValueError, TypeError, KeyError, AttributeError) as fel:
        raise Regelfel({"": "Det som skickades går inte att läsa som en sparning."}) from fel


@require_GET
@ensure_csrf_cookie
@inloggad
def alla(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every section's newest, for the page to compare with its own; who has just written where."""
    besok = att_skriva(request, pk)
    rader = utkast.las(besok)
    teman = dict(Tema.objects.values_list("kod", "namn"))
    return JsonResponse(
        {
            "lage": besok.lage,
            "lage_namn": besok.get_lage_display(),
            "sektioner": {nyckel: sektionsrad(rad) for nyckel, rad in rader.items()},
            "skriver": nyss(rader.values(), teman, for_=anvandare(request), nu=timezone.now()),
        }
    )


@require_GET
@inloggad
def signal_traff(request: HttpRequest, pk: UUID, signal: int) -> HttpResponse:
    besok = att_skriva(request, pk)
    sagd = signal_att_lasa(signal)
    funna = list(signaler.sagd_vid(sagd, besok, user=anvandare(request)))
    antal = signaler.loggade(besok, user=anvandare(request)).count()
    if vill_ha_json(request):
        rader = [{"kommun": b.kommun_id, "namn": b.kommun.namn, "datum": b.datum} for b in funna]
        return JsonResponse({"signal": sagd.text, "antal": len(funna), "av": antal, "besok": rader})
    mall = "besok/_traff.html" if getattr(request, "htmx", False) else "besok/traff.html"
    return render(request, mall, {"sida": "besok", "besok": besok, "signal": sagd, "funna": funna, "antal": antal})


urlpatterns = [
    path("besok/<uuid:pk>/skriv/", skriv, name="besok-skriv"),
    path("besok/<uuid:pk>/sektioner/", alla, name="besok-sektioner"),
    path("besok/<uuid:pk>/sektioner/<str:nyckel>/", sektion, name="besok-sektion"),
    path("besok/<uuid:pk>/signaler/<int:signal>/", signal_traff, name="signal-traff"),
]
