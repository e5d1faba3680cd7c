"""Roles are given and taken; what has ended is kept, and somebody can always give roles."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from konton.behorighet import Ratt, far
from konton.models import Uppdrag, User
from konton.uppdrag import SistaForvaltaren, forvaltare, ge_uppdrag, oppna_konto, stang_konto, ta_uppdrag

Roll = Uppdrag.Roll


@pytest.fixture
def eva(db):
    return User.objects.create_user("eva@exempel.test", "ett långt lösenord")


def test_a_role_given_holds_and_says_who_gave_it(folke, eva):
    [uppdrag] = ge_uppdrag(user=eva, roller=[Roll.GODKANNARE], kommun="2380", av=folke)
    assert far(eva, Ratt.GODKANNA, "2380")
    assert (uppdrag.givet_av, uppdrag.givet_av_roll, uppdrag.fran) == (folke, "förvaltare", timezone.localdate())


def test_giving_the_same_role_twice_changes_nothing(folke, eva):
    forst = ge_uppdrag(user=eva, roller=[Roll.SAMORDNARE, Roll.SAMORDNARE], kommun=None, av=folke)
    assert ge_uppdrag(user=eva, roller=[Roll.SAMORDNARE], kommun=None, av=folke) == forst
    assert eva.uppdrag.count() == 1


@pytest.mark.parametrize(
    ("roller", "kommun", "del_"),
    [
        ([Roll.UPPGIFTSLAMNARE], None, "uppgiftslämnare gäller alltid en kommun"),
        ([Roll.SAMORDNARE, Roll.GODKANNARE], None, "godkännare gäller alltid en kommun"),
        (["kung"], None, "kung"),
        ([], None, "minst en roll"),
    ],
)
def test_a_role_that_cannot_be_held_is_refused_whole(folke, eva, roller, kommun, del_):
    with pytest.raises(ValueError, match=del_):
        ge_uppdrag(user=eva, roller=roller, kommun=kommun, av=folke)
    assert not eva.uppdrag.exists()


def test_a_role_taken_is_kept_with_who_took_it(bo, folke):
    uppdrag = ta_uppdrag(uppdrag=bo.uppdrag.get(), av=folke)
    assert (uppdrag.till, uppdrag.taget_av, uppdrag.taget_av_roll) == (timezone.localdate(), folke, "förvaltare")
    assert not far(User.objects.get(pk=bo.pk), Ratt.RAPPORTERA, "2380")


def test_taking_twice_keeps_who_took_it_first(bo, folke, person):
    ta_uppdrag(uppdrag=bo.uppdrag.get(), av=folke)
    igen = ta_uppdrag(uppdrag=bo.uppdrag.get(), av=person("frida", Roll.FORVALTARE))
    assert igen.taget_av == folke


def test_a_role_can_be_given_again_and_both_are_remembered(bo, folke):
    ta_uppdrag(uppdrag=bo.uppdrag.get(), av=folke)
    ge_uppdrag(user=bo, roller=[Roll.UPPGIFTSLAMNARE], kommun="2380", av=folke)
    assert [u.pagar for u in bo.uppdrag.order_by("pk")] == [False, True]


def test_who_took_a_role_is_known_by_role_when_their_account_is_gone(bo, person, folke):
    frida = person("frida", Roll.FORVALTARE)
    ta_uppdrag(uppdrag=bo.uppdrag.get(), av=frida)
    frida.delete()
    uppdrag = bo.uppdrag.get()
    assert (uppdrag.taget_av, uppdrag.taget_av_roll) == (None, "förvaltare")


def test_the_last_who_runs_the_site_keeps_the_role_and_the_account(folke):
    with pytest.raises(SistaForvaltaren, match="minst en förvaltare"):
        ta_uppdrag(uppdrag=folke.uppdrag.get(), av=folke)
    with pytest.raises(SistaForvaltaren):
        stang_konto(user=folke, av=folke)
    folke.refresh_from_db()
    assert folke.is_active
    assert folke.uppdrag.get().pagar


@pytest.mark.parametrize(
    "hinder",
    [
        lambda frida: User.objects.filter(pk=frida.pk).update(is_active=False),
        lambda frida: frida.uppdrag.update(till=timezone.localdate(), taget_av_roll="förvaltare"),
        lambda frida: frida.uppdrag.update(kommun="2380"),
    ],
    ids=["closed", "ended", "in one municipality"],
)
def test_one_who_cannot_give_roles_in_the_country_does_not_count(folke, person, hinder):
    hinder(person("frida", Roll.FORVALTARE))
    with pytest.raises(SistaForvaltaren):
        ta_uppdrag(uppdrag=folke.uppdrag.get(), av=folke)


def test_with_another_who_runs_the_site_the_role_is_let_go(folke, person):
    person("frida", Roll.FORVALTARE)
    assert not ta_uppdrag(uppdrag=folke.uppdrag.get(), av=folke).pagar


def test_a_superuser_is_enough(folke):
    chef = User.objects.create_superuser("chef@exempel.test", "ett långt lösenord")
    stang_konto(user=folke, av=chef)
    assert list(forvaltare()) == [chef]
    with pytest.raises(SistaForvaltaren):
        stang_konto(user=chef, av=chef)


def test_a_role_in_one_municipality_is_taken_even_from_the_last(folke):
    [lokal] = ge_uppdrag(user=folke, roller=[Roll.FORVALTARE], kommun="2380", av=folke)
    assert not ta_uppdrag(uppdrag=lokal, av=folke).pagar


def test_a_closed_account_is_opened_with_its_roles(bo, folke):
    stang_konto(user=bo, av=folke)
    assert not far(User.objects.get(pk=bo.pk), Ratt.RAPPORTERA)
    oppna_konto(user=bo, av=folke)
    assert far(User.objects.get(pk=bo.pk), Ratt.RAPPORTERA, "2380")


@pytest.mark.parametrize(
    "falt",
    [
        {"till": timezone.localdate() - timedelta(days=1), "taget_av_roll": "förvaltare"},
        {"till": timezone.localdate()},
        {"taget_av_roll": "förvaltare"},
    ],
    ids=["ends before it begins", "taken by nobody", "taken but going on"],
)
def test_the_database_holds_the_end_together(bo, falt):
    with pytest.raises(IntegrityError), transaction.atomic():
        bo.uppdrag.update(**falt)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_take_from_each_other_leave_one(person):
    """Each sees the other as left; only a lock that both wait for keeps one of them."""
    tva = [person(namn, Roll.FORVALTARE) for namn in ("folke", "frida")]

    def ta(par):
        try:
            ta_uppdrag(uppdrag=par[0].uppdrag.get(), av=par[1])
        except SistaForvaltaren:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as tradar:
        gick = list(tradar.map(ta, [(tva[0], tva[1]), (tva[1], tva[0])]))
    assert sorted(gick) == [False, True]
    assert forvaltare().count() == 1
