"""A visit's way from draft to public."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from atgarder.regler import Regelfel
from besok import services, utkast
from besok.models import Atagande, Besok, Iakttagelse, Signal
from besok.utkast import Avslutat, Sparning

pytestmark = pytest.mark.usefixtures("typer")

DELAR = {
    "grund": {"datum": "2016-11-02", "pa_plats": True, "deltagare": {"enhetschefer": 3}, "sammanfattning": "Bra."},
    "tema:bemanning": {"text": "Alla tjänster tillsatta.", "internt": "Osäkert.", "bedomning": "battre"},
    "signaler": {"valda": [], "nya": ["saknar sökande"]},
    "siffror": {"rader": [{"nyckeltal": "VP01", "period": "2016-K4", "taljare": "2", "namnare": "40", "varde": "5"}]},
    "citat": {"rader": [{"text": "Det går åt rätt håll.", "roll": "enhetschef", "offentligt": True}]},
    "ataganden": {"rader": [{"text": "Plan före jul", "agare_roll": "socialchef", "klart_senast": "2016-12"}]},
    "internt": {"text": "Bara för oss."},
}


def loggat(av, kommun: str = "2380", **delar: Any) -> Besok:
    besok = utkast.borja(kommun=kommun, omgang=None, av=av)
    for nyckel, innehall in {**DELAR, **delar}.items():
        utkast.spara(besok.pk, Sparning(nyckel, innehall, 0, uuid4(), 1), av=av)
    return besok


def test_a_draft_becomes_rows(alva):
    besok = services.gor_klar(loggat(alva).pk, av=alva)
    assert (str(besok.datum), besok.internt) == ("2016-11-02", "Bara för oss.")
    assert Iakttagelse.objects.get().bedomning == "battre"
    assert Signal.objects.get().besok.get() == besok
    assert [a.klart_senast for a in Atagande.objects.all()] == ["2016-12"]
    assert besok.siffror.get().varde == 5.0


def test_done_again_nothing_is_double(alva):
    besok = loggat(alva)
    services.gor_klar(besok.pk, av=alva)
    services.oppna_igen(besok.pk, av=alva)
    services.gor_klar(besok.pk, av=alva)
    assert [rel.count() for rel in (besok.ataganden, besok.siffror, besok.citat, besok.signaler)] == [1, 1, 1, 1]


def test_every_fault_is_told_by_section_and_nothing_is_half_saved(alva):
    trasig: dict[str, Any] = {"grund": {"datum": "i går"}, "citat": {"rader": [{"text": "Utan roll"}]}}
    besok = loggat(alva, **trasig)
    with pytest.raises(Regelfel) as fel:
        services.gor_klar(besok.pk, av=alva)
    assert set(fel.value.fel) == {"grund", "citat"}
    assert Besok.objects.get().lage == "utkast"
    assert not Iakttagelse.objects.exists()


def test_a_personnummer_is_refused_but_the_draft_stands(alva):
    besok = loggat(alva, internt={"text": "Ring 811228-9874."})
    with pytest.raises(Regelfel, match="personnummer"):
        services.gor_klar(besok.pk, av=alva)
    assert utkast.las(besok)["internt"].innehall["text"] == "Ring 811228-9874."


def test_what_is_done_takes_no_more_saves(alva):
    besok = services.gor_klar(loggat(alva).pk, av=alva)
    with pytest.raises(Avslutat):
        utkast.spara(besok.pk, Sparning("internt", {"text": "mer"}, 1, uuid4(), 2), av=alva)


def test_answers_after_the_time_are_kept_and_marked(alva, bo):
    besok = services.gor_klar(loggat(alva).pk, av=alva)
    igar = timezone.localdate() - timedelta(days=1)
    granskning = services.skicka_pa_granskning(besok.pk, svara_senast=igar, av=alva)
    (svar,) = services.svara(granskning, svar={"tema:bemanning": (True, "")}, av=bo)
    assert (svar.efter_tiden, svar.av_roll) == (True, "uppgiftslämnare i Östersund")


def test_a_correction_says_what(alva, bo):
    besok = services.gor_klar(loggat(alva).pk, av=alva)
    granskning = services.skicka_pa_granskning(besok.pk, av=alva)
    with pytest.raises(Regelfel):
        services.svara(granskning, svar={"tema:bemanning": (False, " ")}, av=bo)
    assert not granskning.svar.exists()


def test_an_internal_visit_is_nobodys_but_the_coordinators(alva, bo, cilla, ulla, rut, folke):
    services.gor_klar(loggat(alva).pk, av=alva)
    seende = [v.first_name for v in (alva, bo, cilla, ulla, rut, folke) if Besok.objects.synliga_for(v).exists()]
    assert seende == ["Alva"]


def test_the_municipality_is_asked_only_of_its_own(alva, bo, cilla):
    besok = services.gor_klar(loggat(alva).pk, av=alva)
    services.skicka_pa_granskning(besok.pk, av=alva)
    assert [Besok.objects.att_granska_for(vem).exists() for vem in (bo, cilla, alva)] == [True, False, False]


def test_nothing_is_published_from_a_draft(alva):
    with pytest.raises(Regelfel):
        services.publicera(loggat(alva).pk, av=alva)


def test_every_state_is_signed(alva):
    besok = services.gor_klar(loggat(alva).pk, av=alva)
    services.publicera(besok.pk, av=alva)
    assert [(b.lage, b.av_roll) for b in besok.lagesbyten.all()] == [
        ("utkast", "samordnare"),
        ("klar", "samordnare"),
        ("publicerad", "samordnare"),
    ]


def test_a_revisit_judges_the_promises_of_the_visit_before(alva):
    services.gor_klar(loggat(alva).pk, av=alva)
    lofte = Atagande.objects.get()
    dom = {str(lofte.pk): {"lage": "infriat", "skal": "Planen kom."}}
    igen = loggat(alva, ataganden={"rader": []}, uppfoljning=dom, grund={"datum": "2017-05-02"})
    assert igen.forra is not None
    services.gor_klar(igen.pk, av=alva)
    lofte.refresh_from_db()
    assert (lofte.lage, lofte.lagen.get().besok) == ("infriat", igen)
