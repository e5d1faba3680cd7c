"""Who changed what is noted, read by those who may, and outlives the account."""

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from konton import inbjudningar, nycklar
from konton.granskning import FOLJDA, Granskning, som
from konton.historik import historik
from konton.models import SIGNATURLANGD, Apinyckel, Inbjudan, Uppdrag, User
from konton.signatur import signatur
from konton.uppdrag import ge_uppdrag, stang_konto, ta_uppdrag

Roll = Uppdrag.Roll


def om(objekt):
    return LogEntry.objects.get_for_object(objekt).order_by("pk")


def test_the_role_in_words(person, folke, bo):
    assert signatur(bo) == "uppgiftslämnare i Östersund"
    ge_uppdrag(user=bo, roller=[Roll.GODKANNARE], kommun="2480", av=folke)
    ge_uppdrag(user=bo, roller=[Roll.SAMORDNARE], kommun=None, av=folke)
    assert signatur(bo) == "uppgiftslämnare i Östersund, godkännare i Umeå och samordnare"
    assert signatur(person("frans", Roll.FACKLIGT_OMBUD)) == "fackligt ombud"


def test_only_roles_that_are_held_now_are_signed_with(bo, folke):
    ta_uppdrag(uppdrag=bo.uppdrag.get(), av=folke)
    assert signatur(bo) == "användare utan roll"


@pytest.mark.parametrize("ingen", [None, AnonymousUser()])
def test_nobody_signs_as_unknown(ingen):
    assert signatur(ingen) == "okänd"


def test_a_superuser_without_a_role_runs_the_site(db):
    assert signatur(User.objects.create_superuser("chef@exempel.test", "ett långt lösenord")) == "förvaltare"


def test_many_roles_fit_where_they_are_kept(bo, folke):
    for kommun in ("0180", "1480", "1280", "0380", "0580", "1880", "1980", "1283", "0680", "0581", "2480", "1490"):
        ge_uppdrag(user=bo, roller=[Roll.UPPGIFTSLAMNARE, Roll.GODKANNARE], kommun=kommun, av=folke)
    uppdrag = ta_uppdrag(uppdrag=folke.uppdrag.create(roll="redaktor"), av=bo)
    assert len(uppdrag.taget_av_roll) == SIGNATURLANGD


def test_an_act_says_who_and_in_what_role(bo, folke):
    uppdrag = bo.uppdrag.get()
    ta_uppdrag(uppdrag=uppdrag, av=folke)
    post = om(uppdrag).last()
    assert (post.actor, post.additional_data) == (folke, {"roll": "förvaltare"})
    assert post.actor_email is None
    assert post.remote_addr is None


def test_the_role_is_the_one_held_at_the_time(bo, folke, person):
    frida = person("frida", Roll.FORVALTARE)
    stang_konto(user=bo, av=frida)
    ta_uppdrag(uppdrag=frida.uppdrag.get(), av=folke)
    assert om(bo).last().additional_data == {"roll": "förvaltare"}


@pytest.mark.parametrize("losenord", ["pbkdf2", "ett långt lösenord"])
def test_secrets_are_in_no_entry(bo, folke, losenord):
    bo.set_password("ett nytt långt lösenord")
    bo.save()
    rad, nyckel = nycklar.skapa(user=bo, namn="Personalsystemet")
    svar = inbjudningar.bjud_in(
        epost="gun@exempel.test", fornamn="Gun", efternamn="Ny", roller=["samordnare"], kommun=None, av=folke
    )
    assert isinstance(svar, inbjudningar.Utsand)
    inbjudningar.fornya(inbjudan=svar.inbjudan, av=folke)
    allt = " ".join(str(post.changes) for post in LogEntry.objects.all())
    for hemligt in (losenord, "password", "avtryck", nyckel, rad.avtryck, svar.inbjudan.avtryck):
        assert hemligt not in allt


def test_deleting_somebody_deletes_no_act(bo, folke, person):
    frida = person("frida", Roll.FORVALTARE)
    uppdrag = bo.uppdrag.get()
    ta_uppdrag(uppdrag=uppdrag, av=frida)
    inbjudningar.bjud_in(
        epost="gun@exempel.test", fornamn="Gun", efternamn="Ny", roller=["samordnare"], kommun=None, av=frida
    )
    fore = set(LogEntry.objects.values_list("pk", flat=True))
    frida.delete()
    assert fore <= set(LogEntry.objects.values_list("pk", flat=True))
    post = om(uppdrag).last()
    assert (post.actor, post.additional_data) == (None, {"roll": "förvaltare"})
    assert Inbjudan.objects.get().av_roll == "förvaltare"


def test_history_names_people_to_those_who_may_see_it(bo, folke, alva, person):
    uppdrag = bo.uppdrag.get()
    ta_uppdrag(uppdrag=uppdrag, av=folke)
    ombud = person("frans", Roll.FACKLIGT_OMBUD)
    senaste = {vem: historik(uppdrag, lasare=vem)[0] for vem in (folke, alva, bo, ombud, AnonymousUser())}
    assert senaste[folke].vem == senaste[alva].vem == "Folke (förvaltare)"
    for vem in (bo, ombud, AnonymousUser()):
        assert senaste[vem].vem == "förvaltare"
        assert "Folke" not in str(senaste[vem])
    namn_pa_falt = {a.falt: a.till for a in senaste[ombud].andringar}
    assert namn_pa_falt["borttaget av"] == "en person"


def test_history_is_read_in_ones_own_municipality_only(bo, cilla, folke):
    """Bo may see names in Östersund; in Umeå he sees roles."""
    umea = cilla.uppdrag.get()
    ge_uppdrag(user=cilla, roller=[Roll.GODKANNARE], kommun="2480", av=folke)
    ta_uppdrag(uppdrag=umea, av=folke)
    ostersund = bo.uppdrag.get()
    ostersund.fran = "2020-01-01"
    with som(folke):
        ostersund.save()
    assert historik(umea, lasare=bo)[0].vem == "förvaltare"
    assert historik(ostersund, lasare=bo)[0].vem == "Folke (förvaltare)"


def test_a_change_is_told_in_words_from_and_to(bo, folke):
    stang_konto(user=bo, av=folke)
    [handelse] = [h for h in historik(bo, lasare=folke) if h.vad == "ändrade"]
    [andring] = handelse.andringar
    assert (andring.fran, andring.till) == ("ja", "nej")


def test_choices_relations_and_times_are_told_as_people_read_them(bo, folke):
    uppdrag = bo.uppdrag.get()
    with som(folke):
        uppdrag.roll, uppdrag.kommun_id = Roll.GODKANNARE, "2480"
        uppdrag.save()
        rad, _ = nycklar.skapa(user=bo, namn="Personalsystemet")
        nycklar.aterkalla(nyckel=rad, av=bo)
    andringar = {a.falt: (a.fran, a.till) for a in historik(uppdrag, lasare=folke)[0].andringar}
    assert andringar == {"roll": ("uppgiftslämnare", "godkännare"), "kommun": ("Östersund", "Umeå")}
    [tid] = historik(rad, lasare=folke)[0].andringar
    rad.refresh_from_db()
    assert (tid.falt, tid.fran) == ("återkallad", "tomt")
    assert tid.till == timezone.localtime(rad.aterkallad).strftime("%Y-%m-%d %H.%M")


def test_what_a_relation_pointed_at_may_be_gone(bo, folke, person):
    frida = person("frida", Roll.FORVALTARE)
    uppdrag = bo.uppdrag.get()
    ta_uppdrag(uppdrag=uppdrag, av=frida)
    frida.delete()
    andringar = {a.falt: a.till for h in historik(uppdrag, lasare=folke) for a in h.andringar}
    assert andringar["borttaget av"] in {"borttagen", "tomt"}


def test_history_costs_the_same_for_many_changes(bo, folke, django_assert_max_num_queries):
    uppdrag = bo.uppdrag.get()
    for kommun in ("2480", "2380") * 10:
        uppdrag.kommun_id = kommun
        uppdrag.save()
    with django_assert_max_num_queries(6):
        assert len(historik(uppdrag, lasare=folke)) == 21


def test_one_actor_within_another_gives_way_again(folke, alva, bo):
    with som(folke):
        with som(alva):
            bo.first_name = "Bosse"
            bo.save()
        bo.last_name = "Ek"
        bo.save()
    assert [p.actor for p in om(bo)][-2:] == [alva, folke]


def test_after_an_actor_nobody_is_left(folke, bo):
    with som(folke):
        pass
    bo.first_name = "Bosse"
    bo.save()
    assert om(bo).last().actor is None


def test_a_page_ties_the_change_to_who_is_logged_in(inloggad, folke, bo):
    inloggad(folke).post(reverse("anvandare-stang", args=[bo.pk]))
    post = om(bo).last()
    assert (post.actor, post.changes) == (folke, {"is_active": [True, False]})


def test_nothing_a_stranger_sends_is_stored(inloggad, folke, bo):
    huvuden = {"x-correlation-id": "x" * 999, "x-forwarded-for": "ond<script>", "x-forwarded-port": "9" * 30}
    assert inloggad(folke).post(reverse("anvandare-stang", args=[bo.pk]), headers=huvuden).status_code == 302
    post = om(bo).last()
    assert (post.cid, post.remote_addr, post.remote_port) == (None, None, None)


def test_reading_a_page_looks_up_nobody(rf):
    request = rf.get("/")
    request.user = SimpleLazyObject(lambda: pytest.fail("the user was read"))
    assert Granskning(lambda _: HttpResponse())(request).status_code == 200


def test_an_invited_is_noted_as_invited_and_the_roles_as_given(folke):
    svar = inbjudningar.bjud_in(
        epost="gun@exempel.test", fornamn="Gun", efternamn="Ny", roller=["samordnare"], kommun=None, av=folke
    )
    assert isinstance(svar, inbjudningar.Utsand)
    gun = inbjudningar.ta_emot(nyckel=svar.hemlighet, losenord="en häst i regnet", nu=timezone.now())
    assert om(gun).first().additional_data == {"roll": "inbjuden"}
    assert om(gun.uppdrag.get()).first().actor == folke


@pytest.mark.parametrize("modell", [User, Uppdrag, Inbjudan, Apinyckel])
def test_every_model_of_people_is_followed(modell):
    assert modell._meta.label in FOLJDA
