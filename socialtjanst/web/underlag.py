"""What a reader keeps for a negotiation: lists of one's own, and the sheet with examples side by side."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from atgarder import underlag as tjanst
from atgarder.models import Underlag
from konton.models import User
from socialtjanst.web.formular.underlag import Lagg, Lista
from socialtjanst.web.presentation import forhandling, ladda_ned
from socialtjanst.web.presentation import underlag as presentation
from socialtjanst.web.presentation.exempelval import HOGST_I_BREDD, bibliotek, las_urval, slugar
from socialtjanst.web.tal import heltal

STEG = {"upp": -1, "ned": 1}


@require_http_methods(["GET", "POST"])
def lista(request: HttpRequest) -> HttpResponse:
    """One's lists; a POST puts examples in one of them, or in a new one."""
    if request.method == "POST":
        return _lagg_i(request)
    sammanhang = {"sida": "underlag", "rader": presentation.rader(request.user), "form": Lagg(listor=_egna(request))}
    return render(request, "underlag/lista.html", sammanhang)


def _egna(request: HttpRequest) -> presentation.Rader:
    return tjanst.egna(request.user)


@login_required
def _lagg_i(request: HttpRequest) -> HttpResponse:
    form = Lagg(request.POST, listor=_egna(request))
    if not form.is_valid():
        rader = presentation.rader(request.user)
        sammanhang = {"sida": "underlag", "rader": rader, "form": form, "valda": request.POST.getlist("exempel")}
        return render(request, "underlag/lista.html", sammanhang, status=400)
    till, valda, av = form.cleaned_data["lista"], form.cleaned_data["exempel"], cast(User, request.user)
    if till is None:
        till = tjanst.skapa(namn=form.cleaned_data["namn"], exempel=valda, av=av)
        messages.success(request, f"Listan ”{till.namn}” är sparad.")
    else:
        nya = tjanst.lagg_i(till, exempel=valda)
        messages.success(request, f"{nya} nya exempel i listan." if nya else "Exemplet låg redan i listan.")
    return redirect("underlag-visa", till.pk)


@login_required
@require_http_methods(["GET", "POST"])
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: its notes and its order. Nobody but the owner knows that it exists."""
    rad = get_object_or_404(_egna(request), pk=pk)
    poster = list(rad.poster.select_related("exempel__publik"))
    form = Lista(request.POST if request.method == "POST" else None, underlag=rad, poster=poster)
    if request.method == "POST" and request.POST.get("gor") == "radera":
        rad.delete()
        messages.success(request, "Listan är borttagen.")
        return redirect("underlag")
    if request.method == "POST" and form.is_valid():
        tjanst.anteckna(rad, form.anteckningar())
        _gor(rad, request.POST.get("gor", ""))
        return redirect("underlag-visa", pk)
    sammanhang = {"sida": "underlag", "underlag": rad, "form": form, **presentation.sammanhang(form)}
    return render(request, "underlag/visa.html", sammanhang, status=400 if form.errors else 200)


def _gor(rad: Underlag, gor: str) -> None:
    """ "upp:7", "ned:7", "bort:7": what a button of a post says; empty only saves."""
    vad, _, nyckel = gor.partition(":")
    nr = heltal(nyckel)
    post = rad.poster.filter(pk=nr).first() if nr is not None else None
    if post is not None and vad in STEG:
        tjanst.flytta(post, steg=STEG[vad])
    elif post is not None and vad == "bort":
        post.delete()


@require_GET
def forhandlingsunderlag(request: HttpRequest) -> HttpResponseBase:
    """Up to four examples side by side: from the address, with the notes of a list of one's own if it is named."""
    valda, noter, rad = slugar(request.GET), {}, None
    if nyckel := request.GET.get("lista"):
        rad = _lista_eller_404(request, nyckel)
        poster = list(rad.poster.select_related("exempel"))
        noter = {p.exempel.slug: p.anteckning for p in poster}
        valda = valda or tuple(p.exempel.slug for p in poster)
    lasta = forhandling.hamta(valda)[:HOGST_I_BREDD]
    rot = request.build_absolute_uri("/").rstrip("/")
    try:
        if lasta and (format_ := ladda_ned.onskat_format(request)):
            return ladda_ned.svar(forhandling.fil(lasta, noter, rot), format_)
    except ValueError as fel:
        raise Http404(str(fel)) from fel
    urval = las_urval(
        [e.rad.slug for e in lasta], lambda andra: reverse("forhandlingsunderlag") + presentation.med(andra, nyckel)
    )
    sammanhang = {
        "sida": "underlag",
        "underlag": rad,
        "urval": urval,
        "utelamnade": len(valda) - len(lasta),
        "fler": bibliotek(urval.slugar),
        "nedladdning": ladda_ned.lankar(request),
        "form": Lagg(listor=_egna(request)),
        "permanent": rot + urval.underlag,
        **forhandling.sammanhang(lasta, noter),
    }
    return render(request, "underlag/forhandling.html", sammanhang)


def _lista_eller_404(request: HttpRequest, nyckel: str) -> Underlag:
    return get_object_or_404(_egna(request), pk=heltal(nyckel))


urlpatterns = [
    path("underlag/", lista, name="underlag"),
    path("underlag/<int:pk>/", visa, name="underlag-visa"),
    path("forhandlingsunderlag/", forhandlingsunderlag, name="forhandlingsunderlag"),
]
