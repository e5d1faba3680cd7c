"""What the statistics rest on, how accessible the site is, and whether it is well."""

from functools import cache

import markdown
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from kommuner.jobb import Lage
from kommuner.lasning import senaste_version
from rapporter.models import Trendfamilj

TYST_FOR_LANGE = 300


@cache
def _metod() -> tuple[str, str]:
    """docs/metod.md, our own reviewed text, as HTML with a table of contents."""
    tolk = markdown.Markdown(extensions=["tables", "toc"], extension_configs={"toc": {"toc_depth": "2-2"}})
    text = tolk.convert((settings.BASE_DIR / "docs/metod.md").read_text(encoding="utf-8"))
    return text, tolk.toc


def om(request: HttpRequest) -> HttpResponse:
    metod, innehall = _metod()
    return render(request, "om/om.html", {"sida": "om", "metod": metod, "innehall": innehall})


def tillganglighet(request: HttpRequest) -> HttpResponse:
    return render(request, "om/tillganglighet.html")


def halsa(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; says how many jobs wait, so that a watcher sees a worker that hangs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    vantar = Trendfamilj.objects.filter(lage__in=[Lage.VANTAR, Lage.PAGAR]).count()
    return JsonResponse({"databas": "ok", "dataversion": senaste_version(), "trendfamiljer_i_ko": vantar})


urlpatterns = [
    path("om/", om, name="om"),
    path("tillganglighet/", tillganglighet, name="tillganglighet"),
    path("halsa/", halsa, name="halsa"),
]
