"""The environment, read once: every setting that an installation may change, with a default for `make run`.

Anything wrong is a `Miljofel` whose text is one line that says what to do.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import quote, urlsplit

BAS = Path(__file__).resolve().parent.parent
LOKALA_VARDAR = {"localhost", "127.0.0.1", "[::1]", "testserver"}
DATABASER = ("postgres://", "postgresql://", "sqlite://")
REDIS = ("redis://", "rediss://", "unix://", "redis+socket://")
EPOST = ("smtp://", "smtp+tls://", "smtps://", "file://")
LANGSTA_SOCKET = 100  # Linux refuses paths of a socket past 107 bytes


class Miljofel(ValueError):
    """A setting that is missing or wrong; the text is one line in Swedish that says what to do."""


@dataclass(frozen=True)
class Miljo:
    """Everything that the environment decides."""

    database_url: str
    redis_url: str
    secret_key: str
    debug: bool
    allowed_hosts: list[str]
    kolada_url: str
    data_dir: Path
    port: int
    inbaddad_valkey: bool
    email_url: str
    default_from_email: str

    @property
    def produktion(self) -> bool:
        """Whether the site answers to anything but this machine's own names."""
        return not set(self.allowed_hosts) <= LOKALA_VARDAR


def las(env: Mapping[str, str]) -> Miljo:
    """Read and check `env`; raises Miljofel on the first value that cannot be used."""
    data_dir = Path(env.get("DATA_DIR") or BAS / "data").resolve()
    debug = _ja_nej(env, "DEBUG")
    hosts = [h.strip() for h in env.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h.strip()]
    miljo = Miljo(
        database_url=_adress(env, "DATABASE_URL", f"sqlite:///{data_dir / 'vandpunkt.sqlite3'}", DATABASER),
        redis_url=_adress(env, "REDIS_URL", f"unix://{valkey_socket(data_dir)}", REDIS),
        secret_key=env.get("SECRET_KEY", "") or _egen_nyckel(data_dir),
        debug=debug,
        allowed_hosts=hosts,
        kolada_url=_adress(env, "KOLADA_URL", "https://api.kolada.se/v3", ("http://", "https://")).rstrip("/"),
        data_dir=data_dir,
        port=_port(env.get("PORT", "8000")),
        inbaddad_valkey=not env.get("REDIS_URL"),
        email_url=_krav_server("EMAIL_URL", _adress(env, "EMAIL_URL", (data_dir / "epost").as_uri(), EPOST)),
        default_from_email=_avsandare(env.get("DEFAULT_FROM_EMAIL", "")),
    )
    _vagra_osakert(miljo, env)
    return miljo


def valkey_socket(data_dir: Path) -> Path:
    """Where the embedded Valkey listens; under the temporary directory where DATA_DIR's path is too long."""
    socket = data_dir / "valkey.sock"
    if len(str(socket).encode()) <= LANGSTA_SOCKET:
        return socket
    return Path("/tmp") / f"vandpunkt-{quote(str(data_dir), safe='')[-60:]}.sock"  # noqa: S108


def _ja_nej(env: Mapping[str, str], namn: str) -> bool:
    text = env.get(namn, "").strip().lower()
    if text in {"", "0", "false", "nej", "no", "off"}:
        return False
    if text in {"1", "true", "ja", "yes", "on"}:
        return True
    raise Miljofel(f"{namn}={text!r} går inte att tolka: skriv 1 för ja eller 0 för nej.")


def _adress(env: Mapping[str, str], namn: str, standard: str, godkanda: tuple[str, ...]) -> str:
    varde = env.get(namn, "").strip() or standard
    if not varde.startswith(godkanda):
        raise Miljofel(f"{namn} ska börja med {' eller '.join(godkanda)}, inte {urlsplit(varde).scheme or varde!r}.")
    return varde


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Miljofel(f"PORT={text!r} är inget portnummer: skriv ett heltal mellan 1 och 65535.")
    return int(text)


def _krav_server(namn: str, url: str) -> str:
    delar = urlsplit(url)
    try:
        duger = delar.scheme == "file" or (bool(delar.hostname) and delar.port != 0)
    except ValueError:
        duger = False
    if not duger:
        raise Miljofel(
            f"{namn} saknar servernamn eller har fel port: skriv till exempel smtp+tls://smtp.example.se:587."
        )
    return url


def _avsandare(text: str) -> str:
    """The address that mails come from, with or without a name: "Vändpunkt <svara-inte@vandpunkt.se>"."""
    avsandare = text.strip() or "Vändpunkt <vandpunkt@localhost>"
    if "@" not in parseaddr(avsandare)[1]:
        raise Miljofel(f"DEFAULT_FROM_EMAIL={text!r} är ingen e-postadress: skriv till exempel post@vandpunkt.se.")
    return avsandare


def _egen_nyckel(data_dir: Path) -> str:
    """The installation's own key: made once, kept in DATA_DIR, readable by its owner only."""
    fil = data_dir / "secret_key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not fil.exists():
            fil.touch(mode=0o600)
            fil.write_text(secrets.token_urlsafe(64))
        return fil.read_text().strip()
    except OSError as fel:
        raise Miljofel(f"DATA_DIR={data_dir} går inte att skriva i ({fel.strerror}): välj en annan mapp.") from fel


def _vagra_osakert(miljo: Miljo, env: Mapping[str, str]) -> None:
    if len(miljo.secret_key) < 50:
        raise Miljofel("SECRET_KEY är för kort: ange minst 50 slumpmässiga tecken.")
    if not miljo.allowed_hosts:
        raise Miljofel("ALLOWED_HOSTS är tom: ange webbplatsens namn, till exempel vandpunkt.se.")
    if not miljo.produktion:
        return
    if "*" in miljo.allowed_hosts:
        raise Miljofel("ALLOWED_HOSTS=* släpper in alla namn: ange webbplatsens eget, till exempel vandpunkt.se.")
    if miljo.debug:
        raise Miljofel("DEBUG=1 visar hemligheter för besökare: ta bort DEBUG när ALLOWED_HOSTS är ett riktigt namn.")
    for namn in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"):
        if not env.get(namn):
            raise Miljofel(f"{namn} saknas: den måste anges när ALLOWED_HOSTS är ett riktigt namn.")
    if miljo.email_url.startswith("file:"):
        raise Miljofel("EMAIL_URL=file: lägger breven i en mapp: ange en e-postserver, till exempel smtp+tls://….")
