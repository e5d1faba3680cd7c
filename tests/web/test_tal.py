"""Whole numbers that a browser made up: read as none, and never a fault of the server."""

import pytest

from atgarder import underlag
from atgarder.models import Atgard
from socialtjanst.web.formular import besokform
from socialtjanst.web.tal import heltal
from tests.atgarder.varld import atgard, gott_exempel
from tests.web.atgardsform import GRUND, NY

VANSKAPTA = ["9" * 5000, "9" * 19, "²", "-1", "", "٣", "1.0"]


@pytest.mark.parametrize("text", VANSKAPTA)
def test_what_is_no_number_of_ours_is_none(text):
    assert heltal(text) is None


@pytest.mark.parametrize(("text", "tal"), [("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_a_number_is_itself(text, tal):
    assert heltal(text) == tal


@pytest.mark.parametrize("text", VANSKAPTA)
def test_the_form_of_a_measure_stands_it(text, inloggad, bo, typer):
    klient, ny = inloggad(bo), atgard(av=bo)
    falt = {**GRUND, "steg": "", "steg-antal": text, "kallor_kvar": text, "revision": text, "ta_bort": f"mal-{text}"}
    assert klient.post(NY, falt).status_code == 200
    svar = klient.post(f"/atgarder/{ny.pk}/andra/", {**falt, "steg": "publicera"})
    assert svar.status_code in (400, 409)
    assert klient.post(f"/atgarder/{ny.pk}/inspiration/", {"ta_bort": text}).status_code == 302
    assert klient.post(f"/atgarder/{ny.pk}/lage/", {"lage": "permanent", "revision": text}).status_code < 500
    assert Atgard.objects.count() == 1


@pytest.mark.parametrize("text", VANSKAPTA)
def test_lists_and_examples_stand_it(text, inloggad, ulla, alva, typer):
    lista = underlag.skapa(namn="Min", exempel=[gott_exempel(atgard())], av=ulla)
    klient = inloggad(ulla)
    assert klient.post(f"/underlag/{lista.pk}/", {"namn": "Min", "gor": f"upp:{text}"}).status_code < 500
    assert klient.get("/forhandlingsunderlag/", {"lista": text}).status_code in (200, 404)
    klient = inloggad(alva)
    assert klient.get("/goda-exempel/ny/", {"atgard": text}).status_code == 200
    assert klient.post("/goda-exempel/ny/", {"atgarder": text}).status_code == 400


@pytest.mark.parametrize("text", VANSKAPTA)
def test_the_visit_form_stands_it(text):
    val = "atgarder/val:tal[]"
    delar = besokform.tolka([(val, text), (f"lon/rader/{text}/namn", "x"), (val, "7")])
    assert delar["atgarder"] == {"val": [7]}
    assert delar["lon"]["rader"] == [{"namn": "x"}]


def test_a_list_where_a_text_already_stands_is_left_alone():
    assert besokform.tolka([("a/val", "x"), ("a/val:tal[]", "7")]) == {"a": {"val": "x"}}
