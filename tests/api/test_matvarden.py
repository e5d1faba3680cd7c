"""Values: their shape, every filter, what is hidden, and what was known when."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kommuner.importer.skriv import Cell
from kommuner.models import Import, Matvarde
from socialtjanst.api import utdata

ADRESS = "/api/v1/matvarden/"


@pytest.fixture
def hamta(client):
    def gor(**fraga):
        svar = client.get(ADRESS, fraga)
        assert svar.status_code == 200, svar.content
        return svar.json()

    return gor


def nycklar(svar):
    return [(r["kommun"], r["nyckeltal"], r["period"], r["kon"]) for r in svar["results"]]


def test_a_row_has_exactly_the_agreed_shape(varld, hamta):
    [rad] = hamta(kommun="2380", nyckeltal="N00090", period="2015", kon="T")["results"]
    assert rad == {
        "kommun": "2380",
        "kommun_namn": "Östersund",
        "enhet": None,
        "nyckeltal": "N00090",
        "period": "2015",
        "kon": "T",
        "varde": 8.4,
        "saknas": None,
        "kalla": "kolada",
        "exempel": False,
        "version": 1,
    }


def test_the_page_says_what_it_rests_on(varld, hamta):
    svar = hamta()
    assert {k: v for k, v in svar.items() if k != "results"} == {
        "version": 3,
        "kand": None,
        "anmarkning": None,
        "next": None,
        "previous": None,
    }
    assert len(svar["results"]) == 12


def test_riket_is_a_line_of_its_own(varld, hamta):
    for namn in ("0000", "Riket"):
        [rad] = hamta(kommun=namn)["results"]
        assert (rad["kommun"], rad["kommun_namn"], rad["varde"]) == ("0000", "Riket", 6.2)


@pytest.mark.parametrize(
    ("fraga", "kommuner"),
    [
        ({"kommun": "2380,2480"}, {"2380", "2480"}),
        ({"kommun": "2380,0000"}, {"2380", "0000"}),
        ({"lan": "23"}, {"2380"}),
        ({"lan": "01,17"}, {"0180", "0114", "0115", "1737"}),
        ({"grupp": "B3"}, {"2380", "2480"}),
        ({"grupp": "B3", "lan": "23"}, {"2380"}),
        ({"kommun": "2480", "lan": "23"}, set()),
        ({"kommun": "0000", "lan": "23"}, set()),
        ({"grupp": "C9"}, set()),
        ({"nyckeltal": "VP01"}, {"2380", "2480"}),
        ({"kalla": "kommun"}, {"2380", "2480"}),
        ({"kon": "M"}, {"0115"}),
        ({"period": "2014,2026-K2"}, {"2380"}),
        ({"periodslag": "K"}, {"2380", "2480"}),
        ({"exempel": "true"}, set()),
        ({"saknas": "dold"}, {"2380"}),
        ({"saknas": "saknas,ej_tillampligt"}, {"0180", "0115"}),
        ({"saknas": "nej", "lan": "01"}, {"0114"}),
        ({"enhet": "ingen", "nyckeltal": "VP01"}, {"2380", "2480"}),
    ],
)
def test_filters(varld, hamta, fraga, kommuner):
    assert {r["kommun"] for r in hamta(**fraga)["results"]} == kommuner


@pytest.mark.parametrize(
    ("fraga", "perioder"),
    [
        ({"fran": "2015"}, {"2015", "2026-K1", "2026-K2"}),
        ({"till": "2014"}, {"2014"}),
        ({"till": "2026"}, {"2014", "2015", "2026-K1", "2026-K2"}),
        ({"fran": "2026-K2"}, {"2026-K2"}),
        ({"fran": "2015", "till": "2026-K1"}, {"2026-K1"}),
        ({"till": "2099"}, {"2014", "2015", "2026-K1", "2026-K2"}),
        ({"fran": "2026-01"}, set()),
    ],
)
def test_from_and_to_know_the_kinds_of_period(varld, hamta, fraga, perioder):
    assert {r["period"] for r in hamta(**fraga)["results"]} == perioder


@pytest.mark.parametrize("antal", [5, 15])
def test_few_and_many_municipalities_say_the_same(varld, enhet, hamta, antal):
    """The query is another one for many municipalities; units are found either way."""
    fyllnad = ["0117", "0120", "0123", "0125", "0126", "0127", "0128", "0136", "0138", "0139", "0140", "0160", "0162"]
    svar = hamta(kommun=",".join(["2380", *fyllnad][:antal]))
    assert [r["enhet"] for r in svar["results"]] == [None] * 5 + [enhet.pk]


def test_a_unit_is_found_by_its_number(varld, enhet, hamta):
    [rad] = hamta(enhet=str(enhet.pk))["results"]
    assert (rad["enhet"], rad["kommun"], rad["varde"]) == (enhet.pk, "2380", 20.0)
    assert len(hamta(enhet=f"ingen,{enhet.pk}", nyckeltal="VP01")["results"]) == 4


def test_a_hidden_value_is_null_with_its_reason_and_never_orders(varld, hamta):
    [rad] = hamta(period="2026-K2")["results"]
    assert (rad["varde"], rad["saknas"]) == (None, "dold")
    assert Matvarde.objects.get(period="2026-K2").varde == 50.0
    assert [r["varde"] for r in hamta(nyckeltal="VP01", ordering="-varde")["results"]] == [12.5, 10.0, None]
    assert 50.0 not in [r["varde"] for r in hamta()["results"]]


@pytest.mark.parametrize("falt", ["kommun", "nyckeltal", "period", "varde"])
def test_ordering_both_ways(varld, hamta, falt):
    stigande = [r[falt] for r in hamta(ordering=falt)["results"]]
    kanda = [v for v in stigande if v is not None]
    assert kanda == sorted(kanda)
    assert stigande[len(kanda) :] == [None] * (len(stigande) - len(kanda))
    fallande = [r[falt] for r in hamta(ordering=f"-{falt}")["results"]]
    assert fallande[: len(kanda)] == kanda[::-1]


def ga(client, adress, at):
    """All pages' rows in one direction, and the last address."""
    rader = []
    while adress:
        svar = client.get(adress).json()
        rader.append(svar["results"])
        sista, adress = adress, svar[at]
    return rader, sista


@pytest.mark.parametrize("ordning", ["", "varde", "-varde", "kommun", "-period"])
@pytest.mark.parametrize("storlek", [1, 5, 12])
def test_paging_there_and_back_gives_each_row_once(varld, client, hamta, ordning, storlek):
    fraga = {"ordering": ordning} if ordning else {}
    alla = hamta(**fraga)["results"]
    start = f"{ADRESS}?page_size={storlek}" + (f"&ordering={ordning}" if ordning else "")
    fram, sista = ga(client, start, "next")
    assert [r for sida in fram for r in sida] == alla
    bak, forsta = ga(client, sista, "previous")
    assert [r for sida in reversed(bak) for r in sida] == alla
    assert client.get(forsta).json()["previous"] is None


def test_a_cursor_reads_one_version_across_a_publishing(varld, publicerat, client, hamta):
    forsta = hamta(page_size=2, nyckeltal="N00090")
    publicerat([Cell("2480", None, "N00090", "2015", "T", 99.0), Cell("0117", None, "N00090", "2015", "T", 5.0)])
    rader, _ = ga(client, forsta["next"], "next")
    varden = [r["varde"] for sida in rader for r in sida]
    assert len(varden) == 7
    assert 99.0 not in varden
    nya = hamta(nyckeltal="N00090")
    assert nya["version"] == 4
    assert 99.0 in [r["varde"] for r in nya["results"]]


def test_as_known_then(varld, hamta):
    fraga = {"kommun": "2380", "nyckeltal": "N00090", "period": "2014"}
    i_dag = timezone.localdate()

    def varde(dagar):
        dag = i_dag - timedelta(days=dagar)
        svar = hamta(**fraga, kand=dag.isoformat())
        assert svar["kand"] == dag.isoformat()
        return svar["version"], [r["varde"] for r in svar["results"]]

    assert varde(0) == (3, [7.4])
    assert varde(1) == (2, [7.4])
    assert varde(2) == (1, [7.3])
    assert varde(3) == (1, [7.3])
    assert varde(4) == (0, [])


def test_before_the_first_import_it_is_said(varld, hamta, client):
    svar = hamta(kand="2001-02-03")
    assert svar["results"] == []
    assert svar["anmarkning"] == "Inget var publicerat den 2001-02-03."
    assert client.get(ADRESS, {"kand": "2001-02-03", "format": "csv"})["Dataversion"] == "0"


def test_a_version_can_be_pinned(varld, hamta, client):
    assert [r["varde"] for r in hamta(version="1", kommun="2380", period="2014")["results"]] == [7.3]
    assert client.get(ADRESS, {"version": "4"}).status_code == 400
    assert client.get(ADRESS, {"version": "1", "kand": "2020-01-01"}).status_code == 400


def test_what_is_not_published_is_not_seen(varld, hamta):
    from kommuner.importer.skriv import skriv
    from kommuner.services import oppna

    skriv(oppna("kolada", "pågår"), [Cell("0117", None, "N00090", "2015", "T", 1.0)], kalla="kolada")
    assert hamta(kommun="0117")["results"] == []


def test_example_values_are_marked(varld, publicerat, hamta):
    publicerat([Cell("0117", None, "N00090", "2015", "T", 1.0)], exempel=True)
    assert [r["exempel"] for r in hamta(kommun="0117")["results"]] == [True]
    assert hamta(kommun="0117", exempel="false")["results"] == []


@pytest.mark.parametrize(("val", "perioder"), [("true", ["2015"]), ("false", ["2014"]), (None, ["2014", "2015"])])
def test_preliminary_values_by_themselves(varld, publicerat, hamta, val, perioder):
    publicerat([Cell("0117", None, "N00090", "2014", "T", 1.0)])
    publicerat([Cell("0117", None, "N00090", "2015", "T", 1.0)], preliminar=True)
    svar = hamta(kommun="0117", **({"preliminar": val} if val else {}))
    assert sorted(r["period"] for r in svar["results"]) == perioder


def test_preliminary_is_yes_or_no(varld, client):
    assert client.get(ADRESS, {"preliminar": "kanske"}).status_code == 400


def lasa_csv(client, **fraga):
    svar = client.get(ADRESS, {"format": "csv", **fraga})
    assert svar.status_code == 200
    assert svar["Content-Disposition"] == 'attachment; filename="matvarden.csv"'
    return b"".join(svar.streaming_content).decode()


def test_csv_says_the_same_as_json(varld, enhet, client, hamta):
    text = lasa_csv(client, ordering="varde")
    rader = list(csv.DictReader(io.StringIO(text)))
    for i_filen, i_json in zip(rader, hamta(ordering="varde")["results"], strict=True):
        assert {k: _ur_csv(k, v) for k, v in i_filen.items()} == i_json
    assert list(rader[0]).index("saknas") == list(rader[0]).index("varde") + 1


def _ur_csv(kolumn, text):
    if text == "":
        return None
    if kolumn in ("enhet", "version"):
        return int(text)
    return {"varde": float, "exempel": lambda t: t == "ja"}.get(kolumn, str)(text)


def test_the_swedish_dialect(varld, client):
    text = lasa_csv(client, kommun="2380", period="2015", kon="T", dialekt="sv")
    assert text.startswith("\ufeffkommun;kommun_namn;")
    assert "\r\n2380;Östersund;;N00090;2015;T;8,4;;kolada;nej;1\r\n" in text


def test_csv_by_accept_streams_in_chunks(varld, client, monkeypatch):
    monkeypatch.setattr(utdata, "RADER_PER_BIT", 5)
    svar = client.get(ADRESS, headers={"accept": "text/csv"})
    assert [bit.count(b"\n") for bit in svar.streaming_content] == [5, 5, 3]


def test_a_page_costs_the_same_number_of_queries_however_many_rows(varld, client, django_assert_num_queries):
    client.get(ADRESS)
    for storlek in (1, 12):
        with django_assert_num_queries(4):
            client.get(ADRESS, {"page_size": storlek})
    with django_assert_num_queries(5):
        client.get(ADRESS, {"kommun": "2380"})


def test_nothing_published_at_all(tomt, hamta):
    svar = hamta()
    assert (svar["version"], svar["results"], svar["anmarkning"]) == (0, [], "Inget har publicerats än.")


def test_the_day_ends_in_swedish_time(varld, hamta):
    """23:30 UTC on New Year's Eve is already the new year in Sweden."""
    Import.objects.filter(version=1).update(publicerad=datetime(2020, 12, 31, 23, 30, tzinfo=UTC))
    assert hamta(kand="2020-12-31")["version"] == 0
    assert hamta(kand="2021-01-01")["version"] == 1
