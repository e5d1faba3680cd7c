"""The mails about invitations and roles, as plain text in templates/epost/."""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from konton.models import Inbjudan, Uppdrag, User

logg = logging.getLogger(__name__)


def roller_i_ord(roller: list[str], kommun: str | None) -> str:
    """ "rollen samordnare", "rollerna departement och fackligt ombud"; together with where they hold."""
    *forsta, sista = [str(Uppdrag.Roll(roll).label) for roll in roller]
    namn = f"rollerna {', '.join(forsta)} och {sista}" if forsta else f"rollen {sista}"
    return f"{namn} i {kommun}" if kommun else namn


def skicka_inbjudan(inbjudan: Inbjudan, lank: str) -> bool:
    kommun = inbjudan.kommun.namn if inbjudan.kommun else None
    uppgifter = {"inbjudan": inbjudan, "lank": lank, "roller": roller_i_ord(inbjudan.roller, kommun)}
    return _skicka("inbjudan", "Vändpunkt: du är inbjuden", inbjudan.epost, uppgifter)


def skicka_roll(user: User, roller: list[str], kommun: str | None, lank: str) -> bool:
    """To somebody who has an account already."""
    uppgifter = {"user": user, "lank": lank, "roller": roller_i_ord(roller, kommun)}
    return _skicka("ny_roll", "Vändpunkt: du har fått en ny roll", user.email, uppgifter)


def _skicka(mall: str, amne: str, till: str, uppgifter: dict[str, Any]) -> bool:
    """False when the mail could not be sent: what it tells of is kept, and it can be sent again."""
    text = render_to_string(f"epost/{mall}.txt", uppgifter)
    try:
        send_mail(amne, text, settings.DEFAULT_FROM_EMAIL, [till])
    except (OSError, SMTPException):
        logg.exception("Brevet ”%s” gick inte att skicka.", amne)
        return False
    return True
