"""The page that the link in an invitation leads to."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from konton import inbjudningar
from konton.epost import roller_i_ord
from konton.models import User
from socialtjanst.web.formular.konto import ValjLosenord


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@never_cache
def ta_emot(request: HttpRequest, nyckel: str) -> HttpResponse:
    """Looking uses nothing up: mail programs open links on their own."""
    nu = timezone.now()
    try:
        inbjudan = inbjudningar.hitta(nyckel, nu)
        blivande = User(email=inbjudan.epost, first_name=inbjudan.fornamn, last_name=inbjudan.efternamn)
        form = ValjLosenord(blivande, request.POST if request.method == "POST" else None)
        if form.is_valid():
            return _in(request, inbjudningar.ta_emot(nyckel=nyckel, losenord=form.cleaned_data["new_password1"], nu=nu))
    except inbjudningar.Ogiltig as fel:
        return render(request, "inbjudan/ogiltig.html", {"skal": str(fel)}, status=410)
    kommun = inbjudan.kommun.namn if inbjudan.kommun else None
    sammanhang = {"inbjudan": inbjudan, "form": form, "roller": roller_i_ord(inbjudan.roller, kommun)}
    return render(request, "inbjudan/ta_emot.html", sammanhang, status=400 if form.errors else 200)


def _in(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user)
    messages.success(request, f"Välkommen, {user}! Ditt konto är klart.")
    return redirect("start")


urlpatterns = [path("inbjudan/<str:nyckel>/", ta_emot, name="inbjudan")]
