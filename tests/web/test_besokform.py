"""The visit form: its page, its saves, and the same without JavaScript."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from besok import services, utkast
from besok.models import Atagande, Sektion, Signal
from konton.models import Uppdrag
from tests.besok.varld import klart, omgang, publicerat, spara, utkastet

pytestmark = pytest.mark.usefixtures("typer")
JSON = {"Accept": "application/json"}


@pytest.fixture
def besok(alva):
    return utkastet(alva)


@pytest.fixture
def klient(alva, inloggad):
    return inloggad(alva)


def adress(besok, nyckel: str = "internt") -> str:
    return reverse("besok-sektion", args=[besok.pk, nyckel])


def put(inne: Client, besok, innehall: Any, nyckel: str = "internt", **mer: Any):
    kropp = {"innehall": innehall, "bas": 0, "klient": str(uuid4()), "lopnr": 1} | mer
    return inne.put(adress(besok, nyckel), json.dumps(kropp), "application/json", headers=JSON)


def sida(klient: Client, besok) -> str:
    return klient.get(reverse("besok-skriv", args=[besok.pk])).content.decode()


def posta(klient: Client, besok, data: dict[str, Any], **mer: Any):
    return klient.post(reverse("besok-skriv", args=[besok.pk]), data, **mer)


def test_a_save_answers_its_version_and_the_servers_time(klient, besok):
    svar = put(klient, besok, {"text": "hej"})
    assert svar.status_code == 200
    assert svar.json()["version"] == 1
    assert "." in svar.json()["sparad"]
    assert klient.get(adress(besok), headers=JSON).json()["innehall"] == {"text": "hej"}


def test_the_same_save_twice_is_one(klient, besok):
    samma: dict[str, Any] = {"klient": str(uuid4()), "lopnr": 7}
    assert [put(klient, besok, {"text": "hej"}, **samma).json()["version"] for _ in range(2)] == [1, 1]
    assert Sektion.objects.count() == 1


def test_two_at_once_both_texts_come_back(klient, besok, person, inloggad):
    agnes = inloggad(person("agnes", Uppdrag.Roll.SAMORDNARE))
    put(klient, besok, {"text": "Alvas"})
    svar = put(agnes, besok, {"text": "Agnes"})
    assert svar.status_code == 409
    nu = svar.json()["nu"]
    assert (nu["innehall"], nu["av"], nu["version"]) == ({"text": "Alvas"}, "Alva", 1)
    assert put(agnes, besok, {"text": "Alvas Agnes"}, bas=1).status_code == 200


def test_others_see_who_writes_where(klient, besok, person, inloggad):
    put(klient, besok, {"text": "x"}, "tema:bemanning")
    agnes = inloggad(person("agnes", Uppdrag.Roll.SAMORDNARE))
    alla = reverse("besok-sektioner", args=[besok.pk])
    assert agnes.get(alla, headers=JSON).json()["skriver"] == ["Alva skriver i Bemanning"]
    assert klient.get(alla, headers=JSON).json()["skriver"] == []
    Sektion.objects.update(sparad="2016-11-02T12:00Z")
    assert agnes.get(alla, headers=JSON).json()["skriver"] == []


def test_an_expired_log_in_is_told_a_script_and_sent_to_log_in_as_a_page(client, besok):
    assert put(client, besok, {"text": "hej"}).status_code == 401
    assert client.get(reverse("besok-skriv", args=[besok.pk])).status_code == 302
    assert not Sektion.objects.exists()


def test_a_question_with_a_dead_session_does_not_take_the_cookie_of_a_new_log_in(client, besok):
    client.cookies["sessionid"] = "utgangen"
    assert put(client, besok, {"text": "hej"}).status_code == 401
    assert client.cookies["sessionid"].value == "utgangen"


def test_a_page_of_another_user_saves_nothing_in_my_name(klient, besok, alva):
    kropp = json.dumps({"innehall": {"text": "Agnes ord"}, "bas": 0, "klient": str(uuid4()), "lopnr": 1})
    huvuden = JSON | {"X-Besok-Anvandare": str(alva.pk + 1)}
    assert klient.put(adress(besok), kropp, "application/json", headers=huvuden).status_code == 401
    assert not Sektion.objects.exists()


def test_a_save_needs_the_token(besok, alva):
    strang = Client(enforce_csrf_checks=True)
    strang.force_login(alva)
    assert put(strang, besok, {"text": "hej"}).status_code == 403


def test_a_coordinator_whose_assignment_has_ended_is_told_and_keeps_her_words(klient, besok, alva):
    alva.uppdrag.all().delete()
    svar = put(klient, besok, {"text": "hej"})
    assert (svar.status_code, svar["Content-Type"]) == (404, "application/json")
    borta = klient.get(reverse("besok-skriv", args=[besok.pk]))
    assert borta.status_code == 404
    assert 'id="kvar"' in borta.content.decode(), "where what the browser kept is shown"
    assert "Östersund" not in borta.content.decode()


def test_what_is_not_there_answers_as_what_one_may_not_see(besok, bo, inloggad):
    klient = inloggad(bo)
    finns, finns_inte = (klient.get(reverse("besok-skriv", args=[pk])) for pk in (besok.pk, uuid4()))
    rensad = [s.content.decode().replace(str(besok.pk), "") for s in (finns,)]
    assert finns.status_code == finns_inte.status_code == 404
    assert "Östersund" not in rensad[0]


def test_a_published_visit_is_read_but_not_written_by_others(alva, bo, inloggad):
    besok = publicerat(alva)
    assert inloggad(bo).get(reverse("besok-visa", args=[besok.pk])).status_code == 200
    assert inloggad(bo).get(reverse("besok-skriv", args=[besok.pk])).status_code == 403
    assert put(inloggad(bo), besok, {"text": "x"}).status_code == 403


def test_what_is_done_takes_no_saves_and_says_so(klient, alva):
    assert put(klient, klart(alva), {"text": "sent"}).status_code == 410


@pytest.mark.parametrize(
    "kropp", [b"", b"{trasig", b"[]", b"{}", b'{"innehall": {}, "bas": "x", "klient": "1", "lopnr": 1}']
)
def test_what_cannot_be_read_is_refused(klient, besok, kropp):
    svar = klient.put(adress(besok), kropp, "application/json", headers=JSON)
    assert svar.status_code == 400
    assert "fel" in svar.json()


def test_a_section_that_is_not_there_is_refused(klient, besok):
    assert put(klient, besok, {}, "tema:finns-inte").status_code == 400
    assert put(klient, besok, "bara text").status_code == 400


def test_a_note_of_60_000_characters_goes_in_and_comes_out(klient, besok):
    langt = "å" * 60_000
    assert put(klient, besok, {"text": langt}).status_code == 200
    assert langt in sida(klient, besok)
    posta(klient, besok, {"bas/internt": "1", "internt/text": langt + "!"})
    assert utkast.las(besok)["internt"].innehall["text"] == langt + "!"


def test_the_form_saves_without_javascript(klient, besok):
    data = {
        "grund/datum": "2016-11-02",
        "grund/pa_plats:janej": ["", "ja"],
        "grund/deltagare/barn": "4",
        "tema:bemanning/text": "Alla tjänster tillsatta.",
        "tema:bemanning/bedomning": "battre",
        "citat/rader/0/text": "Bra.",
        "citat/rader/0/offentligt:bool": ["", "ja"],
        "internt/text": "",
    }
    svar = posta(klient, besok, data, follow=True)
    assert "Utkastet är sparat." in svar.content.decode()
    rader = {nyckel: rad.innehall for nyckel, rad in utkast.las(besok).items()}
    assert set(rader) == {"grund", "tema:bemanning", "citat"}, "what is empty is not saved"
    assert rader["grund"]["pa_plats"] is True
    assert 'value="2016-11-02"' in svar.content.decode()


def test_without_javascript_the_form_leads_on_to_the_questions(klient, besok):
    svar = posta(klient, besok, {"grund/datum": "2016-11-02", "steg": "klar"})
    assert svar.url == reverse("besok-klar", args=[besok.pk])
    assert utkast.las(besok)["grund"].innehall["datum"] == "2016-11-02"


def test_an_untouched_form_saves_nothing(klient, besok):
    put(klient, besok, {"text": "hej"})
    posta(klient, besok, {"bas/internt": "1", "internt/text": "hej", "grund/datum": ""})
    assert Sektion.objects.count() == 1


def test_without_javascript_a_conflict_shows_both_and_the_next_save_goes_through(klient, besok, person):
    agnes = person("agnes", Uppdrag.Roll.SAMORDNARE)
    spara(besok, "internt", {"text": "Agnes text"}, av=agnes)
    svar = posta(klient, besok, {"bas/internt": "0", "internt/text": "Alvas text"})
    html = svar.content.decode()
    assert svar.status_code == 409
    assert "Agnes text" in html
    assert ">Alvas text</textarea>" in html
    assert 'name="bas/internt" value="1"' in html
    posta(klient, besok, {"bas/internt": "1", "internt/text": "Alvas text. Agnes text"})
    assert utkast.las(besok)["internt"].innehall["text"] == "Alvas text. Agnes text"


GAMMAL = {
    "internt": {"text": "a", "diktat": "band 4"},
    "citat": {"rader": [{"text": "b", "roll": "chef", "ton": "arg"}]},
    "grund": {"datum": ["fel"], "deltagare": ["fel"], "pa_plats": "kanske"},
    "signaler": {"valda": "alla", "nya": "en"},
    "siffror": {"rader": {"0": "fel"}},
    "uppfoljning": {"x": 1, "999": "infriat"},
}


def test_a_draft_of_an_old_form_opens_and_keeps_what_this_one_does_not_know(klient, besok, alva):
    for nyckel, innehall in GAMMAL.items():
        spara(besok, nyckel, innehall, av=alva)
    html = sida(klient, besok)
    assert "band 4" in html, "the script has it"
    assert "&quot;ton&quot;: &quot;arg&quot;" in html, "and the row carries it"
    posta(klient, besok, {"bas/internt": "1", "internt/text": "nytt", "bas/citat": "1"} | _citat())
    rader = {nyckel: rad.innehall for nyckel, rad in utkast.las(besok).items()}
    assert rader["internt"] == {"text": "nytt", "diktat": "band 4"}
    assert rader["citat"]["rader"] == [{"text": "c", "roll": "chef", "ton": "arg"}]


def _citat() -> dict[str, str]:
    rad = "citat/rader/0/"
    return {rad + "ovrigt:json": '{"ton": "arg"}', rad + "text": "c", rad + "roll": "chef"}


def test_what_was_said_last_time_stands_beside(klient, alva):
    klart(alva, tema_bemanning={"text": "Sju tjänster tomma.", "internt": "Orolig chef.", "bedomning": "samre"})
    html = sida(klient, utkastet(alva))
    assert "Sju tjänster tomma." in html
    assert "bedömt som sämre" in html


def test_open_promises_are_laid_out_and_judged_ones_are_not(klient, alva):
    rader = [{"text": "Plan före jul"}, {"text": "Avklarat"}]
    klart(alva, ataganden={"rader": rader})
    Atagande.objects.filter(text="Avklarat").update(lage="infriat")
    html = sida(klient, utkastet(alva))
    assert "Plan före jul" in html
    assert "Avklarat" not in html


def test_signals_say_how_many_said_the_same_and_the_list_opens(klient, alva):
    rond = omgang()
    klart(alva, "2480", rond, signaler={"nya": ["saknar sökande"]})
    klart(alva, "0180", rond)
    besok, pk = utkastet(alva, "2380", rond), Signal.objects.get().pk
    assert "1 av 2 har sagt detta" in sida(klient, besok)
    traff = reverse("signal-traff", args=[besok.pk, pk])
    assert "Umeå" in klient.get(traff).content.decode()
    bit = klient.get(traff, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in bit
    svar = klient.get(traff, headers=JSON).json()
    assert (svar["antal"], svar["av"], svar["besok"][0]["namn"]) == (1, 2, "Umeå")


def test_a_signal_that_was_merged_away_stays_chosen(klient, besok, alva):
    huvud = Signal.objects.create(text="saknar sökande")
    lik = Signal.objects.create(text="får inga sökande", samma_som=huvud)
    spara(besok, "signaler", {"valda": [lik.pk]}, av=alva)
    assert f'<input type="hidden" name="signaler/valda:tal[]" value="{lik.pk}">' in sida(klient, besok)


def test_a_page_needs_few_questions(klient, besok, alva, django_assert_max_num_queries):
    for kommun in ("2480", "0180", "1480"):
        klart(alva, kommun, signaler={"nya": [f"signal {kommun}"]})
    with django_assert_max_num_queries(30):
        sida(klient, besok)


def test_html_in_a_note_is_text(klient, besok, alva):
    spara(besok, "internt", {"text": "</textarea><script>alert(1)</script>"}, av=alva)
    assert "<script>alert(1)" not in sida(klient, besok)


def test_the_service_worker_keeps_only_files_that_are_there(client, klient, besok):
    svar = client.get("/sw.js")
    assert svar["Content-Type"].startswith("text/javascript")
    rad = svar.content.decode().splitlines()[0]
    filer = json.loads(rad.removeprefix("const FILER = ").removesuffix(";"))
    assert [fil for fil in filer if not finders.find(fil.removeprefix("/static/"))] == []
    behovs = {bit.split('"')[0] for bit in sida(klient, besok).split('="/static/')[1:]}
    assert {f"/static/{fil}" for fil in behovs} <= set(filer)


def test_what_is_private_is_kept_by_no_cache_on_the_way(klient, besok):
    for namn in ("besok-skriv", "besok-sektioner", "besok-visa"):
        assert "no-store" in klient.get(reverse(namn, args=[besok.pk]))["Cache-Control"]


def test_a_draft_that_became_done_elsewhere_leads_to_its_page(klient, alva):
    besok = klart(alva)
    assert klient.get(reverse("besok-skriv", args=[besok.pk])).url == reverse("besok-visa", args=[besok.pk])
    services.oppna_igen(besok.pk, av=alva)
    assert klient.get(reverse("besok-skriv", args=[besok.pk])).status_code == 200
