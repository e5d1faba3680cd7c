"""A municipality's page: what it says, what it asks of the database, and what it answers to odd addresses."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from kommuner.models import Grupptillhorighet, Import
from socialtjanst.web.presentation import kommun as presentation
from socialtjanst.web.presentation.ladda_ned import FORMAT
from tests import varldar

OSTERSUND = "/kommuner/2380/"


pytestmark = pytest.mark.usefixtures("utan_koer")


def sidan(client, fraga: str = "", status: int = 200):
    svar = client.get(f"{OSTERSUND}{fraga}")
    assert svar.status_code == status
    return svar.content.decode().replace("\xa0", " ")


def rader(svar) -> list[dict[str, str]]:
    text = b"".join(svar.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def test_the_first_screen_says_what_and_how(client, varld):
    text = sidan(client)
    assert "<h1>Östersund</h1>" in text
    assert "Större stad (B3) · Jämtlands län" in text
    assert "Sjukfrånvaron bland anställda i Östersund var 8,7 procent 2022, 1,3 procentenheter mer än 2021." in text
    assert "Det är plats 6 av 6 kommuner; plats 1 är lägst." in text
    assert f"{reverse('rapport-bestall')}?omfang=kommun&amp;omrade=2380" in text


def test_cards_carry_value_unit_tag_and_source(client, varld):
    kort = client.get(OSTERSUND).context["kort"]
    assert [k.namn for k in kort] == ["Vakanta tjänster, IFO", "Sjukfrånvaro, hela kommunen"]
    vakanta, sjuka = kort
    assert (vakanta.siffra, vakanta.enhet, vakanta.period) == ("6,0", "%", "kv 4 2022")
    assert vakanta.kalla == "Källa: kommunen"
    assert (sjuka.siffra, sjuka.enhet, sjuka.kalla) == ("8,7", "%", "Källa: Kolada")
    assert sjuka.tagg is not None
    assert sjuka.gnista is not None


def test_the_chart_is_the_asked_series(client, varld):
    figur = client.get(f"{OSTERSUND}?nyckeltal=N00090").context["figur"]
    assert figur.rubrik == "Sjukfrånvaro bland anställda"
    assert figur.kalla.startswith("Källa: Kolada (N00090).")
    assert "Vändpunkts beräkning" in figur.kalla
    vid_ar = {rad.celler[0].text: rad.celler[1].text for rad in figur.diagram.tabell.rader}
    assert (vid_ar["2014"], vid_ar["2015"]) == ("7,3", "8,4")
    assert [k.text for k in figur.diagram.tabell.kolumner][2] == "Riket"


def test_the_chart_shows_the_field_of_ten_municipalities_or_more(client, varld):
    assert "8 av 10 kommuner" not in sidan(client, "?nyckeltal=N00090")
    fler = ("0114", "0115", "0117", "0120")
    varldar.importera([varldar.cell(kod, "N00090", ar, 7.0) for kod in fler for ar in varldar.AR])
    assert "8 av 10 kommuner ligger här" in sidan(client, "?nyckeltal=N00090")


def test_the_chart_shows_limits_and_explains_them(client, varld):
    text = sidan(client, "?nyckeltal=N00090")
    assert "övre gräns" in text
    assert "så högt och så lågt brukar värdet gå utan att något har förändrats" in text
    assert "Visa som tabell" in text


def test_the_chart_divides_by_kon(client, varld):
    svar = client.get(f"{OSTERSUND}?nyckeltal=N00090&kon=K")
    assert svar.context["vald"].kon == "K"
    assert svar.context["vald"].senaste.varde == 9.4


def test_a_nyckeltal_without_values_keeps_the_page(client, varld):
    text = sidan(client, "?nyckeltal=U30200")
    assert "Östersund har inga värden för det valda nyckeltalet" in text
    assert "Alla nyckeltal" in text


def test_the_table_holds_rank_change_and_link(client, varld):
    ((_, [vakanta]), (_, [sjuka])) = client.get(OSTERSUND).context["omraden"]
    assert vakanta.varde.replace("\xa0", " ") == "6,0 %"
    assert sjuka.andring.replace("\xa0", " ") == "+1,3 procentenheter"
    assert sjuka.plats == "6 av 6"
    assert sjuka.lank == "/nyckeltal/N00090/?period=2022&markera=2380"


def test_similar_municipalities_with_their_value(client, varld):
    liknande = client.get(f"{OSTERSUND}?nyckeltal=N00090").context["liknande"]
    assert [(k.namn, v.replace("\xa0", " ")) for k, v in liknande] == [("Umeå", "7,5 %"), ("Växjö", "7,1 %")]


def test_without_similar_ones_the_page_says_so(client, varld):
    text = client.get("/kommuner/1737/").content.decode()
    assert "Vilka kommuner som liknar Torsby hämtas från Kolada" in text


def test_a_municipality_without_values_says_how_to_begin(client, varld):
    text = client.get("/kommuner/0114/").content.decode()
    assert "Inga värden för Upplands Väsby ännu" in text
    assert "make kolada" not in text


def test_the_manager_is_led_to_the_imports(inloggad, folke, varld):
    text = inloggad(folke).get("/kommuner/0114/").content.decode()
    assert f'href="{reverse("import-lista")}"' in text


def test_only_who_reports_here_is_offered_to(inloggad, bo, cilla, varld):
    lank = f"{reverse('rapportera')}?kommun=2380"
    assert lank in inloggad(bo).get(OSTERSUND).content.decode()
    assert lank not in inloggad(cilla).get(OSTERSUND).content.decode()


def test_without_trends_the_page_says_that_they_are_coming(client, register):
    varldar.liten_varld()
    svar = client.get(OSTERSUND)
    assert svar.context["raknas"]
    assert "räknas om efter den senaste importen" in svar.content.decode()
    assert all(k.tagg is None for k in svar.context["kort"])


def test_a_trend_of_another_value_is_not_shown(client, varld):
    varldar.importera([varldar.cell("2380", "N00090", "2022", 6.1)])
    (_, (sjuka,)) = client.get(OSTERSUND).context["omraden"][1]
    assert sjuka.varde.replace("\xa0", " ") == "6,1 %"
    assert (sjuka.andring, sjuka.plats, sjuka.tagg) == ("", "", None)


def test_a_yes_or_no_is_drawn_without_limits(client, register):
    svar_ = [varldar.cell("2380", "VP02", p, v, taljare=v, namnare=1) for p, v in (("2022-K3", 1.0), ("2022-K4", 0.0))]
    varldar.importera(svar_, kalla="kommun")
    varldar.bygg_trender()
    sammanhang = client.get(OSTERSUND).context
    assert sammanhang["omraden"][0][1][0].tagg is None
    assert "gräns" not in sammanhang["figur"].mening
    assert [k.text for k in sammanhang["figur"].diagram.tabell.kolumner] == ["Period", "Östersund"]


# Example data


def test_invented_figures_are_marked_and_stand_in_sentences_of_their_own(client, exempelvarld):
    svar = client.get(OSTERSUND)
    (riktig, pahittad), (påhitt, märkt) = svar.context["ingress"]
    assert not pahittad
    assert "Exempeldata" not in riktig
    assert märkt
    assert påhitt.startswith("Exempeldata (påhittat): ")
    assert {k.namn: k.exempel for k in svar.context["kort"]} == {
        "Sjukfrånvaro, hela kommunen": False,
        "Vakanta tjänster, IFO": True,
    }
    assert "Siffror märkta" in svar.content.decode()


def test_invented_figures_have_no_source(client, exempelvarld):
    svar = client.get(f"{OSTERSUND}?nyckeltal=VP01")
    assert "påhittade" in svar.context["figur"].kalla
    assert "Källa" not in svar.context["figur"].kopiera
    assert svar.context["figur"].exempel


def test_without_invented_figures_there_is_no_notice(client, varld):
    assert "Siffror märkta" not in sidan(client)


# Copying, links and files


def test_a_figure_is_copied_with_source_day_and_link(client, varld):
    kopiera = client.get(f"{OSTERSUND}?nyckeltal=N00090").context["figur"].kopiera
    idag = f"{timezone.localdate():%Y-%m-%d}"
    assert f"Källa: Kolada (N00090), känt {idag}." in kopiera
    assert f"http://testserver/kommuner/2380/?nyckeltal=N00090&kon=T&slag=A&kand={idag}" in kopiera


def test_the_page_as_known_on_a_day(client, varld):
    igar = timezone.localdate() - timedelta(days=1)
    Import.objects.filter(version=1).update(publicerad=timezone.now() - timedelta(days=1))
    varldar.importera([varldar.cell("2380", "N00090", "2022", 6.1)])
    svar = client.get(f"{OSTERSUND}?kand={igar}")
    (_, [sjuka]) = svar.context["omraden"][0]
    assert sjuka.varde.replace("\xa0", " ") == "8,7 %"
    assert "Så som siffrorna var kända den" in svar.content.decode()


def test_before_the_first_import_nothing_was_known(client, varld):
    text = sidan(client, "?kand=2001-01-01")
    assert "Inga värden för Östersund ännu" in text


def rapportera(preliminar: bool = False) -> None:
    """Östersund's two first real quarters, on top of what is invented."""
    tal = (("2026-K2", 6), ("2026-K3", 5))
    celler = [varldar.rapporterad("2380", "VP01", period, taljare, 50) for period, taljare in tal]
    varldar.importera(celler, kalla="kommun", slag=Import.Slag.FORMULAR, preliminar=preliminar)
    varldar.bygg_trender()


def test_what_is_reported_is_not_taken_for_what_was_invented_before(client, exempelvarld):
    rapportera()
    svar = client.get(f"{OSTERSUND}?nyckeltal=VP01")
    text, figur = svar.content.decode().replace("\xa0", " "), svar.context["figur"]
    assert "Exempeldata (påhittat)" not in text
    assert "10,0 procent kvartal 3 2026, 2,0 procentenheter mindre än kvartal 2 2026." in text
    assert not svar.context["visar_exempeldata"]
    assert [kort.exempel for kort in svar.context["kort"]] == [False, False]
    assert len(figur.diagram.tabell.rader) == 2
    assert "plats 1 av 1" not in text
    assert "8 av 10 kommuner" not in text


def test_a_preliminary_value_says_so(client, exempelvarld):
    rapportera(preliminar=True)
    svar = client.get(f"{OSTERSUND}?nyckeltal=VP01")
    assert svar.context["kort"][0].period == "kv 3 2026, preliminärt"
    assert "10,0 procent kvartal 3 2026 (preliminärt), 2,0" in svar.content.decode().replace("\xa0", " ")
    ((_, [vakanta]), (_, [sjuka])) = svar.context["omraden"]
    assert (vakanta.period, sjuka.period) == ("kv 3 2026, preliminärt", "2022")
    i_tabellen = [rad.celler[0].text for rad in svar.context["figur"].diagram.tabell.rader]
    assert i_tabellen == ["kv 3 2026, preliminärt", "kv 2 2026, preliminärt"]
    status = {rad["nyckeltal"]: rad["status"] for rad in rader(client.get(f"{OSTERSUND}?format=csv"))}
    assert status == {"VP01": "preliminär", "N00090": "slutlig"}


def test_a_final_value_says_nothing_of_it(client, varld):
    assert "preliminärt" not in sidan(client, "?nyckeltal=N00090")


@pytest.mark.parametrize("format_", FORMAT)
def test_every_format_is_linked(client, varld, format_):
    assert f"?tabell=nyckeltal&amp;format={format_}" in sidan(client)


def test_the_table_as_csv(client, varld):
    svar = client.get(f"{OSTERSUND}?format=csv&tabell=nyckeltal")
    assert svar["Content-Disposition"] == 'attachment; filename="2380-nyckeltal-svensk.csv"'
    sjuka = next(rad for rad in rader(svar) if rad["nyckeltal"] == "N00090")
    assert sjuka["kommun_kod"] == "2380"
    assert (sjuka["period"], sjuka["varde"], sjuka["plats_egen_berakning"]) == ("2022", "8,7", "6")
    assert (sjuka["kalla"], sjuka["exempeldata"]) == ("Kolada", "nej")


def test_the_chart_as_csv_for_machines(client, varld):
    svar = client.get(f"{OSTERSUND}?format=csv-maskin&tabell=serie&nyckeltal=N00090")
    vid_ar = {rad["period"]: rad["varde"] for rad in rader(svar)}
    assert (vid_ar["2014"], vid_ar["2015"]) == ("7.3", "8.4")


def test_a_missing_value_is_an_empty_cell_with_its_reason(client, varld):
    svar = client.get("/kommuner/0319/?format=csv-maskin&tabell=serie&nyckeltal=N00090")
    (rad,) = rader(svar)
    assert (rad["varde"], rad["saknas"]) == ("", "uppgift saknas")


def test_the_table_as_excel(client, varld):
    svar = client.get(f"{OSTERSUND}?format=xlsx")
    bok = openpyxl.load_workbook(io.BytesIO(b"".join(svar.streaming_content)))
    celler = [cell.value for rad in bok.active.iter_rows() for cell in rad]
    assert "2380" in celler
    assert 8.7 in celler


# Odd addresses


def test_a_lost_leading_zero_is_put_back(client, register):
    svar = client.get("/kommuner/180/?nyckeltal=N00090")
    assert svar.status_code == 302
    assert svar["Location"] == "/kommuner/0180/?nyckeltal=N00090"


@pytest.mark.parametrize("kod", ["9999", "0000", "ostersund", "12345", "99"])
def test_an_unknown_code_is_a_page_that_helps(client, register, kod):
    svar = client.get(f"/kommuner/{kod}/")
    assert svar.status_code == 404
    assert f"Ingen kommun har koden ”{kod}”" in svar.content.decode()


@pytest.mark.parametrize(
    ("fraga", "besked"),
    [
        ("?nyckeltal=N99999", "Nyckeltalet ”N99999” finns inte"),
        ("?kon=X", "Kön ”X” finns inte"),
        ("?slag=Q", "Periodslaget ”Q” finns inte"),
        ("?kand=igår", "Datumet ”igår” går inte att förstå"),
        ("?kand=2022-02-30", "Datumet ”2022-02-30” går inte att förstå"),
        ("?format=pdf", "Formatet ”pdf” finns inte"),
        ("?format=csv&tabell=hemlig", "Tabellen ”hemlig” finns inte"),
        ("?nyckeltal=%00", "finns inte"),
    ],
)
def test_what_does_not_exist_is_told_and_the_page_stays(client, varld, fraga, besked):
    text = sidan(client, fraga, status=400)
    assert besked in text
    assert "<h1>Östersund</h1>" in text


def test_text_from_the_address_is_escaped(client, varld):
    text = sidan(client, "?nyckeltal=<script>alert(1)</script>", status=400)
    assert "<script>alert" not in text


# How much is asked of the database


def test_twelve_queries_however_many_rows(client, varld, django_assert_max_num_queries):
    celler = [varldar.cell("2380", kod, ar, 50.0) for kod in ("U30200", "N30206", "N00216") for ar in varldar.AR]
    varldar.importera(celler)
    varldar.bygg_trender()
    with django_assert_max_num_queries(12):
        client.get(OSTERSUND)


def test_twelve_queries_for_somebody_logged_in(inloggad, bo, varld, django_assert_max_num_queries):
    klient = inloggad(bo)
    with django_assert_max_num_queries(12):
        klient.get(OSTERSUND)


def test_what_a_version_cannot_change_is_read_once(client, varld, django_assert_max_num_queries):
    """Beside that only the group, the version, the similar ones, what is done and what is said."""
    client.get(OSTERSUND)
    with django_assert_max_num_queries(5):
        client.get(OSTERSUND)


def test_the_municipality_and_its_group_are_found_together(varld, django_assert_num_queries):
    with django_assert_num_queries(1):
        funnen = presentation.hitta("2380")
        assert funnen is not None
        assert (funnen[0].lan.namn, str(funnen[1])) == ("Jämtlands län", "Större stad")


def test_a_municipality_without_group_is_found_too(varld):
    Grupptillhorighet.objects.all().delete()
    funnen = presentation.hitta("2380")
    assert funnen is not None
    assert (funnen[0].namn, funnen[1]) == ("Östersund", None)
    assert presentation.hitta("9999") is None
