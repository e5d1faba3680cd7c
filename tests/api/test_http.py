"""What all addresses do alike: ETag, caching, other sites' pages, and how many requests anybody may make."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from redis.exceptions import ConnectionError as RedisBorta

from kommuner.importer.skriv import Cell
from kommuner.models import Grupptillhorighet, Lan
from rapporter.models import Trendpekare
from socialtjanst.api import strypning
from tests.api.test_fel import problem

MATVARDEN = "/api/v1/matvarden/"
LASBARA = ["lan/", "kommuner/", "kommuner/2380/", "kommungrupper/", "nyckeltal/", "nyckeltal/VP01/", "matvarden/"]
LASBARA += ["nyckeltal/N00090/rangordning/?period=2015", "trender/", "schema/", "matvarden/?format=csv"]
LASBARA += ["atgardstyper/", "atgarder/", "atgarder/?format=csv", "uppgifter/", "goda-exempel/", "inspiration/"]


@pytest.mark.parametrize("adress", LASBARA)
def test_the_same_again_is_304(varld, client, adress):
    forst = client.get(f"/api/v1/{adress}")
    assert forst.status_code == 200
    igen = client.get(f"/api/v1/{adress}", headers={"if-none-match": forst["ETag"]})
    assert igen.status_code == 304
    assert igen.content == b""
    assert igen["ETag"] == forst["ETag"]
    assert igen["Access-Control-Allow-Origin"] == "*"
    assert forst["Cache-Control"] == "public, max-age=60"
    assert {"Accept", "Cookie"} <= set(forst["Vary"].split(", "))


def test_304_does_not_touch_the_values(varld, client, django_assert_num_queries):
    etag = client.get(MATVARDEN)["ETag"]
    with django_assert_num_queries(3) as fragor:
        client.get(MATVARDEN, headers={"if-none-match": etag})
    assert not [f for f in fragor if "matvarde" in f["sql"]]


def test_the_etag_follows_everything_that_the_answer_rests_on(varld, publicerat, client):
    sedda = {client.get(MATVARDEN)["ETag"]}

    def ny(**kw):
        return client.get(MATVARDEN, **kw)["ETag"]

    for etag in (ny(query_params={"kon": "T"}), ny(headers={"accept": "text/csv"}), ny(query_params={"format": "csv"})):
        assert etag not in sedda
        sedda.add(etag)
    publicerat([Cell("0117", None, "N00090", "2015", "T", 1.0)])
    assert ny() not in sedda
    sedda.add(ny())
    Trendpekare.objects.update_or_create(pk=1, defaults={"generation": 7})
    assert ny() not in sedda
    sedda.add(ny())
    Grupptillhorighet.objects.filter(kommun="2380").update(till="2024-12-31")
    assert ny() not in sedda


def test_an_older_version_gets_a_new_etag_since_more_may_be_hidden(varld, publicerat, client):
    fore = client.get(MATVARDEN, {"version": "1"})["ETag"]
    publicerat([Cell("0117", None, "N00090", "2015", "T", 1.0)])
    assert client.get(MATVARDEN, {"version": "1"})["ETag"] != fore


def test_a_register_gets_a_new_etag_when_it_changes(varld, client):
    fore = client.get("/api/v1/lan/")["ETag"]
    Lan.objects.filter(kod="23").update(namn="Jämtland")
    assert client.get("/api/v1/lan/")["ETag"] != fore


def test_head_has_the_headers_without_the_body(varld, client):
    svar = client.head(MATVARDEN)
    assert svar.status_code == 200
    assert svar.content == b""
    assert svar["ETag"] == client.get(MATVARDEN)["ETag"]


def test_other_sites_may_read_but_never_with_cookies(varld, client):
    svar = client.get(MATVARDEN, headers={"origin": "https://exempel.se"})
    assert svar["Access-Control-Allow-Origin"] == "*"
    assert not svar.has_header("Access-Control-Allow-Credentials")
    assert "ETag" in svar["Access-Control-Expose-Headers"]
    fraga = client.options(MATVARDEN, headers={"origin": "https://exempel.se", "access-control-request-method": "GET"})
    assert fraga.status_code == 204
    assert fraga["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in fraga["Access-Control-Allow-Headers"]


def test_other_sites_may_not_write(varld, bo, inloggad):
    svar = inloggad(bo).post("/api/v1/rapporter/", {"omfang": "riket"}, content_type="application/json")
    assert not svar.has_header("Access-Control-Allow-Origin")


def test_faults_are_readable_for_other_sites_and_kept_by_nobody(varld, client):
    svar = client.get(MATVARDEN, {"kon": "X"})
    assert svar["Access-Control-Allow-Origin"] == "*"
    assert "no-store" in svar["Cache-Control"]


@pytest.fixture
def takt(settings):
    def gor(**rates):
        standard: Any = django_settings.REST_FRAMEWORK
        settings.REST_FRAMEWORK = {
            **standard,
            "DEFAULT_THROTTLE_RATES": {**standard["DEFAULT_THROTTLE_RATES"], **rates},
        }

    return gor


def test_too_many_requests(varld, client, takt):
    takt(lasning="3/min")
    for _ in range(3):
        assert client.get("/api/v1/lan/").status_code == 200
    svar = client.get("/api/v1/lan/")
    kropp = problem(svar, 429, "for-manga-anrop")
    assert 0 < int(svar["Retry-After"]) <= 60
    assert svar["Retry-After"] in kropp["detail"]


def test_each_address_and_each_user_is_counted_alone(varld, bo, inloggad, takt):
    takt(lasning="1/min")
    assert Client().get("/api/v1/lan/", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert Client().get("/api/v1/lan/", REMOTE_ADDR="192.0.2.1").status_code == 429
    assert Client().get("/api/v1/lan/", REMOTE_ADDR="192.0.2.2").status_code == 200
    assert inloggad(bo).get("/api/v1/lan/", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert inloggad(bo).get("/api/v1/lan/", REMOTE_ADDR="192.0.2.3").status_code == 429


def test_an_invented_forwarded_address_does_not_help(varld, takt):
    takt(lasning="1/min")
    koder = [Client().get("/api/v1/lan/", headers={"x-forwarded-for": f"192.0.2.{i}"}).status_code for i in range(3)]
    assert koder == [200, 429, 429]


def test_writing_has_its_own_limit(varld, bo, inloggad, takt):
    takt(skrivning="1/min")
    klient = inloggad(bo)
    assert klient.post("/api/v1/atgarder/", {}, content_type="application/json").status_code == 400
    problem(klient.patch("/api/v1/uppgifter/1/", {}, content_type="application/json"), 429, "for-manga-anrop")
    assert klient.get("/api/v1/atgarder/").status_code == 200


def test_orders_have_their_own_limit(varld, bo, inloggad, takt):
    takt(bestallning="1/hour")
    klient = inloggad(bo)

    def bestall():
        return klient.post("/api/v1/rapporter/", {"omfang": "riket"}, content_type="application/json")

    assert bestall().status_code == 202
    problem(bestall(), 429, "for-manga-anrop")
    assert klient.get("/api/v1/rapporter/").status_code == 200


@pytest.mark.parametrize("fel", [RedisBorta("nere"), ConnectionRefusedError(), TimeoutError()])
def test_with_the_cache_down_everybody_may_read_and_it_is_left_alone(varld, client, monkeypatch, takt, fel):
    takt(lasning="1/min")
    forsok = []

    def borta(*args, **kwargs):
        forsok.append(1)
        raise fel

    monkeypatch.setattr(strypning.Strypning.cache, "get", borta)
    monkeypatch.setattr(strypning.Strypning, "vilar_till", 0.0)
    for _ in range(3):
        assert client.get("/api/v1/lan/").status_code == 200
    assert len(forsok) == 1
