"""One's own visits, a new one, and the way from draft to public; what is internal is nobody else's."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from besok.models import Besok, Omgangskommun
from konton.models import Uppdrag
from tests.besok.varld import klart, omgang, publicerat, utkastet

pytestmark = pytest.mark.usefixtures("typer")
HEMLIGT = "Chefen är på väg bort"
SIFFRA = {"nyckeltal": "VP01", "period": "2016-K4", "taljare": "2", "namnare": "40"}
INTERNT: dict[str, Any] = {
    "tema_bemanning": {"text": "Alla tjänster tillsatta.", "internt": HEMLIGT, "bedomning": "battre"},
    "citat": {
        "rader": [
            {"text": HEMLIGT, "roll": "enhetschef"},
            {"text": "Det vänder.", "roll": "politiker", "offentligt": True},
        ]
    },
    "internt": {"text": HEMLIGT},
    "siffror": {"rader": [SIFFRA]},
    "ataganden": {"rader": [{"text": "Plan före jul", "agare_roll": "socialchef", "klart_senast": "2016-12"}]},
}


def visa(klient, besok) -> str:
    return str(klient.get(reverse("besok-visa", args=[besok.pk])).content.decode())


def byt(klient, besok, lage: str, **mer: str) -> Any:
    return klient.post(reverse("besok-lage", args=[besok.pk]), {"lage": lage, **mer}, follow=True).content.decode()


def gor_klar(klient, besok, **mer: str):
    return klient.post(reverse("besok-klar", args=[besok.pk]), mer)


@pytest.fixture
def klient(alva, inloggad):
    return inloggad(alva)


def test_the_list_says_what_is_to_be_done(klient, alva, person):
    idag = timezone.localdate().isoformat()
    agnes = person("agnes", Uppdrag.Roll.SAMORDNARE)
    utkastet(alva, "2380", grund={"datum": idag})
    utkastet(alva, "2480")
    klart(alva, "0180")
    utkastet(agnes, "1480")
    Omgangskommun.objects.create(omgang=omgang(), kommun_id="0780", besokare=alva)
    html = klient.get(reverse("besok")).content.decode()
    ordning = ["I dag", "Östersund", "Att göra klart", "Umeå", "Att följa upp", "Stockholm", "Växjö", "Göteborg"]
    platser = [html.index(text) for text in ordning]
    assert platser == sorted(platser)
    assert "2 utkast att göra klara, 1 besök att följa upp" in html
    assert "inget är skrivet än" in html


def test_the_list_asks_as_much_of_many_drafts_as_of_few(klient, alva, django_assert_max_num_queries):
    for kommun in ("2380", "2480", "0180", "1480", "0780"):
        utkastet(alva, kommun, grund={"datum": "2016-11-02"})
    with django_assert_max_num_queries(20):
        klient.get(reverse("besok"))


def test_an_empty_list_says_how_to_begin(klient):
    assert "Börja med ”Nytt besök”" in klient.get(reverse("besok")).content.decode()


def test_a_visit_begun_twice_with_one_form_is_one(klient):
    data = {"kommun": "2380", "omgang": "", "id": str(uuid4())}
    adresser = {klient.post(reverse("besok-ny"), data).url for _ in range(2)}
    assert adresser == {reverse("besok-skriv", args=[Besok.objects.get().pk])}


def test_a_key_of_somebody_elses_visit_opens_nothing(inloggad, person, alva):
    besok = utkastet(alva, "2380")
    signe = inloggad(person("signe", Uppdrag.Roll.SAMORDNARE, "2480"))
    svar = signe.post(reverse("besok-ny"), {"kommun": "2480", "id": str(besok.pk)}, follow=True)
    assert svar.status_code == 404


@pytest.mark.parametrize("data", [{}, {"kommun": "9999", "id": str(uuid4())}, {"kommun": "2380", "id": "x"}])
def test_a_visit_without_a_municipality_is_not_begun(klient, data):
    assert klient.post(reverse("besok-ny"), data).status_code == 400
    assert not Besok.objects.exists()


def test_a_coordinator_of_one_municipality_begins_there_only(person, inloggad):
    signe = inloggad(person("signe", Uppdrag.Roll.SAMORDNARE, "2480"))
    assert signe.post(reverse("besok-ny"), {"kommun": "2380", "id": str(uuid4())}).status_code == 400
    assert signe.post(reverse("besok-ny"), {"kommun": "2480", "id": str(uuid4())}).status_code == 302


@pytest.mark.parametrize("lage", ["utkast", "klar", "faktagranskning", "tillbakadragen"])
def test_an_internal_visit_is_nothing_at_all_to_others(alva, bo, cilla, ulla, rut, folke, client, inloggad, lage):
    besok = klart(alva, **INTERNT)
    Besok.objects.update(lage=lage)
    for klient in [client, *map(inloggad, (bo, cilla, ulla, rut, folke))]:
        svar = klient.get(reverse("besok-visa", args=[besok.pk]))
        assert svar.status_code == 404
        assert "Alla tjänster" not in svar.content.decode()


def test_of_a_published_visit_others_see_the_public_fields_only(alva, bo, client, inloggad):
    besok = publicerat(alva, **INTERNT)
    for klient in (client, inloggad(bo)):
        html = visa(klient, besok)
        assert HEMLIGT not in html
        assert "internt" not in html
        for synligt in ("Alla tjänster tillsatta.", "Det vänder.", "Plan före jul", "5,0\xa0%", "bättre än förra"):
            assert synligt in html
        assert "2 av 40" not in html, "counts stay inside"
    assert HEMLIGT in visa(inloggad(alva), besok)


def test_a_value_of_a_group_that_is_too_small_is_hidden_outside(alva, client, inloggad):
    liten = SIFFRA | {"nyckeltal": "VP06", "taljare": "1", "namnare": "3"}
    besok = publicerat(alva, siffror={"rader": [liten]})
    assert "döljs: gruppen är för liten" in visa(client, besok)
    assert "1 av 3" in visa(inloggad(alva), besok)


def test_done_then_checked_then_public_each_step_signed(klient, alva):
    besok = utkastet(alva, grund={"datum": "2016-11-02"})
    assert gor_klar(klient, besok).status_code == 302
    assert "skickat på faktagranskning" in byt(klient, besok, "faktagranskning")
    assert "Besöket är publicerat." in byt(klient, besok, "publicerad")
    assert "kan inte bli utkast" in byt(klient, besok, "utkast"), "what is public is withdrawn, not changed"
    assert "Skriv varför" in byt(klient, besok, "tillbakadragen", skal=" ")
    assert "draget tillbaka" in byt(klient, besok, "tillbakadragen", skal="Fel kommun.")
    assert "Fel kommun." in visa(klient, besok)
    assert besok.lagesbyten.count() == 5


@pytest.mark.parametrize("lage", ["klar", "nonsens", ""])
def test_a_state_that_cannot_be_chosen_changes_nothing(klient, alva, lage):
    besok = utkastet(alva, grund={"datum": "2016-11-02"})
    byt(klient, besok, lage)
    besok.refresh_from_db()
    assert besok.lage == "utkast"


def test_a_day_in_the_future_is_asked_about_not_refused(klient, alva):
    imorgon = (timezone.localdate() + timedelta(days=1)).isoformat()
    besok = utkastet(alva, grund={"datum": imorgon})
    assert "ligger i framtiden" in klient.get(reverse("besok-klar", args=[besok.pk])).content.decode()
    assert gor_klar(klient, besok).status_code == 400
    assert gor_klar(klient, besok, bekrafta="ja").status_code == 302


def test_a_revisit_without_a_first_visit_and_a_day_before_the_round_are_asked_about(klient, alva):
    rond = omgang("Återbesök", "2016-09", omgang())
    besok = utkastet(alva, "2380", rond, grund={"datum": "2016-05-02"})
    html = gor_klar(klient, besok).content.decode()
    assert "inget första besök finns loggat" in html
    assert "ligger före omgången, som började september 2016" in html


def test_a_promise_due_before_the_visit_is_asked_about(klient, alva):
    loften = {"rader": [{"text": "Plan", "klart_senast": "2016-05"}]}
    besok = utkastet(alva, grund={"datum": "2016-11-02"}, ataganden=loften)
    assert "före besöket. Stämmer det?" in gor_klar(klient, besok).content.decode()


FEL: dict[str, tuple[dict[str, Any], str]] = {
    "grund": ({"datum": "i går"}, "går inte att förstå"),
    "siffror": ({"rader": [SIFFRA | {"nyckeltal": "FINNS-EJ"}]}, "finns inte. Välj ett i listan"),
    "citat": ({"rader": [{"text": "Utan roll"}]}, "saknar roll"),
    "ataganden": ({"rader": [{"text": "Plan", "agare_roll": "x" * 121}]}, "rollen är för lång"),
    "internt": ({"text": "Ring 811228-9874."}, "personnummer"),
}


def _delar(nyckel: str, innehall: dict[str, Any]) -> dict[str, Any]:
    return {"grund": {"datum": "2016-11-02"}} | {nyckel: innehall}


@pytest.mark.parametrize("nyckel", FEL)
def test_a_fault_is_told_with_a_link_to_its_section_and_the_draft_stands(klient, alva, nyckel):
    innehall, text = FEL[nyckel]
    besok = utkastet(alva, **_delar(nyckel, innehall))
    html = gor_klar(klient, besok).content.decode()
    assert text in html
    assert f'{reverse("besok-skriv", args=[besok.pk])}#del-{nyckel}"' in html
    assert f'id="del-{nyckel}"' in klient.get(reverse("besok-skriv", args=[besok.pk])).content.decode()
    besok.refresh_from_db()
    assert besok.lage == "utkast"


@pytest.mark.parametrize("grund", [{"deltagare": ["x"]}, {"datum": ["2016"]}, {"deltagare": {"barn": "99999999"}}, []])
def test_a_draft_that_makes_no_sense_is_a_fault_not_a_crash(klient, alva, grund):
    besok = utkastet(alva)
    Besok.objects.get(pk=besok.pk).sektioner.create(nyckel="grund", version=1, innehall=grund, klient=uuid4(), lopnr=1)
    assert gor_klar(klient, besok).status_code == 400


def test_the_site_divides(alva):
    assert klart(alva, siffror={"rader": [SIFFRA]}).siffror.get().varde == 5.0


def test_the_menu_leads_coordinators_only(klient, bo, inloggad):
    assert 'href="/besok/"' in klient.get("/").content.decode()
    assert 'href="/besok/"' not in inloggad(bo).get("/").content.decode()
