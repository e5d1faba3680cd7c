from django.apps import AppConfig

SKOTSEL = ("revision", "andrad", "andrad_av", "av", "av_roll", "skapad")
FOLJDA = {
    "Atgard": (*SKOTSEL, "inspirerad_av", "medel_paminnelse"),
    "Uppgift": SKOTSEL,
    "GottExempel": (*SKOTSEL, "publik"),
    "Atgardstyp": (),
}
"""What the audit trail follows, with the fields that only keep it in order."""


class AtgarderConfig(AppConfig):
    name = "atgarder"
    verbose_name = "Åtgärder och goda exempel"

    def ready(self) -> None:
        from atgarder.services import andrad
        from atgarder.sok.indexering import vid_andring
        from konton.granskning import folj

        andrad.connect(vid_andring, dispatch_uid="atgarder.sok")
        for modell, utom in FOLJDA.items():
            folj(f"atgarder.{modell}", utom=utom)
