"""Rows as Kolada sends them, and as it should not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommuner.importer.kolada_rader import Bunt, Register, Utfall, tolka
from kommuner.nyckeltal import alla

BUNT = Bunt(alla()["N00090"], tuple(range(2012, 2017)))
REGISTER = Register(vara=frozenset({"2380", "2480"}), koladas=frozenset({"2380", "2480", "2999"}))


def uppgift(varde: object = 8.4, kon: object = "T", **mer: object) -> dict[str, object]:
    return {"gender": kon, "value": varde, **mer}


def rad(*uppgifter: object, **mer: object) -> dict[str, object]:
    return {"kpi": "N00090", "period": 2015, "municipality": "2380", "values": list(uppgifter or [uppgift()]), **mer}


def las(*rader: object) -> Utfall:
    return tolka(rader, BUNT, REGISTER)


def enda(utfall: Utfall) -> tuple[object, ...]:
    (cell,) = utfall.celler.values()
    return cell.kommun, cell.period, cell.kon, cell.varde, cell.saknas


def test_a_row_becomes_a_cell_for_each_kon():
    utfall = las(rad(uppgift(8.4), uppgift(9.6, "K", status="", count=1, isdeleted=False), uppgift(4, "M")))
    assert [(c.kon, c.varde) for c in utfall.celler.values()] == [("T", 8.4), ("K", 9.6), ("M", 4.0)]
    assert {(c.kommun, c.nyckeltal, c.period) for c in utfall.celler.values()} == {("2380", "N00090", "2015")}
    assert not utfall.avvisade


def test_zero_is_a_value():
    assert enda(las(rad(uppgift(0.0)))) == ("2380", "2015", "T", 0.0, "")


@pytest.mark.parametrize("mer", [{"status": "Missing"}, {"status": ""}, {}, {"status": None, "count": None}])
def test_null_is_missing(mer):
    assert enda(las(rad(uppgift(None, **mer)))) == ("2380", "2015", "T", None, "saknas")


def test_a_deleted_value_is_missing():
    assert enda(las(rad(uppgift(8.4, isdeleted=True)))) == ("2380", "2015", "T", None, "saknas")


@pytest.mark.parametrize("borttagen_forst", [True, False])
def test_a_deleted_value_gives_way_to_the_one_in_its_place(borttagen_forst):
    rader = [rad(uppgift(8.4, isdeleted=True)), rad(uppgift(8.6))]
    utfall = las(*rader if borttagen_forst else rader[::-1])
    assert enda(utfall) == ("2380", "2015", "T", 8.6, "")
    assert not utfall.avvisade


def test_riket_has_no_kommun():
    assert enda(las(rad(municipality="0000"))) == (None, "2015", "T", 8.4, "")


@pytest.mark.parametrize("kod", ["0001", "G92787", "", "9999"])
def test_regions_and_groups_are_skipped_without_a_word(kod):
    utfall = las(rad(municipality=kod))
    assert (utfall.celler, utfall.avvisade, utfall.hoppade) == ({}, [], 1)


def test_a_municipality_that_the_register_lacks_is_refused():
    (avvisad,) = las(rad(municipality="2999")).avvisade
    assert (avvisad.varde, avvisad.skal) == ("2999", "Kommunkoden finns inte i registret över Sveriges kommuner.")


@pytest.mark.parametrize(
    ("fel", "kolumn"),
    [
        ("text", "rad"),
        (None, "rad"),
        ([], "rad"),
        ({}, "municipality"),
        (rad(municipality=2380), "municipality"),
        (rad(kpi="N00091"), "kpi"),
        (rad(kpi=None), "kpi"),
        (rad(period="2015"), "period"),
        (rad(period=2015.0), "period"),
        (rad(period=True), "period"),
        (rad(period=1066), "period"),
        (rad(values=None), "values"),
        (rad(values={"gender": "T"}), "values"),
        (rad("T"), "values"),
        (rad(uppgift(kon="X")), "gender"),
        (rad(uppgift(kon=None)), "gender"),
        (rad(uppgift(kon=["T"])), "gender"),
        (rad(uppgift("8,4")), "value"),
        (rad(uppgift(True)), "value"),
        (rad(uppgift([8.4])), "value"),
        (rad({"gender": "T"}), "value"),
        (rad(uppgift(float("nan"))), "value"),
        (rad(uppgift(float("inf"))), "value"),
        (rad(uppgift(10**400)), "value"),
        (rad(uppgift(8.4, status="Missing")), "value"),
        (rad(uppgift(8.4, status="Private")), "status"),
        (rad(uppgift(8.4, isdeleted="nej")), "isdeleted"),
    ],
)
def test_a_row_of_another_shape_is_refused_and_the_rest_goes_on(fel, kolumn):
    utfall = las(fel, rad(period=2014))
    (avvisad,) = utfall.avvisade
    assert avvisad.kolumn == kolumn
    assert avvisad.skal.endswith(".")
    assert enda(utfall) == ("2380", "2014", "T", 8.4, "")


def test_the_same_row_twice_is_one():
    utfall = las(rad(), rad())
    assert len(utfall.celler) == 1
    assert not utfall.avvisade


def test_two_values_for_one_cell_take_neither():
    utfall = las(rad(uppgift(8.4)), rad(uppgift(8.5)), rad(uppgift(8.6)), rad(uppgift(8.4)), rad(period=2014))
    assert enda(utfall)[1] == "2014"
    assert [a.skal for a in utfall.avvisade] == ["Två olika värden för 2380, 2015, T: 8.4 och 8.5."]


def test_a_value_out_of_range_is_kept_aside():
    utfall = las(rad(uppgift(25.1)), rad(uppgift(-0.1), period=2014), rad(uppgift(25), period=2013))
    assert [(c.period, c.varde) for c in utfall.orimliga] == [("2015", 25.1), ("2014", -0.1)]
    assert enda(utfall)[1] == "2013"
    assert not utfall.avvisade


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["T", "K", "2380", "N00090", "Missing", ""]),
    lambda inre: (
        st.lists(inre, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kpi", "period", "municipality", "values", "gender", "value", "status", "isdeleted"]),
            inre,
            max_size=8,
        )
    ),
    max_leaves=20,
)


@given(st.lists(JSON | st.builds(lambda u: rad(u), JSON) | st.builds(lambda v, k: rad(uppgift(v, k)), JSON, JSON)))
def test_nothing_that_json_can_say_raises(rader):
    utfall = tolka(rader, BUNT, REGISTER)
    assert utfall.rader == len(rader)
    for cell in [*utfall.celler.values(), *utfall.orimliga]:
        assert (cell.varde is None) == (cell.saknas == "saknas")
