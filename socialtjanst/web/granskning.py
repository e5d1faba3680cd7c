"""The check of facts: the municipality answers what a visit says of it, and the coordinator decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from atgarder.regler import Regelfel
from besok import granskning
from besok.models import Besok, Faktasvar
from konton.behorighet import Ratt, far
from socialtjanst.web.formular.granskning import Svar
from socialtjanst.web.importer import anvandare


def _hamta(request: HttpRequest, pk: UUID) -> Besok:
    return get_object_or_404(granskning.synliga_for(request.user).select_related("kommun"), pk=pk)


def _sida(request: HttpRequest, besok: Besok, form: Svar | None = None) -> HttpResponse:
    nu = granskning.pagaende(besok)
    senaste = nu or besok.granskningar.order_by("-pk").first()
    svarar = nu is not None and far(request.user, Ratt.SVARA_FAKTAGRANSKNING, besok.kommun_id)
    sammanhang = {
        "sida": "omgangar",
        "besok": besok,
        "pagar": nu is not None,
        "tid": granskning.dagar_kvar(nu, timezone.localdate()) if nu else "Faktagranskningen är avslutad.",
        "svarar": svarar,
        "beslutar": far(request.user, Ratt.SKRIVA_BESOK, besok.kommun_id),
        "form": form or _form(request, besok, bunden=False),
        "alla_svar": senaste.svar.select_related("av").order_by("pk") if senaste else [],
    }
    return render(request, "granskning/visa.html", sammanhang, status=400 if form else 200)


def _form(request: HttpRequest, besok: Besok, *, bunden: bool = True) -> Svar:
    nu = granskning.pagaende(besok)
    svar = granskning.gallande(nu) if nu else {}
    return Svar(request.POST if bunden else None, pastaenden=granskning.pastaenden(besok), nu=svar)


@require_GET
@login_required
def visa(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _sida(request, _hamta(request, pk))


@require_POST
@login_required
def svar(request: HttpRequest, pk: UUID) -> HttpResponse:
    besok = _hamta(request, pk)
    if not far(request.user, Ratt.SVARA_FAKTAGRANSKNING, besok.kommun_id):
        raise PermissionDenied
    form = _form(request, besok)
    try:
        if "allt" in request.POST:
            antal = len(granskning.allt_stammer(besok, av=anvandare(request)))
        elif form.is_valid():
            antal = len(granskning.svara(besok, form.svar, av=anvandare(request)))
        else:
            return _sida(request, besok, form)
    except Regelfel as fel:
        form.is_valid()
        form.visa_fel(fel.fel)
        return _sida(request, besok, form)
    messages.success(
        request, f"Tack. {antal} svar är {'sparat' if antal == 1 else 'sparade'}." if antal else "Inget nytt att spara."
    )
    return redirect("faktagranskning", pk)


@require_POST
@login_required
def beslut(request: HttpRequest, pk: UUID, svar: int) -> HttpResponse:
    besok = _hamta(request, pk)
    if not far(request.user, Ratt.SKRIVA_BESOK, besok.kommun_id):
        raise PermissionDenied
    get_object_or_404(Faktasvar, pk=svar, granskning__besok=besok)
    val = {namn: request.POST.get(namn, "") for namn in ("beslut", "skal")}
    try:
        granskning.besluta(svar, besok=besok, **val, av=anvandare(request))
        messages.success(request, "Beslutet är sparat.")
    except Regelfel as fel:
        messages.error(request, str(fel))
    return redirect("faktagranskning", pk)


urlpatterns = [
    path("besok/<uuid:pk>/faktagranskning/", visa, name="faktagranskning"),
    path("besok/<uuid:pk>/faktagranskning/svar/", svar, name="faktagranskning-svar"),
    path("besok/<uuid:pk>/faktagranskning/<int:svar>/beslut/", beslut, name="faktagranskning-beslut"),
]
