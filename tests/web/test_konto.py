"""Log-in and forgotten passwords: throttled, and silent about who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from konton.models import User

LOSENORD, NYTT = "ett långt lösenord", "en häst i regnet"


@pytest.fixture(autouse=True)
def _tom_cache():
    """Attempts are counted in the cache: each test begins at none."""
    cache.clear()


@pytest.fixture
def eva(db):
    return User.objects.create_user("eva@exempel.test", LOSENORD, first_name="Eva")


def text(svar):
    return svar.content.decode()


def logga_in(klient, epost="eva@exempel.test", losenord=LOSENORD, **mer):
    return klient.post(reverse("logga-in"), {"login": epost, "password": losenord, **mer})


def ar_inne(klient):
    return klient.get(reverse("konto")).status_code == 200


def test_nobody_can_register(client, db):
    uppgifter = {"email": "ny@exempel.test", "password1": NYTT, "password2": NYTT}
    for adress in ("/konto/nytt/", "/accounts/signup/", "/konto/signup/"):
        assert client.post(adress, uppgifter).status_code in (404, 405)
    assert not User.objects.exists()


@pytest.mark.parametrize(("kryss", "slut"), [({}, True), ({"remember": "on"}, False)])
def test_the_session_ends_with_the_browser_unless_asked(client, eva, kryss, slut):
    logga_in(client, **kryss)
    assert client.session.get_expire_at_browser_close() is slut


def test_too_many_wrong_passwords_close_the_door_for_the_right_one_too(client, eva):
    for _ in range(5):
        logga_in(client, losenord="fel")
    svar = logga_in(client)
    assert not ar_inne(client)
    assert "För många försök. Vänta fem minuter" in text(svar)


def test_the_door_is_closed_in_the_same_way_for_an_address_without_an_account(client, db):
    svaren = [text(logga_in(client, "ingen@exempel.test", "fel")) for _ in range(6)]
    assert "stämmer inte" in svaren[0]
    assert "För många försök" in svaren[-1]


def test_another_address_is_not_shut_out(client, eva):
    User.objects.create_user("gun@exempel.test", LOSENORD)
    for _ in range(5):
        logga_in(client, losenord="fel")
    logga_in(Client(REMOTE_ADDR="10.0.0.2"), "gun@exempel.test")
    annan = Client(REMOTE_ADDR="10.0.0.2")
    logga_in(annan, "gun@exempel.test")
    assert ar_inne(annan)


def test_an_invented_address_of_origin_gives_no_more_attempts(client, eva):
    """Nobody stands in front of a local installation: what X-Forwarded-For says is made up."""
    svar = [
        client.post(
            reverse("logga-in"),
            {"login": f"n{n}@exempel.test", "password": "fel"},
            headers={"x-forwarded-for": f"10.1.1.{n}"},
        )
        for n in range(12)
    ]
    assert "För många försök" in text(svar[-1])


def test_a_closed_account_learns_so_only_with_its_password(client, eva):
    User.objects.update(is_active=False)
    assert "stämmer inte" in text(logga_in(client, losenord="fel"))
    assert logga_in(client).url == reverse("account_inactive")
    assert not ar_inne(client)


def test_a_page_that_needs_a_log_in_is_returned_to(client, eva):
    svar = client.get(reverse("konto"))
    assert svar.url == f"{reverse('logga-in')}?next={reverse('konto')}"
    assert f'name="next" value="{reverse("konto")}"' in text(client.get(svar.url))
    assert client.post(svar.url, {"login": eva.email, "password": LOSENORD}).url == reverse("konto")


def test_logging_out_ends_the_session(client, eva):
    logga_in(client)
    assert client.post(reverse("logga-ut")).url == reverse("start")
    assert not ar_inne(client)


@pytest.fixture
def lank(client, eva, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": "EVA@exempel.test"})
    [brev] = mailoutbox
    assert (brev.to, brev.subject) == (["eva@exempel.test"], "Vändpunkt: välj ett nytt lösenord")
    [adress] = re.findall(r"http://testserver(/\S+)", brev.body)
    return adress


def satt(klient, lank, losenord=NYTT):
    formular = klient.get(lank, follow=True).request["PATH_INFO"]
    return klient.post(formular, {"password1": losenord, "password2": losenord})


def test_a_forgotten_password_is_chosen_anew(lank, client):
    assert satt(client, lank).url == reverse("account_reset_password_from_key_done")
    logga_in(client, losenord=NYTT)
    assert ar_inne(client)


def test_the_link_is_used_once(lank, client, eva):
    satt(client, lank)
    assert "Länken gäller inte längre" in text(Client().get(lank, follow=True))


def test_the_link_dies_when_the_address_changes_hands(lank, eva):
    eva.email = "eva.ny@exempel.test"
    eva.save()
    assert "Länken gäller inte längre" in text(Client().get(lank, follow=True))


def test_a_new_password_closes_other_sessions(client, eva, mailoutbox):
    annan = Client()
    logga_in(annan)
    client.post(reverse("account_reset_password"), {"email": eva.email})
    [lank] = re.findall(r"http://testserver(/\S+)", mailoutbox[0].body)
    satt(client, lank)
    assert not ar_inne(annan)


def test_a_log_in_makes_the_link_unnecessary_and_void(lank, client):
    logga_in(Client())
    assert "Länken gäller inte längre" in text(client.get(lank, follow=True))


@pytest.mark.parametrize("losenord", ["kort", "123456789012", "password1234", "eva@exempel.test"])
def test_a_weak_password_is_refused_with_why(lank, client, eva, losenord):
    svar = satt(client, lank, losenord)
    assert svar.status_code == 200
    assert "behöver rättas" in text(svar)
    eva.refresh_from_db()
    assert eva.check_password(LOSENORD)


def test_two_different_passwords_are_named_in_words(lank, client):
    formular = client.get(lank, follow=True).request["PATH_INFO"]
    svar = client.post(formular, {"password1": NYTT, "password2": "ett annat långt"})
    assert text(svar).count("De två lösenorden är inte lika") == 2  # in the summary and at the field


def test_the_answer_is_the_same_for_an_address_without_an_account(client, eva, mailoutbox):
    svaren = [
        client.post(reverse("account_reset_password"), {"email": epost}, follow=True)
        for epost in ("eva@exempel.test", "ingen@exempel.test")
    ]
    assert text(svaren[0]) == text(svaren[1])
    assert svaren[0].redirect_chain == svaren[1].redirect_chain
    assert "inget konto" in mailoutbox[1].body
    assert mailoutbox[1].to == ["ingen@exempel.test"]


def test_a_closed_account_gets_no_link(client, eva, mailoutbox):
    User.objects.update(is_active=False)
    client.post(reverse("account_reset_password"), {"email": eva.email})
    assert "nytt-losenord" not in mailoutbox[0].body


def test_letters_to_one_address_are_few(client, eva, mailoutbox):
    svar = [client.post(reverse("account_reset_password"), {"email": eva.email}) for _ in range(4)]
    assert [s.status_code for s in svar] == [302, 302, 302, 429]
    assert "För många försök" in text(svar[-1])
    assert len(mailoutbox) == 3


def test_no_second_list_of_addresses_is_kept(lank, client):
    """allauth's own table could come to differ from the user's address, and let somebody in by an old one."""
    satt(client, lank)
    logga_in(client, losenord=NYTT)
    assert not EmailAddress.objects.exists()


def test_the_page_says_where_the_letter_is_when_nothing_is_sent(client, db, settings):
    sida = text(client.get(reverse("account_reset_password_done")))
    assert "Webbplatsen körs lokalt" in sida
    assert settings.EPOST.mapp in sida
    settings.EPOST = type(settings.EPOST)("smtp")
    assert "lokalt" not in text(client.get(reverse("account_reset_password_done")))


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, eva, mailoutbox):
    annan = Client()
    for klient in (client, annan):
        logga_in(klient)
    svar = client.post(
        reverse("account_change_password"), {"oldpassword": LOSENORD, "password1": NYTT, "password2": NYTT}
    )
    assert svar.status_code == 302
    assert ar_inne(client)
    assert not ar_inne(annan)
    assert mailoutbox[0].subject == "Vändpunkt: ditt lösenord är bytt"
    assert "127.0.0.1" in mailoutbox[0].body


def test_the_password_is_not_changed_without_the_old_one(client, eva):
    logga_in(client)
    svar = client.post(reverse("account_change_password"), {"oldpassword": "fel", "password1": NYTT, "password2": NYTT})
    assert "stämmer inte med ditt nuvarande" in text(svar)
    eva.refresh_from_db()
    assert eva.check_password(LOSENORD)


def test_a_mail_server_that_is_down_does_not_undo_a_change(client, eva, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    logga_in(client)
    uppgifter = {"oldpassword": LOSENORD, "password1": NYTT, "password2": NYTT}
    assert client.post(reverse("account_change_password"), uppgifter).status_code == 302
    eva.refresh_from_db()
    assert eva.check_password(NYTT)


def test_the_accounts_pages_are_kept_by_nobody(client, eva):
    logga_in(client)
    for namn in ("konto", "nyckel-lista"):
        assert "no-store" in client.get(reverse(namn))["Cache-Control"]


@pytest.mark.parametrize(
    "namn", ["logga-in", "account_reset_password", "account_signup", "account_reset_password_done"]
)
def test_the_pages_are_swedish_whole_and_without_inline_script_or_style(client, db, namn):
    sida = text(client.get(reverse(namn)))
    assert '<html lang="sv">' in sida
    assert "style=" not in sida
    assert "<script>" not in sida
    for ord_ in ("Password", "Email", "Sign In", "Remember", "placeholder="):
        assert ord_ not in sida.split("<main")[1]


def test_the_account_page_says_ones_roles(inloggad, bo):
    assert "uppgiftslämnare i Östersund" in text(inloggad(bo).get(reverse("konto")))


def test_an_account_without_a_role_is_told_what_to_do(client, eva):
    logga_in(client)
    assert "ingen roll ännu" in text(client.get(reverse("konto")))
