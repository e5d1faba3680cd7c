"""A round of visits: which municipalities, who visits whom, when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from atgarder.models import Kalla
from atgarder.models.falt import Signerad, datumfalt, datumvillkor


class Besoksomgang(Signerad):
    """`antal` and `antal_besokta` are what is told of a round whose municipalities are not all named, else None."""

    namn = models.CharField(max_length=120, unique=True)
    kod = models.SlugField(max_length=60, unique=True)
    start = datumfalt("började")
    slut = datumfalt("slutar eller slutade")
    foregaende = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="aterbesoksomgangar", verbose_name="återbesöker"
    )
    antal = models.PositiveSmallIntegerField("antal kommuner enligt källan", null=True, blank=True)
    antal_besokta = models.PositiveSmallIntegerField("antal besökta enligt källan", null=True, blank=True)
    antal_per = datumfalt("när källan räknade")
    beskrivning = models.TextField(blank=True)
    aterstar = models.TextField("vad som återstår, en punkt per rad", blank=True)
    kallor = models.ManyToManyField(Kalla, blank=True, related_name="besoksomgangar", verbose_name="källor")

    class Meta:
        ordering = ["-start", "namn"]
        verbose_name, verbose_name_plural = "besöksomgång", "besöksomgångar"
        constraints = [
            *datumvillkor("besoksomgang", "start", "slut", "antal_per"),
            models.CheckConstraint(
                condition=Q(antal__isnull=True) | Q(antal_besokta__isnull=True) | Q(antal_besokta__lte=F("antal")),
                name="omgang_besokta_ryms",
            ),
            models.CheckConstraint(
                condition=Q(foregaende__isnull=True) | ~Q(foregaende=F("pk")), name="omgang_foljer_inte_sig_sjalv"
            ),
        ]

    def __str__(self) -> str:
        return self.namn


class Omgangskommun(models.Model):
    """A municipality in a round: by whom and when it is to be visited."""

    omgang = models.ForeignKey(Besoksomgang, models.CASCADE, related_name="kommuner")
    kommun = models.ForeignKey("kommuner.Kommun", models.PROTECT, related_name="+")
    besokare = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="besöks av"
    )
    planerat = models.DateField("planerat", null=True, blank=True)

    class Meta:
        ordering = ["omgang", "kommun__ordning"]
        verbose_name, verbose_name_plural = "kommun i omgång", "kommuner i omgång"
        constraints = [models.UniqueConstraint(fields=["omgang", "kommun"], name="omgangskommun_en_gang")]

    def __str__(self) -> str:
        return f"{self.kommun} i {self.omgang}"
