"""The kinds of measures, the problems that they address and the themes of what is said."""

from django.db import models


class Atgardstyp(models.Model):
    """A kind; `struktur` names the fields of its own that five of them have."""

    class Struktur(models.TextChoices):
        INGEN = "", "ingen egen"
        KOMPETENSTRAPPA = "kompetenstrappa", "kompetenstrappa"
        ARBETSTID = "arbetstid", "arbetstidsförkortning"
        STOD = "stod", "administrativt stöd"
        TRAINEE = "trainee", "traineeprogram"
        SPECIALIST = "specialist", "specialistsocionom"

    kod = models.SlugField(primary_key=True, max_length=40)
    namn = models.CharField(max_length=60, unique=True)
    beskrivning = models.TextField("vad det är")
    struktur = models.CharField(max_length=16, choices=Struktur.choices, blank=True, default="")
    ordning = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["ordning", "namn"]
        verbose_name, verbose_name_plural = "åtgärdstyp", "åtgärdstyper"

    def __str__(self) -> str:
        return self.namn


class Problem(models.Model):
    """What a municipality has a hard time with, as one says it: "Vi har svårt med …"."""

    kod = models.SlugField(primary_key=True, max_length=40)
    namn = models.CharField(max_length=80, unique=True)
    ordning = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["ordning", "namn"]
        verbose_name, verbose_name_plural = "problem", "problem"

    def __str__(self) -> str:
        return self.namn


class Tema(models.Model):
    kod = models.SlugField(primary_key=True, max_length=40)
    namn = models.CharField(max_length=60, unique=True)
    ordning = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["ordning", "namn"]
        verbose_name, verbose_name_plural = "tema", "teman"

    def __str__(self) -> str:
        return self.namn
