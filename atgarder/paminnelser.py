"""Reminds a municipality, once, that the state's money for a measure ends within six months."""

from __future__ import annotations

import logging
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from atgarder import datum
from atgarder.models import Atgard
from kommuner.models import Kommun
from konton.behorighet import KOMMUNENS
from konton.models import User

MANADER = 6
_log = logging.getLogger(__name__)

Efter, Lage = Atgard.EfterStatligaMedel, Atgard.Lage


def paminns_fran(slut: str) -> date:
    """Six months before the last day that the money may last; an end known to the year is its last day."""
    sist = datum.sista_dag(slut)
    ar, manad = divmod(sist.year * 12 + sist.month - 1 - MANADER, 12)
    return date(ar, manad + 1, min(sist.day, monthrange(ar, manad + 1)[1]))


def att_paminna(idag: date) -> list[Atgard]:
    """Real measures that still go on, whose money ends within six months, and nothing is decided."""
    rader = Atgard.objects.filter(
        Q(efter_statliga_medel__in=[Efter.OKANT, Efter.EJ_BESLUTAT]),
        statliga_medel=True,
        exempel=False,
        tillbakadragen=None,
    )
    rader = rader.exclude(statliga_medel_slut="").exclude(lage__in=[Lage.AVSLUTAD, Lage.AVBRUTEN])
    ordnade = rader.select_related("kommun").order_by("kommun_id", "statliga_medel_slut", "pk")
    return [a for a in ordnade if a.medel_paminnelse != a.statliga_medel_slut and _inom(a.statliga_medel_slut, idag)]


def _inom(slut: str, idag: date) -> bool:
    return paminns_fran(slut) <= idag <= datum.sista_dag(slut)


def mottagare(kommun: str) -> list[User]:
    """Those who report for the municipality and sign for it."""
    egna = User.objects.filter(is_active=True, uppdrag__kommun=kommun, uppdrag__roll__in=KOMMUNENS)
    return list(egna.distinct().order_by("pk"))


def paminn(idag: date) -> int:
    """How many measures were reminded of. Running twice, or two at once, sends nothing more."""
    grupper = groupby(att_paminna(idag), key=lambda a: a.kommun)
    return sum(_paminn_kommun(kommun, list(rader)) for kommun, rader in grupper)


def _paminn_kommun(kommun: Kommun, rader: Sequence[Atgard]) -> int:
    till = mottagare(kommun.kod)
    if not till:
        _log.warning("%s har ingen som kan påminnas om statliga medel.", kommun)
        return 0
    try:
        with transaction.atomic():  # a mail that cannot be sent undoes the claim
            tagna = [a for a in rader if _ta(a)]
            if tagna:
                _skicka(kommun, tagna, till)
    except (SMTPException, OSError):
        _log.exception("%s kunde inte påminnas om statliga medel. Nästa körning försöker igen.", kommun)
        return 0
    return len(tagna)


def _ta(a: Atgard) -> bool:
    """Whether this run is the one that reminds: the end date that was reminded of is kept on the row."""
    rader = Atgard.objects.filter(pk=a.pk).exclude(medel_paminnelse=a.statliga_medel_slut)
    return rader.update(medel_paminnelse=a.statliga_medel_slut) == 1


def _skicka(kommun: Kommun, rader: Sequence[Atgard], till: Sequence[User]) -> None:
    """A mail each: nobody learns the others' addresses."""
    atgarder = [(a, datum.visa(a.statliga_medel_slut), _adress(a.get_absolute_url())) for a in rader]
    text = render_to_string("atgarder/paminnelse.txt", {"kommun": kommun, "atgarder": atgarder})
    amne = f"De statliga medlen tar slut: {kommun}"
    brev = [EmailMessage(amne, text, to=[person.email]) for person in till]
    get_connection().send_messages(brev)


def _adress(stig: str) -> str:
    """The page's whole address; a job has no request to take the host's name from."""
    bas = settings.CSRF_TRUSTED_ORIGINS[0] if settings.CSRF_TRUSTED_ORIGINS else f"http://localhost:{settings.PORT}"
    return f"{bas}{stig}"
