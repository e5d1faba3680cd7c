"""Län, kommuner, groups, nyckeltal and the ranking."""

import csv
import io

import pytest

from kommuner.importer.skriv import Cell
from kommuner.models import Enhet
from kommuner.nyckeltal import alla
from tests.api.test_fel import problem

RANGORDNING = "/api/v1/nyckeltal/N00090/rangordning/"


def results(client, adress, **fraga):
    svar = client.get(f"/api/v1/{adress}/", fraga)
    assert svar.status_code == 200
    kropp = svar.json()
    assert set(kropp) == {"next", "previous", "results"}
    return kropp["results"]


def test_counties(varld, client):
    lan = results(client, "lan")
    assert len(lan) == 21
    assert lan[0] == {"kod": "01", "namn": "Stockholms län"}


def test_municipalities_in_swedish_order(varld, client):
    kommuner = results(client, "kommuner")
    assert len(kommuner) == 290
    namn = [k["namn"] for k in kommuner]
    assert (namn[0], namn[-1]) == ("Ale", "Övertorneå")
    assert namn.index("Ystad") < namn.index("Åmål")
    assert namn.index("Åmål") < namn.index("Älmhult") < namn.index("Östersund")


def test_municipalities_by_county_and_group(varld, client):
    [rad] = results(client, "kommuner", lan="23", grupp="B3")
    assert rad == {
        "kod": "2380",
        "namn": "Östersund",
        "lan": {"kod": "23", "namn": "Jämtlands län"},
        "grupp": {"kod": "B3", "namn": "Större stad"},
    }


def test_a_municipality(varld, client):
    Enhet.objects.create(kommun_id="2380", namn="Mottagning")
    kommun = client.get("/api/v1/kommuner/2380/").json()
    assert kommun["liknande"] == [{"kod": "2480", "namn": "Umeå"}]
    assert kommun["liknande_ar"] == 2024
    assert [e["namn"] for e in kommun["enheter"]] == ["Mottagning"]
    utan = client.get("/api/v1/kommuner/0180/").json()
    assert (utan["grupp"], utan["liknande"], utan["liknande_ar"], utan["enheter"]) == (None, [], None, [])


def test_groups_with_members(varld, client):
    [grupp] = results(client, "kommungrupper")
    assert [k["namn"] for k in grupp["kommuner"]] == ["Umeå", "Östersund"]


@pytest.mark.parametrize(("adress", "rubrik"), [("lan", "kod,namn"), ("kommuner", "kod,namn,lan,grupp")])
def test_registers_as_csv(varld, client, adress, rubrik):
    svar = client.get(f"/api/v1/{adress}/?format=csv")
    assert svar["Content-Type"] == "text/csv; charset=utf-8"
    rader = svar.content.decode().splitlines()
    assert rader[0] == rubrik
    assert len(rader) == {"lan": 22, "kommuner": 291}[adress]


def test_groups_as_csv_name_their_members_by_code(varld, client):
    [rad] = csv.DictReader(io.StringIO(client.get("/api/v1/kommungrupper/?format=csv").content.decode()))
    assert rad["kommuner"] == "2480 2380"


def test_all_definitions_whole(varld, client):
    rader = results(client, "nyckeltal")
    assert [r["kod"] for r in rader] == list(alla())
    assert {r["kod"] for r in results(client, "nyckeltal", kalla="kommun")} == {
        d.kod for d in alla().values() if d.kalla == "kommun"
    }
    brutet = next(r for r in rader if r["brott"])
    assert set(brutet["brott"][0]) == {"fran", "vad"}


def test_one_definition_with_its_questions(varld, client):
    vp01 = client.get("/api/v1/nyckeltal/VP01/").json()
    assert vp01["riktning"] == "lagre"
    assert vp01["granskad"] == alla()["VP01"].granskad.isoformat()
    assert [f["kod"] for f in vp01["fragor"]] == ["vakanta", "inrattade"]
    assert client.get("/api/v1/nyckeltal/N00090/").json()["fragor"] == []


def test_the_ranking_has_the_agreed_shape_and_ties_share_a_rank(varld, client):
    svar = client.get(RANGORDNING, {"period": "2015", "kon": "T"}).json()
    assert svar["antal"] == 4
    assert svar["rader"] == [
        {"rang": 1, "kommun": "1737", "namn": "Torsby", "varde": 4.3},
        {"rang": 2, "kommun": "2480", "namn": "Umeå", "varde": 7.9},
        {"rang": 2, "kommun": "0114", "namn": "Upplands Väsby", "varde": 7.9},
        {"rang": 4, "kommun": "2380", "namn": "Östersund", "varde": 8.4},
    ]
    assert (svar["exempel"], svar["version"], svar["riktning"]) == (False, 3, "lagre")


def test_total_is_what_is_ranked_if_nothing_is_said(varld, client):
    assert client.get(RANGORDNING, {"period": "2015"}).json()["kon"] == "T"
    assert client.get(RANGORDNING, {"period": "2015", "kon": "K"}).json()["antal"] == 1


def test_higher_is_better_turns_the_ranking(varld, publicerat, client):
    kod = next(d.kod for d in alla().values() if d.riktning == "hogre" and d.rangordnas and d.kalla == "kolada")
    publicerat([Cell(k, None, kod, "2015", "T", v) for k, v in (("2380", 1.0), ("2480", 3.0), ("0180", 3.0))])
    rader = client.get(f"/api/v1/nyckeltal/{kod}/rangordning/", {"period": "2015"}).json()["rader"]
    assert [(r["rang"], r["kommun"]) for r in rader] == [(1, "0180"), (1, "2480"), (3, "2380")]


def test_hidden_values_units_and_riket_are_not_ranked(varld, enhet, client):
    adress = "/api/v1/nyckeltal/VP01/rangordning/"
    assert client.get(adress, {"period": "2026-K2"}).json()["antal"] == 0
    assert [r["kommun"] for r in client.get(adress, {"period": "2026-K1"}).json()["rader"]] == ["2480", "2380"]


def test_example_values_are_marked_where_they_are_ranked(varld, publicerat, client):
    publicerat([Cell("0117", None, "N00090", "2016", "T", 1.0)], exempel=True)
    svar = client.get(RANGORDNING, {"period": "2016"}).json()
    assert svar["exempel"] is True
    assert svar["rader"] == [{"rang": 1, "kommun": "0117", "namn": "Österåker", "varde": 1.0, "exempel": True}]


def test_example_values_are_never_ranked_among_real_ones(varld, publicerat, client):
    publicerat([Cell("0117", None, "N00090", "2015", "T", 1.0)], exempel=True)
    svar = client.get(RANGORDNING, {"period": "2015"}).json()
    assert (svar["exempel"], svar["antal"]) == (False, 4)
    assert "0117" not in [rad["kommun"] for rad in svar["rader"]]


def test_the_ranking_as_known_then(varld, client):
    svar = client.get(RANGORDNING, {"period": "2014", "version": "1"}).json()
    assert [r["varde"] for r in svar["rader"]] == [7.3]
    assert client.get(RANGORDNING, {"period": "2014", "kand": "2001-01-01"}).json()["antal"] == 0


def test_the_ranking_as_csv(varld, client):
    svar = client.get(RANGORDNING, {"period": "2015", "format": "csv", "dialekt": "sv"})
    assert svar.content.decode().splitlines()[1] == "1;1737;Torsby;4,3;nej"
    assert svar["Content-Disposition"] == 'attachment; filename="rangordning-N00090-2015-T.csv"'


def test_what_is_not_ranked_says_why(varld, client):
    kropp = problem(client.get("/api/v1/nyckeltal/VP03/rangordning/?period=2015"), 400, "rangordnas-inte")
    assert "Jämför kommuner med andelen (VP04)" in kropp["detail"]


def test_a_ranking_needs_its_period(varld, client):
    kropp = problem(client.get(RANGORDNING), 400, "ogiltig-fraga")
    assert kropp["errors"][0]["falt"] == "period"
    problem(client.get(RANGORDNING, {"period": "2015-K9"}), 400, "ogiltig-fraga")
    problem(client.get("/api/v1/nyckeltal/N99999/rangordning/?period=2015"), 404, "finns-inte")


@pytest.mark.parametrize(
    ("adress", "antal"),
    [("lan/", 1), ("kommuner/", 2), ("kommuner/2380/", 4), ("kommungrupper/", 2), ("nyckeltal/", 0)],
)
def test_query_counts(varld, client, django_assert_max_num_queries, adress, antal):
    with django_assert_max_num_queries(antal):
        assert client.get(f"/api/v1/{adress}").status_code == 200


def test_the_ranking_takes_four_queries(varld, client, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(RANGORDNING, {"period": "2015"})
