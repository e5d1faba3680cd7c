"""A visit. While it is a draft, its sections as saved are the truth; when it is done they become rows.

What is internal and what becomes public are different fields, never one field with a mark.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from atgarder.models import Atgard, Kalla, Tema
from atgarder.models.falt import Signerad
from besok.models.omgang import Besoksomgang
from besok.querysets import BesokQuerySet


class Lage(models.TextChoices):
    UTKAST = "utkast", "utkast"
    KLAR = "klar", "klar"
    FAKTAGRANSKNING = "faktagranskning", "på faktagranskning"
    PUBLICERAD = "publicerad", "publicerad"
    TILLBAKADRAGEN = "tillbakadragen", "dragen tillbaka"


class Besok(Signerad):
    """The key is made by whoever begins the visit, so that a device without network can begin one."""

    Lage = Lage

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    omgang = models.ForeignKey(
        Besoksomgang, models.PROTECT, null=True, blank=True, related_name="besok", verbose_name="omgång"
    )
    kommun = models.ForeignKey("kommuner.Kommun", models.PROTECT, related_name="besok")
    forra = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="aterbesok", verbose_name="förra besöket"
    )
    datum = models.DateField(null=True, blank=True)
    pa_plats = models.BooleanField("på plats", null=True, blank=True)
    lage = models.CharField("läge", max_length=16, choices=Lage.choices, default=Lage.UTKAST)
    sammanfattning = models.TextField("sammanfattning (blir offentlig)", blank=True)
    internt = models.TextField("anteckningar (interna)", blank=True)
    atgarder = models.ManyToManyField(
        Atgard, blank=True, related_name="besok", verbose_name="åtgärder som det talades om"
    )
    dokument = models.ManyToManyField(Kalla, blank=True, related_name="besok")
    berattat = models.BooleanField(
        "känt bara ur en källa", default=False, help_text="besöket är berättat, inte loggat: dagen kan vara okänd"
    )
    exempel = models.BooleanField("exempeldata", default=False)
    andrad = models.DateTimeField("ändrad", auto_now=True)

    objects: ClassVar[BesokQuerySet] = BesokQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-datum", "-skapad"]
        verbose_name, verbose_name_plural = "besök", "besök"
        indexes = [models.Index(fields=["kommun", "lage"], name="besok_kommun_lage")]
        constraints = [
            models.CheckConstraint(condition=Q(forra__isnull=True) | ~Q(forra=F("pk")), name="besok_foljer_annat"),
            models.CheckConstraint(
                condition=Q(datum__isnull=False) | Q(lage__in=[Lage.UTKAST, Lage.TILLBAKADRAGEN]) | Q(berattat=True),
                name="besok_klart_har_datum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kommun} {self.datum or 'utan datum'}"


class Sektion(models.Model):
    """One save of one section of a draft. Only added, never changed: the newest version is what stands.

    `klient` and `lopnr` name the save as its device did: sent twice it is one.
    """

    besok = models.ForeignKey(Besok, models.CASCADE, related_name="sektioner")
    nyckel = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    innehall = models.JSONField("innehåll")
    klient = models.UUIDField()
    lopnr = models.PositiveBigIntegerField("löpnummer")
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    av_roll = models.CharField("i rollen", max_length=120, blank=True)
    sparad = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["besok", "nyckel", "version"]
        verbose_name, verbose_name_plural = "sektion", "sektioner"
        constraints = [
            models.UniqueConstraint(fields=["besok", "nyckel", "version"], name="sektion_en_per_version"),
            models.UniqueConstraint(fields=["besok", "klient", "lopnr"], name="sektion_sparad_en_gang"),
        ]

    def __str__(self) -> str:
        return f"{self.nyckel} {self.version}"


class Lagesbyte(Signerad):
    besok = models.ForeignKey(Besok, models.CASCADE, related_name="lagesbyten")
    lage = models.CharField("läge", max_length=16, choices=Lage.choices)
    skal = models.CharField("skäl", max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "lägesbyte", "lägesbyten"

    def __str__(self) -> str:
        return self.get_lage_display()


class Deltagare(models.Model):
    """Who took part: a role and how many, never names."""

    class Roll(models.TextChoices):
        FORTROENDEVALDA = "fortroendevalda", "förtroendevalda"
        LEDNING = "ledning", "förvaltningsledning"
        ENHETSCHEFER = "enhetschefer", "enhetschefer"
        SOCIALSEKRETERARE = "socialsekreterare", "socialsekreterare"
        FACKLIGA = "fackliga", "fackliga företrädare"
        BARN = "barn", "barn och unga"

    besok = models.ForeignKey(Besok, models.CASCADE, related_name="deltagare")
    roll = models.CharField(max_length=20, choices=Roll.choices)
    antal = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "deltagare", "deltagare"
        constraints = [models.UniqueConstraint(fields=["besok", "roll"], name="deltagare_en_per_roll")]

    def __str__(self) -> str:
        return f"{self.get_roll_display()}: {self.antal or 'okänt antal'}"


class Iakttagelse(models.Model):
    """What was seen on one theme, against the visit before."""

    class Bedomning(models.TextChoices):
        BATTRE = "battre", "bättre"
        OFORANDRAT = "oforandrat", "oförändrat"
        SAMRE = "samre", "sämre"
        INTE_BERORT = "inte_berort", "inte berört"

    besok = models.ForeignKey(Besok, models.CASCADE, related_name="iakttagelser")
    tema = models.ForeignKey(Tema, models.PROTECT, related_name="iakttagelser")
    text = models.TextField("iakttagelse (blir offentlig)", blank=True)
    internt = models.TextField("anteckning (intern)", blank=True)
    bedomning = models.CharField(
        "bedömning mot förra besöket", max_length=12, choices=Bedomning.choices, default=Bedomning.INTE_BERORT
    )

    class Meta:
        ordering = ["tema__ordning", "pk"]
        verbose_name, verbose_name_plural = "iakttagelse", "iakttagelser"
        constraints = [models.UniqueConstraint(fields=["besok", "tema"], name="iakttagelse_en_per_tema")]

    def __str__(self) -> str:
        return f"{self.tema_id}: {self.get_bedomning_display()}"


class Signal(Signerad):
    """A short statement shared by all visits; one that says the same as another points at it."""

    text = models.CharField(max_length=120, unique=True)
    tema = models.ForeignKey(Tema, models.PROTECT, null=True, blank=True, related_name="signaler")
    samma_som = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="sammanslagna")
    besok = models.ManyToManyField(Besok, blank=True, related_name="signaler")

    class Meta:
        ordering = ["tema__ordning", "text"]
        verbose_name, verbose_name_plural = "signal", "signaler"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="signal_sager_nagot"),
            models.CheckConstraint(
                condition=Q(samma_som__isnull=True) | ~Q(samma_som=F("pk")), name="signal_inte_samma_som_sig_sjalv"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class HordSiffra(models.Model):
    """A figure heard at the visit. It stays there until that is published, and never replaces a reported one."""

    besok = models.ForeignKey(Besok, models.CASCADE, related_name="siffror")
    nyckeltal = models.ForeignKey("kommuner.Nyckeltal", models.PROTECT, related_name="+")
    period = models.CharField(max_length=8)
    taljare = models.FloatField("täljare", null=True, blank=True)
    namnare = models.FloatField("nämnare", null=True, blank=True)
    varde = models.FloatField("värde", null=True, blank=True)
    sagt_av = models.CharField("sagt av (roll)", max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "siffra från besök", "siffror från besök"
        constraints = [
            models.UniqueConstraint(fields=["besok", "nyckeltal", "period"], name="hordsiffra_en_per_cell"),
            models.CheckConstraint(
                condition=Q(varde__isnull=False) | Q(taljare__isnull=False), name="hordsiffra_har_ett_tal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nyckeltal_id} {self.period}"


class Besokscitat(models.Model):
    besok = models.ForeignKey(Besok, models.CASCADE, related_name="citat")
    text = models.TextField()
    roll = models.CharField(max_length=120)
    offentligt = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "citat", "citat"
        constraints = [models.CheckConstraint(condition=~Q(text="") & ~Q(roll=""), name="besokscitat_har_roll")]

    def __str__(self) -> str:
        return self.text[:80]
