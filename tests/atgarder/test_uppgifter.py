"""Statements as the services make them: signed, answered with a reason, never overwritten unseen, never deleted."""

import pytest
from django.db import IntegrityError, transaction

from atgarder import services, uppgifter
from atgarder.models import Kalla, Uppgift, Uppgiftssvar
from atgarder.regler import Regelfel
from atgarder.uppgifter import Krock
from kommuner.models import Enhet
from tests.atgarder.varld import atgard, uppgift

pytestmark = pytest.mark.usefixtures("typer")


def test_a_statement_is_signed_with_the_role_of_the_moment(bo):
    ny = uppgift(av=bo)
    assert (ny.av, ny.av_roll, ny.lage, ny.revision) == (bo, "uppgiftslämnare i Östersund", "pastadd", 1)


def test_it_is_a_draft_until_it_is_published(bo, cilla):
    ny = uppgift(publik=False)
    assert [Uppgift.objects.synliga_for(vem).exists() for vem in (bo, cilla)] == [True, False]
    uppgifter.publicera(ny.pk, av=bo)
    assert Uppgift.objects.publika().get().revision == 2
    uppgifter.publicera(ny.pk, av=bo)
    assert Uppgift.objects.get().revision == 2


@pytest.mark.parametrize(
    ("falt", "fel"),
    [
        ({"text": "  "}, "text"),
        ({"sagt_av": ""}, "sagt_av"),
        ({"tema_id": ""}, "tema"),
        ({"text": "Hon, 811228-9874, slutade."}, "text"),
        ({"sagt_av": "811228-9874"}, "sagt_av"),
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_saved(falt, fel):
    with pytest.raises(Regelfel) as regelfel:
        uppgift(**falt)
    assert fel in regelfel.value.fel
    assert not Uppgift.objects.exists()


def test_an_unknown_field_is_an_error():
    with pytest.raises(ValueError, match="lage"):
        uppgift(lage="bekraftad")


def test_a_unit_or_measure_of_another_municipality_is_refused():
    enhet = Enhet.objects.create(kommun_id="2480", namn="Mottagningen")
    with pytest.raises(Regelfel, match="annan kommun"):
        uppgift(enhet_id=enhet.pk)
    with pytest.raises(Regelfel, match="annan kommun"):
        uppgift(atgard_id=atgard("2480").pk)
    assert uppgift(atgard_id=atgard("2380").pk).atgard is not None


def test_the_country_has_no_units_and_no_measures():
    with pytest.raises(Regelfel):
        uppgift(kommun=None, atgard_id=atgard().pk)


def test_two_at_once_the_second_is_told_and_nothing_is_overwritten(bo):
    ny = uppgift()
    uppgifter.andra(ny.pk, revision=1, falt={"text": "Först."}, av=bo)
    with pytest.raises(Krock) as krock:
        uppgifter.andra(ny.pk, revision=1, falt={"text": "Sedan."}, av=bo)
    assert krock.value.nu.text == Uppgift.objects.get().text == "Först."


def test_a_refused_change_leaves_all_as_it_was(bo):
    ny = uppgift()
    with pytest.raises(Regelfel):
        uppgifter.andra(ny.pk, revision=1, falt={"text": "", "sagt_av": "chef"}, av=bo)
    nu = Uppgift.objects.get()
    assert (nu.revision, nu.sagt_av) == (1, "socialchef")


# Replies


def test_the_municipality_confirms_with_a_reason_that_is_kept(bo):
    ny = uppgift()
    uppgifter.byt_lage(ny.pk, lage="bekraftad", skal=" Så är det. ", av=bo)
    nu, svar = Uppgift.objects.get(), Uppgiftssvar.objects.get()
    assert (nu.lage, nu.lage_skal, nu.revision) == ("bekraftad", "Så är det.", 2)
    assert (svar.lage, svar.skal, svar.av_roll) == ("bekraftad", "Så är det.", "uppgiftslämnare i Östersund")


def test_every_reply_stays_when_a_new_one_is_given(bo, alva):
    ny = uppgift()
    uppgifter.byt_lage(ny.pk, lage="bekraftad", skal="Ja.", av=bo)
    uppgifter.byt_lage(ny.pk, lage="motsagd", skal="Nej, inte längre.", av=alva)
    assert [s.lage for s in Uppgiftssvar.objects.all()] == ["bekraftad", "motsagd"]
    assert Uppgift.objects.get().lage_skal == "Nej, inte längre."


def test_the_role_outlives_the_user(bo):
    ny = uppgift(av=bo)
    uppgifter.byt_lage(ny.pk, lage="motsagd", skal="Nej.", av=bo)
    bo.delete()
    assert Uppgift.objects.get().av_roll == Uppgiftssvar.objects.get().av_roll == "uppgiftslämnare i Östersund"


@pytest.mark.parametrize("skal", ["", "   ", "x" * 301, "Fråga 811228-9874."])
def test_a_reply_without_a_fit_reason_is_refused(bo, skal):
    ny = uppgift()
    with pytest.raises(Regelfel) as fel:
        uppgifter.byt_lage(ny.pk, lage="bekraftad", skal=skal, av=bo)
    assert list(fel.value.fel) == ["skal"]
    assert not Uppgiftssvar.objects.exists()


def test_a_state_that_does_not_exist_is_refused(bo):
    with pytest.raises(Regelfel):
        uppgifter.byt_lage(uppgift().pk, lage="sann", skal="Ja.", av=bo)


def test_a_reply_to_words_that_changed_meanwhile_is_not_taken(alva, bo):
    ny = uppgift()
    uppgifter.andra(ny.pk, revision=1, falt={"text": "Något helt annat."}, av=alva)
    with pytest.raises(Krock):
        uppgifter.byt_lage(ny.pk, lage="bekraftad", skal="Ja.", revision=1, av=bo)
    assert Uppgift.objects.get().lage == "pastadd"


def test_new_words_await_a_new_reply_and_the_old_one_is_kept(alva, bo):
    ny = uppgift()
    uppgifter.byt_lage(ny.pk, lage="bekraftad", skal="Ja.", av=bo)
    uppgifter.andra(ny.pk, revision=2, falt={"text": "Tvärtom."}, av=alva)
    assert Uppgift.objects.get().lage == "pastadd"
    assert [s.skal for s in Uppgiftssvar.objects.all()] == ["Ja.", uppgifter.OMFORMULERAD]


def test_another_theme_leaves_the_reply(alva, bo):
    ny = uppgift()
    uppgifter.byt_lage(ny.pk, lage="bekraftad", skal="Ja.", av=bo)
    uppgifter.andra(ny.pk, revision=2, falt={"tema_id": "arbetsmiljo"}, av=alva)
    assert Uppgift.objects.get().lage == "bekraftad"


# Whose words they are


def test_the_municipality_answers_but_does_not_rewrite_what_others_say_of_it(alva, bo, cilla):
    andras, egen = uppgift(av=alva), uppgift(av=bo)
    ur_artikel = uppgift(av=None)
    assert set(Uppgift.objects.skrivbara_for(bo)) == {andras, egen, ur_artikel}
    assert set(Uppgift.objects.andringsbara_for(bo)) == {egen}
    assert set(Uppgift.objects.andringsbara_for(alva)) == {andras, egen, ur_artikel}
    assert not Uppgift.objects.andringsbara_for(cilla).exists()


def test_a_colleague_may_change_what_the_municipality_has_entered(person, bo):
    egen = uppgift(av=bo)
    kollega = person("kim", "godkannare", "2380")
    assert list(Uppgift.objects.andringsbara_for(kollega)) == [egen]


def test_what_is_said_of_the_country_is_the_editors(alva, bo):
    uppgift(kommun=None, publik=False)
    assert [Uppgift.objects.synliga_for(vem).exists() for vem in (alva, bo)] == [True, False]
    assert not Uppgift.objects.skrivbara_for(bo).exists()


# Withdrawn, sources, signal


def test_what_is_withdrawn_is_seen_by_its_own_only(bo, cilla):
    ny = uppgift()
    uppgifter.dra_tillbaka(ny.pk, skal="Dubblett.", av=bo)
    assert [Uppgift.objects.synliga_for(vem).exists() for vem in (bo, cilla)] == [True, False]
    with pytest.raises(Regelfel):
        uppgifter.dra_tillbaka(ny.pk, skal=" ", av=bo)


def test_a_new_source_is_saved_and_the_same_again_is_shared(bo):
    def ny() -> Kalla:
        return Kalla(titel="Verksamhetsberättelse", utgivare="Kommunen", datum="2016")

    a, b = (uppgift(kallor=[ny()], av=bo) for _ in range(2))
    assert a.kallor.get() == b.kallor.get()
    assert a.kallor.get().av_roll == "uppgiftslämnare i Östersund"
    uppgifter.andra(a.pk, revision=1, falt={}, kallor=[], av=bo)
    assert (a.kallor.count(), b.kallor.count()) == (0, 1)


@pytest.mark.parametrize(
    "falt",
    [{"titel": "Akt 811228-9874"}, {"url": "https://a.se/811228-9874"}, {"diarienummer": "811228-9874"}],
)
def test_a_personnummer_in_a_source_is_refused(bo, falt):
    with pytest.raises(Regelfel):
        uppgift(kallor=[Kalla(**{"titel": "Akt", **falt})], av=bo)
    assert not Uppgift.objects.exists()


def test_every_write_is_told_on_commit(bo, django_capture_on_commit_callbacks):
    sagt = []

    def lyssna(objekt, **_):
        sagt.append(objekt.revision)

    services.andrad.connect(lyssna, sender=Uppgift)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            ny = uppgift(publik=False)
            uppgifter.publicera(ny.pk, av=bo)
            uppgifter.byt_lage(ny.pk, lage="motsagd", skal="Nej.", av=bo)
            uppgifter.dra_tillbaka(ny.pk, skal="Fel.", av=bo)
    finally:
        services.andrad.disconnect(lyssna, sender=Uppgift)
    assert sagt == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "falt",
    [{"text": ""}, {"sagt_av": ""}, {"datum": "maj"}, {"datum": "2016-13"}, {"tillbakadragen": "2026-01-01T00:00Z"}],
)
def test_the_database_itself_refuses(falt):
    ny = uppgift()
    with pytest.raises(IntegrityError), transaction.atomic():
        Uppgift.objects.filter(pk=ny.pk).update(**falt)


def test_the_database_refuses_a_unit_without_its_municipality_and_a_reply_without_reason():
    enhet = Enhet.objects.create(kommun_id="2380", namn="Mottagningen")
    ny = uppgift()
    with pytest.raises(IntegrityError), transaction.atomic():
        Uppgift.objects.filter(pk=ny.pk).update(kommun=None, enhet=enhet)
    with pytest.raises(IntegrityError), transaction.atomic():
        Uppgiftssvar.objects.create(uppgift=ny, lage="motsagd", skal="")
