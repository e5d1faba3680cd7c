"""Every constraint of the database: each test tries to get past it, beside a row that is let in."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from kommuner.models import (
    Avvikelse,
    Enhet,
    Grupptillhorighet,
    Import,
    Kommun,
    Kommungrupp,
    Lanstillhorighet,
    Liknande,
    Matvarde,
    Versionslas,
)
from tests.kommuner.test_services import cell, rapporterad

pytestmark = pytest.mark.usefixtures("register")
PROVADE: set[str] = set()


@pytest.fixture
def importen() -> Import:
    return Import.objects.create(slag="kolada")


@pytest.fixture
def enhet() -> Enhet:
    return Enhet.objects.create(kommun_id="2380", namn="Barn och unga")


def slapps_in(modell: Any, **falt: Any) -> None:
    with transaction.atomic():
        modell.objects.create(**falt)


def stoppas(constraint: str, modell: Any, **falt: Any) -> None:
    """The database refuses the row, and for this very reason where it says which."""
    PROVADE.add(constraint)
    antal = modell.objects.count()
    with pytest.raises(IntegrityError) as fel, transaction.atomic():
        modell.objects.create(**falt)
    if "CHECK" in str(fel.value) or "check constraint" in str(fel.value):
        assert constraint in str(fel.value)
    assert modell.objects.count() == antal


def test_a_cell_is_one_in_each_import(importen, enhet):
    platser = {
        "en_cell_kommun": cell(),
        "en_cell_enhet": cell(enhet=enhet),
        "en_cell_riket": cell(kommun=None),
    }
    for plats in platser.values():
        slapps_in(Matvarde, **plats, importen=importen)
    for constraint, plats in platser.items():
        stoppas(constraint, Matvarde, **plats | {"varde": 1.0}, importen=importen)
    for plats in platser.values():
        slapps_in(Matvarde, **plats, importen=Import.objects.create(slag="kolada"))
        slapps_in(Matvarde, **plats | {"kon": "K"}, importen=importen)
        slapps_in(Matvarde, **plats | {"period": "2014"}, importen=importen)


@pytest.mark.parametrize(
    "falt",
    [
        {"varde": None, "saknas": ""},
        {"varde": 0.0, "saknas": "saknas"},
        {"varde": 8.4, "saknas": "dold"},
        {"varde": None, "saknas": "glömd"},
    ],
)
def test_a_value_or_a_reason_and_never_both_or_neither(importen, falt):
    slapps_in(Matvarde, **cell(varde=0.0, saknas=""), importen=importen)
    for nummer, skal in enumerate(("saknas", "dold", "ej_tillampligt")):
        slapps_in(Matvarde, **cell(varde=None, saknas=skal, period=f"201{nummer}"), importen=importen)
    stoppas("varde_eller_skal", Matvarde, **cell("2480", **falt), importen=importen)


@pytest.mark.parametrize("varde", [float("inf"), float("-inf"), 1e300, -1e300, 1.7e308])
def test_a_value_is_short_of_infinity(importen, varde):
    slapps_in(Matvarde, **cell(varde=9e299), importen=importen)
    slapps_in(Matvarde, **cell("0180", varde=-9e299), importen=importen)
    slapps_in(Matvarde, **cell("1480", varde=None, saknas="saknas"), importen=importen)
    stoppas("varde_andligt", Matvarde, **cell("2480", varde=varde), importen=importen)


def test_what_is_no_number_is_no_value(importen):
    """PostgreSQL has NaN, above all numbers; SQLite makes it NULL, which is no value without a reason."""
    nan = float("nan")
    stoppas(
        "varde_andligt" if connection.vendor == "postgresql" else "varde_eller_skal",
        Matvarde,
        **cell("2480", varde=nan),
        importen=importen,
    )


def test_a_unit_lies_in_a_municipality(importen, enhet):
    stoppas("enhet_ligger_i_kommun", Matvarde, **cell(kommun=None, enhet=enhet), importen=importen)


@pytest.mark.parametrize("falt", [{"taljare": None}, {"namnare": None}, {"namnare": 0.0}, {"namnare": -1.0}])
def test_what_is_reported_has_its_counts(importen, falt):
    slapps_in(Matvarde, **rapporterad(), importen=importen)
    tom = {"varde": None, "saknas": "saknas", "taljare": None, "namnare": None}
    slapps_in(Matvarde, **rapporterad(kommun="0180") | tom, importen=importen)
    slapps_in(Matvarde, **cell(), importen=importen)
    constraint = "rapporterat_har_taljare_och_namnare"
    stoppas(constraint, Matvarde, **rapporterad(kommun="2480") | falt, importen=importen)


@pytest.mark.parametrize(
    ("constraint", "falt"),
    [("periodslag_kant", {"periodslag": "V"}), ("kon_kant", {"kon": "X"}), ("kon_kant", {"kon": ""})],
)
def test_kinds_of_period_and_kon_are_known(importen, constraint, falt):
    stoppas(constraint, Matvarde, **cell(**falt), importen=importen)


@pytest.mark.parametrize(
    "falt",
    [
        {"version": 1},
        {"publicerad": timezone.now()},
        {"version": 1, "publicerad": timezone.now(), "lage": "pagar"},
        {"version": 1, "publicerad": timezone.now(), "lage": "avbruten"},
    ],
)
def test_a_version_has_its_day_and_is_done(falt):
    slapps_in(Import, slag="fil", version=7, publicerad=timezone.now(), lage="klar")
    stoppas("import_version_och_dag_foljs_at", Import, slag="fil", **falt)


def test_a_version_is_given_once():
    slapps_in(Import, slag="fil", version=7, publicerad=timezone.now(), lage="klar")
    stoppas("version", Import, slag="fil", version=7, publicerad=timezone.now(), lage="klar")


@pytest.mark.parametrize("falt", [{"slag": "fel", "cell": {}}, {"slag": "orimlig"}, {"slag": "annat"}])
def test_what_is_kept_aside_has_its_cell_and_what_is_refused_has_none(importen, falt):
    slapps_in(Avvikelse, importen=importen, slag="fel", skal="Fel.")
    slapps_in(Avvikelse, importen=importen, slag="orimlig", skal="Högt.", cell={"varde": 99})
    stoppas("avvikelse_orimlig_har_cell", Avvikelse, importen=importen, skal="Hm.", **falt)


def test_there_is_one_lock():
    stoppas("versionslas_en_rad", Versionslas, pk=2)


@pytest.mark.parametrize(
    ("constraint", "falt"),
    [
        ("kommun_kod_borjar_med_lan", {"kod": "0199", "lan_id": "23"}),
        ("kommun_kod_fyra_siffror", {"kod": "231", "lan_id": "23"}),
        ("kommun_kod_fyra_siffror", {"kod": "23AB", "lan_id": "23"}),
    ],
)
def test_a_municipality_code_is_four_digits_in_its_lan(constraint, falt):
    slapps_in(Kommun, kod="2399", lan_id="23", namn="Ny", ordning=9001)
    stoppas(constraint, Kommun, namn="Fel", ordning=9002, **falt)


def test_two_municipalities_do_not_share_a_place_in_the_order():
    stoppas("ordning", Kommun, kod="2398", lan_id="23", namn="Ny", ordning=1)


def test_a_membership_of_a_lan_ends_after_it_begins_and_begins_once():
    dagar = {"fran": date(1998, 1, 1), "till": date(2006, 12, 31)}
    slapps_in(Lanstillhorighet, kommun_id="0331", lan_id="19", **dagar)
    stoppas("lanstillhorighet_en_per_start", Lanstillhorighet, kommun_id="0331", lan_id="20", **dagar)
    bakvant = {"fran": date(2006, 12, 31), "till": date(1998, 1, 1)}
    stoppas("lanstillhorighet_till_efter_fran", Lanstillhorighet, kommun_id="0331", lan_id="19", **bakvant)


def test_a_municipality_is_in_one_group_at_a_time():
    grupper = [Kommungrupp.objects.create(kod=k, namn=k, kolada_id=k) for k in ("A1", "B3")]
    forr = {"fran": date(2017, 1, 1), "till": date(2022, 12, 31)}
    slapps_in(Grupptillhorighet, kommun_id="2380", grupp=grupper[0], **forr)
    slapps_in(Grupptillhorighet, kommun_id="2380", grupp=grupper[0], fran=date(2023, 1, 1))
    andra = {"kommun_id": "2380", "grupp": grupper[1]}
    stoppas("en_grupp_i_taget", Grupptillhorighet, **andra, fran=date(2024, 1, 1))
    bakvant = {"fran": date(2024, 1, 1), "till": date(2023, 1, 1)}
    stoppas("grupptillhorighet_till_efter_fran", Grupptillhorighet, **andra, **bakvant)
    stoppas("kolada_id", Kommungrupp, kod="C6", namn="C6", kolada_id="A1")


def test_alike_once_a_year_and_never_oneself():
    slapps_in(Liknande, kommun_id="2380", liknar_id="2480", ar=2024)
    slapps_in(Liknande, kommun_id="2380", liknar_id="2480", ar=2025)
    stoppas("liknande_en_gang_per_ar", Liknande, kommun_id="2380", liknar_id="2480", ar=2024)
    stoppas("liknar_inte_sig_sjalv", Liknande, kommun_id="2380", liknar_id="2380", ar=2024)


def test_a_unit_has_its_name_once_in_its_municipality(enhet):
    slapps_in(Enhet, kommun_id="2480", namn=enhet.namn)
    stoppas("enhet_en_per_namn", Enhet, kommun_id="2380", namn=enhet.namn)


def test_nothing_that_values_refer_to_can_be_removed(importen, enhet):
    slapps_in(Matvarde, **cell(enhet=enhet), importen=importen)
    for rad in (enhet, enhet.kommun, Matvarde.objects.get().nyckeltal):
        with pytest.raises(ProtectedError):
            rad.delete()


def test_the_lan_of_a_day():
    kommun = Kommun.objects.get(kod="0331")
    slapps_in(Lanstillhorighet, kommun=kommun, lan_id="19", fran=date(1971, 1, 1), till=date(2006, 12, 31))
    assert [kommun.lan_vid(dag).kod for dag in (date(2006, 12, 31), date(2007, 1, 1))] == ["19", "03"]


def test_no_constraint_is_left_untried():
    """Runs last in the file, and alone says nothing."""
    if len(PROVADE) < 10:
        pytest.skip("the tests of this file did not run before it")
    alla = {c.name for modell in apps.get_app_config("kommuner").get_models() for c in modell._meta.constraints}
    assert alla - PROVADE == set()
