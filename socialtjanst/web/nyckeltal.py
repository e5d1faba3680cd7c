"""The list of nyckeltal, and one nyckeltal's page."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from kommuner.nyckeltal import Definition, alla
from socialtjanst.web.presentation import ladda_ned
from socialtjanst.web.presentation import nyckeltal as presentation
from socialtjanst.web.presentation.nyckeltalssida import Sida
from socialtjanst.web.presentation.vy import las_vy


def lista(request: HttpRequest) -> HttpResponse:
    q, vy = request.GET.get("q", "").strip()[:80], las_vy()
    omraden = presentation.lista(vy, q)
    antal = sum(len(rader) for _, rader in omraden)
    exempel = any(rad.exempel for _, rader in omraden for rad in rader)
    sammanhang = {"sida": "nyckeltal", "q": q, "omraden": omraden, "antal": antal, "av": len(alla())}
    return render(request, "nyckeltal/lista.html", {**vy.sammanhang(), **sammanhang, "visar_exempeldata": exempel})


def visa(request: HttpRequest, kod: str) -> HttpResponseBase:
    """400 with the page's own choice, and what was wrong, for an address that asks for what does not exist."""
    definition = alla().get(kod.upper())
    if definition is None:
        return render(request, "nyckeltal/okand.html", {"sida": "nyckeltal", "kod": kod}, status=404)
    register = presentation.register()
    try:
        urval = presentation.las_urval(request.GET, definition, register)
        sida = Sida(definition, register, urval, las_vy(request.GET.get("kand", "")))
        if format_ := ladda_ned.onskat_format(request):
            return ladda_ned.svar(sida.fil(), format_)
    except ValueError as fel:
        return _felsida(request, definition, register, str(fel))
    return _sida(request, sida)


def _felsida(request: HttpRequest, definition: Definition, register: presentation.Register, fel: str) -> HttpResponse:
    urval = presentation.las_urval(QueryDict(), definition, register)
    return _sida(request, Sida(definition, register, urval, las_vy()), fel)


def _sida(request: HttpRequest, sida: Sida, fel: str = "") -> HttpResponse:
    sammanhang = {
        **sida.sammanhang(request.build_absolute_uri(request.path)),
        "sida": "nyckeltal",
        "fel": fel,
        "nedladdning": ladda_ned.lankar(request) if not fel else [],
    }
    return render(request, "nyckeltal/visa.html", sammanhang, status=400 if fel else 200)


urlpatterns = [
    path("nyckeltal/", lista, name="nyckeltal-lista"),
    path("nyckeltal/<str:kod>/", visa, name="nyckeltal-visa"),
]
