"""Django's settings; what an installation may change comes from the environment (miljo.py)."""

import os
import sys

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from socialtjanst.epost import installningar
from socialtjanst.miljo import BAS, Miljofel, las

try:
    MILJO = las(os.environ)
except Miljofel as fel:
    sys.exit(f"Vändpunkt startar inte. {fel}")

BASE_DIR = BAS
DATA_DIR = MILJO.data_dir
SECRET_KEY = MILJO.secret_key
DEBUG = MILJO.debug
ALLOWED_HOSTS = MILJO.allowed_hosts
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if MILJO.produktion else []
KOLADA_URL = MILJO.kolada_url
REDIS_URL = MILJO.redis_url
INBADDAD_VALKEY = MILJO.inbaddad_valkey
PORT = MILJO.port
EPOST = installningar(MILJO.email_url)
EMAIL_BACKEND, EMAIL_FILE_PATH = EPOST.backend, EPOST.mapp
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EPOST.vard, EPOST.port, EPOST.anvandare, EPOST.losenord
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = EPOST.ssl, EPOST.starttls, 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MILJO.default_from_email
WEBBPLATS = f"https://{ALLOWED_HOSTS[0]}" if MILJO.produktion else f"http://localhost:{PORT}"  # for letters

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "kommuner",
    "konton",
    "atgarder",
    "besok",
    "rapporter",
    "socialtjanst",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "konton.granskning.Granskning",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "socialtjanst.urls"
WSGI_APPLICATION = "socialtjanst.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "socialtjanst.web.sammanhang.webbplats",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(MILJO.database_url, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Django's own defaults lose writes as soon as two processes write: see docs/beslut.md.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }

CACHES = {
    "default": {
        "BACKEND": "socialtjanst.cache.Cache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "vandpunkt",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

AUTH_USER_MODEL = "konton.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{namn}"}
    for namn in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "logga-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "start"
ALLAUTH_TRUSTED_PROXY_COUNT = int(MILJO.produktion)  # whose address attempts are counted by
ACCOUNT_ADAPTER = "konton.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the link in the invitation
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Django's own: allauth's keeps a second table of addresses, which could come to differ from the user's.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Vändpunkt: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if MILJO.produktion else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": "socialtjanst.web.formular.konto.Inloggning",
    "change_password": "socialtjanst.web.formular.konto.BytLosenord",
    "reset_password": "socialtjanst.web.formular.konto.GlomtLosenord",
    "reset_password_from_key": "socialtjanst.web.formular.konto.NyttLosenord",
    "reauthenticate": "socialtjanst.web.formular.konto.Bekraftelse",
}
MFA_ADAPTER = "konton.adapter.Tvasteg"
MFA_TOTP_ISSUER = "Vändpunkt"
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute wrong is not a stranger
MFA_FORMS = {
    "authenticate": "socialtjanst.web.formular.konto.Kod",
    "reauthenticate": "socialtjanst.web.formular.konto.KodIgen",
    "activate_totp": "socialtjanst.web.formular.konto.ForstaKod",
}
AUDITLOG_DISABLE_REMOTE_ADDR = True  # who and in what role is enough
AUDITLOG_CID_HEADER = None  # nothing that a stranger sends is stored
AUDITLOG_STORE_JSON_CHANGES = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MILJO.produktion
SECURE_SSL_REDIRECT = MILJO.produktion
SECURE_REDIRECT_EXEMPT = [r"^halsa/$"]
SECURE_HSTS_SECONDS = 31_536_000 if MILJO.produktion else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MILJO.produktion else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        # plotly and htmx put in one empty <style> each: only the empty text is let through.
        "style-src": [SELF, "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "socialtjanst.format"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "socialtjanst.plotlyfil.Plotlyfinnare",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "filer"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MILJO.produktion
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not MILJO.produktion  # a local start waits for no compression
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "socialtjanst.api.fel.problem",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "socialtjanst.api.autentisering.Nyckel",
        "socialtjanst.api.autentisering.Session",
    ],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,  # ?format= is a parameter among others
    "DEFAULT_THROTTLE_RATES": {"lasning": "240/min", "bestallning": "20/hour", "skrivning": "60/min"},
    "NUM_PROXIES": int(MILJO.produktion),  # otherwise anybody may make up an address in X-Forwarded-For
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Vändpunkts API",
    "DESCRIPTION": "Öppna data om bemanningen i socialtjänsten, kommun för kommun. Källa: Kolada där så anges; "
    "egna beräkningar är märkta. Värden med exempel: true är påhittade.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "socialtjanst.api.beskrivning.stang_kroppar",
    ],
    "ENUM_NAME_OVERRIDES": {
        "Periodslag": ["A", "H", "T", "K", "M"],
        "Kon": ["T", "K", "M"],
        "Kalla": ["kolada", "kommun"],
        "Riktning": ["hogre", "lagre", "neutral"],
        "Skal": ["saknas", "dold", "ej_tillampligt"],
        "Atgardslage": ["foreslagen", "beslutad", "pagaende", "permanent", "avslutad", "avbruten"],
        "Uppgiftslage": ["pastadd", "bekraftad", "motsagd"],
        "Uppgiftsslag": ["framsteg", "utmaning", "iakttagelse"],
        "Sokslag": ["kommun", "nyckeltal", "atgard", "exempel", "uppgift"],
        "Kallslag": ["artikel", "beslut", "dokument", "webb"],
    },
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True  # the database row is the truth
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False  # an order is kept in the database: a request never waits for the broker
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "max_retries": 1,  # publishing gives up at once: the row waits, and is nudged again
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "unacked_restore_interval": 2,
    "unacked_restore_limit": 100,
}
CELERY_TIMEZONE = TIME_ZONE
JOBB_TYST_EFTER = 30  # seconds without a heartbeat after which a job is anybody's again

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"rad": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "rad"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"httpx": {"level": "WARNING"}},
}
