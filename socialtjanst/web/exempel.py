"""Good examples: the library, an example and its versions, what similar municipalities tried, the feed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.cache import patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_GET

from atgarder.models import GottExempel
from konton.behorighet import Ratt, far
from socialtjanst.web.presentation import exempelsida, ladda_ned, svart_med
from socialtjanst.web.presentation.exempellasning import Last, las, las_arbetskopia, las_version
from socialtjanst.web.presentation.exempellista import Sida

TRAFFAR = "traffar"
I_FLODET = 50


@require_GET
def lista(request: HttpRequest) -> HttpResponseBase:
    """400 with the whole library, and what was wrong, for an address that asks for what does not exist."""
    try:
        sida = Sida(request.GET)
        if format_ := ladda_ned.onskat_format(request):
            return ladda_ned.svar(sida.fil(), format_)
    except ValueError as fel:
        return _lista(request, Sida(QueryDict()), str(fel))
    return _lista(request, sida)


def _lista(request: HttpRequest, sida: Sida, fel: str = "") -> HttpResponse:
    del_av = request.headers.get("HX-Target") == TRAFFAR
    nedladdning = ladda_ned.lankar(request) if not fel else []
    sammanhang = sida.sammanhang() | {"sida": "exempel", "fel": fel, "fragment": del_av, "nedladdning": nedladdning}
    if far(request.user, Ratt.SKRIVA_EXEMPEL) and not del_av:
        sammanhang |= {"far_skriva_exempel": True, "under_arbete": exempelsida.under_arbete(request.user)}
    # htmx shows no fragment of an answer that is an error, and the reader would see nothing at all
    status = 400 if fel and not del_av else 200
    svar = render(request, "exempel/_traffar.html" if del_av else "exempel/lista.html", sammanhang, status=status)
    if del_av and not fel:
        svar["HX-Push-Url"] = request.path + sida.val.fraga()
    patch_vary_headers(svar, ["HX-Target"])
    return svar


@require_GET
def visa(request: HttpRequest, slug: str) -> HttpResponse:
    """410 in words for what was published and is no longer shown; its writers see it, with why."""
    rad = get_object_or_404(GottExempel, slug=slug)
    skriver = GottExempel.objects.skrivbara_for(request.user).filter(pk=rad.pk).exists()
    publikt = GottExempel.objects.med_publik_atgard().filter(pk=rad.pk).exists()
    if rad.publik is None and not skriver:
        raise Http404
    if not publikt and not skriver:
        return render(request, "exempel/borta.html", {"sida": "exempel"}, status=410)
    kopia = skriver and (rad.publik is None or "utkast" in request.GET)
    last = las_arbetskopia(rad) if kopia else las(GottExempel.objects.filter(pk=rad.pk))[0]
    return sida(request, last, arbetskopia=kopia, publikt=publikt)


def sida(request: HttpRequest, last: Last, *, status: int = 200, **mer: Any) -> HttpResponse:
    """The page of an example as `last` tells it."""
    sammanhang = {
        **exempelsida.sammanhang(last, request.GET, request.build_absolute_uri("/").rstrip("/")),
        **exempelsida.redaktion(request.user, last.rad, last.dolda, arbetskopia=bool(mer.get("arbetskopia"))),
        **mer,
        "arkiverat": last.rad.lage == GottExempel.Lage.ARKIVERAT,
    }
    return render(request, "exempel/visa.html", sammanhang, status=status)


@require_GET
def version(request: HttpRequest, slug: str, nummer: int) -> HttpResponse:
    """What was published before, as it read then; shown as long as any of its measures is public."""
    rad = get_object_or_404(GottExempel, slug=slug)
    last = las_version(rad, nummer)
    skriver = GottExempel.objects.skrivbara_for(request.user).filter(pk=rad.pk).exists()
    if last is None or not (skriver or last.atgarder):
        raise Http404
    aldre = rad.publik is None or nummer != rad.publik.nummer
    return sida(request, last, version=last.version, aldre=aldre, publikt=True)


@require_GET
def svart(request: HttpRequest) -> HttpResponse:
    fel = ""
    try:
        sida = svart_med.Sida(request.GET)
    except ValueError as fel_:
        sida, fel = svart_med.Sida(QueryDict()), str(fel_)
    sammanhang = sida.sammanhang() | {"sida": "exempel", "fel": fel}
    return render(request, "exempel/svart_med.html", sammanhang, status=400 if fel else 200)


@require_GET
def flode(request: HttpRequest) -> HttpResponse:
    """An Atom feed of what was published last; invented examples are left out."""
    atom = Atom1Feed(
        title="Vändpunkt: goda exempel",
        link=request.build_absolute_uri(reverse("goda-exempel")),
        description="",
        language="sv",
        feed_url=request.build_absolute_uri(request.path),
        author_name="Vändpunkt",
    )
    senaste = GottExempel.objects.publika().filter(exempel=False).order_by("-publik__skapad", "-pk")[:I_FLODET]
    for rad in senaste.select_related("publik"):
        _i_flodet(atom, rad, request)
    svar = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    atom.write(svar, "utf-8")
    return svar


def _i_flodet(atom: Atom1Feed, rad: GottExempel, request: HttpRequest) -> None:
    if rad.publik is None:
        return
    adress = request.build_absolute_uri(rad.get_absolute_url())
    atom.add_item(
        title=rad.publik.innehall["titel"],
        link=adress,
        description=rad.publik.innehall["ingress"],
        unique_id=adress,
        pubdate=rad.skapad,
        updateddate=rad.publik.skapad,
    )


urlpatterns = [
    path("goda-exempel/", lista, name="goda-exempel"),
    path("goda-exempel/flode.xml", flode, name="exempel-flode"),
    path("goda-exempel/vi-har-svart-med/", svart, name="svart-med"),
    path("goda-exempel/<slug:slug>/", visa, name="exempel-visa"),
    path("goda-exempel/<slug:slug>/version/<int:nummer>/", version, name="exempel-version"),
]
