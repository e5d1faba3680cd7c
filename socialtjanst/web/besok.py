"""Visits: one's own, a new one, the page of one, and its way from draft to public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atgarder.models import Tema
from atgarder.regler import Regelfel
from besok import klar as fragor
from besok import sektioner, services, utkast
from besok.models import Besok
from konton.behorighet import Ratt, far_objekt
from socialtjanst.web.besokatkomst import att_lasa, att_skriva, inloggad
from socialtjanst.web.formular.besok import Lagesbyte, NyttBesok, vagar
from socialtjanst.web.importer import anvandare, kraver
from socialtjanst.web.presentation import besok as presentation
from socialtjanst.web.presentation.besokform import plats

SAGT = {
    "utkast": "Besöket är öppet igen.",
    "faktagranskning": "Besöket är skickat på faktagranskning.",
    "publicerad": "Besöket är publicerat.",
    "tillbakadragen": "Besöket är draget tillbaka.",
    "klar": "Besöket är klart.",
}


@require_GET
@kraver(Ratt.SKRIVA_BESOK)
def lista(request: HttpRequest) -> HttpResponse:
    listor = presentation.listor(anvandare(request), timezone.localdate())
    return render(request, "besok/lista.html", {"sida": "besok", **listor})


@require_http_methods(["GET", "POST"])
@kraver(Ratt.SKRIVA_BESOK)
def ny(request: HttpRequest) -> HttpResponse:
    form = NyttBesok(
        request.POST if request.method == "POST" else None, user=anvandare(request), initial=_forslag(request)
    )
    if form.is_valid():
        val = form.cleaned_data
        omgang = val["omgang"].pk if val["omgang"] else None
        besok = utkast.borja(kommun=val["kommun"].kod, omgang=omgang, id_=val["id"], av=anvandare(request))
        return redirect("besok-skriv", besok.pk)
    return render(request, "besok/ny.html", {"sida": "besok", "form": form}, status=400 if form.is_bound else 200)


def _forslag(request: HttpRequest) -> dict[str, Any]:
    return {falt: request.GET[falt] for falt in ("kommun", "omgang") if request.GET.get(falt)}


@require_GET
@never_cache
def visa(request: HttpRequest, pk: UUID) -> HttpResponse:
    besok = att_lasa(request, pk)
    internt = far_objekt(request.user, Ratt.SKRIVA_BESOK, besok)
    sammanhang = presentation.sida(besok, internt=internt) | {"visar_internt": internt, "vagar": vagar(besok)}
    return render(request, "besok/visa.html", {"sida": "besok", "besok": besok, **sammanhang})


@require_http_methods(["GET", "POST"])
@inloggad
def klar(request: HttpRequest, pk: UUID) -> HttpResponse:
    besok = att_skriva(request, pk)
    if besok.lage != Besok.Lage.UTKAST:
        return redirect("besok-visa", pk)
    delar = {nyckel: rad.innehall for nyckel, rad in utkast.las(besok).items()}
    funna, fel = fragor.fragor(besok, delar, idag=timezone.localdate()), {}
    if request.method == "POST" and (not funna or request.POST.get("bekrafta") == "ja"):
        try:
            services.gor_klar(pk, av=anvandare(request))
        except Regelfel as brott:
            fel = brott.fel
        else:
            messages.success(request, SAGT["klar"])
            return redirect("besok-visa", pk)
    sammanhang = {"sida": "besok", "besok": besok, "fragor": funna, "fel": _med_namn(fel), "delar": delar}
    return render(request, "besok/klar.html", sammanhang, status=400 if request.method == "POST" else 200)


def _med_namn(fel: dict[str, str]) -> list[tuple[str, str, str]]:
    """(the section's place on the form, its name, what is wrong)."""
    teman = dict(Tema.objects.values_list("kod", "namn"))
    return [(plats(nyckel), sektioner.namn(nyckel, teman), text) for nyckel, text in fel.items()]


@require_POST
@inloggad
def lage(request: HttpRequest, pk: UUID) -> HttpResponse:
    besok = att_skriva(request, pk)
    form = Lagesbyte(request.POST)
    try:
        _byt(besok, form, request)
    except Regelfel as brott:
        messages.error(request, str(brott))
    else:
        messages.success(request, SAGT[form.cleaned_data["lage"]])
    return redirect("besok-visa", pk)


def _byt(besok: Besok, form: Lagesbyte, request: HttpRequest) -> None:
    av = anvandare(request)
    if not form.is_valid():
        raise Regelfel({"": "Välj vad som ska hända med besöket, och skriv datum så här: 2016-11-02."})
    match form.cleaned_data["lage"]:
        case "utkast":
            services.oppna_igen(besok.pk, av=av)
        case "faktagranskning":
            services.skicka_pa_granskning(besok.pk, svara_senast=form.cleaned_data["svara_senast"], av=av)
        case "publicerad":
            services.publicera(besok.pk, av=av)
        case "tillbakadragen":
            services.dra_tillbaka(besok.pk, skal=form.cleaned_data["skal"], av=av)
        case _:
            raise Regelfel({"": "Besöket görs klart från formuläret."})


urlpatterns = [
    path("besok/", lista, name="besok"),
    path("besok/nytt/", ny, name="besok-ny"),
    path("besok/<uuid:pk>/", visa, name="besok-visa"),
    path("besok/<uuid:pk>/klar/", klar, name="besok-klar"),
    path("besok/<uuid:pk>/lage/", lage, name="besok-lage"),
]
