"""Who is asking: a program with a key, or somebody logged in to the site."""

from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from konton import nycklar
from konton.granskning import satt_aktor
from konton.models import User

SCHEMA = b"bearer"


class Nyckel(BaseAuthentication):
    """`Authorization: Bearer vp_…`. A key that opens nothing is an error, also where anybody may read."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        delar = get_authorization_header(request).split()
        if not delar or delar[0].lower() != SCHEMA:
            return None
        if len(delar) != 2:
            raise AuthenticationFailed("Skriv nyckeln så här: Authorization: Bearer vp_…")
        try:
            user = nycklar.hitta(delar[1].decode("ascii", "replace"), timezone.now())
        except nycklar.Okand as fel:
            raise AuthenticationFailed(str(fel)) from fel
        satt_aktor(request._request, user)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        """Naming a scheme makes REST framework answer 401, not 403, to a stranger."""
        return 'Bearer realm="vandpunkt"'


class Session(SessionAuthentication):
    """The site's own log-in."""

    def authenticate_header(self, request: Any) -> str:
        return 'Session realm="vandpunkt"'
