"""What a search finds, in which order, and what nobody finds."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction

from atgarder import services
from atgarder.models import Atgard, Sokdokument, Uppgift
from atgarder.sok import bygg_om, hitta, nycklar, sok
from tests.atgarder import sokvarld
from tests.atgarder.sokvarld import HEMLIGT, KUNGSBACKA, OSTERSUND, SUNDBYBERG, SUNDSVALL, UMEA, VETLANDA, uppgift
from tests.atgarder.varld import atgard, gott_exempel


@pytest.fixture(scope="module")
def modulens_varld(django_db_setup, django_db_blocker):
    """The world, made once per module inside a transaction; each test runs in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        for kommando in ("las_register", "las_atgardstyper"):
            call_command(kommando, stdout=io.StringIO())
        yield sokvarld.hela()
        transaction.set_rollback(True)


@pytest.fixture
def varld(modulens_varld, db):
    return modulens_varld


@pytest.fixture
def typer(varld):
    """Tests that write do so beside the world."""


def titlar(q: str, *slag: str) -> list[str]:
    return [traff.titel for traff in sok(q, slag)]


def hela(q: str, *slag: str) -> list[str]:
    """Titles of the hits with every word."""
    return [traff.titel for traff in sok(q, slag) if traff.hel]


@pytest.mark.parametrize(
    ("q", "kommun"),
    [
        ("lönetillägg", UMEA),
        ("kortare arbetstid", OSTERSUND),
        ("boka tolkar", KUNGSBACKA),
        ("familjehem", VETLANDA),
        ("mentor efter examen", SUNDBYBERG),
    ],
)
def test_what_the_articles_tell_is_found_first(varld, q, kommun):
    assert sok(q)[0].kommun == kommun
    assert sok(q, ["atgard"])[0].kommun == kommun


def test_agency_staff_and_consultants_are_the_same_question(varld):
    assert sok("bemanningsföretag")
    for q in ("konsulter", "inhyrda", "hyrpersonal", "BEMANNINGSFÖRETAGEN", "konsult"):
        assert [(t.nyckel, t.poang) for t in sok(q)] == [(t.nyckel, t.poang) for t in sok("bemanningsföretag")]
    orter = {t.kommun_namn for t in sok("konsulter", ["uppgift"])}
    assert orter == {"Växjö", "Åmål", ""}


@pytest.mark.parametrize(
    ("ett", "annat"),
    [
        ("sjukskrivning", "sjukfrånvaron"),
        ("sjuktalen", "sjukskrivningar"),
        ("arbetsdag", "arbetstiden"),
        ("lönepåslag", "lönetilläggen"),
        ("mentorer", "fadder"),
    ],
)
def test_synonyms_find_the_same_both_ways(varld, ett, annat):
    assert titlar(ett)
    assert titlar(ett) == titlar(annat)


def test_a_synonym_of_two_words(varld):
    assert set(hela("administratörer", "atgard")) == {"Administratörer som avlastar", "Satsning på administrativt stöd"}
    assert set(hela("administrativt stöd", "atgard")) == set(hela("administratörer", "atgard"))


@pytest.mark.parametrize("q", ["socialsekreterarna", "socialsekreterare", "Socialsekreterarnas", "socialsekreteraren"])
def test_inflections(varld, q):
    assert "Traineeprogram för socialsekreterare" in titlar(q)


@pytest.mark.parametrize("q", ["familjehemmet", "familjehemmen", "familjehems"])
def test_inflections_that_the_stemmer_does_not_know(varld, q):
    assert titlar(q) == ["Enkät till barn i familjehem"]


def test_a_part_of_a_compound(varld):
    assert "Kompetenstrappa med lönetillägg" in titlar("tillägg ")
    assert "Enkät till barn i familjehem" in titlar("familjehemsförälder familjehem")
    assert titlar("trappa ", "atgard") == ["Kompetenstrappa med lönetillägg"]


def test_the_beginning_of_a_word_while_it_is_typed(varld):
    for slut in range(4, len("kompetenstrappa") + 1):
        assert titlar("kompetenstrappa"[:slut], "atgard")[0] == "Kompetenstrappa med lönetillägg"
    assert titlar("bi", "atgard")
    assert titlar("bi ", "atgard") == []


def test_a_whole_word_comes_before_a_beginning(typer):
    atgard(titel="Trapporna målas")
    atgard(titel="Trapp för tjänster")
    bygg_om()
    assert titlar("trapp", "atgard")[0] == "Trapp för tjänster"


def test_words_of_any_order_and_one_missing(varld):
    alla = sok("tolkar boka månskensbonde")
    assert [t.hel for t in alla] == [False] * len(alla)
    assert alla[0].kommun == KUNGSBACKA
    svar = hitta("tolkar boka månskensbonde")
    assert (svar.hela, svar.okanda) == (0, ("månskensbonde",))


def test_hits_with_every_word_come_first_and_are_counted_apart(varld):
    svar = hitta("stöd ärenden")
    flaggor = [t.hel for t in svar.traffar]
    assert flaggor == sorted(flaggor, reverse=True)
    assert 0 < svar.hela < svar.alla == len(svar.traffar)


def test_ring_and_dots_are_letters_of_their_own(typer):
    for titel in ("Båten", "Baten", "Böten"):
        atgard(titel=f"{titel} alldeles ensam")
    bygg_om()
    for q in ("båten", "baten", "böten"):
        assert titlar(q) == [f"{q.title()} alldeles ensam"]
    assert titlar("ba\u030aten") == ["Båten alldeles ensam"]


def test_accents_are_no_letters_of_their_own(typer):
    atgard(titel="Kafé för nya")
    bygg_om()
    assert titlar("kafe") == titlar("kafé") == ["Kafé för nya"]


def test_a_municipality_comes_before_what_it_does(varld):
    assert sok("umeå")[0].adress == "/kommuner/2480/"
    assert [t.titel for t in sok("Umeås", ["kommun"])] == ["Umeå"]


def test_key_figures_are_found_by_name_and_code(varld):
    assert sok("VP01")[0].adress == "/nyckeltal/VP01/"
    assert sok("sjukfrånvaro", ["nyckeltal"])


def test_an_example_is_found_by_what_was_published(varld):
    rad = gott_exempel(varld[UMEA], titel="Trappan i Umeå")
    rad.titel, rad.resultat = "Hemlig rubrik", "Hemligt omarbetat"
    rad.save()
    bygg_om()
    assert [t.titel for t in sok("trappan", ["exempel"])] == ["Trappan i Umeå"]
    assert not sok("hemlig")
    assert not sok("omarbetat")


def test_structures_enter_the_index(varld):
    assert hela("verksamhetsförlagd", "atgard") == ["Traineeprogram för socialsekreterare"]
    assert hela("arkivera journaler", "atgard")[0] == "Administratörer som avlastar"


def test_the_keys_for_a_list(varld):
    assert nycklar("boka tolkar", "atgard")[0] == str(varld[KUNGSBACKA].pk)
    assert nycklar("lönetillägg", "kommun") == []
    assert nycklar("", "atgard") == []
    delvis = nycklar("lönetillägg månskensbonde", "atgard")
    assert delvis == [str(varld[UMEA].pk)]


def test_as_many_as_are_asked_for(varld):
    assert len(sok("kommun", hogst=7)) == 7
    tva = hitta("kommun", fran=7, antal=7)
    assert not {t.nyckel for t in tva.traffar} & {t.nyckel for t in sok("kommun", hogst=7)}
    assert tva.alla == hitta("kommun").alla


def test_counts_by_kind_do_not_depend_on_the_chosen_kind(varld):
    alla, bara = hitta("konsulter"), hitta("konsulter", ["uppgift"])
    assert alla.antal == bara.antal
    assert bara.alla == bara.antal["uppgift"] == 3
    assert alla.alla == alla.antal.total()


def test_close_words_are_proposed(varld):
    assert hitta("lönetilägg").forslag == ("lönetillägg",)
    svar = hitta("kompetenztrappa")
    assert (svar.traffar, svar.okanda, svar.forslag[0]) == ((), ("kompetenztrappa",), "kompetenstrappa")


@pytest.mark.parametrize(
    "q",
    [
        *("", " ", "%", "_", "' OR 1=1 --", '"citat"', "\\", "*", "(", "[a-z]+", "🙂", "a\0b", "\0", "å", "e", "och"),
        *("x" * 200, "ord " * 60, "=inhyrd-personal", "ＡＢＣ", "²³", "ß", "İ", "\u202e", "\ud7ff", "1" * 60),
    ],
)
def test_odd_questions_are_answered(varld, q):
    svar = hitta(q)
    assert svar.alla == len(svar.traffar) or svar.alla > len(svar.traffar) == 50
    assert nycklar(q, "atgard") is not None


def test_wildcards_are_no_wildcards(varld):
    for q in ("%", "_", "%%%", "k%a", "k_a", "lö__tillägg", "?ompetenstrapp*"):
        assert "lönetillägg" not in hitta(q).ord
        assert sok(q, ["kommun"]) == []
    assert titlar("lönetillägg%") == titlar("lönetillägg") != []


def test_only_the_words_of_the_stop_list_find_nothing(varld):
    assert hitta("och i på").ord == ()
    assert sok("och i på") == []


def test_nobody_finds_drafts_or_what_is_withdrawn(varld):
    assert sok(HEMLIGT) == []
    assert sok("utkast") == []
    assert Atgard.objects.filter(titel__contains=HEMLIGT).count() == 2
    assert not Sokdokument.objects.filter(text__contains=HEMLIGT).exists()
    assert not Sokdokument.objects.filter(titel__contains=HEMLIGT).exists()


def test_the_index_follows_what_is_written(typer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rad = atgard(titel="Kanotpaddling för nyanställda")
    assert titlar("kanotpaddling") == ["Kanotpaddling för nyanställda"]
    with django_capture_on_commit_callbacks(execute=True):
        services.andra(rad.pk, revision=1, falt={"titel": "Bergsklättring för nyanställda"}, av=None)
    assert titlar("kanotpaddling ") == []
    assert titlar("bergsklättring") == ["Bergsklättring för nyanställda"]
    with django_capture_on_commit_callbacks(execute=True):
        sokvarld.dra_tillbaka(rad)
    assert titlar("bergsklättring") == []
    assert not Sokdokument.objects.filter(atgard=rad).exists()


def test_an_example_leaves_with_its_only_measure(typer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rad = atgard()
        gott_exempel(rad, titel="Kanotpaddling")
    assert titlar("kanotpaddling", "exempel")
    with django_capture_on_commit_callbacks(execute=True):
        sokvarld.dra_tillbaka(rad)
    assert not Sokdokument.objects.filter(titel="Kanotpaddling").exists()


@pytest.mark.parametrize("modell", [Atgard, Uppgift])
def test_a_stale_index_leaks_nothing(varld, modell):
    """The rows change and nobody tells the index."""
    uppgift(UMEA, "bemanning", "Flyttfåglar")
    atgard(titel="Flyttfåglar")
    bygg_om()
    assert len(sok("flyttfåglar")) == 2
    modell.objects.update(synlighet="utkast")
    svar = hitta("flyttfåglar")
    assert [t.slag for t in svar.traffar] == [{Atgard: "uppgift", Uppgift: "atgard"}[modell]]
    assert svar.alla == svar.hela == 1


def test_a_stale_index_leaks_no_example(varld):
    assert titlar("full bemanning", "exempel")
    Atgard.objects.update(synlighet="utkast")
    assert sok("full bemanning", ["exempel"]) == []


def test_a_deleted_row_is_not_found(varld):
    rad = uppgift(UMEA, "bemanning", "Flyttfåglar")
    bygg_om()
    rad.delete()
    assert sok("flyttfåglar") == []


def test_example_data_is_marked(typer):
    services.skapa(
        falt={"kommun_id": UMEA, "typ_id": "kompetenstrappa", "titel": "Påhittad", "synlighet": "publik"},
        av=None,
        exempel=True,
    )
    bygg_om()
    assert [t.exempel for t in sok("påhittad")] == [True]


def test_a_follower_lifts_what_inspired_it(varld):
    ordning = [t.kommun for t in sok("sextimmarsdag", ["atgard"])]
    assert ordning == [OSTERSUND, SUNDSVALL]


@pytest.mark.parametrize(("q", "antal"), [("", 0), ("och", 0), ("konsulter", 3), ("kortare arbetstid boka", 3)])
def test_three_queries_whatever_is_asked(varld, django_assert_num_queries, q, antal):
    with django_assert_num_queries(antal):
        hitta(q)
