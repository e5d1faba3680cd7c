"""Over all measures: how they spread, and when the state's money ends."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from kommuner.models import Lan
from socialtjanst.web.presentation import ladda_ned, spridning, statliga_medel
from socialtjanst.web.presentation.vy import citat


@require_GET
def visa_spridning(request: HttpRequest) -> HttpResponseBase:
    typ, fel = request.GET.get("typ", ""), ""
    if typ and typ not in dict(spridning.typval()):
        typ, fel = "", f"Inget av slaget {citat(typ)} har spridit sig ännu. Välj i listan."
    alla = spridning.lankar(typ)
    format_, fel = _format(request, fel)
    if format_:
        return ladda_ned.svar(spridning.fil(alla), format_)
    mer = {"sida": "atgarder", "fel": fel, "nedladdning": [] if fel else ladda_ned.lankar(request)}
    sammanhang = {**spridning.sammanhang(alla, typ), **mer}
    return render(request, "atgarder/spridning.html", sammanhang, status=400 if fel else 200)


@require_GET
def visa_statliga_medel(request: HttpRequest) -> HttpResponseBase:
    lan, alla_lan, fel = request.GET.get("lan", ""), dict(Lan.objects.values_list("kod", "namn")), ""
    if lan and lan not in alla_lan:
        lan, fel = "", f"Länet {citat(lan)} finns inte. Välj i listan."
    rader = statliga_medel.lista(timezone.localdate(), lan)
    format_, fel = _format(request, fel)
    if format_:
        return ladda_ned.svar(statliga_medel.fil(rader), format_)
    mer = {"sida": "atgarder", "fel": fel, "lan": lan, "alla_lan": alla_lan}
    nedladdning = [] if fel else ladda_ned.lankar(request)
    sammanhang = {**statliga_medel.sammanhang(rader), **mer, "nedladdning": nedladdning}
    return render(request, "atgarder/statliga_medel.html", sammanhang, status=400 if fel else 200)


def _format(request: HttpRequest, fel: str) -> tuple[str, str]:
    """The asked format, if nothing else is wrong, and what is wrong."""
    try:
        return ("" if fel else ladda_ned.onskat_format(request)), fel
    except ValueError as formatfel:
        return "", str(formatfel)


urlpatterns = [
    path("atgarder/spridning/", visa_spridning, name="spridning"),
    path("atgarder/statliga-medel/", visa_statliga_medel, name="statliga-medel"),
]
