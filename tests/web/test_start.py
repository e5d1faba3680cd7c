import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from kommuner.jobb import Lage
from kommuner.models import Kommun
from rapporter.models import Rapport, Trend, Trendbygge
from rapporter.subjekt import SUBJEKT
from socialtjanst.plotlyfil import Plotlyfinnare
from socialtjanst.web.presentation.vandpunkter import HOGST, vandpunkter
from tests.varldar import RIKET, bygg_trender, cell, importera, liten_varld, rapporterad, sjukfranvaro, vakanser


def start(client):
    svar = client.get(reverse("start"))
    assert svar.status_code == 200
    return svar


@pytest.fixture
def varlden(register):
    liten_varld(exempel=True)
    bygg_trender()


@pytest.fixture
def kommuner(register):
    return {k.kod: k for k in Kommun.objects.all()}


def test_an_empty_database_gets_a_calm_page_that_says_what_to_do(client, register):
    svar = start(client)
    text = svar.content.decode()

    assert "Inga värden ännu" in text
    assert "make kolada" not in text
    assert "<svg" not in text
    assert svar.context["visar_exempeldata"] is False
    assert '<option value="Östersund">' in text


def test_whoever_runs_the_site_is_led_to_the_imports(folke, inloggad):
    text = start(inloggad(folke)).content.decode()

    assert reverse("import-lista") in text


def test_the_sentence_and_the_chart_are_written_from_the_countrys_own_series(client, varlden):
    svar = start(client)
    o = svar.context["o"]

    assert o.mening == (
        "Sjukfrånvaron bland anställda i riket var 7,9\u00a0procent 2022, 0,2\u00a0procentenheter mer än 2021."
    )
    assert o.figur.mening == (
        "Snabbast steg sjukfrånvaron bland anställda från 6,7\u00a0procent 2019 till 8,3\u00a0procent 2020."
    )
    assert [rad.celler[1].text for rad in reversed(o.figur.diagram.tabell.rader)] == [
        f"{v:.1f}".replace(".", ",") for v in RIKET
    ]
    assert "Källa: Kolada (N00090)." in svar.content.decode()


def test_a_nyckeltal_without_a_form_of_its_own_is_called_the_value(client, varlden, monkeypatch):
    monkeypatch.delitem(SUBJEKT, "N00090")

    assert start(client).context["o"].figur.mening.startswith("Snabbast steg värdet från 6,7")


@pytest.mark.parametrize("fraga", ["?kand=2020-01-01", "?kand=hejsan", "?period=2015"])
def test_another_time_than_now_is_refused_in_words(client, varlden, fraga):
    svar = client.get(reverse("start") + fraga)

    assert svar.status_code == 400
    assert "Startsidan visar alltid det senaste." in svar.content.decode()
    assert svar.context["o"].kort


def test_an_empty_day_is_the_page_itself(client, varlden):
    assert client.get(reverse("start") + "?kand=").status_code == 200


def test_without_the_country_the_middle_municipality_stands_for_it(client, register):
    importera([c for c in sjukfranvaro() if c.kommun is not None])

    o = start(client).context["o"]
    assert o.mening.startswith("Sjukfrånvaron bland anställda i den mittersta kommunen (medianen) var ")
    assert "Medianen är Vändpunkts beräkning." in o.figur.kalla
    assert o.kort[0].period == "2022 · median, 6 av 290 kommuner, bland dem som svarat"


def test_the_countrys_series_begins_where_it_is_measured(client, register):
    sena = [c for c in sjukfranvaro() if c.kommun is not None or c.period >= "2009"]
    importera(sena)

    assert start(client).context["o"].figur.rubrik == "Sjukfrånvaro, hela kommunen: riket 2009–2022"


def test_one_early_reporter_is_not_the_country(client, register):
    importera([*sjukfranvaro(), cell("2380", "N00090", "2023", 5.0)])

    assert start(client).context["o"].kort[0].period.startswith("2022 ")


def test_figures_real_first_and_every_invented_one_marked(client, varlden):
    svar = start(client)
    kort = svar.context["o"].kort

    assert [(k.namn, k.exempel) for k in kort] == [
        ("Sjukfrånvaro, hela kommunen", False),
        ("Vakanta tjänster, IFO", True),
    ]
    assert kort[0].siffra == "7,9"
    assert "riket, 6 av 290 kommuner, bland dem som svarat" in kort[0].period
    assert kort[1].kalla == ""
    assert svar.context["visar_exempeldata"] is True


def test_without_real_values_the_map_shows_marked_examples(client, register):
    importera(vakanser(), kalla="kommun", slag="exempel", exempel=True)

    o = start(client).context["o"]
    assert o.karta.exempel
    assert o.karta.rubrik == "Vakanta tjänster, IFO, kvartal 4 2022"
    assert o.figur.exempel
    assert o.mening.startswith("Exempeldata (påhittat): ")
    assert "Källa: Kolada" not in o.figur.kalla


def test_real_and_invented_values_never_share_the_map(client, register):
    importera(vakanser(["2380", "2480"]), kalla="kommun", slag="exempel", exempel=True)
    importera([rapporterad("0180", "VP01", "2022-K4", 6, 50)], kalla="kommun", slag="fil")

    o = start(client).context["o"]
    assert not o.karta.exempel
    assert "1 av 290 kommuner" in o.karta.diagram.tackning


def test_the_sentence_to_copy_has_source_day_and_link(client, varlden):
    kopiera = start(client).context["figur"].kopiera

    assert "Källa: Kolada (N00090), känt " in kopiera
    assert "http://testserver/nyckeltal/N00090/?period=2022&kand=" in kopiera


def _trend(kommun: str | None, nyckeltal: str = "N00090", **falt: object) -> None:
    bygge, _ = Trendbygge.objects.get_or_create(generation=1, defaults={"version": 1})
    standard = {"period": "2022", "periodslag": "A", "kon": "T", "antal_varden": 17, "varde": 5.0, "fran": 1}
    signal = {"etikett": "outside", "sida": -1, "forandring": -1.0, "preliminar_grans": False}
    Trend.objects.create(bygge=bygge, kommun_id=kommun, nyckeltal_id=nyckeltal, **{**standard, **signal, **falt})


def _punkter(kommuner, **senaste: str):
    return vandpunkter(1, kommuner, {"N00090": "2022", **senaste})


def test_turning_points_are_told_with_way_size_and_judgement(kommuner):
    _trend("2380")
    _trend("2480", sida=1, forandring=2.0, varde=9.0)

    riktiga, pahittade = _punkter(kommuner)

    assert [(v.kommun, v.tagg.ord) for v in riktiga.battre] == [("Östersund", "bättre")]
    assert [(v.kommun, v.tagg.ord) for v in riktiga.samre] == [("Umeå", "sämre")]
    assert riktiga.samre[0].mening == (
        "Sjukfrånvaron bland anställda i Umeå var 9,0\u00a0procent 2022, 2,0\u00a0procentenheter mer än 2021."
        " Värdet ligger över den övre gränsen."
    )
    assert not pahittade


@pytest.mark.parametrize(
    "falt",
    [
        {"etikett": "", "sida": 0},
        {"period": "2021"},
        {"preliminar_grans": True},
        {"forandring": 0.5},
        {"forandring": None},
        {"kon": "K"},
        {"kommun": None},
        {"fran": 2},
    ],
)
def test_what_is_no_fresh_clear_signal_is_left_out(kommuner, falt):
    _trend(**{"kommun": "2380", **falt})

    assert not any(_punkter(kommuner))
    _trend("2480")
    assert [v.kommun for v in _punkter(kommuner)[0].battre] == ["Umeå"]


def test_invented_turning_points_stand_apart_and_say_so(kommuner):
    _trend("2380", exempel=True)
    _trend("2480")

    riktiga, pahittade = _punkter(kommuner)

    assert [v.kommun for v in riktiga.battre] == ["Umeå"]
    assert [v.kommun for v in pahittade.battre] == ["Östersund"]
    assert pahittade.battre[0].mening.startswith("Exempeldata (påhittat): ")


def test_a_few_from_many_nyckeltal_the_largest_first(kommuner):
    for i, kod in enumerate(list(kommuner)[:8]):
        _trend(kod, forandring=-1.0 - i)
    _trend("2480", "N30206", sida=1, forandring=3.0)

    battre = _punkter(kommuner, N30206="2022")[0].battre

    assert len(battre) == HOGST
    assert battre[0].kommun == kommuner[list(kommuner)[7]].namn
    assert battre[1].nyckeltal == "Heltidsanställda, IFO"


def test_a_municipality_turns_up_once(kommuner):
    _trend("2480")
    _trend("2480", "N30206", sida=-1, forandring=-3.0)

    riktiga, _ = _punkter(kommuner, N30206="2022")
    assert (len(riktiga.battre), len(riktiga.samre)) == (1, 0)


def test_turning_points_are_on_the_page_and_lead_to_their_chart(client, varlden, monkeypatch):
    text = start(client).content.decode()

    o = start(client).context["o"]
    for v in [*o.vandpunkter.battre, *o.vandpunkter.samre, *o.exempelvandpunkter.battre]:
        assert v.lank in text
        assert v.lank.endswith("#diagram")
    assert o.vandpunkter or o.exempelvandpunkter


def test_latest_reports_only_finished_ones(client, register):
    Rapport.objects.create(omfang="lan", omrade="23", lage=Lage.KLAR)
    Rapport.objects.create(omfang="lan", omrade="24", lage=Lage.PAGAR)

    text = start(client).content.decode()
    assert "Jämtlands län" in text
    assert "Västerbottens län" not in text


def test_without_reports_one_can_be_ordered(client, register):
    assert reverse("rapport-bestall") in start(client).content.decode()


def test_the_page_is_kept_until_the_data_changes(client, varlden, django_assert_max_num_queries):
    start(client)
    with django_assert_max_num_queries(4):
        fore = start(client).context["o"].mening
    importera([cell(None, "N00090", "2022", 9.9)])

    assert start(client).context["o"].mening != fore


def test_plotly_is_the_only_file_that_is_taken_from_its_wheel():
    assert [namn for namn, _ in Plotlyfinnare().list(None)] == ["plotly.min.js"]
    assert finders.find("plotly/plotly.min.js")
    assert not finders.find("plotly/widgetbundle.js")
