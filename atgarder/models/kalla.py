"""Where something is known from: an article, a decision with its diarienummer, an uploaded document."""

from django.db import models
from django.db.models import Q

from atgarder.models.falt import Signerad, datumfalt, datumvillkor


class Kalla(Signerad):
    """One source, shared by everything that rests on it."""

    class Slag(models.TextChoices):
        ARTIKEL = "artikel", "artikel"
        BESLUT = "beslut", "beslut"
        DOKUMENT = "dokument", "dokument"
        WEBB = "webb", "webbsida"

    slag = models.CharField(max_length=10, choices=Slag.choices, default=Slag.ARTIKEL)
    titel = models.CharField(max_length=200)
    utgivare = models.CharField(max_length=120, blank=True)
    datum = datumfalt("datum")
    url = models.URLField("adress", blank=True, max_length=500)
    diarienummer = models.CharField(max_length=60, blank=True)
    fil = models.FileField(upload_to="kallor/%Y/", blank=True)
    filnamn = models.CharField("filens namn", max_length=200, blank=True)
    filhash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "källa", "källor"
        constraints = [
            *datumvillkor("kalla", "datum"),
            models.CheckConstraint(condition=~Q(titel=""), name="kalla_har_titel"),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.utgivare, f"”{self.titel}”", self.diarienummer]))
