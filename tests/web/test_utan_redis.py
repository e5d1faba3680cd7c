"""Redis is gone: people log in all the same, and who guesses is still stopped."""

import socket
import time

import pytest
from django.core.cache import cache, caches
from django.test import override_settings
from django.urls import reverse

from konton.models import User

LOSENORD = "ett långt lösenord"


@pytest.fixture
def dod_redis():
    """A port of this machine where nobody answers."""
    with socket.socket() as ledig:
        ledig.bind(("127.0.0.1", 0))
        port = ledig.getsockname()[1]
    plats = {"BACKEND": "socialtjanst.cache.Cache", "LOCATION": f"redis://127.0.0.1:{port}"}
    with override_settings(CACHES={"default": {**plats, "OPTIONS": {"socket_connect_timeout": 1}}}):
        cache.clear()
        yield
        cache.clear()


@pytest.fixture
def eva(db):
    return User.objects.create_user("eva@exempel.test", LOSENORD, first_name="Eva")


def logga_in(klient, losenord=LOSENORD):
    return klient.post(reverse("logga-in"), {"login": "eva@exempel.test", "password": losenord})


def test_the_right_password_opens(client, eva, dod_redis):
    assert logga_in(client).status_code == 302
    assert client.get(reverse("konto")).status_code == 200


def test_who_guesses_is_stopped(client, eva, dod_redis):
    for nr in range(12):
        assert logga_in(client, f"fel {nr}").status_code != 500
    assert logga_in(client).status_code != 302
    assert client.get(reverse("konto")).status_code != 200


def test_every_operation_answers_and_keeps(dod_redis):
    cache.set("a", 1)
    assert cache.add("a", 2) is False
    assert (cache.get("a"), cache.get("b", 5), cache.incr("a")) == (1, 5, 2)
    assert cache.has_key("a")
    cache.set_many({"b": 1, "c": 2}, timeout=60)
    assert cache.get_many(["a", "b", "x"]) == {"a": 2, "b": 1}
    assert cache.touch("b")
    assert cache.delete("b")
    cache.delete_many(["a", "c"])
    assert cache.get("a") is None
    cache.set("d", 1, timeout=0.01)
    cache.set("e", 1, timeout=None)
    time.sleep(0.02)
    assert (cache.get("d"), cache.get("e")) == (None, 1)


def test_the_silence_is_logged_once_for_all_the_questions(dod_redis, caplog):
    caches["default"]._cache._tyst_till = 0  # type: ignore[attr-defined]
    caplog.clear()
    for _ in range(5):
        cache.get("a")
    assert [rad.levelname for rad in caplog.records] == ["WARNING"]
