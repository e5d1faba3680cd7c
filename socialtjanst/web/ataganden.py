"""Promises: what is due and what is late, and their states."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from atgarder.regler import Regelfel
from besok import ataganden
from besok.models import Atagande, Handlingsplan
from konton.behorighet import Ratt
from socialtjanst.web.formular.handlingsplaner import Lagesbyte
from socialtjanst.web.importer import anvandare, kraver
from socialtjanst.web.presentation import ataganden as presentation


def _sida(request: HttpRequest, form: Lagesbyte | None = None, pk: int | None = None) -> HttpResponse:
    idag = timezone.localdate()
    oppna = Atagande.objects.skrivbara_for(request.user).oppna()
    delat = ataganden.forfall(oppna.select_related("kommun", "besok").prefetch_related("lagen"), idag)
    planer = Handlingsplan.objects.skrivbara_for(request.user).filter(mottagen="").select_related("kommun")
    sammanhang = {
        "sida": "omgangar",
        "delar": [
            ("sena", "Försenade", "Dagen har passerat.", presentation.loften(delat.sena, idag)),
            ("snart", "Snart", "Ska vara klart inom 30 dagar.", presentation.loften(delat.snart, idag)),
            ("senare", "Senare", "Har längre kvar, eller inget datum.", presentation.loften(delat.senare, idag)),
        ],
        "planer": presentation.planer(planer),
        "antal_sena": len(delat.sena),
        "antal_snart": len(delat.snart),
        "fel": form.errors if form else None,
        "fel_pk": pk,
    }
    return render(request, "ataganden/lista.html", sammanhang, status=400 if form else 200)


@require_GET
@kraver(Ratt.SKRIVA_BESOK)
def lista(request: HttpRequest) -> HttpResponse:
    return _sida(request)


@require_POST
@kraver(Ratt.SKRIVA_BESOK)
def lage(request: HttpRequest, pk: int) -> HttpResponse:
    rad = get_object_or_404(Atagande.objects.skrivbara_for(request.user), pk=pk)
    form = Lagesbyte(request.POST)
    if form.is_valid():
        d = form.cleaned_data
        try:
            ataganden.byt_lage(
                rad.pk,
                lage=d["lage"],
                nar=d["datum"],
                skal=d["skal"],
                idag=timezone.localdate(),
                av=anvandare(request),
            )
            return redirect("handlingsplan-visa", rad.plan_id) if rad.plan_id else redirect("ataganden")
        except Regelfel as fel:
            for falt, text in fel.fel.items():
                form.add_error(falt or None, text)
    return _sida(request, form, rad.pk)


urlpatterns = [
    path("ataganden/", lista, name="ataganden"),
    path("ataganden/<int:pk>/lage/", lage, name="atagande-lage"),
]
