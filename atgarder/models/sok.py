"""The search index: a public document each, and its stems with their weight."""

from django.db import models


class Sokdokument(models.Model):
    """Public only: what is not public is not here. `slag` and `nyckel` name the object."""

    slag = models.CharField(max_length=12)
    nyckel = models.CharField(max_length=80)
    titel = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    adress = models.CharField(max_length=200)
    kommun = models.ForeignKey("kommuner.Kommun", models.CASCADE, null=True, blank=True, related_name="+")
    langd = models.FloatField(default=1.0)

    class Meta:
        verbose_name, verbose_name_plural = "sökdokument", "sökdokument"
        constraints = [models.UniqueConstraint(fields=["slag", "nyckel"], name="sokdokument_ett_per_objekt")]

    def __str__(self) -> str:
        return self.titel


class Sokterm(models.Model):
    dokument = models.ForeignKey(Sokdokument, models.CASCADE, related_name="termer", db_index=False)
    term = models.CharField(max_length=40)
    vikt = models.FloatField()

    class Meta:
        verbose_name, verbose_name_plural = "sökterm", "söktermer"
        constraints = [models.UniqueConstraint(fields=["term", "dokument"], name="sokterm_en_per_dokument")]
        indexes = [models.Index(fields=["dokument"], name="sokterm_dokument")]

    def __str__(self) -> str:
        return self.term
