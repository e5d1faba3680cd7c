import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.varldar import bygg_trender, importera, liten_varld, rapporterad, vakanser

HTMX = {"HX-Request": "true", "HX-Target": "traffar"}


def hamta(client, fraga: str = "", **huvud: str):
    return client.get(reverse("kommun-lista") + fraga, headers=huvud)


def rader(svar) -> list[str]:
    return [rad.kommun.namn for rad in svar.context["rader"]]


def ruta(svar, namn: str, nummer: int = 0):
    (rad,) = [rad for rad in svar.context["rader"] if rad.kommun.namn == namn]
    return rad.rutor[nummer]


@pytest.fixture
def varlden(register):
    liten_varld(exempel=True)
    bygg_trender()


def test_a_page_of_fifty_in_swedish_order(client, varlden):
    svar = hamta(client)

    assert svar.status_code == 200
    assert len(rader(svar)) == 50
    assert rader(svar)[0] == "Ale"
    assert rader(hamta(client, "?sida=6"))[-1] == "Övertorneå"
    assert svar.context["antal"] == "290 av 290 kommuner"


def test_all_on_one_page(client, varlden):
    svar = hamta(client, "?sida=alla")

    assert len(rader(svar)) == 290
    assert "Dela upp på sidor" in svar.content.decode()


def test_the_default_is_lifted_nyckeltal_with_values_real_ones_first(client, varlden):
    svar = hamta(client)

    assert [k.definition.kod for k in svar.context["kolumner"]] == ["N00090", "VP01"]


def test_a_cell_has_value_period_line_and_judgement(client, varlden):
    svar = hamta(client, "?q=stersund&lan=")

    cell = ruta(svar, "Östersund")
    assert cell.varde == "8,7\u00a0%"
    assert cell.gnista is not None
    assert cell.tagg is not None
    assert svar.context["kolumner"][0].period == "2022"
    assert cell.period == ""


def test_a_missing_value_says_so_and_is_never_zero(client, varlden):
    svar = hamta(client, "?q=karleby&lan=")

    cell = ruta(svar, "Älvkarleby")
    assert (cell.varde, cell.saknas, cell.gnista) == ("", "uppgift saknas", None)


def test_sorting_puts_the_missing_last_and_tells_the_direction(client, varlden):
    stigande = hamta(client, "?ordning=N00090&nyckeltal=N00090")
    fallande = hamta(client, "?ordning=-N00090&nyckeltal=N00090")

    assert rader(stigande)[:3] == ["Torsby", "Växjö", "Umeå"]
    assert rader(fallande)[:2] == ["Östersund", "Åmål"]
    assert rader(fallande)[6] == "Ale"
    assert 'aria-sort="ascending"' in stigande.content.decode()
    assert 'aria-sort="descending"' in fallande.content.decode()
    assert fallande.context["kolumner"][0].lank == "?nyckeltal=N00090&ordning=N00090"


def test_names_backwards(client, varlden):
    assert rader(hamta(client, "?ordning=-kommun"))[-1] != "Ale"
    assert rader(hamta(client, "?ordning=-kommun&sida=6"))[-1] == "Ale"


def test_real_values_are_sorted_before_invented_ones(client, varlden):
    importera([rapporterad("0780", "VP01", "2022-K4", 40, 50)], kalla="kommun", slag="fil")

    svar = hamta(client, "?ordning=VP01&nyckeltal=VP01")

    assert rader(svar)[0] == "Växjö"
    assert not ruta(svar, "Växjö").exempel
    assert ruta(svar, "Östersund").exempel
    assert not svar.context["kolumner"][0].exempel


def test_where_some_are_invented_each_of_them_says_so_in_short(client, varlden):
    importera([rapporterad("0780", "VP01", "2022-K4", 40, 50)], kalla="kommun", slag="fil")

    svar = hamta(client, "?nyckeltal=VP01&sida=alla")
    text = svar.content.decode()

    pahittade = sum(ruta_.exempel for rad in svar.context["rader"] for ruta_ in rad.rutor)
    assert svar.context["kolumner"][0].blandad
    assert pahittade
    assert text.count('<abbr class="exempelmarke" title="exempeldata">ex.</abbr>') == pahittade
    assert text.count("ex. = exempeldata") == 1


def test_invented_values_are_marked_on_column_and_page(client, varlden):
    svar = hamta(client, "?nyckeltal=VP01")

    assert svar.context["kolumner"][0].exempel
    assert svar.context["visar_exempeldata"] is True
    text = hamta(client, "?nyckeltal=VP01&lan=23").content.decode()
    assert text.split("<thead>")[1].count('class="exempelmarke"') == 1
    assert 'data-namn="Vakanta tjänster, IFO"' in text
    assert svar.context["mening"].startswith("Exempeldata (påhittat): ")
    assert hamta(client, "?nyckeltal=N00090").context["visar_exempeldata"] is False


def test_filters_and_the_sentence_follow_each_other(client, varlden):
    svar = hamta(client, "?lan=23&nyckeltal=N00090")

    assert svar.context["antal"] == "8 av 290 kommuner"
    assert "Östersund" in rader(svar)
    grupp = hamta(client, "?grupp=B3&nyckeltal=N00090")
    assert rader(grupp) == ["Umeå", "Växjö", "Östersund"]
    assert grupp.context["mening"] == (
        "Sjukfrånvaro, hela kommunen 2022: lägst i Växjö med 7,1\u00a0procent, högst i Östersund med 8,7\u00a0procent."
    )


def test_nothing_found_says_what_to_do(client, varlden):
    svar = hamta(client, "?q=xyzzy&lan=")

    assert svar.status_code == 200
    assert "Ingen kommun passar" in svar.content.decode()


@pytest.mark.parametrize(
    ("q", "kod"), [("Östersund", "2380"), ("östersund", "2380"), ("2380", "2380"), ("114", "0114"), ("Habo", "0643")]
)
def test_an_exact_name_or_code_goes_straight_there(client, varlden, q, kod):
    svar = hamta(client, f"?q={q}")

    assert (svar.status_code, svar.headers["Location"]) == (302, reverse("kommun-visa", args=[kod]))


@pytest.mark.parametrize("fraga", ["?q=Hab", "?q=", "?q=Lund&lan=12", "?q=0000"])
def test_other_searches_stay_in_the_list(client, varlden, fraga):
    assert hamta(client, fraga).status_code == 200


@pytest.mark.parametrize(
    ("fraga", "fel"),
    [
        ("?lan=99", "Länet ”99” finns inte."),
        ("?lan=x", "Länet ”x” finns inte."),
        ("?grupp=Q1", "Kommungruppen ”Q1” finns inte."),
        ("?nyckeltal=X1", "Nyckeltalet ”X1” finns inte."),
        ("?nyckeltal=N00090,VP01,VP02,VP03,VP04", "Välj högst fyra nyckeltal åt gången. Du har valt 5."),
        ("?kon=Q", "Kön ”Q” finns inte."),
        ("?ordning=storlek", "Det går inte att ordna efter ”storlek”."),
        ("?sida=-1", "Sidan ”-1” finns inte."),
        ("?sida=²", "Sidan ”²” finns inte."),
        ("?format=pdf", "Formatet ”pdf” finns inte."),
        ("?kand=hejsan", "Datumet ”hejsan” går inte att förstå."),
        ("?period=2015", "Listan visar alltid det senaste värdet."),
    ],
)
def test_what_does_not_exist_is_said_in_swedish(client, varlden, fraga, fel):
    svar = hamta(client, fraga)

    assert svar.status_code == 400
    assert fel in svar.content.decode()
    assert len(rader(svar)) == 50


@pytest.mark.parametrize("namn", ["lan", "grupp", "nyckeltal", "kon", "ordning", "sida", "format", "kand"])
def test_what_is_wrong_is_quoted_in_short(client, varlden, namn):
    text = hamta(client, f"?{namn}={'a' * 3000}").context["fel"]

    assert text.count("a" * 40) + text.count("A" * 40) == 1
    assert "…”" in text
    assert len(text) < 160


def test_the_list_as_known_on_a_day_says_so_and_keeps_the_day(client, varlden):
    dag = timezone.localdate().isoformat()
    svar = hamta(client, f"?nyckeltal=N00090&kand={dag}")
    text = svar.content.decode()

    assert "Så som siffrorna var kända den" in text
    assert ruta(hamta(client, f"?nyckeltal=N00090&q=stersund&kand={dag}"), "Östersund").varde == "8,7\u00a0%"
    assert f'href="/kommuner/0114/?kand={dag}"' in hamta(client, f"?q=upplands&kand={dag}").content.decode()
    assert f'name="kand" value="{dag}"' in text
    assert svar.context["kolumner"][0].lank.endswith(f"&kand={dag}")
    assert svar.context["nyastlank"] == "?nyckeltal=N00090"


def test_before_the_first_import_nothing_was_known(client, varlden):
    svar = hamta(client, "?nyckeltal=N00090&kand=1999-12-31")

    assert svar.status_code == 200
    assert {rad.rutor[0].varde for rad in svar.context["rader"]} == {""}


def test_a_page_too_far_is_the_last_and_an_unchosen_order_the_names(client, varlden):
    assert hamta(client, "?sida=99").context["blad"].number == 6
    assert rader(hamta(client, "?nyckeltal=N00090&ordning=-VP01"))[0] == "Ale"


def test_a_county_without_its_leading_zero_is_understood(client, varlden):
    assert hamta(client, "?lan=1").context["antal"] == "26 av 290 kommuner"


def test_htmx_gets_the_fragment_and_the_whole_state_in_the_address(client, varlden):
    svar = hamta(client, "?q=%C3%B6s&lan=&grupp=&ordning=kommun", **HTMX)
    text = svar.content.decode()

    assert "<html" not in text
    assert text.lstrip().startswith('<section id="traffar"')
    assert 'hx-swap-oob="innerHTML"' in text
    assert svar.headers["HX-Push-Url"] == "/kommuner/?q=%C3%B6s&nyckeltal=N00090,VP01"
    assert "HX-Target" in svar.headers["Vary"]
    assert "<html" in hamta(client, svar.headers["HX-Push-Url"].removeprefix("/kommuner/")).content.decode()


def test_htmx_is_told_what_is_wrong_in_an_answer_that_it_shows(client, varlden):
    svar = hamta(client, "?nyckeltal=N00090,VP01,VP02,VP03,VP04", **HTMX)

    assert svar.status_code == 200
    assert "Välj högst fyra" in svar.content.decode()
    assert "HX-Push-Url" not in svar.headers


def test_the_file_has_every_page_with_the_same_filters_and_order(client, varlden):
    svar = hamta(client, "?nyckeltal=N00090&ordning=-N00090&format=csv-maskin")
    rader_ = svar.getvalue().decode().splitlines()

    assert len(rader_) == 291
    assert rader_[1].startswith("2380,Östersund,Jämtlands län,B3,N00090,")
    assert ",8.7,," in rader_[1]
    assert rader_[-1].split(",")[8:10] == ["", "uppgift saknas"]
    svensk = hamta(client, "?nyckeltal=N00090&lan=23&format=csv").getvalue().decode()
    assert svensk.startswith("\ufeffkommun_kod;kommun;")
    assert svensk.count("\r\n") == 9
    assert ";8,7;" in svensk


def test_the_workbook_has_the_same_figures(client, varlden):
    svar = hamta(client, "?nyckeltal=N00090&q=stersund&format=xlsx")
    blad = openpyxl.load_workbook(io.BytesIO(svar.getvalue())).worksheets[0]

    celler = [cell.value for rad in blad.iter_rows() for cell in rad]
    assert 8.7 in celler
    assert "Östersund" in celler


def test_hidden_values_never_come_out(client, register):
    importera([rapporterad("2380", "VP01", "2022-K4", 1, 3)], kalla="kommun", slag="fil")

    svar = hamta(client, "?nyckeltal=VP01&q=stersund")

    assert ruta(svar, "Östersund").varde == ""
    assert (
        "33" not in hamta(client, "?nyckeltal=VP01&format=csv").getvalue().decode().split("2380;")[1].split("\r\n")[0]
    )


def test_without_any_values_the_list_still_leads_to_every_municipality(client, register):
    svar = hamta(client)

    assert svar.status_code == 200
    assert len(rader(svar)) == 50
    assert "Inga värden ännu" in svar.content.decode()
    assert hamta(client, "?sida=alla").content.decode().count('<th scope="row">') == 290


def test_at_most_eight_queries_however_many_rows(client, varlden, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        hamta(client, "?sida=alla&nyckeltal=N00090,VP01")
    importera(vakanser([f"01{i}" for i in (14, 15, 17, 20, 23, 25, 26, 27, 28, 36)]), kalla="kommun", slag="fil")
    with django_assert_max_num_queries(8):
        hamta(client, "?sida=alla&nyckeltal=N00090,VP01")
