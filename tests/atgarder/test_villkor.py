"""The database refuses what the rules refuse: every constraint of the measures is broken here."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from atgarder.models import (
    Arbetstid,
    Atgard,
    Inspiration,
    Kalla,
    Lagesandring,
    Mal,
    Specialist,
    Traineefas,
    Trappsteg,
    Uppgift,
)
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("typer")


def bryter(villkor: str, gor) -> None:
    with pytest.raises(IntegrityError) as fel, transaction.atomic():
        gor()
    assert villkor in str(fel.value) or "UNIQUE" in str(fel.value)


@pytest.mark.parametrize(
    ("villkor", "falt"),
    [
        ("atgard_beslutad_ar_datum", {"beslutad": "i våras"}),
        ("atgard_start_ar_datum", {"start": "2016-13"}),
        ("atgard_slut_ar_datum", {"slut": "16"}),
        ("atgard_statliga_medel_slut_ar_datum", {"statliga_medel_slut": "2016-1"}),
        ("atgard_har_titel", {"titel": ""}),
        ("atgard_okant_ar_tomt", {"resultat": "Bra."}),
        ("atgard_tillbaka_med_skal", {"tillbakadragen": timezone.now()}),
    ],
)
def test_a_measure(villkor, falt):
    ny = atgard()
    bryter(villkor, lambda: Atgard.objects.filter(pk=ny.pk).update(**falt))


@pytest.mark.parametrize(
    ("villkor", "modell", "falt"),
    [
        ("trappsteg_till_efter_fran", Trappsteg, {"namn": "a", "ar_fran": 3, "ar_till": 2}),
        ("traineefas_till_efter_fran", Traineefas, {"namn": "a", "termin_fran": 7, "termin_till": 6}),
        ("specialist_minst_en", Specialist, {"antal": 0}),
        ("specialist_hogst_hundra_procent", Specialist, {"antal": 1, "andel_tid": 101}),
    ],
)
def test_rows(villkor, modell, falt):
    ny = atgard()
    bryter(villkor, lambda: modell.objects.create(atgard=ny, ordning=1, **falt))


@pytest.mark.parametrize(
    ("modell", "falt"), [(Trappsteg, {"namn": "a"}), (Traineefas, {"namn": "a"}), (Specialist, {"antal": 1})]
)
def test_one_row_in_each_place(modell, falt):
    ny = atgard()
    modell.objects.create(atgard=ny, ordning=1, **falt)
    bryter("plats", lambda: modell.objects.create(atgard=ny, ordning=1, **falt))


@pytest.mark.parametrize(
    ("falt", "timmar"), [("timmar_fore", 0), ("timmar_fore", 25), ("timmar_efter", 0), ("timmar_efter", 24.5)]
)
def test_hours_of_a_day(falt, timmar):
    ny = atgard()
    bryter(
        f"{falt.removeprefix('timmar_')}_ar_timmar",
        lambda: Arbetstid.objects.create(atgard=ny, **{falt: Decimal(str(timmar))}),
    )


def test_inspiration():
    a, b = atgard(), atgard()
    bryter("inspiration_inte_av_sig_sjalv", lambda: Inspiration.objects.create(atgard=a, forebild=a))
    Inspiration.objects.create(atgard=a, forebild=b)
    bryter("inspiration_en_gang", lambda: Inspiration.objects.create(atgard=a, forebild=b))
    bryter("inspiration_ar_ar_datum", lambda: Inspiration.objects.update(ar="nyss"))


def test_a_goal_for_each_nyckeltal():
    ny = atgard()
    Mal.objects.create(atgard=ny, nyckeltal_id="N00090", riktning=1)
    bryter("mal_ett_per_nyckeltal", lambda: Mal.objects.create(atgard=ny, nyckeltal_id="N00090", riktning=-1))


def test_dates_of_states_and_sources():
    atgard()
    bryter("lagesandring_datum_ar_datum", lambda: Lagesandring.objects.update(datum="x"))
    bryter("kalla_har_titel", lambda: Kalla.objects.create(titel=""))
    bryter("kalla_datum_ar_datum", lambda: Kalla.objects.create(titel="a", datum="2016-00"))


@pytest.mark.parametrize(
    ("villkor", "falt"),
    [
        ("uppgift_datum_ar_datum", {"datum": "nyss"}),
        ("uppgift_sags_av_nagon", {"text": ""}),
        ("uppgift_sags_av_nagon", {"sagt_av": ""}),
        ("uppgift_tillbaka_med_skal", {"tillbakadragen": timezone.now()}),
    ],
)
def test_a_statement(villkor, falt):
    grund = {"text": "De ringer.", "sagt_av": "chef", "tema_id": "rekrytering"}
    bryter(villkor, lambda: Uppgift.objects.create(**{**grund, **falt}))
