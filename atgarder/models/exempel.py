"""A good example: written from measures, reviewed, published; what is published keeps its earlier versions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from atgarder.models.atgard import Atgard
from atgarder.models.falt import Signerad
from atgarder.models.kalla import Kalla
from atgarder.querysets import ExempelQuerySet


class GottExempel(Signerad):
    """The row is the working copy; readers see `publik`, the version that was published last."""

    class Lage(models.TextChoices):
        UTKAST = "utkast", "utkast"
        GRANSKNING = "granskning", "till granskning"
        PUBLICERAT = "publicerat", "publicerat"
        ARKIVERAT = "arkiverat", "arkiverat"

    class Evidens(models.IntegerChoices):
        """How strong the ground is for what is said of the result, weakest first."""

        BESKRIVNING = 1, "beskrivning"
        FORE_OCH_EFTER = 2, "före och efter"
        JAMFORELSE = 3, "jämförelse"
        KONTROLLERAD = 4, "kontrollerad"

    slug = models.SlugField("adress", max_length=80, unique=True)
    titel = models.CharField(max_length=160)
    ingress = models.CharField(max_length=400)
    atgarder = models.ManyToManyField(Atgard, related_name="exempel_med", verbose_name="åtgärder")
    sa_gjorde_de = models.TextField("så gjorde de", blank=True)
    forutsattningar = models.TextField("förutsättningar", blank=True)
    kostnad = models.TextField(blank=True)
    resultat = models.TextField("påstått resultat", blank=True)
    lardomar = models.TextField("lärdomar", blank=True)
    gick_inte = models.TextField("vad som inte gick", blank=True)
    kontaktroll = models.CharField("kontakt (roll)", max_length=160, blank=True)
    evidens = models.PositiveSmallIntegerField(
        "underlagets styrka", choices=Evidens.choices, default=Evidens.BESKRIVNING
    )
    kallor = models.ManyToManyField(Kalla, blank=True, related_name="exempel", verbose_name="källor")
    granskad = models.DateField("granskad", null=True, blank=True)
    nasta_granskning = models.DateField("granskas nästa gång", null=True, blank=True)
    lage = models.CharField("läge", max_length=12, choices=Lage.choices, default=Lage.UTKAST)
    publik = models.ForeignKey(
        "Exempelversion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="publicerad version"
    )
    exempel = models.BooleanField("exempeldata", default=False)
    revision = models.PositiveIntegerField(default=1)
    andrad = models.DateTimeField("ändrad", auto_now=True)

    objects: ClassVar[ExempelQuerySet] = ExempelQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-pk"]
        verbose_name, verbose_name_plural = "gott exempel", "goda exempel"
        constraints = [
            models.CheckConstraint(condition=~Q(titel="") & ~Q(ingress=""), name="exempel_har_titel_och_ingress"),
            models.CheckConstraint(
                condition=~Q(lage="publicerat") | Q(publik__isnull=False), name="publicerat_har_version"
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("exempel-visa", args=[self.slug])


class Exempelcitat(models.Model):
    exempel = models.ForeignKey(GottExempel, models.CASCADE, related_name="citat")
    ordning = models.PositiveSmallIntegerField()
    text = models.TextField()
    roll = models.CharField(max_length=120)

    class Meta:
        ordering = ["exempel", "ordning"]
        verbose_name, verbose_name_plural = "citat", "citat"
        constraints = [models.UniqueConstraint(fields=["exempel", "ordning"], name="exempelcitat_ett_per_plats")]

    def __str__(self) -> str:
        return self.text[:80]


class Exempelversion(Signerad):
    """What was published: every text as it read then, never changed."""

    exempel = models.ForeignKey(GottExempel, models.PROTECT, related_name="versioner")
    nummer = models.PositiveIntegerField()
    innehall = models.JSONField("innehåll")
    atgarder = models.ManyToManyField(Atgard, related_name="exempelversioner", verbose_name="åtgärder")

    class Meta:
        ordering = ["exempel", "-nummer"]
        verbose_name, verbose_name_plural = "version", "versioner"
        constraints = [models.UniqueConstraint(fields=["exempel", "nummer"], name="exempelversion_ett_nummer")]

    def __str__(self) -> str:
        return f"{self.exempel_id} version {self.nummer}"
