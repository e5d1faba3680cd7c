"""Handlingsplaner: asked for, received, and their points."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from atgarder import datum
from atgarder.regler import Regelfel
from besok import ataganden
from besok.models import Handlingsplan
from kommuner.models import Kommun
from konton.behorighet import Ratt, far, kommuner_for
from socialtjanst.web.formular.handlingsplaner import Plan
from socialtjanst.web.importer import anvandare, kraver
from socialtjanst.web.presentation import ataganden as presentation

PLANER = Handlingsplan.objects.select_related("kommun", "dokument")


@require_GET
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(PLANER.all().synliga_for(request.user), pk=pk)
    skriver = far(request.user, Ratt.SKRIVA_BESOK, plan.kommun_id)
    punkter = plan.punkter.select_related("kommun", "besok").prefetch_related("lagen__besok").order_by("pk")
    idag = timezone.localdate()
    sammanhang = {
        "sida": "omgangar",
        "plan": plan,
        "begard": datum.visa(plan.begard) if plan.begard else "dagen framgår inte",
        "mottagen": datum.visa(plan.mottagen) if plan.mottagen else "",
        "skriver": skriver,
        "rader": presentation.loften(punkter, idag) if skriver else presentation.offentliga(punkter),
    }
    return render(request, "ataganden/plan.html", sammanhang)


@require_http_methods(["GET", "POST"])
@kraver(Ratt.SKRIVA_BESOK)
def ny(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@kraver(Ratt.SKRIVA_BESOK)
def andra(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, get_object_or_404(PLANER.all().skrivbara_for(request.user), pk=pk))


def _form(request: HttpRequest, plan: Handlingsplan | None) -> HttpResponse:
    koder = kommuner_for(request.user, Ratt.SKRIVA_BESOK)
    kommuner = list(Kommun.objects.all() if koder is None else Kommun.objects.filter(kod__in=koder))
    form = Plan(
        request.POST if request.method == "POST" else None,
        plan=plan,
        kommuner=kommuner,
        vald=request.GET.get("kommun", ""),
    )
    if request.method == "POST" and form.is_valid():
        try:
            sparad = ataganden.spara_plan(
                plan,
                kommun=form.kommun,
                falt=form.falt,
                dokument=form.dokument,
                punkter=form.punkter,
                av=anvandare(request),
            )
            for fraga in ataganden.fragor(sparad):
                messages.warning(request, fraga)
            return redirect("handlingsplan-visa", sparad.pk)
        except Regelfel as fel:
            for falt, text in fel.fel.items():
                form.add_error(falt or None, text)
    sammanhang = {"sida": "omgangar", "form": form, "plan": plan}
    return render(request, "ataganden/planform.html", sammanhang, status=400 if form.errors else 200)


urlpatterns = [
    path("handlingsplaner/ny/", ny, name="handlingsplan-ny"),
    path("handlingsplaner/<int:pk>/", visa, name="handlingsplan-visa"),
    path("handlingsplaner/<int:pk>/andra/", andra, name="handlingsplan-andra"),
]
