"""The pages of accounts and people in a real Chromium: axe, both widths, keyboard, our policy, and no JavaScript."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from konton import inbjudningar, nycklar
from konton.models import User
from tests.webblasare.test_sidor import UTSEENDEN, prova

pytestmark = [pytest.mark.webblasare, pytest.mark.usefixtures("varld")]

UTLOGGAD = ["/logga-in/", "/konto/nytt/", "/konto/glomt/", "/konto/glomt/skickat/", "/konto/nytt-losenord/1-x/"]
INLOGGAD = ["/konto/", "/konto/losenord/", "/konto/bekrafta/", "/konto/tvasteg/", "/konto/nycklar/"]
FORVALTARENS = ["/anvandare/", "/anvandare/?sok=ingen", "/anvandare/bjud-in/"]
LOSENORD = "en häst i regnet"


@pytest.fixture
def varld(transactional_db, register):
    """People are enough here."""
    cache.clear()


@pytest.fixture
def utsand(folke):
    svar = inbjudningar.bjud_in(
        epost="gun@exempel.test", fornamn="Gun", efternamn="Ny", roller=["samordnare"], kommun=None, av=folke
    )
    assert isinstance(svar, inbjudningar.Utsand)
    return svar


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
@pytest.mark.parametrize("stig", UTLOGGAD)
def test_pages_for_those_outside(oppna, stig, bredd, tema):
    prova(oppna(stig, bredd, tema), bredd)


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
@pytest.mark.parametrize("stig", INLOGGAD)
def test_pages_of_ones_own_account(oppna, bo, stig, bredd, tema):
    nycklar.skapa(user=bo, namn="Personalsystemet")
    prova(oppna(stig, bredd, tema, user=bo), bredd)


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
@pytest.mark.parametrize("stig", FORVALTARENS)
def test_pages_of_those_who_give_roles(oppna, folke, bo, utsand, stig, bredd, tema):
    prova(oppna(stig, bredd, tema, user=folke), bredd)


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
def test_a_persons_page_with_its_history(oppna, folke, bo, bredd, tema):
    prova(oppna(f"/anvandare/{bo.pk}/", bredd, tema, user=folke), bredd)


@pytest.mark.parametrize(("bredd", "tema"), UTSEENDEN)
def test_the_invitations_page(oppna, utsand, bredd, tema):
    prova(oppna(f"/inbjudan/{utsand.hemlighet}/", bredd, tema), bredd)


def test_from_invitation_to_account_without_javascript(oppna, folke):
    mail.outbox.clear()
    sida = oppna("/anvandare/bjud-in/", user=folke, java_script_enabled=False).sida
    for namn, varde in (("fornamn", "Gun"), ("efternamn", "Ny"), ("epost", "gun@exempel.test")):
        sida.fill(f"[name={namn}]", varde)
    sida.check("[value=godkannare]")
    sida.select_option("[name=kommun]", "2380")
    sida.click("text=Skicka inbjudan")
    assert "Gun Ny är inbjuden" in sida.inner_text(".meddelanden")
    [lank] = re.findall(r"http://\S+?(/inbjudan/\S+)", str(mail.outbox[0].body))
    ny = oppna(lank, bredd=390, java_script_enabled=False).sida
    ny.fill("[name=new_password1]", LOSENORD)
    ny.fill("[name=new_password2]", LOSENORD)
    ny.click("text=Skapa mitt konto")
    assert "Välkommen, Gun Ny!" in ny.inner_text(".meddelanden")
    ny.goto("/konto/")
    assert "godkännare i Östersund" in ny.inner_text("main")


def test_one_logs_in_by_keyboard_alone(oppna, db):
    User.objects.create_user("eva@exempel.test", LOSENORD)
    sida = oppna("/logga-in/").sida
    assert sida.evaluate("document.activeElement.name") == "login"
    sida.keyboard.type("eva@exempel.test")
    sida.keyboard.press("Tab")
    sida.keyboard.type(LOSENORD)
    sida.keyboard.press("Enter")
    sida.get_by_role("link", name="Mitt konto").wait_for()


def test_on_a_phone_the_way_out_is_on_the_account_page(oppna, bo):
    sida = oppna("/konto/", bredd=390, user=bo).sida
    sida.click("main >> text=Logga ut")
    sida.get_by_role("link", name="Logga in", exact=True).wait_for()


def test_the_second_factors_picture_shows_under_our_policy(oppna, bo):
    besok = oppna("/konto/tvasteg/", user=bo)
    besok.sida.click("text=Slå på tvåstegsinloggning")
    besok.sida.fill("[name=password]", "ett långt lösenord")
    besok.sida.click("text=Fortsätt")
    besok.sida.wait_for_selector(".totp img")
    assert besok.sida.evaluate("document.querySelector('.totp img').naturalWidth") > 100
    prova(besok, 1280)
