"""The nyckeltal as rows, so that values can refer to them; their definitions live in nyckeltal.yaml."""

from django.db import models

from kommuner.nyckeltal import Definition, alla


class Nyckeltal(models.Model):
    """A row per definition, written by `las_register`; the rest of the definition is read from `definition`."""

    kod = models.CharField(max_length=12, primary_key=True)
    namn = models.CharField(max_length=200)
    omrade = models.CharField("område", max_length=60)
    kalla = models.CharField("källa", max_length=8, choices=[("kolada", "Kolada"), ("kommun", "kommunerna")])
    ordning = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["ordning"]
        verbose_name, verbose_name_plural = "nyckeltal", "nyckeltal"

    def __str__(self) -> str:
        return self.namn

    @property
    def definition(self) -> Definition:
        return alla()[self.kod]
