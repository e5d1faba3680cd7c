"""The list of nyckeltal and the page of one: the country, the ranking, the filters, odd addresses."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from kommuner.models import Import
from kommuner.nyckeltal import alla
from socialtjanst.web.presentation.nyckeltal import forsta_meningen
from tests import varldar

SJUK = "/nyckeltal/N00090/"
NBSP = "\xa0"


pytestmark = pytest.mark.usefixtures("utan_koer")


def rader(svar) -> list[dict[str, str]]:
    text = b"".join(svar.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def rangordning(svar) -> list[tuple[str, str, str]]:
    return [(r.plats, r.kommun.namn, r.varde.replace(NBSP, " ")) for r in svar.context["rader"]]


# The list


def test_the_list_holds_every_nyckeltal_once(client, varld):
    koder = [rad.definition.kod for _, del_ in client.get("/nyckeltal/").context["omraden"] for rad in del_]
    assert koder == list(alla())


def test_a_row_says_what_for_whom_and_how_many(client, varld):
    svar = client.get("/nyckeltal/?q=N00090")
    ((omrade, (rad,)),) = svar.context["omraden"]
    assert omrade == "Sjukfrånvaro"
    assert rad.fakta == "hela kommunen · procent · lägre är bättre"
    assert rad.kalla == "Källa: Kolada (N00090)"
    assert rad.tackning == "6 av 290 kommuner har värde 2022"
    assert "1 av 46 nyckeltal matchar ”N00090”" in svar.content.decode()


def test_a_nyckeltal_without_values_says_so(client, varld):
    ((_, (rad,)),) = client.get("/nyckeltal/?q=U30200").context["omraden"]
    assert rad.tackning == "Inga värden ännu"


def vakansernas_tackning(client) -> str:
    alla_rader = [rad for _, del_ in client.get("/nyckeltal/").context["omraden"] for rad in del_]
    return str(next(rad.tackning for rad in alla_rader if rad.definition.kod == "VP01"))


def test_a_whole_year_ends_later_than_its_quarters(client, register):
    varldar.importera([varldar.rapporterad("2380", "VP01", p, 1, 10) for p in ("2024-K4", "2025-K1", "2025")])
    varldar.importera([varldar.rapporterad("2480", "VP01", "2025-K1", 1, 10)])
    assert vakansernas_tackning(client) == "1 av 290 kommuner har värde 2025"


def test_a_municipality_whose_latest_is_hidden_does_not_count(client, register):
    celler = [varldar.rapporterad(k, "VP01", "2025-K1", 1, 10) for k in ("2380", "2480")]
    varldar.importera([*celler, varldar.rapporterad("2380", "VP01", "2025-K2", 1, 2)])
    assert vakansernas_tackning(client) == "2 av 290 kommuner har värde kvartal 1 2025"


def test_invented_coverage_is_marked(client, exempelvarld):
    alla_rader = [rad for _, del_ in client.get("/nyckeltal/").context["omraden"] for rad in del_]
    assert [rad.definition.kod for rad in alla_rader if rad.exempel] == ["VP01"]


@pytest.mark.parametrize("q", ["sjukfrånvaro", "SJUKFRÅNVARO", "30 sjukfrånvaro"])
def test_the_search_takes_words_in_any_order(client, register, q):
    namn = [rad.definition.namn for _, del_ in client.get("/nyckeltal/", {"q": q}).context["omraden"] for rad in del_]
    assert namn
    assert all("jukfrånvaro" in n for n in namn)


def test_a_search_without_hits_says_what_to_do(client, register):
    text = client.get("/nyckeltal/?q=xyzzy").content.decode()
    assert "Inget nyckeltal matchar" in text


def test_a_definition_in_one_line():
    assert forsta_meningen("Andelen. Mer om det.") == "Andelen."
    assert forsta_meningen("Bara en mening.") == "Bara en mening."


def test_the_list_asks_little(client, varld, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get("/nyckeltal/")


# One nyckeltal


def test_the_country_in_one_period(client, varld):
    svar = client.get(f"{SJUK}?period=2015")
    assert rangordning(svar)[:2] == [("1", "Torsby", "4,3 %"), ("2", "Växjö", "6,1 %")]
    assert rangordning(svar)[-1] == ("6", "Östersund", "8,4 %")
    mening = svar.context["mening"].replace(NBSP, " ")
    assert mening.startswith("6 av 290 kommuner har ett värde för 2015. Lägst bland dem som svarat var Torsby")
    assert "Torsby med 4,3 procent, högst Östersund med 8,4 procent. Medianen var 7,0 procent." in mening


def test_when_most_have_answered_the_sentence_is_shorter(client, varld):
    varldar.importera([varldar.cell(kod, "N00090", "2021", 7.0) for kod in ("2303", "2305", "2309", "2313", "2321")])
    mening = client.get(f"{SJUK}?period=2021&lan=23").context["mening"]
    assert mening.startswith("6 av 8 kommuner i Jämtlands län har ett värde för 2021. Lägst var fem")


def test_equal_values_share_a_place(client, varld):
    varldar.importera([varldar.cell("0780", "N00090", "2015", 4.3)])
    assert [plats for plats, _, _ in rangordning(client.get(f"{SJUK}?period=2015"))][:3] == ["1", "1", "3"]


def test_without_a_period_the_latest_is_shown(client, varld):
    assert client.get(SJUK).context["period"] == "2022"


def test_a_period_that_few_have_reported_is_not_the_first_choice(client, varld):
    varldar.importera([varldar.cell("2380", "N00090", "2023", 8.0)])
    svar = client.get(SJUK)
    assert svar.context["period"] == "2022"
    assert ("2023", "2023") in svar.context["perioder"]


def test_the_place_is_the_countrys_also_in_a_county(client, varld):
    svar = client.get(f"{SJUK}?period=2015&lan=23")
    assert rangordning(svar) == [("6", "Östersund", "8,4 %")]
    assert "1 av 8 kommuner i Jämtlands län har ett värde" in svar.context["mening"]


def test_groups_and_names_narrow_too(client, varld):
    assert len(rangordning(client.get(f"{SJUK}?period=2015&grupp=B3"))) == 3
    assert rangordning(client.get(f"{SJUK}?period=2015&q=växj"))[0][1] == "Växjö"


def test_a_marked_municipality_is_told_of(client, varld):
    svar = client.get(f"{SJUK}?period=2015&markera=2380")
    assert [r.kommun.kod for r in svar.context["rader"] if r.markt] == ["2380"]
    assert "Det är plats 6 av 6 kommuner; plats 1 är lägst." in svar.context["markt"]
    assert svar.context["remsa"].mening == svar.context["markt"]


def test_who_reports_nothing_is_listed_with_the_reason(client, varld):
    utan = {k.namn: skal for k, skal in client.get(f"{SJUK}?period=2015").context["utan"]}
    assert utan["Älvkarleby"] == "uppgift saknas"
    assert utan["Upplands Väsby"] == "ingen uppgift"
    assert len(utan) == 284


def test_kon(client, varld):
    assert rangordning(client.get(f"{SJUK}?period=2015&kon=K")) == [("", "Östersund", "9,4 %")]


def test_the_map_holds_all_municipalities_and_says_what_lacks(client, varld):
    karta = client.get(f"{SJUK}?period=2015").context["karta"]
    assert len(karta.diagram.bred.vagar) == 290
    assert karta.diagram.tackning == "6 av 290 kommuner har uppgift"
    assert karta.diagram.tabell.rader[-1].celler[0].text == "uppgift saknas"
    assert karta.diagram.tabell.rader[-1].celler[1].text == "284"


def test_the_history_tells_how_many_it_rests_on(client, varld):
    historik = client.get(SJUK).context["historik"]
    assert historik.mening.startswith("Kommunernas median var")
    forst = historik.diagram.tabell.rader[0]
    assert (forst.celler[0].text, forst.celler[-1].text) == ("2022", "6")
    assert "Riket" in [k.text for k in historik.diagram.tabell.kolumner]


def test_what_is_not_ranked_says_why(client, register):
    varldar.importera([varldar.cell(kod, "N30222", "2022", 10.0 * i) for i, kod in enumerate(("2380", "0180"), 1)])
    svar = client.get("/nyckeltal/N30222/")
    assert [plats for plats, _, _ in rangordning(svar)] == ["", ""]
    assert "Kommunerna rangordnas inte" in svar.content.decode()


def test_yes_and_no_are_counted(client, register):
    varldar.importera(
        [varldar.cell(kod, "VP02", "2022-K4", v, taljare=v, namnare=1) for kod, v in (("2380", 0.0), ("0180", 1.0))],
        kalla="kommun",
    )
    svar = client.get("/nyckeltal/VP02/")
    assert "1 av dem svarar ja." in svar.context["mening"]
    assert svar.context["remsa"] is None


def test_a_nyckeltal_without_values_says_what_belongs_there(client, register):
    text = client.get(SJUK).content.decode()
    assert "Inga värden ännu" in text
    assert "make kolada" not in text


def test_trends_stand_beside_the_latest_period_only(client, varld):
    assert client.get(f"{SJUK}?period=2022").context["har_trender"]
    assert not client.get(f"{SJUK}?period=2015").context["har_trender"]


# Example data


def test_invented_figures_are_marked_everywhere(client, exempelvarld):
    svar = client.get("/nyckeltal/VP01/")
    assert svar.context["mening"].startswith("Exempeldata (påhittat): ")
    assert all(rad.exempel for rad in svar.context["rader"])
    assert svar.context["karta"].exempel
    assert svar.context["remsa"].exempel
    assert svar.context["historik"].exempel
    assert "Källa: påhittade exempeldata" in svar.context["kopiera"]


def test_real_figures_are_never_ranked_with_invented_ones(client, exempelvarld):
    celler = [varldar.rapporterad(kod, "VP01", "2022-K4", i, 50) for i, kod in enumerate(("2480", "0780"), start=1)]
    varldar.importera(celler, kalla="kommun", slag=Import.Slag.FIL)
    svar = client.get("/nyckeltal/VP01/?period=2022-K4")
    assert rangordning(svar) == [("1", "Umeå", "2,0 %"), ("2", "Växjö", "4,0 %")]
    assert not svar.context["exempel"]
    assert "Exempeldata för 2 andra kommuner visas inte här" in svar.content.decode()


def test_preliminary_values_say_so_in_the_ranking_and_the_file(client, varld):
    celler = [varldar.rapporterad("0780", "VP01", "2022-K4", 1, 50)]
    varldar.importera(celler, kalla="kommun", slag=Import.Slag.FIL, preliminar=True)
    adress = "/nyckeltal/VP01/?period=2022-K4&markera=0780"
    svar = client.get(adress)
    assert {r.kommun.namn: r.preliminar for r in svar.context["rader"]}["Växjö"]
    text = svar.content.decode()
    assert text.count('title="preliminärt värde"') == 1
    assert "kvartal 4 2022 (preliminärt)" in text
    status = {rad["kommun"]: rad["status"] for rad in rader(client.get(f"{adress}&format=csv"))}
    assert (status["Växjö"], status["Umeå"], status["Torsby"]) == ("preliminär", "slutlig", "")


def test_the_only_one_has_no_place(client, exempelvarld):
    celler = [varldar.rapporterad("2480", "VP01", "2022-K4", 1, 50)]
    varldar.importera(celler, kalla="kommun", slag=Import.Slag.FIL)
    svar = client.get("/nyckeltal/VP01/?period=2022-K4&markera=2480")
    assert rangordning(svar) == [("", "Umeå", "2,0 %")]
    assert "plats 1 av 1" not in svar.content.decode()


# Versions, copying, files


def test_as_known_on_a_day(client, varld):
    igar = timezone.localdate() - timedelta(days=1)
    Import.objects.filter(version=1).update(publicerad=timezone.now() - timedelta(days=1))
    varldar.importera([varldar.cell("1737", "N00090", "2015", 9.9)])
    assert rangordning(client.get(f"{SJUK}?period=2015"))[-1] == ("6", "Torsby", "9,9 %")
    svar = client.get(f"{SJUK}?period=2015&kand={igar}")
    assert rangordning(svar)[0] == ("1", "Torsby", "4,3 %")
    assert "Så som siffrorna var kända den" in svar.content.decode()


def test_the_sentence_to_copy_has_source_day_and_link(client, varld):
    kopiera = client.get(f"{SJUK}?period=2015&lan=17").context["kopiera"]
    idag = timezone.localdate().isoformat()
    assert f"Källa: Kolada (N00090), känt {idag}." in kopiera
    assert kopiera.endswith(f"http://testserver{SJUK}?period=2015&kon=T&lan=17&kand={idag}")


def test_files_keep_the_filters(client, varld):
    svar = client.get(f"{SJUK}?period=2015&lan=23&format=csv")
    assert svar["Content-Disposition"] == 'attachment; filename="N00090-2015-T-svensk.csv"'
    vid_kommun = {rad["kommun"]: rad for rad in rader(svar)}
    assert len(vid_kommun) == 8
    assert (vid_kommun["Östersund"]["varde"], vid_kommun["Östersund"]["plats_egen_berakning"]) == ("8,4", "6")
    assert (vid_kommun["Åre"]["varde"], vid_kommun["Åre"]["saknas"]) == ("", "uppgift saknas")


def test_links_to_files_keep_the_filters(client, varld):
    lankar = client.get(f"{SJUK}?period=2015&lan=23").context["nedladdning"]
    assert lankar[0].adress == f"{SJUK}?period=2015&lan=23&format=csv"


# Odd addresses


@pytest.mark.parametrize(
    ("fraga", "besked"),
    [
        ("?period=2015-K9", "Perioden ”2015-K9” finns inte"),
        ("?period=2015-K1", "finns per år, inte för kvartal 1 2015"),
        ("?period=snart", "går inte att förstå"),
        ("?lan=99", "Koden ”99” finns inte som län"),
        ("?grupp=Z9", "Koden ”Z9” finns inte som kommungrupp"),
        ("?kon=X", "Koden ”X” finns inte som kön"),
        (f"?lan={'9' * 500}", f"Koden ”{'9' * 40}…” finns inte som län"),
        ("?markera=9999", "Koden ”9999” finns inte som kommun"),
        ("?kand=igår", "Datumet ”igår”"),
        ("?format=pdf", "Formatet ”pdf” finns inte"),
    ],
)
def test_what_does_not_exist_is_told_and_the_page_stays(client, varld, fraga, besked):
    svar = client.get(f"{SJUK}{fraga}")
    assert svar.status_code == 400
    assert besked in svar.content.decode()
    assert rangordning(svar)


def test_bad_filters_never_give_a_file(client, varld):
    svar = client.get(f"{SJUK}?lan=99&format=csv")
    assert svar.status_code == 400
    assert svar["Content-Type"].startswith("text/html")


def test_kon_that_a_nyckeltal_lacks_is_refused(client, varld):
    assert client.get("/nyckeltal/VP01/?kon=K").status_code == 400


def test_a_period_without_values_is_an_answer(client, varld):
    svar = client.get(f"{SJUK}?period=1999")
    assert svar.status_code == 200
    assert "Inga kommuner har ett värde för 1999." in svar.content.decode()


def test_codes_are_taken_in_small_letters_and_without_their_zero(client, varld):
    assert client.get("/nyckeltal/n00090/").status_code == 200
    assert client.get(f"{SJUK}?lan=3").context["urval"].lan == "03"
    assert client.get(f"{SJUK}?markera=180").context["urval"].markera == "0180"


def test_a_written_period_is_understood(client, varld):
    assert client.get("/nyckeltal/VP01/", {"period": "kv 4 2022"}).context["period"] == "2022-K4"


def test_an_unknown_nyckeltal_is_a_page_that_helps(client, register):
    svar = client.get("/nyckeltal/N99999/")
    assert svar.status_code == 404
    assert "inget nyckeltal med koden ”N99999”" in svar.content.decode()


def test_few_queries_however_many_rows(client, varld, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get(f"{SJUK}?markera=2380&lan=23")
