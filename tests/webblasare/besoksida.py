"""The visit form in a browser, as its tests handle it."""

import time
from typing import Any

from django.test import Client

from besok import utkast
from besok.models import Besok
from konton.models import User
from tests.webblasare.server import Server


def logga_in(ny, user: User, server: Server) -> None:
    klient = Client()
    klient.force_login(user)
    ny.add_cookies([{"name": "sessionid", "value": klient.cookies["sessionid"].value, "url": server.url}])


def sida(ny, besok: Besok):
    blad = ny.new_page()
    blad.goto(f"/besok/{besok.pk}/skriv/")
    redo(blad)
    return blad


def redo(blad) -> None:
    blad.wait_for_selector("form[data-redo]", state="attached", timeout=20_000)


def skriv(blad, namn: str, text: str) -> None:
    """Types at the end of a field, opening its section if it is folded."""
    falt = blad.locator(f"[name='{namn}']").first
    falt.evaluate("el => { const d = el.closest('details'); if (d) d.open = true; }")
    falt.focus()
    blad.keyboard.press("Control+End")
    blad.keyboard.type(text)


def pa_servern(besok: Besok) -> dict[str, Any]:
    return {nyckel: rad.innehall for nyckel, rad in utkast.las(besok).items()}


def text_pa_servern(besok: Besok, namn: str) -> str:
    nyckel, falt = namn.split("/")
    return str(pa_servern(besok).get(nyckel, {}).get(falt, ""))


def vanta_pa(villkor, sekunder: float = 20, varfor=lambda: "") -> None:
    slut = time.monotonic() + sekunder
    while not villkor():
        assert time.monotonic() < slut, varfor()
        time.sleep(0.1)


def status(blad) -> str:
    return str(blad.inner_text("#sparstatus"))


def vacks(blad) -> None:
    """What a browser tells a page when its user comes back to it."""
    blad.evaluate("window.dispatchEvent(new Event('focus'))")
