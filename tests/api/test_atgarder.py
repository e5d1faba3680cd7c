"""Measures over the API: what a row says, what the filters choose and who sees drafts."""

import csv
import io

import pytest

from atgarder import services
from atgarder.models import Kalla
from atgarder.services import Delar
from tests.api.test_fel import problem
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("varld", "typer")
ADRESS = "/api/v1/atgarder/"
NY = {"kommun": "2380", "typ": "arbetstidsforkortning", "titel": "Sex timmar"}


def titlar(svar) -> list[str]:
    assert svar.status_code == 200, svar.content
    return [rad["titel"] for rad in svar.json()["results"]]


class TestRaden:
    def test_what_is_not_known_is_null_and_never_0_or_no(self, client):
        atgard()
        [rad] = client.get(ADRESS).json()["results"]
        okanda = ("bakgrund", "antal_berorda", "beslutad", "start", "kostnad_engang", "statliga_medel", "enhet")
        assert {rad[falt] for falt in (*okanda, "efter_statliga_medel", "tillbakadragen")} == {None}
        assert (rad["avtalsform"], rad["resultatlage"]) == ("oklart", "okant")
        assert rad["struktur"] == {"arbetstid": None}

    def test_dates_known_in_part_stay_so(self, client):
        atgard(beslutad="2015", start="2016-05", slut="2016-11-14")
        [rad] = client.get(ADRESS).json()["results"]
        assert (rad["beslutad"], rad["start"], rad["slut"]) == ("2015", "2016-05", "2016-11-14")

    def test_everything_that_hangs_on_it(self, client, bo):
        kalla = Kalla.objects.create(titel="Så vände det", utgivare="Tidningen", datum="2016")
        forebild, efter = atgard("2480", titel="Förebild"), atgard("1737", titel="Efter")
        delar = Delar(
            problem=["hog-sjukfranvaro"],
            mal={"N00090": -1},
            kallor=[kalla],
            struktur={"kompetenstrappa": {"lonerevision_utover": True}, "steg": [{"namn": "Ny", "tillagg": 500}]},
        )
        hel = atgard(typ="kompetenstrappa", titel="Trappa", delar=delar, av=bo, statliga_arsarbetare="1.5")
        services.inspirera(hel.pk, forebild=forebild.pk, ar="2015", av=None)
        services.inspirera(efter.pk, forebild=hel.pk, av=None)
        services.byt_lage(hel.pk, lage="avbruten", skal="Pengarna tog slut.", datum="2017-02", av=bo)
        rad = client.get(f"{ADRESS}{hel.pk}/").json()
        assert rad["problem"] == ["hog-sjukfranvaro"]
        assert rad["mal"] == [{"nyckeltal": "N00090", "riktning": -1}]
        assert rad["kallor"][0]["titel"] == "Så vände det"
        assert rad["kallor"][0]["url"] is None
        assert rad["statliga_arsarbetare"] == 1.5
        assert rad["struktur"]["kompetenstrappa"] == {"lonerevision_utover": True}
        assert [(s["namn"], s["tillagg"], s["ar_fran"]) for s in rad["struktur"]["steg"]] == [("Ny", 500, None)]
        assert [(i["id"], i["kommun_namn"], i["ar"]) for i in rad["inspirerad_av"]] == [(forebild.pk, "Umeå", "2015")]
        assert [(i["id"], i["ar"]) for i in rad["har_inspirerat"]] == [(efter.pk, None)]
        assert client.get(rad["har_inspirerat"][0]["adress"]).json()["inspirerad_av"][0]["id"] == hel.pk
        historia = [(x["lage"], x["datum"], x["skal"], x["roll"]) for x in rad["lagesandringar"]]
        roll = "uppgiftslämnare i Östersund"
        assert historia == [("pagaende", None, None, roll), ("avbruten", "2017-02", "Pengarna tog slut.", roll)]

    def test_who_wrote_it_is_told_by_role_only(self, client, bo):
        ny = atgard(av=bo)
        assert b"bo@" not in client.get(f"{ADRESS}{ny.pk}/").content

    def test_a_list_takes_as_many_queries_whatever_its_length(self, client, django_assert_max_num_queries):
        kedja = [atgard(titel=f"nr {i}", delar=Delar(problem=["nya-slutar"], mal={"N00090": -1})) for i in range(8)]
        for ny, gammal in zip(kedja[1:], kedja, strict=False):
            services.inspirera(ny.pk, forebild=gammal.pk, av=None)
        with django_assert_max_num_queries(12):
            assert len(client.get(ADRESS).json()["results"]) == 8


class TestUrval:
    @pytest.fixture(autouse=True)
    def tre(self, typer):
        kalla = Kalla.objects.create(titel="Källan")
        self.ostersund = atgard(titel="Ö", start="2016", delar=Delar(problem=["hog-sjukfranvaro", "nya-slutar"]))
        self.umea = atgard(
            *("2480", "kompetenstrappa", "U"),
            lage="beslutad",
            statliga_medel=True,
            start="2015-03",
            delar=Delar(mal={"N00090": -1}, kallor=[kalla]),
        )
        self.stockholm = atgard("0180", titel="S", statliga_medel=False, resultatlage="pastatt", resultat="Bra.")
        self.kalla = kalla

    @pytest.mark.parametrize(
        ("fraga", "vantat"),
        [
            ({}, "SUÖ"),
            ({"kommun": "2380,2480"}, "UÖ"),
            ({"kommun": "0000"}, ""),
            ({"lan": "24"}, "U"),
            ({"grupp": "B3"}, "UÖ"),
            ({"typ": "kompetenstrappa"}, "U"),
            ({"lage": "beslutad,permanent"}, "U"),
            ({"problem": "hog-sjukfranvaro,nya-slutar"}, "Ö"),
            ({"statliga_medel": "true"}, "U"),
            ({"statliga_medel": "false"}, "S"),
            ({"statliga_medel": "okant"}, "Ö"),
            ({"resultatlage": "pastatt"}, "S"),
            ({"mal": "N00090"}, "U"),
            ({"exempel": "true"}, ""),
            ({"andrad_efter": "2020-01-01"}, "SUÖ"),
            ({"andrad_efter": "2099-12-31T12:00:00Z"}, ""),
            ({"ordering": "start"}, "UÖS"),
            ({"ordering": "-start"}, "ÖUS"),
            ({"ordering": "kommun"}, "SÖU"),
        ],
    )
    def test_the_filters(self, client, fraga, vantat):
        assert "".join(titlar(client.get(ADRESS, fraga))) == vantat

    def test_the_source(self, client):
        assert titlar(client.get(ADRESS, {"kalla": self.kalla.pk})) == ["U"]
        assert titlar(client.get(ADRESS, {"kalla": "999999"})) == []

    @pytest.mark.parametrize("ordering", ["", "start", "-start", "kommun"])
    def test_every_row_once_however_the_pages_are_cut(self, client, ordering):
        for bakat in (False, True):
            sedda: list[str] = []
            adress = f"{ADRESS}?page_size=1" + (f"&ordering={ordering}" if ordering else "")
            sidor = []
            while adress:
                sidor.append(client.get(adress).json())
                adress = sidor[-1]["next"]
            if bakat:
                adress = sidor[-1]["previous"]
                sidor = sidor[-1:]
                while adress:
                    sidor.insert(0, client.get(adress).json())
                    adress = sidor[0]["previous"]
            sedda = [rad["titel"] for sida in sidor for rad in sida["results"]]
            assert sedda == titlar(client.get(f"{ADRESS}?ordering={ordering}" if ordering else ADRESS))

    @pytest.mark.parametrize(
        ("namn", "varde", "del_"),
        [
            ("typ", "finns-inte", "/api/v1/atgardstyper/"),
            ("problem", "x", "hog-sjukfranvaro"),
            ("lage", "klar", "foreslagen, beslutad"),
            ("kalla", "a", "id"),
            ("andrad_efter", "i går", "2025-03-31"),
            ("andrad_efter", "0001-01-01", "2025-03-31"),
            ("andrad_efter", "2025-02-30T10:00:00", "2025-03-31"),
            ("statliga_medel", "ja", "true, false, okant"),
            ("ordering", "titel", "-start"),
            ("status", "x", "Välj bland"),
        ],
    )
    def test_a_wrong_filter_is_told_and_never_ignored(self, client, namn, varde, del_):
        fel = problem(client.get(ADRESS, {namn: varde}), 400, "ogiltig-fraga")["errors"]
        assert fel[0]["falt"] == namn
        assert del_ in fel[0]["detail"]

    def test_a_long_list_of_codes_is_one_question(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(2):
            problem(client.get(ADRESS, {"typ": ",".join(["x"] * 400)}), 400, "ogiltig-fraga")

    def test_csv_has_every_row_flat(self, client):
        services.inspirera(self.umea.pk, forebild=self.ostersund.pk, av=None)
        svar = client.get(ADRESS, {"format": "csv"})
        rader = list(csv.DictReader(io.StringIO(svar.content.decode())))
        assert [r["titel"] for r in rader] == ["S", "U", "Ö"]
        assert rader[1]["mal"] == "N00090"
        assert rader[1]["inspirerad_av"] == str(self.ostersund.pk)
        assert set(rader[2]["problem"].split()) == {"hog-sjukfranvaro", "nya-slutar"}
        assert rader[0]["statliga_medel"] == "nej"
        assert rader[2]["statliga_medel"] == ""

    def test_csv_has_no_pages(self, client):
        problem(client.get(ADRESS, {"format": "csv", "page_size": "1"}), 400, "ogiltig-fraga")


class TestUtkast:
    @pytest.fixture(autouse=True)
    def utkastet(self, typer):
        self.publik = atgard("2480", titel="Publik")
        self.utkast = atgard(publik=False, titel="Hemlig", delar=Delar(kallor=[Kalla.objects.create(titel="Dold")]))

    def test_it_is_in_no_list_and_behind_no_address_of_others(self, client, inloggad, cilla, ulla, folke):
        for klient in (client, inloggad(cilla), inloggad(ulla), inloggad(folke)):
            assert titlar(klient.get(ADRESS)) == ["Publik"]
            assert "Hemlig" not in klient.get(ADRESS, {"format": "csv"}).content.decode()
            problem(klient.get(f"{ADRESS}{self.utkast.pk}/"), 404, "finns-inte")

    def test_an_address_that_is_hidden_says_the_same_as_one_that_does_not_exist(self, client):
        dold, ingen = (client.get(f"{ADRESS}{pk}/").json() for pk in (self.utkast.pk, 999_999))
        assert {k: v for k, v in dold.items() if k != "instance"} == {k: v for k, v in ingen.items() if k != "instance"}

    def test_its_own_see_it(self, inloggad, bo, alva, rut):
        for vem in (bo, alva, rut):
            assert titlar(inloggad(vem).get(ADRESS, {"synlighet": "utkast"})) == ["Hemlig"]

    def test_writing_in_it_does_not_change_the_etag_of_others(self, client, bo, inloggad):
        fore, bos = client.get(ADRESS)["ETag"], inloggad(bo).get(ADRESS)["ETag"]
        services.andra(self.utkast.pk, revision=1, falt={"vad": "Mer"}, av=bo)
        assert client.get(ADRESS)["ETag"] == fore
        assert inloggad(bo).get(ADRESS)["ETag"] != bos

    def test_what_is_seen_logged_in_is_kept_by_no_shared_cache(self, client, bo, inloggad):
        bos = inloggad(bo).get(ADRESS)
        assert "private" in bos["Cache-Control"]
        assert "public" not in bos["Cache-Control"]
        assert {"Cookie", "Authorization"} <= set(bos["Vary"].split(", "))
        assert inloggad(bo).get(ADRESS, headers={"if-none-match": bos["ETag"]}).status_code == 304
        assert client.get(ADRESS, headers={"if-none-match": bos["ETag"]}).status_code == 200

    def test_a_link_to_it_is_not_shown_from_either_side(self, client, bo, inloggad):
        services.inspirera(self.publik.pk, forebild=self.utkast.pk, av=None)
        services.inspirera(self.utkast.pk, forebild=atgard("1737", titel="T").pk, av=None)
        for klient, antal in ((client, 0), (inloggad(bo), 1)):
            rader = {r["titel"]: r for r in klient.get(ADRESS).json()["results"]}
            assert len(rader["Publik"]["inspirerad_av"]) == antal
            assert len(rader["T"]["har_inspirerat"]) == antal
            assert len(klient.get("/api/v1/inspiration/").json()["results"]) == 2 * antal

    def test_it_is_not_counted_among_its_kind(self, client, bo, inloggad):
        for klient in (client, inloggad(bo)):
            slag = {t["kod"]: t["antal"] for t in klient.get("/api/v1/atgardstyper/").json()["results"]}
            assert slag["arbetstidsforkortning"] == 1

    def test_what_is_withdrawn_is_its_owns_only_with_the_reason(self, client, bo, inloggad):
        services.dra_tillbaka(self.publik.pk, skal="Dubblett.", av=None)
        assert client.get(f"{ADRESS}{self.publik.pk}/").status_code == 404
        assert inloggad(bo).get(f"{ADRESS}{self.publik.pk}/").status_code == 404

    def test_its_source_cannot_be_borrowed(self, sand, cilla):
        dold = self.utkast.kallor.get().pk
        svar = sand(ADRESS, vem=cilla, **{**NY, "kommun": "2480"}, kallor=[{"id": dold}])
        fel = problem(svar, 422, "bryter-mot-regel")
        borta = problem(
            sand(ADRESS, vem=cilla, **{**NY, "kommun": "2480"}, kallor=[{"id": 999_999}]), 422, "bryter-mot-regel"
        )
        assert fel["detail"].replace(str(dold), "#") == borta["detail"].replace("999999", "#")
        assert "Dold" not in str(fel)
