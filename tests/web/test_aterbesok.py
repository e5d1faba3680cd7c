"""The page of the revisit pack."""

import pytest
from django.urls import reverse

from besok import inlasning
from besok.models import Besok
from konton.models import Uppdrag
from tests import varldar
from tests.besok import omgangsvarld as varld

pytestmark = pytest.mark.usefixtures("typer")


def sidan(klient, besok) -> str:
    svar = klient.get(reverse("aterbesokspaket", args=[besok.pk]))
    assert svar.status_code == 200
    return " ".join(svar.content.decode().split())


def test_it_is_headed_by_the_municipality_and_the_last_visit(inloggad, alva):
    text = sidan(inloggad(alva), varld.besok(alva))
    assert "Inför återbesöket i Östersund" in text
    assert "Förra besöket: 2016-11-02. 1 öppet löfte." in text


def test_before_a_first_visit_every_part_says_that_nothing_is_known(inloggad, alva):
    text = sidan(inloggad(alva), varld.besok(alva, lage="utkast"))
    for mening in (
        "Inget tidigare besök är loggat.",
        "Inget i underlaget ger en fråga.",
        "Inga öppna löften.",
        "Inget är noterat.",
        "Inga åtgärder är inlagda.",
        "Inga åtgärder i liknande kommuner är kända.",
    ):
        assert mening in text


def test_a_told_visit_is_not_given_a_day(inloggad, alva):
    inlasning.las()
    text = sidan(inloggad(alva), Besok.objects.get())
    assert "Förra besöket: en dag som inte framgår." in text
    assert "Förra gången saknades sökande." in text


def test_invented_figures_are_marked(inloggad, alva, monkeypatch):
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})
    varldar.liten_varld(exempel=True)
    varldar.bygg_trender()
    besok = varld.besok(alva, grund={"datum": "2006-01-02"})
    text = sidan(inloggad(alva), besok)
    if "Exempeldata (påhittat)" in text:
        assert "är påhittade och säger ingenting om någon kommun" in text


def test_what_is_written_is_shown_as_text(inloggad, alva):
    besok = varld.besok(alva, grund={"datum": "2016-11-02", "sammanfattning": "<script>alert(1)</script>"})
    text = sidan(inloggad(alva), besok)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_only_those_who_write_visits_there_open_it(client, inloggad, alva, bo, ulla, person):
    besok = varld.besok(alva, lage="publicerad")
    adress = reverse("aterbesokspaket", args=[besok.pk])
    lokal, annan = person("lo", Uppdrag.Roll.SAMORDNARE, "2380"), person("li", Uppdrag.Roll.SAMORDNARE, "2480")
    assert client.get(adress).status_code == 302
    assert [inloggad(vem).get(adress).status_code for vem in (alva, lokal, annan, bo, ulla)] == [
        200,
        200,
        404,
        403,
        403,
    ]


def test_it_takes_few_queries(inloggad, alva, django_assert_max_num_queries):
    besok = varld.besok(alva)
    klient = inloggad(alva)
    with django_assert_max_num_queries(24):
        sidan(klient, besok)
