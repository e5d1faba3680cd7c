from typing import Any

import pytest

from konton.models import Uppdrag, User
from tests.varldar import liten_varld
from tests.webblasare.besoksida import logga_in
from tests.webblasare.server import Server


class Besok:
    """A page opened in a browser, and what the browser complained of meanwhile."""

    def __init__(self, sida, adress):
        self.sida = sida
        self.klagomal: list[str] = []
        sida.on("console", lambda rad: self.klagomal.append(rad.text) if rad.type in {"error", "warning"} else None)
        sida.on("pageerror", lambda fel: self.klagomal.append(str(fel)))
        self.svar = sida.goto(adress)


@pytest.fixture
def varld(transactional_db, register):
    """Real-looking values, invented reported ones, and the trends computed from them."""
    from django.core.management import call_command

    liten_varld(exempel=True)
    call_command("berakna_trender", verbosity=0)


@pytest.fixture
def oppna(webblasare, live_server):
    """Opens a path of the site at a width, in a theme, as a user (or nobody)."""
    sammanhang = []

    def ny(stig, bredd=1280, tema="light", user=None, **val):
        fonster = webblasare.new_context(
            viewport={"width": bredd, "height": 900}, color_scheme=tema, base_url=live_server.url, locale="sv-SE", **val
        )
        sammanhang.append(fonster)
        if user is not None:
            fonster.add_cookies([_session(user, live_server.url)])
        return Besok(fonster.new_page(), stig)

    yield ny
    for fonster in sammanhang:
        fonster.close()


def _session(user, url):
    from django.test import Client

    klient = Client()
    klient.force_login(user)
    return {"name": "sessionid", "value": klient.cookies["sessionid"].value, "url": url}


@pytest.fixture
def server(transactional_db, typer):
    igang = Server()
    igang.starta()
    yield igang
    igang.doda()


@pytest.fixture
def agnes(person):
    return person("agnes", Uppdrag.Roll.SAMORDNARE)


@pytest.fixture
def fonster(webblasare, server):
    """Makes a window of a user's own, as on a phone; each has its own storage."""
    oppna = []

    def nytt(user: User, bredd: int = 390, **val: Any):
        ny = webblasare.new_context(
            base_url=server.url, viewport={"width": bredd, "height": 844}, locale="sv-SE", **val
        )
        ny.set_default_timeout(15_000)
        oppna.append(ny)
        logga_in(ny, user, server)
        return ny

    yield nytt
    for ett in oppna:
        ett.close()
