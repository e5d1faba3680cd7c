"""The digest: what is new where a reader follows, once a week at most, with a link to stop in every letter.

Claimed before it is sent, by an UPDATE that only one worker can make: a letter may be lost, never sent twice.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from atgarder.models import Atgard, Exempelversion, Foljning, GottExempel
from konton.models import User

logg = logging.getLogger(__name__)
MELLANRUM = timedelta(days=6, hours=12)  # the clock comes weekly, and may come a little early
HOGST_RADER = 25


@dataclass(frozen=True, slots=True)
class Nyhet:
    text: str
    adress: str


@dataclass(frozen=True, slots=True)
class Avsnitt:
    """What is new in one thing that is followed."""

    vad: str
    nyheter: Sequence[Nyhet]
    sluta: str


def skicka_sammandrag(nu: datetime) -> int:
    """A letter to everybody for whom something is new; returns how many went. Fails whole if no mail can leave."""
    forfallna = Foljning.objects.filter(_forfallen(nu), user__is_active=True)
    mottagare = list(User.objects.filter(pk__in=forfallna.values("user")).order_by("pk"))
    if not mottagare:
        return 0
    with get_connection() as forbindelse:
        return sum(_skicka(user, nu, forbindelse) for user in mottagare)


def _forfallen(nu: datetime) -> Q:
    return Q(skickad__isnull=True) | Q(skickad__lt=nu - MELLANRUM)


def _skicka(user: User, nu: datetime, forbindelse: Any) -> bool:
    tagna = ta(user, nu)
    avsnitt = [a for rad in tagna if (a := _avsnitt(rad, nu)).nyheter]
    if not avsnitt:
        return False
    try:
        return bool(brev(user, avsnitt, forbindelse).send())
    except (SMTPException, OSError):
        logg.exception("Sammandraget till användare %s kunde inte skickas.", user.pk)
        return False


def ta(user: User, nu: datetime) -> list[Foljning]:
    """Everything that the user follows, as it was before it was claimed; nothing if a letter has gone this week."""
    with transaction.atomic():
        rader = list(Foljning.objects.filter(user=user).select_related("kommun", "typ"))
        tagna = Foljning.objects.filter(_forfallen(nu), user=user, pk__in=[r.pk for r in rader]).update(skickad=nu)
        if tagna != len(rader):
            transaction.set_rollback(True)
            return []
    return rader


def _avsnitt(rad: Foljning, nu: datetime) -> Avsnitt:
    """From the last letter to this one: what comes while it is written stands in the next."""
    nar = (rad.skickad or rad.skapad, nu)
    nyheter = [*_nya_exempel(rad, nar), *_nya_atgarder(rad, nar)][:HOGST_RADER]
    return Avsnitt(str(rad.kommun or rad.typ), nyheter, _adress("folj-sluta", rad.nyckel))


def _nya_exempel(rad: Foljning, nar: tuple[datetime, datetime]) -> list[Nyhet]:
    """Published between the two; invented ones are never sent."""
    del_av = Q(atgarder__kommun=rad.kommun_id) if rad.kommun_id else Q(atgarder__typ=rad.typ_id)
    publika = GottExempel.objects.publika().filter(exempel=False).values("publik")
    nya = Exempelversion.objects.filter(del_av, pk__in=publika, skapad__range=nar).select_related("exempel").distinct()
    return [
        Nyhet(f"Gott exempel: {v.innehall['titel']}", _adress("exempel-visa", v.exempel.slug))
        for v in nya.order_by("-skapad")[:HOGST_RADER]
    ]


def _nya_atgarder(rad: Foljning, nar: tuple[datetime, datetime]) -> list[Nyhet]:
    del_av = Q(kommun=rad.kommun_id) if rad.kommun_id else Q(typ=rad.typ_id)
    nya = Atgard.objects.publika().filter(del_av, exempel=False, andrad__range=nar).select_related("kommun")
    return [
        Nyhet(
            f"{'Ny' if a.skapad >= nar[0] else 'Ändrad'} åtgärd i {a.kommun}: {a.titel} ({a.get_lage_display()})",
            _adress("atgard-visa", a.pk) or _adress("kommun-visa", a.kommun_id),
        )
        for a in nya.order_by("-andrad")[:HOGST_RADER]
    ]


def brev(user: User, avsnitt: Sequence[Avsnitt], forbindelse: Any) -> EmailMessage:
    """The letter; mail programs find the link to stop in its head."""
    text = render_to_string("utskick/sammandrag.txt", {"avsnitt": avsnitt, "alla": _adress("folj")})
    amne = f"Nytt på Vändpunkt: {', '.join(a.vad for a in avsnitt)}"
    huvud = {"List-Unsubscribe": f"<{avsnitt[0].sluta}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(amne[:150], text, to=[user.email], headers=huvud, connection=forbindelse)


def _adress(namn: str, *argument: object) -> str:
    """With the site's own name: a letter has no page to be relative to. Empty for a page that does not exist."""
    try:
        return settings.WEBBPLATS + reverse(namn, args=argument)
    except NoReverseMatch:
        return ""
