from django.apps import AppConfig


class KontonConfig(AppConfig):
    name = "konton"
    verbose_name = "Konton"
