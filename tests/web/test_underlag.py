"""Lists of one's own, the sheet for a negotiation, and following."""

import csv
import io

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse

from atgarder import exempel, foljning, services, underlag
from atgarder.models import Foljning, Underlag
from atgarder.regler import Regelfel
from kommuner.models import Kommun
from tests.atgarder.exempelvarld import TITLAR, avbrutet, exempelvarld, publicerat
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("typer")

BLAD = "/forhandlingsunderlag/"


def text(svar) -> str:
    return " ".join(svar.content.decode().split())


def tabell(svar) -> dict[str, list[list[str]]]:
    return {rad.rubrik: [list(c.rader) for c in rad.celler] for rad in svar.context["rader"]}


@pytest.fixture
def tre(typer):
    return exempelvarld()


@pytest.fixture
def fraga(tre):
    return "?" + "&".join(f"exempel={e.slug}" for e in tre)


@pytest.fixture
def lista(tre, ulla):
    return underlag.skapa(namn="Lön 2027", exempel=tre, av=ulla)


def test_nothing_chosen_says_how_to_begin(client):
    svar = client.get(BLAD)
    assert svar.status_code == 200
    assert "Inga exempel är valda" in text(svar)


def test_the_sheet_tells_what_a_negotiator_asks(client, fraga):
    rader = tabell(client.get(BLAD + fraga))
    assert rader["För hur många"] == [["18 socialsekreterare"], [], []]
    assert rader["Avtalsform"] == [["arbetsgivarbeslut"], ["kollektivavtal"], []]
    assert rader["Kostnad"] == [["1\u00a0200\u00a0000\u00a0kr per år, betalas av kommunen"], [], []]
    assert rader["Påstått resultat"] == [["Enheten har full bemanning."], [], ["0 ansökningar blev 40."]]
    assert rader["Uppmätt resultat"] == [[], [], []]
    assert rader["I detalj"][1] == [
        "Lönerevisionen kommer utöver tilläggen: ja",
        "Steget Ny (till 1 år): 0 kr per månad",
        "Steget Van (1–4 år): 1\u00a0500 kr per månad",
    ]
    assert rader["I detalj"][2] == ["2: handleder nya", "1: uppgiften framgår inte"]


def test_unknown_is_unknown_and_never_zero(client, fraga):
    svar = text(client.get(BLAD + fraga))
    assert "framgår inte" in svar
    assert "ännu inte mätt" in svar
    assert "0 kr en gång" not in svar


def test_every_claim_has_its_source(client, fraga):
    (rad,) = [rad for rad in client.get(BLAD + fraga).context["rader"] if rad.rubrik == "Källor"]
    assert rad.celler[0].kallor[0].adress == "https://exempel.test/artikel"
    assert "december 2016" in rad.celler[0].kallor[0].text


def test_what_was_broken_off_tells_why(client, tre):
    rad = publicerat(avbrutet(), titel="Avbrutet")
    rader = tabell(client.get(f"{BLAD}?exempel={rad.slug}"))
    assert rader["Avslutat eller avbrutet"] == [["Avbruten 2017: Pengarna tog slut."]]


def test_two_measures_that_differ_say_whose_word_it_is(client):
    a, b = atgard(antal_berorda=18), atgard("2480", titel="Umeås", antal_berorda=5)
    rad = publicerat(a, b, titel="Två kommuner")
    rader = tabell(client.get(f"{BLAD}?exempel={rad.slug}"))
    assert rader["För hur många"] == [[f"{a.titel}: 18", "Umeås: 5"]]
    assert rader["Läge"] == [["Pågående försök"]]


@pytest.mark.parametrize("byts", [False, True])
def test_what_is_not_known_of_the_state_stands_beside_it_everywhere(client, byts):
    skal = "Införd, enligt källan. Om den gäller tills vidare framgår inte."
    rad = atgard()
    services.byt_lage(rad.pk, lage="permanent", skal=skal, av=None)
    e = publicerat(rad, titel="T")
    if byts:
        services.byt_lage(rad.pk, lage="pagaende", skal="", av=None)
    for adress in (f"{BLAD}?exempel={e.slug}", e.get_absolute_url(), reverse("goda-exempel")):
        assert (skal in text(client.get(adress)).split("Så har det gått till")[0]) is not byts
    rader = tabell(client.get(f"{BLAD}?exempel={e.slug}"))
    assert rader["Läge"] == [["Pågående försök" if byts else f"Permanent. {skal}"]]


def test_the_order_is_the_addresss_and_four_at_most(client, tre):
    fyra = publicerat(atgard(titel="4"), titel="Fyra"), publicerat(atgard(titel="5"), titel="Fem")
    adress = BLAD + "?" + "&".join(f"exempel={e.slug}" for e in (*reversed(tre), *fyra))
    titlar = [k.titel for k in client.get(adress).context["kolumner"]]
    assert titlar == [TITLAR["specialist"], TITLAR["trappa"], TITLAR["dag"], "Fyra"]


def test_what_is_not_public_never_stands_on_the_sheet(client, tre):
    exempel.arkivera(tre[0].pk, av=None)
    services.dra_tillbaka(tre[1].atgarder.get().pk, skal="Fel.", av=None)
    adress = BLAD + "?" + "&".join(f"exempel={e.slug}" for e in tre)
    assert [k.titel for k in client.get(adress).context["kolumner"]] == [TITLAR["specialist"]]


def test_invented_examples_are_marked_on_the_sheet_and_in_the_file(client):
    falt = {"kommun_id": "2380", "typ_id": "arbetsmiljo", "titel": "Påhitt", "synlighet": "publik"}
    rad = publicerat(services.skapa(falt=falt, av=None, exempel=True), titel="Påhittat")
    assert "får inte användas som underlag" in text(client.get(f"{BLAD}?exempel={rad.slug}"))
    fil = client.get(f"{BLAD}?exempel={rad.slug}&format=csv-maskin")
    assert next(csv.DictReader(io.StringIO(b"".join(fil.streaming_content).decode())))["Exempeldata"] == "ja"


def test_the_files_say_what_the_sheet_says(client, fraga):
    strom = client.get(f"{BLAD}{fraga}&format=csv-maskin").streaming_content
    rader = list(csv.DictReader(io.StringIO(b"".join(strom).decode())))
    assert [rad["Exempel"] for rad in rader] == list(TITLAR.values())
    assert rader[0]["Påstått resultat"] == "Enheten har full bemanning."
    assert rader[1]["Kostnad"] == ""
    assert rader[0]["Adress"].startswith("http://testserver/goda-exempel/")
    bok = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{BLAD}{fraga}&format=xlsx").streaming_content)))
    celler = [cell.value for rad in bok.active.iter_rows() for cell in rad]
    assert "Enheten har full bemanning." in celler


def test_the_queries_of_the_sheet_are_pinned(client, fraga, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        client.get(BLAD + fraga)


def test_logged_out_the_lists_page_explains_and_saving_asks_to_log_in(client, tre):
    assert "Du behöver inte logga in" in text(client.get("/underlag/"))
    svar = client.post("/underlag/", {"namn": "Lön", "exempel": tre[0].slug})
    assert svar.url.startswith(reverse("logga-in"))
    assert not Underlag.objects.exists()


def test_a_list_is_made_from_the_sheet_and_filled_later(inloggad, ulla, tre):
    klient = inloggad(ulla)
    svar = klient.post("/underlag/", {"lista": "ny", "namn": "Lön 2027", "exempel": [tre[0].slug, tre[1].slug]})
    rad = Underlag.objects.get()
    assert svar.url == reverse("underlag-visa", args=[rad.pk])
    klient.post("/underlag/", {"lista": rad.pk, "exempel": [tre[1].slug, tre[2].slug]})
    assert rad.poster.count() == 3
    assert "Lön 2027" in text(klient.get("/underlag/"))


def test_a_list_keeps_the_order_of_the_sheet(inloggad, ulla, tre):
    inloggad(ulla).post("/underlag/", {"namn": "Lön", "exempel": [tre[1].slug, tre[0].slug, tre[2].slug]})
    poster = Underlag.objects.get().poster.all()
    assert [p.exempel for p in poster] == [tre[1], tre[0], tre[2]]


def test_a_lists_sheet_fills_the_place_of_what_is_no_longer_shown(inloggad, ulla, tre):
    fler = [publicerat(atgard(titel=namn), titel=namn) for namn in ("Fyra", "Fem")]
    rad = underlag.skapa(namn="Lön", exempel=[*tre, *fler], av=ulla)
    exempel.arkivera(tre[0].pk, av=None)
    kolumner = inloggad(ulla).get(f"{BLAD}?lista={rad.pk}").context["kolumner"]
    assert [k.titel for k in kolumner] == [TITLAR["trappa"], TITLAR["specialist"], "Fyra", "Fem"]


def test_a_list_without_a_name_is_told_and_the_choice_kept(inloggad, ulla, tre):
    svar = inloggad(ulla).post("/underlag/", {"namn": " ", "exempel": tre[0].slug})
    assert svar.status_code == 400
    assert f'name="exempel" value="{tre[0].slug}"' in text(svar)


def test_nobody_elses_list_exists(inloggad, client, bo, folke, lista):
    adress = reverse("underlag-visa", args=[lista.pk])
    for vem in (bo, folke):
        klient = inloggad(vem)
        assert klient.get(adress).status_code == 404
        assert klient.post(adress, {"gor": "radera"}).status_code == 404
        assert klient.get(f"{BLAD}?lista={lista.pk}").status_code == 404
        assert klient.post("/underlag/", {"lista": lista.pk, "exempel": "x"}).status_code == 400
    assert client.get(f"{BLAD}?lista={lista.pk}").status_code == 404
    assert client.get(adress).status_code == 302
    assert Underlag.objects.filter(pk=lista.pk).exists()


def spara(lista, **andra):
    return {"namn": lista.namn, "kommun": "", "anteckning": "", "gor": "spara", **andra}


def test_notes_are_written_and_printed_on_the_sheet(inloggad, ulla, lista, fraga):
    klient, forst = inloggad(ulla), lista.poster.first()
    klient.post(
        reverse("underlag-visa", args=[lista.pk]),
        spara(lista, anteckning="Till måndag", kommun="2380", **{f"not_{forst.pk}": "Fråga om lönen"}),
    )
    svar = klient.get(f"{BLAD}?lista={lista.pk}")
    assert "Till måndag" in text(svar)
    assert tabell(svar)["Min anteckning"] == [["Fråga om lönen"], [], []]
    assert "Fråga om lönen" not in text(klient.get(BLAD + fraga))


@pytest.mark.parametrize("falt", ["namn", "anteckning", "not"])
def test_a_personnummer_is_refused_in_a_list_too(inloggad, ulla, lista, falt):
    falt = f"not_{lista.poster.first().pk}" if falt == "not" else falt
    fore = Underlag.objects.values().get()
    svar = inloggad(ulla).post(reverse("underlag-visa", args=[lista.pk]), spara(lista, **{falt: "Om 811228-9874"}))
    assert svar.status_code == 400
    assert "ser ut som ett personnummer" in text(svar)
    assert Underlag.objects.values().get() == fore
    assert not lista.poster.exclude(anteckning="").exists()


def test_a_new_list_is_not_named_by_a_personnummer(inloggad, ulla, lista):
    svar = inloggad(ulla).post(reverse("underlag"), {"lista": "ny", "namn": "811228-9874"})
    assert svar.status_code == 400
    assert "ser ut som ett personnummer" in text(svar)
    with pytest.raises(Regelfel):
        underlag.skapa(namn="811228-9874", av=ulla)
    lista.anteckning = "811228-9874"
    with pytest.raises(Regelfel):
        underlag.anteckna(lista, {})
    assert Underlag.objects.values_list("namn", "anteckning").get() == ("Lön 2027", "")


def test_order_and_removal_keep_unsaved_notes(inloggad, ulla, lista):
    klient, adress = inloggad(ulla), reverse("underlag-visa", args=[lista.pk])
    forst, andra, _ = lista.poster.all()
    klient.post(adress, spara(lista, gor=f"ned:{forst.pk}", **{f"not_{forst.pk}": "Skriven"}))
    assert [p.pk for p in lista.poster.all()][:2] == [andra.pk, forst.pk]
    klient.post(adress, spara(lista, gor=f"bort:{andra.pk}", **{f"not_{forst.pk}": "Skriven"}))
    assert [p.anteckning for p in lista.poster.all()] == ["Skriven", ""]


def test_a_list_tells_what_is_no_longer_shown(inloggad, ulla, lista, tre):
    exempel.arkivera(tre[0].pk, av=None)
    assert "visas inte längre för läsarna" in text(inloggad(ulla).get(reverse("underlag-visa", args=[lista.pk])))


def test_the_whole_list_can_be_thrown_away(inloggad, ulla, lista):
    inloggad(ulla).post(reverse("underlag-visa", args=[lista.pk]), {"gor": "radera"})
    assert not Underlag.objects.exists()


def test_following_and_stopping(inloggad, ulla):
    klient = inloggad(ulla)
    assert klient.post("/folj/", {"kommun": "2380", "next": "/kommuner/2380/"}).url == "/kommuner/2380/"
    klient.post("/folj/", {"typ": "kompetenstrappa"})
    assert "Östersund" in text(klient.get("/folj/"))
    klient.post("/folj/", {"kommun": "2380", "gor": "sluta"})
    assert [str(f.typ) for f in Foljning.objects.all()] == ["Kompetenstrappa"]


def test_following_never_leads_to_another_site(inloggad, ulla):
    assert inloggad(ulla).post("/folj/", {"kommun": "2380", "next": "https://ond.test/"}).url == "/folj/"


@pytest.mark.parametrize("data", [{}, {"kommun": "9999"}, {"typ": "x"}])
def test_following_what_does_not_exist(inloggad, ulla, data):
    assert inloggad(ulla).post("/folj/", data).status_code == 404


@pytest.mark.parametrize(("foljer_den", "ord_"), [(True, "Sluta följa Östersund"), (False, "Följ Östersund")])
def test_the_button_that_other_pages_use(rf, ulla, foljer_den, ord_):
    sammanhang = {"user": ulla, "falt": "kommun", "kod": "2380", "namn": "Östersund", "foljer": foljer_den}
    html = render_to_string("komponenter/_folj.html", sammanhang, request=rf.get("/kommuner/2380/"))
    assert ord_ in html
    assert 'name="next" value="/kommuner/2380/"' in html


def test_logged_out_the_button_leads_to_the_log_in(rf):
    sammanhang = {"user": AnonymousUser(), "falt": "kommun", "kod": "2380", "namn": "Östersund", "foljer": False}
    html = render_to_string("komponenter/_folj.html", sammanhang, request=rf.get("/kommuner/2380/?nyckeltal=VP01"))
    assert "/logga-in/?next=/kommuner/2380/%3Fnyckeltal%3DVP01" in html


@pytest.fixture
def foljer(ulla):
    return foljning.folj(Kommun.objects.get(pk="2380"), av=ulla)


def test_the_link_in_the_letter_asks_before_it_stops(client, foljer):
    adress = reverse("folj-sluta", args=[foljer.nyckel])
    assert "Sluta följa Östersund?" in text(client.get(adress))
    assert Foljning.objects.exists()
    assert "Du följer inte längre Östersund." in text(client.post(adress))
    assert not Foljning.objects.exists()
    assert "Länken känns inte igen" in text(client.get(adress))


def test_a_mail_programs_one_click_stops_everything(foljer, ulla):
    from django.test import Client

    foljning.folj(Kommun.objects.get(pk="2480"), av=ulla)
    strikt = Client(enforce_csrf_checks=True)
    strikt.post(reverse("folj-sluta", args=[foljer.nyckel]), {"List-Unsubscribe": "One-Click"})
    assert not Foljning.objects.exists()


def test_a_guessed_key_stops_nothing(client, foljer):
    adress = reverse("folj-sluta", args=["gissad"])
    for svar in (client.post(adress), client.get(adress)):
        assert svar.status_code == 200
        assert "Länken känns inte igen" in text(svar)
        assert "inga fler brev" not in text(svar)
        assert f'href="{reverse("folj")}"' in text(svar)
    assert Foljning.objects.exists()
