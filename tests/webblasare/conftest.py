import pytest

from tests.varldar import liten_varld


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
