"""Promises and handlingsplaner: states, what is late, and what everybody may know."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from atgarder.regler import Regelfel
from besok import ataganden, services
from besok.ataganden import Punkt
from besok.models import Atagande, Besok, Handlingsplan
from tests.besok import omgangsvarld as varld

pytestmark = pytest.mark.usefixtures("typer")
IDAG = date(2017, 1, 10)
INGEN = AnonymousUser()
FALT = {"begard": "2016-11", "mottagen": "", "offentlig": False}


def lofte(av, senast: str = "2016-12", lage: str = "publicerad") -> Atagande:
    rader = {"rader": [{"text": "Plan", "agare_roll": "socialchef", "klart_senast": senast}]}
    return varld.besok(av, lage=lage, ataganden=rader).ataganden.get()


def plan(av, *punkter: Punkt, **falt) -> Handlingsplan:
    return ataganden.spara_plan(None, kommun="2380", falt={**FALT, **falt}, dokument={}, punkter=punkter, av=av)


@pytest.mark.parametrize(
    ("senast", "del_"),
    [
        ("2016-12", "sena"),
        ("2017-01-09", "sena"),
        ("2017-01-10", "snart"),
        ("2017-01", "snart"),
        ("2017-02-09", "snart"),
        ("2017-02-10", "senare"),
        ("2017", "senare"),
        ("", "senare"),
    ],
)
def test_late_soon_and_later(senast, del_):
    delat = ataganden.forfall([Atagande(pk=1, text="x", klart_senast=senast)], IDAG)
    assert [namn for namn in ("sena", "snart", "senare") if getattr(delat, namn)] == [del_]


def test_a_state_has_its_day_reason_and_signature(alva):
    a = lofte(alva)
    ataganden.byt_lage(a.pk, lage="delvis", nar=IDAG, skal="Halva planen kom.", idag=IDAG, av=alva)
    a.refresh_from_db()
    byte = a.lagen.get()
    assert (a.lage, byte.datum, byte.skal, byte.av_roll) == ("delvis", IDAG, "Halva planen kom.", "samordnare")


@pytest.mark.parametrize(
    ("val", "falt"),
    [
        ({"lage": "inte_infriat"}, "skal"),
        ({"lage": "inaktuellt", "skal": " "}, "skal"),
        ({"lage": "hemligt"}, "lage"),
        ({"nar": date(2017, 1, 11)}, "datum"),
        ({"skal": "Ring 811228-9874"}, "skal"),
    ],
)
def test_a_state_that_does_not_hold_together_is_refused(alva, val, falt):
    a = lofte(alva)
    with pytest.raises(Regelfel) as fel:
        ataganden.byt_lage(a.pk, **{"lage": "infriat", "nar": IDAG, "skal": "", "idag": IDAG, "av": alva, **val})
    assert set(fel.value.fel) == {falt}
    assert not a.lagen.exists()


def test_everybody_may_know_promises_of_published_visits_and_points_of_public_plans(alva):
    lofte(alva, lage="klar")
    offentligt = lofte(alva)
    hemlig = plan(alva, Punkt(None, "Hemlig punkt", "", ""))
    publik = plan(alva, Punkt(None, "Öppen punkt", "", ""), offentlig=True)
    assert set(Atagande.objects.offentliga()) == {offentligt, publik.punkter.get()}
    assert list(Handlingsplan.objects.synliga_for(INGEN)) == [publik]
    assert set(Handlingsplan.objects.synliga_for(alva)) == {hemlig, publik}


def test_a_point_of_an_internal_plan_stays_internal_though_its_visit_is_published(alva):
    p = plan(alva, Punkt(None, "Hemlig punkt", "", ""))
    p.punkter.update(besok=varld.besok(alva, lage="publicerad"))
    assert p.punkter.get() not in Atagande.objects.offentliga()


def test_a_judgement_at_an_internal_visit_is_not_told(alva):
    a = lofte(alva)
    dom = {str(a.pk): {"lage": "inte_infriat", "skal": varld.HEMLIGT}}
    besok = varld.besok(alva, lage="klar", grund={"datum": "2017-05-02"}, ataganden={}, uppfoljning=dom)
    a.refresh_from_db()
    assert a.lage == "inte_infriat"
    assert ataganden.offentligt_lage(a) == ("oppet", None)
    type(besok).objects.filter(pk=besok.pk).update(lage="publicerad")
    assert ataganden.offentligt_lage(a) == ("inte_infriat", date(2017, 5, 2))


def test_a_plan_keeps_its_points_and_is_signed(alva):
    p = plan(alva, Punkt(None, "Anställ", "socialchef", "2017-06"), Punkt(None, "", "", ""))
    punkt = p.punkter.get()
    ataganden.spara_plan(
        p,
        kommun="2480",
        falt={**FALT, "mottagen": "2017-01-05"},
        dokument={"titel": "Handlingsplan 2017", "diarienummer": "SN 2017:4", "url": ""},
        punkter=[Punkt(punkt.pk, "Anställ två", "socialchef", "2017-06"), Punkt(None, "Utbilda", "", "")],
        av=alva,
    )
    p.refresh_from_db()
    assert (p.kommun_id, p.av_roll, p.mottagen) == ("2380", "samordnare", "2017-01-05")
    assert p.dokument is not None
    assert p.dokument.diarienummer == "SN 2017:4"
    assert [(x.text, x.kommun_id) for x in p.punkter.order_by("pk")] == [("Anställ två", "2380"), ("Utbilda", "2380")]


def test_a_point_of_another_plan_is_not_changed(alva):
    annan = plan(alva, Punkt(None, "Rör mig inte", "", "")).punkter.get()
    plan(alva, Punkt(annan.pk, "Ändrad", "", ""))
    annan.refresh_from_db()
    assert annan.text == "Rör mig inte"


@pytest.mark.parametrize(("falt", "text"), [({"begard": "2017", "mottagen": "2016"}, ""), ({}, "Ring 811228-9874")])
def test_a_plan_that_does_not_hold_together_is_refused(alva, falt, text):
    with pytest.raises(Regelfel):
        plan(alva, Punkt(None, text, "", ""), **falt)
    assert not Handlingsplan.objects.exists()


def test_a_withdrawn_visits_promise_is_not_followed_up(alva):
    a = lofte(alva)
    assert list(Atagande.objects.oppna()) == [a]
    services.dra_tillbaka(Besok.objects.get().pk, skal="Fel kommun", av=alva)
    assert not Atagande.objects.oppna().exists()
    assert not Atagande.objects.offentliga().exists()


def test_invented_promises_are_told_apart(alva):
    a, plan_ = lofte(alva), plan(alva, Punkt(None, "Riktig punkt", "", ""))
    Besok.objects.update(exempel=True)
    assert a.besok_id is not None
    assert list(Atagande.objects.riktiga()) == [plan_.punkter.get()]
