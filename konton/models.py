"""Users (the e-mail is the user name) and the roles that they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **falt: Any) -> User:
        if not email:
            raise ValueError("Ange en e-postadress.")
        user = self.model(email=email.strip().lower(), **falt)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **falt: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **falt)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractUser):
    username = None  # type: ignore[assignment]
    email = models.EmailField("e-postadress", unique=True, error_messages={"unique": "Adressen används redan."})

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = "användare", "användare"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_oavsett_skiftlage")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Uppdrag(models.Model):
    """A role for a user, in one municipality or (kommun empty) in the whole country."""

    class Roll(models.TextChoices):
        SAMORDNARE = "samordnare", "samordnare"
        UPPGIFTSLAMNARE = "uppgiftslamnare", "uppgiftslämnare"
        GODKANNARE = "godkannare", "godkännare"
        FACKLIGT_OMBUD = "fackligt_ombud", "fackligt ombud"
        DEPARTEMENT = "departement", "departement"
        REDAKTOR = "redaktor", "redaktör"
        FORVALTARE = "forvaltare", "förvaltare"

    user = models.ForeignKey(User, models.CASCADE, related_name="uppdrag")
    roll = models.CharField(max_length=16, choices=Roll.choices)
    kommun = models.ForeignKey("kommuner.Kommun", models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "uppdrag", "uppdrag"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "roll", "kommun"],
                condition=Q(kommun__isnull=False),
                name="uppdrag_en_gang_per_kommun",
            ),
            models.UniqueConstraint(
                fields=["user", "roll"], condition=Q(kommun__isnull=True), name="uppdrag_en_gang_i_landet"
            ),
            models.CheckConstraint(
                condition=~Q(roll__in=["uppgiftslamnare", "godkannare"]) | Q(kommun__isnull=False),
                name="kommunens_roller_har_kommun",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_roll_display()}, {self.kommun or 'hela landet'}"
