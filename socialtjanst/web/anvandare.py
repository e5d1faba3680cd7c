"""People, their roles and invitations: only for those who give roles in the whole country."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kommuner.models import Kommun
from konton import epost, inbjudningar
from konton import uppdrag as tjanster
from konton.behorighet import Ratt, far_i_landet
from konton.historik import historik
from konton.inbjudningar import Utsand
from konton.models import Inbjudan, Uppdrag, User
from socialtjanst.web.formular import anvandare as formular
from socialtjanst.web.presentation import anvandare as presentation

PER_SIDA = 50
P = ParamSpec("P")
Vy = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_forvaltare(vy: Vy[P]) -> Vy[P]:
    """Logged out: to the log-in; without the right: 403."""

    @wraps(vy)
    def provad(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not far_i_landet(request.user, Ratt.GE_ROLLER):
            raise PermissionDenied
        return vy(request, *args, **kwargs)

    return cast(Vy[P], login_required(never_cache(provad)))


@require_GET
@for_forvaltare
def lista(request: HttpRequest) -> HttpResponse:
    sok = request.GET.get("sok", "").strip()
    blad = Paginator(_personer(sok), PER_SIDA).get_page(request.GET.get("sida"))
    oppna = Inbjudan.objects.oppna().select_related("kommun", "av")
    sammanhang = {
        "sida": "anvandare",
        "sok": sok,
        "blad": blad,
        "personer": presentation.personer(blad.object_list),
        "inbjudningar": presentation.inbjudningar(oppna, timezone.now()),
    }
    return render(request, "anvandare/lista.html", sammanhang)


def _personer(sok: str) -> QuerySet[User]:
    personer = User.objects.prefetch_related("uppdrag__kommun").order_by("-is_active", "first_name", "last_name", "pk")
    for ord_ in sok.split():
        personer = personer.filter(
            Q(first_name__icontains=ord_) | Q(last_name__icontains=ord_) | Q(email__icontains=ord_)
        )
    return personer


@require_http_methods(["GET", "POST"])
@for_forvaltare
def bjud_in(request: HttpRequest) -> HttpResponse:
    form = formular.Inbjudan(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            svar = inbjudningar.bjud_in(**form.cleaned_data, av=cast(User, request.user))
        except ValueError as fel:
            form.add_error("epost", str(fel))
        else:
            return _skickad(request, svar, form.cleaned_data)
    return _med_form(request, "anvandare/bjud_in.html", form)


def _med_form(request: HttpRequest, mall: str, form: formular.Rollval) -> HttpResponse:
    return render(request, mall, {"sida": "anvandare", "form": form}, status=400 if form.errors else 200)


def _skickad(request: HttpRequest, svar: Utsand | User, data: dict[str, Any]) -> HttpResponse:
    if isinstance(svar, Utsand):
        _skicka(request, svar)
        return redirect("anvandare")
    kommun = Kommun.objects.filter(pk=data["kommun"]).first()
    gick = epost.skicka_roll(svar, data["roller"], kommun.namn if kommun else None, _adress(request, "logga-in"))
    _besked(request, f"{svar} hade redan ett konto och har fått rollerna", svar.email, gick)
    return redirect("anvandare-visa", svar.pk)


def _skicka(request: HttpRequest, utsand: Utsand) -> None:
    inbjudan = utsand.inbjudan
    gick = epost.skicka_inbjudan(inbjudan, _adress(request, "inbjudan", utsand.hemlighet))
    _besked(request, f"{inbjudan} är inbjuden", inbjudan.epost, gick)


def _adress(request: HttpRequest, namn: str, *args: object) -> str:
    return request.build_absolute_uri(reverse(namn, args=args))


def _besked(request: HttpRequest, vad: str, adress: str, gick: bool) -> None:
    if not gick:
        messages.error(request, f"{vad}, men brevet till {adress} gick inte att skicka. Försök igen om en stund.")
    elif settings.EPOST.mapp:
        messages.success(
            request, f"{vad}. Brevet till {adress} ligger som en fil i {settings.EPOST.mapp}: lokalt skickas inget."
        )
    else:
        messages.success(request, f"{vad}. Ett brev är skickat till {adress}.")


@require_GET
@for_forvaltare
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    return _visa(request, get_object_or_404(User, pk=pk), formular.Rollval())


def _visa(request: HttpRequest, person: User, form: formular.Rollval) -> HttpResponse:
    uppdrag = presentation.uppdrag(person)
    sammanhang = {
        "sida": "anvandare",
        "person": person,
        "form": form,
        "pagaende": [rad for rad in uppdrag if rad.uppdrag.pagar],
        "avslutade": [rad for rad in uppdrag if not rad.uppdrag.pagar],
        "handelser": historik(person, *(rad.uppdrag for rad in uppdrag), lasare=request.user),
    }
    return render(request, "anvandare/visa.html", sammanhang, status=400 if form.errors else 200)


@require_POST
@for_forvaltare
def ge(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = formular.Rollval(request.POST)
    if not form.is_valid():
        return _visa(request, person, form)
    tjanster.ge_uppdrag(user=person, **form.cleaned_data, av=cast(User, request.user))
    messages.success(request, f"{person} har fått rollen. Den gäller från och med nu.")
    return redirect("anvandare-visa", pk)


@require_POST
@for_forvaltare
def ta(request: HttpRequest, pk: int) -> HttpResponse:
    uppdrag = get_object_or_404(Uppdrag, pk=pk)
    try:
        tjanster.ta_uppdrag(uppdrag=uppdrag, av=cast(User, request.user))
    except tjanster.SistaForvaltaren as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Rollen är borttagen. Att personen har haft den finns kvar i historiken.")
    return redirect("anvandare-visa", uppdrag.user_id)


@require_POST
@for_forvaltare
def stang(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    try:
        tjanster.stang_konto(user=person, av=cast(User, request.user))
    except tjanster.SistaForvaltaren as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"{person} kommer inte längre in. Det som personen har gjort finns kvar.")
    return redirect("anvandare-visa", pk)


@require_POST
@for_forvaltare
def oppna(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    tjanster.oppna_konto(user=person, av=cast(User, request.user))
    messages.success(request, f"{person} kan logga in igen, med de roller som står här.")
    return redirect("anvandare-visa", pk)


@require_POST
@for_forvaltare
def skicka_igen(request: HttpRequest, pk: int) -> HttpResponse:
    oppen = get_object_or_404(Inbjudan.objects.oppna(), pk=pk)
    _skicka(request, inbjudningar.fornya(inbjudan=oppen, av=cast(User, request.user)))
    return redirect("anvandare")


@require_POST
@for_forvaltare
def aterkalla(request: HttpRequest, pk: int) -> HttpResponse:
    oppen = get_object_or_404(Inbjudan.objects.oppna(), pk=pk)
    inbjudningar.aterkalla(inbjudan=oppen, av=cast(User, request.user))
    messages.success(request, f"Inbjudan till {oppen} är återkallad. Länken i brevet fungerar inte längre.")
    return redirect("anvandare")


urlpatterns = [
    path("anvandare/", lista, name="anvandare"),
    path("anvandare/bjud-in/", bjud_in, name="anvandare-bjud-in"),
    path("anvandare/<int:pk>/", visa, name="anvandare-visa"),
    path("anvandare/<int:pk>/roller/", ge, name="uppdrag-ge"),
    path("anvandare/<int:pk>/stang/", stang, name="anvandare-stang"),
    path("anvandare/<int:pk>/oppna/", oppna, name="anvandare-oppna"),
    path("anvandare/uppdrag/<int:pk>/ta-bort/", ta, name="uppdrag-ta"),
    path("anvandare/inbjudan/<int:pk>/skicka/", skicka_igen, name="inbjudan-skicka"),
    path("anvandare/inbjudan/<int:pk>/aterkalla/", aterkalla, name="inbjudan-aterkalla"),
]
