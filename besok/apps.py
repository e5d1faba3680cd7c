from django.apps import AppConfig


class BesokConfig(AppConfig):
    name = "besok"
    verbose_name = "Besök"
