"""What is said and what is done, on pages: who sees what, who may write what, how little the database is asked."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from atgarder import exempel, services, sok, uppgifter
from atgarder.models import Kalla, Uppgift, Uppgiftssvar
from kommuner.models import Enhet
from socialtjanst.web.presentation.gors import nar
from tests.atgarder.varld import atgard, gott_exempel, uppgift

pytestmark = pytest.mark.usefixtures("typer", "utan_koer")

OSTERSUND = "/kommuner/2380/"
SVAR = {"kommun": "2380", "text": "De ringer och frågar.", "sagt_av": "socialchef", "slag": "framsteg"}
SVAR |= {"tema": "rekrytering", "steg": "publicera"}


def text_av(svar, status: int = 200) -> str:
    assert svar.status_code == status
    return str(svar.content.decode()).replace("\xa0", " ")


def lista(client, fraga: str = "", status: int = 200) -> str:
    return text_av(client.get(reverse("uppgifter") + fraga), status)


# The list


def test_an_empty_list_says_what_belongs_there(client):
    assert "Här samlas vad som sägs" in lista(client)


def test_a_statement_says_what_who_when_where_and_from_what(client):
    uppgift(kallor=[Kalla(titel="Årsberättelse", utgivare="Kommunen", datum="2017")], datum="2016-05")
    text = lista(client)
    assert "Alla tjänster är tillsatta." in text
    for del_ in ("Socialchef", "maj 2016", "Bemanning", "Östersund", "Kommunen, ”Årsberättelse”, 2017", "påstådd"):
        assert del_ in text


def test_what_is_not_known_is_said_to_be_unknown(client):
    ny = uppgift()
    assert "tidpunkten framgår inte" in lista(client)
    assert "<dd>Framgår inte</dd>" in text_av(client.get(ny.get_absolute_url()))


def test_a_quote_is_marked(client):
    uppgift(text="Det är jättebra.", citat=True)
    assert "<blockquote>”Det är jättebra.”</blockquote>" in lista(client)


def test_filters_by_theme_municipality_kind_state_and_words(client):
    uppgift(text="Först.", tema_id="bemanning", slag="framsteg")
    uppgift("2480", text="Sedan.", tema_id="ledarskap", slag="utmaning")
    uppgift(None, text="Sist.", tema_id="digitalisering")
    uppgifter.byt_lage(Uppgift.objects.get(text="Sedan.").pk, lage="motsagd", skal="Nej.", av=None)
    for rad in Uppgift.objects.all():
        sok.uppdatera(rad)
    for fraga, funnen in (
        ("?tema=bemanning", "Först."),
        ("?kommun=2380", "Först."),
        ("?kommun=riket", "Sist."),
        ("?slag=utmaning", "Sedan."),
        ("?lage=motsagd", "Sedan."),
        ("?q=sedan", "Sedan."),
        ("?q=Umeå", "Sedan."),
        ("?q=digitalisering+sist", "Sist."),
    ):
        text = lista(client, fraga)
        assert [t for t in ("Först.", "Sedan.", "Sist.") if t in text] == [funnen], fraga
        assert "<strong>1</strong> uppgift</span>" in text


def test_a_filter_that_finds_nothing_says_so(client):
    uppgift()
    assert "Ingen uppgift passar" in lista(client, "?q=xyzzy")


@pytest.mark.parametrize("fraga", ["?tema=moln", "?kommun=9999", "?slag=x", "?lage=sann", "?kommun=%00"])
def test_an_odd_filter_is_told_and_the_list_stays(client, fraga):
    uppgift()
    text = lista(client, fraga, 400)
    assert "finns inte. Välj i listan." in text
    assert "Alla tjänster är tillsatta." in text


@pytest.mark.parametrize("q", ["%00", "%25", "_", "'", "😀", "x" * 900, "%3Cscript%3E"])
def test_odd_searches_are_harmless(client, q):
    uppgift()
    assert "<script>" not in lista(client, f"?q={q}").replace('<script type="module"', "").replace("<script src", "")


def test_odd_pages_are_the_nearest(client):
    uppgift()
    for sida in ("0", "-1", "99", "x", "9" * 40):
        assert "Alla tjänster är tillsatta." in lista(client, f"?sida={sida}")


def test_drafts_and_withdrawn_are_not_listed_or_counted(client, inloggad, bo, cilla):
    uppgift(text="Hemligt utkast.", publik=False)
    uppgifter.dra_tillbaka(uppgift(text="Tillbakadragen.").pk, skal="Fel.", av=bo)
    for klient in (client, inloggad(cilla)):
        text = lista(klient)
        assert "Hemligt" not in text
        assert "Tillbakadragen." not in text
        assert "<strong>0</strong>" in text
    text = lista(inloggad(bo))
    assert "Hemligt utkast." in text
    assert "<strong>utkast</strong>" in text
    assert "Tillbakadragen." not in text


def test_the_list_asks_no_more_for_more_rows(client, django_assert_max_num_queries):
    kallor = [Kalla.objects.create(titel=namn) for namn in "abc"]
    for nr in range(30):
        uppgift(text=f"Nummer {nr}.", kallor=kallor)
    with django_assert_max_num_queries(6):
        assert lista(client).count("Nummer ") == 30


# One statement


def test_html_in_a_statement_is_text(client):
    ny = uppgift(text="<script>alert(1)</script> & <b>", sagt_av="<i>chef</i>")
    for adress in (ny.get_absolute_url(), reverse("uppgifter"), OSTERSUND):
        text = text_av(client.get(adress))
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in text


def test_a_hidden_one_is_nobody_elses(client, inloggad, bo, cilla):
    ny = uppgift(publik=False)
    for klient, status in ((client, 404), (inloggad(cilla), 404), (inloggad(bo), 200)):
        assert klient.get(ny.get_absolute_url()).status_code == status
    for namn in ("uppgift-andra", "uppgift-lage", "uppgift-dra-tillbaka"):
        assert inloggad(cilla).get(reverse(namn, args=[ny.pk])).status_code == 404


def test_the_role_of_who_entered_it_is_shown_not_the_name(client, bo):
    text = text_av(client.get(uppgift(av=bo).get_absolute_url()))
    assert "<dt>Inlagd av</dt><dd>Uppgiftslämnare i Östersund</dd>" in text
    assert bo.email not in text


def test_a_hidden_measure_is_not_named(client):
    hemlig = atgard(titel="Hemlig åtgärd", publik=False)
    ny = uppgift(atgard_id=hemlig.pk)
    assert "Hemlig åtgärd" not in text_av(client.get(ny.get_absolute_url()))


def test_the_replies_are_shown_with_role_and_reason_newest_first(client, bo):
    ny = uppgift(nyckeltal_id="VP01")
    assert "Östersund har inte svarat på uppgiften." in text_av(client.get(ny.get_absolute_url()))
    uppgifter.byt_lage(ny.pk, lage="bekraftad", skal="Så är det.", av=bo)
    uppgifter.byt_lage(ny.pk, lage="motsagd", skal="Inte längre.", av=bo)
    text = text_av(client.get(ny.get_absolute_url()))
    assert text.index("Inte längre.") < text.index("Så är det.")
    assert "uppgiftslämnare i Östersund" in text
    assert "Bo" not in text.replace("Bostad", "")
    assert reverse("nyckeltal-visa", args=["VP01"]) in text


# Writing


def test_a_statement_is_entered_and_published(inloggad, bo):
    svar = inloggad(bo).post(reverse("uppgift-ny"), {**SVAR, "datum": "maj 2016", "kalla_titel": "Protokoll"})
    ny = Uppgift.objects.get()
    assert svar.url == ny.get_absolute_url()
    assert (ny.datum, ny.synlighet, ny.av, ny.kallor.get().titel) == ("2016-05", "publik", bo, "Protokoll")


def test_a_draft_first(inloggad, bo):
    inloggad(bo).post(reverse("uppgift-ny"), {**SVAR, "steg": "utkast"})
    assert Uppgift.objects.get().synlighet == "utkast"


def test_the_only_municipality_is_chosen_already(inloggad, bo, alva):
    assert inloggad(bo).get(reverse("uppgift-ny")).context["form"]["kommun"].value() == "2380"
    text = text_av(inloggad(alva).get(reverse("uppgift-ny") + "?kommun=2480"))
    assert '<option value="2480" selected>Umeå</option>' in text
    assert "Hela landet" in text


def test_units_and_measures_of_the_municipality_can_be_named(inloggad, bo):
    enhet, egen = Enhet.objects.create(kommun_id="2380", namn="Mottagningen"), atgard(titel="Den egna")
    atgard("2480", titel="Umeås")
    text = text_av(inloggad(bo).get(reverse("uppgift-ny")))
    assert "Mottagningen" in text
    assert "Den egna" in text
    assert "Umeås" not in text
    inloggad(bo).post(reverse("uppgift-ny"), {**SVAR, "enhet": enhet.pk, "atgard": egen.pk})
    assert (Uppgift.objects.get().enhet, Uppgift.objects.get().atgard) == (enhet, egen)


@pytest.mark.parametrize("metod", ["get", "post"])
@pytest.mark.parametrize("kommun", ["2480", "riket"])
def test_nobody_writes_of_another_municipality_or_the_country(inloggad, bo, metod, kommun):
    svar = getattr(inloggad(bo), metod)(reverse("uppgift-ny"), {**SVAR, "kommun": kommun})
    assert svar.status_code == 403
    assert not Uppgift.objects.exists()


def test_the_editors_write_of_the_country(inloggad, rut):
    inloggad(rut).post(reverse("uppgift-ny"), {**SVAR, "kommun": "riket"})
    assert Uppgift.objects.get().kommun is None


@pytest.mark.parametrize(
    ("falt", "besked"),
    [
        ({"text": ""}, "Skriv vad som sägs."),
        ({"text": "Ring 811228-9874."}, "ser ut som ett personnummer"),
        ({"sagt_av": ""}, "Skriv vem som säger det"),
        ({"tema": ""}, "Välj ett tema."),
        ({"datum": "i våras"}, "Skriv datumet som 2016-05-14"),
        ({"datum": "2016-02-30"}, "Skriv datumet som 2016-05-14"),
        ({"kalla_url": "javascript:alert(1)", "kalla_titel": "x"}, "Skriv hela adressen"),
        ({"kalla_utgivare": "Någon"}, "Skriv källans titel"),
        ({"kalla_titel": "Akt 811228-9874"}, "ser ut som ett personnummer"),
        ({"kommun": ""}, "Välj vad uppgiften gäller."),
        ({"text": "x" * 2001}, "Skriv den med högst 2000 tecken"),
        ({"text": "a\x00b"}, "ecken är inte tillåtna"),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_is_saved(inloggad, alva, falt, besked):
    text = text_av(inloggad(alva).post(reverse("uppgift-ny"), {**SVAR, **falt}), 400)
    assert besked in text
    assert "behöver rättas" in text
    assert not Uppgift.objects.exists()
    assert not Kalla.objects.exists()


def andra(klient, ny: Uppgift, **falt):
    return klient.post(reverse("uppgift-andra", args=[ny.pk]), {**SVAR, "revision": ny.revision, **falt})


def test_what_is_there_fills_the_form_and_comes_back_unchanged(inloggad, bo):
    ny = uppgift(
        *("2380", "Så är det."),
        citat=True,
        datum="2016-05",
        nyckeltal_id="VP01",
        kallor=[Kalla(titel="K")],
        av=bo,
    )
    form = inloggad(bo).get(reverse("uppgift-andra", args=[ny.pk])).context["form"]
    data = {falt.name: falt.value() for falt in form if falt.value() not in (None, "", False)}
    fore = Uppgift.objects.values().get()
    inloggad(bo).post(reverse("uppgift-andra", args=[ny.pk]), {**data, "steg": "publicera"})
    assert Uppgift.objects.values().get() == {**fore, "revision": 2}
    assert ny.kallor.get().titel == "K"


def test_two_at_once_the_second_sees_what_changed_and_chooses(inloggad, alva, bo):
    ny = uppgift(av=bo)
    andra(inloggad(alva), ny, text="Alvas ord.")
    svar = andra(inloggad(bo), ny, text="Bos ord.", tema="ledarskap")
    text = text_av(svar, 409)
    assert "Någon annan har ändrat uppgiften" in text
    assert Uppgift.objects.get().text == "Alvas ord."
    assert ("Vad sägs?", "Alvas ord.", "Bos ord.") in svar.context["skillnader"]
    assert ("Tema", "Rekrytering", "Ledarskap") in svar.context["skillnader"]
    assert len(svar.context["skillnader"]) == 2
    revision = svar.context["form"]["revision"].value()
    assert andra(inloggad(bo), ny, text="Bos ord.", revision=revision).status_code == 302
    assert Uppgift.objects.get().text == "Bos ord."


def test_two_at_once_the_others_new_source_is_shown_and_kept(inloggad, alva, bo):
    ny = uppgift(av=bo, kallor=[Kalla(titel="Gammal")])
    gammal = str(ny.kallor.get().pk)
    lasta = {"kallor": [gammal], "lasta_kallor": gammal}
    andra(inloggad(alva), ny, **lasta, kalla_titel="Alvas källa")
    svar = andra(inloggad(bo), ny, **lasta, text="Bos ord.")
    assert ("Källor", "”Gammal”; ”Alvas källa”", "”Gammal”") in svar.context["skillnader"]
    form = svar.context["form"]
    assert len(form["kallor"].value()) == 2
    andra(inloggad(bo), ny, **{namn: form[namn].value() for namn in ("kallor", "lasta_kallor", "revision")})
    assert {k.titel for k in ny.kallor.all()} == {"Gammal", "Alvas källa"}


def test_two_at_once_a_source_that_the_other_took_away_stays_away(inloggad, alva, bo):
    ny = uppgift(av=bo, kallor=[Kalla(titel="Gammal", av=bo)])
    gammal = str(ny.kallor.get().pk)
    andra(inloggad(alva), ny, lasta_kallor=gammal)
    svar = andra(inloggad(bo), ny, kallor=[gammal], lasta_kallor=gammal, kalla_titel="Bos källa")
    assert svar.status_code == 409
    assert ("Källor", "inga", "”Bos källa”; ”Gammal”") in svar.context["skillnader"]
    revision = svar.context["form"]["revision"].value()
    assert andra(inloggad(bo), ny, revision=revision, kalla_titel="Bos källa").status_code == 302
    assert ny.kallor.get().titel == "Bos källa"


@pytest.mark.parametrize("lasta", ["", "x", "²", "99999999999999999999", "\x00"])
def test_an_invented_list_of_read_sources_gives_no_others_source(inloggad, bo, lasta):
    ny = uppgift(av=bo)
    annan = uppgift("2480", kallor=[Kalla(titel="Annan")], publik=False).kallor.get()
    svar = andra(inloggad(bo), ny, kallor=[str(annan.pk), lasta], lasta_kallor=f"{annan.pk},{lasta}", revision=99)
    assert svar.status_code in (400, 409)
    assert "Annan" not in svar.content.decode()
    assert not ny.kallor.exists()


def test_without_a_revision_nothing_is_overwritten(inloggad, bo):
    ny = uppgift(av=bo)
    assert andra(inloggad(bo), ny, revision="").status_code == 409
    assert Uppgift.objects.get().text == "Alla tjänster är tillsatta."


def test_an_own_statement_cannot_be_moved_to_another_municipality(inloggad, bo):
    ny = uppgift(av=bo)
    assert andra(inloggad(bo), ny, kommun="2480").status_code == 403
    assert Uppgift.objects.get().kommun_id == "2380"


# The right of reply


def svara(klient, ny: Uppgift, **falt):
    data = {"lage": "motsagd", "skal": "Vi har tre vakanser.", "revision": ny.revision, **falt}
    return klient.post(reverse("uppgift-lage", args=[ny.pk]), data)


def test_the_municipality_contradicts_what_an_article_says_of_it(client, inloggad, bo):
    ny = uppgift()
    assert svara(inloggad(bo), ny).url == ny.get_absolute_url()
    for adress in (ny.get_absolute_url(), reverse("uppgifter"), OSTERSUND):
        text = text_av(client.get(adress))
        assert "motsagd" in text.lower()
        assert "Vi har tre vakanser." in text


def test_but_neither_rewrites_nor_withdraws_it(inloggad, bo):
    ny = uppgift()
    text = text_av(inloggad(bo).get(ny.get_absolute_url()))
    assert "Bekräfta eller säg emot" in text
    assert "Ändra uppgiften" not in text
    assert andra(inloggad(bo), ny).status_code == 403
    assert inloggad(bo).post(reverse("uppgift-dra-tillbaka", args=[ny.pk]), {"skal": "x"}).status_code == 403
    assert Uppgift.objects.publika().get().text == "Alla tjänster är tillsatta."


def test_another_municipality_does_not_answer(inloggad, cilla, ulla):
    ny = uppgift()
    for vem in (cilla, ulla):
        assert svara(inloggad(vem), ny).status_code == 403
    assert not Uppgiftssvar.objects.exists()


def test_what_is_said_of_the_country_is_answered_by_the_editors_only(inloggad, bo, alva):
    ny = uppgift(None)
    assert svara(inloggad(bo), ny).status_code == 403
    assert svara(inloggad(alva), ny).status_code == 302


@pytest.mark.parametrize("falt", [{"skal": ""}, {"lage": ""}, {"lage": "pastadd"}, {"skal": "Se 811228-9874"}])
def test_a_reply_without_a_fit_reason_or_choice_is_refused(inloggad, bo, falt):
    assert svara(inloggad(bo), uppgift(), **falt).status_code == 400
    assert not Uppgiftssvar.objects.exists()


def test_a_reply_to_words_that_changed_is_asked_again(inloggad, alva, bo):
    ny = uppgift()
    andra(inloggad(alva), ny, text="Ändrade ord.")
    svar = svara(inloggad(bo), ny)
    text = text_av(svar, 409)
    assert "Uppgiften ändrades medan du skrev" in text
    assert "Ändrade ord." in text
    assert svara(inloggad(bo), ny, revision=svar.context["form"]["revision"].value()).status_code == 302


def test_a_reply_can_be_taken_back(inloggad, bo):
    ny = uppgift()
    svara(inloggad(bo), ny)
    ny.refresh_from_db()
    assert svara(inloggad(bo), ny, lage="pastadd", skal="Vi hade fel.").status_code == 302
    assert Uppgift.objects.get().lage == "pastadd"


def test_what_is_withdrawn_says_why_to_its_own_and_is_gone_for_others(client, inloggad, bo):
    ny = uppgift(av=bo)
    inloggad(bo).post(reverse("uppgift-dra-tillbaka", args=[ny.pk]), {"skal": "Skrevs två gånger."})
    assert client.get(ny.get_absolute_url()).status_code == 404
    assert "Skrevs två gånger." in text_av(inloggad(bo).get(ny.get_absolute_url()))


# The municipality's page


def test_the_page_shows_what_is_done_by_year_newest_first(client):
    atgard(titel="Äldst", start="2012", slut="2013-05", lage="avslutad")
    atgard(titel="Okänt")
    atgard(titel="Nyast", beslutad="2016-05", lage="beslutad")
    gors = client.get(OSTERSUND).context["gors"]
    assert [(ar, [rad.titel for rad in rader]) for ar, rader in gors] == [
        ("2016", ["Nyast"]),
        ("2012", ["Äldst"]),
        ("Årtal framgår inte", ["Okänt"]),
    ]
    text = text_av(client.get(OSTERSUND))
    assert "<strong>avslutad</strong>, 2012 till maj 2013" in text
    assert "<strong>beslutad</strong>, beslutad maj 2016" in text


@pytest.mark.parametrize(
    ("falt", "ord_"),
    [
        ({"start": "2015", "slut": "2016-05"}, "2015 till maj 2016"),
        ({"start": "2015"}, "sedan 2015"),
        ({"start": "2015", "lage": "avslutad"}, "från 2015"),
        ({"slut": "2016-05"}, "till maj 2016"),
        ({"beslutad": "2014", "start": "2015"}, "sedan 2015"),
        ({}, ""),
    ],
)
def test_since_when(falt, ord_):
    assert nar(**falt) == ord_


def test_what_is_hidden_elsewhere_is_hidden_here(client, inloggad, bo, cilla):
    atgard(titel="Hemlig åtgärd", publik=False)
    uppgift(text="Hemligt utkast.", publik=False)
    borta = atgard(titel="Borttagen åtgärd")
    services.dra_tillbaka(borta.pk, skal="Fel.", av=bo)
    for klient in (client, inloggad(cilla)):
        text = text_av(klient.get(OSTERSUND))
        assert not any(ord_ in text for ord_ in ("Hemlig åtgärd", "Hemligt utkast", "Borttagen"))
    text = text_av(inloggad(bo).get(OSTERSUND))
    assert text.count("<strong>utkast</strong>") == 2
    assert "Borttagen" not in text


def test_without_figures_and_statements_the_page_is_as_before(client):
    text = text_av(client.get(OSTERSUND))
    assert "Det här görs" not in text
    assert "Det här sägs" not in text


def test_the_own_municipality_is_asked_to_begin(inloggad, bo, cilla):
    lank = f"{reverse('uppgift-ny')}?kommun=2380"
    assert lank in text_av(inloggad(bo).get(OSTERSUND))
    assert lank not in text_av(inloggad(cilla).get(OSTERSUND))


def test_progress_comes_first_and_hardships_last(client):
    for slag in ("utmaning", "iakttagelse", "framsteg"):
        uppgift(text=f"Ett {slag}.", slag=slag)
    assert [rad.slag for rad in client.get(OSTERSUND).context["sagt"]] == ["framsteg", "iakttagelse", "utmaning"]


def test_a_statement_never_becomes_a_figure(client, varld):
    fore = client.get(OSTERSUND).context
    uppgift(text="Sjukfrånvaron är 1 procent.", nyckeltal_id="N00090")
    nu = client.get(OSTERSUND).context
    assert [k.siffra for k in nu["kort"]] == [k.siffra for k in fore["kort"]]
    assert nu["ingress"] == fore["ingress"]


def test_more_measures_and_statements_ask_no_more(client, varld, django_assert_max_num_queries):
    kallor = [Kalla.objects.create(titel=namn) for namn in "ab"]
    for nr in range(15):
        atgard(titel=f"Åtgärd {nr}", start=str(2000 + nr))
        uppgift(text=f"Uppgift {nr}.", kallor=kallor)
    with django_assert_max_num_queries(12):
        client.get(OSTERSUND)
    with django_assert_max_num_queries(5):
        assert len(client.get(OSTERSUND).context["sagt"]) == 15


# The articles on the pages


@pytest.fixture
def artiklar():
    call_command("las_artiklar", verbosity=0)


@pytest.mark.parametrize(
    ("kod", "delar"),
    [
        ("2480", ["Kompetenstrappa med lönetillägg", "4 erfarna socialsekreterare", "från 0 till 40"]),
        ("2380", ["Sex timmars arbetsdag", "18 socialsekreterare på försörjningsstöd", "ännu inte känt"]),
        ("0183", ["Traineeprogram", "frågar om det finns lediga tjänster"]),
        ("2281", ["Kortare arbetsdag på prov", "<strong>beslutad</strong>"]),
        ("0381", ["Kortare arbetsdag på prov", "<strong>beslutad</strong>"]),
        ("0305", ["En enhetschef finns alltid på plats", "Alla tjänster inom barn och unga"]),
        ("1283", ["Administrativt stöd", "16 socialsekreterare"]),
        ("1384", ["Administratörer avlastar", "Regionombud"]),
        ("0780", ["utvecklingsdagar", "inte använt konsulter"]),
        ("1492", ["behålla personal", "inte använt konsulter"]),
        ("1737", ["landets lägsta sjukfrånvaro"]),
        ("0685", ["Enkät till barn i familjehem"]),
        ("0188", ["saknas sökande till tjänster"]),
    ],
)
def test_the_articles_municipalities_are_told_of_with_source(client, artiklar, kod, delar):
    text = text_av(client.get(f"/kommuner/{kod}/"))
    for del_ in delar:
        assert del_ in text
    assert "Årtal framgår inte" in text or "tidpunkten framgår inte" in text
    assert "Källa: Akademiker" in text
    assert 'class="exempelmarke"' not in text


def test_the_start_page_shows_examples_and_what_remains(client, artiklar):
    svar = client.get("/")
    text = text_av(svar)
    assert [k.titel for k in svar.context["goda"]] == [
        "Lönesteg och specialister som stöttar nya",
        "18 socialsekreterare gick ned till sex timmar",
        "Från praktik till anställning med mentor",
    ]
    assert svar.context["goda"][1].var == "Östersund · arbetstidsförkortning"
    assert "Underlagets styrka: beskrivning" in text
    assert "mer tillgänglig för invånarna" in text
    assert len(svar.context["kvar"]) == 6
    assert text.count("Källa: Akademiker") == 9


def test_the_start_page_keeps_its_queries(client, artiklar, varld, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(4):
        client.get("/")


def test_an_empty_start_page_has_neither(client):
    text = text_av(client.get("/"))
    assert "Alla goda exempel" not in text
    assert "Det som återstår" not in text


def test_a_contradicted_or_withdrawn_challenge_does_not_remain(client, alva):
    a, b = (uppgift(None, f"Utmaning {n}.", slag="utmaning") for n in "ab")
    assert len(client.get("/").context["kvar"]) == 2
    uppgifter.byt_lage(a.pk, lage="motsagd", skal="Löst.", av=alva)
    uppgifter.dra_tillbaka(b.pk, skal="Fel.", av=alva)
    assert client.get("/").context["kvar"] == []


def test_an_example_is_shown_as_it_was_published_and_not_when_its_measure_is_gone(client):
    gott = gott_exempel(atgard(titel="A"))
    gott.titel = "Ändrat utkast"
    gott.save()
    gott.atgarder.add(atgard("2480", titel="Senare tillagd"))
    (kort,) = client.get("/").context["goda"]
    assert (kort.titel, kort.var) == ("Kortare dag, full bemanning", "Östersund · arbetstidsförkortning")
    exempel.publicera(gott.pk, av=None)
    assert client.get("/").context["goda"][0].var.startswith("Östersund, Umeå")
    for rad in gott.atgarder.all():
        services.dra_tillbaka(rad.pk, skal="Fel.", av=None)
    assert client.get("/").context["goda"] == []
