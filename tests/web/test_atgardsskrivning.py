"""Writing measures on the pages: what is kept, refused and told, and two at once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from atgarder import services
from atgarder.models import Atgard, Inspiration, Kalla, Lagesandring, Trappsteg
from atgarder.services import Delar
from kommuner.models import Enhet
from tests.atgarder.stor_varld import TRAPPA
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("typer")

NY = "/atgarder/ny/"
GRUND = {
    "kommun": "2380",
    "typ": "arbetsmiljo",
    "titel": "Tydligare roller",
    "lage": "pagaende",
    "lage_datum": "maj 2016",
    "mal-antal": "1",
    "kallor-antal": "1",
    "steg": "publicera",
}
STEGEN = {
    "typ": "kompetenstrappa",
    "steg-antal": "2",
    "steg-0-namn": "Ny",
    "steg-0-ar_fran": "0",
    "steg-0-ar_till": "1,5",
    "steg-0-tillagg": "1 500",
    "steg-1-namn": "Van",
    "steg-1-ar_fran": "1",
    "steg-1-tillagg": "500",
    "kompetenstrappa-lonerevision_utover": "ja",
}


@pytest.fixture
def bos(inloggad, bo):
    return inloggad(bo)


def text(svar) -> str:
    return " ".join(svar.content.decode().split())


def fel(svar) -> str:
    return " ".join(f"{vad}: {vilket}" for _, vad, vilket in svar.context["formular"].felrader)


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


def oppnad(klient, a: Atgard) -> dict[str, str]:
    """The hidden fields of the form as it was opened."""
    sida = klient.get(reverse("atgard-andra", args=[a.pk])).content.decode()
    return {namn: re.findall(rf'name="{namn}" value="([^"]*)"', sida)[0] for namn in ("revision", "ursprung")}


class TestAndra:
    @pytest.fixture
    def ny(self, bo):
        return atgard(typ="arbetsmiljo", titel="Tydligare roller", vad="Först.", av=bo)

    def andra(self, klient, a, dolda, **falt):
        grund = {n: v for n, v in GRUND.items() if n not in ("kommun", "lage", "lage_datum")}
        return klient.post(reverse("atgard-andra", args=[a.pk]), {**grund, **dolda, **falt})

    def test_the_form_holds_what_is_stored(self, bos, bo):
        ny = atgard(typ="kompetenstrappa", titel="Trappa", delar=Delar(struktur=TRAPPA, mal={"N00090": -1}), av=bo)
        svar = bos.get(reverse("atgard-andra", args=[ny.pk]))
        sida = text(svar)
        assert all(f'value="{namn}"' in sida for namn in ("Ny", "Van", "Erfaren", "vidareutbildning", "1500"))
        assert '<option value="N00090" selected>' in sida
        assert "kommun" not in svar.context["form"].fields

    def test_saving_it_unchanged_changes_nothing(self, bos, bo):
        ny = atgard(typ="kompetenstrappa", titel="Trappa", delar=Delar(struktur=TRAPPA), av=bo)
        form = bos.get(reverse("atgard-andra", args=[ny.pk])).context["formular"]
        data = {"steg": "publicera", "typ": "kompetenstrappa", "titel": "Trappa", "steg-antal": "3"}
        for rad in (*form.struktur.former,):
            data |= {f.html_name: f.value() for f in rad if f.value() is not None}
        bos.post(reverse("atgard-andra", args=[ny.pk]), {**data, **oppnad(bos, ny)})
        assert [(s.namn, s.tillagg) for s in ny.steg.all()] == [("Ny", 500), ("Van", 1500), ("Erfaren", 3000)]
        assert Atgard.objects.get().revision == 2

    def test_a_change_is_saved_and_a_public_one_stays_public(self, bos, ny):
        self.andra(bos, ny, oppnad(bos, ny), vad="Sedan.")
        ny.refresh_from_db()
        assert (ny.vad, ny.synlighet, ny.revision) == ("Sedan.", "publik", 2)

    def test_a_withdrawn_measure_is_not_changed(self, bos, bo, ny):
        dolda = oppnad(bos, ny)
        services.dra_tillbaka(ny.pk, skal="Fel.", av=bo)
        assert self.andra(bos, ny, dolda, vad="Sedan.").url == ny.get_absolute_url()
        ny.refresh_from_db()
        assert ny.vad == "Först."

    def test_the_second_sees_what_the_first_changed_and_nothing_is_saved(self, bos, ny, inloggad, alva):
        dolda = oppnad(bos, ny)
        services.andra(ny.pk, revision=1, falt={"vad": "Alvas.", "berorda": "alla"}, av=alva)
        svar = self.andra(bos, ny, dolda, vad="Bos.", titel="Nya roller")
        assert svar.status_code == 409
        krock = svar.context["krock"]
        assert [(r.namn, r.mitt, r.deras, r.forval) for r in krock.rader] == [
            ("vad", ["Bos."], ["Alvas."], ""),
            ("berorda", ["framgår inte"], ["alla"], "deras"),
        ]
        assert krock.bara_mina == ["Rubrik"]
        assert krock.vem == "samordnare"
        ny.refresh_from_db()
        assert (ny.vad, ny.titel) == ("Alvas.", "Tydligare roller")

    def krocka(self, bos, ny, alva) -> dict[str, str]:
        """The hidden fields of the page of a collision over `vad` and `berorda`."""
        dolda = oppnad(bos, ny)
        services.andra(ny.pk, revision=1, falt={"vad": "Alvas.", "berorda": "alla"}, av=alva)
        krock = self.andra(bos, ny, dolda, vad="Bos.", titel="Nya roller").context["krock"]
        return {
            **dict(krock.dolda),
            "krock": "1",
            "krockfalt": ["vad", "berorda"],
            "revision": str(krock.revision),
            "ursprung": krock.ursprung,
        }

    @pytest.mark.parametrize(
        ("val", "blir"),
        [
            ({"losning": "val", "val-vad": "mitt", "val-berorda": "deras"}, ("Bos.", "alla", "Nya roller")),
            ({"losning": "val", "val-vad": "deras", "val-berorda": "mitt"}, ("Alvas.", "", "Nya roller")),
            ({"losning": "mitt"}, ("Bos.", "", "Nya roller")),
        ],
    )
    def test_the_second_chooses_field_by_field_or_all(self, bos, ny, alva, val, blir):
        dolda = self.krocka(bos, ny, alva)
        svar = bos.post(reverse("atgard-andra", args=[ny.pk]), {**dolda, **val})
        assert svar.status_code == 302
        ny.refresh_from_db()
        assert (ny.vad, ny.berorda, ny.titel) == blir

    def test_without_a_choice_nothing_is_saved(self, bos, ny, alva):
        dolda = self.krocka(bos, ny, alva)
        svar = bos.post(reverse("atgard-andra", args=[ny.pk]), {**dolda, "losning": "val", "val-berorda": "mitt"})
        assert svar.status_code == 400
        assert "Välj ditt eller deras" in text(svar)
        ny.refresh_from_db()
        assert ny.vad == "Alvas."

    def test_a_third_who_comes_between_is_shown_too(self, bos, ny, alva):
        dolda = self.krocka(bos, ny, alva)
        services.andra(ny.pk, revision=2, falt={"vad": "Alvas igen."}, av=alva)
        svar = bos.post(reverse("atgard-andra", args=[ny.pk]), {**dolda, "losning": "mitt"})
        assert svar.context["krock"].rader[0].deras == ["Alvas igen."]
        ny.refresh_from_db()
        assert ny.vad == "Alvas igen."

    def test_a_forged_origin_hides_nothing(self, bos, ny, alva):
        services.andra(ny.pk, revision=1, falt={"vad": "Alvas."}, av=alva)
        svar = self.andra(bos, ny, {"revision": "1", "ursprung": "påhittat"}, vad="Bos.")
        assert "vad" in [r.namn for r in svar.context["krock"].rader]

    def test_a_missing_revision_is_a_collision(self, bos, ny):
        assert self.andra(bos, ny, {}, vad="Bos.").status_code == 409

    def test_structures_collide_as_one_with_their_kind(self, bos, bo, alva):
        ny = atgard(typ="kompetenstrappa", titel="Trappa", delar=Delar(struktur=TRAPPA), av=bo)
        dolda = oppnad(bos, ny)
        services.andra(ny.pk, revision=1, falt={}, delar=Delar(struktur={"steg": [{"namn": "Enda"}]}), av=alva)
        svar = self.andra(bos, ny, dolda, titel="Trappa", **STEGEN)
        (rad,) = svar.context["krock"].rader
        assert (rad.namn, rad.forval) == ("slag", "")
        assert any("Enda" in text_ for text_ in rad.deras)


class TestHandlingar:
    def test_a_new_state_is_dated_and_reasoned(self, bos, bo):
        ny = atgard(av=bo)
        bos.post(reverse("atgard-lage", args=[ny.pk]), {"lage": "permanent", "datum": "2017", "skal": "Det gick bra."})
        sist = Lagesandring.objects.latest("pk")
        assert (sist.lage, sist.datum, sist.skal, sist.av_roll) == (
            *("permanent", "2017", "Det gick bra."),
            "uppgiftslämnare i Östersund",
        )

    def test_breaking_off_needs_a_reason(self, bos, bo):
        ny = atgard(av=bo)
        svar = bos.post(reverse("atgard-lage", args=[ny.pk]), {"lage": "avbruten"})
        assert svar.status_code == 400
        assert "Skriv varför åtgärden avbröts" in text(svar)
        assert Lagesandring.objects.count() == 1

    def test_withdrawing_needs_a_reason_and_is_done_once(self, bos, bo):
        ny = atgard(av=bo)
        adress = reverse("atgard-dra-tillbaka", args=[ny.pk])
        assert bos.post(adress, {"skal": " "}).status_code == 400
        assert bos.post(adress, {"skal": "Fel."}).status_code == 302
        assert "kan inte ändras" in text(bos.post(adress, {"skal": "Igen."}))
        ny.refresh_from_db()
        assert ny.tillbakadragen_skal == "Fel."

    def test_inspiration_is_found_chosen_and_taken_back(self, bos, bo):
        ny, andras = atgard(av=bo), atgard("2480", titel="Umeås försök")
        adress = reverse("atgard-inspiration", args=[ny.pk])
        assert "Umeås försök" in text(bos.get(adress + "?q=umeås"))
        bos.post(adress + "?q=umeås", {"forebild": andras.pk, "ar": "2016"})
        assert Inspiration.objects.get().ar == "2016"
        bos.post(adress, {"ta_bort": andras.pk})
        assert not Inspiration.objects.exists()

    def test_a_circle_is_refused_with_why(self, bos, bo):
        ny, andras = atgard(av=bo), atgard("2480")
        services.inspirera(andras.pk, forebild=ny.pk, av=None)
        svar = bos.post(reverse("atgard-inspiration", args=[ny.pk]), {"forebild": andras.pk})
        assert "cirkel" in text(svar)

    def test_a_hidden_measure_cannot_be_chosen(self, bos, bo):
        ny, hemlig = atgard(av=bo), atgard("2480", titel="Hemlig", publik=False)
        adress = reverse("atgard-inspiration", args=[ny.pk])
        assert "Hemlig" not in text(bos.get(adress))
        assert bos.post(adress, {"forebild": hemlig.pk}).status_code == 400
        assert not Inspiration.objects.exists()
