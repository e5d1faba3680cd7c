"""Writing measures over the API: what is kept, what is refused and why, and two who write at once."""

import pytest

from atgarder.models import Atgard, Kalla, Lagesandring, Trappsteg
from atgarder.services import Delar
from kommuner.models import Enhet
from konton.models import Uppdrag
from tests.api.test_fel import problem
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("varld", "typer")
ADRESS = "/api/v1/atgarder/"
NY = {"kommun": "2380", "typ": "arbetstidsforkortning", "titel": "Sex timmar"}
STEG = [
    {"namn": "Ny", "ar_fran": 0, "ar_till": 1.5, "krav": None, "tillagg": 0},
    {"namn": "Van", "ar_fran": 1.5, "ar_till": None, "krav": "Handledarutbildning", "tillagg": 1500},
]


class TestSkapa:
    def test_the_least_that_is_needed_makes_a_draft_that_is_signed(self, sand, bo):
        svar = sand(ADRESS, **NY)
        assert svar.status_code == 201, svar.content
        ny = Atgard.objects.get()
        assert svar["Location"] == svar.json()["adress"] == f"http://testserver{ADRESS}{ny.pk}/"
        assert (ny.kommun_id, ny.lage, ny.synlighet, ny.av, ny.exempel) == ("2380", "foreslagen", "utkast", bo, False)
        assert ny.av_roll == "uppgiftslämnare i Östersund"
        assert (svar.json()["revision"], svar.json()["lagesandringar"][0]["datum"]) == (1, None)

    def test_what_is_broken_off_at_once_says_why(self, sand):
        fel = problem(sand(ADRESS, **NY, lage="avbruten"), 422, "bryter-mot-regel")
        assert fel["errors"][0]["falt"] == "lage_skal"
        problem(sand(ADRESS, **NY, lage="avbruten", lage_skal="Ring 19121212-1212"), 422, "bryter-mot-regel")
        assert not Atgard.objects.exists()
        rad = sand(ADRESS, **NY, lage="avbruten", lage_skal="Pengarna tog slut.").json()
        assert rad["lagesandringar"][0]["skal"] == "Pengarna tog slut."

    def test_everything_can_be_written_and_is_read_back_as_it_was_sent(self, sand):
        enhet = Enhet.objects.create(kommun_id="2380", namn="Försörjningsstöd")
        egna = {
            "typ": "kompetenstrappa",
            "titel": "Trappa",
            "bakgrund": "Alla slutar.",
            "vad": "Steg.",
            "berorda": "Alla",
            "enhet": enhet.pk,
            "antal_berorda": 18,
            "beslutad": "2015",
            "start": "2016-05",
            "slut": None,
            "avtalsform": "kollektivavtal",
            "kostnad_engang": 0,
            "kostnad_per_ar": 1_200_000,
            "betalas_av": "Kommunen",
            "statliga_medel": True,
            "statliga_medel_slut": "2018-12-31",
            "statliga_arsarbetare": 2.5,
            "efter_statliga_medel": "ej_beslutat",
            "resultatlage": "pastatt",
            "resultat": "Färre slutar.",
            "synlighet": "publik",
            "mal": [{"nyckeltal": "N00090", "riktning": -1}],
            "problem": ["erfarna-slutar"],
            "struktur": {"kompetenstrappa": {"lonerevision_utover": None}, "steg": STEG},
        }
        svar = sand(ADRESS, kommun="2380", lage="beslutad", lage_datum="2015-11", **egna)
        assert svar.status_code == 201, svar.content
        rad = svar.json()
        assert {namn: rad[namn] for namn in egna} == egna
        assert [(x["lage"], x["datum"]) for x in rad["lagesandringar"]] == [("beslutad", "2015-11")]

    @pytest.mark.parametrize(
        ("typ", "struktur"),
        [
            ("arbetstidsforkortning", {"arbetstid": {"timmar_fore": 8, "timmar_efter": 6.25, "lon_behalls": True}}),
            ("administrativt-stod", {"stod": {"arsarbetare": 1.5, "uppgifter": ["boka bilar", "boka tolkar"]}}),
            ("traineeprogram", {"faser": [{"namn": "VFU", "termin_fran": 5, "termin_till": 5}, {"namn": "Mentor"}]}),
            ("specialistsocionom", {"specialister": [{"antal": 2, "uppgift": "Handleder"}, {"antal": 1}]}),
        ],
    )
    def test_each_structure(self, sand, typ, struktur):
        svar = sand(ADRESS, **{**NY, "typ": typ}, struktur=struktur)
        assert svar.status_code == 201, svar.content
        last = svar.json()["struktur"]
        for del_, varden in struktur.items():
            par = zip(last[del_], varden, strict=True) if isinstance(varden, list) else [(last[del_], varden)]
            assert all({k: nu[k] for k in sant} == sant for nu, sant in par)

    def test_sources_are_named_or_described_and_the_same_is_not_kept_twice(self, sand):
        kalla = {"slag": "beslut", "titel": "Beslut om försök", "diarienummer": "SN 2016/12", "datum": "2016-03"}
        forsta = sand(ADRESS, **NY, kallor=[kalla]).json()["kallor"][0]
        andra = sand(ADRESS, **NY, kallor=[kalla, {"id": forsta["id"]}]).json()["kallor"]
        assert [k["id"] for k in andra] == [forsta["id"]]
        assert Kalla.objects.count() == 1

    @pytest.mark.parametrize(
        ("fel", "falt"),
        [
            ({"start": "2016", "slut": "2015"}, "slut"),
            ({"vad": "Gäller 811228-9874."}, "vad"),
            ({"resultat": "Bra."}, "resultatlage"),
            ({"struktur": {"steg": STEG}}, "struktur"),
            ({"kallor": [{"titel": "Om 811228-9874"}]}, "kallor.titel"),
            (
                {"typ": "specialistsocionom", "struktur": {"specialister": [{"antal": 1, "uppgift": "811228-9874"}]}},
                "struktur",
            ),
        ],
    )
    def test_what_breaks_a_rule_is_told_by_field_and_nothing_is_kept(self, sand, fel, falt):
        rader = problem(sand(ADRESS, **{**NY, **fel}), 422, "bryter-mot-regel")["errors"]
        assert [rad["falt"] for rad in rader] == [falt]
        assert not Atgard.objects.exists()
        assert not Kalla.objects.exists()

    def test_a_unit_of_another_municipality_is_refused(self, sand):
        annans = Enhet.objects.create(kommun_id="2480", namn="Annans")
        assert problem(sand(ADRESS, **NY, enhet=annans.pk), 422, "bryter-mot-regel")["errors"][0]["falt"] == "enhet"

    @pytest.mark.parametrize(
        ("fel", "falt"),
        [
            ({"kommun": "0000"}, "kommun"),
            ({"kommun": "9999"}, "kommun"),
            ({"kommun": 2380}, "kommun"),
            ({"kommun": None}, "kommun"),
            ({"typ": "okänt"}, "typ"),
            ({"titel": ""}, "titel"),
            ({"titel": "   "}, "titel"),
            ({"titel": None}, "titel"),
            ({"titel": "x" * 161}, "titel"),
            ({"titel": 5}, "titel"),
            ({"titel": "\x00"}, "titel"),
            ({"titel": "\ud800"}, "titel"),
            ({"start": "2016-13"}, "start"),
            ({"start": "2015-02-29"}, "start"),
            ({"start": "2016-05-14\n"}, "start"),
            ({"start": 2016}, "start"),
            ({"lage": "klar"}, "lage"),
            ({"lage": None}, "lage"),
            ({"antal_berorda": "18"}, "antal_berorda"),
            ({"antal_berorda": -1}, "antal_berorda"),
            ({"antal_berorda": 2**40}, "antal_berorda"),
            ({"antal_berorda": True}, "antal_berorda"),
            ({"kostnad_per_ar": 1.5}, "kostnad_per_ar"),
            ({"statliga_medel": "ja"}, "statliga_medel"),
            ({"statliga_medel": 1}, "statliga_medel"),
            ({"statliga_arsarbetare": "2"}, "statliga_arsarbetare"),
            ({"statliga_arsarbetare": 1e300}, "statliga_arsarbetare"),
            ({"enhet": 999_999}, "enhet"),
            ({"problem": ["okänt"]}, "problem"),
            ({"problem": "nya-slutar"}, "problem"),
            ({"mal": [{"nyckeltal": "N99999", "riktning": 1}]}, "mal.0.nyckeltal"),
            ({"mal": [{"nyckeltal": "N00090", "riktning": 0}]}, "mal.0.riktning"),
            ({"mal": [{"nyckeltal": "N00090", "riktning": 1}] * 2}, "mal"),
            ({"kallor": [{}]}, "kallor.0"),
            ({"kallor": [{"id": 1, "titel": "båda"}]}, "kallor.0"),
            ({"kallor": [{"titel": "x", "url": "javascript:alert(1)"}]}, "kallor.0.url"),
            ({"struktur": {"trappan": []}}, "struktur.trappan"),
            ({"struktur": {"steg": [{"namn": "a"}, {"namn": ""}]}}, "struktur.steg.1.namn"),
            ({"struktur": {"steg": [{"namn": "a", "ar_fran": 3, "ar_till": 1}]}}, "struktur.steg.0.ar_till"),
            (
                {"struktur": {"faser": [{"namn": "a", "termin_fran": 6, "termin_till": 5}]}},
                "struktur.faser.0.termin_till",
            ),
            ({"struktur": {"arbetstid": {"timmar_fore": 25}}}, "struktur.arbetstid.timmar_fore"),
            ({"struktur": {"arbetstid": {"timmar_efter": 0}}}, "struktur.arbetstid.timmar_efter"),
            ({"struktur": {"specialister": [{"antal": 0}]}}, "struktur.specialister.0.antal"),
            ({"struktur": {"specialister": [{"antal": 1, "andel_tid": 101}]}}, "struktur.specialister.0.andel_tid"),
            ({"exempel": True}, "exempel"),
            ({"av": 1}, "av"),
            ({"tillbakadragen": None}, "tillbakadragen"),
        ],
    )
    def test_a_wrong_value_names_its_field_and_keeps_nothing(self, sand, fel, falt):
        rader = problem(sand(ADRESS, **{**NY, **fel}), 400, "ogiltigt-innehall")["errors"]
        assert rader[0]["falt"].startswith(falt)
        assert rader[0]["detail"]
        assert not Atgard.objects.exists()

    @pytest.mark.parametrize("kropp", ["", "[]", "null", "5", '"x"', "{", '{"titel": NaN}'])
    def test_what_is_not_an_object_is_refused(self, bo, inloggad, kropp):
        svar = inloggad(bo).post(ADRESS, kropp, content_type="application/json")
        problem(svar, 400, "ogiltigt-innehall")

    @pytest.mark.parametrize("kropp", ["[]", "5", '"x"'])
    def test_what_is_not_an_object_is_told_in_words(self, bo, inloggad, kropp):
        svar = inloggad(bo).post(ADRESS, kropp, content_type="application/json")
        fel = problem(svar, 400, "ogiltigt-innehall")
        assert fel["detail"] == 'Innehållet ska vara ett objekt: {"kommun": …}.'

    @pytest.mark.parametrize(
        ("fel", "varde"),
        [
            ({"antal_berorda": True}, "true"),
            ({"lage": None}, "null"),
            ({"titel": [1, None]}, "[1, null]"),
            ({"titel": {"a": "\ud800å"}}, '{"a": "?å"}'),
            ({"start": "2016-13"}, "2016-13"),
            ({"mal": [{"nyckeltal": "N00090", "riktning": 0}]}, "0"),
            ({"struktur": {"steg": [{"namn": "a"}, {"namn": "b", "tillagg": "x"}]}}, "x"),
            ({"problem": ["nya-slutar", 5]}, "5"),
            ({"kallor": [5]}, "5"),
            ({"kallor": 5}, "5"),
        ],
    )
    def test_the_value_that_is_wrong_comes_back_as_json(self, sand, fel, varde):
        svar = sand(ADRESS, **{**NY, **fel})
        assert problem(svar, 400, "ogiltigt-innehall")["errors"][0]["varde"] == varde

    def test_a_rules_fault_repeats_the_value_inside_too(self, sand):
        fel = problem(sand(ADRESS, **NY, kallor=[{"titel": "Om 811228-9874"}]), 422, "bryter-mot-regel")
        assert [(r["falt"], r["varde"]) for r in fel["errors"]] == [("kallor.titel", "Om 811228-9874")]

    def test_a_ladder_that_overlaps_or_falls_is_taken_with_a_warning(self, sand):
        steg = [{"namn": "A", "ar_till": 3, "tillagg": 900}, {"namn": "B", "ar_fran": 2, "tillagg": 500}]
        trappa = {**NY, "typ": "kompetenstrappa"}
        ny = sand(ADRESS, **trappa, struktur={"steg": steg}).json()
        assert [("överlappar" in t, "lägre" in t) for t in ny["varningar"]] == [(True, False), (False, True)]
        andrad = sand(f"{ADRESS}{ny['id']}/", "patch", revision=1, struktur={"steg": STEG}).json()
        assert andrad["varningar"] == []
        assert sand(ADRESS, **NY).json()["varningar"] == []

    def test_html_is_kept_as_text(self, sand):
        assert sand(ADRESS, **{**NY, "vad": "<script>alert(1)</script>"}).json()["vad"] == "<script>alert(1)</script>"

    def test_another_municipality_is_refused_and_nothing_is_kept(self, sand, cilla):
        problem(sand(ADRESS, vem=cilla, **NY), 403, "saknar-behorighet")
        assert not Atgard.objects.exists()

    @pytest.mark.parametrize("roll", Uppdrag.Roll.values)
    def test_each_role_writes_where_it_may_and_nowhere_else(self, sand, person, roll):
        vem = person("eva", roll, "2380")
        skriver = roll in ("uppgiftslamnare", "godkannare", "samordnare", "redaktor")
        assert sand(ADRESS, vem=vem, **NY).status_code == (201 if skriver else 403)
        assert sand(ADRESS, vem=vem, **{**NY, "kommun": "2480"}).status_code == 403
        assert Atgard.objects.count() == skriver

    def test_writing_needs_the_csrf_token(self, bo):
        from django.test import Client

        klient = Client(enforce_csrf_checks=True)
        klient.force_login(bo)
        svar = klient.post(ADRESS, NY, content_type="application/json")
        assert "X-CSRFToken" in problem(svar, 403, "saknar-behorighet")["detail"]


class TestAndra:
    @pytest.fixture(autouse=True)
    def en(self, typer):
        self.a = atgard(vad="Som förut", delar=Delar(problem=["nya-slutar"]))
        self.adress = f"{ADRESS}{self.a.pk}/"

    def test_only_what_is_sent_changes(self, sand, bo):
        svar = sand(self.adress, "patch", revision=1, titel="Ny titel", start="2016")
        assert svar.status_code == 200, svar.content
        rad = svar.json()
        assert (rad["titel"], rad["start"], rad["vad"], rad["revision"]) == ("Ny titel", "2016", "Som förut", 2)
        assert rad["problem"] == ["nya-slutar"]
        assert Atgard.objects.get().andrad_av == bo

    def test_null_makes_it_unknown_again(self, sand):
        rad = sand(self.adress, "patch", revision=1, vad=None, problem=[]).json()
        assert (rad["vad"], rad["problem"]) == (None, [])

    def test_the_second_of_two_is_told_and_nothing_is_overwritten(self, sand):
        assert sand(self.adress, "patch", revision=1, vad="Först").status_code == 200
        fel = problem(sand(self.adress, "patch", revision=1, vad="Sedan"), 409, "krock")
        assert (fel["nu"]["vad"], fel["nu"]["revision"]) == ("Först", 2)
        assert sand(self.adress, "patch", revision=fel["nu"]["revision"], vad="Sedan").json()["vad"] == "Sedan"

    def test_without_a_revision_nothing_is_written(self, sand):
        problem(sand(self.adress, "patch", vad="Blint"), 428, "revision-saknas")
        assert Atgard.objects.get().vad == "Som förut"

    def test_the_etag_serves_as_well(self, bo, inloggad):
        klient = inloggad(bo)
        etag = klient.get(self.adress)["ETag"]

        def andra(tagg, vad):
            return klient.patch(self.adress, {"vad": vad}, content_type="application/json", headers={"if-match": tagg})

        problem(andra("*", "Blint"), 428, "revision-saknas")
        assert andra(etag, "Först").status_code == 200
        assert problem(andra(etag, "Sedan"), 412, "andrad-sedan-dess")["nu"]["vad"] == "Först"
        assert Atgard.objects.get().vad == "Först"

    def test_a_new_kind_takes_the_old_structure_away(self, sand):
        rev = sand(self.adress, "patch", revision=1, typ="kompetenstrappa", struktur={"steg": STEG}).json()["revision"]
        assert Trappsteg.objects.count() == 2
        svar = sand(self.adress, "patch", revision=rev, typ="arbetsmiljo").json()
        assert svar["struktur"] == {}
        assert not Trappsteg.objects.exists()

    def test_a_structure_that_is_not_sent_stays(self, sand):
        sand(self.adress, "patch", revision=1, typ="kompetenstrappa", struktur={"steg": STEG})
        assert len(sand(self.adress, "patch", revision=2, titel="Annan").json()["struktur"]["steg"]) == 2

    def test_a_broken_rule_undoes_the_new_source_too(self, sand):
        svar = sand(self.adress, "patch", revision=1, kallor=[{"titel": "Ny"}], start="2016", slut="2015")
        problem(svar, 422, "bryter-mot-regel")
        assert not Kalla.objects.exists()

    @pytest.mark.parametrize("falt", [{"kommun": "2480"}, {"lage": "permanent"}, {"exempel": True}])
    def test_some_things_do_not_change_this_way(self, sand, falt):
        problem(sand(self.adress, "patch", revision=1, **falt), 400, "ogiltigt-innehall")


class TestLage:
    @pytest.fixture(autouse=True)
    def en(self, typer):
        self.a = atgard()
        self.adress = f"{ADRESS}{self.a.pk}/lage/"

    def test_the_state_is_added_to_the_history(self, sand):
        rad = sand(self.adress, lage="avbruten", datum="2017", skal="Pengarna tog slut.").json()
        assert (rad["lage"], rad["revision"]) == ("avbruten", 2)
        sista = rad["lagesandringar"][-1]
        assert (sista["lage"], sista["datum"], sista["skal"]) == ("avbruten", "2017", "Pengarna tog slut.")

    def test_breaking_off_needs_a_reason(self, sand):
        fel = problem(sand(self.adress, lage="avbruten"), 422, "bryter-mot-regel")
        assert fel["errors"][0]["falt"] == "skal"
        assert Lagesandring.objects.count() == 1

    def test_an_older_revision_is_refused_with_the_state_that_stands(self, sand):
        assert sand(self.adress, lage="permanent", revision=1).status_code == 200
        fel = problem(sand(self.adress, lage="avslutad", revision=1), 409, "krock")
        assert (fel["nu"]["lage"], fel["nu"]["revision"]) == ("permanent", 2)
        assert Lagesandring.objects.count() == 2

    @pytest.mark.parametrize(
        "fel", [{}, {"lage": "x"}, {"lage": "permanent", "datum": "snart"}, {"laget": "permanent"}]
    )
    def test_a_wrong_value_is_refused(self, sand, fel):
        problem(sand(self.adress, **fel), 400, "ogiltigt-innehall")
        assert Atgard.objects.get().revision == 1
