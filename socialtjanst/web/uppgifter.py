"""Statements: the list, one with its replies, and the forms that write them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from atgarder import uppgifter as tjanst
from atgarder.models import Uppgift
from atgarder.querysets import UppgiftQuerySet
from atgarder.regler import Regelfel
from konton.behorighet import Ratt, far, far_objekt, kommuner_for
from konton.historik import historik
from socialtjanst.web.formular.uppgifter import Svarsform, Tillbakadragande, Uppgiftsform, ur
from socialtjanst.web.importer import anvandare, kraver
from socialtjanst.web.presentation import uppgifter as presentation


def _synliga(request: HttpRequest) -> UppgiftQuerySet:
    return Uppgift.objects.synliga_for(request.user).select_related("kommun", "enhet", "tema", "nyckeltal", "atgard")


def _att_andra(request: HttpRequest, pk: int) -> Uppgift:
    """404 for one that the user may not see, 403 for one whose words are another's."""
    uppgift = get_object_or_404(_synliga(request), pk=pk)
    if not Uppgift.objects.andringsbara_for(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return uppgift


@require_GET
def lista(request: HttpRequest) -> HttpResponse:
    """400 with the whole list, and what was wrong, for an address that asks for what does not exist."""
    oversikt, fel = presentation.oversikt(), ""
    try:
        val = presentation.las_val(request.GET, oversikt)
    except presentation.Okand as okand:
        val, fel = presentation.Val(), str(okand)
    sammanhang = {
        **presentation.lista(request.user, val, oversikt, request.GET.get("sida", "")),
        "sida": "uppgifter",
        "fel": fel,
        "far_skriva": far(request.user, Ratt.SKRIVA_UPPGIFT),
    }
    return render(request, "uppgifter/lista.html", sammanhang, status=400 if fel else 200)


@require_GET
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    uppgift = get_object_or_404(_synliga(request), pk=pk)
    far_svara = far_objekt(request.user, Ratt.SKRIVA_UPPGIFT, uppgift)
    sammanhang = {
        **presentation.visa(uppgift),
        "sida": "uppgifter",
        "far_svara": far_svara,
        "handelser": historik(uppgift, lasare=request.user) if far_svara else None,
        "far_andra": Uppgift.objects.andringsbara_for(request.user).filter(pk=pk).exists(),
    }
    return render(request, "uppgifter/visa.html", sammanhang)


@require_http_methods(["GET", "POST"])
@kraver(Ratt.SKRIVA_UPPGIFT)
def ny(request: HttpRequest) -> HttpResponse:
    kommun = _vald_kommun(request, request.POST if request.method == "POST" else request.GET)
    form = Uppgiftsform(request.POST if request.method == "POST" else None, user=request.user, kommun=kommun)
    if form.is_bound and form.is_valid():
        try:
            sparad = tjanst.skapa(
                falt=form.falt(publicera=_publicera(request)), kallor=form.valda_kallor(), av=anvandare(request)
            )
        except Regelfel as fel:
            form.ta_emot(fel)
        else:
            messages.success(request, _besked(sparad))
            return redirect(sparad)
    sammanhang = {"form": form, "sida": "uppgifter", "publik": False}
    return render(request, "uppgifter/ny.html", sammanhang, status=400 if form.errors else 200)


def _vald_kommun(request: HttpRequest, data: QueryDict) -> str:
    """The municipality asked for, or the user's only one; 403 for one in which they may not write."""
    kod = data.get("kommun", "")
    egna = kommuner_for(request.user, Ratt.SKRIVA_UPPGIFT)
    if egna is not None and kod and kod not in egna:
        raise PermissionDenied
    return kod or (next(iter(egna)) if egna and len(egna) == 1 else "")


def _publicera(request: HttpRequest) -> bool:
    return request.POST.get("steg") == "publicera"


def _besked(u: Uppgift) -> str:
    return "Uppgiften är publicerad." if u.synlighet == u.Synlighet.PUBLIK else "Uppgiften är sparad som utkast."


@require_http_methods(["GET", "POST"])
@kraver(Ratt.SKRIVA_UPPGIFT)
def andra(request: HttpRequest, pk: int) -> HttpResponse:
    uppgift = _att_andra(request, pk)
    _vald_kommun(request, request.POST)
    form = Uppgiftsform(request.POST if request.method == "POST" else None, user=request.user, initial=ur(uppgift))
    krock = None
    if form.is_bound and form.is_valid():
        try:
            _spara(request, form, pk)
        except Regelfel as fel:
            form.ta_emot(fel)
        except tjanst.Krock as hann_fore:
            krock = hann_fore.nu
            form.las_om(krock.revision)
        else:
            return redirect(uppgift)
    return _andra_sida(request, form, uppgift, krock)


def _spara(request: HttpRequest, form: Uppgiftsform, pk: int) -> None:
    sparad = tjanst.andra(
        pk,
        revision=form.cleaned_data["revision"] or 0,
        falt=form.falt(publicera=_publicera(request)),
        kallor=form.valda_kallor(),
        av=anvandare(request),
    )
    messages.success(request, _besked(sparad))


def _andra_sida(request: HttpRequest, form: Uppgiftsform, uppgift: Uppgift, krock: Uppgift | None) -> HttpResponse:
    sammanhang: dict[str, Any] = {
        "form": form,
        "uppgift": uppgift,
        "skillnader": presentation.skillnader(form, krock) if krock else [],
        "krock": krock,
        "publik": uppgift.synlighet == Uppgift.Synlighet.PUBLIK,
        "smulor": presentation.smulor(uppgift, "Ändra"),
        "sida": "uppgifter",
    }
    return render(request, "uppgifter/andra.html", sammanhang, status=409 if krock else 400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@kraver(Ratt.SKRIVA_UPPGIFT)
def lage(request: HttpRequest, pk: int) -> HttpResponse:
    """The right of reply: those of the municipality confirm or contradict what is said of it, whoever said it."""
    uppgift = get_object_or_404(_synliga(request), pk=pk)
    if not far_objekt(request.user, Ratt.SKRIVA_UPPGIFT, uppgift):
        raise PermissionDenied
    form = Svarsform(request.POST if request.method == "POST" else None, uppgift=uppgift)
    krock = False
    if form.is_bound and form.is_valid():
        try:
            tjanst.byt_lage(pk, **form.cleaned_data, av=anvandare(request))
        except Regelfel as fel:
            form.ta_emot(fel)
        except tjanst.Krock as hann_fore:
            krock = True
            form.las_om(hann_fore.nu.revision)
        else:
            messages.success(request, "Svaret är sparat och visas vid uppgiften.")
            return redirect(uppgift)
    sammanhang = {**presentation.visa(uppgift), "form": form, "krock": krock, "sida": "uppgifter"}
    return render(request, "uppgifter/lage.html", sammanhang, status=409 if krock else 400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@kraver(Ratt.SKRIVA_UPPGIFT)
def dra_tillbaka(request: HttpRequest, pk: int) -> HttpResponse:
    uppgift = _att_andra(request, pk)
    form = Tillbakadragande(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            tjanst.dra_tillbaka(pk, skal=form.cleaned_data["skal"], av=anvandare(request))
        except Regelfel as fel:
            form.ta_emot(fel)
        else:
            messages.success(request, "Uppgiften är tillbakadragen och visas inte längre.")
            return redirect(uppgift)
    sammanhang = {**presentation.visa(uppgift), "form": form, "sida": "uppgifter"}
    return render(request, "uppgifter/dra_tillbaka.html", sammanhang, status=400 if form.errors else 200)


urlpatterns = [
    path("uppgifter/", lista, name="uppgifter"),
    path("uppgifter/ny/", ny, name="uppgift-ny"),
    path("uppgifter/<int:pk>/", visa, name="uppgift-visa"),
    path("uppgifter/<int:pk>/andra/", andra, name="uppgift-andra"),
    path("uppgifter/<int:pk>/lage/", lage, name="uppgift-lage"),
    path("uppgifter/<int:pk>/dra-tillbaka/", dra_tillbaka, name="uppgift-dra-tillbaka"),
]
