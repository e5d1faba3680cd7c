"""What a reader keeps: lists of examples with notes, and what they follow."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from atgarder.models.exempel import GottExempel
from atgarder.models.typ import Atgardstyp


class Underlag(models.Model):
    """A list of one's own, seen by its owner only."""

    agare = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="underlag")
    namn = models.CharField(max_length=120)
    anteckning = models.TextField(blank=True)
    kommun = models.ForeignKey("kommuner.Kommun", models.SET_NULL, null=True, blank=True, related_name="+")
    skapad = models.DateTimeField(auto_now_add=True)
    andrad = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-andrad"]
        verbose_name, verbose_name_plural = "underlag", "underlag"

    def __str__(self) -> str:
        return self.namn


class Underlagspost(models.Model):
    underlag = models.ForeignKey(Underlag, models.CASCADE, related_name="poster")
    exempel = models.ForeignKey(GottExempel, models.CASCADE, related_name="+")
    ordning = models.PositiveSmallIntegerField()
    anteckning = models.TextField(blank=True)

    class Meta:
        ordering = ["underlag", "ordning"]
        verbose_name, verbose_name_plural = "post i underlag", "poster i underlag"
        constraints = [models.UniqueConstraint(fields=["underlag", "exempel"], name="underlagspost_en_gang")]

    def __str__(self) -> str:
        return f"{self.underlag_id}: {self.exempel_id}"


class Foljning(models.Model):
    """One municipality or one kind that a user follows; `nyckel` stops it from a link in the digest."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="foljningar")
    kommun = models.ForeignKey("kommuner.Kommun", models.CASCADE, null=True, blank=True, related_name="+")
    typ = models.ForeignKey(Atgardstyp, models.CASCADE, null=True, blank=True, related_name="+")
    nyckel = models.CharField(max_length=43, unique=True)
    skapad = models.DateTimeField(auto_now_add=True)
    skickad = models.DateTimeField("senaste utskick", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "följning", "följningar"
        constraints = [
            models.CheckConstraint(
                condition=Q(kommun__isnull=False, typ__isnull=True) | Q(kommun__isnull=True, typ__isnull=False),
                name="foljning_av_ett",
            ),
            models.UniqueConstraint(
                fields=["user", "kommun"], condition=Q(kommun__isnull=False), name="foljning_en_per_kommun"
            ),
            models.UniqueConstraint(fields=["user", "typ"], condition=Q(typ__isnull=False), name="foljning_en_per_typ"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} följer {self.kommun_id or self.typ_id}"
