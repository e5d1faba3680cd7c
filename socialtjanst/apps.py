from django.apps import AppConfig


class SocialtjanstConfig(AppConfig):
    name = "socialtjanst"
    verbose_name = "Vändpunkt"
