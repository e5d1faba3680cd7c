"""SKR's groups and similar municipalities."""

from datetime import date

import pytest

from kommuner.importer.kolada_grupper import GRUPPER, Grupper, hamta_grupper, skriv_grupper
from kommuner.importer.kolada_klient import Klient
from kommuner.models import Grupptillhorighet, Kommun, Kommungrupp, Liknande
from tests.kolada_server import koladaserver

IDAG = date(2026, 3, 1)
pytestmark = pytest.mark.usefixtures("register")


@pytest.fixture
def kolada():
    with koladaserver() as server:
        yield server


@pytest.fixture
def skriv(kolada):
    def hamta_och_skriv(idag: date = IDAG):
        with Klient(kolada.bas_url) as klient:
            return skriv_grupper(hamta_grupper(klient), idag)

    return hamta_och_skriv


def allt() -> tuple[object, ...]:
    tillhor = Grupptillhorighet.objects.order_by("kommun", "fran").values_list("pk", "kommun", "grupp", "fran", "till")
    lika = Liknande.objects.order_by("kommun", "liknar").values_list("pk", "kommun", "liknar", "ar")
    return list(tillhor), list(lika), list(Kommungrupp.objects.values_list("kod", "namn", "kolada_id"))


def test_every_municipality_gets_its_group_and_its_likes(skriv):
    assert skriv() == []
    assert Kommungrupp.objects.count() == 9
    assert Grupptillhorighet.objects.filter(till=None, fran=date(2023, 1, 1)).count() == 290
    assert Liknande.objects.filter(ar=2024).count() == 290 * 7
    assert Kommungrupp.objects.get(kod="C9").kolada_id == "G92794"


def test_twice_gives_the_same(skriv):
    skriv()
    fore = allt()
    assert skriv() == []
    assert allt() == fore


def test_a_move_ends_one_membership_and_begins_another(skriv, kolada):
    skriv()
    kod = kolada.grupper[0]["members"][0]["member_id"]
    kolada.grupper[1]["members"].append(kolada.grupper[0]["members"].pop(0))
    assert skriv() == []
    rader = list(Grupptillhorighet.objects.filter(kommun=kod).order_by("fran").values_list("grupp", "fran", "till"))
    assert rader == [("A1", date(2023, 1, 1), date(2026, 2, 28)), ("A2", IDAG, None)]
    fore = allt()
    skriv()
    assert allt() == fore


def test_a_move_back_on_the_same_day_leaves_one_membership_that_day(skriv, kolada):
    skriv()
    medlem = kolada.grupper[0]["members"].pop(0)
    kolada.grupper[1]["members"].append(medlem)
    skriv()
    kolada.grupper[1]["members"].remove(medlem)
    kolada.grupper[2]["members"].append(medlem)
    skriv()
    rader = Grupptillhorighet.objects.filter(kommun=medlem["member_id"]).order_by("fran")
    assert [(r.grupp_id, r.till) for r in rader] == [("A1", date(2026, 2, 28)), ("B3", None)]


def test_a_municipality_in_two_groups_keeps_the_one_it_had(skriv, kolada):
    skriv()
    medlem = kolada.grupper[0]["members"][0]
    kolada.grupper[1]["members"].append(medlem)
    fore = allt()
    (avvisad,) = skriv()
    assert avvisad.varde == medlem["member_id"]
    assert "två kommungrupper" in avvisad.skal
    assert allt() == fore


def test_a_changed_list_of_likes_replaces_that_year_and_no_other(skriv, kolada):
    skriv()
    lika = kolada.grupper[9]
    kommun = Kommun.objects.get(namn=lika["title"].split(", ")[1])
    kolada.grupper[9] = {**lika, "title": lika["title"].replace("2024", "2025")}
    skriv()
    assert Liknande.objects.filter(kommun=kommun).count() == 14
    kolada.grupper[9]["members"].pop()
    skriv()
    assert Liknande.objects.filter(kommun=kommun, ar=2024).count() == 7
    assert Liknande.objects.filter(kommun=kommun, ar=2025).count() == 6


@pytest.mark.parametrize(
    "grupp",
    [
        {"id": "G92787", "title": "A1"},
        {"id": "G92787", "title": "A1", "members": "2380"},
        {"id": "G92787", "title": "A1", "members": [{"member_id": 2380}]},
        {"id": "G92787", "title": "A1", "members": ["2380"]},
    ],
)
def test_a_group_of_another_shape_is_refused_and_the_rest_goes_on(skriv, kolada, grupp):
    kolada.grupper[0] = grupp
    (avvisad,) = skriv()
    assert avvisad.skal == "Kommungruppen går inte att läsa."
    assert Grupptillhorighet.objects.exclude(grupp="A1").count() == Grupptillhorighet.objects.count() > 250


@pytest.mark.parametrize("titel", ["Liknande kommuner IFO, Ankeborg, 2024", "Liknande kommuner IFO, Umeå, i år", None])
def test_likes_of_nobody_we_know_are_refused(kolada, skriv, titel):
    grupper: Grupper = ([], [{"id": "G1", "title": titel, "members": [{"member_id": "2380"}]}, "skräp"])
    assert [a.skal for a in skriv_grupper(grupper, IDAG)] == ["Gruppen går inte att läsa."] * 2
    assert not Liknande.objects.exists()


def test_nobody_is_like_itself_or_like_a_stranger():
    medlemmar = [{"member_id": kod} for kod in ("2480", "2380", "2380", "9999")]
    lika = [{"id": "G1", "title": "Liknande kommuner IFO, Umeå, 2024", "members": medlemmar}]
    assert skriv_grupper(([], lika), IDAG) == []
    assert list(Liknande.objects.values_list("kommun", "liknar")) == [("2480", "2380")]


def test_the_nine_are_matched_by_id():
    assert {kolada_id for kolada_id, _ in GRUPPER.values()} == {
        *("G92787", "G92793", "G92790", "G92792", "G92786", "G92788", "G92789", "G92791", "G92794")
    }
