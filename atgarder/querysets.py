"""Who sees what: the public sees what is public, and a municipality's own and the editors see its drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from konton.behorighet import Ratt, kommuner_for
from konton.models import Uppdrag

if TYPE_CHECKING:
    from atgarder.models import Atgard, GottExempel, Uppgift  # noqa: F401  named in strings below
    from konton.models import User

PUBLIKA = Q(synlighet="publik", tillbakadragen__isnull=True)


def egna(user: User | AnonymousUser, ratt: Ratt, falt: str = "kommun") -> Q:
    """Rows of the municipalities in which `user` holds the right."""
    kommuner = kommuner_for(user, ratt)
    return ~Q(pk__in=[]) if kommuner is None else Q(**{f"{falt}__in": kommuner})


class AtgardQuerySet(models.QuerySet["Atgard"]):
    def publika(self) -> Self:
        return self.filter(PUBLIKA)

    def skrivbara_for(self, user: User | AnonymousUser) -> Self:
        return self.filter(egna(user, Ratt.SKRIVA_ATGARD))

    def synliga_for(self, user: User | AnonymousUser) -> Self:
        """What `user` may read: what is public, and drafts and what is withdrawn where they may write."""
        return self.filter(PUBLIKA | egna(user, Ratt.SKRIVA_ATGARD))


class UppgiftQuerySet(models.QuerySet["Uppgift"]):
    def publika(self) -> Self:
        return self.filter(PUBLIKA)

    def skrivbara_for(self, user: User | AnonymousUser) -> Self:
        return self.filter(egna(user, Ratt.SKRIVA_UPPGIFT))

    def synliga_for(self, user: User | AnonymousUser) -> Self:
        return self.filter(PUBLIKA | egna(user, Ratt.SKRIVA_UPPGIFT))

    def andringsbara_for(self, user: User | AnonymousUser) -> Self:
        """Those whose words `user` may change: what the own municipality has entered, not what others say of it."""
        if kommuner_for(user, Ratt.SKRIVA_UPPGIFT) is None:
            return self.all()
        kommunens = Uppdrag.objects.filter(user=models.OuterRef("av"), kommun=models.OuterRef("kommun"))
        return self.skrivbara_for(user).filter(models.Exists(kommunens))


class ExempelQuerySet(models.QuerySet["GottExempel"]):
    def med_publik_atgard(self) -> Self:
        """Those whose published version has a measure that is still public: others are not shown to readers."""
        publika = apps.get_model("atgarder", "Exempelversion").atgarder.through.objects.filter(
            exempelversion=models.OuterRef("publik"),
            atgard__synlighet="publik",
            atgard__tillbakadragen__isnull=True,
        )
        return self.filter(models.Exists(publika))

    def publika(self) -> Self:
        """Those that readers find: published, with at least one measure that is still public."""
        return self.med_publik_atgard().exclude(lage="arkiverat")

    def skrivbara_for(self, user: User | AnonymousUser) -> Self:
        """Examples all of whose measures lie in municipalities where `user` may write."""
        return self._inom(user, Ratt.SKRIVA_EXEMPEL)

    def publicerbara_for(self, user: User | AnonymousUser) -> Self:
        return self._inom(user, Ratt.PUBLICERA_EXEMPEL)

    def _inom(self, user: User | AnonymousUser, ratt: Ratt) -> Self:
        kommuner = kommuner_for(user, ratt)
        if kommuner is None:
            return self.all()
        andras = self.model.atgarder.through.objects.filter(gottexempel=models.OuterRef("pk")).exclude(
            atgard__kommun__in=kommuner
        )
        return self.filter(~models.Exists(andras), atgarder__kommun__in=kommuner).distinct()
