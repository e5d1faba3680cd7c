"""Names and values of the posted form, read into sections."""

import pytest

from socialtjanst.web.formular.besokform import rensa, sammanfoga, tolka


def test_each_type_of_field():
    delar = tolka(
        [
            ("grund/datum", "2016-11-02"),
            ("grund/pa_plats:janej", ""),
            ("grund/pa_plats:janej", "nej"),
            ("grund/deltagare/enhetschefer", "3"),
            ("tema:bemanning/text", "rad ett\r\nrad två"),
            ("signaler/valda:tal[]", ""),
            ("signaler/valda:tal[]", "7"),
            ("signaler/valda:tal[]", "7"),
            ("signaler/nya:rader", " saknar sökande \n\nhar anställt "),
            ("citat/rader/0/offentligt:bool", ""),
            ("citat/rader/0/text", "Vi hinner inte."),
            ("csrfmiddlewaretoken", "x"),
        ]
    )
    assert delar == {
        "grund": {"datum": "2016-11-02", "pa_plats": False, "deltagare": {"enhetschefer": "3"}},
        "tema:bemanning": {"text": "rad ett\nrad två"},
        "signaler": {"valda": [7], "nya": ["saknar sökande", "har anställt"]},
        "citat": {"rader": [{"offentligt": False, "text": "Vi hinner inte."}]},
    }


def test_rows_come_in_order_and_blank_ones_go():
    par = [("siffror/rader/10/varde", "3"), ("siffror/rader/2/varde", "2"), ("siffror/rader/1/varde", "")]
    assert tolka(par)["siffror"]["rader"] == [{"varde": "2"}, {"varde": "3"}]


def test_no_box_ticked_is_an_empty_list():
    assert tolka([("signaler/valda:tal[]", "")]) == {"signaler": {"valda": []}}


def test_fields_of_a_row_that_the_form_does_not_know_ride_along():
    par = [("citat/rader/0/ovrigt:json", '{"diktafon": "fil 3", "text": "gammal"}'), ("citat/rader/0/text", "ny")]
    assert tolka(par)["citat"]["rader"] == [{"diktafon": "fil 3", "text": "ny"}]


@pytest.mark.parametrize(
    "namn", ["a/b/c", "grund/rader/x/y", "grund/deltagare:json", "grund/", "/x", "siffror/rader/0/ovrigt:json"]
)
def test_strange_names_break_nothing(namn):
    tolka([(namn, "{trasig"), (namn + "/mer", "x"), (namn, "[1]")])


def test_old_fields_are_kept_under_new_ones():
    gammalt = {"text": "a", "humor": "god", "deltagare": {"barn": "2", "rektorer": "1"}}
    assert sammanfoga(gammalt, {"text": "b", "deltagare": {"barn": ""}}) == {
        "text": "b",
        "humor": "god",
        "deltagare": {"barn": "", "rektorer": "1"},
    }


def test_nothing_said_equals_nothing():
    assert rensa({"text": "", "valda": [], "rader": [{"a": None}], "d": {"x": ""}, "ja": False}) == {}
    assert rensa({"antal": 0}) == {"antal": 0}
