from django.apps import AppConfig


class KontonConfig(AppConfig):
    name = "konton"
    verbose_name = "Konton"

    def ready(self) -> None:
        from konton.granskning import folj_alla

        folj_alla()
