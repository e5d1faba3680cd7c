"""What `las_artiklar` has entered: from then on it is the editors', and a new run leaves it alone."""

from django.db import models


class Inlast(models.Model):
    """`nyckel` is the list and code in artiklar.yaml ("atgarder:umea-kompetenstrappa"), `objekt` the row it became."""

    nyckel = models.CharField(max_length=100, primary_key=True)
    objekt = models.PositiveBigIntegerField()

    class Meta:
        verbose_name, verbose_name_plural = "inläst ur artikel", "inlästa ur artiklar"

    def __str__(self) -> str:
        return self.nyckel
