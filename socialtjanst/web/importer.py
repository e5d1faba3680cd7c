"""Imports: the list, a file on its way in, and Kolada."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import wraps
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from kommuner import services
from kommuner.importer import fil, granskning, mall
from kommuner.importer.kolada import bestall_kolada
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version
from kommuner.models import Avvikelse, Import, Kommun
from kommuner.services import InteGodkannbar
from konton.behorighet import Ratt, far, kommuner_for
from konton.models import User
from socialtjanst.web.formular.importer import Godkannande, Mallval, Uppladdning
from socialtjanst.web.presentation import importer as presentation

PER_SIDA = 100
FELFIL = ("rad", "kolumn", "värde", "fel", "åtgärd")
TYPER = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Vy = Callable[..., HttpResponse]


def kraver(ratt: Ratt) -> Callable[[Vy], Vy]:
    """Log-in first; 403 for somebody who holds the right nowhere."""

    def omslut(vy: Vy) -> Vy:
        @login_required
        @wraps(vy)
        def inre(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not far(request.user, ratt):
                raise PermissionDenied
            return vy(request, *args, **kwargs)

        return inre

    return omslut


def _egna(request: HttpRequest) -> QuerySet[Import]:
    """The imports that the user may see: those of the own municipalities and the own ones."""
    importer = Import.objects.select_related("av", "kommun")
    koder = kommuner_for(request.user, Ratt.SE_IMPORTER)
    return importer if koder is None else importer.filter(Q(kommun__in=koder) | Q(av=anvandare(request)))


def anvandare(request: HttpRequest) -> User:
    """The user, once `kraver` has let the request through."""
    return cast(User, request.user)


def _kommuner(request: HttpRequest) -> QuerySet[Kommun]:
    koder = kommuner_for(request.user, Ratt.RAPPORTERA)
    return Kommun.objects.all() if koder is None else Kommun.objects.filter(kod__in=koder)


@require_GET
@kraver(Ratt.SE_IMPORTER)
def lista(request: HttpRequest) -> HttpResponse:
    blad = Paginator(_egna(request), 25).get_page(request.GET.get("sida"))
    sammanhang = {
        "sida": "importer",
        "blad": blad,
        "rader": presentation.lista(blad.object_list),
        "nagon_pagar": any(presentation.pagar(i) for i in blad.object_list),
        "far_hamta": far(request.user, Ratt.HAMTA_KOLADA),
    }
    sidmall = "importer/_lista.html" if getattr(request, "htmx", False) else "importer/lista.html"
    return render(request, sidmall, sammanhang)


@require_http_methods(["GET", "POST"])
@kraver(Ratt.RAPPORTERA)
def ny(request: HttpRequest) -> HttpResponse:
    form = Uppladdning(request.POST, request.FILES) if request.method == "POST" else Uppladdning()
    if request.method == "POST" and form.is_valid():
        uppladdad = form.cleaned_data["fil"]
        importen = fil.ta_emot(
            cast(BinaryIO, uppladdad),
            uppladdad.name,
            av=anvandare(request),
            kommuner=kommuner_for(request.user, Ratt.RAPPORTERA),
            preliminar=not _far_gora_slutligt(request),
        )
        return redirect("import-visa", importen.pk)
    alla = kommuner_for(request.user, Ratt.RAPPORTERA) is None
    sammanhang = {"sida": "importer", "form": form, "mallval": Mallval(kommuner=_kommuner(request), alla=alla)}
    return render(request, "importer/ny.html", sammanhang, status=400 if form.errors else 200)


def _far_gora_slutligt(request: HttpRequest) -> bool:
    """Whether the user may sign figures in every municipality that the file may speak of."""
    koder, godkanner = kommuner_for(request.user, Ratt.RAPPORTERA), kommuner_for(request.user, Ratt.GODKANNA)
    return godkanner is None or (koder is not None and koder <= godkanner)


@require_GET
@kraver(Ratt.SE_IMPORTER)
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    importen = get_object_or_404(_egna(request), pk=pk)
    if request.GET.get("format") == "csv":
        return _felfil(importen)
    if getattr(request, "htmx", False):
        return _framsteg(request, importen)
    return render(request, "importer/visa.html", _sammanhang(request, importen))


def _framsteg(request: HttpRequest, importen: Import) -> HttpResponse:
    if not presentation.pagar(importen):
        return HttpResponseClientRefresh()
    return render(request, "importer/_framsteg.html", {"importen": importen, "jobb": presentation.framsteg(importen)})


def _sammanhang(request: HttpRequest, importen: Import) -> dict[str, Any]:
    grund = {
        "sida": "importer",
        "importen": importen,
        "rubrik": importen.fran if importen.slag == Import.Slag.FIL else importen.get_slag_display().capitalize(),
        "jobb": presentation.framsteg(importen),
        "pagar": presentation.pagar(importen),
        "vem": f"av {importen.av}" if importen.av else "automatiskt",
        "far_avbryta": _far_andra(request, importen) and not importen.ar_avslutat,
        "far_hamta": far(request.user, Ratt.HAMTA_KOLADA),
        "orimliga": importen.avvikelser.filter(slag=Avvikelse.Slag.ORIMLIG, bekraftad__isnull=True),
    }
    if importen.lage not in (Lage.GRANSKAS, Lage.KLAR):
        return grund
    return grund | _granskning(request, importen)


def _granskning(request: HttpRequest, importen: Import) -> dict[str, Any]:
    visa = request.GET.get("visa", "fel" if importen.avvisade else "")
    oppen = importen.lage == Lage.GRANSKAS
    utfall = granskning.utfall(importen) if oppen else _resultat(importen)
    fel = importen.avvikelser.filter(slag=Avvikelse.Slag.FEL)
    urval = fel if visa == "fel" else granskning.rader(importen, visa).select_related("kommun", "enhet", "nyckeltal")
    blad = Paginator(urval, PER_SIDA).get_page(request.GET.get("sida"))
    orimliga = importen.avvikelser.filter(slag=Avvikelse.Slag.ORIMLIG, bekraftad__isnull=True).count()
    return {
        "visa": visa,
        "utfall": utfall,
        "filter": presentation.filterval(utfall, importen.avvisade),
        "sammanfattning": presentation.sammanfattning(utfall, importen.avvisade, orimliga) if oppen else "",
        "blad": blad,
        "rader": [] if visa == "fel" else presentation.rader(importen, list(blad.object_list)),  # type: ignore[arg-type]
        "version": senaste_version(),
        "samma_fil": granskning.tidigare_inlast(importen) if importen.filhash else None,
        "far_godkanna": oppen and not importen.avvisade and _far_andra(request, importen),
        "far_bekrafta": _far_andra(request, importen),
    }


def _resultat(importen: Import) -> granskning.Utfall:
    return granskning.Utfall(importen.tagna, importen.reviderade, 0, 0)


def _far_andra(request: HttpRequest, importen: Import) -> bool:
    """Whether the user may still speak for every municipality that the import may speak for."""
    koder = kommuner_for(request.user, Ratt.RAPPORTERA)
    if koder is None:
        return True
    berorda = importen.urval.get("kommuner") or ([importen.kommun_id] if importen.kommun_id else None)
    return berorda is not None and set(berorda) <= koder


def _felfil(importen: Import) -> HttpResponse:
    svar = HttpResponse(content_type=TYPER["csv"])
    svar["Content-Disposition"] = f'attachment; filename="fel-import-{importen.pk}.csv"'
    svar.write("\ufeff")
    skrivare = csv.writer(svar, delimiter=";", lineterminator="\r\n")
    skrivare.writerow(FELFIL)
    for a in importen.avvikelser.all():
        skrivare.writerow(presentation.ofarlig(cell) for cell in (a.rad, a.kolumn, a.varde, a.skal, a.atgard))
    return svar


@require_POST
@kraver(Ratt.RAPPORTERA)
def godkann(request: HttpRequest, pk: int) -> HttpResponse:
    importen = get_object_or_404(_egna(request), pk=pk)
    if not _far_andra(request, importen):
        raise PermissionDenied
    orimliga = importen.avvikelser.filter(slag=Avvikelse.Slag.ORIMLIG, bekraftad__isnull=True)
    form = Godkannande(request.POST, orimliga=orimliga.values_list("pk", flat=True))
    if not form.is_valid():
        raise Http404
    try:
        _gor_godkannande(importen, form, anvandare(request))
    except InteGodkannbar as fel:
        messages.error(request, str(fel))
    return redirect("import-visa", pk)


def _gor_godkannande(importen: Import, form: Godkannande, av: User) -> None:
    if importen.lage == Lage.KLAR:
        granskning.bekrafta(importen, form.bekraftade(), av=av)
        return
    granskning.godkann(importen, av=av, sedd_version=form.cleaned_data["version"], bekraftade=form.bekraftade())


@require_POST
@kraver(Ratt.SE_IMPORTER)
def avbryt(request: HttpRequest, pk: int) -> HttpResponse:
    importen = get_object_or_404(_egna(request), pk=pk)
    if not _far_andra(request, importen):
        raise PermissionDenied
    if services.avbryt_import(importen):
        messages.info(request, "Importen är avbruten. Inget av den har tagits in.")
    else:
        messages.error(request, "Importen hade redan avslutats.")
    return redirect("import-visa", pk)


@require_GET
@kraver(Ratt.RAPPORTERA)
def hamta_mall(request: HttpRequest) -> HttpResponse:
    alla = kommuner_for(request.user, Ratt.RAPPORTERA) is None
    val = Mallval(request.GET, kommuner=_kommuner(request), alla=alla)
    if not val.is_valid():
        raise Http404
    period, slag = val.cleaned_data["period"], val.cleaned_data["format"]
    gor = {"csv": mall.som_csv, "xlsx": mall.som_xlsx}[slag]
    namn = f"uppgifter-{val.cleaned_data['kommun']}-{period}.{slag}"
    return HttpResponse(
        gor(val.valda(), period),
        content_type=TYPER[slag],
        headers={"Content-Disposition": f'attachment; filename="{namn}"'},
    )


@require_POST
@kraver(Ratt.HAMTA_KOLADA)
def kolada(request: HttpRequest) -> HttpResponse:
    return redirect("import-visa", bestall_kolada(av=anvandare(request)).pk)


urlpatterns = [
    path("importer/", lista, name="import-lista"),
    path("importer/ny/", ny, name="import-ny"),
    path("importer/mall/", hamta_mall, name="import-mall"),
    path("importer/kolada/", kolada, name="import-kolada"),
    path("importer/<int:pk>/", visa, name="import-visa"),
    path("importer/<int:pk>/godkann/", godkann, name="import-godkann"),
    path("importer/<int:pk>/avbryt/", avbryt, name="import-avbryt"),
]
