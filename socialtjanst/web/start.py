"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from konton.behorighet import Ratt, far
from socialtjanst.web.presentation import start as presentation
from socialtjanst.web.presentation.vy import las_vy


def start(request: HttpRequest) -> HttpResponse:
    vy = las_vy()
    oversikt = presentation.oversikt(vy)
    kod = oversikt.framst.definition.kod if oversikt.framst else ""
    adress = request.build_absolute_uri(reverse("nyckeltal-visa", args=[kod])) if kod else ""
    sammanhang = {
        **vy.sammanhang(),
        "sida": "start",
        "o": oversikt,
        "figur": presentation.kopiera(oversikt, vy, adress),
        "rapporter": presentation.rapporter(request.user),
        "far_hamta": far(request.user, Ratt.HAMTA_KOLADA),
        "visar_exempeldata": oversikt.exempel,
    }
    return render(request, "start/start.html", sammanhang)


urlpatterns = [path("", start, name="start")]
