"""The search index: a public document each, the stems that occur, and the weight of each stem in each document."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from atgarder.models.atgard import Atgard
from atgarder.models.exempel import GottExempel
from atgarder.models.uppgift import Uppgift


class Sokslag(models.TextChoices):
    """What is searched; the label is that of one."""

    KOMMUN = "kommun", "Kommun"
    NYCKELTAL = "nyckeltal", "Nyckeltal"
    ATGARD = "atgard", "Åtgärd"
    EXEMPEL = "exempel", "Gott exempel"
    UPPGIFT = "uppgift", "Uppgift"


ALLTID_PUBLIKA = (Sokslag.KOMMUN, Sokslag.NYCKELTAL)


class SokdokumentQuerySet(models.QuerySet["Sokdokument"]):
    def publika(self) -> Self:
        """Those whose own row is public now, whatever the index believes."""
        return self.filter(
            Q(slag__in=ALLTID_PUBLIKA)
            | Exists(Atgard.objects.publika().filter(pk=OuterRef("atgard")))
            | Exists(GottExempel.objects.publika().filter(pk=OuterRef("gott_exempel")))
            | Exists(Uppgift.objects.publika().filter(pk=OuterRef("uppgift")))
        )


class Sokdokument(models.Model):
    """Public only. `nyckel` is the object's primary key as text; `ord` are the keys of its stems."""

    slag = models.CharField(max_length=12, choices=Sokslag.choices)
    nyckel = models.CharField(max_length=40)
    atgard = models.OneToOneField(Atgard, models.CASCADE, null=True, blank=True, related_name="+")
    gott_exempel = models.OneToOneField(GottExempel, models.CASCADE, null=True, blank=True, related_name="+")
    uppgift = models.OneToOneField(Uppgift, models.CASCADE, null=True, blank=True, related_name="+")
    kommun = models.ForeignKey("kommuner.Kommun", models.CASCADE, null=True, blank=True, related_name="+")
    exempel = models.BooleanField("exempeldata", default=False)
    titel = models.CharField(max_length=200)
    adress = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    ord = models.JSONField(default=list)

    objects: ClassVar[SokdokumentQuerySet] = SokdokumentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = "sökdokument", "sökdokument"
        constraints = [
            models.UniqueConstraint(fields=["slag", "nyckel"], name="sokdokument_ett_per_objekt"),
            models.CheckConstraint(
                condition=Q(slag="atgard", atgard__isnull=False, gott_exempel__isnull=True, uppgift__isnull=True)
                | Q(slag="exempel", atgard__isnull=True, gott_exempel__isnull=False, uppgift__isnull=True)
                | Q(slag="uppgift", atgard__isnull=True, gott_exempel__isnull=True, uppgift__isnull=False)
                | Q(
                    slag__in=["kommun", "nyckeltal"],
                    atgard__isnull=True,
                    gott_exempel__isnull=True,
                    uppgift__isnull=True,
                ),
                name="sokdokument_pekar_pa_sitt_objekt",
            ),
        ]

    def __str__(self) -> str:
        return self.titel


class Sokord(models.Model):
    """A stem that has occurred, or "=kod" for a group of synonyms. `bakifran` is the stem read backwards, to look for
    the last part of compounds; `form` is the word as somebody wrote it. Rows stay: without terms they mean nothing."""

    stam = models.CharField(max_length=40, unique=True)
    bakifran = models.CharField(max_length=40, db_index=True)
    form = models.CharField(max_length=60)

    class Meta:
        verbose_name, verbose_name_plural = "sökord", "sökord"

    def __str__(self) -> str:
        return self.form


class Sokterm(models.Model):
    """Where a stem occurs: a bit of its documents of one kind, as JSON: [[keys of documents], [weights]].

    A row per occurrence would be simpler, and ten times as slow to read. `bit` follows from the document's key.
    """

    ord = models.ForeignKey(Sokord, models.CASCADE, related_name="termer", db_index=False)
    slag = models.CharField(max_length=12, choices=Sokslag.choices)
    bit = models.PositiveIntegerField()
    poster = models.TextField()

    class Meta:
        verbose_name, verbose_name_plural = "sökterm", "söktermer"
        constraints = [models.UniqueConstraint(fields=["ord", "slag", "bit"], name="sokterm_en_per_bit")]

    def __str__(self) -> str:
        return f"{self.ord_id} i {self.slag} {self.bit}"


class Sokindex(models.Model):
    """One row: whoever writes the index holds it. `antal` is how many documents there are."""

    antal = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name, verbose_name_plural = "sökindex", "sökindex"

    def __str__(self) -> str:
        return f"{self.antal} dokument"
