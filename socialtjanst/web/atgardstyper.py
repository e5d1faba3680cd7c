"""The kinds of measures: what each is, and a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from atgarder.foljning import foljer
from atgarder.models import Atgardstyp
from konton.behorighet import Ratt, far
from socialtjanst.web.formular.atgardshandling import Typform
from socialtjanst.web.importer import kraver
from socialtjanst.web.presentation import atgardstyp as presentation


@require_GET
def visa(request: HttpRequest, slug: str) -> HttpResponse:
    typ = get_object_or_404(Atgardstyp, pk=slug)
    sammanhang = {
        **presentation.sammanhang(typ, request.GET.get("sida")),
        "foljer": foljer(request.user, typ),
        "far_skriva": far(request.user, Ratt.SKRIVA_ATGARD),
        "far_andra_typer": far(request.user, Ratt.ANDRA_TYPER),
    }
    return render(request, "atgarder/typ.html", sammanhang)


@require_http_methods(["GET", "POST"])
@kraver(Ratt.ANDRA_TYPER)
def ny(request: HttpRequest) -> HttpResponse:
    form = Typform(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typ = form.save()
        messages.success(request, f"Slaget {typ.namn} finns nu att välja.")
        return redirect("atgardstyp-visa", typ.pk)
    sammanhang = {"sida": "atgarder", "form": form}
    return render(request, "atgarder/typ_ny.html", sammanhang, status=400 if form.errors else 200)


urlpatterns = [
    path("atgarder/typ/ny/", ny, name="atgardstyp-ny"),
    path("atgarder/typ/<slug:slug>/", visa, name="atgardstyp-visa"),
]
