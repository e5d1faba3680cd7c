"""The coordinators' weekly letter: what is late, what is due soon, and which plans have not come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from atgarder import datum
from besok import ataganden
from besok.models import Atagande, Handlingsplan
from konton.behorighet import ROLLER, Ratt
from konton.models import User
from rapporter.models import Veckobrev

HOGST = 20  # of each kind; the page has them all


@dataclass(frozen=True, slots=True)
class Brev:
    amne: str
    text: str


def skicka(idag: date) -> int:
    """One letter to each coordinator who has something to follow up, once a week; returns how many were sent."""
    return sum(_skicka(user, idag) for user in _mottagare())


def _mottagare() -> list[User]:
    roller = ROLLER[Ratt.SKRIVA_BESOK]
    return list(User.objects.filter(is_active=True, uppdrag__roll__in=roller).distinct().order_by("pk"))


def _skicka(user: User, idag: date) -> bool:
    """The row and the letter stand or fall together: one that could not be sent is tried again."""
    brevet = brev(user, idag)
    if brevet is None:
        return False
    ar, vecka, _ = idag.isocalendar()
    with transaction.atomic():
        _, ny = Veckobrev.objects.get_or_create(user=user, vecka=f"{ar}-{vecka:02}")
        if ny:
            send_mail(brevet.amne, brevet.text, None, [user.email])
    return ny


def brev(user: User, idag: date) -> Brev | None:
    """None when there is nothing to follow up."""
    oppna = Atagande.objects.skrivbara_for(user).oppna().riktiga().select_related("kommun")
    delat = ataganden.forfall(oppna, idag)
    planer = list(Handlingsplan.objects.skrivbara_for(user).filter(mottagen="").select_related("kommun"))
    if not (delat.sena or delat.snart or planer):
        return None
    sammanhang = {
        "sena": [_rad(a) for a in delat.sena[:HOGST]],
        "fler_sena": max(len(delat.sena) - HOGST, 0),
        "snart": [_rad(a) for a in delat.snart[:HOGST]],
        "fler_snart": max(len(delat.snart) - HOGST, 0),
        "planer": [p.kommun.namn for p in planer],
        "adress": _adress(),
    }
    sena = f"{len(delat.sena)} {'försenat löfte' if len(delat.sena) == 1 else 'försenade löften'}"
    amne = f"Vändpunkt: {sena}, {len(delat.snart)} som snart ska vara {'klart' if len(delat.snart) == 1 else 'klara'}"
    return Brev(amne, render_to_string("epost/veckobrev.txt", sammanhang))


def _rad(a: Atagande) -> str:
    text = a.text if len(a.text) <= 120 else f"{a.text[:119]}…"
    return f"{a.kommun}: {' '.join(text.split())} (klart senast {datum.visa(a.klart_senast)})"


def _adress() -> str:
    vard = settings.ALLOWED_HOSTS[0] if settings.MILJO.produktion else f"localhost:{settings.PORT}"
    return f"{'https' if settings.MILJO.produktion else 'http'}://{vard}/ataganden/"
