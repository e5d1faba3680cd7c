"""Who sees a visit: coordinators all, everybody what is published, a municipality what it is asked to check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from atgarder.querysets import egna
from konton.behorighet import Ratt

if TYPE_CHECKING:
    from besok.models import Atagande, Besok, Handlingsplan  # noqa: F401  named in strings below
    from konton.models import User


class BesokQuerySet(models.QuerySet["Besok"]):
    def publicerade(self) -> Self:
        return self.filter(lage="publicerad")

    def skrivbara_for(self, user: User | AnonymousUser) -> Self:
        return self.filter(egna(user, Ratt.SKRIVA_BESOK))

    def synliga_for(self, user: User | AnonymousUser) -> Self:
        """Whole visits: internal ones to those who write them, the others once published."""
        return self.filter(Q(lage="publicerad") | egna(user, Ratt.SKRIVA_BESOK))

    def att_granska_for(self, user: User | AnonymousUser) -> Self:
        """Those that `user` is asked to check; only their public fields may be shown."""
        return self.filter(egna(user, Ratt.SVARA_FAKTAGRANSKNING), lage="faktagranskning")


class HandlingsplanQuerySet(models.QuerySet["Handlingsplan"]):
    def offentliga(self) -> Self:
        return self.filter(offentlig=True)

    def skrivbara_for(self, user: User | AnonymousUser) -> Self:
        return self.filter(egna(user, Ratt.SKRIVA_BESOK))

    def synliga_for(self, user: User | AnonymousUser) -> Self:
        return self.filter(Q(offentlig=True) | egna(user, Ratt.SKRIVA_BESOK))


class AtagandeQuerySet(models.QuerySet["Atagande"]):
    def offentliga(self) -> Self:
        """Points of plans that are public, and promises made at visits that are published."""
        return self.filter(Q(plan__offentlig=True) | Q(plan__isnull=True, besok__lage="publicerad"))

    def skrivbara_for(self, user: User | AnonymousUser) -> Self:
        return self.filter(egna(user, Ratt.SKRIVA_BESOK))

    def oppna(self) -> Self:
        """Still to be kept; what was promised at a visit that is withdrawn is not."""
        kvar = self.filter(lage__in=["oppet", "pa_gang"])
        return kvar.exclude(plan__isnull=True, besok__lage="tillbakadragen")

    def riktiga(self) -> Self:
        """Without example data."""
        return self.exclude(besok__exempel=True)
