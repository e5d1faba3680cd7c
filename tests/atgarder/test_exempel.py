"""Good examples as the services make them: from measures, through review, to readers and the archive."""

import pytest
from django.utils import timezone

from atgarder import exempel, foljning, services, underlag
from atgarder.exempel import Delar, Krock
from atgarder.models import Atgardstyp, Foljning, GottExempel, Kalla, Underlag
from atgarder.regler import Regelfel
from kommuner.models import Kommun
from tests.atgarder.exempelvarld import dag, kalla, publicerat, specialist, trappa
from tests.atgarder.varld import atgard, gott_exempel

pytestmark = pytest.mark.usefixtures("typer")

Lage = GottExempel.Lage


def utkast(*atgarder, av=None, **falt):
    grund = {"titel": "Kortare dag", "ingress": "Så gick det till.", **falt}
    return exempel.skapa(falt=grund, delar=Delar(atgarder=atgarder or [atgard()]), av=av)


def lage(rad):
    return GottExempel.objects.get(pk=rad.pk).lage


def test_a_draft_takes_the_sources_of_its_measures(bo):
    rad = utkast(atgard(delar=services.Delar(kallor=[kalla("Beslutet")])), av=bo)
    assert [k.titel for k in rad.kallor.all()] == ["Beslutet"]
    assert (rad.lage, rad.av_roll) == (Lage.UTKAST, "uppgiftslämnare i Östersund")


def test_a_new_source_is_saved_with_the_example_and_signed(bo):
    delar = Delar(atgarder=[atgard()], kallor=[Kalla(titel="Nytt beslut")])
    rad = exempel.skapa(falt={"titel": "a", "ingress": "b"}, delar=delar, av=bo)
    assert [(k.titel, k.av_roll) for k in rad.kallor.all()] == [("Nytt beslut", "uppgiftslämnare i Östersund")]


def test_a_refused_draft_leaves_nothing_behind():
    delar = Delar(atgarder=[], kallor=[Kalla(titel="Nytt beslut")])
    with pytest.raises(Regelfel) as fel:
        exempel.skapa(falt={"titel": " ", "ingress": ""}, delar=delar, av=None)
    assert set(fel.value.fel) == {"titel", "ingress", "atgarder"}
    assert not GottExempel.objects.exists()
    assert not Kalla.objects.exists()


@pytest.mark.parametrize("falt", exempel.TEXTFALT)
def test_a_personnummer_is_refused_in_every_text(falt):
    with pytest.raises(Regelfel, match="personnummer"):
        utkast(**{falt: "Ring 811228-9874."})


def test_a_personnummer_is_refused_in_a_quote():
    delar = Delar(atgarder=[atgard()], citat=[("Jag heter 811228-9874", "chef")])
    with pytest.raises(Regelfel, match="personnummer"):
        exempel.skapa(falt={"titel": "a", "ingress": "b"}, delar=delar, av=None)


@pytest.mark.parametrize("falt", exempel.KALLFALT)
def test_a_personnummer_is_refused_in_a_new_source(falt):
    ny = Kalla(**{"titel": "Beslut", falt: "https://exempel.test/811228-9874"})
    with pytest.raises(Regelfel) as fel:
        exempel.skapa(falt={"titel": "a", "ingress": "b"}, delar=Delar(atgarder=[atgard()], kallor=[ny]), av=None)
    assert set(fel.value.fel) == {f"kalla_{falt}"}
    assert not Kalla.objects.exists()


def test_no_other_field_is_taken():
    with pytest.raises(ValueError, match="lage"):
        utkast(lage="publicerat")


def test_addresses_are_free_and_never_a_page_of_the_library():
    a = atgard()
    slugar = [utkast(a, titel=titel).slug for titel in ("Kortare dag", "Kortare dag!", "Ny", "Vi har svårt med", "…")]
    assert slugar == ["kortare-dag", "kortare-dag-2", "ny-2", "vi-har-svart-med-2", "exempel"]


def test_an_example_of_invented_measures_is_invented():
    falt = {"kommun_id": "2380", "typ_id": "arbetsmiljo", "titel": "Påhitt", "synlighet": "publik"}
    pahittad = services.skapa(falt=falt, av=None, exempel=True)
    assert utkast(pahittad).exempel
    assert not utkast(atgard()).exempel


def test_two_at_once_the_second_is_told_and_nothing_is_overwritten():
    rad = utkast()
    exempel.andra(rad.pk, revision=1, falt={"titel": "Först"}, delar=Delar(), av=None)
    with pytest.raises(Krock) as krock:
        exempel.andra(rad.pk, revision=1, falt={"titel": "Sedan"}, delar=Delar(citat=[("a", "b")]), av=None)
    assert krock.value.nu.titel == GottExempel.objects.get().titel == "Först"
    assert not rad.citat.exists()


def test_readers_keep_what_was_published_while_it_is_rewritten():
    rad = dag()
    exempel.andra(rad.pk, revision=rad.revision, falt={"titel": "Nytt namn"}, delar=Delar(), av=None)
    rad.refresh_from_db()
    assert rad.lage == Lage.UTKAST
    assert rad.publik is not None
    assert rad.publik.innehall["titel"] == "Kortare dag, och alla tjänster tillsatta"
    assert GottExempel.objects.publika().exists()


def test_what_the_draft_is_made_of_does_not_change_what_is_public():
    rad, annan = dag(), atgard("2480", titel="Annan", publik=False)
    exempel.andra(rad.pk, revision=rad.revision, falt={}, delar=Delar(atgarder=[annan]), av=None)
    assert GottExempel.objects.publika().exists()


def test_the_way_to_publication_and_back():
    rad = utkast()
    exempel.skicka_till_granskning(rad.pk, av=None)
    assert lage(rad) == Lage.GRANSKNING
    exempel.skicka_tillbaka(rad.pk, av=None)
    exempel.publicera(rad.pk, av=None)
    assert lage(rad) == Lage.PUBLICERAT
    exempel.arkivera(rad.pk, av=None)
    assert not GottExempel.objects.publika().exists()
    exempel.ateruppta(rad.pk, av=None)
    assert lage(rad) == Lage.PUBLICERAT
    assert GottExempel.objects.publika().exists()


def test_an_archived_draft_that_differs_comes_back_as_a_draft():
    rad = dag()
    exempel.andra(rad.pk, revision=rad.revision, falt={"titel": "Nytt namn"}, delar=Delar(), av=None)
    exempel.arkivera(rad.pk, av=None)
    exempel.ateruppta(rad.pk, av=None)
    assert lage(rad) == Lage.UTKAST


@pytest.mark.parametrize(
    ("fran", "gor"),
    [
        ("publicerat", exempel.skicka_till_granskning),
        ("publicerat", exempel.ateruppta),
        ("arkiverat", exempel.publicera),
        ("arkiverat", exempel.arkivera),
        ("utkast", exempel.skicka_tillbaka),
        ("utkast", exempel.ateruppta),
    ],
)
def test_a_step_that_does_not_follow_is_refused(fran, gor):
    rad = dag() if fran != "utkast" else utkast()
    if fran == "arkiverat":
        exempel.arkivera(rad.pk, av=None)
    with pytest.raises(Regelfel, match="går inte"):
        gor(rad.pk, av=None)
    assert lage(rad) == fran


def test_an_archived_example_is_not_rewritten():
    rad = dag()
    exempel.arkivera(rad.pk, av=None)
    rad.refresh_from_db()
    with pytest.raises(Regelfel):
        exempel.andra(rad.pk, revision=rad.revision, falt={"titel": "x"}, delar=Delar(), av=None)


def test_no_publication_on_drafts_of_measures():
    rad = utkast(atgard(publik=False))
    with pytest.raises(Regelfel, match="utkast"):
        exempel.publicera(rad.pk, av=None)


@pytest.mark.parametrize(("hur", "ord_"), [("utkast", "”Dold” i Umeå (utkast)"), ("tillbaka", "(tillbakadragen)")])
def test_one_measure_that_is_not_public_stops_the_publication_and_is_named(hur, ord_):
    dold = atgard("2480", titel="Dold", publik=hur == "tillbaka")
    rad = utkast(atgard(), dold)
    if hur == "tillbaka":
        services.dra_tillbaka(dold.pk, skal="Fel.", av=None)
    with pytest.raises(Regelfel) as fel:
        exempel.publicera(rad.pk, av=None)
    assert ord_ in fel.value.fel["atgarder"]
    assert "Sex timmars" not in fel.value.fel["atgarder"]
    assert lage(rad) == Lage.UTKAST
    exempel.andra(rad.pk, revision=1, falt={}, delar=Delar(atgarder=list(rad.atgarder.publika())), av=None)
    exempel.publicera(rad.pk, av=None)
    assert lage(rad) == Lage.PUBLICERAT


def test_a_version_leaves_out_the_sources_of_a_draft_that_was_taken_out_of_the_example():
    dold = atgard("2480", publik=False, delar=services.Delar(kallor=[kalla("Hemligt")]))
    oppen = atgard(delar=services.Delar(kallor=[kalla("Öppet")]))
    rad = utkast(oppen, dold)
    exempel.andra(rad.pk, revision=1, falt={}, delar=Delar(atgarder=[oppen]), av=None)
    version = exempel.publicera(rad.pk, av=None)
    assert list(Kalla.objects.filter(pk__in=version.innehall["kallor"]).values_list("titel", flat=True)) == ["Öppet"]


def test_one_public_measure_is_enough_to_be_shown():
    a, b = atgard(), atgard("2480", titel="Annan")
    publicerat(a, b, titel="Två kommuner")
    services.dra_tillbaka(a.pk, skal="Fel.", av=None)
    assert GottExempel.objects.publika().exists()
    services.dra_tillbaka(b.pk, skal="Fel.", av=None)
    assert not GottExempel.objects.publika().exists()


def test_who_may_choose_what(alva, rut, bo, cilla, ulla):
    rad = utkast()
    val = {p.first_name: exempel.overgangar(p, rad) for p in (alva, rut, bo, cilla, ulla)}
    redaktion = ["granskning", "publicerat", "arkiverat"]
    assert val == {"Alva": redaktion, "Rut": redaktion, "Bo": ["granskning", "arkiverat"], "Cilla": [], "Ulla": []}


def test_a_municipality_may_not_archive_what_is_published(bo, rut):
    rad = dag()
    assert exempel.overgangar(bo, rad) == []
    assert "arkiverat" in exempel.overgangar(rut, rad)


def test_an_example_of_two_municipalities_is_neithers_to_write(bo, cilla, rut):
    rad = utkast(atgard(), atgard("2480", titel="Annan"))
    for vem, far in ((bo, False), (cilla, False), (rut, True)):
        assert GottExempel.objects.skrivbara_for(vem).filter(pk=rad.pk).exists() is far


def test_each_write_is_told(django_capture_on_commit_callbacks):
    hort = []

    def lyssna(sender, objekt, **_):
        hort.append(type(objekt).__name__)

    services.andrad.connect(lyssna)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            rad = utkast()
            exempel.publicera(rad.pk, av=None)
            exempel.arkivera(rad.pk, av=None)
    finally:
        services.andrad.disconnect(lyssna)
    assert hort.count("GottExempel") == 3


def test_a_list_keeps_its_order_and_takes_an_example_once(ulla):
    tre = [dag(), trappa(), specialist()]
    lista = underlag.skapa(namn="Lön", exempel=tre[:2], av=ulla)
    assert underlag.lagg_i(lista, exempel=[tre[1], tre[2], tre[2]]) == 1
    underlag.flytta(lista.poster.get(ordning=1), steg=1)
    assert list(lista.poster.values_list("exempel_id", flat=True)) == [tre[1].pk, tre[0].pk, tre[2].pk]
    underlag.flytta(lista.poster.get(ordning=3), steg=1)
    assert list(lista.poster.values_list("exempel_id", flat=True))[-1] == tre[2].pk


def test_notes_are_saved_for_the_lists_own_posts_only(ulla, bo):
    min_, annans = (underlag.skapa(namn="x", exempel=[dag_], av=vem) for vem, dag_ in ((ulla, dag()), (bo, trappa())))
    egen, frammande = min_.poster.get(), annans.poster.get()
    underlag.anteckna(min_, {egen.pk: "Bra", frammande.pk: "Intrång"})
    assert (min_.poster.get().anteckning, annans.poster.get().anteckning) == ("Bra", "")


def test_lists_are_their_owners_only(ulla, bo):
    underlag.skapa(namn="Min", av=ulla)
    assert [underlag.egna(vem).count() for vem in (ulla, bo)] == [1, 0]


def test_a_deleted_user_leaves_no_lists(ulla):
    underlag.skapa(namn="Min", exempel=[dag()], av=ulla)
    ulla.delete()
    assert not Underlag.objects.exists()


def test_following_twice_is_following_once(ulla):
    kommun, typ = Kommun.objects.get(pk="2380"), Atgardstyp.objects.get(pk="kompetenstrappa")
    assert foljning.folj(kommun, av=ulla).nyckel == foljning.folj(kommun, av=ulla).nyckel
    foljning.folj(typ, av=ulla)
    assert Foljning.objects.count() == 2
    foljning.sluta(kommun, av=ulla)
    assert (foljning.foljer(ulla, kommun), foljning.foljer(ulla, typ)) == (False, True)


def test_who_publishes_has_reviewed_it_but_a_program_has_not(rut):
    gott = gott_exempel()
    assert gott.granskad is None
    exempel.publicera(gott.pk, av=rut)
    gott.refresh_from_db()
    assert gott.granskad == timezone.localdate()
