"""Statements over the API: what a row says, who sees drafts, and writing."""

import csv
import io

import pytest

from atgarder import uppgifter
from atgarder.models import Kalla, Uppgift
from kommuner.models import Enhet
from tests.api.behorighet import UPPGIFT, uppgift
from tests.api.test_fel import problem
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("varld", "typer")
ADRESS = "/api/v1/uppgifter/"


def texter(svar) -> list[str]:
    assert svar.status_code == 200, svar.content
    return [rad["text"] for rad in svar.json()["results"]]


class TestLasa:
    def test_a_row_says_who_when_and_what_and_null_where_nothing_is_known(self, client):
        nr = uppgift(datum="2016-05", text="De ringer och frågar efter jobb.", citat=True)
        nr.kallor.add(Kalla.objects.create(titel="Artikeln"))
        rad = client.get(f"{ADRESS}{nr.pk}/").json()
        assert (rad["kommun"], rad["kommun_namn"], rad["tema"]) == ("2380", "Östersund", "bemanning")
        assert (rad["sagt_av"], rad["datum"], rad["citat"], rad["lage"]) == ("socialchef", "2016-05", True, "pastadd")
        assert [rad[falt] for falt in ("enhet", "nyckeltal", "atgard", "lage_skal", "tillbakadragen")] == [None] * 5
        assert [k["titel"] for k in rad["kallor"]] == ["Artikeln"]
        assert "varde" not in rad

    def test_what_is_said_of_the_country_has_the_code_of_the_country(self, client):
        uppgift(None, text="Flera har nu medarbetare på tjänsterna.")
        [rad] = client.get(ADRESS, {"kommun": "0000"}).json()["results"]
        assert (rad["kommun"], rad["kommun_namn"]) == ("0000", "Riket")

    @pytest.mark.parametrize(
        ("fraga", "vantat"),
        [
            ({}, ["C", "B", "A"]),
            ({"kommun": "2380"}, ["A"]),
            ({"kommun": "2380,0000"}, ["C", "A"]),
            ({"lan": "24"}, ["B"]),
            ({"tema": "sjukfranvaro"}, ["B"]),
            ({"slag": "utmaning"}, ["B"]),
            ({"lage": "bekraftad"}, ["A"]),
            ({"nyckeltal": "N00090"}, ["B"]),
            ({"synlighet": "utkast"}, []),
            ({"ordering": "datum"}, ["B", "A", "C"]),
            ({"ordering": "-datum"}, ["A", "B", "C"]),
            ({"ordering": "kommun"}, ["C", "A", "B"]),
        ],
    )
    def test_the_filters(self, client, fraga, vantat):
        a = uppgift(text="A", datum="2016-05")
        uppgift("2480", text="B", datum="2015", tema_id="sjukfranvaro", slag="utmaning", nyckeltal_id="N00090")
        uppgift(None, text="C")
        uppgifter.byt_lage(a.pk, lage="bekraftad", skal="Enligt personalsystemet.", av=None)
        assert texter(client.get(ADRESS, fraga)) == vantat

    def test_by_source_and_by_measure(self, client):
        kalla, om = Kalla.objects.create(titel="Artikeln"), atgard()
        uppgift(text="A", atgard_id=om.pk).kallor.add(kalla)
        uppgift(text="B")
        assert texter(client.get(ADRESS, {"kalla": kalla.pk})) == ["A"]
        assert texter(client.get(ADRESS, {"atgard": om.pk})) == ["A"]
        assert texter(client.get(ADRESS, {"atgard": "999"})) == []

    @pytest.mark.parametrize(
        ("namn", "varde", "del_"),
        [("tema", "väder", "bemanning"), ("slag", "x", "framsteg"), ("lage", "sant", "motsagd"), ("q", "x", "Välj")],
    )
    def test_a_wrong_filter_is_told(self, client, namn, varde, del_):
        assert del_ in problem(client.get(ADRESS, {namn: varde}), 400, "ogiltig-fraga")["errors"][0]["detail"]

    def test_a_draft_is_nobody_elses(self, client, inloggad, alva, bo, cilla, ulla):
        nr = uppgift(publik=False, text="Hemlig")
        fore = client.get(ADRESS)["ETag"]
        uppgifter.andra(nr.pk, revision=1, falt={"text": "Hemligare"}, av=bo)
        assert client.get(ADRESS)["ETag"] == fore
        for klient in (client, inloggad(cilla), inloggad(ulla)):
            assert texter(klient.get(ADRESS)) == []
            problem(klient.get(f"{ADRESS}{nr.pk}/"), 404, "finns-inte")
        for vem in (alva, bo):
            assert texter(inloggad(vem).get(ADRESS)) == ["Hemligare"]

    def test_a_hidden_measure_is_not_told_of(self, client, inloggad, bo):
        dold = atgard(publik=False)
        uppgift(atgard_id=dold.pk)
        for klient, vantat in ((client, None), (inloggad(bo), dold.pk)):
            assert klient.get(ADRESS).json()["results"][0]["atgard"] == vantat
        assert texter(client.get(ADRESS, {"atgard": dold.pk})) == []

    def test_query_count_and_csv(self, client, django_assert_max_num_queries):
        for i in range(8):
            uppgift(text=f"nr {i}")
        with django_assert_max_num_queries(3):
            assert len(texter(client.get(ADRESS))) == 8
        with django_assert_max_num_queries(3):
            rader = list(csv.DictReader(io.StringIO(client.get(ADRESS, {"format": "csv"}).content.decode())))
        assert [r["text"] for r in rader] == [f"nr {i}" for i in range(7, -1, -1)]
        assert (rader[0]["kommun_namn"], rader[0]["citat"], rader[0]["datum"]) == ("Östersund", "nej", "")


class TestSkriva:
    def test_the_least_that_is_needed_makes_a_signed_draft(self, sand, bo):
        svar = sand(ADRESS, **UPPGIFT)
        assert svar.status_code == 201, svar.content
        ny = Uppgift.objects.get()
        assert svar["Location"] == f"http://testserver{ADRESS}{ny.pk}/"
        assert (ny.av, ny.av_roll, ny.synlighet) == (bo, "uppgiftslämnare i Östersund", "utkast")

    def test_everything_is_read_back_as_it_was_sent(self, sand):
        enhet = Enhet.objects.create(kommun_id="2380", namn="Mottagningen")
        egna = {
            **UPPGIFT,
            "enhet": enhet.pk,
            "slag": "framsteg",
            "datum": "2016-05-14",
            "citat": True,
            "nyckeltal": "N00090",
            "atgard": atgard().pk,
            "synlighet": "publik",
        }
        rad = sand(ADRESS, kallor=[{"titel": "Artikeln", "utgivare": "Tidningen"}], **egna).json()
        assert {namn: rad[namn] for namn in egna} == egna
        assert rad["kallor"][0]["utgivare"] == "Tidningen"

    def test_what_is_said_of_the_country_needs_the_whole_country(self, sand, alva, bo):
        riket = {**UPPGIFT, "kommun": "0000"}
        problem(sand(ADRESS, vem=bo, **riket), 403, "saknar-behorighet")
        assert sand(ADRESS, vem=alva, **riket).json()["kommun"] == "0000"
        assert Uppgift.objects.get().kommun is None

    @pytest.mark.parametrize(
        ("fel", "falt", "status"),
        [
            ({"text": ""}, "text", 400),
            ({"text": None}, "text", 400),
            ({"sagt_av": " "}, "sagt_av", 400),
            ({"tema": "väder"}, "tema", 400),
            ({"kommun": None}, "kommun", 400),
            ({"citat": None}, "citat", 400),
            ({"citat": "ja"}, "citat", 400),
            ({"nyckeltal": "N99999"}, "nyckeltal", 400),
            ({"datum": "våren 2016"}, "datum", 400),
            ({"enhet": 999_999}, "enhet", 400),
            ({"lage": "bekraftad"}, "lage", 400),
            ({"atgard": 999_999}, "atgard", 422),
            ({"kallor": [{"id": 999_999}]}, "kallor", 422),
            ({"text": "Det gäller 811228-9874."}, "text", 422),
        ],
    )
    def test_a_fault_is_told_by_field_and_nothing_is_kept(self, sand, fel, falt, status):
        typ = "ogiltigt-innehall" if status == 400 else "bryter-mot-regel"
        assert problem(sand(ADRESS, **{**UPPGIFT, **fel}), status, typ)["errors"][0]["falt"] == falt
        assert not Uppgift.objects.exists()

    def test_a_hidden_measure_of_others_is_as_if_it_did_not_exist(self, sand):
        dold = atgard("2480", publik=False)
        svar = [problem(sand(ADRESS, **UPPGIFT, atgard=pk), 422, "bryter-mot-regel") for pk in (dold.pk, 999_999)]
        assert svar[0]["detail"].replace(str(dold.pk), "#") == svar[1]["detail"].replace("999999", "#")

    def test_a_municipality_does_not_rewrite_what_others_say_of_it(self, sand):
        problem(sand(f"{ADRESS}{uppgift().pk}/", "patch", revision=1, text="Annat"), 403, "saknar-behorighet")

    def test_changing_needs_the_revision_that_was_read(self, sand, bo):
        nr = uppgift(av=bo)
        adress = f"{ADRESS}{nr.pk}/"
        problem(sand(adress, "patch", text="Blint"), 428, "revision-saknas")
        assert sand(adress, "patch", revision=1, text="Först").json()["revision"] == 2
        assert problem(sand(adress, "patch", revision=1, text="Sedan"), 409, "krock")["nu"]["text"] == "Först"
        problem(sand(adress, "patch", huvuden={"if-match": 'W/"gammal"'}, text="Sedan"), 412, "andrad-sedan-dess")
        problem(sand(adress, "patch", revision=2, text="811228-9874"), 422, "bryter-mot-regel")
        assert Uppgift.objects.get().text == "Först"

    def test_the_municipality_answers_what_is_said_of_it_with_a_reason(self, sand, cilla):
        nr = uppgift()
        adress = f"{ADRESS}{nr.pk}/lage/"
        problem(sand(adress, vem=cilla, lage="motsagd", skal="Nej."), 403, "saknar-behorighet")
        problem(sand(adress, lage="motsagd"), 400, "ogiltigt-innehall")
        rad = sand(adress, lage="motsagd", skal="Två tjänster är vakanta.", revision=1).json()
        assert (rad["lage"], rad["lage_skal"], rad["revision"]) == ("motsagd", "Två tjänster är vakanta.", 2)
        assert problem(sand(adress, lage="bekraftad", skal="Jo.", revision=1), 409, "krock")["nu"]["lage"] == "motsagd"
