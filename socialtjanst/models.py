"""What the API keeps of its own: answers that a repeated request gets again."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Idempotens(models.Model):
    """The answer to a write that was sent with an Idempotency-Key. Written in the write's own transaction."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    nyckel = models.CharField(max_length=200)
    avtryck = models.CharField(max_length=64, help_text="SHA-256 av metod, adress och innehåll")
    status = models.PositiveSmallIntegerField(null=True)
    plats = models.CharField("Location", max_length=300, blank=True)
    kropp = models.TextField(blank=True)
    skapad = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "sparat svar", "sparade svar"
        constraints = [
            models.UniqueConstraint(fields=["user", "nyckel"], name="idempotens_en_per_nyckel"),
            models.CheckConstraint(
                condition=Q(status__isnull=True) | Q(status__gte=200, status__lt=300), name="idempotens_bara_lyckade"
            ),
        ]
        indexes = [models.Index(fields=["user", "skapad"], name="idempotens_alder")]

    def __str__(self) -> str:
        return self.nyckel
