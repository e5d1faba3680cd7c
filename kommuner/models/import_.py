"""An import is both a job and the version that its rows belong to once it is published."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kommuner.jobb import Jobb, Lage


class Import(Jobb):
    """Rows enter under an unpublished import; `version` is given, once, when it is published."""

    class Slag(models.TextChoices):
        KOLADA = "kolada", "Kolada"
        FIL = "fil", "fil"
        FORMULAR = "formular", "formulär"
        EXEMPEL = "exempel", "exempeldata"
        BESOK = "besok", "hört vid besök"

    slag = models.CharField(max_length=8, choices=Slag.choices)
    fran = models.CharField("från", max_length=300, blank=True, help_text="adress eller filnamn")
    filhash = models.CharField(max_length=64, blank=True)
    fil = models.FileField(upload_to="importer/", blank=True)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    kommun = models.ForeignKey("kommuner.Kommun", models.PROTECT, null=True, blank=True, related_name="+")
    urval = models.JSONField(default=dict, blank=True, help_text="vad som begärts: nyckeltal och år")
    fortsattning = models.JSONField(default=dict, blank=True, help_text="var ett avbrutet arbete tar vid")
    tagna = models.PositiveIntegerField(default=0)
    oforandrade = models.PositiveIntegerField("oförändrade", default=0)
    reviderade = models.PositiveIntegerField(default=0)
    avvisade = models.PositiveIntegerField(default=0)
    bygger_pa = models.PositiveIntegerField("bygger på version", default=0)
    version = models.PositiveIntegerField(null=True, blank=True, unique=True)
    publicerad = models.DateTimeField(null=True, blank=True)
    godkand_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name, verbose_name_plural = "import", "importer"
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=True, publicerad__isnull=True)
                | Q(version__isnull=False, publicerad__isnull=False, lage=Lage.KLAR),
                name="import_version_och_dag_foljs_at",
            )
        ]

    def __str__(self) -> str:
        return f"Import {self.pk} ({self.get_slag_display()})"


class Avvikelse(models.Model):
    """A row that was not simply taken: refused, or kept aside for a person to confirm."""

    class Slag(models.TextChoices):
        FEL = "fel", "avvisad"
        ORIMLIG = "orimlig", "att bekräfta"

    importen = models.ForeignKey(Import, models.CASCADE, related_name="avvikelser")
    slag = models.CharField(max_length=8, choices=Slag.choices)
    rad = models.PositiveIntegerField(null=True, blank=True)
    kolumn = models.CharField(max_length=80, blank=True)
    varde = models.CharField("värde", max_length=200, blank=True)
    skal = models.CharField("skäl", max_length=400)
    atgard = models.CharField("åtgärd", max_length=400, blank=True)
    cell = models.JSONField(null=True, blank=True, help_text="raden som den tolkats, om den går att bekräfta")
    bekraftad_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    bekraftad = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["rad", "pk"]
        verbose_name, verbose_name_plural = "avvikelse", "avvikelser"
        constraints = [
            models.CheckConstraint(
                condition=Q(slag="fel", cell__isnull=True) | Q(slag="orimlig", cell__isnull=False),
                name="avvikelse_orimlig_har_cell",
            )
        ]

    def __str__(self) -> str:
        return f"Rad {self.rad}, {self.kolumn}: {self.skal}"


class Versionslas(models.Model):
    """One row; publishing holds its lock, so that versions follow each other without a gap."""

    senaste = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="versionslas_en_rad")]

    def __str__(self) -> str:
        return f"version {self.senaste}"
