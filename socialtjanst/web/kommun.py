"""A municipality's page."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse

from atgarder.foljning import foljer
from konton.behorighet import Ratt, far
from socialtjanst.web.presentation import gors, kommunfil, ladda_ned, sagt
from socialtjanst.web.presentation import kommun as presentation
from socialtjanst.web.presentation.vy import las_vy


def visa(request: HttpRequest, kod: str) -> HttpResponseBase:
    """400 with the page's own choice, and what was wrong, for an address that asks for what does not exist."""
    if kod.isdigit() and len(kod) == 3:  # a spreadsheet has eaten the leading 0
        fraga = request.META["QUERY_STRING"]
        return HttpResponseRedirect(reverse("kommun-visa", args=[f"0{kod}"]) + (f"?{fraga}" if fraga else ""))
    funnen = presentation.hitta(kod)
    if funnen is None:
        return render(request, "kommun/okand.html", {"sida": "kommuner", "kod": kod}, status=404)
    try:
        sida = presentation.Sida(funnen, presentation.las_val(request.GET), las_vy(request.GET.get("kand", "")))
        if format_ := ladda_ned.onskat_format(request):
            return ladda_ned.svar(kommunfil.fil(sida, request.GET.get("tabell", "")), format_)
    except ValueError as fel:
        return _sida(request, presentation.Sida(funnen, presentation.Val(), las_vy()), str(fel))
    return _sida(request, sida)


def _sida(request: HttpRequest, sida: presentation.Sida, fel: str = "") -> HttpResponse:
    sammanhang = {
        **sida.sammanhang(request.build_absolute_uri(request.path)),
        "sida": "kommuner",
        "fel": fel,
        "nedladdning": ladda_ned.lankar(request, tabell="nyckeltal"),
        "nedladdning_serie": ladda_ned.lankar(request, tabell="serie"),
        "foljer": foljer(request.user, sida.kommun),
        "far_rapportera_har": _far(request, Ratt.RAPPORTERA, sida.kommun.kod),
        "far_saga_har": _far(request, Ratt.SKRIVA_UPPGIFT, sida.kommun.kod),
        "gors": gors.tidslinje(sida.kommun.kod, request.user),
        "sagt": sagt.kommunens(sida.kommun.kod, request.user),
        "tom": presentation.tom_text(sida.kommun.namn, _far(request, Ratt.HAMTA_KOLADA)),
    }
    return render(request, "kommun/visa.html", sammanhang, status=400 if fel else 200)


def _far(request: HttpRequest, ratt: Ratt, kommun: str | None = None) -> bool:
    """As behorighet.far, but the user's assignments are read once for the whole request."""
    if not request.user.is_authenticated:
        return False
    prefetch_related_objects([request.user], "uppdrag")
    return far(request.user, ratt, kommun)


urlpatterns = [path("kommuner/<str:kod>/", visa, name="kommun-visa")]
