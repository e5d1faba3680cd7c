"""Trends, computed generation by generation, and the reports that are ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kommuner.jobb import AVSLUTADE, Jobb, Lage
from kommuner.perioder import SLAG

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from konton.models import User


class Trendbygge(models.Model):
    """A generation of trends: the families that imports touched, computed at one version of the data.

    `generation` is given when every family has ended; then the pointer is moved, once. At most one is
    unfinished: a later one takes over what an earlier has left (rapporter/trendbygge.py).
    """

    version = models.PositiveIntegerField(help_text="dataversionen som räknas på")
    generation = models.PositiveIntegerField(null=True, blank=True, unique=True)
    skapad = models.DateTimeField(auto_now_add=True)
    klar = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name, verbose_name_plural = "trendbygge", "trendbyggen"

    def __str__(self) -> str:
        return f"Trendbygge {self.pk} vid version {self.version}"

    @property
    def framsteg(self) -> tuple[int, int]:
        """Families that have ended, and all of them."""
        lagen = list(self.familjer.values_list("lage", flat=True))
        return sum(lage in AVSLUTADE for lage in lagen), len(lagen)


class Trendfamilj(Jobb):
    """One job: all municipalities for one nyckeltal, kön and kind of period. One value moves everybody's rank."""

    bygge = models.ForeignKey(Trendbygge, models.CASCADE, related_name="familjer")
    nyckeltal = models.ForeignKey("kommuner.Nyckeltal", models.CASCADE, related_name="+")
    kon = models.CharField("kön", max_length=1)
    periodslag = models.CharField(max_length=1, choices=list(SLAG.items()))

    class Meta:
        verbose_name, verbose_name_plural = "trendfamilj", "trendfamiljer"
        constraints = [
            models.UniqueConstraint(fields=["bygge", "nyckeltal", "kon", "periodslag"], name="familj_en_gang_per_bygge")
        ]

    def __str__(self) -> str:
        return f"{self.nyckeltal_id} {self.kon} {self.periodslag}"


class Trendpekare(models.Model):
    """One row: the generation that readers see. A request reads it once."""

    generation = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, help_text="dataversionen som generationen räknats på")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="trendpekare_en_rad")]

    def __str__(self) -> str:
        return f"generation {self.generation}"


class TrendQuerySet(models.QuerySet["Trend"]):
    def vid(self, generation: int) -> TrendQuerySet:
        """What readers of `generation` see."""
        return self.filter(Q(till__isnull=True) | Q(till__gt=generation), fran__lte=generation)


class Trend(models.Model):
    """What is known of one series. Seen from generation `fran` (none: not yet) until `till` replaced it.

    Changes and slopes are in the nyckeltal's own unit; `lutning` is per period; NULL means not computable.
    """

    bygge = models.ForeignKey(Trendbygge, models.CASCADE, related_name="trender")
    fran = models.PositiveIntegerField("från generation", null=True, blank=True)
    till = models.PositiveIntegerField("till generation", null=True, blank=True)
    kommun = models.ForeignKey("kommuner.Kommun", models.CASCADE, null=True, blank=True, related_name="+")
    enhet = models.ForeignKey("kommuner.Enhet", models.CASCADE, null=True, blank=True, related_name="+")
    nyckeltal = models.ForeignKey("kommuner.Nyckeltal", models.CASCADE, related_name="+")
    kon = models.CharField("kön", max_length=1)
    periodslag = models.CharField(max_length=1, choices=list(SLAG.items()))
    period = models.CharField("senaste period", max_length=7)
    antal_varden = models.PositiveSmallIntegerField("antal värden")
    varde = models.FloatField("senaste värde")
    forandring = models.FloatField("ändring sedan förra perioden", null=True, blank=True)
    forandring_ar = models.FloatField("ändring på ett år", null=True, blank=True)
    rang = models.PositiveSmallIntegerField(null=True, blank=True)
    antal = models.PositiveSmallIntegerField("antal kommuner i rangordningen", null=True, blank=True)
    percentil = models.FloatField(null=True, blank=True)
    etikett = models.CharField("signal", max_length=12, blank=True, help_text="processdiagrammets vid senaste värdet")
    sida = models.SmallIntegerField(default=0, help_text="+1 hög, −1 låg, 0 ingen")
    preliminar_grans = models.BooleanField("färre än 12 värden bakom gränserna", default=True)
    riktning = models.SmallIntegerField("säkerställd trend i korta serier", default=0)
    lutning = models.FloatField(null=True, blank=True)
    lutning_lag = models.FloatField("lutning, nedre gräns", null=True, blank=True)
    lutning_hog = models.FloatField("lutning, övre gräns", null=True, blank=True)
    p = models.FloatField(null=True, blank=True)
    p_justerat = models.FloatField(null=True, blank=True)
    exempel = models.BooleanField("exempeldata", default=False)

    objects = TrendQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "trend", "trender"
        indexes = [
            models.Index(fields=["kommun", "nyckeltal", "kon"], name="trend_kommun"),
            models.Index(fields=["nyckeltal", "kon", "periodslag"], name="trend_familj"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(till__isnull=True) | Q(till__gt=F("fran")), name="trend_till_efter_fran")
        ]

    def __str__(self) -> str:
        return f"{self.nyckeltal_id} {self.kommun_id or 'Riket'} {self.kon}"


class RapportQuerySet(models.QuerySet["Rapport"]):
    def latta(self) -> RapportQuerySet:
        """Without the large columns, for lists and progress."""
        return self.defer("resultat", "trendrader")

    def synliga_for(self, user: User | AnonymousUser) -> RapportQuerySet:
        """Finished reports are everybody's; unfinished ones, and those with invented values, need a log-in."""
        if user.is_authenticated:
            return self
        return self.filter(lage=Lage.KLAR, exempel=False)


class Rapport(Jobb):
    """One ordered trend report: what, of whom, at which version; its files lie beside it."""

    class Omfang(models.TextChoices):
        RIKET = "riket", "hela landet"
        LAN = "lan", "ett län"
        GRUPP = "grupp", "en kommungrupp"
        KOMMUN = "kommun", "en kommun"

    omfang = models.CharField("omfång", max_length=6, choices=Omfang.choices)
    omrade = models.CharField("område", max_length=4, blank=True, help_text="kod för län, grupp eller kommun")
    nyckeltal = models.JSONField(default=list, help_text="koder; tom lista betyder alla")
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0, help_text="dataversionen som rapporten läser")
    generation = models.PositiveIntegerField(default=0, help_text="trendgenerationen som rapporten läser")
    exempel = models.BooleanField("med exempeldata", default=False)
    trendrader = models.JSONField(null=True, blank=True, help_text="trenderna som de var när rapporten gjordes")
    resultat = models.JSONField(null=True, blank=True, help_text="det som alla format skrivs från")

    objects = RapportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name, verbose_name_plural = "rapport", "rapporter"
        constraints = [
            models.CheckConstraint(
                condition=Q(omfang="riket", omrade="") | (~Q(omfang="riket") & ~Q(omrade="")),
                name="rapport_omrade_foljer_omfang",
            )
        ]

    def __str__(self) -> str:
        return f"Rapport {self.pk}: {self.get_omfang_display()} {self.omrade}".strip()


class Rapportfil(models.Model):
    rapport = models.ForeignKey(Rapport, models.CASCADE, related_name="filer")
    format = models.CharField(max_length=12)
    fil = models.FileField(upload_to="rapporter/")
    storlek = models.PositiveIntegerField()

    class Meta:
        verbose_name, verbose_name_plural = "rapportfil", "rapportfiler"
        constraints = [models.UniqueConstraint(fields=["rapport", "format"], name="en_fil_per_format")]

    def __str__(self) -> str:
        return f"{self.format} till {self.rapport}"


class Veckobrev(models.Model):
    """That the week's letter has been sent to a coordinator."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    vecka = models.CharField(max_length=7, help_text="2026-47")
    skickat = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = "veckobrev", "veckobrev"
        constraints = [models.UniqueConstraint(fields=["user", "vecka"], name="veckobrev_ett_i_veckan")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.vecka}"
