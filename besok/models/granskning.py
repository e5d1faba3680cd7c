"""The municipality's answers to what is said of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from atgarder.models.falt import Signerad
from besok.models.besok import Besok


class Faktagranskning(Signerad):
    """The visit at its municipality: what concerns it is answered by `svara_senast`."""

    besok = models.ForeignKey(Besok, models.CASCADE, related_name="granskningar")
    svara_senast = models.DateField()
    avslutad = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "faktagranskning", "faktagranskningar"
        constraints = [
            models.UniqueConstraint(
                fields=["besok"], condition=Q(avslutad__isnull=True), name="faktagranskning_en_i_taget"
            )
        ]

    def __str__(self) -> str:
        return f"{self.besok_id} till {self.svara_senast}"


class Faktasvar(Signerad):
    """What the municipality answers to one statement (`om`: "tema:bemanning"); the newest stands, all stay."""

    granskning = models.ForeignKey(Faktagranskning, models.CASCADE, related_name="svar")
    om = models.CharField("vad svaret gäller", max_length=80)
    galler = models.TextField("påståendet som det löd när svaret kom", blank=True)
    stammer = models.BooleanField("stämmer")
    text = models.TextField("rättelse", blank=True)
    efter_tiden = models.BooleanField("kom efter tiden", default=False)
    beslutat_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="beslutat av"
    )
    beslutat = models.DateTimeField(null=True, blank=True)
    beslut = models.CharField("samordnarens beslut", max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "faktasvar", "faktasvar"
        constraints = [models.CheckConstraint(condition=Q(stammer=True) | ~Q(text=""), name="rattelse_sager_vad")]

    def __str__(self) -> str:
        return f"{self.om}: {'stämmer' if self.stammer else 'rättelse'}"
