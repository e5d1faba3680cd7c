"""Good examples over the API: the published text, never the working copy."""

import pytest

from atgarder import exempel, services
from atgarder.models import GottExempel, Kalla
from atgarder.services import Delar
from tests.api.test_fel import problem
from tests.atgarder.varld import atgard, gott_exempel

pytestmark = pytest.mark.usefixtures("varld", "typer")
ADRESS = "/api/v1/goda-exempel/"


def titlar(svar) -> list[str]:
    assert svar.status_code == 200, svar.content
    return [rad["titel"] for rad in svar.json()["results"]]


def test_a_row_is_the_version_that_was_published(client):
    gott = gott_exempel()
    kalla = Kalla.objects.create(titel="Hemlig källa")
    gott.kallor.add(kalla)
    gott.titel, gott.resultat, gott.evidens = "Omskriven", "Mer.", GottExempel.Evidens.KONTROLLERAD
    gott.save()
    [rad] = client.get(ADRESS).json()["results"]
    assert (rad["titel"], rad["resultat"], rad["evidens"]) == ("Kortare dag, full bemanning", "Full.", 1)
    assert (rad["kallor"], rad["lardomar"], rad["version"]) == ([], None, 1)
    assert [a["kommun_namn"] for a in rad["atgarder"]] == ["Östersund"]
    assert client.get(rad["adress"]).json() == rad
    assert client.get(rad["atgarder"][0]["adress"]).status_code == 200


def test_earlier_versions_can_be_read(client):
    gott = gott_exempel()
    gott.resultat = "Nästan full."
    gott.save()
    exempel.publicera(gott.pk, av=None)
    adress = f"{ADRESS}{gott.slug}/"
    nu = client.get(adress).json()
    assert (nu["resultat"], nu["version"], [v["nummer"] for v in nu["versioner"]]) == ("Nästan full.", 2, [2, 1])
    assert client.get(adress, {"version": "1"}).json()["resultat"] == "Full."
    problem(client.get(adress, {"version": "3"}), 404, "finns-inte")
    problem(client.get(adress, {"version": "x"}), 400, "ogiltig-fraga")


def test_what_is_not_published_does_not_exist_even_for_its_editors(client, inloggad, rut, bo):
    gott = gott_exempel(publik=False)
    for klient in (client, inloggad(rut), inloggad(bo)):
        assert titlar(klient.get(ADRESS)) == []
        problem(klient.get(f"{ADRESS}{gott.slug}/"), 404, "finns-inte")


def test_what_is_archived_is_gone(client):
    gott = gott_exempel()
    GottExempel.objects.update(lage="arkiverat")
    assert titlar(client.get(ADRESS)) == []
    problem(client.get(f"{ADRESS}{gott.slug}/"), 404, "finns-inte")


def test_a_withdrawn_measure_is_left_out_and_with_the_last_one_the_example(client):
    a, b = atgard(), atgard("2480", titel="Umeås")
    gott_exempel(a, b)
    services.dra_tillbaka(a.pk, skal="Fel.", av=None)
    [rad] = client.get(ADRESS).json()["results"]
    assert [x["id"] for x in rad["atgarder"]] == [b.pk]
    services.dra_tillbaka(b.pk, skal="Fel.", av=None)
    assert titlar(client.get(ADRESS)) == []


def test_a_source_that_rests_only_on_a_withdrawn_measure_is_left_out(client):
    kallor = [Kalla.objects.create(titel=titel) for titel in ("Öppen", "Dold")]
    a, b = (atgard(kod, delar=Delar(kallor=[k])) for kod, k in zip(("2380", "2480"), kallor, strict=True))
    gott = gott_exempel(a, b, publik=False)
    gott.kallor.set(kallor)
    exempel.publicera(gott.pk, av=None)
    services.dra_tillbaka(b.pk, skal="Fel.", av=None)
    [rad] = client.get(ADRESS).json()["results"]
    assert [k["titel"] for k in rad["kallor"]] == ["Öppen"]
    sida = client.get(gott.get_absolute_url()).content.decode()
    assert "Öppen" in sida
    assert "Dold" not in sida


@pytest.mark.parametrize(
    ("fraga", "vantat"),
    [
        ({}, ["U", "O"]),
        ({"kommun": "2480"}, ["U"]),
        ({"lan": "23"}, ["O"]),
        ({"grupp": "B3"}, ["U", "O"]),
        ({"typ": "kompetenstrappa"}, ["U"]),
        ({"problem": "hog-sjukfranvaro"}, ["O"]),
        ({"kommun": "2480", "problem": "hog-sjukfranvaro"}, []),
        ({"evidens": "2,3"}, ["U"]),
        ({"evidens": "4"}, []),
        ({"publicerad_efter": "2020-01-01"}, ["U", "O"]),
        ({"publicerad_efter": "2099-01-01"}, []),
        ({"exempel": "true"}, []),
    ],
)
def test_the_filters(client, fraga, vantat):
    gott_exempel(atgard(delar=Delar(problem=["hog-sjukfranvaro"])), titel="O")
    u = gott_exempel(atgard("2480", "kompetenstrappa", "T"), titel="U", publik=False)
    u.evidens = GottExempel.Evidens.FORE_OCH_EFTER
    u.save()
    exempel.publicera(u.pk, av=None)
    assert titlar(client.get(ADRESS, fraga)) == vantat


def test_a_filter_follows_what_was_published_and_not_the_working_copy(client):
    gott = gott_exempel()
    gott.atgarder.add(atgard("2480", titel="Inte publicerad med"))
    assert titlar(client.get(ADRESS, {"kommun": "2480"})) == []
    exempel.publicera(gott.pk, av=None)
    assert titlar(client.get(ADRESS, {"kommun": "2480"})) == ["Kortare dag, full bemanning"]


def test_query_count_and_csv(client, django_assert_max_num_queries):
    for i in range(6):
        gott_exempel(atgard(titel=f"å {i}"), titel=f"nr {i}")
    with django_assert_max_num_queries(5):
        assert len(titlar(client.get(ADRESS))) == 6
    assert client.get(ADRESS, {"format": "csv"}).content.decode().count("\n") == 7


def test_the_kinds_say_what_they_are_and_how_many_there_are(client):
    atgard(typ="kompetenstrappa")
    atgard(typ="kompetenstrappa", publik=False)
    slag = {t["kod"]: t for t in client.get("/api/v1/atgardstyper/").json()["results"]}
    assert len(slag) == 17
    trappan = slag["kompetenstrappa"]
    assert (trappan["antal"], trappan["delar"]) == (1, ["kompetenstrappa", "steg"])
    assert slag["arbetsmiljo"]["delar"] == []
    assert trappan["beskrivning"].startswith("Steg efter")
    assert client.get("/api/v1/atgardstyper/", {"format": "csv"}).content.decode().count("\n") == 18
