from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommuner import perioder

GRANSER = (
    ("2014", "2016"),
    ("2014-H1", "2016-H2"),
    ("2014-T1", "2016-T3"),
    ("2014-K1", "2016-K4"),
    ("2014-01", "2016-12"),
)
ALLA = [period for fran, till in GRANSER for period in perioder.kalender(fran, till)]


@pytest.mark.parametrize(
    ("period", "slag"),
    [("2015", "A"), ("2015-H1", "H"), ("2015-T2", "T"), ("2015-K4", "K"), ("2015-05", "M")],
)
def test_slag(period, slag):
    assert perioder.slag(period) == slag
    assert slag in perioder.SLAG


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2015-K5", "fyra kvartal"),
        ("2015-K0", "fyra kvartal"),
        ("2015-T4", "tre tertial"),
        ("2015-H3", "två halvår"),
        ("2015-13", "tolv månader"),
        ("2015-00", "tolv månader"),
        ("1815", "mellan 1900 och 2099"),
        ("15", "går inte att förstå"),
        ("", "går inte att förstå"),
        ("2015-5", "går inte att förstå"),
        ("2015K4", "går inte att förstå"),
        ("2015-K4\n", "går inte att förstå"),
        ("２０１５", "går inte att förstå"),
    ],
)
def test_slag_refuses_what_does_not_exist(period, text):
    with pytest.raises(ValueError, match=text):
        perioder.slag(period)


@pytest.mark.parametrize(
    ("skrivet", "period"),
    [
        ("2015", "2015"),
        (2015, "2015"),
        (2015.0, "2015"),
        ("2015.0", "2015"),
        ("2015,0", "2015"),
        (" 2015 ", "2015"),
        ("år 2015", "2015"),
        ("helåret 2015", "2015"),
        ("2015K4", "2015-K4"),
        ("2015k4", "2015-K4"),
        ("2015-K4", "2015-K4"),
        ("2015 kv 4", "2015-K4"),
        ("kv 4 2015", "2015-K4"),
        ("Kv. 4 2015", "2015-K4"),
        ("2015Q4", "2015-K4"),
        ("Q4/2015", "2015-K4"),
        ("fjärde kvartalet 2015", "2015-K4"),
        ("kv\u00a04\u202f2015", "2015-K4"),
        ("2015 T2", "2015-T2"),
        ("tertial 2 2015", "2015-T2"),
        ("2015-H1", "2015-H1"),
        ("Halvår 2 2015", "2015-H2"),
        ("2015-5", "2015-05"),
        ("2015-05", "2015-05"),
        ("2015/05", "2015-05"),
        ("2015M05", "2015-05"),
        ("maj 2015", "2015-05"),
        ("Sept. 2015", "2015-09"),
        ("2015 december", "2015-12"),
    ],
)
def test_tolka(skrivet, period):
    assert perioder.tolka(skrivet) == period


@pytest.mark.parametrize(
    ("skrivet", "text"),
    [
        ("", "saknas"),
        ("   ", "saknas"),
        ("15", "går inte att förstå.*2015-K4"),
        (15, "går inte att förstå"),
        ("2015-01-02", "är ett datum, inte en period"),
        ("2015-01-02 00:00:00", "är ett datum"),
        (datetime(2015, 1, 2), "går inte att förstå"),  # noqa: DTZ001
        ("2015-K5", "2015-K5.*fyra kvartal"),
        ("kv 0 2015", "fyra kvartal"),
        ("2015-13", "tolv månader"),
        ("2015M00", "tolv månader"),
        ("femte kvartalet 2015", "går inte att förstå"),
        ("2015.5", "går inte att förstå"),
        (2015.5, "går inte att förstå"),
        (float("nan"), "går inte att förstå"),
        ("201505", "går inte att förstå"),
        ("5 2015", "går inte att förstå"),
        ("2015-2016", "går inte att förstå"),
        ("våren 2015", "går inte att förstå"),
        ("2015 K4 T2", "går inte att förstå"),
        ("2015;", "går inte att förstå"),
        ("1066", "mellan 1900 och 2099"),
        (None, "går inte att förstå"),
        (True, "går inte att förstå"),
        ([2015], "går inte att förstå"),
    ],
)
def test_tolka_says_what_is_wrong(skrivet, text):
    with pytest.raises(ValueError, match=text):
        perioder.tolka(skrivet)


@pytest.mark.parametrize("period", ALLA)
def test_what_is_shown_can_be_read_back(period):
    assert perioder.tolka(period) == period
    assert perioder.tolka(perioder.visa(period)) == period
    assert perioder.tolka(perioder.kort(period)) == period


@given(st.text(max_size=20))
def test_tolka_gives_a_period_or_a_value_error(text):
    try:
        period = perioder.tolka(text)
    except ValueError:
        return
    assert perioder.tolka(perioder.visa(period)) == period


@pytest.mark.parametrize(
    ("period", "forsta", "sista"),
    [
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2015-H2", date(2015, 7, 1), date(2015, 12, 31)),
        ("2015-T2", date(2015, 5, 1), date(2015, 8, 31)),
        ("2015-K1", date(2015, 1, 1), date(2015, 3, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2015-12", date(2015, 12, 1), date(2015, 12, 31)),
    ],
)
def test_days(period, forsta, sista):
    assert perioder.forsta_dag(period) == forsta
    assert perioder.sista_dag(period) == sista


@pytest.mark.parametrize("period", ALLA)
def test_neighbours_join_without_a_gap(period):
    assert perioder.foregaende(perioder.nasta(period)) == period
    assert perioder.forsta_dag(perioder.nasta(period)) - timedelta(days=1) == perioder.sista_dag(period)
    assert perioder.forsta_dag(perioder.ett_ar_fore(period)).year == perioder.forsta_dag(period).year - 1


def test_neighbours_cross_the_year():
    assert perioder.foregaende("2015-K1") == "2014-K4"
    assert perioder.nasta("2015-T3") == "2016-T1"
    assert perioder.nasta("2015-12") == "2016-01"
    assert perioder.ett_ar_fore("2015-K4") == "2014-K4"
    assert perioder.ett_ar_fore("2015") == "2014"


def test_the_ends_of_time_are_errors():
    with pytest.raises(ValueError, match="2100"):
        perioder.nasta("2099")
    with pytest.raises(ValueError, match="1899-12"):
        perioder.foregaende("1900-01")


def test_kalender():
    assert perioder.kalender("2014-K3", "2015-K2") == ["2014-K3", "2014-K4", "2015-K1", "2015-K2"]
    assert perioder.kalender("2015", "2015") == ["2015"]
    assert len(perioder.kalender("2010-01", "2019-12")) == 120
    manader = perioder.kalender("2010-01", "2019-12")
    assert manader == sorted(manader)


def test_kalender_refuses_two_kinds_and_the_wrong_order():
    with pytest.raises(ValueError, match="samma slags period"):
        perioder.kalender("2014", "2015-K1")
    with pytest.raises(ValueError, match="byt plats"):
        perioder.kalender("2015", "2014")


@pytest.mark.parametrize(("slag", "antal"), [("A", 1), ("H", 2), ("T", 3), ("K", 4), ("M", 12)])
def test_per_ar(slag, antal):
    assert perioder.per_ar(slag) == antal
    assert sum(perioder.slag(p) == slag and p.startswith("2015") for p in ALLA) == antal


def test_unknown_kind():
    for anrop in (
        perioder.per_ar,
        perioder.periodslag_namn,
        lambda s: perioder.perioder_till(s, date(2015, 1, 1)),
    ):
        with pytest.raises(ValueError, match="”V” finns inte"):
            anrop("V")
    assert perioder.periodslag_namn("K") == "kvartal"


@pytest.mark.parametrize(
    ("slag", "dag", "period"),
    [
        ("A", date(2015, 12, 31), "2014"),
        ("A", date(2016, 1, 1), "2015"),
        ("H", date(2015, 7, 1), "2015-H1"),
        ("T", date(2015, 8, 31), "2015-T1"),
        ("T", date(2015, 9, 1), "2015-T2"),
        ("K", date(2026, 11, 21), "2026-K3"),
        ("K", date(2015, 2, 1), "2014-K4"),
        ("M", date(2015, 3, 15), "2015-02"),
    ],
)
def test_latest_completed_period(slag, dag, period):
    assert perioder.perioder_till(slag, dag) == period
    assert perioder.sista_dag(period) < dag


@pytest.mark.parametrize(
    ("period", "visad", "kort"),
    [
        ("2015", "2015", "2015"),
        ("2015-H1", "första halvåret 2015", "halvår 1 2015"),
        ("2015-H2", "andra halvåret 2015", "halvår 2 2015"),
        ("2015-T2", "tertial 2 2015", "tert 2 2015"),
        ("2015-K4", "kvartal 4 2015", "kv 4 2015"),
        ("2015-05", "maj 2015", "maj 2015"),
        ("2015-08", "augusti 2015", "aug 2015"),
    ],
)
def test_shown(period, visad, kort):
    assert perioder.visa(period) == visad
    assert perioder.kort(period) == kort


def test_shown_refuses_what_does_not_exist():
    for visa in (perioder.visa, perioder.kort, perioder.forsta_dag, perioder.sista_dag, perioder.nasta):
        with pytest.raises(ValueError, match="fyra kvartal"):
            visa("2015-K5")
