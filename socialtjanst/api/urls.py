"""Every address under /api/v1/, one module per resource; what matches nothing is a problem too."""

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, is_valid_path, re_path
from rest_framework.request import Request

from socialtjanst.api import (
    atgarder,
    atgardstyper,
    besok,
    dokument,
    goda_exempel,
    inspiration,
    matvarden,
    nyckeltal,
    rapporter,
    register,
    sok,
    trender,
    uppgifter,
)
from socialtjanst.api.bas import Vy

MODULER = (
    *(dokument, register, nyckeltal, matvarden, trender, rapporter),
    *(atgardstyper, atgarder, uppgifter, goda_exempel, inspiration, sok, besok),
)


class Okand(Vy):
    """No such address; one that only lacks its last slash is shown the way."""

    schema = None

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        ratt = f"{request.path_info}/"
        if request.method in ("GET", "HEAD") and not request.path_info.endswith("/") and is_valid_path(ratt):
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise Http404


okand = Okand.as_view()
urlpatterns: list[URLPattern] = [monster for modul in MODULER for monster in modul.urlpatterns]
urlpatterns.append(re_path(r"^.*$", okand))
