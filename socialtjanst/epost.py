"""EMAIL_URL in the terms of Django's e-mail settings."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

STANDARDPORT = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True)
class Epost:
    """Where mails go: to a server, or as files into `mapp`."""

    backend: str
    mapp: str | None = None
    vard: str = "localhost"
    port: int = 25
    anvandare: str = ""
    losenord: str = ""
    ssl: bool = False
    starttls: bool = False


def installningar(url: str) -> Epost:
    delar = urlsplit(url)
    if delar.scheme == "file":
        return Epost("django.core.mail.backends.filebased.EmailBackend", mapp=unquote(delar.path))
    return Epost(
        "django.core.mail.backends.smtp.EmailBackend",
        vard=delar.hostname or "localhost",
        port=delar.port or STANDARDPORT[delar.scheme],
        anvandare=unquote(delar.username or ""),
        losenord=unquote(delar.password or ""),
        ssl=delar.scheme == "smtps",
        starttls=delar.scheme == "smtp+tls",
    )
