"""The second factor: asked for, used once, not to be guessed or passed by."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from konton.models import User
from tests.web.test_konto import LOSENORD, NYTT, ar_inne, logga_in, satt, text


@pytest.fixture(autouse=True)
def _tom_cache():
    """Attempts are counted in the cache: each test begins at none."""
    cache.clear()


@pytest.fixture
def eva(db):
    return User.objects.create_user("eva@exempel.test", LOSENORD, first_name="Eva")


def engangskod(hemlighet, steg=0):
    """The code that an app shows, by RFC 6238, written apart from the library."""
    nyckel = base64.b32decode(hemlighet + "=" * (-len(hemlighet) % 8))
    h = hmac.new(nyckel, struct.pack(">Q", int(time.time()) // 30 + steg), hashlib.sha1).digest()
    start = h[-1] & 15
    return f"{(struct.unpack('>I', h[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.fixture
def hemlighet(client, eva):
    """Eva's second factor is on, and her client logged in."""
    logga_in(client)
    sida = client.get(reverse("mfa_activate_totp"))
    client.post(sida.url, {"password": LOSENORD})
    hemlighet = client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": engangskod(hemlighet)}).status_code == 302
    return hemlighet


def test_the_second_factor_is_asked_for(hemlighet):
    klient = Client()
    assert logga_in(klient).url == reverse("mfa_authenticate")
    assert not ar_inne(klient)
    svar = klient.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Koden stämmer inte" in text(svar)
    assert not ar_inne(klient)
    klient.post(reverse("mfa_authenticate"), {"code": engangskod(hemlighet, 1)})
    assert ar_inne(klient)


def test_a_code_is_used_once(hemlighet):
    kod = engangskod(hemlighet, 1)
    klienter = [Client(), Client()]
    for klient in klienter:
        logga_in(klient)
        klient.post(reverse("mfa_authenticate"), {"code": kod})
    assert [ar_inne(k) for k in klienter] == [True, False]


def test_guessing_codes_is_stopped(hemlighet):
    klient = Client()
    logga_in(klient)
    svar = [klient.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(8)]
    assert "För många försök" in text(svar[-1])
    klient.post(reverse("mfa_authenticate"), {"code": engangskod(hemlighet, 1)})
    assert not ar_inne(klient)


def test_a_reserve_code_lets_in_once(hemlighet, client):
    koder = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(koder) == 10
    for vantat in (True, False):
        klient = Client()
        logga_in(klient)
        klient.post(reverse("mfa_authenticate"), {"code": koder[0]})
        assert ar_inne(klient) is vantat


def test_reserve_codes_need_the_password_anew(hemlighet, inloggad, eva):
    """A session that somebody left open shows them to nobody."""
    utan = inloggad(eva)
    for namn in ("mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        assert utan.get(reverse(namn)).url.startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(user=eva, type="totp").exists()


def test_a_forgotten_password_does_not_pass_by_the_second_factor(hemlighet, eva, mailoutbox):
    klient = Client()
    klient.post(reverse("account_reset_password"), {"email": eva.email})
    [adress] = re.findall(r"http://testserver(/konto/nytt-losenord/\S+)", mailoutbox[-1].body)
    satt(klient, adress)
    assert logga_in(klient, losenord=NYTT).url == reverse("mfa_authenticate")
    assert not ar_inne(klient)


def test_the_second_factor_is_turned_off(hemlighet, client, eva, mailoutbox):
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=eva).exists()
    assert mailoutbox[-1].subject == "Vändpunkt: tvåstegsinloggning är av"
    klient = Client()
    logga_in(klient)
    assert ar_inne(klient)
