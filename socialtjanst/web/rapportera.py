"""Reporting on one screen, and the receipt."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from besok import horda
from kommuner import perioder, rapportering
from kommuner.lasning import senaste_version
from kommuner.models import Import, Kommun
from kommuner.rapportering import Provning, Resultat
from konton.behorighet import Ratt, far, kommuner_for
from socialtjanst.web.formular.importer import perioder_att_valja
from socialtjanst.web.formular.rapportera import Rapport, skriv
from socialtjanst.web.importer import anvandare, kraver

VALBARA = {"K": 8, "T": 6, "A": 3}


def _kommuner(request: HttpRequest) -> list[Kommun]:
    koder = kommuner_for(request.user, Ratt.RAPPORTERA)
    return list(Kommun.objects.all() if koder is None else Kommun.objects.filter(kod__in=koder))


def _vald(kommuner: list[Kommun], kod: str) -> Kommun | None:
    """The municipality asked for, or the only one; 404 for one that the user does not report for."""
    if not kod:
        return kommuner[0] if len(kommuner) == 1 else None
    vald = next((k for k in kommuner if k.kod == kod), None)
    if vald is None:
        raise Http404
    return vald


def _period(skriven: str) -> str:
    """The period asked for, or the latest finished quarter; 404 for one that is not lent or not over."""
    idag = timezone.localdate()
    if not skriven:
        return perioder.perioder_till("K", idag)
    try:
        period = perioder.tolka(skriven)
        perioder.foregaende(period)  # stands beside it
    except ValueError as fel:
        raise Http404 from fel
    if not rapportering.fragor_vid(period) or perioder.sista_dag(period) >= idag:
        raise Http404
    return period


@require_http_methods(["GET", "POST"])
@kraver(Ratt.RAPPORTERA)
def rapportera(request: HttpRequest) -> HttpResponse:
    kommuner = _kommuner(request)
    kommun, period = _vald(kommuner, request.GET.get("kommun", "")), _period(request.GET.get("period", ""))
    sammanhang = _grund(request, kommuner, kommun, period)
    if kommun is None:
        return render(request, "rapportera/visa.html", sammanhang)
    form = _form(request, kommun, period)
    if form.is_bound and form.is_valid() and form.spara:
        importen = rapportering.spara(
            *(kommun, period, form.provning),
            svar=form.svar,
            skal=form.skal,
            av=anvandare(request),
            preliminar=not sammanhang["far_godkanna"],
        )
        return redirect("rapportera-kvitto", importen.pk)
    return _svar(request, form, sammanhang)


def _svar(request: HttpRequest, form: Rapport, sammanhang: dict[str, Any]) -> HttpResponse:
    sammanhang |= {"form": form, "rakna": form.is_bound, "provning": form.provning}
    if getattr(request, "htmx", False):
        return render(request, "rapportera/_utfall.html", sammanhang)
    return render(request, "rapportera/visa.html", sammanhang, status=400 if form.spara else 200)


def _form(request: HttpRequest, kommun: Kommun, period: str) -> Rapport:
    version = senaste_version()
    forra = rapportering.kanda_svar(kommun, perioder.foregaende(period), version)
    nu = rapportering.kanda_svar(kommun, period, version)
    # htmx sends along the button that was last in focus: only a real submission presses one.
    tryckt = QueryDict() if getattr(request, "htmx", False) else request.POST
    data = _med_oforandrat(request.POST, tryckt.get("oforandrat", ""), forra) if request.method == "POST" else None
    return Rapport(
        data,
        kommun=kommun,
        period=period,
        nu=nu,
        forra=forra,
        publicerade=rapportering.publicerade_svar(kommun, period, version),
        skal=rapportering.kanda_skal(kommun, period, nu),
        spara=tryckt.get("steg") == "spara",
    )


def _med_oforandrat(post: QueryDict, tryckt: str, forra: dict[str, float]) -> QueryDict:
    """The posted answers, with last period's where "oförändrat" was pressed."""
    data = post.copy()
    for kod, antal in forra.items():
        tom = not post.get(kod) and not post.get(f"{kod}_skal")
        if tryckt == kod or (tryckt == "alla" and tom):
            data[kod], data[f"{kod}_skal"] = skriv(antal), ""
    return data


def _grund(request: HttpRequest, kommuner: list[Kommun], kommun: Kommun | None, period: str) -> dict[str, Any]:
    val = perioder_att_valja(VALBARA)
    if period not in dict(val):
        val.append((period, perioder.visa(period).capitalize()))
    return {
        "sida": "rapportera",
        "kommuner": kommuner,
        "kommun": kommun,
        "period": period,
        "period_namn": perioder.visa(period),
        "forra_namn": perioder.visa(perioder.foregaende(period)),
        "matdag": perioder.sista_dag(period),
        "perioder": val,
        "horda": _horda(request, kommun, period),
        "far_godkanna": kommun is not None and far(request.user, Ratt.GODKANNA, kommun.kod),
    }


def _horda(request: HttpRequest, kommun: Kommun | None, period: str) -> list[horda.Hord]:
    """Figures heard at visits, for the municipality's own people only."""
    if kommun is None or not far(request.user, Ratt.SVARA_FAKTAGRANSKNING, kommun.kod):
        return []
    return horda.att_bekrafta(kommun.kod, period)


@require_GET
@kraver(Ratt.RAPPORTERA)
def kvitto(request: HttpRequest, pk: int) -> HttpResponse:
    importen = get_object_or_404(Import, pk=pk, slag=Import.Slag.FORMULAR, kommun__in=_kommuner(request))
    kommun, period = importen.kommun, importen.urval["period"]
    assert kommun is not None  # noqa: S101
    forra = rapportering.kanda_svar(kommun, perioder.foregaende(period), senaste_version())
    provning = rapportering.prova(kommun.kod, period, importen.urval["svar"], importen.urval["skal"], forra)
    sammanhang = {
        "sida": "rapportera",
        "importen": importen,
        "kommun": kommun,
        "period": period,
        "period_namn": perioder.visa(period),
        **_utgang(importen, provning),
        "preliminar": importen.urval["preliminar"],
    }
    return render(request, "rapportera/kvitto.html", sammanhang)


def _utgang(importen: Import, provning: Provning) -> dict[str, list[Resultat]]:
    """The answers by what became of them."""
    utgang = importen.urval.get("utgang", {})
    grupper: dict[str, list[Resultat]] = {"sparat": [], "fanns": [], "avvisat": []}
    for r in provning.resultat:
        grupper[utgang.get(r.definition.kod, "sparat")].append(r)
    return grupper


urlpatterns = [
    path("rapportera/", rapportera, name="rapportera"),
    path("rapportera/kvitto/<int:pk>/", kvitto, name="rapportera-kvitto"),
]
