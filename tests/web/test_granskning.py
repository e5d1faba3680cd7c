"""The page of the check of facts."""

import pytest
from django.urls import reverse

from besok import services
from besok.models import Besok, Faktasvar
from tests.besok import omgangsvarld as varld

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


def test_an_answer_after_the_time_is_taken_and_marked(inloggad, bo, besok):
    besok.granskningar.update(svara_senast="2017-01-10")
    klient = inloggad(bo)
    assert "Svarstiden gick ut 2017-01-10." in klient.get(adress(besok)).content.decode()
    klient.post(adress(besok, "faktagranskning-svar"), {"svar-sammanfattning": "stammer"})
    assert Faktasvar.objects.get().efter_tiden
    assert "kom efter tiden" in klient.get(adress(besok)).content.decode()


def test_when_it_is_published_the_coordinator_still_reads_the_answers(inloggad, alva, bo, besok):
    inloggad(bo).post(adress(besok, "faktagranskning-svar"), {"allt": "1"})
    services.publicera(besok.pk, av=alva)
    text = inloggad(alva).get(adress(besok)).content.decode()
    assert "Faktagranskningen är avslutad." in text
    assert text.count("Stämmer.</strong>") == 6
    assert inloggad(bo).post(adress(besok, "faktagranskning-svar"), {"allt": "1"}).status_code == 404


def test_before_it_is_sent_there_is_no_page_even_for_the_coordinator(inloggad, alva):
    klar = varld.besok(alva, lage="klar")
    assert inloggad(alva).get(adress(klar)).status_code == 404


def test_what_the_municipality_writes_is_shown_as_text(inloggad, alva, bo, besok):
    data = {"svar-sammanfattning": "rattelse", "text-sammanfattning": "<img src=x onerror=alert(1)>"}
    inloggad(bo).post(adress(besok, "faktagranskning-svar"), data)
    assert "<img" not in inloggad(alva).get(adress(besok)).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"svar-internt": "stammer"},
        {"svar-tema:ledarskap": "rattelse", "text-tema:ledarskap": "Smuggel"},
        {"om": "internt", "stammer": "1"},
    ],
)
def test_what_was_not_asked_is_not_answered(inloggad, bo, besok, data):
    inloggad(bo).post(adress(besok, "faktagranskning-svar"), data)
    assert not Faktasvar.objects.exists()


@pytest.mark.parametrize("varde", ["kanske", "1", "stammer; drop"])
def test_an_answer_is_one_of_two(inloggad, bo, besok, varde):
    svar = inloggad(bo).post(adress(besok, "faktagranskning-svar"), {"svar-sammanfattning": varde})
    assert svar.status_code == 400
    assert not Faktasvar.objects.exists()


def test_right_needs_no_text_and_keeps_none(inloggad, bo, besok):
    data = {"svar-sammanfattning": "stammer", "text-sammanfattning": "glömd text"}
    inloggad(bo).post(adress(besok, "faktagranskning-svar"), data)
    assert Faktasvar.objects.get().text == ""


@pytest.mark.parametrize("data", [{}, {"beslut": "star_kvar"}, {"beslut": "radera"}])
def test_a_decision_without_reason_or_sense_is_told_and_not_kept(inloggad, alva, bo, besok, data):
    inloggad(bo).post(
        adress(besok, "faktagranskning-svar"), {"svar-sammanfattning": "rattelse", "text-sammanfattning": "X"}
    )
    svar = Faktasvar.objects.get()
    text = inloggad(alva).post(adress(besok, "faktagranskning-beslut", svar.pk), data, follow=True).content.decode()
    assert 'class="error"' in text
    assert Faktasvar.objects.get().beslut == ""
