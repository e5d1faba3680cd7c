"""The pages of rounds."""

import pytest
from django.urls import reverse

from besok import inlasning
from besok.models import Besoksomgang
from tests.besok import omgangsvarld as varld

pytestmark = pytest.mark.usefixtures("typer")
ATERBESOK = "aterbesok-hosten-2016"


def sidan(klient, namn: str, *argument: object) -> str:
    svar = klient.get(reverse(namn, args=argument))
    assert svar.status_code == 200
    return " ".join(svar.content.decode().split())


def test_the_page_says_18_of_50_and_that_17_are_not_named(client):
    inlasning.las()
    text = sidan(client, "omgang-visa", ATERBESOK)
    assert "18 av 50 kommuner är återbesökta. 17 av dem namnges inte i källan." in text
    assert "Norrtälje" in text
    assert "dagen framgår inte av källan" in text
    assert "ensamkommande" in text
    assert "exempeldata" not in text


def test_the_first_round_names_nobody_and_draws_no_map(client):
    inlasning.las()
    text = sidan(client, "omgang-visa", "forsta-besok-2015-2016")
    assert "50 av 50 kommuner är besökta. Ingen av dem namnges i källan." in text
    assert "På kartan" not in text


def test_the_list_tells_the_progress_of_each(client):
    inlasning.las()
    text = sidan(client, "omgangar")
    assert "18 av 50 kommuner" in text
    assert text.index("Återbesök") < text.index("Första besök 2015")
    assert "Lägg upp en omgång" not in text


def test_an_empty_list_says_what_belongs_there(client):
    assert "Ingen omgång är upplagd ännu" in sidan(client, "omgangar")


def test_only_coordinators_see_the_plan_and_what_is_late(client, inloggad, alva, bo):
    omgang = varld.omgang()
    omgang.kommuner.create(kommun_id="2480", planerat="2016-01-04", besokare=alva)
    assert "Försenade" in sidan(inloggad(alva), "omgang-visa", omgang.kod)
    for klient in (client, inloggad(bo)):
        text = sidan(klient, "omgang-visa", omgang.kod)
        assert "Umeå" not in text
        assert "Alva" not in text


def test_an_internal_visit_is_marked_for_coordinators_and_absent_for_others(client, inloggad, alva, bo):
    omgang = varld.omgang()
    varld.besok(alva, "2380", i=omgang, lage="klar")
    assert "internt: klar" in sidan(inloggad(alva), "omgang-visa", omgang.kod)
    for klient in (client, inloggad(bo)):
        assert "Östersund" not in sidan(klient, "omgang-visa", omgang.kod)


def test_the_summary_shows_counts_beside_every_signal(client, alva):
    omgang = varld.omgang()
    for kommun in ("2380", "2480"):
        varld.besok(alva, kommun, i=omgang, lage="publicerad")
    text = sidan(client, "omgang-sammanfattning", omgang.kod)
    assert '<span class="antal">2</span><div><p>Saknar sökande</p><p class="meta">Umeå, Östersund</p>' in text
    assert "Bemanning" in text
    assert varld.HEMLIGT not in text


def test_the_told_rounds_summary_says_what_it_rests_on(client):
    inlasning.las()
    text = sidan(client, "omgang-sammanfattning", ATERBESOK)
    assert "Räknat på 1 av de 18 besökta kommunerna" in text
    assert "Saknar sökande" in text


def test_a_round_is_made_by_form(inloggad, alva):
    klient = inloggad(alva)
    svar = klient.post(reverse("omgang-ny"), {"namn": "Våren 2027", "start": "januari 2027", "nya": "Umeå, 2380"})
    assert svar.status_code == 302
    omgang = Besoksomgang.objects.get(kod="varen-2027")
    assert (omgang.start, [k.kommun.namn for k in omgang.kommuner.all()]) == ("2027-01", ["Umeå", "Östersund"])


def test_who_goes_where_and_when_is_changed_by_form(inloggad, alva):
    omgang = varld.omgang()
    umea, ostersund = (omgang.kommuner.create(kommun_id=kod) for kod in ("2480", "2380"))
    data = {
        "namn": omgang.namn,
        f"vem-{umea.pk}": alva.pk,
        f"nar-{umea.pk}": "2027-02-01",
        f"bort-{ostersund.pk}": "on",
    }
    assert inloggad(alva).post(reverse("omgang-andra", args=[omgang.kod]), data).status_code == 302
    rad = omgang.kommuner.get()
    assert (rad.kommun_id, rad.besokare, str(rad.planerat)) == ("2480", alva, "2027-02-01")


@pytest.mark.parametrize(
    ("falt", "ord_"),
    [
        ({"namn": ""}, "Namn"),
        ({"start": "i våras"}, "Skriv datumet som"),
        ({"start": "2017", "slut": "2016"}, "slutar före den börjar"),
        ({"nya": "Ankeborg"}, "Ankeborg"),
        ({"beskrivning": "Ring 811228-9874."}, "personnummer"),
        ({"foregaende": "99999"}, "Återbesöker"),
    ],
)
def test_faults_are_told_and_nothing_is_saved(inloggad, alva, falt, ord_):
    svar = inloggad(alva).post(reverse("omgang-ny"), {"namn": "Våren", **falt})
    assert svar.status_code == 400
    assert ord_ in svar.content.decode()
    assert not Besoksomgang.objects.exists()


def test_the_list_takes_few_queries(client, django_assert_max_num_queries):
    inlasning.las()
    with django_assert_max_num_queries(12):
        client.get(reverse("omgangar"))


def test_a_visited_municipality_is_not_taken_out_by_form(inloggad, alva):
    omgang = varld.omgang()
    rad = omgang.kommuner.create(kommun_id="2380")
    varld.besok(alva, "2380", i=omgang)
    data = {"namn": omgang.namn, f"bort-{rad.pk}": "on"}
    svar = inloggad(alva).post(reverse("omgang-andra", args=[omgang.kod]), data)
    assert svar.status_code == 400
    assert "har ett besök i omgången" in svar.content.decode()
    assert omgang.kommuner.count() == 1


def test_only_coordinators_can_be_given_a_municipality(inloggad, alva, bo):
    omgang = varld.omgang()
    rad = omgang.kommuner.create(kommun_id="2380")
    data = {"namn": omgang.namn, f"vem-{rad.pk}": bo.pk}
    assert inloggad(alva).post(reverse("omgang-andra", args=[omgang.kod]), data).status_code == 400
    assert omgang.kommuner.get().besokare is None


def test_a_round_cannot_revisit_itself(inloggad, alva):
    omgang = varld.omgang()
    data = {"namn": omgang.namn, "foregaende": omgang.pk}
    assert inloggad(alva).post(reverse("omgang-andra", args=[omgang.kod]), data).status_code == 400


@pytest.mark.parametrize("skrivet", ["umeå\nÖSTERSUND", "2480; 2380", " Umeå ,, 2380, umeå "])
def test_municipalities_are_named_in_many_ways(inloggad, alva, skrivet):
    inloggad(alva).post(reverse("omgang-ny"), {"namn": "Våren", "nya": skrivet})
    assert [k.kommun_id for k in Besoksomgang.objects.get().kommuner.all()] == ["2480", "2380"]


def test_an_invented_round_is_marked(client, alva):
    omgang = varld.omgang()
    besok = varld.besok(alva, i=omgang, lage="publicerad")
    type(besok).objects.update(exempel=True)
    for namn in ("omgang-visa", "omgang-sammanfattning"):
        assert "exempelmarke" in sidan(client, namn, omgang.kod)


def test_a_round_that_does_not_exist_is_not_found(client, inloggad, alva):
    for namn in ("omgang-visa", "omgang-sammanfattning"):
        assert client.get(reverse(namn, args=["finns-inte"])).status_code == 404
    assert inloggad(alva).get(reverse("omgang-andra", args=["finns-inte"])).status_code == 404


def test_numbers_and_words_agree(client, alva):
    omgang = varld.omgang(antal=3, antal_besokta=3)
    for kommun in ("2380", "2480"):
        varld.besok(alva, kommun, i=omgang, lage="publicerad")
    text = sidan(client, "omgang-visa", omgang.kod)
    assert "2 kommuner är kända vid namn." in text
    assert "1 besökt kommun namnges inte i källan." in text
    assert "2 nya löften gavs." in sidan(client, "omgang-sammanfattning", omgang.kod)


def test_when_the_source_counted_is_told_where_it_is_known(client):
    inlasning.las()
    assert "Källan räknade" not in sidan(client, "omgang-visa", ATERBESOK)
    Besoksomgang.objects.filter(kod=ATERBESOK).update(antal_per="2016-12")
    assert "Källan räknade december 2016." in sidan(client, "omgang-visa", ATERBESOK)
