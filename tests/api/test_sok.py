"""/api/v1/sok/: the same search, with what clients need."""

import pytest
from django.core.management import call_command

from tests.api.test_fel import problem
from tests.atgarder import sokvarld
from tests.atgarder.sokvarld import HEMLIGT, UMEA

ADRESS = "/api/v1/sok/"


@pytest.fixture
def varlden(varld, settings):
    call_command("las_atgardstyper", verbosity=0)
    return sokvarld.hela()


def test_a_hit_with_all_its_parts(varlden, client):
    svar = client.get(ADRESS, {"q": "lönetillägg"}).json()
    assert (svar["antal"], svar["antal_alla_ord"], svar["next"]) == (1, 1, None)
    assert svar["per_slag"] == [{"slag": "atgard", "antal": 1}]
    [rad] = svar["results"]
    assert rad.pop("poang") > 0
    assert rad.pop("utdrag")[1] == {"text": "lönetillägg", "traff": True}
    assert rad == {
        "slag": "atgard",
        "nyckel": str(varlden[UMEA].pk),
        "titel": "Kompetenstrappa med lönetillägg",
        "kommun": "2480",
        "kommun_namn": "Umeå",
        "exempel": False,
        "adress": f"http://testserver/atgarder/{varlden[UMEA].pk}/",
        "alla_ord": True,
    }


def test_kinds(varlden, client):
    rader = client.get(ADRESS, {"q": "konsulter", "slag": "uppgift,exempel"}).json()["results"]
    assert {rad["slag"] for rad in rader} == {"uppgift"}
    assert (
        problem(client.get(ADRESS, {"q": "a", "slag": "hemlig"}), 400, "ogiltig-fraga")["errors"][0]["falt"] == "slag"
    )


def test_synonyms_give_the_same(varlden, client):
    svar = [client.get(ADRESS, {"q": q}).json()["results"] for q in ("bemanningsföretag", "konsulter")]
    assert [rad["nyckel"] for rad in svar[0]] == [rad["nyckel"] for rad in svar[1]] != []


@pytest.mark.parametrize("fraga", [{}, {"q": ""}, {"q": "x" * 201}, {"q": "a", "okand": "1"}])
def test_a_wrong_question_is_a_problem(varlden, client, fraga):
    kropp = problem(client.get(ADRESS, fraga), 400, "ogiltig-fraga")
    assert kropp["errors"][0]["falt"] in {"q", "okand"}


@pytest.mark.parametrize("q", [HEMLIGT, "utkast", "%", "_", "🙂", "\0", " "])
def test_drafts_and_odd_questions_find_nothing(varlden, client, q):
    svar = client.get(ADRESS, {"q": q}).json()
    assert (svar["antal"], svar["results"]) == (0, [])


def test_close_words(varlden, client):
    assert client.get(ADRESS, {"q": "lönetilägg"}).json()["forslag"] == ["lönetillägg"]


def test_at_most_fifty(varlden, client):
    svar = client.get(ADRESS, {"q": "kommun"}).json()
    assert len(svar["results"]) == 50 < svar["antal"]


def test_it_is_known_again_by_its_etag(varlden, client):
    forst = client.get(ADRESS, {"q": "konsulter"})
    assert client.get(ADRESS, {"q": "konsulter"}, headers={"If-None-Match": forst["ETag"]}).status_code == 304


def test_three_queries(varlden, client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(ADRESS, {"q": "konsulter"})
