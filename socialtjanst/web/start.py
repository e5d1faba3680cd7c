"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from konton.behorighet import Ratt, far
from socialtjanst.web.presentation import goda, sagt
from socialtjanst.web.presentation import start as presentation
from socialtjanst.web.presentation.vy import las_vy

SENAST = "Startsidan visar alltid det senaste. Välj period, eller dagen då siffrorna var kända, på ett nyckeltals sida."

ANTAL_GODA, ANTAL_KVAR = 3, 6


def start(request: HttpRequest) -> HttpResponse:
    """400 with the page, and what was wrong, for an address that asks for another time than now."""
    vy = las_vy()
    fel = SENAST if any(request.GET.get(namn) for namn in ("kand", "period")) else ""
    oversikt = presentation.oversikt(vy)
    kod = oversikt.framst.definition.kod if oversikt.framst else ""
    adress = request.build_absolute_uri(reverse("nyckeltal-visa", args=[kod])) if kod else ""
    sammanhang = {
        **vy.sammanhang(),
        "sida": "start",
        "fel": fel,
        "o": oversikt,
        "figur": presentation.kopiera(oversikt, vy, adress),
        "goda": goda.senaste(ANTAL_GODA),
        "alla_goda": reverse("goda-exempel"),
        "kvar": sagt.kvar_att_gora(ANTAL_KVAR),
        "rapporter": presentation.rapporter(request.user),
        "far_hamta": far(request.user, Ratt.HAMTA_KOLADA),
        "visar_exempeldata": oversikt.exempel,
    }
    return render(request, "start/start.html", sammanhang, status=400 if fel else 200)


urlpatterns = [path("", start, name="start")]
