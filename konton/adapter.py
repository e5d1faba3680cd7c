"""How allauth behaves here: nobody registers, errors are Swedish and say what to do."""

import logging
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

logg = logging.getLogger(__name__)
FORSOK = "För många försök. Vänta fem minuter och försök igen, eller välj ”Glömt lösenordet?”."


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "E-postadressen eller lösenordet stämmer inte. Försök igen, eller välj ”Glömt "
        "lösenordet?”.",
        "too_many_login_attempts": FORSOK,
        "enter_current_password": "Lösenordet stämmer inte med ditt nuvarande. Skriv det igen.",
        "incorrect_password": "Lösenordet stämmer inte. Skriv det igen.",
        "rate_limited": "För många försök. Vänta en minut och försök igen.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What the mail tells of is done already: a server that does not answer must not undo the page."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except (OSError, SMTPException):
            logg.exception("Ett brev om en ändring av kontot gick inte att skicka.")


class Tvasteg(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Koden stämmer inte, eller så har den hunnit bytas ut. Skriv den som visas nu.",
        "cannot_generate_recovery_codes": "Slå på tvåstegsinloggning först.",
    }
