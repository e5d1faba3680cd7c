from typing import Any

from django.apps import AppConfig


class RapporterConfig(AppConfig):
    name = "rapporter"
    verbose_name = "Rapporter"

    def ready(self) -> None:
        from kommuner.services import import_klar
        from rapporter import tasks  # noqa: F401  a web process must know whom to nudge

        import_klar.connect(rakna_om, dispatch_uid="rapporter.rakna_om")


def rakna_om(*, importen: Any, familjer: Any, **_: Any) -> None:
    """After an import, the trends that it touched are computed anew."""
    from rapporter.trendbygge import bestall_bygge

    bestall_bygge(familjer, importen.version)
