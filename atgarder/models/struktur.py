"""What five kinds of measures have of their own, so that municipalities can be laid side by side."""

from django.db import models
from django.db.models import F, Q

from atgarder.models.atgard import Atgard


class Kompetenstrappa(models.Model):
    atgard = models.OneToOneField(Atgard, models.CASCADE, primary_key=True, related_name="kompetenstrappa")
    lonerevision_utover = models.BooleanField("lönerevisionen kommer utöver tilläggen", null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "kompetenstrappa", "kompetenstrappor"

    def __str__(self) -> str:
        return f"kompetenstrappa {self.pk}"


class Trappsteg(models.Model):
    """A step; what it asks is a number of years (from, to), a training, or both."""

    atgard = models.ForeignKey(Atgard, models.CASCADE, related_name="steg")
    ordning = models.PositiveSmallIntegerField()
    namn = models.CharField(max_length=80)
    ar_fran = models.DecimalField("år från", max_digits=4, decimal_places=1, null=True, blank=True)
    ar_till = models.DecimalField("år till", max_digits=4, decimal_places=1, null=True, blank=True)
    krav = models.CharField("krav", max_length=300, blank=True)
    tillagg = models.PositiveIntegerField("lönetillägg, kr per månad", null=True, blank=True)

    class Meta:
        ordering = ["atgard", "ordning"]
        verbose_name, verbose_name_plural = "steg", "steg"
        constraints = [
            models.UniqueConstraint(fields=["atgard", "ordning"], name="trappsteg_en_per_plats"),
            models.CheckConstraint(
                condition=Q(ar_till__isnull=True) | Q(ar_fran__isnull=True) | Q(ar_till__gte=F("ar_fran")),
                name="trappsteg_till_efter_fran",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordning}. {self.namn}"


class Arbetstid(models.Model):
    atgard = models.OneToOneField(Atgard, models.CASCADE, primary_key=True, related_name="arbetstid")
    timmar_fore = models.DecimalField("timmar per dag före", max_digits=4, decimal_places=2, null=True, blank=True)
    timmar_efter = models.DecimalField("timmar per dag efter", max_digits=4, decimal_places=2, null=True, blank=True)
    lon_behalls = models.BooleanField("lönen behålls", null=True, blank=True)
    antal_deltagare = models.PositiveIntegerField(null=True, blank=True)
    langd_manader = models.DecimalField(
        "försökets längd i månader", max_digits=4, decimal_places=1, null=True, blank=True
    )
    beslut_efter = models.CharField("vad som beslutades efteråt", max_length=300, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "arbetstidsförkortning", "arbetstidsförkortningar"
        constraints = [
            models.CheckConstraint(
                condition=Q(timmar_fore__isnull=True) | Q(timmar_fore__gt=0, timmar_fore__lte=24), name="fore_ar_timmar"
            ),
            models.CheckConstraint(
                condition=Q(timmar_efter__isnull=True) | Q(timmar_efter__gt=0, timmar_efter__lte=24),
                name="efter_ar_timmar",
            ),
        ]

    def __str__(self) -> str:
        return f"arbetstid {self.pk}"


class AdministrativtStod(models.Model):
    atgard = models.OneToOneField(Atgard, models.CASCADE, primary_key=True, related_name="stod")
    arsarbetare = models.DecimalField(
        "administratörer, årsarbetare", max_digits=6, decimal_places=1, null=True, blank=True
    )
    uppgifter = models.JSONField("uppgifter som lyfts av", default=list, blank=True, help_text="en text per uppgift")
    timmar_per_vecka = models.DecimalField(
        "frigjorda timmar per socialsekreterare och vecka", max_digits=4, decimal_places=1, null=True, blank=True
    )

    class Meta:
        verbose_name, verbose_name_plural = "administrativt stöd", "administrativa stöd"

    def __str__(self) -> str:
        return f"administrativt stöd {self.pk}"


class Traineeprogram(models.Model):
    atgard = models.OneToOneField(Atgard, models.CASCADE, primary_key=True, related_name="traineeprogram")
    antal_kvar = models.PositiveIntegerField("antal som stannat", null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "traineeprogram", "traineeprogram"

    def __str__(self) -> str:
        return f"traineeprogram {self.pk}"


class Traineefas(models.Model):
    """A phase, tied to terms of study; after the degree it has none."""

    atgard = models.ForeignKey(Atgard, models.CASCADE, related_name="faser")
    ordning = models.PositiveSmallIntegerField()
    namn = models.CharField(max_length=80)
    termin_fran = models.PositiveSmallIntegerField("från termin", null=True, blank=True)
    termin_till = models.PositiveSmallIntegerField("till termin", null=True, blank=True)
    omfattning = models.CharField(max_length=200, blank=True)
    antal = models.PositiveIntegerField("antal deltagare", null=True, blank=True)

    class Meta:
        ordering = ["atgard", "ordning"]
        verbose_name, verbose_name_plural = "fas", "faser"
        constraints = [
            models.UniqueConstraint(fields=["atgard", "ordning"], name="traineefas_en_per_plats"),
            models.CheckConstraint(
                condition=Q(termin_till__isnull=True)
                | Q(termin_fran__isnull=True)
                | Q(termin_till__gte=F("termin_fran")),
                name="traineefas_till_efter_fran",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordning}. {self.namn}"


class Specialist(models.Model):
    """`antal` specialists with one task; a task that is not told is empty."""

    atgard = models.ForeignKey(Atgard, models.CASCADE, related_name="specialister")
    ordning = models.PositiveSmallIntegerField()
    antal = models.PositiveSmallIntegerField()
    uppgift = models.CharField(max_length=300, blank=True)
    andel_tid = models.PositiveSmallIntegerField("andel av tiden, procent", null=True, blank=True)
    egna_arenden = models.BooleanField("har egna ärenden kvar", null=True, blank=True)

    class Meta:
        ordering = ["atgard", "ordning"]
        verbose_name, verbose_name_plural = "specialist", "specialister"
        constraints = [
            models.UniqueConstraint(fields=["atgard", "ordning"], name="specialist_en_per_plats"),
            models.CheckConstraint(condition=Q(antal__gt=0), name="specialist_minst_en"),
            models.CheckConstraint(
                condition=Q(andel_tid__isnull=True) | Q(andel_tid__lte=100), name="specialist_hogst_hundra_procent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.antal} {self.uppgift}"
