"""One's own keys of the API: made, shown once, revoked."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from konton import nycklar
from konton.models import Apinyckel, User
from socialtjanst.web.formular.konto import NyNyckel


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def lista(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = NyNyckel(request.POST if request.method == "POST" else None)
    ny = ""
    if form.is_valid():
        _, ny = nycklar.skapa(user=user, namn=form.cleaned_data["namn"])
        form = NyNyckel()
    sammanhang = {"sida": "konto", "form": form, "ny": ny, "nycklar": user.apinycklar.all()}
    return render(request, "nycklar/lista.html", sammanhang, status=400 if form.errors else 200)


@require_POST
@login_required
def aterkalla(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast(User, request.user)
    nyckel = get_object_or_404(Apinyckel, pk=pk, user=user)
    nycklar.aterkalla(nyckel=nyckel, av=user)
    messages.success(request, f"Nyckeln ”{nyckel.namn}” är återkallad. Program som använder den kommer inte längre in.")
    return redirect("nyckel-lista")


urlpatterns = [
    path("konto/nycklar/", lista, name="nyckel-lista"),
    path("konto/nycklar/<int:pk>/aterkalla/", aterkalla, name="nyckel-aterkalla"),
]
