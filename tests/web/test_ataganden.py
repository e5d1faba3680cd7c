"""The pages of promises and handlingsplaner."""

import pytest
from django.urls import reverse

from besok import ataganden
from besok.ataganden import Punkt
from besok.models import Atagande, Handlingsplan
from tests.besok import omgangsvarld as varld

pytestmark = pytest.mark.usefixtures("typer")


@pytest.fixture
def plan(alva):
    falt = {"begard": "2016-11", "mottagen": "2016-12", "offentlig": True}
    punkter = [Punkt(None, "Anställ fyra", "socialchef", "2016-12")]
    return ataganden.spara_plan(None, kommun="2380", falt=falt, dokument={}, punkter=punkter, av=alva)


def test_what_is_late_is_told_first(inloggad, alva, plan):
    text = inloggad(alva).get(reverse("ataganden")).content.decode()
    assert "1 löfte är försenat, och 0 ska vara klara inom 30 dagar." in text
    assert "Anställ fyra" in text


def test_a_state_is_set_from_the_page(inloggad, alva, plan):
    punkt = plan.punkter.get()
    data = {"lage": "delvis", "datum": "2017-01-10", "skal": "Två anställda."}
    svar = inloggad(alva).post(reverse("atagande-lage", args=[punkt.pk]), data)
    assert svar.url == reverse("handlingsplan-visa", args=[plan.pk])
    text = inloggad(alva).get(svar.url).content.decode()
    assert "2017-01-10: delvis infriat (samordnare). Två anställda." in text


@pytest.mark.parametrize("data", [{}, {"lage": "inte_infriat", "datum": "2017-01-10"}, {"lage": "x", "datum": "2017"}])
def test_a_fault_is_told_and_changes_nothing(inloggad, alva, plan, data):
    punkt = plan.punkter.get()
    svar = inloggad(alva).post(reverse("atagande-lage", args=[punkt.pk]), data)
    assert svar.status_code == 400
    assert 'role="alert"' in svar.content.decode()
    assert Atagande.objects.get().lage == "oppet"


def test_everybody_reads_a_public_plan_without_its_reasons(client, alva, plan, inloggad, bo):
    data = {"lage": "delvis", "datum": "2017-01-10", "skal": varld.HEMLIGT}
    inloggad(alva).post(reverse("atagande-lage", args=[plan.punkter.get().pk]), data)
    for klient in (client, inloggad(bo)):
        text = klient.get(reverse("handlingsplan-visa", args=[plan.pk])).content.decode()
        assert "Anställ fyra" in text
        assert "delvis infriat" in text
        assert varld.HEMLIGT not in text
        assert "Ändra" not in text


def test_a_plan_is_entered_and_changed_by_form(inloggad, alva):
    klient = inloggad(alva)
    data = {"kommun": "2480", "begard": "november 2016", "text-ny1": "Anställ", "nar-ny1": "2017-06"}
    svar = klient.post(reverse("handlingsplan-ny"), data)
    plan = Handlingsplan.objects.get()
    assert (svar.status_code, plan.begard, plan.offentlig) == (302, "2016-11", False)
    punkt = plan.punkter.get()
    data = {"mottagen": "2017", "titel": "Planen", f"text-{punkt.pk}": "Anställ fem", "offentlig": "on"}
    assert klient.post(reverse("handlingsplan-andra", args=[plan.pk]), data).status_code == 302
    plan.refresh_from_db()
    assert (plan.offentlig, str(plan.dokument), plan.punkter.get().text) == (True, "”Planen”", "Anställ fem")


@pytest.mark.parametrize(
    "data",
    [
        {"kommun": ""},
        {"kommun": "9999"},
        {"kommun": "2480", "begard": "i går"},
        {"kommun": "2480", "begard": "2017", "mottagen": "2016"},
        {"kommun": "2480", "url": "javascript:alert(1)"},
    ],
)
def test_a_plan_with_faults_is_not_saved(inloggad, alva, data):
    assert inloggad(alva).post(reverse("handlingsplan-ny"), data).status_code == 400
    assert not Handlingsplan.objects.exists()


def test_a_coordinator_of_another_municipality_reaches_nothing(inloggad, person, plan):
    klient = inloggad(person("lo", "samordnare", "2480"))
    punkt = plan.punkter.get()
    assert "Anställ fyra" not in klient.get(reverse("ataganden")).content.decode()
    assert klient.post(reverse("atagande-lage", args=[punkt.pk]), {"lage": "infriat"}).status_code == 404
    assert klient.get(reverse("handlingsplan-andra", args=[plan.pk])).status_code == 404
    assert klient.post(reverse("handlingsplan-ny"), {"kommun": "2380"}).status_code == 400


def test_a_coordinator_whose_assignment_has_ended_reaches_nothing(inloggad, alva, plan):
    klient = inloggad(alva)
    alva.uppdrag.all().delete()
    for namn in ("ataganden", "handlingsplan-ny", "omgang-ny"):
        assert klient.get(reverse(namn)).status_code == 403
    data = {"lage": "infriat", "datum": "2017-01-10"}
    assert klient.post(reverse("atagande-lage", args=[plan.punkter.get().pk]), data).status_code == 403
    assert Atagande.objects.get().lage == "oppet"


def test_a_point_due_before_the_plan_was_asked_for_is_asked_about_not_refused(inloggad, alva):
    data = {"kommun": "2480", "begard": "2016-11", "text-ny1": "Anställ", "nar-ny1": "2016-10"}
    data |= {"text-ny2": "Utbilda", "nar-ny2": "2016"}
    svar = inloggad(alva).post(reverse("handlingsplan-ny"), data, follow=True)
    text = svar.content.decode()
    assert "Punkten ”Anställ” ska vara klar oktober 2016, innan planen begärdes. Stämmer det?" in text
    assert "Punkten ”Utbilda”" not in text, "2016 is not surely before November 2016"
    assert Handlingsplan.objects.get().punkter.count() == 2
