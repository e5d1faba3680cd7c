"""A wrong or missing value stops the start with one line that says what to do."""

import os
import subprocess
import sys

import pytest

from socialtjanst.epost import installningar
from socialtjanst.miljo import BAS, Miljofel, las

NYCKEL = "x" * 60
PRODUKTION = {
    "ALLOWED_HOSTS": "vandpunkt.example.se",
    "SECRET_KEY": NYCKEL,
    "DATABASE_URL": "postgres://u@h/d",
    "REDIS_URL": "redis://h",
    "EMAIL_URL": "smtp+tls://namn:l%C3%B6s%40en@smtp.example.se:587",
    "DEFAULT_FROM_EMAIL": "Vändpunkt <svara-inte@example.se>",
}


def test_nothing_set_gives_a_working_local_installation(tmp_path):
    miljo = las({"DATA_DIR": str(tmp_path)})
    assert not miljo.produktion
    assert not miljo.debug
    assert miljo.inbaddad_valkey
    assert miljo.database_url == f"sqlite:///{tmp_path}/vandpunkt.sqlite3"


def test_the_own_key_is_made_once_and_read_by_its_owner_only(tmp_path):
    forsta = las({"DATA_DIR": str(tmp_path)}).secret_key
    assert las({"DATA_DIR": str(tmp_path)}).secret_key == forsta
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_long_data_dir_gives_a_short_socket(tmp_path):
    djup = tmp_path / ("mapp" * 30)
    assert len(las({"DATA_DIR": str(djup)}).redis_url) < 108


def test_production_with_everything_named_starts(tmp_path):
    assert las({"DATA_DIR": str(tmp_path), **PRODUKTION}).produktion


@pytest.mark.parametrize("namn", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"])
def test_production_refuses_a_default(tmp_path, namn):
    env = {**PRODUKTION, "DATA_DIR": str(tmp_path)}
    del env[namn]
    with pytest.raises(Miljofel, match=namn):
        las(env)


@pytest.mark.parametrize(
    ("namn", "varde"),
    [
        ("PORT", "åttatusen"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("DEBUG", "kanske"),
        ("DATABASE_URL", "mysql://u@h/d"),
        ("REDIS_URL", "http://h"),
        ("KOLADA_URL", "api.kolada.se"),
        ("EMAIL_URL", "smtp.example.se"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://smtp.example.se:brev"),
        ("DEFAULT_FROM_EMAIL", "Vändpunkt"),
        ("SECRET_KEY", "kort"),
        ("ALLOWED_HOSTS", " , "),
        ("DATA_DIR", "/proc/finns-inte"),
    ],
)
def test_a_wrong_value_names_itself(tmp_path, namn, varde):
    with pytest.raises(Miljofel, match=namn) as fel:
        las({"DATA_DIR": str(tmp_path), namn: varde})
    assert "\n" not in str(fel.value)


@pytest.mark.parametrize(("namn", "varde"), [("DEBUG", "1"), ("ALLOWED_HOSTS", "*"), ("EMAIL_URL", "file:///tmp/brev")])
def test_production_refuses_what_is_unsafe(tmp_path, namn, varde):
    with pytest.raises(Miljofel, match=namn):
        las({**PRODUKTION, "DATA_DIR": str(tmp_path), namn: varde})


def test_the_start_stops_with_one_line(tmp_path):
    env = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "PORT": "x",
        "DJANGO_SETTINGS_MODULE": "socialtjanst.settings",
    }
    svar = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=BAS, env=env, capture_output=True, text=True, check=False
    )
    assert svar.returncode == 1
    assert svar.stderr.count("\n") == 1
    assert "PORT" in svar.stderr


@pytest.mark.parametrize(
    ("url", "port", "ssl", "starttls"),
    [
        ("smtp://h", 25, False, False),
        ("smtp+tls://h", 587, False, True),
        ("smtps://h", 465, True, False),
        ("smtps://h:2465", 2465, True, False),
    ],
)
def test_the_scheme_of_the_mail_server_says_how_it_is_protected(url, port, ssl, starttls):
    epost = installningar(url)
    assert (epost.port, epost.ssl, epost.starttls) == (port, ssl, starttls)


def test_name_and_password_of_the_mail_server_are_decoded():
    epost = installningar(PRODUKTION["EMAIL_URL"])
    assert (epost.vard, epost.anvandare, epost.losenord) == ("smtp.example.se", "namn", "lös@en")


def test_locally_mails_become_files_in_data_dir(tmp_path):
    mapp = tmp_path / "å mapp"
    epost = installningar(las({"DATA_DIR": str(mapp)}).email_url)
    assert epost.mapp == str(mapp / "epost")
    assert epost.backend.endswith("filebased.EmailBackend")
