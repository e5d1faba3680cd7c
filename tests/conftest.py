import os

import pytest
from django.core.management import call_command
from django.test import Client

from konton.models import Uppdrag, User
from tests import tjanster

Roll = Uppdrag.Roll


@pytest.fixture
def register(db):
    """All län, kommuner and nyckeltal."""
    call_command("las_register", verbosity=0)


@pytest.fixture
def typer(register):
    """Kinds of measures, problems and themes."""
    call_command("las_atgardstyper", verbosity=0)


@pytest.fixture
def person(register):
    """Makes a user with one role; the name is the first part of the e-mail."""

    def skapa(namn: str, roll: str, kommun: str | None = None) -> User:
        user = User.objects.create_user(f"{namn}@exempel.test", "ett långt lösenord", first_name=namn.title())
        Uppdrag.objects.create(user=user, roll=roll, kommun_id=kommun)
        return user

    return skapa


@pytest.fixture
def alva(person):
    """The coordinator."""
    return person("alva", Roll.SAMORDNARE)


@pytest.fixture
def bo(person):
    """Reports for Östersund, his own municipality."""
    return person("bo", Roll.UPPGIFTSLAMNARE, "2380")


@pytest.fixture
def cilla(person):
    """Reports for Umeå, another municipality."""
    return person("cilla", Roll.UPPGIFTSLAMNARE, "2480")


@pytest.fixture
def rut(person):
    """Edits the library of examples."""
    return person("rut", Roll.REDAKTOR)


@pytest.fixture
def ulla(person):
    """A union representative."""
    return person("ulla", Roll.FACKLIGT_OMBUD)


@pytest.fixture
def folke(person):
    """Runs the site."""
    return person("folke", Roll.FORVALTARE)


@pytest.fixture
def inloggad():
    """A client that is logged in as the given user."""

    def logga_in(user: User) -> Client:
        klient = Client()
        klient.force_login(user)
        return klient

    return logga_in


@pytest.fixture(scope="session")
def webblasare():
    """A real Chromium, for tests marked `webblasare`."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; Django would take its own database calls for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=tjanster.chromium(), args=["--no-sandbox"])
        yield chromium
        chromium.close()
