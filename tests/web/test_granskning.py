"""The page of the check of facts."""

import pytest
from django.urls import reverse

from besok.models import Besok, Faktasvar
from tests.besok import varld

pytestmark = pytest.mark.usefixtures("typer")


@pytest.fixture
def besok(alva) -> Besok:
    return varld.besok(alva, lage="faktagranskning")


def adress(besok: Besok, namn: str = "faktagranskning", *mer: object) -> str:
    return reverse(namn, args=[besok.pk, *mer])


def test_the_municipality_sees_each_statement_the_time_and_one_click(inloggad, bo, besok):
    text = inloggad(bo).get(adress(besok)).content.decode()
    assert "Stämmer det här om Östersund?" in text
    assert "Svara senast 2099-01-01" in text
    assert text.count('type="radio"') == 12
    assert "Allt stämmer" in text
    assert varld.HEMLIGT not in text


def test_all_right_in_one_click(inloggad, bo, besok):
    svar = inloggad(bo).post(adress(besok, "faktagranskning-svar"), {"allt": "1"}, follow=True)
    assert "6 svar är sparade" in svar.content.decode()
    assert Faktasvar.objects.filter(stammer=True).count() == 6


def test_a_correction_is_kept_and_answered_by_the_coordinator(inloggad, alva, bo, besok):
    data = {
        "svar-tema:bemanning": "rattelse",
        "text-tema:bemanning": "Två är vakanta.",
        "svar-sammanfattning": "stammer",
    }
    inloggad(bo).post(adress(besok, "faktagranskning-svar"), data)
    svar = Faktasvar.objects.get(stammer=False)
    sidan = inloggad(alva).get(adress(besok)).content.decode()
    assert "Två är vakanta." in sidan
    assert "Skicka svaren" not in sidan
    inloggad(alva).post(adress(besok, "faktagranskning-beslut", svar.pk), {"beslut": "rattas", "skal": ""})
    assert "Samordnarens beslut:</strong> rättas" in inloggad(bo).get(adress(besok)).content.decode()


def test_a_correction_without_text_is_told_beside_it(inloggad, bo, besok):
    svar = inloggad(bo).post(adress(besok, "faktagranskning-svar"), {"svar-sammanfattning": "rattelse"})
    assert svar.status_code == 400
    assert "Skriv vad som ska rättas." in svar.content.decode()
    assert not Faktasvar.objects.exists()


def test_the_same_answers_again_are_not_doubled(inloggad, bo, besok):
    for _ in range(2):
        inloggad(bo).post(adress(besok, "faktagranskning-svar"), {"svar-sammanfattning": "stammer"})
    assert Faktasvar.objects.count() == 1


def test_the_coordinator_does_not_answer_for_the_municipality(inloggad, alva, bo, besok):
    assert inloggad(alva).post(adress(besok, "faktagranskning-svar"), {"allt": "1"}).status_code == 403
    inloggad(bo).post(
        adress(besok, "faktagranskning-svar"), {"svar-sammanfattning": "rattelse", "text-sammanfattning": "X"}
    )
    svar = Faktasvar.objects.get()
    assert inloggad(bo).post(adress(besok, "faktagranskning-beslut", svar.pk), {"beslut": "rattas"}).status_code == 403


def test_an_answer_of_another_visit_is_not_decided_here(inloggad, alva, bo, besok):
    inloggad(bo).post(adress(besok, "faktagranskning-svar"), {"svar-sammanfattning": "stammer"})
    annat = varld.besok(alva, "2480", lage="faktagranskning")
    svar = Faktasvar.objects.get()
    assert (
        inloggad(alva).post(adress(annat, "faktagranskning-beslut", svar.pk), {"beslut": "rattas"}).status_code == 404
    )


@pytest.mark.parametrize("lage", ["utkast", "klar", "publicerad"])
def test_the_municipality_sees_nothing_of_a_visit_that_it_is_not_asked_about(inloggad, alva, bo, lage):
    besok = varld.besok(alva, lage=lage)
    assert inloggad(bo).get(adress(besok)).status_code == 404
