"""Handlingsplaner, and what was promised."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atgarder.models import Kalla
from atgarder.models.falt import Signerad, datumfalt, datumvillkor
from besok.models.besok import Besok
from besok.querysets import AtagandeQuerySet, HandlingsplanQuerySet


class Handlingsplan(Signerad):
    """Asked for at a visit, received later; its points are followed up."""

    kommun = models.ForeignKey("kommuner.Kommun", models.PROTECT, related_name="handlingsplaner")
    besok = models.ForeignKey(Besok, models.PROTECT, null=True, blank=True, related_name="handlingsplaner")
    begard = datumfalt("begärd")
    mottagen = datumfalt("mottagen")
    dokument = models.ForeignKey(Kalla, models.PROTECT, null=True, blank=True, related_name="+")
    offentlig = models.BooleanField(default=False)

    objects: ClassVar[HandlingsplanQuerySet] = HandlingsplanQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-pk"]
        verbose_name, verbose_name_plural = "handlingsplan", "handlingsplaner"
        constraints = datumvillkor("handlingsplan", "begard", "mottagen")

    def __str__(self) -> str:
        return f"Handlingsplan, {self.kommun}"


class Atagande(Signerad):
    """A promise made at a visit, or a point of a handlingsplan: owned by a role, due on a day."""

    class Lage(models.TextChoices):
        OPPET = "oppet", "öppet"
        PA_GANG = "pa_gang", "på gång"
        INFRIAT = "infriat", "infriat"
        DELVIS = "delvis", "delvis infriat"
        INTE_INFRIAT = "inte_infriat", "inte infriat"
        INAKTUELLT = "inaktuellt", "inte längre aktuellt"

    kommun = models.ForeignKey("kommuner.Kommun", models.PROTECT, related_name="ataganden")
    besok = models.ForeignKey(Besok, models.PROTECT, null=True, blank=True, related_name="ataganden")
    plan = models.ForeignKey(Handlingsplan, models.PROTECT, null=True, blank=True, related_name="punkter")
    text = models.TextField()
    agare_roll = models.CharField("vem som lovar (roll)", max_length=120, blank=True)
    klart_senast = datumfalt("klart senast")
    lage = models.CharField("läge", max_length=12, choices=Lage.choices, default=Lage.OPPET)

    objects: ClassVar[AtagandeQuerySet] = AtagandeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["klart_senast", "pk"]
        verbose_name, verbose_name_plural = "åtagande", "åtaganden"
        constraints = [
            *datumvillkor("atagande", "klart_senast"),
            models.CheckConstraint(
                condition=Q(besok__isnull=False) | Q(plan__isnull=False), name="atagande_kommer_nagonstans_ifran"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="atagande_sager_vad"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Atagandelage(Signerad):
    """A state that a promise came into, on a day, for a reason, perhaps judged at a visit."""

    atagande = models.ForeignKey(Atagande, models.CASCADE, related_name="lagen")
    lage = models.CharField("läge", max_length=12, choices=Atagande.Lage.choices)
    datum = models.DateField()
    skal = models.CharField("skäl", max_length=500, blank=True)
    besok = models.ForeignKey(Besok, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "åtagandets läge", "åtagandets lägen"

    def __str__(self) -> str:
        return f"{self.get_lage_display()} {self.datum}"
