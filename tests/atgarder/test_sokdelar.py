"""Words, synonyms, excerpts and the writing of the index, each for itself."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from atgarder.models import Atgard, Sokdokument, Sokindex, Sokterm
from atgarder.sok import bygg_om, indexering, synonymer, uppdatera
from atgarder.sok.fraga import Grupp, tolka
from atgarder.sok.ord import orden, stam
from atgarder.sok.utdrag import Bit, Markor, bitar, utdrag
from tests.atgarder.varld import atgard, gott_exempel


@pytest.mark.parametrize(
    "former",
    [
        "socialsekreterare socialsekreteraren socialsekreterarna socialsekreterarnas",
        "tolk tolkar tolkarna tolkens",
        "tillägg tillägget tilläggen tilläggets",
        "familjehem familjehemmet familjehemmen",
        "program programmet programmen",
        "sjukfrånvaro sjukfrånvaron",
        "kompetenstrappa kompetenstrappan kompetenstrappor",
        "barn barnet barnen barnens",
        "umeå umeås",
        "handlingsplan handlingsplaner handlingsplanen",
        "mentor mentorer mentorn",
        "boende boenden boendet",
    ],
)
def test_the_forms_of_a_word_have_one_stem(former):
    assert len({stam(form) for form in former.split()}) == 1


@pytest.mark.parametrize(
    ("ett", "annat"),
    [("mal", "mål"), ("lon", "lön"), ("mentor", "mental"), ("kommun", "kommunikation"), ("värld", "varld")],
)
def test_different_words_have_different_stems(ett, annat):
    assert stam(ett) != stam(annat)


def test_a_stem_is_the_beginning_of_its_word():
    text = "Socialsekreterarna löst fullt tillägget frånvaron Umeås vakanta examen mentorerna hemmen timmars"
    assert all(o.form.startswith(o.stam) for o in orden(text))


def test_words_are_split_and_cleaned():
    assert [o.form for o in orden("LVU-utredning, e-tjänst & 18 barn (på) Kafé_1!")] == [
        *("lvu", "utredning", "tjänst", "18", "barn", "kafe", "1"),
    ]


def test_long_words_fit_the_index():
    assert all(len(o.stam) <= 40 for o in orden("a" * 500 + " " + "1" * 500))


def fil(*grupper: str) -> str:
    return "grupper:\n" + "".join(grupper)


def grupp(kod: str, ord_: str, mer: str = "    granskad: 2026-01-01\n") -> str:
    return f"  - kod: {kod}\n    ord: [{ord_}]\n{mer}"


def test_the_file_of_synonyms_is_right():
    register = synonymer.alla()
    assert register[("konsult",)] is register[("bemanningsföretag",)]
    assert register[("administratör",)] is register[(stam("administrativt"), stam("stöd"))]


@pytest.mark.parametrize(
    ("text", "fel"),
    [
        (fil(grupp("a", "konsult, konsulter")), "två ord"),
        (fil(grupp("a", "konsult")), "två ord"),
        (fil(grupp("a", "tolk, bil"), grupp("b", "bilar, tåg")), "annan grupp"),
        (fil(grupp("a", "tolk, en lång fras med många ord här")), "ett till 3 ord"),
        (fil(grupp("a", "tolk, och")), "ett till 3 ord"),
        (fil(grupp("a", "tolk, bil", "")), "granskad saknas"),
        (fil(grupp("a", "tolk, bil", "    granskad: i går\n")), "datum"),
        (fil(grupp("a", "tolk, bil"), grupp("a", "hus, båt")), "tidigare post"),
        (fil(grupp("a", "tolk, bil", "    granskad: 2026-01-01\n    mer: 1\n")), "okänt fält mer"),
        ("annat: []", "listan grupper"),
        ("grupper: []", "tom"),
    ],
)
def test_a_wrong_file_of_synonyms_is_refused(text, fel):
    with pytest.raises(ValueError, match=fel):
        synonymer.las(text)


def test_a_phrase_helps_each_of_its_words():
    kort, tid = tolka("kortare arbetstid")
    assert "=kortare-arbetstid" in kort.exakta & tid.exakta
    assert stam("kortare") in kort.exakta


def test_the_same_word_twice_is_one_question():
    assert len(tolka("konsult bemanningsföretag konsulter ")) == 1


def markor(q: str) -> Markor:
    return Markor(Grupp(sokt, (), (), 1) for sokt in tolka(q))


def visa(delar: tuple[Bit, ...]) -> str:
    return "".join(f"[{bit.text}]" if bit.traff else bit.text for bit in delar)


@pytest.mark.parametrize(
    ("q", "text", "ut"),
    [
        ("tolkar", "Boka tolkar och tolkens bil.", "Boka [tolkar] och [tolkens] bil."),
        ("tillägg", "Ett lönetillägg, tilläggsavtal", "Ett [lönetillägg], [tilläggsavtal]"),
        ("konsulter", "Ingen HYRD personal, inga bemanningsföretag", "Ingen [HYRD personal], inga [bemanningsföretag]"),
        ("administratör", "Administrativt stöd åt alla", "[Administrativt stöd] åt alla"),
        ("so", "Socialsekreterare, också", "[Socialsekreterare], också"),
        ("bil ", "bilar bildar", "[bilar] [bildar]"),
        ("hus", "<b>hus</b> & hus", "<b>[hus]</b> & [hus]"),
        ("xyz", "Inget här", "Inget här"),
    ],
)
def test_hits_are_marked_as_whole_words(q, text, ut):
    assert visa(bitar(text, markor(q))) == ut


def test_pieces_are_the_text():
    text = "Tolkar, tolk\noch <tolk>"
    assert "".join(bit.text for bit in bitar(text, markor("tolk"))) == text


def test_the_excerpt_is_cut_around_the_hit():
    text = "ord " * 100 + "tolkar finns " + "mer " * 100
    klippt = visa(utdrag(text, markor("tolk")))
    assert klippt.startswith("… ord")
    assert "[tolkar]" in klippt
    assert klippt.endswith("mer …")
    assert len(klippt) < 240


def test_the_excerpt_is_from_the_paragraph_with_most_words():
    assert visa(utdrag("Bara tolk.\nBåde tolk och bil.\nInget", markor("tolk bil"))) == "Både [tolk] och [bil]."
    assert utdrag("", markor("tolk")) == ()


def index() -> list[tuple[str, str, str]]:
    """The index by names, so that two builds can be compared."""
    rader = Sokterm.objects.order_by("ord__stam", "slag", "bit")
    return list(rader.values_list("ord__stam", "slag", "poster"))


def test_building_anew_changes_nothing(typer):
    gott_exempel(atgard(vad="Sex timmar om dagen."))
    antal = bygg_om()
    forst = index()
    assert bygg_om() == antal == Sokdokument.objects.count() == Sokindex.objects.get().antal
    assert index() == forst


def test_following_along_gives_what_building_gives(typer):
    rad = atgard(vad="Sex timmar om dagen.")
    bygg_om()
    Atgard.objects.filter(pk=rad.pk).update(vad="Sju båtar i veckan.")
    uppdatera(rad)
    foljt = index()
    bygg_om()
    assert index() == foljt
    assert not Sokterm.objects.filter(ord__stam=stam("dagen"), slag="atgard").exists()
    Atgard.objects.all().update(synlighet="utkast")
    uppdatera(rad)
    assert not Sokterm.objects.filter(slag="atgard").exists()


def test_building_takes_away_what_nobody_told_of(typer):
    rad = atgard()
    bygg_om()
    Atgard.objects.filter(pk=rad.pk).update(synlighet="utkast")
    bygg_om()
    assert not Sokdokument.objects.filter(slag="atgard").exists()
    assert not Sokterm.objects.filter(slag="atgard").exists()


def test_a_document_points_at_its_own_row(typer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sokdokument.objects.create(slag="atgard", nyckel="1", titel="Utan rad", adress="/")
    with pytest.raises(IntegrityError), transaction.atomic():
        Sokdokument.objects.create(slag="kommun", nyckel="1", titel="Fel", adress="/", atgard=atgard())


def test_an_index_that_fails_does_not_stop_the_writing(typer, monkeypatch, caplog, django_capture_on_commit_callbacks):
    def trasig(objekt):
        raise DatabaseError("diskfel")

    monkeypatch.setattr(indexering, "uppdatera", trasig)
    with django_capture_on_commit_callbacks(execute=True):
        atgard(titel="Skrevs ändå")
    assert Atgard.objects.filter(titel="Skrevs ändå").exists()
    assert "kör indexera" in caplog.text
