"""The description: whole, in Swedish, and read by the page."""

import io
import re

import pytest
import yaml
from django.core.management import call_command
from django.urls import reverse

from socialtjanst.api import dokument

OPERATIONER = [
    (adress, metod, operation)
    for adress, metoder in dokument.schema()["paths"].items()
    for metod, operation in metoder.items()
]


def test_the_description_is_valid_and_without_warnings():
    ut = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=ut)
    assert "openapi: 3.0.3" in ut.getvalue()


@pytest.mark.parametrize(("adress", "metod", "operation"), OPERATIONER)
def test_every_operation_says_what_it_is_and_how_it_fails(adress, metod, operation):
    assert operation["summary"]
    assert operation["description"].endswith(".")
    for parameter in operation.get("parameters", []):
        assert parameter["description"].endswith("."), parameter["name"]
    fel = {kod: svar for kod, svar in operation["responses"].items() if kod >= "400"}
    assert {"400", "406", "429", "500"} <= set(fel)
    for svar in operation["responses"].values():
        assert svar["description"].endswith(".")
    for svar in fel.values():
        assert list(svar["content"]) == ["application/problem+json"]
    if metod in ("post", "patch"):
        assert operation["security"] == [{"nyckel": []}, {"session": []}]
        assert {"401", "403", "415"} <= set(fel)
    else:
        assert {} in operation["security"]


def test_the_parameters_of_the_description_are_those_that_are_checked(varld, client):
    """What the description names is taken, so no filter is described that does not exist."""
    for adress, metod, operation in OPERATIONER:
        if metod != "get" or "{" in adress:
            continue
        namn = [p["name"] for p in operation.get("parameters", [])]
        fel = client.get(adress, {"okänd": "1"}).json()["errors"][0]["detail"]
        for n in namn:
            assert re.search(rf"\b{n}\b", fel), (adress, n)


def test_json_yaml_and_the_log_in(varld, client):
    som_json = client.get("/api/v1/schema/")
    assert som_json["Content-Type"] == "application/vnd.oai.openapi+json"
    som_yaml = client.get("/api/v1/schema/?format=yaml")
    assert som_yaml["Content-Type"] == "application/vnd.oai.openapi"
    assert yaml.safe_load(som_yaml.content) == som_json.json()
    assert set(som_json.json()["components"]["securitySchemes"]) == {"nyckel", "session"}
    assert client.get("/api/v1/schema/", headers={"accept": "application/json"})["Content-Type"] == "application/json"


def test_what_is_sent_may_hold_nothing_else():
    bestallning = dokument.schema()["components"]["schemas"]["Rapportbestallning"]
    assert bestallning["additionalProperties"] is False
    assert bestallning["required"] == ["omfang"]


def test_the_page_shows_every_operation_and_its_parameters(varld, client):
    sidan = client.get(reverse("api-dokument")).content.decode()
    assert '<html lang="sv">' in sidan
    for adress, metod, operation in OPERATIONER:
        assert f"{metod.upper()} {adress}" in sidan
        for parameter in operation.get("parameters", []):
            assert f"<code>{parameter['name']}</code>" in sidan
    assert "style=" not in sidan
    assert "<script>" not in sidan


def test_everything_that_can_be_sent_is_explained_and_what_must_be_is_told():
    for adress, metod, operation in OPERATIONER:
        if metod in ("post", "patch"):
            for falt in dokument._anrop(adress, metod, operation)["kropp"]:
                assert falt["om"].endswith(".") or "rapporter" in adress, (adress, falt)
    [ny] = [dokument._anrop(a, m, op) for a, m, op in OPERATIONER if op["operationId"] == "atgardskapa"]
    assert [f["namn"] for f in ny["kropp"] if f["om"].endswith("Måste anges.")] == ["kommun", "typ", "titel"]


def test_the_examples_of_the_page_work(varld, client):
    sidan = client.get(reverse("api-dokument")).content.decode()
    lankar = {lank.replace("&amp;", "&") for lank in re.findall(r'href="(/api/v1/[^"#]*)"', sidan)}
    assert len(lankar) >= 4
    for lank in lankar:
        assert client.get(lank).status_code == 200, lank


@pytest.mark.parametrize("parameter", ["kommun", "nyckeltal"])
def test_the_examples_of_the_description_work(varld, client, parameter):
    [matvarden] = [op for adress, _, op in OPERATIONER if adress == "/api/v1/matvarden/"]
    [p] = [p for p in matvarden["parameters"] if p["name"] == parameter]
    for exempel in p["examples"].values():
        assert client.get("/api/v1/matvarden/", {parameter: ",".join(exempel["value"])}).status_code == 200
