"""The service worker: static/js/sw.js with the list of files that the visit form needs without a network."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path
from django.views.decorators.http import require_GET

CSS = ("variabler", "bas", "komponenter", "diagram", "utskrift", "besok")
OVRIGA = ("ikon.svg", "django_htmx/htmx-2.min.js", "js/kopiera.js")
TYPSNITT = ("400", "600")


@require_GET
def sw(request: HttpRequest) -> HttpResponse:
    """Made anew at every request: the browser compares it with what it has, byte for byte."""
    rot = Path(settings.BASE_DIR) / "static"
    filer = [*_statiska(rot), *OVRIGA]
    # A module names another by its plain address, a page by the hashed one: both are kept.
    adresser = sorted({a for fil in filer for a in (static(fil), f"/{settings.STATIC_URL.lstrip('/')}{fil}")})
    inledning = f"const FILER = {json.dumps(adresser)};\nconst VERSION = {json.dumps(_version(rot, filer))};\n"
    kod = inledning + (rot / "js/sw.js").read_text(encoding="utf-8")
    svar = HttpResponse(kod, content_type="text/javascript; charset=utf-8")
    svar["Cache-Control"] = "no-cache"
    return svar


def _statiska(rot: Path) -> list[str]:
    moduler = sorted(fil.relative_to(rot).as_posix() for fil in (rot / "js/besok").glob("*.js"))
    typsnitt = [f"fonts/source-serif-4-latin-{vikt}-normal.woff2" for vikt in TYPSNITT]
    return [*moduler, *(f"css/{namn}.css" for namn in CSS), *typsnitt]


def _version(rot: Path, filer: list[str]) -> str:
    """Changes when any of the files does."""
    summa = hashlib.sha256()
    for fil in (rot / namn for namn in filer if (rot / namn).exists()):
        summa.update(fil.read_bytes())
    return summa.hexdigest()[:16]


urlpatterns = [path("sw.js", sw, name="sw")]
