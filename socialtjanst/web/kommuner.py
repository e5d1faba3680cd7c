"""The list of municipalities."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.cache import patch_vary_headers

from socialtjanst.web.presentation import ladda_ned
from socialtjanst.web.presentation.kommunlista import Sida
from socialtjanst.web.presentation.kommunval import direkt, las_val
from socialtjanst.web.presentation.nyckeltal import register
from socialtjanst.web.presentation.vy import las_vy

TRAFFAR = "traffar"


def lista(request: HttpRequest) -> HttpResponseBase:
    """400 with the page's own choice, and what was wrong, for an address that asks for what does not exist."""
    reg = register()
    if kod := direkt(request.GET, reg):
        return redirect("kommun-visa", kod)
    try:
        vy = las_vy(request.GET.get("kand", ""))
        sida = Sida(reg, vy, las_val(request.GET, reg, vy))
        if format_ := ladda_ned.onskat_format(request):
            return ladda_ned.svar(sida.fil(), format_)
    except ValueError as fel:
        nyast = las_vy()
        return _sida(request, Sida(reg, nyast, las_val(QueryDict(), reg, nyast)), str(fel))
    return _sida(request, sida)


def _sida(request: HttpRequest, sida: Sida, fel: str = "") -> HttpResponse:
    del_av = request.headers.get("HX-Target") == TRAFFAR
    sammanhang = {
        **sida.sammanhang(),
        "sida": "kommuner",
        "fel": fel,
        "fragment": del_av,
        "nedladdning": ladda_ned.lankar(request) if not fel else [],
    }
    # htmx shows no fragment of an answer that is an error, and the reader would see nothing at all
    status = 400 if fel and not del_av else 200
    svar = render(request, "kommuner/_traffar.html" if del_av else "kommuner/lista.html", sammanhang, status=status)
    if del_av and not fel:
        svar["HX-Push-Url"] = request.path + sida.val.fraga()
    patch_vary_headers(svar, ["HX-Target"])
    return svar


urlpatterns = [path("kommuner/", lista, name="kommun-lista")]
