"""Who was inspired by whom, as edges."""

import csv
import io

import pytest

from atgarder import services
from atgarder.models import Inspiration
from tests.api.test_fel import problem
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("varld", "typer")
ADRESS = "/api/v1/atgarder/"


class TestInspiration:
    ADRESS = "/api/v1/inspiration/"

    @pytest.fixture(autouse=True)
    def tva(self, typer):
        self.min, self.annans = atgard(titel="Min"), atgard("2480", "kompetenstrappa", "Annans")

    def test_it_is_said_once_and_seen_from_both_sides(self, sand, client):
        for _ in range(2):
            svar = sand(self.ADRESS, atgard=self.min.pk, forebild=self.annans.pk, ar="2016-03")
            assert svar.status_code == 201
        [rad] = client.get(self.ADRESS).json()["results"]
        assert rad == svar.json()
        assert (rad["fran"], rad["fran_kommun"], rad["till"], rad["till_kommun"], rad["ar"]) == (
            *(self.annans.pk, "2480", self.min.pk, "2380"),
            "2016-03",
        )
        assert client.get(f"{ADRESS}{self.annans.pk}/").json()["har_inspirerat"][0]["id"] == self.min.pk

    @pytest.mark.parametrize(
        ("fraga", "antal"),
        [
            ({}, 1),
            ({"kommun": "2480"}, 1),
            ({"kommun": "0180"}, 0),
            ({"lan": "23"}, 1),
            ({"typ": "kompetenstrappa"}, 1),
            ({"typ": "arbetsmiljo"}, 0),
            ({"fran": "999"}, 0),
            ({"ordering": "-ar"}, 1),
        ],
    )
    def test_the_filters(self, client, fraga, antal):
        services.inspirera(self.min.pk, forebild=self.annans.pk, av=None)
        assert len(client.get(self.ADRESS, fraga).json()["results"]) == antal

    def test_by_either_end(self, client):
        services.inspirera(self.min.pk, forebild=self.annans.pk, av=None)
        for fraga, antal in (({"fran": self.annans.pk}, 1), ({"till": self.annans.pk}, 0), ({"till": self.min.pk}, 1)):
            assert len(client.get(self.ADRESS, fraga).json()["results"]) == antal

    def test_itself_and_a_circle_are_refused(self, sand, alva):
        services.inspirera(self.min.pk, forebild=self.annans.pk, av=None)
        for a, b in ((self.min, self.min), (self.annans, self.min)):
            fel = problem(sand(self.ADRESS, vem=alva, atgard=a.pk, forebild=b.pk), 422, "bryter-mot-regel")
            assert fel["errors"][0]["falt"] == "forebild"
        assert Inspiration.objects.count() == 1

    def test_only_what_is_ones_own_is_said_to_be_inspired(self, sand):
        problem(sand(self.ADRESS, atgard=self.annans.pk, forebild=self.min.pk), 403, "saknar-behorighet")
        assert not Inspiration.objects.exists()

    def test_a_hidden_example_is_as_if_it_did_not_exist(self, sand):
        dold = atgard("2480", titel="Dold", publik=False)
        svar = [sand(self.ADRESS, atgard=self.min.pk, forebild=pk) for pk in (dold.pk, 999_999)]
        feltexter = [problem(s, 422, "bryter-mot-regel")["detail"] for s in svar]
        assert feltexter[0].replace(str(dold.pk), "#") == feltexter[1].replace("999999", "#")

    def test_csv(self, client):
        services.inspirera(self.min.pk, forebild=self.annans.pk, av=None)
        [rad] = csv.DictReader(io.StringIO(client.get(self.ADRESS, {"format": "csv"}).content.decode()))
        assert (rad["fran_kommun_namn"], rad["till_kommun_namn"], rad["ar"]) == ("Umeå", "Östersund", "")
