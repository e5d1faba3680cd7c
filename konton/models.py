"""Users (the e-mail is the user name) and the roles that they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

SIGNATURLANGD = 120
"""Room for the roles of somebody who did something, in words."""


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

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()


class UppdragQuerySet(models.QuerySet["Uppdrag"]):
    def pagaende(self) -> UppdragQuerySet:
        return self.filter(till=None)


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

    KOMMUNENS: ClassVar[frozenset[Roll]] = frozenset({Roll.UPPGIFTSLAMNARE, Roll.GODKANNARE})
    """Roles that are always held in one municipality."""

    user = models.ForeignKey(User, models.CASCADE, related_name="uppdrag", verbose_name="person")
    roll = models.CharField(max_length=16, choices=Roll.choices)
    kommun = models.ForeignKey("kommuner.Kommun", models.CASCADE, null=True, blank=True, related_name="+")
    fran = models.DateField("från", default=timezone.localdate)
    till = models.DateField(null=True, blank=True, help_text="Dagen då uppdraget togs bort; tomt medan det pågår.")
    givet_av = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="givet av"
    )
    givet_av_roll = models.CharField("givet av, roll", max_length=SIGNATURLANGD, blank=True)
    taget_av = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="borttaget av"
    )
    taget_av_roll = models.CharField("borttaget av, roll", max_length=SIGNATURLANGD, blank=True)

    objects = UppdragQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "uppdrag", "uppdrag"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "roll", "kommun"],
                condition=Q(kommun__isnull=False, till__isnull=True),
                name="uppdrag_en_gang_per_kommun",
            ),
            models.UniqueConstraint(
                fields=["user", "roll"],
                condition=Q(kommun__isnull=True, till__isnull=True),
                name="uppdrag_en_gang_i_landet",
            ),
            models.CheckConstraint(
                condition=~Q(roll__in=["uppgiftslamnare", "godkannare"]) | Q(kommun__isnull=False),
                name="kommunens_roller_har_kommun",
            ),
            models.CheckConstraint(
                condition=Q(till__isnull=True) | Q(till__gte=F("fran")), name="uppdrag_till_efter_fran"
            ),
            models.CheckConstraint(
                condition=Q(till__isnull=True, taget_av_roll="") | (Q(till__isnull=False) & ~Q(taget_av_roll="")),
                name="uppdrag_borttaget_av_nagon",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_roll_display()}, {self.kommun or 'hela landet'}"

    @property
    def pagar(self) -> bool:
        return self.till is None


class InbjudanQuerySet(models.QuerySet["Inbjudan"]):
    def oppna(self) -> InbjudanQuerySet:
        """Neither accepted nor withdrawn; their time may have run out."""
        return self.filter(antagen=None, aterkallad=None)


class Inbjudan(models.Model):
    """A link by e-mail that makes an account; only the hash of its token is kept."""

    epost = models.EmailField("e-postadress")
    fornamn = models.CharField("förnamn", max_length=150)
    efternamn = models.CharField("efternamn", max_length=150)
    roller = models.JSONField(help_text="rollerna som personen får")
    kommun = models.ForeignKey("kommuner.Kommun", models.CASCADE, null=True, blank=True, related_name="+")
    avtryck = models.CharField(max_length=64, unique=True, help_text="SHA-256 av länkens hemlighet")
    skapad = models.DateTimeField(auto_now_add=True)
    giltig_till = models.DateTimeField("giltig till")
    av = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="inbjuden av")
    av_roll = models.CharField("inbjuden av, roll", max_length=SIGNATURLANGD)
    antagen = models.DateTimeField(null=True, blank=True)
    aterkallad = models.DateTimeField("återkallad", null=True, blank=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="konto")

    objects = InbjudanQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name, verbose_name_plural = "inbjudan", "inbjudningar"
        constraints = [
            models.UniqueConstraint(
                Lower("epost"),
                condition=Q(antagen__isnull=True, aterkallad__isnull=True),
                name="inbjudan_en_oppen_per_adress",
            ),
            models.CheckConstraint(
                condition=Q(antagen__isnull=True) | Q(aterkallad__isnull=True), name="inbjudan_antagen_eller_aterkallad"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fornamn} {self.efternamn}".strip() or self.epost


class Apinyckel(models.Model):
    """Lets a program act as its user; only the hash of the key is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="apinycklar", verbose_name="person")
    namn = models.CharField(max_length=80)
    avtryck = models.CharField(max_length=64, unique=True, help_text="SHA-256 av nyckeln")
    skapad = models.DateTimeField(auto_now_add=True)
    senast_anvand = models.DateTimeField("senast använd", null=True, blank=True)
    aterkallad = models.DateTimeField("återkallad", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name, verbose_name_plural = "API-nyckel", "API-nycklar"

    def __str__(self) -> str:
        return self.namn
