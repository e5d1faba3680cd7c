"""Rounds of visits: the list, one round, its summary, and the form."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from atgarder.regler import Regelfel
from besok import omgangar
from besok.models import Besoksomgang
from konton.behorighet import Ratt
from socialtjanst.web.formular.omgangar import Omgang
from socialtjanst.web.importer import anvandare, kraver
from socialtjanst.web.presentation import omgangar as presentation
from socialtjanst.web.presentation.omgangssammanfattning import Sammanfattningssida

ALLA = Besoksomgang.objects.select_related("foregaende").prefetch_related("kallor")


@require_GET
def lista(request: HttpRequest) -> HttpResponse:
    rader = presentation.lista(ALLA.all(), request.user)
    sammanhang = {"sida": "omgangar", "rader": rader, "styr": omgangar.far_styra(request.user)}
    return render(request, "omgangar/lista.html", sammanhang)


@require_GET
def visa(request: HttpRequest, slug: str) -> HttpResponse:
    omgang = get_object_or_404(ALLA, kod=slug)
    sida = presentation.Sida(omgang, request.user, timezone.localdate())
    sammanhang = {
        "sida": "omgangar",
        "o": sida,
        "omgang": omgang,
        "karta": sida.karta(),
        "visar_exempeldata": sida.visar_exempeldata,
    }
    return render(request, "omgangar/visa.html", sammanhang)


@require_GET
def sammanfattning(request: HttpRequest, slug: str) -> HttpResponse:
    omgang = get_object_or_404(ALLA, kod=slug)
    sida = Sammanfattningssida(omgang, request.user)
    sammanhang = {
        "sida": "omgangar",
        "omgang": omgang,
        "s": sida,
        "mening": presentation.mening(omgang, sida.framsteg),
        "styr": omgangar.far_styra(request.user),
        "visar_exempeldata": sida.exempel,
    }
    return render(request, "omgangar/sammanfattning.html", sammanhang)


@require_http_methods(["GET", "POST"])
@kraver(Ratt.SKRIVA_BESOK)
def ny(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@kraver(Ratt.SKRIVA_BESOK)
def andra(request: HttpRequest, slug: str) -> HttpResponse:
    return _form(request, get_object_or_404(ALLA, kod=slug))


def _form(request: HttpRequest, omgang: Besoksomgang | None) -> HttpResponse:
    if not omgangar.far_styra(request.user):
        raise PermissionDenied
    form = Omgang(request.POST if request.method == "POST" else None, omgang=omgang)
    if request.method == "POST" and form.is_valid():
        try:
            sparad = omgangar.spara(omgang, falt=form.falt, kommuner=form.platser, av=anvandare(request))
            return redirect("omgang-visa", sparad.kod)
        except Regelfel as fel:
            for falt, text in fel.fel.items():
                form.add_error(falt or None, text)
    sammanhang = {"sida": "omgangar", "form": form, "omgang": omgang}
    return render(request, "omgangar/form.html", sammanhang, status=400 if form.errors else 200)


urlpatterns = [
    path("besok/omgangar/", lista, name="omgangar"),
    path("besok/omgangar/ny/", ny, name="omgang-ny"),
    path("besok/omgangar/<slug:slug>/", visa, name="omgang-visa"),
    path("besok/omgangar/<slug:slug>/andra/", andra, name="omgang-andra"),
    path("besok/omgangar/<slug:slug>/sammanfattning/", sammanfattning, name="omgang-sammanfattning"),
]
