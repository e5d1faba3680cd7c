"""The product's settings, with what tests need otherwise."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="vandpunkt-"))

from socialtjanst.settings import *  # noqa: F403
from socialtjanst.settings import DATABASES, MILJO, STORAGES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # nothing is collected in tests
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: a real worker process reads the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(MILJO.data_dir / "test.sqlite3")}
JOBB_TYST_EFTER = int(os.environ.get("TEST_JOBB_TYST", "30"))
