"""The pages that show measures: the list with its facets, one measure, its kind, the spreading, the state's money."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from atgarder import kallor, services, sok
from atgarder.models import Atgard, Atgardstyp, Uppgift
from atgarder.services import Delar
from socialtjanst.web.presentation import spridning, statliga_medel
from tests.atgarder.stor_varld import stor_varld
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("typer")


@pytest.fixture
def varld():
    alla = stor_varld()
    for rad in Atgard.objects.all():
        sok.uppdatera(rad)
    return alla


def lista(client, fraga: str = ""):
    return client.get(reverse("atgarder") + fraga)


def titlar(svar) -> list[str]:
    return [rad.atgard.titel for rad in svar.context["rader"]]


def facett(svar, namn: str) -> dict[str, int]:
    (funnen,) = [f for f in svar.context["facetter"] if f.namn == namn]
    return {a.kod: a.antal for a in funnen.alternativ}


def text(svar) -> str:
    return " ".join(svar.content.decode().split())


class TestLista:
    def test_an_empty_list_says_what_belongs_there(self, client):
        assert "Inga åtgärder ännu" in text(lista(client))

    def test_the_sentence_counts_measures_and_municipalities(self, client, varld):
        assert lista(client).context["mening"] == "7 åtgärder i 6 av 290 kommuner"

    def test_facets_count_what_another_choice_would_give(self, client, varld):
        svar = lista(client, "?typ=arbetstidsforkortning")
        assert len(titlar(svar)) == 3
        assert facett(svar, "typ")["kompetenstrappa"] == 1
        assert facett(svar, "lage") == {"beslutad": 2, "pagaende": 1}
        assert facett(svar, "lan") == {"03": 1, "22": 1, "23": 1}

    def test_facets_narrow_together(self, client, varld):
        assert titlar(lista(client, "?typ=arbetstidsforkortning&typ=kompetenstrappa&lan=24")) == [
            "Kompetenstrappa med lönetillägg"
        ]
        assert titlar(lista(client, "?problem=administration")) == ["Administratörer avlastar"]
        assert titlar(lista(client, "?medel=ja")) == ["Administratörer avlastar"]
        assert len(titlar(lista(client, "?medel=okant&lage=pagaende"))) == 4

    def test_every_word_is_searched_in_text_kind_and_municipality(self, client, varld):
        assert len(titlar(lista(client, "?q=kortare+arbetsdag"))) == 3
        assert titlar(lista(client, "?q=kortare+Sundsvall")) == ["Försök med kortare arbetsdag"]
        assert "Ingen åtgärd passar" in text(lista(client, "?q=finnsinte"))

    def test_orders(self, client, varld):
        assert titlar(lista(client, "?ordning=antal"))[0].startswith("Sex timmar")
        kommuner = [rad.atgard.kommun.namn for rad in lista(client, "?ordning=kommun").context["rader"]]
        assert kommuner == ["Enköping", "Helsingborg", "Sundbyberg", "Sundsvall", "Umeå", "Umeå", "Östersund"]
        assert titlar(lista(client, "?ordning=start"))[0].startswith("Sex timmar")

    @pytest.mark.parametrize("fraga", ["?ordning=x", "?lage=x", "?medel=x", "?visa=x", "?format=x"])
    def test_an_address_that_asks_for_what_does_not_exist_is_400_with_the_list(self, client, varld, fraga):
        svar = lista(client, fraga)
        assert svar.status_code == 400
        assert "finns inte" in svar.context["fel"]
        assert len(titlar(svar)) == 7

    def test_drafts_and_withdrawn_are_seen_by_their_own_only(self, client, inloggad, bo, cilla):
        atgard(titel="Utkastet", publik=False)
        services.dra_tillbaka(atgard(titel="Den tillbakadragna").pk, skal="Dubblett.", av=bo)
        assert titlar(lista(client)) == titlar(lista(inloggad(bo))) == []
        assert titlar(lista(inloggad(bo), "?visa=utkast")) == ["Utkastet"]
        assert titlar(lista(inloggad(bo), "?visa=tillbaka")) == ["Den tillbakadragna"]
        for vem in (client, inloggad(cilla)):
            assert titlar(lista(vem, "?visa=utkast")) == titlar(lista(vem, "?visa=tillbaka")) == []

    def test_pages_of_twenty_five(self, client):
        for nr in range(27):
            atgard(titel=f"Åtgärd {nr}")
        assert [len(titlar(lista(client, f"?sida={nr}"))) for nr in (1, 2)] == [25, 2]

    def test_the_number_of_queries_does_not_grow(self, client, varld, django_assert_max_num_queries):
        for nr in range(20):
            atgard(titel=f"Åtgärd {nr}", delar=Delar(problem=["nya-slutar"]))
        with django_assert_max_num_queries(13):
            assert len(titlar(lista(client, "?problem=nya-slutar"))) == 20

    def test_the_file_has_every_row_of_what_is_on_screen(self, client, varld):
        svar = lista(client, "?typ=administrativt-stod&format=csv-maskin")
        (rad,) = csv.DictReader(io.StringIO(b"".join(svar.streaming_content).decode("utf-8-sig")))
        assert (rad["kommun"], rad["slag"], rad["statliga_medel_slut"]) == (
            "Helsingborg",
            "Administrativt stöd",
            "2027-03",
        )
        assert rad["problem"] == "För mycket administration"
        assert rad["kostnad_per_ar_kr"] == ""

    def test_a_formula_in_a_title_is_harmless_in_the_file(self, client):
        atgard(titel="=1+1")
        assert "'=1+1" in b"".join(lista(client, "?format=csv").streaming_content).decode("utf-8-sig")


class TestVisa:
    def sida(self, vem, a) -> str:
        return text(vem.get(a.get_absolute_url()))

    def test_what_where_since_when_for_how_many(self, client, varld):
        sida = self.sida(client, varld["ostersund"])
        assert "Östersund: pågående försök sedan 2016, för 18 socialsekreterare på försörjningsstöd." in sida
        assert "8 → 6" in sida
        assert "Enheten är fullt bemannad." in sida
        assert "Vändpunkts egen analys av nyckeltalen före och efter kommer senare" in sida
        assert "Kommunerna som vänder krisen" in sida

    def test_inspiration_is_seen_in_both_directions(self, client, varld):
        assert "Sundsvall: Försök med kortare arbetsdag" in self.sida(client, varld["ostersund"])
        assert "Östersund: Sex timmars arbetsdag" in self.sida(client, varld["sundsvall"])

    def test_unknown_is_said_and_never_no_or_0(self, client, varld):
        sida = self.sida(client, varld["ostersund"])
        assert '<dt>Statliga medel</dt><dd class="saknas">framgår inte</dd>' in sida
        assert "0 kr" not in sida

    def test_a_measured_result_stands_under_measured(self, client):
        ny = atgard(resultatlage="uppmatt", resultat="Sjukfrånvaron gick från 9 till 6 procent.")
        resultat = client.get(ny.get_absolute_url()).context["resultat"]
        assert (resultat.pastatt, resultat.uppmatt[:13]) == ("", "Sjukfrånvaron")

    def test_the_ladder_the_phases_and_the_specialists(self, client, varld):
        assert "1 500" in self.sida(client, varld["umea"]).replace("\u00a0", " ")
        assert "termin 6–7" in self.sida(client, varld["trainee"])
        assert "Uppgiften framgår inte" in self.sida(client, varld["specialister"])
        assert "boka tolkar" in self.sida(client, varld["stod"])

    def test_the_history_keeps_reason_and_role(self, client, bo):
        ny = atgard(av=bo)
        services.byt_lage(ny.pk, lage="avbruten", datum="2017-05", skal="Pengarna räckte inte.", av=bo)
        bo.delete()
        sida = self.sida(client, ny)
        assert "Avbruten</strong> <span>maj 2017" in sida
        assert "Pengarna räckte inte." in sida
        assert "uppgiftslämnare i Östersund" in sida

    def test_drafts_and_withdrawn_are_404_for_strangers(self, client, inloggad, bo, cilla):
        utkast, dragen = atgard(publik=False), atgard()
        services.dra_tillbaka(dragen.pk, skal="Fel kommun.", av=bo)
        for ny in (utkast, dragen):
            assert client.get(ny.get_absolute_url()).status_code == 404
            assert inloggad(cilla).get(ny.get_absolute_url()).status_code == 404
        assert "Fel kommun." in self.sida(inloggad(bo), dragen)

    def test_a_hidden_measure_is_not_named_as_inspiration(self, client, varld):
        Atgard.objects.filter(pk=varld["sundsvall"].pk).update(synlighet="utkast")
        assert "Sundsvall" not in self.sida(client, varld["ostersund"])

    def test_buttons_are_for_those_who_may(self, client, inloggad, bo, cilla):
        ny = atgard()
        assert "Byt läge" in self.sida(inloggad(bo), ny)
        assert "Byt läge" not in self.sida(inloggad(cilla), ny)
        assert "Byt läge" not in self.sida(client, ny)

    def test_html_in_text_is_text(self, client):
        ny = atgard(titel="<script>alert(1)</script>", vad='<img src=x onerror="alert(1)">')
        sida = self.sida(client, ny)
        assert "<script>alert" not in sida
        assert "<img src=x" not in sida

    def test_an_invented_measure_is_marked(self, client):
        ny = atgard()
        Atgard.objects.update(exempel=True)
        assert "exempeldata" in self.sida(client, ny)

    def test_what_is_said_of_it_stands_there(self, client):
        ny = atgard()
        grund = {"kommun_id": "2380", "sagt_av": "förbundsdirektör", "tema_id": "bemanning", "atgard": ny}
        Uppgift.objects.create(text="Enheten har full bemanning.", synlighet="publik", **grund)
        Uppgift.objects.create(text="Hemligt utkast.", **grund)
        assert "Enheten har full bemanning." in self.sida(client, ny)
        assert "Hemligt utkast." not in self.sida(client, ny)


class TestKallfil:
    @pytest.fixture
    def fil(self, bo):
        return kallor.ta_emot(ContentFile(b"Beslut"), "Beslut om försök.txt", falt={}, av=bo)

    def test_a_document_comes_as_an_attachment_that_nobody_guesses_at(self, client, fil):
        atgard(delar=Delar(kallor=[fil]))
        svar = client.get(reverse("kalla-fil", args=[fil.pk]))
        assert svar["Content-Disposition"].startswith("attachment")
        assert "Beslut%20om%20f%C3%B6rs%C3%B6k.txt" in svar["Content-Disposition"]
        assert svar["X-Content-Type-Options"] == "nosniff"
        assert b"".join(svar.streaming_content) == b"Beslut"
        svar.close()

    def test_nobody_guesses_a_document_of_a_draft(self, client, inloggad, cilla, fil):
        atgard(publik=False, delar=Delar(kallor=[fil]))
        for vem in (client, inloggad(cilla)):
            assert vem.get(reverse("kalla-fil", args=[fil.pk])).status_code == 404


class TestTyp:
    def test_the_municipalities_side_by_side(self, client, varld):
        svar = client.get("/atgarder/typ/kompetenstrappa/")
        tabell = svar.context["tabell"]
        assert [k.text for k in tabell.kolumner][4:] == ["Steg 1", "Steg 2", "Steg 3", "Lönerevisionen"]
        assert [c.text.replace("\u00a0", " ") for c in tabell.rader[0].celler][4] == "Ny, 0–1 år: 500 kr"
        assert svar.context["mening"] == "1 åtgärd i 1 kommun: 1 pågående försök."

    @pytest.mark.parametrize(
        "kod", ["arbetstidsforkortning", "administrativt-stod", "traineeprogram", "specialistsocionom", "arbetsmiljo"]
    )
    def test_every_structure_has_a_table_even_without_its_parts(self, client, varld, kod):
        atgard("0180", kod, "Utan egna delar")
        tabell = client.get(f"/atgarder/typ/{kod}/").context["tabell"]
        assert all(len(rad.celler) == len(tabell.kolumner) for rad in tabell.rader)

    def test_drafts_are_not_compared(self, client):
        atgard(publik=False)
        assert client.get("/atgarder/typ/arbetstidsforkortning/").context["tabell"] is None

    def test_the_number_of_queries_does_not_grow(self, client, varld, django_assert_max_num_queries):
        for nr in range(15):
            atgard("2480", "kompetenstrappa", f"Trappa {nr}", delar=Delar(struktur={"steg": [{"namn": "Ny"}]}))
        with django_assert_max_num_queries(8):
            client.get("/atgarder/typ/kompetenstrappa/")

    def test_the_editor_adds_a_kind(self, inloggad, rut):
        svar = inloggad(rut).post(
            "/atgarder/typ/ny/", {"namn": "Språkstöd på jobbet", "beskrivning": "Stöd i svenska.", "struktur": ""}
        )
        assert svar.url == "/atgarder/typ/sprakstod-pa-jobbet/"
        assert Atgardstyp.objects.get(pk="sprakstod-pa-jobbet").namn == "Språkstöd på jobbet"

    @pytest.mark.parametrize("namn", ["Kompetenstrappa", "kompetens trappa!!", "Ny", "!!!", ""])
    def test_a_name_that_is_taken_or_gives_no_address_is_refused(self, inloggad, rut, namn):
        antal = Atgardstyp.objects.count()
        upptaget = {"kompetens trappa!!": "Kompetenstrappa"}.get(namn, namn)
        svar = inloggad(rut).post("/atgarder/typ/ny/", {"namn": upptaget, "beskrivning": "x", "struktur": ""})
        assert svar.status_code == 400
        assert Atgardstyp.objects.count() == antal


class TestSpridning:
    def test_a_table_over_time_and_a_sentence(self, client, varld):
        sida = text(client.get("/atgarder/spridning/"))
        assert "Östersund har inspirerat flest: 2 andra kommuner." in sida
        assert "Sundsvall: Försök med kortare arbetsdag</a><br>inspirerades av" in sida
        assert "<svg" not in sida

    def test_from_ten_links_it_is_drawn(self, client):
        forst = atgard("1280", start="2014")
        for nr, kod in enumerate(["0180", "1480", "1281", "0880", "1880", "2580", "1780", "0580", "2080"]):
            services.inspirera(atgard(kod, start=str(2015 + nr % 3)).pk, forebild=forst.pk, av=None)
        assert client.get("/atgarder/spridning/").context["figur"] is None
        services.inspirera(atgard("2280").pk, forebild=forst.pk, av=None)
        svar = client.get("/atgarder/spridning/")
        assert len(svar.context["figur"].diagram.tabell.rader) == 10
        assert "inspirerades av Malmö" in text(svar)

    def test_by_kind(self, client, varld):
        assert len(spridning.lankar("arbetstidsforkortning")) == 2
        assert client.get("/atgarder/spridning/?typ=arbetsmiljo").status_code == 400

    def test_a_hidden_measure_takes_its_links_with_it(self, varld):
        services.dra_tillbaka(varld["ostersund"].pk, skal="Prov.", av=None)
        assert spridning.lankar() == []

    def test_a_link_without_a_year_says_so_and_stands_last(self, client):
        a, b, c = atgard("0180"), atgard("1480"), atgard("1280", start="2015")
        for vem in (b, c):
            services.inspirera(vem.pk, forebild=a.pk, av=None)
        assert [lank.nar_text for lank in spridning.lankar()] == ["2015", "framgår inte"]


class TestStatligaMedel:
    IDAG = date(2016, 11, 21)

    def betald(self, slut: str, antal: str | None, kommun: str = "2380", **falt):
        arsarbetare = Decimal(antal) if antal else None
        return atgard(kommun, statliga_arsarbetare=arsarbetare, statliga_medel=True, statliga_medel_slut=slut, **falt)

    def test_by_end_date_unknown_last(self):
        for slut in ("", "2018", "2017-02"):
            self.betald(slut, "1")
        rader = statliga_medel.lista(self.IDAG)
        assert [r.slut_text for r in rader] == ["februari 2017", "2018", "framgår inte"]
        assert [r.snart for r in rader] == [True, False, False]

    def test_what_is_unknown_is_not_counted_as_none(self):
        self.betald("2017-02", "2.5")
        self.betald("2017-02", None, "2480")
        mening = statliga_medel.mening(statliga_medel.lista(self.IDAG)).replace("\u00a0", " ")
        assert (
            "2 åtgärder i 2 kommuner betalas med statliga medel, minst 2,5 årsarbetare (framgår för 1 av 2)." in mening
        )
        assert "Inom sex månader tar pengarna slut för 2 av dem. För 2 av dem framgår inte" in mening

    def test_the_table_sums_by_year_and_decision(self):
        self.betald("2017-02", "2", efter_statliga_medel="egna_medel")
        self.betald("2017-11", "1")
        (rad,) = statliga_medel.per_ar(statliga_medel.lista(self.IDAG)).rader
        assert [c.text for c in rad.celler] == ["2017", "2", "3", "1", "0", "0", "1"]

    def test_other_money_and_drafts_are_not_there(self, client):
        atgard(statliga_medel=False)
        atgard(statliga_medel=True, publik=False)
        assert "Ingen åtgärd med statliga medel" in text(client.get("/atgarder/statliga-medel/"))

    def test_by_county(self, client):
        self.betald("2017", "1")
        assert len(client.get("/atgarder/statliga-medel/?lan=23").context["rader"]) == 1
        assert client.get("/atgarder/statliga-medel/?lan=24").context["rader"] == []
        assert client.get("/atgarder/statliga-medel/?lan=99").status_code == 400
