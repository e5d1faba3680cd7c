"""Utforska: municipalities and nyckeltal of the reader's own choice, drawn by plotly where there is JavaScript."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path

from socialtjanst.web.presentation import ladda_ned
from socialtjanst.web.presentation.nyckeltal import Register, register
from socialtjanst.web.presentation.utforska import Sida
from socialtjanst.web.presentation.utforskaval import las_val, utan_tillagg
from socialtjanst.web.presentation.vy import las_vy

# The style sheet of maps, which plotly.js puts in as it loads, used or not; a browser test tells when it changes.
PLOTLYS_KARTSTIL = "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"


@csp_update({"style-src": [PLOTLYS_KARTSTIL]})
def utforska(request: HttpRequest) -> HttpResponseBase:
    """What is added leads to the address that holds the new state; 400 for what does not exist."""
    reg, kvar = register(), utan_tillagg(request.GET)
    try:
        vy = las_vy(request.GET.get("kand", ""))
        val = las_val(request.GET, reg, vy)
        if len(kvar) < len(request.GET):
            return redirect(request.path + val.fraga())
        sida = Sida(reg, vy, val)
        if format_ := ladda_ned.onskat_format(request):
            return ladda_ned.svar(sida.fil(), format_)
    except ValueError as fel:
        return _sida(request, _fore(kvar, reg), str(fel))
    return _sida(request, sida)


def _fore(kvar: QueryDict, reg: Register) -> Sida:
    """The page without what was to be added, or if that was not to blame, the page's own choice."""
    try:
        vy = las_vy(kvar.get("kand", ""))
        return Sida(reg, vy, las_val(kvar, reg, vy))
    except ValueError:
        vy = las_vy()
        return Sida(reg, vy, las_val(QueryDict(), reg, vy))


def _sida(request: HttpRequest, sida: Sida, fel: str = "") -> HttpResponse:
    sammanhang = {
        **sida.sammanhang(request.build_absolute_uri(request.path)),
        "sida": "utforska",
        "fel": fel,
        "nedladdning": ladda_ned.lankar(request) if not fel else [],
        "nyaste": request.path + sida.val.fraga().partition("&kand=")[0],
    }
    return render(request, "utforska/visa.html", sammanhang, status=400 if fel else 200)


urlpatterns = [path("utforska/", utforska, name="utforska")]
