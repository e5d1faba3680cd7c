"""The municipality's check of facts: what is shown, what is answered, what stays on record."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from atgarder.regler import Regelfel
from besok import granskning, services
from besok.models import Besok, Faktasvar
from tests.besok import omgangsvarld as varld

pytestmark = pytest.mark.usefixtures("typer")


@pytest.fixture
def besok(alva) -> Besok:
    return varld.besok(alva, lage="faktagranskning")


def pagaende(besok: Besok):
    nu = granskning.pagaende(besok)
    assert nu is not None
    return nu


def test_every_public_statement_is_asked_about_and_nothing_internal(besok):
    pastaenden = granskning.pastaenden(besok)
    assert [p.om.split(":")[0] for p in pastaenden] == ["sammanfattning", "tema", "signal", "siffra", "citat", "lofte"]
    texter = " ".join(p.rubrik + p.text for p in pastaenden)
    assert varld.HEMLIGT not in texter
    assert "Jämfört med förra besöket: bättre." in texter
    assert "Vakanta tjänster, IFO, kvartal 4 2016: antal 2 av 40" in texter
    assert "Plan före jul, klart senast december 2016" in texter


def test_a_theme_with_only_an_internal_note_is_not_asked_about(alva):
    rad = varld.besok(alva, lage="faktagranskning", tema__bemanning={"internt": varld.HEMLIGT})
    assert not [p for p in granskning.pastaenden(rad) if p.om.startswith("tema")]


def test_an_answer_keeps_the_statement_as_it_stood(besok, bo):
    (svar,) = granskning.svara(besok, {"tema:bemanning": (False, "Två är vakanta.")}, av=bo)
    besok.iakttagelser.update(text="Något annat.")
    svar.refresh_from_db()
    assert svar.galler.startswith("Alla tjänster är tillsatta.")
    assert svar.av_roll == "uppgiftslämnare i Östersund"


def test_all_is_right_in_one_click_but_a_correction_stands(besok, bo):
    granskning.svara(besok, {"tema:bemanning": (False, "Två är vakanta.")}, av=bo)
    granskning.allt_stammer(besok, av=bo)
    gallande = granskning.gallande(pagaende(besok))
    assert len(gallande) == 6
    assert [om for om, svar in gallande.items() if not svar.stammer] == ["tema:bemanning"]
    assert granskning.allt_stammer(besok, av=bo) == []


def test_a_later_answer_stands_and_the_earlier_stays_on_record(besok, bo):
    for stammer, text in ((False, "Fel"), (True, "")):
        granskning.svara(besok, {"sammanfattning": (stammer, text)}, av=bo)
    assert granskning.gallande(pagaende(besok))["sammanfattning"].stammer
    assert Faktasvar.objects.count() == 2


def test_after_the_time_answers_are_taken_and_marked(besok, bo):
    igar = timezone.localdate() - timedelta(days=1)
    besok.granskningar.update(svara_senast=igar)
    (svar,) = granskning.svara(besok, {"sammanfattning": (True, "")}, av=bo)
    assert svar.efter_tiden
    assert "tas emot ändå" in granskning.dagar_kvar(pagaende(besok), timezone.localdate())


@pytest.mark.parametrize(
    ("dagar", "ord_"), [(0, "i dag är sista dagen"), (1, "1 dag kvar"), (9, "9 dagar kvar"), (-1, "gick ut")]
)
def test_the_time_left_is_told(besok, dagar, ord_):
    rad = pagaende(besok)
    rad.svara_senast = date(2017, 1, 10)
    assert ord_ in granskning.dagar_kvar(rad, date(2017, 1, 10) - timedelta(days=dagar))


@pytest.mark.parametrize("om", ["internt", "tema:ledarskap", "citat:999999", ""])
def test_what_is_no_statement_cannot_be_answered(besok, bo, om):
    with pytest.raises(Regelfel):
        granskning.svara(besok, {om: (True, "")}, av=bo)
    assert not Faktasvar.objects.exists()


@pytest.mark.parametrize("gor", [services.publicera, services.oppna_igen])
def test_when_it_is_over_nothing_more_is_taken(besok, alva, bo, gor):
    if gor is services.oppna_igen:
        Besok.objects.filter(pk=besok.pk).update(lage="klar")
    else:
        gor(besok.pk, av=alva)
    with pytest.raises(Regelfel, match="avslutad"):
        granskning.svara(besok, {"sammanfattning": (True, "")}, av=bo)


def test_a_personnummer_is_refused(besok, bo):
    with pytest.raises(Regelfel, match="personnummer"):
        granskning.svara(besok, {"sammanfattning": (False, "Fråga 811228-9874.")}, av=bo)


def test_the_coordinator_decides_and_the_answer_is_unchanged(besok, alva, bo):
    (svar,) = granskning.svara(besok, {"sammanfattning": (False, "Fel")}, av=bo)
    granskning.besluta(svar.pk, besok=besok, beslut="star_kvar", skal="Två källor säger det.", av=alva)
    svar.refresh_from_db()
    assert (svar.text, svar.beslut, svar.beslutat_av) == ("Fel", "står kvar. Två källor säger det.", alva)
    assert svar.beslutat is not None


@pytest.mark.parametrize(("beslut", "skal"), [("star_kvar", ""), ("annat", ""), ("rattas", "811228-9874")])
def test_a_decision_that_says_nothing_is_refused(besok, alva, bo, beslut, skal):
    (svar,) = granskning.svara(besok, {"sammanfattning": (False, "Fel")}, av=bo)
    with pytest.raises(Regelfel):
        granskning.besluta(svar.pk, besok=besok, beslut=beslut, skal=skal, av=alva)


def test_who_may_open_it(alva, bo, cilla, ulla, rut, folke, besok):
    seende = [v.first_name for v in (alva, bo, cilla, ulla, rut, folke) if granskning.synliga_for(v).exists()]
    assert seende == ["Alva", "Bo"]
