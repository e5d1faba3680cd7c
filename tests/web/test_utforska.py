import io
import json
import re

import openpyxl
import pytest
from django.urls import reverse

from tests.varldar import cell, importera, liten_varld, rapporterad, sjukfranvaro, vakanser


def hamta(client, fraga: str = ""):
    return client.get(reverse("utforska") + fraga)


def spec(svar, kod: str):
    traff = re.search(rf'<script id="spec-{kod}" type="application/json">(.*?)</script>', svar.content.decode())
    assert traff is not None
    return json.loads(traff[1])


@pytest.fixture
def varlden(register):
    liten_varld(exempel=True)


def test_the_page_begins_with_the_country_and_its_largest_municipalities(client, varlden):
    svar = hamta(client)

    assert [p.namn for p in svar.context["platser"]] == ["Riket", "Stockholm", "Göteborg", "Malmö"]
    assert [n.namn for n in svar.context["nyckeltal"]] == ["Sjukfrånvaro, hela kommunen"]
    assert svar.context["delar"][0].utan == ["Göteborg saknar uppgift", "Malmö saknar uppgift"]


def test_chart_table_and_plotly_show_the_same_values(client, varlden):
    svar = hamta(client, "?kommun=2380,2480&nyckeltal=N00090")
    (del_,) = svar.context["delar"]
    spar = spec(svar, "N00090")["data"]

    assert [s["name"] for s in spar] == ["Östersund", "Umeå"]
    assert spar[0]["y"][-1] == 8.7
    assert spar[0]["customdata"][-1] == "8,7\u00a0%"
    assert spar[0]["x"][0] == "2006"
    sista = del_.figur.diagram.tabell.rader[0]
    assert [c.text for c in sista.celler] == ["2022", "8,7", "7,5"]
    assert "Källa: Kolada (N00090)." in svar.content.decode()


def test_the_sentence_gives_each_places_latest(client, varlden):
    (del_,) = hamta(client, "?kommun=2380,0000&nyckeltal=N00090").context["delar"]

    assert del_.figur.mening == (
        "Sjukfrånvaron bland anställda: Östersund 8,7\u00a0procent och Riket 7,9\u00a0procent (2022)."
    )


def test_gaps_are_gaps(client, register):
    importera([cell("2380", "N00090", "2019", 6.2), cell("2380", "N00090", "2021", 7.4)])

    (spar,) = spec(hamta(client, "?kommun=2380&nyckeltal=N00090"), "N00090")["data"]

    assert spar["y"] == [6.2, None, 7.4]
    assert spar["connectgaps"] is False


def test_every_nyckeltal_has_a_chart_and_an_axis_of_its_own(client, varlden):
    svar = hamta(client, "?kommun=2380&nyckeltal=N00090,VP01")

    assert [d.definition.kod for d in svar.context["delar"]] == ["N00090", "VP01"]
    assert len(spec(svar, "N00090")["data"]) == len(spec(svar, "VP01")["data"]) == 1
    assert "yaxis2" not in svar.content.decode()


def test_invented_values_are_marked_in_every_form(client, varlden):
    svar = hamta(client, "?kommun=2380&nyckeltal=VP01")
    (del_,) = svar.context["delar"]

    assert spec(svar, "VP01")["data"][0]["name"] == "Östersund (exempeldata)"
    assert del_.figur.exempel
    assert del_.figur.mening.startswith("Exempeldata (påhittat): ")
    assert svar.context["visar_exempeldata"] is True
    assert hamta(client, "?kommun=2380&nyckeltal=N00090").context["visar_exempeldata"] is False


def test_real_and_invented_ones_have_sentences_of_their_own(client, register):
    importera(vakanser(["2380"]), kalla="kommun", slag="exempel", exempel=True)
    importera([rapporterad("2480", "VP01", "2022-K4", 6, 50)], kalla="kommun", slag="fil")

    mening = hamta(client, "?kommun=2380,2480&nyckeltal=VP01").context["delar"][0].figur.mening
    forst, sist = mening.split(" Exempeldata (påhittat): ")
    assert "Umeå" in forst
    assert "Östersund" not in forst
    assert "Umeå" not in sist


def test_another_kind_of_period_is_told_not_drawn(client, register):
    kvartal = [rapporterad(k, "VP01", "2022-K4", 6, 50) for k in ("2380", "2480")]
    importera([*kvartal, rapporterad("0780", "VP01", "2022-T3", 6, 50)], kalla="kommun", slag="fil")

    (del_,) = hamta(client, "?kommun=2380,2480,0780&nyckeltal=VP01").context["delar"]
    assert del_.utan == ["Växjö har uppgifter per tertial, som inte ritas på samma axel"]


def test_a_place_keeps_its_colour_where_it_has_no_values(client, varlden):
    svar = hamta(client, "?kommun=1737,2380&nyckeltal=N00090,VP01")

    assert [s["line"]["dash"] for s in spec(svar, "VP01")["data"]] == ["solid", "dash"]
    assert [s["showlegend"] for s in spec(svar, "VP01")["data"]] == [False, True]


def test_what_must_be_known_when_comparing_is_said(client, varlden):
    ensam = hamta(client, "?kommun=2380&nyckeltal=VP07")
    importera([rapporterad(k, "VP03", "2022-K4", 6, 1, 1) for k in ("2380", "2480")], kalla="kommun", slag="fil")

    assert "Tänk på:" not in ensam.content.decode()
    assert "Tänk på:" in hamta(client, "?kommun=2380,2480&nyckeltal=VP03").content.decode()


@pytest.mark.parametrize(
    ("fraga", "mal"),
    [
        ("?kommun=2380&nyckeltal=N00090&lagg=ume%C3%A5", "?kommun=2380,2480&nyckeltal=N00090&kon=T"),
        ("?kommun=2380&nyckeltal=N00090&lagg=riket", "?kommun=2380,0000&nyckeltal=N00090&kon=T"),
        ("?kommun=2380&nyckeltal=N00090&lagg=114", "?kommun=2380,0114&nyckeltal=N00090&kon=T"),
        ("?kommun=2380&nyckeltal=N00090&lagg=&lagg_nyckeltal=VP01", "?kommun=2380&nyckeltal=N00090,VP01&kon=T"),
        ("?kommun=2380&nyckeltal=N00090&lagg=2380&kon=K", "?kommun=2380&nyckeltal=N00090&kon=K"),
        ("?kommun=&nyckeltal=&lagg=", "?kommun=&nyckeltal=&kon=T"),
    ],
)
def test_what_is_added_stands_in_the_address(client, varlden, fraga, mal):
    svar = hamta(client, fraga)

    assert (svar.status_code, svar.headers["Location"]) == (302, reverse("utforska") + mal)


@pytest.mark.parametrize(
    ("fraga", "fel"),
    [
        ("?kommun=2380&lagg=%C3%96stersunt", "Ingen kommun heter ”Östersunt”. Menade du Östersund?"),
        ("?kommun=2380&lagg=Xyz", "Ingen kommun heter ”Xyz”. Välj ett namn i listan."),
        ("?kommun=9999", "Ingen kommun har koden ”9999”."),
        ("?kommun=0180,1480,1280,2380,2480,0780,0000", "Högst 6 linjer går att skilja åt"),
        ("?nyckeltal=XX", "Nyckeltalet ”XX” finns inte."),
        ("?nyckeltal=VP01,VP02,VP03,VP04,VP05", "Välj högst 4 nyckeltal"),
        ("?kon=Q", "Kön ”Q” finns inte."),
        ("?kand=igår", "Datumet ”igår” går inte att förstå."),
        ("?format=pdf", "Formatet ”pdf” finns inte."),
    ],
)
def test_what_does_not_exist_is_said_in_swedish(client, varlden, fraga, fel):
    svar = hamta(client, fraga)

    assert svar.status_code == 400
    assert fel in svar.content.decode()


def test_a_mistake_keeps_what_was_chosen(client, varlden):
    svar = hamta(client, "?kommun=2380&nyckeltal=VP01&lagg=Xyz")

    assert [p.namn for p in svar.context["platser"]] == ["Östersund"]
    assert [n.namn for n in svar.context["nyckeltal"]] == ["Vakanta tjänster, IFO"]


def test_a_chosen_one_can_be_taken_away(client, varlden):
    svar = hamta(client, "?kommun=2380,2480&nyckeltal=N00090")

    assert svar.context["platser"][0].bort == "?kommun=2480&nyckeltal=N00090&kon=T"
    tom = hamta(client, "?kommun=&nyckeltal=N00090&kon=T")
    assert "Välj minst en kommun" in tom.content.decode()
    assert "Välj ett nyckeltal" in hamta(client, "?kommun=2380&nyckeltal=").content.decode()


def test_as_known_on_a_day(client, varlden):
    importera([cell("2380", "N00090", "2022", 9.9)])

    nu = hamta(client, "?kommun=2380&nyckeltal=N00090")
    da = hamta(client, "?kommun=2380&nyckeltal=N00090&kand=2020-01-01")
    assert "9,9" in nu.context["delar"][0].figur.mening
    assert da.context["delar"][0].figur is None
    assert "kand=2020-01-01" in da.context["platser"][0].bort


def test_the_files_hold_every_value_and_its_reason(client, varlden):
    svar = hamta(client, "?kommun=0319,2380&nyckeltal=N00090&format=csv-maskin")
    rader = svar.getvalue().decode().splitlines()

    assert len(rader) == 1 + 1 + 17
    vad = "N00090,Sjukfrånvaro bland anställda,2015,T,,uppgift saknas,%"
    assert rader[1] == f"0319,Älvkarleby,{vad},Kolada,slutlig,nej,2"
    assert any(",2022,T,8.7,,%,Kolada,slutlig,nej," in rad for rad in rader)
    svensk = hamta(client, "?kommun=2380&nyckeltal=N00090&format=csv").getvalue().decode()
    assert ";8,7;" in svensk
    bok = openpyxl.load_workbook(io.BytesIO(hamta(client, "?kommun=2380&nyckeltal=N00090&format=xlsx").getvalue()))
    assert 8.7 in [c.value for rad in bok.worksheets[0].iter_rows() for c in rad]


def test_hidden_values_never_come_out(client, register):
    importera([rapporterad("2380", "VP01", "2022-K4", 1, 3)], kalla="kommun", slag="fil")

    svar = hamta(client, "?kommun=2380&nyckeltal=VP01")
    assert svar.context["delar"][0].spec is None
    fil = hamta(client, "?kommun=2380&nyckeltal=VP01&format=csv-maskin").getvalue().decode()
    assert "33.3" not in fil
    assert "visas inte" in fil


def test_without_values_the_page_says_what_belongs_here(client, register):
    svar = hamta(client)

    assert svar.status_code == 200
    assert "Välj ett nyckeltal" in svar.content.decode()


def test_a_handful_of_queries_however_much_is_chosen(client, varlden, django_assert_max_num_queries):
    importera(sjukfranvaro())
    with django_assert_max_num_queries(8):
        hamta(client, "?kommun=2380,2480,0180,0780,1492,0000&nyckeltal=N00090,VP01")


def test_the_rest_of_the_site_does_not_allow_plotlys_style_sheet(client, varlden):
    har = hamta(client).headers["Content-Security-Policy"]
    andra = client.get(reverse("kommun-lista")).headers["Content-Security-Policy"]

    assert "sha256-ji27qzEtxXZW" in har
    assert "sha256-ji27qzEtxXZW" not in andra
    assert "unsafe" not in har
