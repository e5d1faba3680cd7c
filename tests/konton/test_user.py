"""The e-mail is the user name, in whatever case it is written."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from konton.models import Uppdrag, User

LOSENORD = "ett långt lösenord"


@pytest.fixture
def eva(db):
    return User.objects.create_user("Eva@Exempel.test", LOSENORD)


def test_log_in_whatever_the_case(client, eva):
    svar = client.post(reverse("logga-in"), {"login": "EVA@exempel.TEST", "password": LOSENORD})
    assert svar.status_code == 302
    assert client.session["_auth_user_id"] == str(eva.pk)


@pytest.mark.parametrize(
    "uppgifter",
    [
        {"login": "eva@exempel.test", "password": "fel"},
        {"login": "ingen@exempel.test", "password": LOSENORD},
    ],
)
def test_a_wrong_log_in_says_nothing_of_which_was_wrong(client, eva, uppgifter):
    svar = client.post(reverse("logga-in"), uppgifter)
    assert svar.status_code == 200
    assert "E-postadressen eller lösenordet stämmer inte" in svar.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_log_in(client, eva):
    User.objects.update(is_active=False)
    client.post(reverse("logga-in"), {"login": eva.email, "password": LOSENORD})
    assert "_auth_user_id" not in client.session


def test_log_in_leads_on_only_within_the_site(client, eva):
    uppgifter = {"login": eva.email, "password": LOSENORD, "next": "https://ond.example/"}
    assert client.post(reverse("logga-in"), uppgifter).url == reverse("start")


def test_one_account_per_address(eva):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="EVA@exempel.test")


def test_an_account_needs_an_address(db):
    with pytest.raises(ValueError, match="e-postadress"):
        User.objects.create_user("")


@pytest.mark.parametrize("roll", ["uppgiftslamnare", "godkannare"])
def test_a_municipalitys_role_names_its_municipality(eva, roll):
    with pytest.raises(IntegrityError), transaction.atomic():
        Uppdrag.objects.create(user=eva, roll=roll)


@pytest.mark.parametrize("kommun", [None, "2380"])
def test_a_role_is_given_once(register, eva, kommun):
    Uppdrag.objects.create(user=eva, roll="samordnare", kommun_id=kommun)
    with pytest.raises(IntegrityError), transaction.atomic():
        Uppdrag.objects.create(user=eva, roll="samordnare", kommun_id=kommun)
