"""Reading measures: the list, one measure, and the documents that they rest on."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from atgarder import kallor
from konton.historik import historik
from socialtjanst.web.atgardsatkomst import far_skriva, lasbar, lasbar_kalla, synliga
from socialtjanst.web.presentation import atgard as presentation
from socialtjanst.web.presentation import ladda_ned
from socialtjanst.web.presentation.atgarder import Sida, las_val


@require_GET
def lista(request: HttpRequest) -> HttpResponseBase:
    """400 with the whole list, and what was wrong, for an address that asks for what does not exist."""
    try:
        sida = Sida(request, las_val(request.GET))
        if format_ := ladda_ned.onskat_format(request):
            return ladda_ned.svar(sida.fil(request.build_absolute_uri), format_)
    except ValueError as fel:
        return _lista(request, Sida(request, las_val(QueryDict())), str(fel))
    return _lista(request, sida)


def _lista(request: HttpRequest, sida: Sida, fel: str = "") -> HttpResponse:
    mer: dict[str, Any] = {"sida": "atgarder", "fel": fel, "nedladdning": [] if fel else ladda_ned.lankar(request)}
    return render(request, "atgarder/lista.html", {**sida.sammanhang(), **mer}, status=400 if fel else 200)


@require_GET
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    atgard = lasbar(request, pk)
    skriver = far_skriva(request, atgard)
    sammanhang = presentation.sammanhang(request, atgard, synliga(request), far_skriva=skriver)
    if skriver:
        sammanhang["handelser"] = historik(atgard, lasare=request.user)
    return render(request, "atgarder/visa.html", sammanhang)


@require_GET
def kalla_fil(request: HttpRequest, pk: int) -> FileResponse:
    """The document under its own name, always as an attachment: a browser is never to run what it holds."""
    kalla = lasbar_kalla(request, pk)
    if not kalla.fil.storage.exists(kalla.fil.name or ""):
        raise Http404("Filen finns inte.")
    svar = FileResponse(
        kalla.fil.open("rb"), as_attachment=True, filename=kalla.filnamn, content_type=kallor.typ(kalla)
    )
    svar["X-Content-Type-Options"] = "nosniff"
    svar["Cache-Control"] = "private, no-store"
    return svar


urlpatterns = [
    path("atgarder/", lista, name="atgarder"),
    path("atgarder/<int:pk>/", visa, name="atgard-visa"),
    path("kallor/<int:pk>/fil/", kalla_fil, name="kalla-fil"),
]
