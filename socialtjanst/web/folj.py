"""Following a municipality or a kind of measure, and stopping: also without logging in, from the digest's link."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from atgarder import foljning
from atgarder.models import Atgardstyp, Foljning
from kommuner.models import Kommun
from konton.models import User


@require_http_methods(["GET", "POST"])
@login_required
def folj(request: HttpRequest) -> HttpResponse:
    """What one follows; a POST with `kommun` or `typ` follows one more, or stops (`gor=sluta`)."""
    user = cast(User, request.user)
    if request.method == "GET":
        rader = Foljning.objects.filter(user=user).select_related("kommun", "typ")
        sammanhang = {"sida": "exempel", "rader": rader, "kommuner": Kommun.objects.all(), "typer": _typer()}
        return render(request, "folj/lista.html", sammanhang)
    mal = _mal(request)
    if request.POST.get("gor") == "sluta":
        foljning.sluta(mal, av=user)
        messages.success(request, f"Du följer inte längre {mal}.")
    else:
        foljning.folj(mal, av=user)
        messages.success(request, f"Du följer {mal}. När något händer får du ett brev, högst ett i veckan.")
    vidare = request.POST.get("next", "")
    egen = url_has_allowed_host_and_scheme(vidare, {request.get_host()}, require_https=request.is_secure())
    return redirect(vidare if egen else "folj")


def _typer() -> list[Atgardstyp]:
    return list(Atgardstyp.objects.all())


def _mal(request: HttpRequest) -> foljning.Mal:
    if kod := request.POST.get("kommun"):
        return get_object_or_404(Kommun, pk=kod)
    if kod := request.POST.get("typ"):
        return get_object_or_404(Atgardstyp, pk=kod)
    raise Http404


@csrf_exempt  # a mail program that stops at the reader's word has no cookie; the key is the permission
@require_http_methods(["GET", "POST"])
def sluta(request: HttpRequest, nyckel: str) -> HttpResponse:
    """A GET asks first: mail scanners follow links."""
    rad = Foljning.objects.filter(nyckel=nyckel).select_related("kommun", "typ").first()
    klart = request.method == "POST" and rad is not None
    allt = klart and ("allt" in request.POST or "List-Unsubscribe" in request.POST)
    if klart and rad is not None:
        if allt:
            Foljning.objects.filter(user=rad.user_id).delete()
        else:
            rad.delete()
    sammanhang = {"sida": "", "rad": rad, "vad": rad and (rad.kommun or rad.typ), "klart": klart, "allt": allt}
    return render(request, "folj/sluta.html", sammanhang)


urlpatterns = [
    path("folj/", folj, name="folj"),
    path("folj/sluta/<str:nyckel>/", sluta, name="folj-sluta"),
]
