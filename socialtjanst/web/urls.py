"""Every page, one module per resource."""

from importlib import import_module

from django.urls import URLPattern

RESURSER = [
    "start",
    "kommuner",
    "kommun",
    "nyckeltal",
    "utforska",
    "rapporter",
    "rapportera",
    "omgangar",
    "ataganden",
    "handlingsplaner",
    "granskning",
    "aterbesok",
    "importer",
    "konto",
    "om",
]

urlpatterns: list[URLPattern] = [
    sida for resurs in RESURSER for sida in import_module(f"socialtjanst.web.{resurs}").urlpatterns
]
