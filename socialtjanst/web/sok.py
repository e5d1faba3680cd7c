"""Search in everything that is public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.cache import patch_vary_headers

from socialtjanst.web.presentation import sok as presentation

TRAFFAR = "traffar"


def sok(request: HttpRequest) -> HttpResponse:
    """The page, or only the hits when htmx asks as somebody types."""
    val = presentation.las_val(request.GET)
    del_av = request.headers.get("HX-Target") == TRAFFAR
    sammanhang = {**presentation.sammanhang(val), "sida": "sok", "fragment": del_av}
    svar = render(request, "sok/_traffar.html" if del_av else "sok/sok.html", sammanhang)
    if del_av:
        svar["HX-Push-Url"] = val.lank(sida=val.sida)
    patch_vary_headers(svar, ["HX-Target"])
    return svar


urlpatterns = [path("sok/", sok, name="sok")]
