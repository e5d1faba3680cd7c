"""The library, an example's page and its versions, what similar municipalities tried, the feed, the editors' pages."""

from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from atgarder import exempel, services, sok
from atgarder.exempel import Delar
from atgarder.models import Atgard, GottExempel
from tests import varldar
from tests.atgarder.exempelvarld import TITLAR, dag, exempelvarld, publicerat, specialist, trappa
from tests.atgarder.varld import atgard

pytestmark = pytest.mark.usefixtures("typer")

HTMX = {"HX-Request": "true", "HX-Target": "traffar"}
BIBLIOTEK = "/goda-exempel/"


def titlar(svar) -> set[str]:
    return {k.titel for k in svar.context["kort"]}


def antal(svar, facett: str) -> dict[str, int]:
    (f,) = [f for f in svar.context["facetter"] if f.namn == facett]
    return {v.varde: v.antal for v in f.val}


def text(svar) -> str:
    return " ".join(svar.content.decode().split())


@pytest.fixture
def tre(typer):
    varldar.grupper()
    varlden = exempelvarld()
    for rad in GottExempel.objects.all():
        sok.uppdatera(rad)
    return varlden


def test_an_empty_library_says_what_belongs_there(client):
    svar = client.get(BIBLIOTEK)
    assert svar.status_code == 200
    assert "Inga exempel är publicerade ännu" in text(svar)


def test_the_library_shows_what_is_published_and_nothing_else(client, tre):
    exempel.skapa(falt={"titel": "Utkast", "ingress": "x"}, delar=Delar(atgarder=[atgard()]), av=None)
    svar = client.get(BIBLIOTEK)
    assert titlar(svar) == set(TITLAR.values())
    assert svar.context["antal"] == "3 av 3 exempel"


@pytest.mark.parametrize(
    ("fraga", "vantat"),
    [
        ("typ=kompetenstrappa", {"trappa"}),
        ("typ=kompetenstrappa&typ=specialistsocionom", {"trappa", "specialist"}),
        ("problem=inga-sokande", {"dag", "specialist"}),
        ("problem=inga-sokande&lage=permanent", {"specialist"}),
        ("lan=23", {"dag"}),
        ("grupp=B3", {"dag", "trappa", "specialist"}),
        ("evidens=2", {"trappa"}),
        ("kostnad=kand", {"dag"}),
        ("kostnad=okand", {"trappa", "specialist"}),
        ("q=socialsekreterare timmar", {"dag"}),
        ("q=UMEÅ", {"trappa"}),
        ("q=umea", set()),
        ("q=lönetillägg&typ=specialistsocionom", set()),
    ],
)
def test_filters_and_search(client, tre, fraga, vantat):
    assert titlar(client.get(f"{BIBLIOTEK}?{fraga}")) == {TITLAR[namn] for namn in vantat}


def test_counts_say_what_choosing_would_show(client, tre):
    svar = client.get(f"{BIBLIOTEK}?typ=kompetenstrappa")
    assert antal(svar, "typ") == {"kompetenstrappa": 1, "arbetstidsforkortning": 1, "specialistsocionom": 1}
    assert antal(svar, "lage") == {"pagaende": 0, "permanent": 1}
    assert antal(client.get(f"{BIBLIOTEK}?q=trappa"), "typ")["specialistsocionom"] == 0


@pytest.mark.parametrize(
    ("ordning", "forst"), [("nyast", "specialist"), ("styrka", "trappa"), ("kommun", "trappa"), ("titel", "trappa")]
)
def test_orders(client, tre, ordning, forst):
    assert client.get(f"{BIBLIOTEK}?ordning={ordning}").context["kort"][0].titel == TITLAR[forst]


@pytest.mark.parametrize("fraga", ["typ=finns-inte", "ordning=x", "sida=x", "evidens=9", "lan=99", "format=pdf"])
def test_an_address_that_asks_for_what_does_not_exist_is_told_so(client, tre, fraga):
    svar = client.get(f"{BIBLIOTEK}?{fraga}")
    assert svar.status_code == 400
    assert "finns inte" in text(svar) or "Det går inte" in text(svar)
    assert len(svar.context["kort"]) == 3


def test_nothing_found_says_so_and_keeps_what_is_chosen(client, tre):
    svar = client.get(f"{BIBLIOTEK}?q=xyzzy&exempel={tre[0].slug}")
    assert "Inget exempel passar" in text(svar)
    assert "1 av högst 4 exempel" in text(svar)


def test_htmx_gets_the_list_with_its_counts_and_the_address(client, tre):
    svar = client.get(f"{BIBLIOTEK}?q=trappa&typ=kompetenstrappa", headers=HTMX)
    assert svar["HX-Push-Url"] == "/goda-exempel/?q=trappa&typ=kompetenstrappa"
    assert "<html" not in text(svar)
    assert 'id="facettlista" hx-swap-oob="innerHTML"' in text(svar)
    assert "HX-Target" in svar["Vary"]


def test_the_number_of_queries_does_not_follow_the_number_of_examples(
    client, tre, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(26) as fore:
        client.get(BIBLIOTEK)
    for nr in range(8):
        publicerat(atgard(titel=f"Åtgärd {nr}"), titel=f"Exempel {nr}")
    with django_assert_num_queries(len(fore.captured_queries)):
        client.get(BIBLIOTEK)


def test_a_page_holds_twelve(client, typer):
    for nr in range(13):
        publicerat(atgard(titel=f"Åtgärd {nr}"), titel=f"Exempel {nr}")
    assert len(client.get(BIBLIOTEK).context["kort"]) == 12
    assert len(client.get(f"{BIBLIOTEK}?sida=2").context["kort"]) == 1


def test_markup_in_a_text_is_only_text(client):
    publicerat(atgard(), titel="<script>alert(1)</script>", ingress="<b>fet</b>", sa_gjorde_de="<img src=x>")
    for adress in (BIBLIOTEK, GottExempel.objects.get().get_absolute_url()):
        svar = client.get(adress).content.decode()
        assert "<script>alert" not in svar
        assert "<b>fet" not in svar
        assert "<img src=x" not in svar


def test_invented_examples_are_marked_and_come_last(client, typer):
    falt = {"kommun_id": "2380", "typ_id": "arbetsmiljo", "titel": "Påhitt", "synlighet": "publik"}
    dag()
    publicerat(services.skapa(falt=falt, av=None, exempel=True), titel="Påhittat")
    svar = client.get(BIBLIOTEK)
    assert [k.pahittat for k in svar.context["kort"]] == [False, True]
    assert text(svar).count("Påhittad siffra") == 1


def test_the_choice_lives_in_the_address(client, tre):
    ett, tva, _ = tre
    svar = client.get(f"{BIBLIOTEK}?typ=kompetenstrappa&exempel={ett.slug}")
    (k,) = svar.context["kort"]
    assert k.vaxla == f"/goda-exempel/?typ=kompetenstrappa&exempel={ett.slug}&exempel={tva.slug}"
    assert k.adress == f"/goda-exempel/{tva.slug}/?exempel={ett.slug}"
    vald = client.get(k.vaxla)
    assert vald.context["kort"][0].vald
    assert vald.context["kort"][0].vaxla == f"/goda-exempel/?typ=kompetenstrappa&exempel={ett.slug}"


def test_a_choice_of_four_has_no_room_for_a_fifth(client, tre):
    fjarde, femte = (publicerat(atgard(titel=namn), titel=namn) for namn in ("Fyra", "Fem"))
    fraga = "&".join(f"exempel={e.slug}" for e in (*tre, fjarde))
    svar = client.get(f"{BIBLIOTEK}?{fraga}")
    assert {k.slug: bool(k.vaxla) for k in svar.context["kort"]}[femte.slug] is False
    assert "rymmer fyra exempel" in text(svar)


def test_a_choice_that_is_not_public_is_left_out(client, tre):
    svar = client.get(f"{BIBLIOTEK}?exempel=finns-inte&exempel={tre[0].slug}")
    assert svar.context["urval"].slugar == (tre[0].slug,)


def test_what_cannot_be_shown_takes_no_place_and_the_page_says_so(client, tre):
    fjarde = publicerat(atgard(titel="Fyra"), titel="Fyra")
    dragen = publicerat(atgard(titel="Dragen"), titel="Dragen")
    services.dra_tillbaka(dragen.atgarder.get().pk, skal="Fel.", av=None)
    slugar = [e.slug for e in (*tre, fjarde)]
    fraga = "?" + "&".join(f"exempel={slug}" for slug in ["finns-inte", dragen.slug, *slugar])
    for adress in (BIBLIOTEK, tre[0].get_absolute_url(), "/forhandlingsunderlag/"):
        svar = client.get(adress + fraga)
        assert list(svar.context["urval"].slugar) == slugar
        assert "2 exempel i ditt urval är utelämnade" in text(svar)
        assert "utelämna" not in text(
            client.get(adress + fraga.replace(f"exempel=finns-inte&exempel={dragen.slug}&", ""))
        )
    svart = client.get(f"{SVART}{fraga}")
    assert list(svart.context["exempelval"]) == slugar
    assert "2 exempel i ditt urval är utelämnade" in text(svart)


def test_a_fifth_in_the_address_is_left_out_and_told(client, tre):
    slugar = [e.slug for e in (*tre, *(publicerat(atgard(titel=n), titel=n) for n in ("Fyra", "Fem")))]
    svar = client.get(BIBLIOTEK + "?" + "&".join(f"exempel={slug}" for slug in slugar))
    assert list(svar.context["urval"].slugar) == slugar[:4]
    assert "Ett exempel i ditt urval är utelämnat" in text(svar)


def test_the_example_tells_all_and_says_what_is_not_told(client, tre):
    svar = text(client.get(tre[0].get_absolute_url()))
    for ord_ in ("Nu ringer de till oss.", "– Vändpunkt", "enhetschef för försörjningsstöd", "beskrivning (1 av 4)"):
        assert ord_ in svar
    for ord_ in ("18 socialsekreterare", "6 timmar per dag, förut 8", "arbetsgivarbeslut", "Tidningen"):
        assert ord_ in svar
    assert "Det här framgår inte: förutsättningar, lärdomar och vad det kostade." in svar
    assert "Ännu inte mätt." in svar
    assert "http://testserver/goda-exempel/kortare-dag" in svar


def test_the_municipalitys_own_measurement_is_told_as_its_own(client):
    rad = publicerat(atgard(resultatlage="uppmatt", resultat="Sjuktalet sjönk till 6."), titel="Mätt")
    svar = text(client.get(rad.get_absolute_url()))
    assert "Sjuktalet sjönk till 6." in svar
    assert "kommunens egen mätning" in svar


def test_a_draft_is_its_writers_only(client, inloggad, bo, cilla, ulla):
    rad = exempel.skapa(falt={"titel": "Utkast", "ingress": "x"}, delar=Delar(atgarder=[atgard()]), av=bo)
    adress = rad.get_absolute_url()
    assert [k.get(adress).status_code for k in (client, inloggad(cilla), inloggad(ulla))] == [404] * 3
    assert "arbetskopian" in text(inloggad(bo).get(adress))


def test_what_is_being_rewritten_is_not_seen_by_readers(client, inloggad, rut):
    rad = dag()
    exempel.andra(rad.pk, revision=rad.revision, falt={"titel": "Hemligt namn"}, delar=Delar(), av=rut)
    for adress in (rad.get_absolute_url(), BIBLIOTEK, f"{rad.get_absolute_url()}?utkast", "/goda-exempel/flode.xml"):
        assert "Hemligt namn" not in text(client.get(adress))
    assert "Hemligt namn" in text(inloggad(rut).get(f"{rad.get_absolute_url()}?utkast"))


def test_an_example_whose_measure_is_withdrawn_is_gone_in_words(client, inloggad, rut, cilla):
    rad = dag()
    services.dra_tillbaka(rad.atgarder.get().pk, skal="Fel.", av=None)
    for vem in (client, inloggad(cilla)):
        svar = vem.get(rad.get_absolute_url())
        assert svar.status_code == 410
        assert "inte längre publikt" in text(svar)
        assert "dragits tillbaka" not in text(svar)
        assert rad.titel not in text(svar)
    assert "visas inte för läsarna" in text(inloggad(rut).get(rad.get_absolute_url()))
    assert client.get(reverse("exempel-version", args=[rad.slug, 1])).status_code == 404


def test_with_another_public_measure_it_says_that_one_was_withdrawn(client, inloggad, rut):
    a, b = atgard(), atgard("2480", titel="Kvar")
    rad = publicerat(a, b, titel="Två kommuner")
    services.dra_tillbaka(a.pk, skal="Fel.", av=None)
    svar = text(client.get(rad.get_absolute_url()))
    assert "En av åtgärderna bakom exemplet är inte längre publik" in svar
    assert a.titel not in svar
    assert "publicera det på nytt" not in svar
    assert "publicera det på nytt" in text(inloggad(rut).get(rad.get_absolute_url()))


def test_of_a_measure_that_is_a_draft_again_nobody_says_that_it_was_withdrawn(client, inloggad, rut):
    a, b = atgard(), atgard("2480", titel="Kvar")
    rad = publicerat(a, b, titel="Två kommuner")
    Atgard.objects.filter(pk=a.pk).update(synlighet="utkast")
    ett = text(client.get(rad.get_absolute_url()))
    Atgard.objects.filter(pk=b.pk).update(synlighet="utkast")
    borta, bibliotek = text(client.get(rad.get_absolute_url())), text(inloggad(rut).get(BIBLIOTEK))
    assert "är inte längre publik och visas inte här" in ett
    assert "Exemplet visas inte längre" in borta
    assert "åtgärden är inte längre publik" in bibliotek
    for svar in (ett, borta, bibliotek):
        assert "dragits tillbaka" not in svar
        assert "tillbakadrag" not in svar


def test_an_archived_example_says_so_and_leaves_the_library(client):
    rad = dag()
    exempel.arkivera(rad.pk, av=None)
    assert "Exemplet är arkiverat" in text(client.get(rad.get_absolute_url()))
    assert not client.get(BIBLIOTEK).context["finns"]


def test_earlier_versions_are_readable_and_say_that_they_are_old(client):
    rad = dag()
    exempel.andra(rad.pk, revision=rad.revision, falt={"resultat": "Nästan full."}, delar=Delar(), av=None)
    exempel.publicera(rad.pk, av=None)
    gammal = text(client.get(reverse("exempel-version", args=[rad.slug, 1])))
    assert "Enheten har full bemanning." in gammal
    assert "Det här är version 1" in gammal
    assert "Nästan full." in text(client.get(rad.get_absolute_url()))
    assert client.get(reverse("exempel-version", args=[rad.slug, 3])).status_code == 404


SVART = "/goda-exempel/vi-har-svart-med/"


def grupper(svar) -> dict[str, list[str]]:
    return {g.rubrik: [f.titel for f in g.forsok] for g in svar.context["grupper"]}


def test_similar_municipalities_come_before_the_rest(client, tre):
    assert grupper(client.get(f"{SVART}?problem=inga-sokande&kommun=2380")) == {
        "Det här har ni själva prövat": ["Sex timmars arbetsdag på försörjningsstöd"],
        "Kommuner som liknar Östersund": ["Specialistsocionomer"],
        "Andra i samma kommungrupp: Större stad (B3)": [],
        "Resten av landet": ["Kortare fredagar"],
    }


def test_what_was_stopped_tells_why(client, tre):
    svar = text(client.get(f"{SVART}?problem=inga-sokande&kommun=Norrtälje"))
    assert "Pengarna tog slut." in svar
    assert "3 åtgärder mot ”inga sökande till tjänsterna”. En av dem har avslutats eller avbrutits." in svar


def test_measures_without_an_example_and_examples_lead_on(client, tre):
    svar = client.get(f"{SVART}?problem=inga-sokande&exempel={tre[0].slug}")
    assert list(grupper(svar)) == ["I hela landet"]
    assert f'href="{tre[2].get_absolute_url()}?exempel={tre[0].slug}"' in text(svar)


def test_nothing_found_is_said_plainly(client, tre):
    svar = text(client.get(f"{SVART}?problem=barn-hors-inte&kommun=2380"))
    assert "Ingen kommun har lagt in något mot det här" in svar
    assert "Det betyder inte att ingen har prövat" in svar


def test_none_of_the_similar_ones_is_said_with_their_names(client, tre):
    svar = text(client.get(f"{SVART}?problem=hog-sjukfranvaro&kommun=2380"))
    assert "Ingen av dem har lagt in något mot det här: Umeå och Växjö." in svar


@pytest.mark.parametrize("fraga", ["problem=x", "problem=inga-sokande&kommun=Ankeborg"])
def test_an_unknown_problem_or_municipality_is_told(client, fraga):
    svar = client.get(f"{SVART}?{fraga}")
    assert svar.status_code == 400
    assert "finns inte. Välj i listan." in text(svar)


def test_drafts_and_withdrawn_measures_are_nobodys_lesson(client):
    delar = services.Delar(problem=["inga-sokande"])
    atgard(titel="Utkast", publik=False, delar=delar)
    services.dra_tillbaka(atgard(titel="Tillbaka", delar=delar).pk, skal="Fel.", av=None)
    assert client.get(f"{SVART}?problem=inga-sokande").context["inget"]


def test_the_queries_of_the_problem_page_are_few(client, tre, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(f"{SVART}?problem=inga-sokande&kommun=2380")


def test_the_feed_has_what_is_published_and_nothing_invented(client):
    falt = {"kommun_id": "2380", "typ_id": "arbetsmiljo", "titel": "Påhitt", "synlighet": "publik"}
    publicerat(services.skapa(falt=falt, av=None, exempel=True), titel="Påhittat")
    rad = specialist()
    svar = client.get("/goda-exempel/flode.xml")
    assert svar["Content-Type"].startswith("application/atom+xml")
    atom = "{http://www.w3.org/2005/Atom}"
    (post,) = ET.fromstring(svar.content).findall(f"{atom}entry")
    assert post.findtext(f"{atom}title") == rad.titel
    assert post.findtext(f"{atom}id") == f"http://testserver{rad.get_absolute_url()}"


def svar_pa(rad: GottExempel | None = None, **andra: object) -> dict[str, object]:
    return {
        "titel": "Nytt namn",
        "ingress": "Kort",
        "evidens": 1,
        "revision_": rad.revision if rad else "",
        "atgarder": [a.pk for a in (rad.atgarder.all() if rad else Atgard.objects.all())],
        **andra,
    }


def test_an_example_is_written_sent_and_published(inloggad, bo, rut, client):
    atgard()
    bos, ruts = inloggad(bo), inloggad(rut)
    svar = bos.post(reverse("exempel-ny"), svar_pa(citat_0="Vi stannar.", roll_0="socialsekreterare"))
    rad = GottExempel.objects.get()
    assert svar.url == rad.get_absolute_url()
    lage = reverse("exempel-lage", args=[rad.slug])
    assert bos.post(lage, {"lage": "publicerat"}).status_code == 403
    bos.post(lage, {"lage": "granskning"})
    rad.refresh_from_db()
    ruts.post(lage, {"lage": "publicerat", "revision": rad.revision})
    assert "Vi stannar." in text(client.get(rad.get_absolute_url()))


@pytest.mark.parametrize("revision", ["", "x", "0", "1", "9" * 30])
def test_a_text_that_was_changed_since_it_was_read_is_not_published(inloggad, rut, bo, client, revision):
    rad = exempel.skapa(falt={"titel": "Läst", "ingress": "x"}, delar=Delar(atgarder=[atgard()]), av=bo)
    exempel.andra(rad.pk, revision=1, falt={"titel": "Osedd"}, delar=Delar(), av=bo)
    lage = reverse("exempel-lage", args=[rad.slug])
    svar = inloggad(rut).post(lage, {"lage": "publicerat", "revision": revision})
    assert svar.status_code == 409
    assert "Någon annan har ändrat exemplet" in text(svar)
    assert "Osedd" in text(svar)
    assert '<input type="hidden" name="revision" value="2">' in text(svar)
    assert not GottExempel.objects.publika().exists()
    assert inloggad(rut).post(lage, {"lage": "publicerat", "revision": 2}).status_code == 302
    assert "Osedd" in text(client.get(rad.get_absolute_url()))


def test_the_working_copy_is_published_from_the_page_that_shows_it(inloggad, rut):
    rad = dag()
    exempel.andra(rad.pk, revision=rad.revision, falt={"titel": "Nytt namn"}, delar=Delar(), av=rut)
    knapp, ruts = "Publicera exemplet", inloggad(rut)
    publicerat_ = text(ruts.get(rad.get_absolute_url()))
    assert knapp not in publicerat_
    assert "Läs den innan du publicerar" in publicerat_
    assert knapp in text(ruts.get(f"{rad.get_absolute_url()}?utkast"))


def test_the_form_offers_the_own_municipalitys_measures_only(inloggad, bo, rut):
    min_, annans = atgard(), atgard("2480", titel="Umeås")
    form = inloggad(bo).get(reverse("exempel-ny")).context["form"]
    assert set(form.valbara) == {min_.pk}
    assert not inloggad(rut).get(reverse("exempel-ny")).context["form"].valbara
    ruts = inloggad(rut).get(f"{reverse('exempel-ny')}?kommun=2480&atgard={min_.pk}").context["form"]
    assert set(ruts.valbara) == {min_.pk, annans.pk}


def test_anothers_measure_is_not_taken(inloggad, bo):
    annans = atgard("2480", titel="Umeås")
    svar = inloggad(bo).post(reverse("exempel-ny"), svar_pa(atgarder=[annans.pk]))
    assert svar.status_code == 400
    assert not GottExempel.objects.exists()


@pytest.mark.parametrize(
    ("falt", "vad"),
    [
        ({"titel": ""}, "titel"),
        ({"atgarder": []}, "atgarder"),
        ({"citat_0": "Utan roll"}, "roll_0"),
        ({"kalla_url": "https://exempel.test/"}, "kalla_titel"),
        ({"kalla_titel": "x", "kalla_datum": "igår"}, "kalla_datum"),
        ({"lardomar": "Ring 811228-9874"}, "lardomar"),
        ({"citat_0": "811228-9874", "roll_0": "chef"}, "citat_0"),
        ({"kalla_titel": "Om 811228-9874"}, "kalla_titel"),
        ({"kalla_titel": "x", "kalla_url": "https://exempel.test/811228-9874"}, "kalla_url"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(inloggad, bo, falt, vad):
    atgard()
    svar = inloggad(bo).post(reverse("exempel-ny"), svar_pa(**falt))
    assert svar.status_code == 400
    assert vad in svar.context["form"].errors
    assert not GottExempel.objects.exists()


def test_two_editors_the_second_sees_what_changed_and_chooses(inloggad, rut):
    rad = dag()
    adress = reverse("exempel-andra", args=[rad.slug])
    inloggad(rut).post(adress, svar_pa(rad, titel="Först"))
    svar = inloggad(rut).post(adress, svar_pa(rad, titel="Sedan"))
    assert svar.status_code == 409
    assert ("Titel", "Först", "Sedan") in [(n.capitalize(), nu, nytt) for n, nu, nytt in svar.context["krock"]]
    assert GottExempel.objects.get().titel == "Först"
    form = svar.context["form"]
    inloggad(rut).post(adress, {**svar_pa(rad, titel="Sedan"), "revision_": form["revision_"].value()})
    assert GottExempel.objects.get().titel == "Sedan"


def som_formularet(klient, adress, **andra):
    """What a browser sends when the form is opened and only `andra` is changed."""
    form = klient.get(adress).context["form"]
    return {namn: form[namn].value() or "" for namn in form.fields} | andra


def test_the_second_writer_sees_and_keeps_the_others_quotes_sources_and_measures(inloggad, rut, alva):
    rad, annan = dag(), atgard("2480", titel="Umeås")
    (kalla,) = rad.kallor.all()
    adress, ruts, alvas = reverse("exempel-andra", args=[rad.slug]), inloggad(rut), inloggad(alva)
    sent = som_formularet(ruts, adress, titel="Ruts rubrik")
    egna = [rad.atgarder.get().pk, annan.pk]
    nytt = {"citat_0": "Alvas citat", "roll_0": "chef", "kalla_titel": "Alvas källa", "atgarder": egna, "kallor": []}
    alvas.post(adress, som_formularet(alvas, f"{adress}?kommun=2480", **nytt))
    svar = ruts.post(adress, sent)
    assert svar.status_code == 409
    skillnader = {falt: (nu, skrivet) for falt, nu, skrivet in svar.context["krock"]}
    assert "Umeås" in skillnader["Åtgärder"][0]
    assert "Umeås" not in skillnader["Åtgärder"][1]
    assert skillnader["Citat"] == ("”Alvas citat” (chef)", "”Nu ringer de till oss.” (enhetschef)")
    assert "Alvas källa" in skillnader["Källor"][0]
    assert "tagit bort" in skillnader["Källor"][1]
    form = svar.context["form"]
    ruts.post(adress, {namn: form[namn].value() or "" for namn in form.fields})
    rad.refresh_from_db()
    assert rad.titel == "Ruts rubrik"
    assert sorted(rad.atgarder.values_list("pk", flat=True)) == sorted(egna)
    assert [c.text for c in rad.citat.all()] == ["Alvas citat"]
    assert [k.titel for k in rad.kallor.all()] == ["Alvas källa"]
    assert kalla not in rad.kallor.all()


def test_quotes_that_both_changed_stay_as_the_second_wrote_them_beside_the_others(inloggad, rut, alva):
    rad = dag()
    adress, ruts, alvas = reverse("exempel-andra", args=[rad.slug]), inloggad(rut), inloggad(alva)
    sent = som_formularet(ruts, adress, citat_0="Ruts citat", citat_4="Femte", roll_4="chef")
    alvas.post(adress, som_formularet(alvas, adress, citat_0="Alvas citat"))
    svar = ruts.post(adress, sent)
    (rad_,) = [(nu, skrivet) for falt, nu, skrivet in svar.context["krock"] if falt == "Citat"]
    assert "Alvas citat" in rad_[0]
    assert "Ruts citat" in rad_[1]
    form = svar.context["form"]
    assert (form["citat_0"].value(), form["citat_4"].value()) == ("Ruts citat", "Femte")


@pytest.mark.parametrize("grund", ["", "x", "1", "[1,2]", '[["a"],[],[]]', "[[],[],[[1]]]", "null"])
def test_without_what_the_form_was_opened_with_all_that_is_saved_is_kept(inloggad, rut, grund):
    rad = dag()
    adress = reverse("exempel-andra", args=[rad.slug])
    svar = inloggad(rut).post(adress, {**svar_pa(rad, revision_=0, titel="Sent"), "grund_": grund})
    assert svar.status_code == 409
    assert svar.context["form"]["kallor"].value() == [str(k.pk) for k in rad.kallor.all()]


def test_sources_are_kept_dropped_and_added(inloggad, rut):
    rad = dag()
    (gammal,) = rad.kallor.all()
    adress = reverse("exempel-andra", args=[rad.slug])
    inloggad(rut).post(adress, svar_pa(rad, kallor=[gammal.pk], kalla_titel="Ny", kalla_datum="maj 2016"))
    rad.refresh_from_db()
    assert [(k.titel, k.datum) for k in rad.kallor.all()] == [(gammal.titel, "2016-12"), ("Ny", "2016-05")]
    inloggad(rut).post(adress, svar_pa(rad))
    assert not rad.kallor.exists()


def test_a_reader_who_tries_to_write_and_a_stranger(inloggad, client, cilla, ulla):
    rad = dag()
    dolt = exempel.skapa(falt={"titel": "Utkast", "ingress": "x"}, delar=Delar(atgarder=[atgard()]), av=None)
    for vem in (cilla, ulla):
        assert inloggad(vem).get(reverse("exempel-andra", args=[rad.slug])).status_code == 403
        assert inloggad(vem).get(reverse("exempel-andra", args=[dolt.slug])).status_code == 404
        assert inloggad(vem).post(reverse("exempel-lage", args=[rad.slug]), {"lage": "arkiverat"}).status_code == 403
    assert client.get(reverse("exempel-andra", args=[rad.slug])).status_code == 302
    assert GottExempel.objects.get(pk=rad.pk).lage == "publicerat"


def test_editors_find_what_waits_and_what_has_lost_its_measure(inloggad, client, rut, cilla):
    dolt, synligt = dag(), trappa()
    services.dra_tillbaka(dolt.atgarder.get().pk, skal="Fel.", av=None)
    utkast = exempel.skapa(falt={"titel": "Utkast", "ingress": "x"}, delar=Delar(atgarder=[atgard()]), av=None)
    exempel.skicka_till_granskning(utkast.pk, av=None)
    rader = inloggad(rut).get(BIBLIOTEK).context["under_arbete"]
    assert {(u.titel, u.lage.partition(",")[0]) for u in rader} == {
        ("Utkast", "till granskning"),
        (dolt.titel, "publicerat"),
    }
    assert inloggad(cilla).get(BIBLIOTEK).context["under_arbete"] == []
    assert "under_arbete" not in client.get(BIBLIOTEK).context
    assert synligt.titel in titlar(client.get(BIBLIOTEK))


def test_a_step_that_no_longer_follows_is_told(inloggad, rut):
    rad = trappa()
    assert inloggad(rut).post(reverse("exempel-lage", args=[rad.slug]), {"lage": "x"}).status_code == 404
    assert inloggad(rut).post(reverse("exempel-lage", args=[rad.slug]), {"lage": "granskning"}).status_code == 403


def test_the_library_as_a_file_follows_the_filters(client, tre):
    svar = client.get(f"{BIBLIOTEK}?typ=kompetenstrappa&format=csv-maskin")
    rader = b"".join(svar.streaming_content).decode().splitlines()
    assert len(rader) == 2
    assert TITLAR["trappa"] in rader[1]
