"""The search page, its fragment, and the field in every header."""

import pytest
from django.urls import reverse

from atgarder.sok import bygg_om
from tests.atgarder import sokvarld
from tests.atgarder.sokvarld import HEMLIGT, UMEA
from tests.atgarder.varld import atgard

HTMX = {"HX-Request": "true", "HX-Target": "traffar"}


@pytest.fixture
def varlden(typer):
    return sokvarld.hela()


def sida(client, huvud=None, **fraga) -> str:
    svar = client.get(reverse("sok"), fraga, headers=huvud or {})
    assert svar.status_code == 200
    return str(svar.content.decode())


def test_hits_say_what_they_are_and_where(client, varlden):
    text = sida(client, q="lönetillägg")
    assert "Åtgärd · Umeå" in text
    assert f'href="/atgarder/{varlden[UMEA].pk}/"' in text
    assert "Kompetenstrappa med <mark>lönetillägg</mark>" in text
    assert 'role="status">1 träff</p>' in text


def test_html_in_texts_and_questions_is_text(client, typer):
    atgard(titel="<script>alert(1)</script> fönsterputs", vad="<b onclick=x>fönsterputs</b>")
    bygg_om()
    text = sida(client, q="fönsterputs")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>fönsterputs</mark>" in text
    assert "&lt;b onclick=x&gt;<mark>fönsterputs</mark>&lt;/b&gt;" in text
    assert "<script>alert" not in sida(client, q="<script>alert(1)</script>")
    assert '"><script' not in sida(client, q='"><script>fönsterputs')


def test_the_kinds_are_counted_and_chosen(client, varlden):
    text = sida(client, q="konsulter")
    assert 'Uppgifter <span class="tal">3</span>' in text
    bara = sida(client, q="konsulter", slag="uppgift")
    assert "3 träffar" in bara
    assert "Växjö: bemanning" in bara
    assert "Nyckeltal ·" not in bara
    assert '<input type="hidden" name="slag" value="uppgift" form="sokning">' in bara


def test_a_kind_that_does_not_exist_is_no_kind(client, varlden):
    assert sida(client, q="lönetillägg", slag="hemlig").count("Umeå") >= 1


def test_a_kind_without_hits_says_so(client, varlden):
    text = sida(client, q="lönetillägg", slag="nyckeltal")
    assert "Ingen träff av det slaget" in text
    assert "?q=l%C3%B6netill%C3%A4gg" in text


def test_hits_that_lack_a_word_stand_under_a_heading(client, varlden):
    text = sida(client, q="stöd ärenden")
    assert "på alla orden" in text
    assert text.index("Någon chef finns") < text.index("Träffar på en del av orden")


def test_nothing_found_proposes_close_words(client, varlden):
    text = sida(client, q="lönetilägg")
    assert "Ingen träff" in text
    assert "Menade du" in text
    assert ">lönetillägg</a>" in text


def test_nothing_asked_shows_how(client, varlden):
    text = sida(client)
    assert "Sök till exempel på" in text
    assert "mentor efter examen" in text
    assert "Skriv minst ett ord" in sida(client, q="å")


@pytest.mark.parametrize("q", [HEMLIGT, "utkast"])
def test_drafts_are_not_found(client, varlden, q):
    text = sida(client, q=q)
    assert "Ingen träff" in text
    assert "Tillbakadragen" not in text


def test_the_fragment_is_the_same_hits(client, varlden):
    svar = client.get(reverse("sok"), {"q": "lönetillägg"}, headers=HTMX)
    text = svar.content.decode()
    assert "<html" not in text
    assert text.strip().startswith('<section id="traffar"')
    assert "1 träff" in text
    assert svar["HX-Push-Url"] == "/sok/?q=l%C3%B6netill%C3%A4gg"
    assert "HX-Target" in svar["Vary"]


def test_page_by_page(client, varlden):
    forst, sist = sida(client, q="kommun"), sida(client, q="kommun", sida=2)
    assert "Sida 1 av" in forst
    assert 'rel="next" href="/sok/?q=kommun&amp;sida=2"' in forst
    assert 'rel="prev" href="/sok/?q=kommun"' in sist
    assert forst.count('class="soktraff"') == 10
    assert "inga fler träffar" in sida(client, q="kommun", sida=400)


@pytest.mark.parametrize("nummer", ["0", "-1", "x", "²", "9" * 400, "1e3"])
def test_odd_page_numbers(client, varlden, nummer):
    sida(client, q="kommun", sida=nummer)


@pytest.mark.parametrize("q", ["x" * 3000, "%", "_", '"', "'", "\\", "🙂", "a\0b", "\0", "ord " * 500, "{{ q }}"])
def test_odd_questions(client, varlden, q):
    sida(client, q=q)


def test_every_page_has_the_field_and_the_search_page_its_own(client, varlden):
    om = client.get(reverse("om")).content.decode()
    assert 'action="/sok/"' in om
    assert '<label class="dold" for="toppsok">' in om
    assert 'id="toppsok"' not in sida(client)


@pytest.mark.parametrize(("fraga", "antal"), [({}, 1), ({"q": "konsulter"}, 4), ({"q": "kortare arbetstid"}, 4)])
def test_three_queries_beside_the_frame(client, varlden, django_assert_num_queries, fraga, antal):
    """One is the frame's own, for the version of the data."""
    with django_assert_num_queries(antal):
        sida(client, **fraga)
