"""Trends: the rows of the generation that the pointer names."""

import csv
import io

import pytest

from rapporter.models import Trend, Trendpekare
from rapporter.trendbygge import BEHALL
from tests.api.test_fel import problem
from tests.varldar import bygg_trender

ADRESS = "/api/v1/trender/"


@pytest.fixture
def trender(varld):
    """The trends of the world, as generation 1."""
    bygg_trender()


@pytest.fixture
def hamta(client):
    def gor(**fraga):
        svar = client.get(ADRESS, fraga)
        assert svar.status_code == 200, svar.content
        return svar.json()

    return gor


def test_before_the_first_build_there_are_none(varld, hamta):
    svar = hamta()
    assert (svar["generation"], svar["version"], svar["results"]) == (0, 0, [])
    assert svar["anmarkning"] == "Inget har publicerats än."


def test_a_row_says_what_the_table_says(trender, hamta):
    svar = hamta(kommun="2380", nyckeltal="N00090", kon="T")
    assert (svar["generation"], svar["version"]) == (1, 3)
    [rad] = svar["results"]
    i_tabellen = Trend.objects.get(kommun="2380", nyckeltal="N00090", kon="T")
    assert (rad["kommun"], rad["kommun_namn"], rad["enhet"]) == ("2380", "Östersund", None)
    assert (rad["period"], rad["varde"], rad["antal_varden"]) == ("2015", 8.4, 2)
    assert (rad["rang"], rad["antal"]) == (4, 4)
    for falt in ("forandring", "percentil", "etikett", "sida", "lutning", "p_justerat", "exempel", "riktning"):
        assert rad[falt] == getattr(i_tabellen, falt)


@pytest.mark.parametrize(
    ("fraga", "kommuner"),
    [
        ({"kommun": "0000"}, {"0000"}),
        ({"lan": "01"}, {"0114"}),
        ({"grupp": "B3", "nyckeltal": "VP01"}, {"2380", "2480"}),
        ({"kon": "K"}, {"2380"}),
        ({"periodslag": "K"}, {"2380", "2480"}),
        ({"signal": "outside"}, set()),
        ({"exempel": "true"}, set()),
    ],
)
def test_filters(trender, hamta, fraga, kommuner):
    assert {r["kommun"] for r in hamta(**fraga)["results"]} == kommuner


@pytest.mark.parametrize("ordning", ["", "varde", "-forandring", "p_justerat", "kommun"])
def test_pages_give_each_row_once(trender, client, hamta, ordning):
    fraga = {"ordering": ordning} if ordning else {}
    alla = hamta(**fraga)["results"]
    sida = hamta(**fraga, page_size=2)
    rader = sida["results"]
    while sida["next"]:
        sida = client.get(sida["next"]).json()
        rader += sida["results"]
    assert rader == alla
    assert len(alla) == Trend.objects.count()


def test_a_cursor_reads_its_own_generation(trender, client, hamta):
    forsta = hamta(page_size=2)
    antal = Trend.objects.count()
    bygg_trender()
    assert hamta()["generation"] == 2
    sedda, adress = len(forsta["results"]), forsta["next"]
    while adress:
        sida = client.get(adress).json()
        assert sida["generation"] == 1
        sedda, adress = sedda + len(sida["results"]), sida["next"]
    assert sedda == antal


def test_a_cursor_from_a_generation_that_is_gone_says_so(trender, client, hamta):
    nasta = hamta(page_size=2)["next"]
    Trendpekare.objects.update(generation=1 + BEHALL)
    kropp = problem(client.get(nasta), 400, "ogiltig-fraga")
    assert "Börja från början" in kropp["errors"][0]["detail"]


def test_csv_says_the_same_as_json(trender, client, hamta):
    svar = client.get(ADRESS, {"format": "csv"})
    rader = list(csv.DictReader(io.StringIO(b"".join(svar.streaming_content).decode())))
    for i_filen, i_json in zip(rader, hamta()["results"], strict=True):
        assert list(i_filen) == list(i_json)
        for falt in ("kommun", "nyckeltal", "period"):
            assert i_filen[falt] == i_json[falt]
        for falt in ("varde", "forandring", "lutning", "p"):
            assert (float(i_filen[falt]) if i_filen[falt] else None) == i_json[falt]


@pytest.mark.parametrize(
    ("namn", "varde"), [("kand", "2020-01-01"), ("signal", "upp"), ("ordering", "rang"), ("period", "2015")]
)
def test_what_trends_cannot_be_chosen_by(trender, client, namn, varde):
    assert problem(client.get(ADRESS, {namn: varde}), 400, "ogiltig-fraga")["errors"][0]["falt"] == namn


def test_query_count(trender, client, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get(ADRESS)
