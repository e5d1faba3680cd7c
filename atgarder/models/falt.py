"""What the models here have in common: dates known in part, visibility, who did it."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from atgarder.datum import MONSTER, kontrollera

if TYPE_CHECKING:
    Datumfalt = models.CharField[str, str]
else:
    Datumfalt = models.CharField


class Synlighet(models.TextChoices):
    UTKAST = "utkast", "utkast"
    PUBLIK = "publik", "publik"


def datumfalt(namn: str, **mer: Any) -> Datumfalt:
    """A date that may be known to the year or month only, see atgarder.datum; empty is unknown."""
    return models.CharField(namn, max_length=10, blank=True, default="", validators=[kontrollera], **mer)


def datumvillkor(modell: str, *falt: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=Q(**{f: ""}) | Q(**{f"{f}__regex": MONSTER}), name=f"{modell}_{f}_ar_datum")
        for f in falt
    ]


class Signerad(models.Model):
    """Who did it, and in what role: the role stays when the user is deleted."""

    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="av"
    )
    av_roll = models.CharField("i rollen", max_length=120, blank=True)
    skapad = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
