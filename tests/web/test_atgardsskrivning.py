"""Writing measures on the pages: what is kept, refused and told, and two at once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from atgarder.models import Atgard, Kalla, Trappsteg
from atgarder.services import Delar
from kommuner.models import Enhet
from tests.atgarder.varld import atgard
from tests.web.atgardsform import GRUND, NY, STEGEN, fel, text

pytestmark = pytest.mark.usefixtures("typer")


@pytest.fixture
def bos(inloggad, bo):
    return inloggad(bo)


class TestNy:
    def test_what_matters_is_enough(self, bos, bo):
        svar = bos.post(NY, GRUND)
        ny = Atgard.objects.get()
        assert svar.url == ny.get_absolute_url()
        assert (ny.kommun_id, ny.synlighet, ny.lage, ny.av) == ("2380", "publik", "pagaende", bo)
        assert ny.lagesandringar.get().datum == "2016-05"
        assert (ny.antal_berorda, ny.statliga_medel, ny.kostnad_per_ar, ny.avtalsform) == (None, None, None, "oklart")

    def test_a_draft_is_seen_by_its_own_only(self, bos, client):
        bos.post(NY, {**GRUND, "steg": "utkast"})
        ny = Atgard.objects.get()
        assert ny.synlighet == "utkast"
        assert client.get(ny.get_absolute_url()).status_code == 404

    def test_everything_is_kept(self, bos):
        bos.post(
            NY,
            {
                **GRUND,
                "problem": ["nya-slutar", "inga-sokande"],
                "bakgrund": "Tre av fyra slutade.",
                "antal_berorda": "18",
                "berorda": "socialsekreterare",
                "enhet": "Mottagningen",
                "beslutad": "2015",
                "start": "2016-05-14",
                "avtalsform": "kollektivavtal",
                "kostnad_per_ar": "1 200 000",
                "statliga_medel": "ja",
                "statliga_medel_slut": "2017",
                "statliga_arsarbetare": "2,5",
                "efter_statliga_medel": "ej_beslutat",
                "resultatlage": "pastatt",
                "resultat": "Fler söker.",
                "mal-0-nyckeltal": "N00090",
                "mal-0-riktning": "-1",
                "kallor-0-titel": "Nämndens beslut",
                "kallor-0-slag": "beslut",
                "kallor-0-diarienummer": "SN 2016-12",
            },
        )
        ny = Atgard.objects.get()
        assert (ny.kostnad_per_ar, str(ny.statliga_arsarbetare), ny.statliga_medel) == (1_200_000, "2.5", True)
        assert {p.pk for p in ny.problem.all()} == {"nya-slutar", "inga-sokande"}
        assert ny.enhet == Enhet.objects.get(kommun="2380", namn="Mottagningen")
        assert [(m.nyckeltal_id, m.riktning) for m in ny.mal.all()] == [("N00090", -1)]
        assert [str(k) for k in ny.kallor.all()] == ["”Nämndens beslut”, SN 2016-12"]

    def test_the_same_unit_is_not_made_twice(self, bos):
        for namn in ("Mottagningen", "mottagningen "):
            bos.post(NY, {**GRUND, "enhet": namn})
        assert Enhet.objects.count() == 1

    def test_anothers_municipality_is_refused(self, bos):
        assert bos.get(NY + "?kommun=2480").status_code == 403
        svar = bos.post(NY, {**GRUND, "kommun": "2480"})
        assert svar.status_code == 400
        assert "din egen kommun" in fel(svar)
        assert not Atgard.objects.exists()

    def test_the_coordinator_chooses_any(self, inloggad, alva):
        inloggad(alva).post(NY, {**GRUND, "kommun": "2480"})
        assert Atgard.objects.get().kommun_id == "2480"

    def test_the_address_chooses_municipality_and_kind(self, bos):
        sida = text(bos.get(NY + "?kommun=2380&typ=kompetenstrappa"))
        assert '<option value="kompetenstrappa" selected>' in sida
        assert "Stegets namn" in sida

    def test_what_is_broken_off_at_once_says_why(self, bos):
        assert '<details class="grupp"><summary>Om den har avbrutits' in text(bos.get(NY))
        svar = bos.post(NY, {**GRUND, "lage": "avbruten"})
        assert "Skriv varför åtgärden avbröts" in fel(svar)
        assert '<details class="grupp" open><summary>Om den har avbrutits' in text(svar)
        bos.post(NY, {**GRUND, "lage": "avbruten", "lage_skal": "Pengarna tog slut."})
        assert Atgard.objects.get().lagesandringar.get().skal == "Pengarna tog slut."

    @pytest.mark.parametrize(
        ("falt", "sagt"),
        [
            ({"titel": ""}, "Skriv en rubrik"),
            ({"typ": ""}, "slag av åtgärd"),
            ({"typ": "finnsinte"}, "Välj ett slag"),
            ({"start": "2016-05", "slut": "2015"}, "slutar (2015) före den börjar"),
            ({"start": "i våras"}, "Skriv datumet som"),
            ({"lage_datum": "2016-02-30"}, "Skriv datumet som"),
            ({"vad": "Gäller 811228-9874."}, "personnummer"),
            ({"enhet": "Teamet 811228-9874"}, "personnummer"),
            ({"resultat": "Bra."}, "påstått eller uppmätt"),
            ({"antal_berorda": "många"}, "inte ett tal"),
            ({"antal_berorda": "-3"}, "mellan 0 och"),
            ({"antal_berorda": "2,5"}, "helt tal"),
            ({"mal-0-nyckeltal": "N00090"}, "Åt vilket håll"),
            ({"kallor-0-titel": "Beslut", "kallor-0-url": "javascript:alert(1)"}, "Webbadress"),
            ({"kallor-0-diarienummer": "SN 12"}, "källans titel"),
            ({"kallor-0-titel": "Om 811228-9874"}, "personnummer"),
            ({**STEGEN, "steg-0-ar_till": "-1"}, "År till"),
            ({**STEGEN, "steg-0-ar_fran": "4", "steg-0-ar_till": "2"}, "Byt plats"),
            ({**STEGEN, "steg-1-namn": ""}, "Stegets namn"),
            ({**STEGEN, "steg-1-krav": "Som 811228-9874"}, "personnummer"),
        ],
    )
    def test_faults_are_told_and_nothing_is_saved(self, bos, falt, sagt):
        svar = bos.post(NY, {**GRUND, **falt})
        assert svar.status_code == 400
        assert sagt in fel(svar)
        assert not Atgard.objects.exists()
        assert not Enhet.objects.exists()

    def test_what_was_typed_stands_there_after_a_fault(self, bos):
        sida = text(bos.post(NY, {**GRUND, **STEGEN, "titel": "", "vad": "Det jag skrev."}))
        assert "Det jag skrev." in sida
        assert 'value="1 500"' in sida

    def test_two_goals_of_one_nyckeltal(self, bos):
        rad = {"mal-antal": "2", "mal-0-nyckeltal": "N00090", "mal-0-riktning": "1"}
        svar = bos.post(NY, {**GRUND, **rad, "mal-1-nyckeltal": "N00090", "mal-1-riktning": "-1"})
        assert "två gånger" in fel(svar)


class TestStruktur:
    def test_a_ladder_overlaps_and_falls_is_saved_and_told(self, bos, client):
        svar = bos.post(NY, {**GRUND, **STEGEN}, follow=True)
        assert [(s.namn, s.tillagg) for s in Trappsteg.objects.all()] == [("Ny", 1500), ("Van", 500)]
        assert Atgard.objects.get().kompetenstrappa.lonerevision_utover is True
        assert "överlappar i år" in text(svar)
        assert "Tillägget är lägre" in text(svar)
        assert "Tillägget är lägre" not in text(client.get(Atgard.objects.get().get_absolute_url()))

    def test_the_kinds_fields_come_with_the_button_and_nothing_is_saved_or_refused(self, bos):
        svar = bos.post(NY, {**GRUND, "titel": "", "typ": "traineeprogram", "vad": "Börjar i höst.", "steg": "visa"})
        sida = text(svar)
        assert svar.status_code == 200
        assert "Fasens namn" in sida
        assert "Börjar i höst." in sida
        assert "behöver rättas" not in sida
        assert not Atgard.objects.exists()

    def test_htmx_gets_the_part_alone(self, bos):
        svar = bos.post(NY, {**GRUND, "typ": "arbetstidsforkortning", "steg": ""}, headers={"HX-Target": "struktur"})
        assert "Timmar per dag före" in text(svar)
        assert "<html" not in text(svar)
        assert "HX-Target" in svar["Vary"]

    def test_another_kind_and_back_brings_the_typed_rows_back_and_saves_none_of_them(self, bos):
        def byt(typ, falt):
            sida = bos.post(NY, {**GRUND, "typ": typ, "steg": "", **falt}, headers={"HX-Target": "struktur"})
            return sida.content.decode()

        bort = byt("arbetstidsforkortning", {**STEGEN, "typ": "arbetstidsforkortning"})
        dolda = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', bort))
        assert dolda["steg-1-namn"] == "Van"
        assert dolda["steg-antal"] == "2"
        tillbaka = byt("kompetenstrappa", dolda)
        assert re.findall(r'name="steg-\d-namn" value="(\w+)"', tillbaka) == ["Ny", "Van"]
        assert 'type="hidden" name="steg-1-namn"' not in tillbaka
        bos.post(NY, {**GRUND, **dolda, "typ": "arbetstidsforkortning"})
        assert Atgard.objects.get().typ_id == "arbetstidsforkortning"
        assert not Trappsteg.objects.exists()

    def test_rows_are_added_moved_and_taken_away_and_keep_what_was_typed(self, bos):
        def namnen(**knapp):
            sida = bos.post(NY, {**GRUND, **STEGEN, "steg": "", **knapp}).content.decode()
            return re.findall(r'name="steg-\d-namn"(?: value="(\w+)")?', sida)

        assert namnen(lagg_till="steg") == ["Ny", "Van", ""]
        assert namnen(ta_bort="steg-0") == ["Van"]
        assert namnen(upp="steg-1") == ["Van", "Ny"]
        assert namnen(upp="steg-9", ta_bort="steg-x", lagg_till="finnsinte") == ["Ny", "Van"]

    def test_the_added_row_has_the_focus(self, bos):
        sida = text(bos.post(NY, {**GRUND, **STEGEN, "steg": "", "lagg_till": "steg"}))
        assert sida.count("autofocus") == 1
        assert re.search(r'name="steg-2-namn"[^>]*autofocus', sida)

    def test_no_more_rows_than_thirty(self, bos):
        svar = bos.post(NY, {**GRUND, **STEGEN, "steg-antal": "999999", "steg": "", "lagg_till": "steg"})
        assert len(svar.context["formular"].struktur.flera["steg"]) == 30

    def test_an_empty_row_is_left_out(self, bos):
        bos.post(NY, {**GRUND, **STEGEN, "steg-antal": "5"})
        assert Trappsteg.objects.count() == 2

    @pytest.mark.parametrize(
        ("typ", "falt", "las"),
        [
            (
                "arbetstidsforkortning",
                {"arbetstid-timmar_fore": "8", "arbetstid-timmar_efter": "6,5", "arbetstid-lon_behalls": "nej"},
                lambda a: (str(a.arbetstid.timmar_efter), a.arbetstid.lon_behalls) == ("6.50", False),
            ),
            (
                "administrativt-stod",
                {"stod-arsarbetare": "3,5", "stod-uppgifter": "boka tolkar\r\n\r\nboka bilar"},
                lambda a: a.stod.uppgifter == ["boka tolkar", "boka bilar"],
            ),
            (
                "traineeprogram",
                {
                    "faser-antal": "1",
                    "faser-0-namn": "Praktik",
                    "faser-0-termin_fran": "5",
                    "traineeprogram-antal_kvar": "0",
                },
                lambda a: (a.faser.get().termin_fran, a.traineeprogram.antal_kvar) == (5, 0),
            ),
            (
                "specialistsocionom",
                {"specialister-antal": "1", "specialister-0-antal": "2", "specialister-0-andel_tid": "50"},
                lambda a: (a.specialister.get().antal, a.specialister.get().andel_tid) == (2, 50),
            ),
        ],
    )
    def test_every_structure(self, bos, typ, falt, las):
        bos.post(NY, {**GRUND, "typ": typ, **falt})
        assert las(Atgard.objects.get())

    def test_specialists_without_a_number_are_refused(self, bos):
        falt = {"typ": "specialistsocionom", "specialister-antal": "1", "specialister-0-uppgift": "handleder"}
        assert bos.post(NY, {**GRUND, **falt}).status_code == 400


class TestKallor:
    def fil(self, innehall=b"%PDF-1.7 x", namn="beslut.pdf"):
        return SimpleUploadedFile(namn, innehall)

    def test_a_document_comes_with_the_measure(self, bos):
        bos.post(NY, {**GRUND, "kallor-0-fil": self.fil(), "kallor-0-slag": "dokument"})
        kalla = Atgard.objects.get().kallor.get()
        assert (kalla.filnamn, kalla.slag) == ("beslut.pdf", "dokument")

    def test_a_document_outlives_a_fault_elsewhere(self, bos):
        svar = bos.post(NY, {**GRUND, "titel": "", "kallor-0-fil": self.fil()})
        kalla = Kalla.objects.get()
        assert f'name="kallor_kvar" value="{kalla.pk}" checked' in text(svar)
        bos.post(NY, {**GRUND, "kallor_kvar": str(kalla.pk)})
        assert Atgard.objects.get().kallor.get() == kalla

    def test_a_refused_document_is_told_and_nothing_is_saved(self, bos):
        svar = bos.post(NY, {**GRUND, "kallor-0-fil": self.fil(b"<script>", "beslut.pdf")})
        assert svar.status_code == 400
        assert "innehåller ren text" in fel(svar)
        assert not Kalla.objects.exists()
        assert not Atgard.objects.exists()

    def test_anothers_source_cannot_be_claimed_by_its_number(self, bos, cilla):
        andras = Kalla.objects.create(titel="Hemligt", av=cilla)
        bos.post(NY, {**GRUND, "kallor_kvar": [str(andras.pk), "x", "-1"]})
        assert not Atgard.objects.get().kallor.exists()

    def test_a_source_whose_box_is_emptied_leaves_the_measure(self, bos, bo):
        ny = atgard(av=bo, delar=Delar(kallor=[Kalla.objects.create(titel="Fel källa")]))
        bos.post(reverse("atgard-andra", args=[ny.pk]), {**GRUND, "revision": "1"})
        assert not ny.kallor.exists()
        assert Kalla.objects.exists()
