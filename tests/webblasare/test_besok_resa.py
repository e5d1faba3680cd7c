"""Whatever happens to network, server, session and tab while one writes, every word is there."""

import random

import pytest
from django.contrib.sessions.models import Session

from tests.besok.varld import utkastet
from tests.webblasare.besoksida import logga_in, redo, sida, skriv, status, text_pa_servern, vacks, vanta_pa

pytestmark = [pytest.mark.webblasare, pytest.mark.usefixtures("transactional_db", "typer")]

FALT = {"internt": "internt/text", "grund": "grund/sammanfattning", "tema:bemanning": "tema:bemanning/text"}
FRON = 20
STEG = 6


class Resa:
    """Alva writes while things happen to her, and Agnes writes elsewhere in the same visit."""

    def __init__(self, *, alva, agnes, fonster, server) -> None:
        self.server, self.alva, self.agnes_ = server, alva, agnes
        self.a, self.b = fonster(alva), fonster(agnes)
        self.besok = utkastet(alva)
        self.vantat = dict.fromkeys([*FALT.values(), "tema:ledarskap/text"], "")
        self.sida_a, self.sida_b = sida(self.a, self.besok), sida(self.b, self.besok)
        self.ord, self.utan_nat = 0, False

    def gor(self, fro: int) -> None:
        """One interleaving; every fifth kills the whole server, the others what answers in it."""
        self.lotto, self.hela, self.logg = random.Random(fro), fro % 5 == 0, [f"frö {fro}"]
        for _ in range(STEG):
            namn = self.lotto.choice(["skriver", "skriver", "nat", "krasch", "session", "flik", "agnes"])
            self.logg.append(namn)
            getattr(self, namn)()
            self.skriver()
        self.slut()

    def skriver(self) -> None:
        self._skriv(self.sida_a, self.lotto.choice(list(FALT.values())))

    def agnes(self) -> None:
        self._skriv(self.sida_b, "tema:ledarskap/text")

    def _skriv(self, blad, namn: str) -> None:
        self.ord += 1
        text = f"å{self.ord} "
        skriv(blad, namn, text)
        self.vantat[namn] += text
        blad.wait_for_timeout(self.lotto.choice([0, 50, 900]))

    def nat(self) -> None:
        self.utan_nat = not self.utan_nat
        self.a.set_offline(self.utan_nat)

    def krasch(self) -> None:
        if not self.hela:
            self.server.doda_arbetare()
        elif self.server.process is None:
            self.server.starta(vanta=False)
        else:
            self.server.doda()

    def session(self) -> None:
        Session.objects.all().delete()
        logga_in(self.b, self.agnes_, self.server)

    def flik(self) -> None:
        """Closes the tab, mostly in the middle of a word; opens it again, from memory if need be."""
        self.sida_a.close()
        self.sida_a = self.a.new_page()
        self._oppna_igen()
        for namn in FALT.values():
            sett = self.sida_a.locator(f"[name='{namn}']").first.input_value()
            assert sett == self.vantat[namn], (self.logg, namn)

    def _oppna_igen(self) -> None:
        adress = f"/besok/{self.besok.pk}/skriv/"
        self.sida_a.goto(adress)
        if "/logga-in/" in self.sida_a.url:
            logga_in(self.a, self.alva, self.server)
            self.sida_a.goto(adress)
        redo(self.sida_a)

    def slut(self) -> None:
        self.utan_nat = False
        self.a.set_offline(False)
        if self.server.process is None:
            self.server.starta(vanta=False)
        self.server.vanta()
        logga_in(self.a, self.alva, self.server)
        for blad in (self.sida_a, self.sida_b):
            vacks(blad)
        vanta_pa(self.allt_framme, 30, lambda: f"{self.logg} {self.skillnad()} {status(self.sida_a)}")

    def allt_framme(self) -> bool:
        return not self.skillnad()

    def skillnad(self) -> dict[str, tuple[str, str]]:
        par = {namn: (text_pa_servern(self.besok, namn), text) for namn, text in self.vantat.items()}
        return {namn: p for namn, p in par.items() if p[0] != p[1]}


def test_whatever_happens_every_word_is_on_the_server(fonster, server, alva, agnes):
    """Twenty random interleavings by seed."""
    resa = Resa(alva=alva, agnes=agnes, fonster=fonster, server=server)
    for fro in range(FRON):
        resa.gor(fro)
