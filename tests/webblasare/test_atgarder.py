"""Measures in a real Chromium: a ladder by keyboard alone, each page for axe, at a desk's and a phone's width."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from atgarder import services
from atgarder.models import Atgard, Trappsteg
from tests.atgarder.stor_varld import stor_varld
from tests.atgarder.varld import atgard
from tests.webblasare.test_sidor import UTSEENDEN, prova

pytestmark = [pytest.mark.webblasare]

STEGEN = [
    ("Ny", "0", "1", "0"),
    ("Van", "1", "3", "1500"),
    ("Erfaren", "3", "6", "3000"),
    ("Specialist", "6", "", "5000"),
]


@pytest.fixture
def atgarder(transactional_db, register):
    call_command("las_atgardstyper", verbosity=0)
    return stor_varld()


class Tangenter:
    """Only the keyboard: Tab until a field or a button with the wanted name has the focus."""

    def __init__(self, sida):
        self.sida = sida

    def till(self, vad: str, hogst: int = 80) -> None:
        for _ in range(hogst):
            if self.fokus() == vad:
                return
            self.sida.keyboard.press("Tab")
        raise AssertionError(f"tangentbordet når inte {vad}, står på {self.fokus()}")

    def fokus(self):
        return self.sida.evaluate(
            "() => { const e = document.activeElement; const form = e.closest('form.atgardsformular');"
            " if (!form || e.matches('.dold')) return '';"
            " return e.tagName === 'BUTTON' ? e.textContent.trim() : e.name || '' }"
        )

    def skriv(self, namn: str, text: str) -> None:
        self.till(namn)
        self.sida.keyboard.type(text)

    def tryck(self, knapp: str) -> None:
        self.till(knapp)
        self.sida.keyboard.press("Enter")


def stegen(tangenter: Tangenter) -> None:
    for nr, (namn, fran, till, tillagg) in enumerate(STEGEN):
        tangenter.skriv(f"steg-{nr}-namn", namn)
        tangenter.skriv(f"steg-{nr}-ar_fran", fran)
        tangenter.skriv(f"steg-{nr}-ar_till", till)
        tangenter.skriv(f"steg-{nr}-tillagg", tillagg)
        if nr + 1 < len(STEGEN):
            tangenter.tryck("Lägg till ett steg")
            tangenter.sida.wait_for_selector(f"[name=steg-{nr + 1}-namn]:focus")


@pytest.mark.parametrize("javascript", [True, False], ids=["med-js", "utan-js"])
@pytest.mark.parametrize("bredd", [1280, 390])
def test_a_ladder_of_four_steps_by_keyboard_alone(atgarder, oppna, bo, bredd, javascript):
    besok = oppna(reverse("atgard-ny"), bredd, user=bo, java_script_enabled=javascript)
    tangenter = Tangenter(besok.sida)
    tangenter.till("typ")
    besok.sida.keyboard.type("Kompetens")
    if not javascript:
        tangenter.tryck("Visa fälten för slaget")
    besok.sida.wait_for_selector("[name=steg-0-namn]")
    tangenter.skriv("titel", "Östersunds trappa")
    stegen(tangenter)
    tangenter.tryck("Publicera")
    besok.sida.wait_for_selector("text=Åtgärden är publicerad")
    ny = Atgard.objects.get(titel="Östersunds trappa")
    assert [(s.namn, s.tillagg) for s in Trappsteg.objects.filter(atgard=ny)] == [
        (namn, int(tillagg)) for namn, _, _, tillagg in STEGEN
    ]
    assert [rad for rad in besok.klagomal if "404" not in rad] == []


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
@pytest.mark.parametrize(
    "stig",
    [
        "/atgarder/",
        "/atgarder/?typ=kompetenstrappa&q=trappa",
        "/atgarder/typ/kompetenstrappa/",
        "/atgarder/typ/arbetsmiljo/",
        "/atgarder/spridning/",
        "/atgarder/statliga-medel/",
    ],
)
def test_pages_that_everybody_reads(atgarder, oppna, stig, bredd, tema):
    prova(oppna(stig, bredd, tema), bredd)


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
def test_every_structure_and_the_writers_pages(atgarder, oppna, alva, bredd, tema):
    for namn in ("ostersund", "umea", "specialister", "trainee", "stod"):
        prova(oppna(atgarder[namn].get_absolute_url(), bredd, tema, user=alva), bredd)
    pk = atgarder["umea"].pk
    for namn in ("atgard-andra", "atgard-lage", "atgard-inspiration", "atgard-dra-tillbaka"):
        prova(oppna(reverse(namn, args=[pk]), bredd, tema, user=alva), bredd)
    prova(oppna(reverse("atgard-ny") + "?typ=traineeprogram", bredd, tema, user=alva), bredd)


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
def test_the_drawn_spreading_and_a_new_kind(atgarder, oppna, rut, bredd, tema):
    for nr, kod in enumerate(["0180", "1480", "1281", "0880", "1880", "2580", "1780", "0580"]):
        services.inspirera(atgard(kod, start=str(2017 + nr % 3)).pk, forebild=atgarder["ostersund"].pk, av=None)
    prova(oppna("/atgarder/spridning/", bredd, tema), bredd)
    prova(oppna("/atgarder/typ/ny/", bredd, tema, user=rut), bredd)


@pytest.mark.parametrize("bredd", [1280, 390])
def test_two_at_once_choose_in_the_browser(atgarder, oppna, bo, alva, bredd):
    ny = atgarder["ostersund"]
    besok = oppna(reverse("atgard-andra", args=[ny.pk]), bredd, user=bo)
    sida = besok.sida
    services.andra(ny.pk, revision=1, falt={"vad": "Alvas ord."}, av=alva)
    sida.fill("[name=vad]", "Bos ord.")
    sida.click("text=Spara ändringarna")
    assert "Alvas ord." in sida.inner_text("main")
    assert "Bos ord." in sida.inner_text("main")
    besok.klagomal.clear()  # the browser logs the 409
    from tests.webblasare.test_sidor import axe

    assert axe(sida) == []
    sida.check("[name=val-vad][value=mitt]")
    sida.click("text=Spara som jag har valt")
    sida.wait_for_url(f"**{ny.get_absolute_url()}")
    assert Atgard.objects.get(pk=ny.pk).vad == "Bos ord."
