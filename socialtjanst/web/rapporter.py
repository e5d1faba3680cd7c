"""Reports: ordered, watched while they are made, read and downloaded."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from kommuner import lasning
from kommuner.jobb import Lage
from konton.behorighet import Ratt, far
from konton.models import User
from rapporter import services
from rapporter.format import FORMAT
from rapporter.models import Rapport
from rapporter.resultat import Resultat
from socialtjanst.web.formular.rapporter import Bestallning
from socialtjanst.web.presentation import rapporter as presentation

PER_SIDA = 25


def _synliga(request: HttpRequest) -> QuerySet[Rapport]:
    return Rapport.objects.synliga_for(request.user).latta().select_related("av")


@require_GET
def lista(request: HttpRequest) -> HttpResponse:
    form = _form(request) if far(request.user, Ratt.BESTALLA_RAPPORT) else None
    return _lista(request, form)


def _form(request: HttpRequest) -> Bestallning:
    initial = {falt: request.GET[falt] for falt in ("plats", "matt") if falt in request.GET}
    finns = lasning.finns_exempel(lasning.senaste_version())
    return Bestallning(request.POST or None, initial=initial, finns_exempel=finns)


def _lista(request: HttpRequest, form: Bestallning | None) -> HttpResponse:
    klara = _synliga(request).filter(lage=Lage.KLAR).prefetch_related("filer")
    blad = Paginator(klara, PER_SIDA).get_page(request.GET.get("sida"))
    pagaende = list(_synliga(request).filter(lage__in=[Lage.VANTAR, Lage.PAGAR])[:10])
    sammanhang = {
        "sida": "rapporter",
        "form": form,
        "blad": blad,
        "klara": presentation.rader(blad.object_list),
        "pagaende": [(rad, services.far_avbryta(request.user, rad.rapport)) for rad in presentation.rader(pagaende)],
    }
    return render(request, "rapporter/lista.html", sammanhang, status=400 if form and form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def bestall(request: HttpRequest) -> HttpResponse:
    if not far(request.user, Ratt.BESTALLA_RAPPORT):
        raise PermissionDenied
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        rapport = services.bestall_rapport(**form.cleaned_data, av=cast(User, request.user))
        return redirect("rapport-visa", rapport.pk)
    return _lista(request, form)


@require_GET
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    rapport = get_object_or_404(_synliga(request), pk=pk)
    namn = presentation.omradesnamn(rapport)
    if rapport.lage != Lage.KLAR:
        return _framsteg(request, rapport, namn)
    if getattr(request, "htmx", False):
        return HttpResponseClientRefresh()
    resultat = _resultat(pk)
    sammanhang = {
        "sida": "rapporter",
        "rapport": rapport,
        "resultat": resultat,
        "filer": presentation.fillankar(rapport),
        "oversikt": presentation.oversikt(resultat),
        "avsnitt": presentation.avsnitt(resultat),
        "visar_exempeldata": resultat.exempel,
    }
    return render(request, "rapporter/visa.html", sammanhang)


def _resultat(pk: int) -> Resultat:
    return Resultat.fran_json(Rapport.objects.values_list("resultat", flat=True).get(pk=pk) or {})


def _framsteg(request: HttpRequest, rapport: Rapport, namn: str) -> HttpResponse:
    sammanhang = {
        "sida": "rapporter",
        "rapport": rapport,
        "namn": namn,
        "pagar": presentation.pagar(rapport),
        "jobb": presentation.framsteg(rapport, namn),
        "far_avbryta": services.far_avbryta(request.user, rapport),
    }
    mall = "rapporter/_framsteg.html" if getattr(request, "htmx", False) else "rapporter/gors.html"
    return render(request, mall, sammanhang)


@require_GET
def fil(request: HttpRequest, pk: int, format_: str) -> FileResponse:
    """The file under its Swedish name; 404 until the report is ready."""
    rapport = get_object_or_404(_synliga(request).filter(lage=Lage.KLAR), pk=pk)
    rad = get_object_or_404(rapport.filer, format=format_)
    if format_ not in FORMAT or not rad.fil.storage.exists(rad.fil.name or ""):
        raise Http404("Filen finns inte.")
    namn = f"{_resultat(pk).filnamn}.{FORMAT[format_].andelse}"
    return FileResponse(rad.fil.open("rb"), as_attachment=True, filename=namn, content_type=FORMAT[format_].typ)


@require_POST
@login_required
def avbryt(request: HttpRequest, pk: int) -> HttpResponse:
    rapport = get_object_or_404(_synliga(request), pk=pk)
    if not services.far_avbryta(request.user, rapport):
        raise PermissionDenied
    services.avbryt_rapport(rapport)
    return redirect("rapport-visa", pk)


urlpatterns = [
    path("rapporter/", lista, name="rapport-lista"),
    path("rapporter/bestall/", bestall, name="rapport-bestall"),
    path("rapporter/<int:pk>/", visa, name="rapport-visa"),
    path("rapporter/<int:pk>/avbryt/", avbryt, name="rapport-avbryt"),
    path("rapporter/<int:pk>/<str:format_>/", fil, name="rapport-fil"),
]
