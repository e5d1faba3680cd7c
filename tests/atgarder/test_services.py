"""Measures as the services make them: whole or not at all, signed, nothing overwritten unseen."""

import pytest

from atgarder import exempel, services
from atgarder.models import Atgard, Inspiration, Lagesandring, Trappsteg
from atgarder.regler import Regelfel
from atgarder.services import Delar, Krock
from tests.atgarder.varld import atgard, gott_exempel

pytestmark = pytest.mark.usefixtures("typer")

TRAPPA = {"kompetenstrappa": {"lonerevision_utover": True}, "steg": [{"namn": "Ny", "tillagg": 500}, {"namn": "Van"}]}


def test_a_measure_is_signed_with_the_role_of_the_moment(bo):
    rad = atgard(av=bo).lagesandringar.get()
    assert (rad.av, rad.av_roll, rad.lage) == (bo, "uppgiftslämnare i Östersund", "pagaende")


def test_the_role_outlives_the_user(bo):
    ny = atgard(av=bo)
    bo.delete()
    assert ny.lagesandringar.get().av is None
    assert ny.lagesandringar.get().av_roll == "uppgiftslämnare i Östersund"


def test_an_end_before_the_start_saves_nothing():
    with pytest.raises(Regelfel) as fel:
        atgard(start="2016-05", slut="2015")
    assert list(fel.value.fel) == ["slut"]
    assert not Atgard.objects.exists()


def test_a_year_may_hold_both_start_and_end():
    assert atgard(start="2016-05", slut="2016").slut == "2016"


def test_a_personnummer_in_a_text_is_refused():
    with pytest.raises(Regelfel, match="personnummer"):
        atgard(vad="Gäller 811228-9874 i första hand.")


@pytest.mark.parametrize(
    "skrivet",
    [
        "19121212–1212",
        "19121212‑1212",
        "19121212 - 1212",
        "121212\u2212 1212",
        "121212\u00a0–\u00a01212",
        "121212 1212",
    ],
)
def test_a_personnummer_is_seen_through_any_dash_and_spaces(skrivet):
    with pytest.raises(Regelfel, match="personnummer"):
        atgard(vad=f"Gäller {skrivet} i första hand.")


@pytest.mark.parametrize(
    "skrivet",
    ["dnr 191212–1213", "SN 2016-05-14 – 1212", "191312 - 1212", "121212\n1212", "1 912 121 212 kr", "0 – 1212 kr"],
)
def test_ordinary_numbers_are_no_personnummer(skrivet):
    assert atgard(vad=skrivet).vad == skrivet


def test_the_structure_is_replaced_whole():
    ny = atgard(typ="kompetenstrappa", titel="Trappa", delar=Delar(struktur=TRAPPA))
    services.andra(ny.pk, revision=1, falt={}, delar=Delar(struktur={"steg": [{"namn": "Erfaren"}]}), av=None)
    assert [s.namn for s in Trappsteg.objects.all()] == ["Erfaren"]
    assert Atgard.objects.get().kompetenstrappa.lonerevision_utover is True


def test_a_new_kind_takes_the_old_structure_away():
    ny = atgard(typ="kompetenstrappa", titel="Trappa", delar=Delar(struktur=TRAPPA))
    services.andra(ny.pk, revision=1, falt={"typ_id": "arbetsmiljo"}, delar=Delar(struktur={}), av=None)
    assert not Trappsteg.objects.exists()


def test_two_at_once_the_second_is_told_and_nothing_is_overwritten():
    ny = atgard()
    services.andra(ny.pk, revision=1, falt={"vad": "Först"}, av=None)
    with pytest.raises(Krock) as krock:
        services.andra(ny.pk, revision=1, falt={"vad": "Sedan"}, av=None)
    assert krock.value.nu.vad == Atgard.objects.get().vad == "Först"


def test_breaking_off_needs_a_reason():
    ny = atgard()
    with pytest.raises(Regelfel, match="varför"):
        services.byt_lage(ny.pk, lage="avbruten", av=None)
    services.byt_lage(ny.pk, lage="avbruten", skal="Pengarna tog slut.", datum="2017", av=None)
    assert Atgard.objects.get().lage == "avbruten"


def test_a_state_chosen_over_an_older_revision_is_refused_and_nothing_is_written():
    ny = atgard()
    services.byt_lage(ny.pk, lage="avbruten", skal="Pengarna tog slut.", revision=1, av=None)
    with pytest.raises(Krock) as krock:
        services.byt_lage(ny.pk, lage="permanent", revision=1, av=None)
    assert krock.value.nu.lage == Atgard.objects.get().lage == "avbruten"
    assert Lagesandring.objects.count() == 2
    assert Lagesandring.objects.latest("pk").skal == "Pengarna tog slut."


def test_inspiration_is_no_circle_and_not_of_itself():
    a, b, c = (atgard(titel=namn) for namn in "abc")
    services.inspirera(b.pk, forebild=a.pk, av=None)
    services.inspirera(c.pk, forebild=b.pk, av=None)
    for vem, forebild in ((a, a), (a, c), (a, b)):
        with pytest.raises(Regelfel):
            services.inspirera(vem.pk, forebild=forebild.pk, av=None)
    assert Inspiration.objects.count() == 2


def test_a_withdrawn_measure_is_seen_by_its_own_only(bo, cilla):
    ny = atgard()
    services.dra_tillbaka(ny.pk, skal="Dubblett.", av=bo)
    assert [Atgard.objects.synliga_for(vem).exists() for vem in (bo, cilla)] == [True, False]


def test_a_draft_is_nobody_elses(alva, bo, cilla):
    atgard(publik=False)
    assert [Atgard.objects.synliga_for(vem).exists() for vem in (alva, bo, cilla)] == [True, True, False]


def test_a_published_example_keeps_its_versions():
    gott = gott_exempel()
    gott.resultat = "Nästan full."
    gott.save()
    assert gott.publik is not None
    assert gott.publik.innehall["resultat"] == "Full."
    assert exempel.publicera(gott.pk, av=None).nummer == 2


def test_an_example_whose_measures_are_all_withdrawn_is_not_shown():
    gott = gott_exempel()
    assert type(gott).objects.publika().exists()
    services.dra_tillbaka(gott.atgarder.get().pk, skal="Fel.", av=None)
    assert not type(gott).objects.publika().exists()
