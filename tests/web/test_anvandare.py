"""The förvaltare's pages, the invitation's page and one's own keys."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Apinyckel, Inbjudan, Uppdrag, User

GUN = {
    "fornamn": "Gun",
    "efternamn": "Ny",
    "epost": "gun@exempel.test",
    "roller": ["uppgiftslamnare", "godkannare"],
    "kommun": "2380",
}
LOSENORD = {"new_password1": "en häst i regnet", "new_password2": "en häst i regnet"}


def text(svar):
    return svar.content.decode()


@pytest.fixture
def forvaltaren(inloggad, folke):
    return inloggad(folke)


@pytest.fixture
def bjud(forvaltaren, mailoutbox):
    """Invites Gun; returns the path of the link in the letter."""

    def gor(**andra):
        svar = forvaltaren.post(reverse("anvandare-bjud-in"), GUN | andra)
        assert svar.status_code == 302
        return re.findall(r"http://testserver(/inbjudan/\S+)", mailoutbox[-1].body)[0]

    return gor


def test_from_invitation_to_work(bjud, mailoutbox, client):
    lank = bjud()
    brev = mailoutbox[0]
    assert brev.to == ["gun@exempel.test"]
    assert "uppgiftslämnare och godkännare i Östersund" in brev.body
    assert "gun@exempel.test" in text(client.get(lank))
    svar = client.post(lank, LOSENORD, follow=True)
    assert "Välkommen, Gun Ny!" in text(svar)
    assert client.get(reverse("rapportera")).status_code == 200


def test_looking_at_the_link_uses_nothing_up(bjud, client):
    lank = bjud()
    for _ in range(3):
        assert client.get(lank).status_code == 200
    assert client.post(lank, LOSENORD).status_code == 302


def test_a_used_link_says_so(bjud, client):
    lank = bjud()
    client.post(lank, LOSENORD)
    svar = Client().get(lank)
    assert svar.status_code == 410
    assert "redan använd" in text(svar)


def test_a_link_that_ran_out_says_what_to_do(bjud, client):
    lank = bjud()
    Inbjudan.objects.update(giltig_till=timezone.now() - timedelta(minutes=1))
    assert "Be den som bjöd in dig" in text(client.get(lank))
    assert client.post(lank, LOSENORD).status_code == 410
    assert not User.objects.filter(email=GUN["epost"]).exists()


@pytest.mark.parametrize(
    ("ett", "tva", "del_"),
    [
        ("kort", "kort", "för kort"),
        ("en häst i regnet", "en häst i snön", "inte lika"),
        ("123456789012", "123456789012", "siffror"),
        ("gun@exempel.test", "gun@exempel.test", "för lik"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_why(bjud, client, ett, tva, del_):
    lank = bjud()
    svar = client.post(lank, {"new_password1": ett, "new_password2": tva})
    assert svar.status_code == 400
    assert del_ in text(svar)
    assert Inbjudan.objects.get().antagen is None


def test_somebody_else_who_is_logged_in_here_is_logged_out(bjud, inloggad, bo):
    klient = inloggad(bo)
    klient.post(bjud(), LOSENORD)
    assert klient.session["_auth_user_id"] == str(User.objects.get(email=GUN["epost"]).pk)


def test_one_who_has_an_account_gets_the_role_and_a_letter(forvaltaren, cilla, mailoutbox):
    svar = forvaltaren.post(reverse("anvandare-bjud-in"), GUN | {"epost": "CILLA@exempel.test"}, follow=True)
    assert "hade redan ett konto" in text(svar)
    assert mailoutbox[0].to == [cilla.email]
    assert "godkännare i Östersund" in mailoutbox[0].body
    assert not Inbjudan.objects.exists()


@pytest.mark.parametrize(
    ("andra", "del_"),
    [
        ({"kommun": "landet"}, "gäller alltid en kommun"),
        ({"kommun": "9999"}, "Var rollerna gäller"),
        ({"roller": []}, "minst en roll"),
        ({"roller": ["kung"]}, "Roller"),
        ({"epost": "gun"}, "E-postadress"),
        ({"epost": "gun@exempel.test\nBcc: alla@exempel.test"}, "E-postadress"),
        ({"fornamn": " "}, "förnamn"),
    ],
)
def test_an_invitation_that_will_not_do_is_refused_with_why(forvaltaren, mailoutbox, andra, del_):
    svar = forvaltaren.post(reverse("anvandare-bjud-in"), GUN | andra)
    assert svar.status_code == 400
    assert del_ in text(svar)
    assert not mailoutbox
    assert not Inbjudan.objects.exists()


def test_a_name_cannot_write_the_letters_headers_or_markup(bjud, forvaltaren, mailoutbox, client):
    lank = bjud(fornamn="<b>Gun</b>", efternamn="Ek\r\nBcc: x@y.se")
    assert "Bcc" not in mailoutbox[0].subject
    assert mailoutbox[0].recipients() == ["gun@exempel.test"]
    assert "<b>Gun" not in text(client.get(lank))
    assert "<b>Gun" not in text(forvaltaren.get(reverse("anvandare")))


def test_an_invitation_is_sent_again_with_a_new_link(bjud, forvaltaren, mailoutbox, client):
    gammal = bjud()
    forvaltaren.post(reverse("inbjudan-skicka", args=[Inbjudan.objects.get().pk]))
    ny = re.findall(r"http://testserver(/inbjudan/\S+)", mailoutbox[1].body)[0]
    assert (client.get(gammal).status_code, client.get(ny).status_code) == (410, 200)


def test_an_invitation_is_withdrawn(bjud, forvaltaren, client):
    lank = bjud()
    pk = Inbjudan.objects.get().pk
    forvaltaren.post(reverse("inbjudan-aterkalla", args=[pk]))
    assert client.post(lank, LOSENORD).status_code == 410
    assert forvaltaren.post(reverse("inbjudan-skicka", args=[pk])).status_code == 404
    assert "Gun Ny" not in text(forvaltaren.get(reverse("anvandare")))


def test_a_letter_that_could_not_be_sent_is_told_of(forvaltaren, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    svar = forvaltaren.post(reverse("anvandare-bjud-in"), GUN, follow=True)
    assert "gick inte att skicka" in text(svar)
    assert "Skicka igen" in text(svar)


def test_the_page_says_where_the_letter_is_only_when_nothing_is_sent(forvaltaren, settings):
    assert settings.EPOST.mapp in text(forvaltaren.post(reverse("anvandare-bjud-in"), GUN, follow=True))
    settings.EPOST = type(settings.EPOST)("smtp")
    svar = text(forvaltaren.post(reverse("anvandare-bjud-in"), GUN, follow=True))
    assert "Ett brev är skickat till gun@exempel.test" in svar
    assert "lokalt" not in svar


def test_roles_are_given_and_taken_on_the_persons_page(forvaltaren, bo):
    sida = reverse("anvandare-visa", args=[bo.pk])
    forvaltaren.post(reverse("uppdrag-ge", args=[bo.pk]), {"roller": ["redaktor"], "kommun": "landet"})
    assert "Redaktör, hela landet" in text(forvaltaren.get(sida))
    forvaltaren.post(reverse("uppdrag-ta", args=[bo.uppdrag.get(roll="redaktor").pk]))
    svar = text(forvaltaren.get(sida))
    assert "Tidigare roller (1)" in svar
    assert "Folke (förvaltare) skapade uppdrag redaktör, hela landet" in svar


def test_a_role_that_lacks_its_municipality_is_told_of_where_it_was_given(forvaltaren, bo):
    svar = forvaltaren.post(reverse("uppdrag-ge", args=[bo.pk]), {"roller": ["godkannare"], "kommun": "landet"})
    assert svar.status_code == 400
    assert "gäller alltid en kommun" in text(svar)


@pytest.mark.parametrize("namn", ["uppdrag-ta", "anvandare-stang"])
def test_the_last_who_runs_the_site_cannot_lock_the_door_from_outside(forvaltaren, folke, namn):
    pk = folke.uppdrag.get().pk if namn == "uppdrag-ta" else folke.pk
    svar = forvaltaren.post(reverse(namn, args=[pk]), follow=True)
    assert "minst en förvaltare" in text(svar)
    assert forvaltaren.get(reverse("anvandare")).status_code == 200


def test_a_role_given_up_by_oneself_closes_the_page(forvaltaren, folke, person):
    person("frida", Uppdrag.Roll.FORVALTARE)
    forvaltaren.post(reverse("uppdrag-ta", args=[folke.uppdrag.get().pk]))
    assert forvaltaren.get(reverse("anvandare")).status_code == 403


def test_a_closed_account_is_out_at_once(forvaltaren, inloggad, bo):
    klient = inloggad(bo)
    assert klient.get(reverse("konto")).status_code == 200
    forvaltaren.post(reverse("anvandare-stang", args=[bo.pk]))
    assert klient.get(reverse("konto")).status_code == 302
    assert "stängt konto" in text(forvaltaren.get(reverse("anvandare")))
    forvaltaren.post(reverse("anvandare-oppna", args=[bo.pk]))
    assert klient.get(reverse("konto")).status_code == 200


@pytest.mark.parametrize(("sok", "traff"), [("bo", True), ("BO EXEMPEL", True), ("bo finns-ej", False), ("%", False)])
def test_people_are_searched_by_every_word(forvaltaren, bo, sok, traff):
    personer = forvaltaren.get(reverse("anvandare"), {"sok": sok}).context["personer"]
    assert (bo in [p.user for p in personer]) is traff


def test_the_list_costs_the_same_for_many(forvaltaren, person, django_assert_max_num_queries):
    for n in range(30):
        person(f"n{n}", Uppdrag.Roll.UPPGIFTSLAMNARE, "2380")
    with django_assert_max_num_queries(10):
        assert len(forvaltaren.get(reverse("anvandare")).context["personer"]) == 31


def test_a_key_is_shown_once(inloggad, bo):
    klient = inloggad(bo)
    svar = text(klient.post(reverse("nyckel-lista"), {"namn": "Personalsystemet"}))
    [nyckel] = re.findall(r"vp_[\w-]{40,}", svar)
    assert nyckel not in text(klient.get(reverse("nyckel-lista")))


def test_only_ones_own_keys_are_seen_and_revoked(inloggad, bo, cilla):
    inloggad(bo).post(reverse("nyckel-lista"), {"namn": "Bos program"})
    nyckel = Apinyckel.objects.get()
    assert "Bos program" not in text(inloggad(cilla).get(reverse("nyckel-lista")))
    assert inloggad(cilla).post(reverse("nyckel-aterkalla", args=[nyckel.pk])).status_code == 404
    nyckel.refresh_from_db()
    assert nyckel.aterkallad is None
    inloggad(bo).post(reverse("nyckel-aterkalla", args=[nyckel.pk]))
    nyckel.refresh_from_db()
    assert nyckel.aterkallad
