"""The client against a server that misbehaves in every way that we know of."""

import pytest

from kommuner.importer import kolada_klient
from kommuner.importer.kolada_klient import FORSOK, Klient, KoladaFel
from tests.kolada_server import Kolada, koladaserver


@pytest.fixture
def kolada():
    with koladaserver() as server:
        yield server


@pytest.fixture
def vantat():
    """The seconds slept, none of which really passes."""
    return []


@pytest.fixture
def klient(kolada: Kolada, vantat):
    with Klient(kolada.bas_url, sov=vantat.append) as klient:
        yield klient


def alla(klient: Klient) -> list[object]:
    return list(klient.varden("N00090", [2015, 2016]))


def test_it_gives_every_row_of_every_page(kolada, klient):
    pa_en_gang = alla(klient)
    assert len(pa_en_gang) == 2 * 291
    kolada.per_sida = 100
    assert alla(klient) == pa_en_gang
    assert sum("page=6" in vag for vag in kolada.fragor) == 1


def test_it_asks_at_most_twenty_five_ids_at_a_time(kolada, klient):
    kolada.kanda = {f"N{i:05d}" for i in range(60)}
    fragade = sorted(kolada.kanda | {"U99999"})
    assert klient.kanda(fragade) == kolada.kanda
    assert len(kolada.fragor) == 3


def test_a_link_to_another_host_is_followed_only_at_home(kolada, klient):
    kolada.per_sida, kolada.nasta_vard = 300, "http://127.0.0.2:9"
    assert len(alla(klient)) == 2 * 291
    assert len(kolada.fragor) == 2


@pytest.mark.parametrize("lank", ["http://127.0.0.2:9/annat", "http://[", "http://127.0.0.2/v3?page=tva"])
def test_a_link_that_cannot_be_brought_home_is_an_error(kolada, klient, lank):
    kolada.raa = f'{{"values": [], "next_url": "{lank}"}}'.encode()
    with pytest.raises(KoladaFel, match="Kolada hänvisar till"):
        alla(klient)
    assert len(kolada.fragor) == 1


def test_pages_that_lead_round_in_a_circle_are_an_error(kolada, klient):
    kolada.raa = b'{"values": [], "next_url": "?page=1"}'
    with pytest.raises(KoladaFel, match="cirkel"):
        alla(klient)


def test_it_waits_as_long_as_it_is_told_to(kolada, klient, vantat):
    kolada.strypning, kolada.vanta, kolada.per_sida = 2, "3", 200
    assert len(alla(klient)) == 2 * 291
    assert vantat == [1.0, 1.0, 1.0] * 2


def test_told_to_wait_for_an_hour_it_says_so_instead(kolada, klient, vantat):
    kolada.strypning, kolada.vanta = 1, "3600"
    with pytest.raises(KoladaFel, match="60 minuter"):
        alla(klient)
    assert vantat == []


@pytest.mark.parametrize("vanta", ["", "snart", "-1", "²", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_strange_retry_after_gives_our_own_waits(kolada, klient, vantat, vanta):
    kolada.strypning, kolada.vanta, kolada.per_sida = 2, vanta.encode("ascii", "ignore").decode(), 300
    assert len(alla(klient)) == 2 * 291
    assert vantat == [0.5]


@pytest.mark.parametrize("stor", ["bryt", "halva"])
def test_a_cut_off_answer_is_asked_for_again(kolada, klient, vantat, stor):
    setattr(kolada, stor, {1})
    assert len(alla(klient)) == 2 * 291
    assert vantat == [0.5]


def test_a_fault_of_theirs_is_waited_out_with_longer_and_longer_waits(kolada, klient, vantat):
    kolada.status = {1: 500, 2: 503, 3: 502}
    assert len(alla(klient)) == 2 * 291
    assert vantat == [0.5, 1.0, 1.0, 1.0]  # 0.5, 1 and 2 seconds, a second at a time


@pytest.mark.parametrize(
    ("stor", "text"),
    [
        ({"alltid": 500}, "fel hos sig .svar 500.*Gav upp efter 7 försök"),
        ({"alltid": 429}, "för många frågor"),
        ({"html": True}, "webbsida .HTML. i stället för data"),
        ({"raa": b"  <html>"}, "HTML"),
        ({"raa": b'{"values": [1, 2'}, "halvt svar"),
        ({"raa": b'{"values": [1], "count": 2, "next_url": null}'}, "halvt svar"),
        ({"raa": b"\xff\xfe\x00"}, "halvt svar"),
        ({"raa": b"[" * 200_000}, "halvt svar"),
        ({"raa": b""}, "halvt svar"),
    ],
)
def test_what_does_not_pass_ends_in_a_clear_error(kolada, klient, vantat, stor, text):
    for namn, varde in stor.items():
        setattr(kolada, namn, varde)
    with pytest.raises(KoladaFel, match=text):
        alla(klient)
    assert len(kolada.fragor) == FORSOK
    assert sum(vantat) == pytest.approx(31.5)


@pytest.mark.parametrize(
    ("stor", "text"),
    [
        ({"alltid": 404}, "finns inte hos Kolada .*KOLADA_URL"),
        ({"alltid": 410}, "stängt den version.*v3"),
        ({"alltid": 400}, "svar 400"),
        ({"alltid": 301}, "hänvisar till en annan adress: ange den rätta i KOLADA_URL"),
        ({"raa": b"[]"}, "listan ”values” saknas"),
        ({"raa": b'{"values": {"a": 1}}'}, "listan ”values” saknas"),
        ({"raa": b'{"values": [], "next_url": 7}'}, "”next_url” är ingen adress"),
    ],
)
def test_what_waiting_does_not_mend_is_said_at_once(kolada, klient, vantat, stor, text):
    for namn, varde in stor.items():
        setattr(kolada, namn, varde)
    with pytest.raises(KoladaFel, match=text):
        alla(klient)
    assert (len(kolada.fragor), vantat) == (1, [])


def test_the_old_version_is_named_as_such(kolada, vantat):
    with (
        Klient(kolada.bas_url.replace("v3", "v2"), sov=vantat.append) as klient,
        pytest.raises(KoladaFel, match="stängt den version"),
    ):
        alla(klient)


def test_a_kolada_that_is_gone(vantat):
    with (
        Klient("http://127.0.0.1:9/v3", sov=vantat.append) as klient,
        pytest.raises(KoladaFel, match=r"går inte att nå på 127\.0\.0\.1"),
    ):
        alla(klient)
    assert sum(vantat) == pytest.approx(31.5)


def test_an_answer_that_never_comes_is_asked_for_again(kolada, klient, vantat):
    kolada.droj = 0.2
    klient._http.timeout = 0.05
    with pytest.raises(KoladaFel, match="inte i tid"):
        alla(klient)


def test_an_answer_that_drips_for_ever_is_given_up(klient, monkeypatch):
    monkeypatch.setattr(kolada_klient, "SVARSTID", -1.0)
    with pytest.raises(KoladaFel, match="inte i tid"):
        alla(klient)


def test_an_answer_of_absurd_size_is_not_read_to_its_end(klient, monkeypatch):
    monkeypatch.setattr(kolada_klient, "STORSTA_SVAR", 10_000)
    with pytest.raises(KoladaFel, match="orimligt stort"):
        alla(klient)


def test_an_address_that_is_no_address(vantat):
    with (
        Klient("ftp://127.0.0.1/v3", sov=vantat.append) as klient,
        pytest.raises(KoladaFel, match="går inte att fråga"),
    ):
        alla(klient)


def test_it_says_what_it_waits_for_every_second(kolada, vantat):
    sagt: list[str] = []
    kolada.status = {1: 500, 2: 500, 3: 500}
    with Klient(kolada.bas_url, puls=sagt.append, sov=vantat.append) as klient:
        alla(klient)
    nyheter = [text for text in sagt if text]
    assert len(nyheter) == len(vantat) == 4
    assert nyheter[-2] == "Kolada har ett fel hos sig (svar 500). Försöker igen om 2 s."


def test_a_cancelled_job_stops_waiting_at_once(kolada, vantat):
    class Avbrutet(Exception):
        pass

    def puls(text: str) -> None:
        if text:
            raise Avbrutet

    kolada.alltid = 500
    with Klient(kolada.bas_url, puls=puls, sov=vantat.append) as klient, pytest.raises(Avbrutet):
        alla(klient)
    assert vantat == []
