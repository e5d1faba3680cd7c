"""An invitation makes one account, once, for seven days; and only its receiver can open it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from konton import inbjudningar
from konton.behorighet import Ratt, far
from konton.epost import roller_i_ord
from konton.inbjudningar import Ogiltig, aterkalla, bjud_in, fornya, hitta, ta_emot
from konton.models import Inbjudan, Uppdrag, User
from konton.uppdrag import stang_konto

LOSENORD = "en häst i regnet"
Roll = Uppdrag.Roll


@pytest.fixture
def bjud(folke):
    def gor(epost="Gun@Exempel.test", roller=(Roll.UPPGIFTSLAMNARE,), kommun="2380", av=folke):
        return bjud_in(epost=epost, fornamn="Gun", efternamn="Ny", roller=list(roller), kommun=kommun, av=av)

    return gor


def test_the_invited_gets_an_account_with_the_roles(bjud, folke):
    svar = bjud(roller=[Roll.UPPGIFTSLAMNARE, Roll.GODKANNARE])
    gun = ta_emot(nyckel=svar.hemlighet, losenord=LOSENORD, nu=timezone.now())
    assert (gun.email, gun.get_full_name()) == ("gun@exempel.test", "Gun Ny")
    assert gun.check_password(LOSENORD)
    assert far(gun, Ratt.GODKANNA, "2380")
    assert not far(gun, Ratt.GODKANNA, "2480")
    assert {u.givet_av for u in gun.uppdrag.all()} == {folke}


def test_the_secret_itself_is_kept_nowhere(bjud):
    svar = bjud()
    assert all(svar.hemlighet not in str(varde) for rad in Inbjudan.objects.values() for varde in rad.values())


def test_the_link_is_used_once(bjud):
    svar = bjud()
    ta_emot(nyckel=svar.hemlighet, losenord=LOSENORD, nu=timezone.now())
    with pytest.raises(Ogiltig, match="redan använd"):
        ta_emot(nyckel=svar.hemlighet, losenord="något annat långt", nu=timezone.now())
    assert User.objects.filter(email="gun@exempel.test").count() == 1


@pytest.mark.parametrize(("dagar", "oppnar"), [(6.99, True), (7.01, False)])
def test_the_link_holds_for_seven_days(bjud, dagar, oppnar):
    svar = bjud()
    nu = timezone.now() + timedelta(days=dagar)
    if oppnar:
        assert hitta(svar.hemlighet, nu) == svar.inbjudan
    else:
        with pytest.raises(Ogiltig, match="gått ut"):
            hitta(svar.hemlighet, nu)


def test_sending_again_makes_a_new_link_and_closes_the_old(bjud, folke):
    forsta = bjud()
    Inbjudan.objects.update(giltig_till=timezone.now() - timedelta(days=1))
    andra = fornya(inbjudan=forsta.inbjudan, av=folke)
    assert hitta(andra.hemlighet, timezone.now()) == forsta.inbjudan
    with pytest.raises(Ogiltig, match="nyare"):
        hitta(forsta.hemlighet, timezone.now())


def test_a_withdrawn_invitation_opens_nothing(bjud, folke):
    svar = bjud()
    aterkalla(inbjudan=svar.inbjudan, av=folke)
    with pytest.raises(Ogiltig):
        ta_emot(nyckel=svar.hemlighet, losenord=LOSENORD, nu=timezone.now())
    for gor in (aterkalla, fornya):
        with pytest.raises(Ogiltig):
            gor(inbjudan=svar.inbjudan, av=folke)
    assert not User.objects.filter(email="gun@exempel.test").exists()


def test_a_new_invitation_to_the_same_address_replaces_the_open_one(bjud):
    forsta = bjud()
    andra = bjud(epost="GUN@exempel.test", roller=[Roll.SAMORDNARE], kommun=None)
    assert list(Inbjudan.objects.oppna()) == [andra.inbjudan]
    with pytest.raises(Ogiltig):
        hitta(forsta.hemlighet, timezone.now())


def test_one_who_has_an_account_gets_the_role_at_once(bjud, cilla):
    svar = bjud(epost="CILLA@exempel.test")
    assert svar == cilla
    assert far(cilla, Ratt.RAPPORTERA, "2380")
    assert not Inbjudan.objects.exists()


def test_a_closed_account_is_not_opened_by_an_invitation(bjud, cilla, folke):
    stang_konto(user=cilla, av=folke)
    with pytest.raises(ValueError, match="stängt"):
        bjud(epost=cilla.email)
    assert cilla.uppdrag.count() == 1


def test_an_account_made_meanwhile_is_not_taken_over(bjud):
    svar = bjud()
    gun = User.objects.create_user("gun@exempel.test", "guns eget lösenord")
    with pytest.raises(Ogiltig, match="redan ett konto"):
        ta_emot(nyckel=svar.hemlighet, losenord=LOSENORD, nu=timezone.now())
    gun.refresh_from_db()
    assert gun.check_password("guns eget lösenord")


def test_a_role_without_its_municipality_invites_nobody(bjud):
    with pytest.raises(ValueError, match="gäller alltid en kommun"):
        bjud(kommun=None)
    assert not Inbjudan.objects.exists()


def test_who_invited_is_known_by_role_when_their_account_is_gone(bjud, person):
    frida = person("frida", Roll.FORVALTARE)
    svar = bjud(av=frida)
    frida.delete()
    gun = ta_emot(nyckel=svar.hemlighet, losenord=LOSENORD, nu=timezone.now())
    assert gun.uppdrag.get().givet_av_roll == "förvaltare"


def test_a_failure_half_way_leaves_the_link_unused(bjud, monkeypatch):
    svar = bjud()

    def fel(**_):
        raise RuntimeError

    monkeypatch.setattr(inbjudningar, "ge_uppdrag", fel)
    with pytest.raises(RuntimeError):
        ta_emot(nyckel=svar.hemlighet, losenord=LOSENORD, nu=timezone.now())
    monkeypatch.undo()
    assert ta_emot(nyckel=svar.hemlighet, losenord=LOSENORD, nu=timezone.now())


def test_the_database_holds_one_open_invitation_per_address(bjud):
    rad = bjud().inbjudan
    falt = {"roller": ["samordnare"], "giltig_till": rad.giltig_till, "av_roll": "förvaltare"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Inbjudan.objects.create(epost="GUN@exempel.test", avtryck="x", **falt)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inbjudan.objects.filter(pk=rad.pk).update(antagen=timezone.now(), aterkallad=timezone.now())


@pytest.mark.parametrize(
    ("roller", "kommun", "ord_"),
    [
        (["samordnare"], None, "rollen samordnare"),
        (["departement", "fackligt_ombud"], None, "rollerna departement och fackligt ombud"),
        (["uppgiftslamnare"], "Umeå", "rollen uppgiftslämnare i Umeå"),
        (["samordnare", "redaktor", "forvaltare"], None, "rollerna samordnare, redaktör och förvaltare"),
    ],
)
def test_roles_are_told_as_roles(roller, kommun, ord_):
    assert roller_i_ord(roller, kommun) == ord_
