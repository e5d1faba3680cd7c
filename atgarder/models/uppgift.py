"""A statement: what somebody says of a kommun, a unit or the country. Never turned into a figure."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from atgarder.models.atgard import Atgard
from atgarder.models.falt import Signerad, Synlighet, datumfalt, datumvillkor
from atgarder.models.kalla import Kalla
from atgarder.models.typ import Tema
from atgarder.querysets import UppgiftQuerySet


class Uppgift(Signerad):
    """`kommun` None: the country. `datum` is when it was said, or was so."""

    Synlighet = Synlighet

    class Slag(models.TextChoices):
        FRAMSTEG = "framsteg", "framsteg"
        UTMANING = "utmaning", "utmaning"
        IAKTTAGELSE = "iakttagelse", "iakttagelse"

    class Lage(models.TextChoices):
        PASTADD = "pastadd", "påstådd"
        BEKRAFTAD = "bekraftad", "bekräftad"
        MOTSAGD = "motsagd", "motsagd"

    kommun = models.ForeignKey("kommuner.Kommun", models.PROTECT, null=True, blank=True, related_name="uppgifter")
    enhet = models.ForeignKey("kommuner.Enhet", models.PROTECT, null=True, blank=True, related_name="uppgifter")
    slag = models.CharField(max_length=12, choices=Slag.choices, default=Slag.IAKTTAGELSE)
    sagt_av = models.CharField("vem som säger det (roll)", max_length=120)
    datum = datumfalt("när")
    tema = models.ForeignKey(Tema, models.PROTECT, related_name="uppgifter")
    text = models.TextField("vad som sägs, med egna ord")
    citat = models.BooleanField("ordagrant citat", default=False)
    lage = models.CharField("läge", max_length=10, choices=Lage.choices, default=Lage.PASTADD)
    lage_skal = models.CharField("varför", max_length=300, blank=True)
    nyckeltal = models.ForeignKey("kommuner.Nyckeltal", models.PROTECT, null=True, blank=True, related_name="+")
    atgard = models.ForeignKey(Atgard, models.PROTECT, null=True, blank=True, related_name="uppgifter")
    kallor = models.ManyToManyField(Kalla, blank=True, related_name="uppgifter", verbose_name="källor")
    synlighet = models.CharField(max_length=8, choices=Synlighet.choices, default=Synlighet.UTKAST)
    tillbakadragen = models.DateTimeField("dragen tillbaka", null=True, blank=True)
    tillbakadragen_skal = models.CharField("skäl", max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[UppgiftQuerySet] = UppgiftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-datum", "pk"]
        verbose_name, verbose_name_plural = "uppgift", "uppgifter"
        constraints = [
            *datumvillkor("uppgift", "datum"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(sagt_av=""), name="uppgift_sags_av_nagon"),
            models.CheckConstraint(
                condition=Q(enhet__isnull=True) | Q(kommun__isnull=False), name="uppgift_enhet_i_kommun"
            ),
            models.CheckConstraint(
                condition=Q(tillbakadragen__isnull=True) | ~Q(tillbakadragen_skal=""), name="uppgift_tillbaka_med_skal"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("uppgift-visa", args=[self.pk])


class Uppgiftssvar(Signerad):
    """What a statement was judged as, by whom and why: the municipality's reply, say. Never changed, only added."""

    uppgift = models.ForeignKey(Uppgift, models.CASCADE, related_name="svar")
    lage = models.CharField("läge", max_length=10, choices=Uppgift.Lage.choices)
    skal = models.CharField("varför", max_length=300)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "svar på uppgift", "svar på uppgifter"
        constraints = [models.CheckConstraint(condition=~Q(skal=""), name="uppgiftssvar_har_skal")]

    def __str__(self) -> str:
        return f"{self.get_lage_display()}: {self.skal[:80]}"
