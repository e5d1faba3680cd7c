"""A key stands for its user until one of them is stopped."""

from datetime import timedelta

import pytest
from django.utils import timezone

from konton import nycklar
from konton.models import Apinyckel
from konton.uppdrag import oppna_konto, stang_konto


def test_a_key_finds_its_user_and_notes_when(bo):
    rad, nyckel = nycklar.skapa(user=bo, namn="Personalsystemet")
    nu = timezone.now()
    assert nyckel.startswith("vp_")
    assert nycklar.hitta(nyckel, nu) == bo
    rad.refresh_from_db()
    assert rad.senast_anvand == nu


def test_the_key_itself_is_kept_nowhere(bo):
    _, nyckel = nycklar.skapa(user=bo, namn="Personalsystemet")
    hemlig = nyckel.removeprefix("vp_")
    assert all(hemlig not in str(varde) for rad in Apinyckel.objects.values() for varde in rad.values())


def test_use_is_noted_now_and_then_only(bo, django_assert_num_queries):
    _, nyckel = nycklar.skapa(user=bo, namn="Personalsystemet")
    nu = timezone.now()
    nycklar.hitta(nyckel, nu)
    with django_assert_num_queries(1):
        nycklar.hitta(nyckel, nu + timedelta(minutes=5))
    nycklar.hitta(nyckel, nu + timedelta(minutes=11))
    assert Apinyckel.objects.get().senast_anvand == nu + timedelta(minutes=11)


@pytest.mark.parametrize("nyckel", ["", "vp_", "vp_pahittad", "å\x00"])
def test_what_is_no_key_finds_nobody(bo, nyckel):
    nycklar.skapa(user=bo, namn="Personalsystemet")
    with pytest.raises(nycklar.Okand, match="finns inte"):
        nycklar.hitta(nyckel, timezone.now())


def test_a_revoked_key_finds_nobody_and_keeps_when(bo):
    rad, nyckel = nycklar.skapa(user=bo, namn="Personalsystemet")
    nycklar.aterkalla(nyckel=rad, av=bo)
    forst = Apinyckel.objects.get().aterkallad
    nycklar.aterkalla(nyckel=rad, av=bo)
    assert Apinyckel.objects.get().aterkallad == forst
    with pytest.raises(nycklar.Okand, match="återkallad"):
        nycklar.hitta(nyckel, timezone.now())


def test_the_key_of_a_closed_account_finds_nobody_until_it_is_opened(bo, folke):
    _, nyckel = nycklar.skapa(user=bo, namn="Personalsystemet")
    stang_konto(user=bo, av=folke)
    with pytest.raises(nycklar.Okand, match="stängt"):
        nycklar.hitta(nyckel, timezone.now())
    oppna_konto(user=bo, av=folke)
    assert nycklar.hitta(nyckel, timezone.now()) == bo
