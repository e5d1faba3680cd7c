"""Writing measures: a new one, a changed one, its state, its inspiration, its withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from atgarder import innehall, services
from atgarder.models import Atgard
from atgarder.regler import Regelfel
from atgarder.services import Krock
from konton.behorighet import Ratt
from socialtjanst.web.atgardsatkomst import egna_kommuner, skriver_atgard, synliga
from socialtjanst.web.formular.atgard import BARA_NY
from socialtjanst.web.formular.atgardsformular import Atgardsformular
from socialtjanst.web.formular.atgardshandling import Inspirationsform, Lagesform, Tillbakadragning
from socialtjanst.web.importer import anvandare, kraver
from socialtjanst.web.presentation import atgardskrock
from socialtjanst.web.presentation.atgard import forebildsval
from socialtjanst.web.presentation.atgardsformular import sammanhang
from socialtjanst.web.tal import heltal

DELMALLAR = {"struktur": "atgarder/_struktur.html", "mal-rader": "atgarder/_mal.html"}
SPARAD = {
    "utkast": "Utkastet är sparat. Bara ni själva ser det tills ni publicerar.",
    "publik": "Åtgärden är publicerad.",
}


@require_http_methods(["GET", "POST"])
@kraver(Ratt.SKRIVA_ATGARD)
def ny(request: HttpRequest) -> HttpResponse:
    kommuner = egna_kommuner(request)
    if request.GET.get("kommun") and request.GET["kommun"] not in {k.kod for k in kommuner}:
        raise PermissionDenied
    formular = Atgardsformular(request, av=anvandare(request), atgard=None, kommuner=kommuner)
    if formular.spara and formular.giltigt() and (ny := _skapa(formular)):
        return _sparad(request, ny)
    return _svar(request, formular)


def _skapa(formular: Atgardsformular) -> Atgard | None:
    falt = formular.form.cleaned_data
    vad = {namn: falt[namn] for namn in BARA_NY}
    try:
        return innehall.skapa(formular.innehall(), **vad, av=formular.av)
    except Regelfel as fel:
        formular.lagg_fel(fel.fel)
        return None


@require_http_methods(["GET", "POST"])
@skriver_atgard
def andra(request: HttpRequest, atgard: Atgard) -> HttpResponse:
    if atgard.tillbakadragen:
        messages.error(request, "Åtgärden är dragen tillbaka och kan inte ändras.")
        return redirect(atgard)
    formular = Atgardsformular(request, av=anvandare(request), atgard=atgard, kommuner=[])
    if not (formular.spara and formular.giltigt()):
        return _svar(request, formular)
    try:
        return _spara(request, formular, atgard)
    except Regelfel as fel:
        formular.lagg_fel(fel.fel)
        return _svar(request, formular)


def _spara(request: HttpRequest, formular: Atgardsformular, atgard: Atgard) -> HttpResponse:
    """Raises Regelfel."""
    mitt, val = formular.innehall(), atgardskrock.las_val(request.POST)
    if val.ofullstandigt:
        return _krock(request, formular, mitt, atgard)
    try:
        valt = val.sammanfoga(mitt, formular.lagrat)
        return _sparad(request, innehall.andra(atgard, valt, revision=formular.revision, av=formular.av))
    except Krock as krock:
        return _krock(request, formular, mitt, krock.nu)


def _sparad(request: HttpRequest, atgard: Atgard) -> HttpResponse:
    messages.success(request, SPARAD[atgard.synlighet])
    return redirect(atgard)


def _svar(request: HttpRequest, formular: Atgardsformular) -> HttpResponse:
    """The whole page, or the part that htmx asks for."""
    mall = DELMALLAR.get(request.headers.get("HX-Target", ""), "atgarder/formular.html")
    svar = render(request, mall, sammanhang(formular), status=400 if formular.felrader else 200)
    patch_vary_headers(svar, ["HX-Target"])
    return svar


def _krock(request: HttpRequest, formular: Atgardsformular, mitt: innehall.Innehall, nu: Atgard) -> HttpResponse:
    """What the other one changed beside what this one did; nothing is saved."""
    krock = atgardskrock.Krockvy(formular, mitt, nu)
    status = 400 if "krock" in request.POST else 409
    return render(request, "atgarder/krock.html", {"sida": "atgarder", "krock": krock, "atgard": nu}, status=status)


@require_http_methods(["GET", "POST"])
@skriver_atgard
def lage(request: HttpRequest, atgard: Atgard) -> HttpResponse:
    nu = {"lage": atgard.lage, "datum": timezone.localdate().isoformat(), "revision": atgard.revision}
    form = Lagesform(_post(request), initial=nu)
    if request.method == "POST" and form.is_valid():
        try:
            services.byt_lage(atgard.pk, **form.cleaned_data, av=anvandare(request))
        except Regelfel as fel:
            _lagg_fel(form, fel)
        except Krock as krock:
            return _handling(request, "atgarder/lage.html", krock.nu, form.efter_krock(krock.nu), status=409)
        else:
            messages.success(request, f"Läget är nu {Atgard.Lage(form.cleaned_data['lage']).label}.")
            return redirect(atgard)
    return _handling(request, "atgarder/lage.html", atgard, form)


@require_http_methods(["GET", "POST"])
@skriver_atgard
def dra_tillbaka(request: HttpRequest, atgard: Atgard) -> HttpResponse:
    form = Tillbakadragning(_post(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.dra_tillbaka(atgard.pk, **form.cleaned_data, av=anvandare(request))
        except Regelfel as fel:
            _lagg_fel(form, fel)
        else:
            messages.success(request, "Åtgärden är dragen tillbaka. Den och dess historik finns kvar för er.")
            return redirect(atgard)
    return _handling(request, "atgarder/dra_tillbaka.html", atgard, form)


@require_http_methods(["GET", "POST"])
@skriver_atgard
def inspiration(request: HttpRequest, atgard: Atgard) -> HttpResponse:
    val = forebildsval(synliga(request), atgard, request.GET.get("q", ""))
    if request.method == "POST" and "ta_bort" in request.POST:
        return _ta_bort_inspiration(request, atgard)
    form = Inspirationsform(_post(request), forebilder=val.rader)
    if request.method == "POST" and form.is_valid():
        try:
            services.inspirera(atgard.pk, **form.cleaned_data, av=anvandare(request))
        except Regelfel as fel:
            _lagg_fel(form, fel)
        else:
            messages.success(request, "Inspirationen är sparad och syns på båda åtgärderna.")
            return redirect(atgard)
    return _handling(request, "atgarder/inspiration.html", atgard, form, val=val)


def _ta_bort_inspiration(request: HttpRequest, atgard: Atgard) -> HttpResponse:
    if (forebild := heltal(request.POST["ta_bort"])) is not None:
        services.sluta_inspireras(atgard.pk, forebild=forebild, av=anvandare(request))
        messages.success(request, "Kopplingen är borttagen.")
    return redirect("atgard-inspiration", atgard.pk)


def _post(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _lagg_fel(form: Lagesform | Tillbakadragning | Inspirationsform, fel: Regelfel) -> None:
    for falt, text in fel.fel.items():
        form.add_error(falt if falt in form.fields else None, text)


def _handling(
    request: HttpRequest,
    mall: str,
    atgard: Atgard,
    form: Lagesform | Tillbakadragning | Inspirationsform,
    status: int = 0,
    **mer: object,
) -> HttpResponse:
    sammanhanget = {"sida": "atgarder", "atgard": atgard, "form": form, **mer}
    return render(request, mall, sammanhanget, status=status or (400 if form.errors else 200))


urlpatterns = [
    path("atgarder/ny/", ny, name="atgard-ny"),
    path("atgarder/<int:pk>/andra/", andra, name="atgard-andra"),
    path("atgarder/<int:pk>/lage/", lage, name="atgard-lage"),
    path("atgarder/<int:pk>/inspiration/", inspiration, name="atgard-inspiration"),
    path("atgarder/<int:pk>/dra-tillbaka/", dra_tillbaka, name="atgard-dra-tillbaka"),
]
