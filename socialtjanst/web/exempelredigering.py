"""Writing good examples: a draft from measures, changing it, and its way to publication and the archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from atgarder import exempel
from atgarder.models import GottExempel
from atgarder.regler import Regelfel
from konton.behorighet import Ratt, far
from konton.models import User
from socialtjanst.web import exempel as lasvy
from socialtjanst.web.formular.exempel import Exempelformular
from socialtjanst.web.presentation.exempellasning import las_arbetskopia

BESKED = {
    "granskning": "Exemplet väntar nu på granskning.",
    "utkast": "Exemplet är ett utkast igen.",
    "publicerat": "Exemplet är publicerat.",
    "arkiverat": "Exemplet ligger i arkivet. Det visas inte längre i biblioteket.",
    "ateruppta": "Exemplet är tillbaka ur arkivet.",
}


def _skrivbart(request: HttpRequest, slug: str) -> GottExempel:
    """404 for a stranger, 403 for a reader who tries to write."""
    rad = get_object_or_404(GottExempel, slug=slug)
    if not GottExempel.objects.skrivbara_for(request.user).filter(pk=rad.pk).exists():
        if GottExempel.objects.publika().filter(pk=rad.pk).exists():
            raise PermissionDenied
        raise Http404
    return rad


def _data(request: HttpRequest) -> QueryDict | None:
    """What was sent: an empty form is wrong, not unsent."""
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
@login_required
def ny(request: HttpRequest) -> HttpResponse:
    if not far(request.user, Ratt.SKRIVA_EXEMPEL):
        raise PermissionDenied
    form = Exempelformular(_data(request), user=cast(User, request.user), fraga=request.GET)
    if request.method == "POST" and form.is_valid():
        try:
            nytt = exempel.skapa(falt=form.falt(), delar=form.delar(), av=cast(User, request.user))
        except Regelfel as fel:
            form.visa_fel(fel)
        else:
            messages.success(request, "Utkastet är sparat. Skicka det till granskning när det är klart.")
            return redirect(nytt)
    return _formular(request, form)


@require_http_methods(["GET", "POST"])
@login_required
def andra(request: HttpRequest, slug: str) -> HttpResponse:
    rad = _skrivbart(request, slug)
    form = Exempelformular(_data(request), user=cast(User, request.user), fraga=request.GET, rad=rad)
    if request.method == "POST" and form.is_valid():
        try:
            exempel.andra(
                rad.pk, revision=form.revision, falt=form.falt(), delar=form.delar(), av=cast(User, request.user)
            )
        except Regelfel as fel:
            form.visa_fel(fel)
        except exempel.Krock as krock:
            return _formular(request, form.efter_krock(krock.nu), rad, form.skillnader(krock.nu))
        else:
            messages.success(request, "Ändringen är sparad. Läsarna ser den när exemplet publiceras.")
            return redirect(f"{rad.get_absolute_url()}?utkast")
    return _formular(request, form, rad)


def _formular(
    request: HttpRequest,
    form: Exempelformular,
    rad: GottExempel | None = None,
    krock: Sequence[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    sammanhang = {"sida": "exempel", "form": form, "exempel": rad, "krock": krock}
    status = 409 if krock is not None else 400 if form.errors else 200
    return render(request, "exempel/andra.html", sammanhang, status=status)


@require_POST
@login_required
def lage(request: HttpRequest, slug: str) -> HttpResponse:
    rad, vart = _skrivbart(request, slug), request.POST.get("lage", "")
    if vart not in exempel.OVERGANGAR:
        raise Http404
    if vart not in exempel.overgangar(cast(User, request.user), rad):
        raise PermissionDenied
    sedd = _sedd_revision(request, vart)
    try:
        exempel.OVERGANGAR[vart](rad.pk, av=cast(User, request.user), revision=sedd)
    except exempel.Krock as krock:
        return _som_det_ar_nu(request, krock.nu)
    except Regelfel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, BESKED[vart])
    return redirect(rad)


def _sedd_revision(request: HttpRequest, vart: str) -> int | None:
    """The one whose text was on the page; nobody publishes without saying which."""
    skickad = request.POST.get("revision", "")
    if skickad.isdecimal() and len(skickad) < 10:
        return int(skickad)
    return 0 if vart == GottExempel.Lage.PUBLICERAT else None


def _som_det_ar_nu(request: HttpRequest, nu: GottExempel) -> HttpResponse:
    messages.error(
        request,
        "Någon annan har ändrat exemplet sedan du öppnade sidan, så inget är gjort. "
        "Så här ser arbetskopian ut nu. Läs den och välj igen.",
    )
    publikt = GottExempel.objects.med_publik_atgard().filter(pk=nu.pk).exists()
    return lasvy.sida(request, las_arbetskopia(nu), status=409, arbetskopia=True, publikt=publikt)


urlpatterns = [
    path("goda-exempel/ny/", ny, name="exempel-ny"),
    path("goda-exempel/<slug:slug>/andra/", andra, name="exempel-andra"),
    path("goda-exempel/<slug:slug>/lage/", lage, name="exempel-lage"),
]
