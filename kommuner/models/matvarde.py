"""One measured value, or the reason that there is none."""

from django.db import models
from django.db.models import Q

from kommuner.perioder import SLAG
from kommuner.querysets import MatvardeQuerySet


class Saknas(models.TextChoices):
    SAKNAS = "saknas", "uppgift saknas"
    DOLD = "dold", "visas inte, gruppen är för liten"
    EJ_TILLAMPLIGT = "ej_tillampligt", "ej tillämpligt"


HOGST_VARDE = 1e300  # short of infinity, which no page can show and no calculation survives
CELL = ["nyckeltal", "period", "kon", "importen"]


class Matvarde(models.Model):
    """Immutable once its import is published, but for `ersatt_i` (what replaced it) and `skyddad`.

    `kommun` is none for Riket, `enhet` is none for the whole municipality. `skyddad` is set by the one
    suppression function (kommuner/skydd.py); every way out reads through `MatvardeQuerySet.ut`.
    """

    kommun = models.ForeignKey(
        "kommuner.Kommun", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    enhet = models.ForeignKey("kommuner.Enhet", models.PROTECT, null=True, blank=True, db_index=False, related_name="+")
    nyckeltal = models.ForeignKey("kommuner.Nyckeltal", models.PROTECT, db_index=False, related_name="matvarden")
    periodslag = models.CharField(max_length=1, choices=list(SLAG.items()))
    period = models.CharField(max_length=7)
    kon = models.CharField("kön", max_length=1, choices=[("T", "totalt"), ("K", "kvinnor"), ("M", "män")])
    varde = models.FloatField("värde", null=True, blank=True)
    saknas = models.CharField(max_length=14, choices=Saknas.choices, blank=True)
    taljare = models.FloatField("täljare", null=True, blank=True)
    namnare = models.FloatField("nämnare", null=True, blank=True)
    personer = models.FloatField(null=True, blank=True, help_text="gruppens storlek, där nämnaren inte är personer")
    kalla = models.CharField("källa", max_length=8, choices=[("kolada", "Kolada"), ("kommun", "kommunen")])
    preliminar = models.BooleanField("preliminär", default=False)
    exempel = models.BooleanField("exempeldata", default=False)
    skyddad = models.BooleanField(default=False)
    importen = models.ForeignKey("kommuner.Import", models.CASCADE, related_name="matvarden")
    rad = models.PositiveIntegerField(null=True, blank=True, help_text="raden i filen")
    ersatt_i = models.PositiveIntegerField("ersatt i version", null=True, blank=True)

    objects = MatvardeQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "mätvärde", "mätvärden"
        constraints = [
            models.UniqueConstraint(
                fields=["kommun", *CELL],
                condition=Q(enhet__isnull=True, kommun__isnull=False),
                name="en_cell_kommun",
            ),
            models.UniqueConstraint(fields=["enhet", *CELL], condition=Q(enhet__isnull=False), name="en_cell_enhet"),
            models.UniqueConstraint(fields=CELL, condition=Q(kommun__isnull=True), name="en_cell_riket"),
            models.CheckConstraint(
                condition=Q(varde__isnull=False, saknas="") | Q(varde__isnull=True, saknas__in=Saknas.values),
                name="varde_eller_skal",
            ),
            models.CheckConstraint(
                condition=Q(varde__isnull=True) | Q(varde__gt=-HOGST_VARDE, varde__lt=HOGST_VARDE), name="varde_andligt"
            ),
            models.CheckConstraint(
                condition=Q(kommun__isnull=False) | Q(enhet__isnull=True), name="enhet_ligger_i_kommun"
            ),
            models.CheckConstraint(
                condition=~Q(kalla="kommun")
                | Q(varde__isnull=True)
                | Q(taljare__isnull=False, namnare__isnull=False, namnare__gt=0),
                name="rapporterat_har_taljare_och_namnare",
            ),
            models.CheckConstraint(condition=Q(periodslag__in=list(SLAG)), name="periodslag_kant"),
            models.CheckConstraint(condition=Q(kon__in=["T", "K", "M"]), name="kon_kant"),
        ]
        indexes = [models.Index(fields=["nyckeltal", "periodslag", "kon", "period"], name="matvarde_familj")]

    def __str__(self) -> str:
        return f"{self.nyckeltal_id} {self.kommun_id or 'Riket'} {self.period} {self.kon}"
