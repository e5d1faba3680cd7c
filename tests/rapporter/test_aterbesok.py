"""The revisit pack: what it holds, what it leaves out, and that it fits on one sheet."""

import re
from datetime import date

import pytest
from django.urls import reverse

from atgarder.models import Tema
from besok import ataganden
from besok.ataganden import Punkt
from besok.models import Atagande, Besok, Signal
from kommuner.models import Liknande
from rapporter import aterbesok
from tests import varldar
from tests.atgarder import varld as atgardsvarld
from tests.besok import omgangsvarld as varld

IDAG = date(2017, 1, 10)


@pytest.fixture
def forra(typer, alva) -> Besok:
    return varld.besok(alva, signaler={"nya": ["saknar sökande"]})


def utkast(alva) -> Besok:
    return varld.besok(alva, lage="utkast")


def test_last_time_is_the_visit_before_a_draft_and_itself_when_done(forra, alva):
    assert aterbesok.forra_besoket(utkast(alva)) == forra
    assert aterbesok.forra_besoket(forra) == forra


def test_it_holds_what_was_said_and_promised(forra, alva):
    p = aterbesok.paket(utkast(alva), IDAG)
    assert (p.kommun.namn, p.forra_dag) == ("Östersund", "2016-11-02")
    assert p.sammanfattning == "Läget är bättre än i våras."
    assert [(s.tema, s.bedomning) for s in p.sagt] == [("Bemanning", "bättre")]
    assert [(x.text, x.senast, x.sent) for x in p.loften] == [("Plan före jul", "december 2016", True)]
    assert p.signaler == ["saknar sökande"]


def test_nothing_internal_is_on_the_sheet(forra, alva, inloggad):
    svar = inloggad(alva).get(reverse("aterbesokspaket", args=[forra.pk]))
    assert varld.HEMLIGT not in svar.content.decode()


def test_questions_come_from_what_is_known(forra, alva):
    falt = {"begard": "2016-11", "mottagen": "", "offentlig": False}
    ataganden.spara_plan(None, kommun="2380", falt=falt, dokument={}, punkter=[Punkt(None, "", "", "")], av=alva)
    atgardsvarld.atgard(statliga_medel=True, statliga_medel_slut="2017")
    fragor = aterbesok.paket(forra, IDAG).fragor
    assert fragor[0] == "Löftet ”Plan före jul” skulle vara klart december 2016. Hur gick det?"
    assert fragor[1] == "Handlingsplanen begärdes november 2016 men har inte kommit. När kommer den?"
    assert "betalas med statliga medel, som tar slut 2017. Vad händer sedan?" in fragor[2]
    assert fragor[3] == "Förra gången saknades sökande. Hur många sökte den senaste tjänsten?"


def test_a_first_visit_has_no_last_time_and_is_not_made_up(typer, alva):
    p = aterbesok.paket(utkast(alva), IDAG)
    assert (p.forra_dag, p.sammanfattning, p.loften, p.sagt, p.fragor) == ("", "", [], [], [])


def test_what_similar_municipalities_did_is_public_only(forra):
    for kod in ("2480", "0780"):
        Liknande.objects.create(kommun_id="2380", liknar_id=kod, ar=2024)
    Liknande.objects.create(kommun_id="2380", liknar_id="0180", ar=2020)
    atgardsvarld.atgard("2480", titel="Kompetenstrappa")
    atgardsvarld.atgard("0780", titel="Hemligt försök", publik=False)
    atgardsvarld.atgard("0180", titel="Var lik förut")
    assert aterbesok.paket(forra, IDAG).liknande == ["Umeå: Kompetenstrappa: pågående försök"]


def test_nyckeltal_that_turned_since_last_time(typer, alva, monkeypatch):
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})
    varldar.liten_varld()
    varldar.bygg_trender()
    kommun = varld.besok(alva).kommun
    alla = aterbesok.nyckeltal(kommun, None)
    assert alla, "the world has a signal in Östersund"
    assert all(v.mening.endswith(".") and "Östersund" in v.mening for v in alla)
    assert not any(v.exempel for v in alla)
    assert aterbesok.nyckeltal(kommun, date(2030, 1, 1)) == []


@pytest.mark.parametrize(
    ("skrivet", "kortat"), [("ett två", "ett två"), ("a" * 20, "a" * 9 + "…"), ("ett två tre fyra", "ett två…")]
)
def test_long_rows_are_cut_at_a_word(skrivet, kortat):
    assert aterbesok.kort(skrivet, 10) == kortat


def fyll(forra: Besok) -> None:
    """As much as can be of everything, in long words."""
    langt = "Vi har provat nästan allting och ingenting tycks hjälpa tillräckligt mycket. " * 40
    Besok.objects.filter(pk=forra.pk).update(sammanfattning=langt)
    forra.iakttagelser.all().delete()
    for tema in Tema.objects.all():
        forra.iakttagelser.create(tema=tema, text=langt, bedomning="samre")
    for nr in range(12):
        Atagande.objects.create(
            kommun_id="2380", besok=forra, text=f"{nr} {langt}", agare_roll="r" * 100, klart_senast="2016-12-01"
        )
        atgardsvarld.atgard(titel=f"{nr} {langt}"[:160], statliga_medel=True, statliga_medel_slut="2017-12-31")
        atgardsvarld.atgard("2480", titel=f"{nr} {langt}"[:160], start="2016-05-14")
    for nr in range(10):
        Signal.objects.create(text=f"{nr} {langt}"[:120]).besok.add(forra)


@pytest.mark.webblasare
@pytest.mark.django_db(transaction=True)
def test_however_much_there_is_it_prints_on_one_sheet(transactional_db, forra, alva, webblasare, live_server, tmp_path):
    from tests.webblasare.conftest import _session

    varldar.liten_varld()
    fyll(forra)
    fonster = webblasare.new_context(base_url=live_server.url)
    fonster.add_cookies([_session(alva, live_server.url)])
    sida = fonster.new_page()
    svar = sida.goto(reverse("aterbesokspaket", args=[forra.pk]))
    assert svar is not None
    assert svar.status == 200
    pdf = sida.pdf(prefer_css_page_size=True)
    fonster.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 59[456][.\d]* 84[123]", pdf), "A4"
