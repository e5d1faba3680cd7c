"""Every page, one module per resource."""

from importlib import import_module

from django.urls import URLPattern

RESURSER = [
    "start",
    "kommuner",
    "kommun",
    "nyckeltal",
    "utforska",
    "exempelredigering",
    "exempel",
    "underlag",
    "folj",
    "atgarder",
    "atgardsskrivning",
    "atgardstyper",
    "atgardsoversikt",
    "rapporter",
    "rapportera",
    "omgangar",
    "ataganden",
    "handlingsplaner",
    "granskning",
    "aterbesok",
    "importer",
    "uppgifter",
    "besok",
    "besokform",
    "sw",
    "konto",
    "nycklar",
    "anvandare",
    "inbjudan",
    "om",
    "sok",
]

urlpatterns: list[URLPattern] = [
    sida for resurs in RESURSER for sida in import_module(f"socialtjanst.web.{resurs}").urlpatterns
]
