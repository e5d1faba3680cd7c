"""Rounds: how far they have come, for whom, and how they are written."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from atgarder.regler import Regelfel
from besok import inlasning, omgangar
from besok.models import Besoksomgang
from besok.omgangar import Framsteg, Plats
from konton.models import Uppdrag
from tests.besok import omgangsvarld as varld

pytestmark = pytest.mark.usefixtures("typer")
INGEN = AnonymousUser()
FALT = {"namn": "Våren 2027", "start": "2027-01", "slut": "", "foregaende": None, "beskrivning": "", "aterstar": ""}


def besokta(omgang: Besoksomgang, user) -> set[str]:
    return set(omgangar.gjorda(omgang, user).values_list("kommun_id", flat=True))


def test_the_article_says_18_of_50_of_which_one_is_named():
    inlasning.las()
    omgang = Besoksomgang.objects.get(kod="aterbesok-hosten-2016")
    f = omgangar.framsteg(omgang, besokta(omgang, INGEN))
    assert f == Framsteg(besokta=18, av=50, namngivna=1)
    assert f.onamngivna == 17


def test_without_a_source_what_is_seen_is_counted(alva):
    omgang = varld.omgang()
    for kommun in ("2380", "2480", "0180"):
        omgang.kommuner.create(kommun_id=kommun)
    varld.besok(alva, "2380", i=omgang, lage="publicerad")
    varld.besok(alva, "2480", i=omgang, lage="klar")
    assert omgangar.framsteg(omgang, besokta(omgang, alva)) == Framsteg(2, 3, 2)
    assert omgangar.framsteg(omgang, besokta(omgang, INGEN)) == Framsteg(1, 3, 1)


def test_a_draft_is_no_visit_yet(alva):
    omgang = varld.omgang()
    varld.besok(alva, i=omgang, lage="utkast")
    assert besokta(omgang, alva) == set()


def test_invented_visits_count_only_where_there_are_no_real_ones(alva):
    omgang = varld.omgang()
    pahittat = varld.besok(alva, "2480", i=omgang, lage="publicerad")
    type(pahittat).objects.filter(pk=pahittat.pk).update(exempel=True)
    assert besokta(omgang, INGEN) == {"2480"}
    varld.besok(alva, "2380", i=omgang, lage="publicerad")
    assert besokta(omgang, INGEN) == {"2380"}


def test_late_is_planned_passed_and_not_visited(alva):
    omgang = varld.omgang()
    for kommun, dag in (("2380", date(2027, 1, 4)), ("2480", date(2027, 1, 3)), ("0180", date(2027, 1, 5))):
        omgang.kommuner.create(kommun_id=kommun, planerat=dag)
    omgang.kommuner.create(kommun_id="1737")
    plan = list(omgangar.platser(omgang, alva))
    sena = omgangar.sena(plan, {"2380"}, date(2027, 1, 5))
    assert [p.kommun_id for p in sena] == ["2480"]


def test_the_plan_is_the_coordinators_own(alva, bo, ulla, person):
    omgang = varld.omgang()
    omgang.kommuner.create(kommun_id="2380")
    omgang.kommuner.create(kommun_id="2480")
    lokal = person("lo", Uppdrag.Roll.SAMORDNARE, "2480")
    antal = [omgangar.platser(omgang, vem).count() for vem in (alva, lokal, bo, ulla, INGEN)]
    assert antal == [2, 1, 0, 0, 0]


def test_only_the_whole_countrys_coordinator_writes_rounds(alva, bo, person):
    lokal = person("lo", Uppdrag.Roll.SAMORDNARE, "2480")
    assert [omgangar.far_styra(vem) for vem in (alva, lokal, bo, INGEN)] == [True, False, False, False]


def test_a_round_is_made_and_changed_with_its_plan(alva):
    ny = omgangar.spara(None, falt=FALT, kommuner=[Plats("2380", alva.pk, date(2027, 2, 1))], av=alva)
    assert (ny.kod, ny.av, ny.av_roll) == ("varen-2027", alva, "samordnare")
    omgangar.spara(ny, falt={**FALT, "namn": "Vår"}, kommuner=[Plats("2480"), Plats("2380")], av=alva)
    ny.refresh_from_db()
    assert (ny.namn, ny.kod) == ("Vår", "varen-2027"), "the address stays when the name changes"
    assert {(k.kommun_id, k.planerat) for k in ny.kommuner.all()} == {("2480", None), ("2380", None)}


def test_a_municipality_that_has_been_visited_stays_in_the_round(alva):
    omgang = omgangar.spara(None, falt=FALT, kommuner=[Plats("2380"), Plats("2480")], av=alva)
    varld.besok(alva, "2380", i=omgang)
    with pytest.raises(Regelfel, match="Östersund"):
        omgangar.spara(omgang, falt=FALT, kommuner=[Plats("2480")], av=alva)
    assert omgang.kommuner.count() == 2


@pytest.mark.parametrize("namn", ["Ny", "Våren 2027", "!!!"])
def test_a_name_whose_address_is_taken_is_refused(alva, namn):
    omgangar.spara(None, falt=FALT, kommuner=[], av=alva)
    with pytest.raises(Regelfel):
        omgangar.spara(None, falt={**FALT, "namn": namn}, kommuner=[], av=alva)
