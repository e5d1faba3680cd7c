"""The register: län, kommuner, their groups and units. Riket is a reference line and no Kommun."""

from datetime import date

from django.db import models
from django.db.models import F, Q

PERIOD_UTAN_GLAPP = Q(till__isnull=True) | Q(till__gte=F("fran"))


class Lan(models.Model):
    kod = models.CharField(max_length=2, primary_key=True)
    namn = models.CharField(max_length=40)

    class Meta:
        ordering = ["kod"]
        verbose_name, verbose_name_plural = "län", "län"

    def __str__(self) -> str:
        return self.namn


class Kommun(models.Model):
    """A municipality; `lan` is today's, which its code says; `ordning` is its place in Swedish alphabetical order."""

    kod = models.CharField(max_length=4, primary_key=True)
    namn = models.CharField(max_length=40)
    lan = models.ForeignKey(Lan, models.PROTECT, related_name="kommuner", verbose_name="län")
    ordning = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["ordning"]
        verbose_name, verbose_name_plural = "kommun", "kommuner"
        constraints = [
            models.CheckConstraint(condition=Q(kod__startswith=F("lan_id")), name="kommun_kod_borjar_med_lan"),
            models.CheckConstraint(
                condition=Q(kod__regex=r"^[0-9]{4}$") & ~Q(kod="0000"), name="kommun_kod_fyra_siffror"
            ),
        ]

    def __str__(self) -> str:
        return self.namn

    def lan_vid(self, dag: date) -> Lan:
        """The län that the municipality belonged to on `dag`; needs `lanstillhorigheter` prefetched in lists."""
        for rad in self.lanstillhorigheter.all():
            if rad.fran <= dag and (rad.till is None or dag <= rad.till):
                return rad.lan
        return self.lan


class Lanstillhorighet(models.Model):
    """An earlier membership in another län (Heby lay in Västmanland until 2006)."""

    kommun = models.ForeignKey(Kommun, models.CASCADE, related_name="lanstillhorigheter")
    lan = models.ForeignKey(Lan, models.PROTECT, related_name="+")
    fran = models.DateField("från")
    till = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "länstillhörighet", "länstillhörigheter"
        constraints = [
            models.UniqueConstraint(fields=["kommun", "fran"], name="lanstillhorighet_en_per_start"),
            models.CheckConstraint(condition=PERIOD_UTAN_GLAPP, name="lanstillhorighet_till_efter_fran"),
        ]

    def __str__(self) -> str:
        return f"{self.kommun} i {self.lan} från {self.fran}"


class Kommungrupp(models.Model):
    """One of SKR's nine groups."""

    kod = models.CharField(max_length=2, primary_key=True)
    namn = models.CharField(max_length=80)
    kolada_id = models.CharField(max_length=12, unique=True)

    class Meta:
        ordering = ["kod"]
        verbose_name, verbose_name_plural = "kommungrupp", "kommungrupper"

    def __str__(self) -> str:
        return self.namn


class Grupptillhorighet(models.Model):
    kommun = models.ForeignKey(Kommun, models.CASCADE, related_name="grupptillhorigheter")
    grupp = models.ForeignKey(Kommungrupp, models.PROTECT, related_name="tillhorigheter")
    fran = models.DateField("från")
    till = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "grupptillhörighet", "grupptillhörigheter"
        constraints = [
            models.UniqueConstraint(fields=["kommun"], condition=Q(till__isnull=True), name="en_grupp_i_taget"),
            models.CheckConstraint(condition=PERIOD_UTAN_GLAPP, name="grupptillhorighet_till_efter_fran"),
        ]

    def __str__(self) -> str:
        return f"{self.kommun} i {self.grupp} från {self.fran}"


class Liknande(models.Model):
    """Kolada's "liknande kommuner IFO": `liknar` is one of those most like `kommun` in the year `ar`."""

    kommun = models.ForeignKey(Kommun, models.CASCADE, related_name="liknande")
    liknar = models.ForeignKey(Kommun, models.CASCADE, related_name="+")
    ar = models.PositiveSmallIntegerField("år")

    class Meta:
        verbose_name, verbose_name_plural = "liknande kommun", "liknande kommuner"
        constraints = [
            models.UniqueConstraint(fields=["kommun", "liknar", "ar"], name="liknande_en_gang_per_ar"),
            models.CheckConstraint(condition=~Q(kommun=F("liknar")), name="liknar_inte_sig_sjalv"),
        ]

    def __str__(self) -> str:
        return f"{self.kommun} liknar {self.liknar} ({self.ar})"


class Enhet(models.Model):
    """A unit inside a municipality: a trial with 18 people shows there, not in the whole."""

    kommun = models.ForeignKey(Kommun, models.PROTECT, related_name="enheter")
    namn = models.CharField(max_length=80)

    class Meta:
        verbose_name, verbose_name_plural = "enhet", "enheter"
        constraints = [models.UniqueConstraint(fields=["kommun", "namn"], name="enhet_en_per_namn")]

    def __str__(self) -> str:
        return f"{self.namn}, {self.kommun}"
