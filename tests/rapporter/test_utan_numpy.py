"""A web process and `manage.py check` start without the worker's heavy libraries."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

TUNGA = ("numpy", "pandas", "scipy")
PROV = "import sys; {start}; print([m for m in {tunga} if m in sys.modules])"


@pytest.mark.parametrize(
    "start",
    [
        "import socialtjanst.wsgi; import socialtjanst.urls",
        "import django; django.setup(); from django.core.management import call_command; call_command('check')",
        "import django; django.setup(); import rapporter.tasks, kommuner.tasks",
    ],
)
def test_inga_tunga_bibliotek_vid_starten(start, tmp_path):
    miljo = {**os.environ, "DJANGO_SETTINGS_MODULE": "socialtjanst.settings", "DATA_DIR": str(tmp_path)}
    miljo.pop("DATABASE_URL", None)
    kod = PROV.format(start=start, tunga=TUNGA)
    svar = subprocess.run(
        [sys.executable, "-c", kod], env=miljo, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert svar.returncode == 0, svar.stderr
    assert svar.stdout.strip().splitlines()[-1] == "[]", svar.stdout
