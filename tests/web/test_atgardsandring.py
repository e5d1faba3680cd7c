"""Changing measures on the pages: two at once, a new state, inspiration, withdrawal."""

import re

import pytest
from django.urls import reverse

from atgarder import services, sok
from atgarder.models import Atgard, Inspiration, Lagesandring
from atgarder.services import Delar
from socialtjanst.web.formular.atgardshandling import Typform
from tests.atgarder.stor_varld import TRAPPA
from tests.atgarder.varld import atgard
from tests.web.atgardsform import GRUND, STEGEN, text

pytestmark = pytest.mark.usefixtures("typer")


@pytest.fixture
def bos(inloggad, bo):
    return inloggad(bo)


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

    def test_two_at_once_the_second_is_told_the_state_and_the_role_and_chooses_again(self, bos, bo):
        ny = atgard(av=bo)
        adress = reverse("atgard-lage", args=[ny.pk])
        assert 'name="revision" value="1"' in text(bos.get(adress))
        services.byt_lage(ny.pk, lage="permanent", av=bo)
        svar = bos.post(adress, {"lage": "avslutad", "revision": "1"})
        assert svar.status_code == 409
        assert "Läget är nu permanent, infört av uppgiftslämnare i Östersund." in text(svar)
        assert Atgard.objects.get().lage == "permanent"
        assert 'name="revision" value="2"' in text(svar)
        assert bos.post(adress, {"lage": "avslutad", "revision": "2"}).status_code == 302
        assert Atgard.objects.get().lage == "avslutad"

    @pytest.mark.parametrize("falt", ["namn", "beskrivning"])
    def test_a_personnummer_in_a_new_kind_is_refused(self, falt):
        form = Typform({"namn": "Nytt slag", "beskrivning": "Vad det är.", falt: "Gäller 19121212–1212"})
        assert "personnummer" in str(form.errors[falt])

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
        sok.uppdatera(andras)
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
