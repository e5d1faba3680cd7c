from django.apps import AppConfig


class AtgarderConfig(AppConfig):
    name = "atgarder"
    verbose_name = "Åtgärder och goda exempel"

    def ready(self) -> None:
        from atgarder.services import andrad
        from atgarder.sok.indexering import vid_andring

        andrad.connect(vid_andring, dispatch_uid="atgarder.sok")
