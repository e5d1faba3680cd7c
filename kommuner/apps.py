from django.apps import AppConfig


class KommunerConfig(AppConfig):
    name = "kommuner"
    verbose_name = "Kommuner"

    def ready(self) -> None:
        from kommuner import tasks  # noqa: F401  a web process must know whom to nudge
