"""The revisit pack: one printable sheet for the coordinator."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from besok.models import Besok
from konton.behorighet import Ratt
from rapporter import aterbesok
from socialtjanst.web.importer import kraver


@require_GET
@kraver(Ratt.SKRIVA_BESOK)
def paket(request: HttpRequest, pk: UUID) -> HttpResponse:
    besok = get_object_or_404(Besok.objects.skrivbara_for(request.user).select_related("kommun", "forra"), pk=pk)
    idag = timezone.localdate()
    innehall = aterbesok.paket(besok, idag)
    visar_exempel = besok.exempel or any(v.exempel for v in innehall.nyckeltal)
    sammanhang = {"sida": "omgangar", "p": innehall, "idag": idag, "visar_exempeldata": visar_exempel}
    return render(request, "besok/paket.html", sammanhang)


urlpatterns = [path("besok/<uuid:pk>/paket/", paket, name="aterbesokspaket")]
