"""Invitations: a link by e-mail, valid for seven days, used once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from konton import hemlighet
from konton.granskning import som
from konton.models import Inbjudan, User
from konton.signatur import signatur
from konton.uppdrag import ge_uppdrag, krav_omfang

GILTIG = timedelta(days=7)
INBJUDEN = "inbjuden"


class Ogiltig(ValueError):
    """The link cannot be used; the text is Swedish and says what to do."""


@dataclass(frozen=True)
class Utsand:
    """An invitation with the secret of its link, which is known only now."""

    inbjudan: Inbjudan
    hemlighet: str


def bjud_in(
    *, epost: str, fornamn: str, efternamn: str, roller: Sequence[str], kommun: str | None, av: User
) -> Utsand | User:
    """Invite somebody, in place of an open invitation. One who has an account gets the roles at once instead."""
    krav_omfang(roller, kommun)
    with som(av), transaction.atomic():
        if user := User.objects.filter(email__iexact=epost).first():
            if not user.is_active:
                raise ValueError("Kontot med den adressen är stängt. Öppna det först, på personens sida.")
            ge_uppdrag(user=user, roller=roller, kommun=kommun, av=av)
            return user
        for gammal in Inbjudan.objects.oppna().filter(epost__iexact=epost).select_for_update():
            aterkalla(inbjudan=gammal, av=av)
        nyckel = hemlighet.ny()
        inbjudan = Inbjudan.objects.create(
            epost=epost.lower(),
            fornamn=fornamn,
            efternamn=efternamn,
            roller=list(dict.fromkeys(roller)),
            kommun_id=kommun,
            avtryck=hemlighet.avtryck(nyckel),
            giltig_till=timezone.now() + GILTIG,
            av=av,
            av_roll=signatur(av),
        )
    return Utsand(inbjudan, nyckel)


def fornya(*, inbjudan: Inbjudan, av: User) -> Utsand:
    """A new link and seven more days; the earlier link stops working."""
    nyckel = hemlighet.ny()
    with som(av), transaction.atomic():
        inbjudan = _last_oppen(inbjudan.pk)
        inbjudan.avtryck = hemlighet.avtryck(nyckel)
        inbjudan.giltig_till = timezone.now() + GILTIG
        inbjudan.save()
    return Utsand(inbjudan, nyckel)


def aterkalla(*, inbjudan: Inbjudan, av: User) -> None:
    with som(av), transaction.atomic():
        inbjudan = _last_oppen(inbjudan.pk)
        inbjudan.aterkallad = timezone.now()
        inbjudan.save()


def hitta(nyckel: str, nu: datetime) -> Inbjudan:
    """The invitation that the link opens. Raises Ogiltig."""
    inbjudan = Inbjudan.objects.filter(avtryck=hemlighet.avtryck(nyckel)).select_related("kommun").first()
    if inbjudan is None or inbjudan.aterkallad:
        raise Ogiltig("Länken gäller inte. Den kan ha ersatts av en nyare: titta efter ett senare brev.")
    if inbjudan.antagen:
        raise Ogiltig("Länken är redan använd. Logga in med din e-postadress och ditt lösenord.")
    if inbjudan.giltig_till <= nu:
        raise Ogiltig("Länken har gått ut: den gällde i sju dagar. Be den som bjöd in dig att skicka en ny.")
    if User.objects.filter(email__iexact=inbjudan.epost).exists():
        raise Ogiltig("Det finns redan ett konto med adressen. Logga in, eller välj ”Glömt lösenordet?”.")
    return inbjudan


def ta_emot(*, nyckel: str, losenord: str, nu: datetime) -> User:
    """Make the account and give it its roles. Raises Ogiltig; the same link never makes two."""
    with transaction.atomic():
        inbjudan = _last_oppen(hitta(nyckel, nu).pk)
        with som(None, roll=INBJUDEN):
            user = User.objects.create_user(
                inbjudan.epost, losenord, first_name=inbjudan.fornamn, last_name=inbjudan.efternamn
            )
            inbjudan.antagen, inbjudan.user = nu, user
            inbjudan.save()
        ge_uppdrag(
            user=user,
            roller=inbjudan.roller,
            kommun=inbjudan.kommun_id,
            av=inbjudan.av,
            av_roll=inbjudan.av_roll,
        )
    return user


def _last_oppen(pk: int) -> Inbjudan:
    inbjudan = Inbjudan.objects.oppna().select_for_update().filter(pk=pk).first()
    if inbjudan is None:
        raise Ogiltig("Inbjudan är redan använd eller återkallad.")
    return inbjudan
