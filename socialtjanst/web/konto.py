"""Log in and out, password and second factor (allauth's views under our addresses), and one's own account."""

from typing import cast

from allauth.account import views as konto_vyer
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as reservkoder
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from konton.behorighet import Ratt, far
from konton.models import User
from konton.signatur import i_ord


@require_GET
@login_required
@never_cache
def mitt(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    uppdrag = user.uppdrag.pagaende().select_related("kommun").order_by("pk")
    sammanhang = {
        "sida": "konto",
        "uppdrag": [i_ord(u) for u in uppdrag],
        "tvasteg": is_mfa_enabled(user),
        "antal_nycklar": user.apinycklar.filter(aterkallad=None).count(),
        "far_api": far(user, Ratt.RAPPORTERA) or far(user, Ratt.SKRIVA_ATGARD),
    }
    return render(request, "konto/mitt.html", sammanhang)


@require_GET
def nytt(request: HttpRequest) -> HttpResponse:
    """Nobody registers: this says how one gets an account."""
    return render(request, "konto/nytt.html")


urlpatterns = [
    path("logga-in/", konto_vyer.login, name="account_login"),
    path("logga-in/", konto_vyer.login, name="logga-in"),
    path("logga-ut/", require_POST(konto_vyer.logout), name="account_logout"),
    path("logga-ut/", require_POST(konto_vyer.logout), name="logga-ut"),
    path("konto/", mitt, name="konto"),
    path("konto/nytt/", nytt, name="account_signup"),
    path("konto/stangt/", konto_vyer.account_inactive, name="account_inactive"),
    path("konto/losenord/", konto_vyer.password_change, name="account_change_password"),
    path("konto/bekrafta/", konto_vyer.reauthenticate, name="account_reauthenticate"),
    path("konto/glomt/", konto_vyer.password_reset, name="account_reset_password"),
    path("konto/glomt/skickat/", konto_vyer.password_reset_done, name="account_reset_password_done"),
    path("konto/glomt/klart/", konto_vyer.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^konto/nytt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        konto_vyer.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("konto/tvasteg/", mfa.index, name="mfa_index"),
    path("konto/tvasteg/kod/", mfa.authenticate, name="mfa_authenticate"),
    path("konto/tvasteg/bekrafta/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("konto/tvasteg/sla-pa/", totp.activate_totp, name="mfa_activate_totp"),
    path("konto/tvasteg/sla-av/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/tvasteg/reservkoder/", reservkoder.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/tvasteg/reservkoder/nya/", reservkoder.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("konto/tvasteg/reservkoder/fil/", reservkoder.download_recovery_codes, name="mfa_download_recovery_codes"),
]
