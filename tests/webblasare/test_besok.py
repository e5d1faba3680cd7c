"""The visit form in a real Chromium: without network, server, log-in or script, and with two who write."""

import re
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from besok import utkast
from besok.models import Besok, Signal
from tests.besok.varld import klart, spara, utkastet
from tests.webblasare.besoksida import (
    logga_in,
    pa_servern,
    redo,
    sida,
    skriv,
    status,
    text_pa_servern,
    vacks,
    vanta_pa,
)
from tests.webblasare.test_sidor import axe

pytestmark = [pytest.mark.webblasare, pytest.mark.usefixtures("transactional_db", "typer")]


def test_the_form_opens_with_no_server_at_all_once_it_has_been_opened(fonster, server, alva):
    ny, besok = fonster(alva), utkastet(alva, internt={"text": "förr "})
    blad = sida(ny, besok)
    vanta_pa(lambda: blad.evaluate("caches.keys()") != [] and _bevarad(blad, besok))
    skriv(blad, "internt/text", "nu ")
    vanta_pa(lambda: text_pa_servern(besok, "internt/text") == "förr nu ")
    server.doda()
    skriv(blad, "internt/text", "utan nät ")
    blad.close()
    igen = sida(ny, besok)
    assert igen.input_value("#internt-text") == "förr nu utan nät "
    assert "ingen uppkoppling. Det du skrivit finns kvar i den här webbläsaren." in status(igen)
    assert igen.evaluate("getComputedStyle(document.querySelector('.besoksida')).maxWidth") != "none", "and is styled"
    server.starta()
    vacks(igen)
    vanta_pa(lambda: text_pa_servern(besok, "internt/text") == "förr nu utan nät ")
    vanta_pa(lambda: re.match(r"Sparat \d\d\.\d\d", status(igen)))


def _bevarad(blad, besok: Besok) -> bool:
    return bool(blad.evaluate(f"caches.match('/besok/{besok.pk}/skriv/').then(Boolean)"))


def test_nothing_private_but_the_form_is_kept_and_logging_out_takes_it_away(fonster, alva):
    ny, besok = fonster(alva), utkastet(alva)
    blad = sida(ny, besok)
    vanta_pa(lambda: _bevarad(blad, besok))
    blad.goto("/besok/")
    blad.goto(f"/besok/{besok.pk}/")
    sparat = "caches.keys().then(async ns => (await Promise.all(ns.map(async n => (await (await caches.open(n)).keys())"
    sparat += ".map(r => new URL(r.url).pathname)))).flat())"
    privat = {stig for stig in blad.evaluate(sparat) if not stig.startswith("/static/")}
    assert f"/besok/{besok.pk}/skriv/" in privat
    assert privat <= {f"/besok/{besok.pk}/skriv/", f"/besok/{besok.pk}/sektioner/"}
    blad.click(".meny > summary")
    blad.locator("button:visible", has_text="Logga ut").click()
    blad.wait_for_url("**/")
    vanta_pa(lambda: all(stig.startswith("/static/") for stig in blad.evaluate(sparat)))


def test_what_one_user_left_is_not_shown_to_the_next(fonster, server, alva, agnes):
    ny, besok = fonster(alva), utkastet(alva)
    blad = sida(ny, besok)
    ny.set_offline(True)
    skriv(blad, "internt/text", "Alvas ord ")
    blad.close()
    ny.set_offline(False)
    logga_in(ny, agnes, server)
    hennes = sida(ny, besok)
    assert hennes.input_value("#internt-text") == ""
    hennes.close()
    logga_in(ny, alva, server)
    assert sida(ny, besok).input_value("#internt-text") == "Alvas ord "
    vanta_pa(lambda: text_pa_servern(besok, "internt/text") == "Alvas ord ")
    assert utkast.las(besok)["internt"].av == alva


def test_an_expired_log_in_is_renewed_in_another_tab_and_all_is_sent(fonster, alva):
    ny, besok = fonster(alva), utkastet(alva)
    blad = sida(ny, besok)
    Session.objects.all().delete()
    skriv(blad, "internt/text", "kvar ")
    lank = blad.get_by_text("Logga in i en ny flik")
    lank.wait_for()
    assert "Inte sparat på servern än: du är inte inloggad." in status(blad)
    with ny.expect_page() as flik:
        lank.click()
    flik.value.fill("[name=username], [name=login]", "alva@exempel.test")
    flik.value.fill("[name=password]", "ett långt lösenord")
    flik.value.click("main button")
    flik.value.wait_for_url("**/besok/")
    vacks(blad)
    vanta_pa(lambda: text_pa_servern(besok, "internt/text") == "kvar ", varfor=lambda: status(blad))


def test_what_is_typed_before_the_script_has_come_is_kept(fonster, alva):
    ny, besok = fonster(alva), utkastet(alva, grund={"datum": "2016-11-02", "sammanfattning": "Förr."})
    ny.route("**/js/besok/status.js", lambda vag: vag.abort())
    blad = ny.new_page()
    blad.goto(f"/besok/{besok.pk}/skriv/", wait_until="domcontentloaded")
    ny.unroute("**/js/besok/status.js")
    blad.fill("#internt-text", "tidigt")
    blad.add_script_tag(url="/static/js/besok/besok.js?igen", type="module")
    redo(blad)
    vanta_pa(lambda: text_pa_servern(besok, "internt/text") == "tidigt")
    assert utkast.las(besok)["grund"].version == 1, "and what nobody touched is not saved again"


def test_a_lost_token_is_fetched_anew(fonster, alva):
    ny, besok = fonster(alva), utkastet(alva)
    blad = sida(ny, besok)
    ny.clear_cookies(name="csrftoken")
    skriv(blad, "internt/text", "kvar")
    vanta_pa(lambda: text_pa_servern(besok, "internt/text") == "kvar", varfor=lambda: status(blad))


def test_a_server_that_takes_the_question_and_never_answers_loses_nothing(fonster, server, alva):
    besok = utkastet(alva)
    blad = sida(fonster(alva), besok)
    server.frys()
    skriv(blad, "internt/text", "en gång")
    blad.wait_for_timeout(1500)
    server.doda()
    server.starta()
    vacks(blad)
    vanta_pa(lambda: text_pa_servern(besok, "internt/text") == "en gång", varfor=lambda: status(blad))


def test_without_javascript_it_is_an_ordinary_form(fonster, alva):
    besok = utkastet(alva)
    blad = fonster(alva, java_script_enabled=False).new_page()
    blad.goto(f"/besok/{besok.pk}/skriv/")
    blad.click("#del-tema-bemanning summary")
    blad.fill("[name='tema:bemanning/text']", "Sju tjänster tomma.")
    blad.fill("#internt-text", "Bara vi.")
    blad.click("text=Spara utkast")
    assert "Utkastet är sparat." in blad.inner_text("main")
    assert blad.input_value("[name='tema:bemanning/text']") == "Sju tjänster tomma."
    assert text_pa_servern(besok, "internt/text") == "Bara vi."


def test_two_in_the_same_section_see_both_texts_and_lose_none(fonster, alva, agnes):
    besok = utkastet(alva)
    hos_alva, hos_agnes = sida(fonster(alva), besok), sida(fonster(agnes), besok)
    skriv(hos_agnes, "tema:bemanning/text", "Agnes text")
    vanta_pa(lambda: text_pa_servern(besok, "tema:bemanning/text") == "Agnes text")
    spara(besok, "tema:bemanning", {"text": "Agnes hela text"}, av=agnes)
    hos_alva.locator("[name='tema:bemanning/text']").evaluate("el => { el.closest('details').open = true; el.focus() }")
    hos_alva.keyboard.type("Alvas")
    hos_alva.get_by_text("Ingenting är borta").wait_for()
    text = hos_alva.inner_text("#del-tema-bemanning")
    assert "Agnes hela text" in text
    assert "Din text" in text
    hos_alva.get_by_text("Sätt ihop båda").click()
    vanta_pa(lambda: "Agnes hela text" in (nu := text_pa_servern(besok, "tema:bemanning/text")) and "Alvas" in nu)
    hos_agnes.locator("#internt-text").focus()
    vacks(hos_agnes)
    vanta_pa(lambda: "Alvas" in hos_agnes.locator("[name='tema:bemanning/text']").input_value())
    hos_agnes.get_by_text("Alva skriver i Bemanning").wait_for()


def test_choices_that_collide_are_told_in_words_and_joined(fonster, alva, agnes):
    klart(alva, "2480", signaler={"nya": ["saknar sökande", "har anställt administratörer"]})
    besok = utkastet(alva)
    pk = {s.text: s.pk for s in Signal.objects.all()}
    blad = sida(fonster(alva), besok)
    blad.get_by_label("saknar sökande").focus()
    spara(besok, "signaler", {"valda": [pk["har anställt administratörer"]]}, av=agnes)
    blad.keyboard.press("Space")
    blad.get_by_text("Ingenting är borta").wait_for()
    assert "har anställt administratörer" in blad.inner_text("#del-signaler .krocktexter")
    blad.get_by_text("1 av 1 har sagt detta").first.click()
    blad.locator(".traffrader").get_by_text("Umeå").wait_for()
    blad.get_by_text("Sätt ihop båda").click()
    vanta_pa(lambda: set(pa_servern(besok)["signaler"]["valda"]) == set(pk.values()))


def test_another_device_opens_where_the_first_left_whatever_its_clock_says(fonster, alva):
    besok = utkastet(alva)
    telefon, dator = fonster(alva), fonster(alva, 1280)
    dator.clock.install(time="1999-12-31T23:59:00")
    blad = sida(telefon, besok)
    skriv(blad, "internt/text", "på tåget ")
    vanta_pa(lambda: text_pa_servern(besok, "internt/text") == "på tåget ")
    vid = dator.new_page()
    vid.goto(f"/besok/{besok.pk}/skriv/")
    vid.clock.resume()
    redo(vid)
    skriv(vid, "internt/text", "vid bordet ")
    vanta_pa(lambda: text_pa_servern(besok, "internt/text") == "på tåget vid bordet ")
    assert "1999" not in status(vid)
    blad.locator("#grund-datum").focus()
    vacks(blad)
    vanta_pa(lambda: blad.input_value("#internt-text") == "på tåget vid bordet ")


def test_what_an_older_form_wrote_stays_under_what_is_typed(fonster, alva):
    citat = {"rader": [{"text": "Det vänder", "roll": "chef", "ton": "glad"}]}
    besok = utkastet(alva, internt={"text": "a", "diktat": "band 4"}, citat=citat)
    blad = sida(fonster(alva), besok)
    skriv(blad, "internt/text", "b")
    skriv(blad, "citat/rader/0/text", " nu")
    vanta_pa(lambda: pa_servern(besok)["internt"] == {"text": "ab", "diktat": "band 4"})
    vanta_pa(lambda: pa_servern(besok)["citat"]["rader"][0]["text"] == "Det vänder nu")
    assert pa_servern(besok)["citat"]["rader"][0]["ton"] == "glad"


def test_a_save_reaches_the_server_within_two_seconds_and_the_browser_at_once(fonster, alva):
    blad = sida(fonster(alva), besok := utkastet(alva))
    skriv(blad, "internt/text", "fort")
    assert "fort" in blad.evaluate("Object.values(localStorage).join()")
    vanta_pa(lambda: text_pa_servern(besok, "internt/text") == "fort", 2)


def test_words_of_one_whose_assignment_has_ended_can_be_copied_out(fonster, alva):
    ny, besok = fonster(alva), utkastet(alva)
    blad = sida(ny, besok)
    alva.uppdrag.all().delete()
    skriv(blad, "internt/text", "mina ord")
    blad.get_by_text("Du har inte tillgång till besöket längre, till exempel").wait_for()
    assert blad.input_value("#besoksbesked textarea") == "mina ord"
    skriv(blad, "internt/text", " och fler")
    assert blad.input_value("#besoksbesked textarea") == "mina ord och fler"
    blad.goto(f"/besok/{besok.pk}/skriv/")
    assert blad.input_value("#kvar textarea") == "mina ord och fler"


def test_a_whole_visit_at_a_phones_width(fonster, alva):
    """Four themes, six signals, three figures, two promises; axe finds nothing."""
    klart(alva, signaler={"nya": [f"signal {nr}" for nr in range(6)]}, ataganden={"rader": [{"text": "Plan"}]})
    besok, borjan = utkastet(alva), time.monotonic()
    blad = sida(fonster(alva), besok)
    blad.fill("#grund-datum", "2017-05-02")
    blad.get_by_label("på plats").check()
    for tema in ("bemanning", "rekrytering", "arbetsmiljo", "ledarskap"):
        blad.click(f"#del-tema-{tema} summary")
        blad.get_by_label("oförändrat").locator(f"xpath=self::*[starts-with(@name, 'tema:{tema}/')]").check()
        skriv(blad, f"tema:{tema}/text", f"Iakttagelse om {tema}.")
    for nr in range(6):
        blad.get_by_label(f"signal {nr}").check()
    for nr, kod in enumerate(["VP01", "VP03", "VP08"]):
        blad.select_option(f"[name='siffror/rader/{nr}/nyckeltal']", kod)
        for falt, varde in (("period", "2017-K1"), ("taljare", "3"), ("namnare", "40")):
            blad.fill(f"[name='siffror/rader/{nr}/{falt}']", varde)
    for nr in range(2):
        blad.fill(f"[name='ataganden/rader/{nr}/text']", f"Löfte {nr}")
        blad.fill(f"[name='ataganden/rader/{nr}/klart_senast']", "2017-12")
    assert axe(blad) == []
    assert blad.evaluate("document.documentElement.scrollWidth") <= 390
    blad.click("text=Gör besöket klart")
    blad.wait_for_url("**/klar/")
    assert axe(blad) == []
    blad.click("main button")
    blad.wait_for_url(f"**/besok/{besok.pk}/")
    assert axe(blad) == []
    assert time.monotonic() - borjan < 180
    antal = [besok.iakttagelser.count(), besok.signaler.count(), besok.siffror.count(), besok.ataganden.count()]
    assert antal == [4, 6, 3, 2]


@pytest.mark.parametrize(("bredd", "tema"), [(1280, "light"), (390, "dark")])
def test_the_other_pages_of_a_visit(fonster, alva, bredd, tema):
    utkastet(alva, "2480", internt={"text": "a"})
    delar: dict[str, Any] = {"tema_bemanning": {"text": "b", "internt": "c", "bedomning": "battre"}}
    besok = klart(alva, internt={"text": "d"}, **delar)
    blad = fonster(alva, bredd, color_scheme=tema).new_page()
    for stig in ("/besok/", "/besok/nytt/", f"/besok/{besok.pk}/", f"/besok/{utkastet(alva).pk}/skriv/"):
        blad.goto(stig)
        assert axe(blad) == [], stig
        assert blad.evaluate("document.documentElement.scrollWidth") <= bredd, stig
