"""A measure: what a municipality tries, its states, what it should move, and what it was inspired by."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from atgarder.models.falt import Signerad, Synlighet, datumfalt, datumvillkor
from atgarder.models.kalla import Kalla
from atgarder.models.typ import Atgardstyp, Problem
from atgarder.querysets import AtgardQuerySet


class Lage(models.TextChoices):
    FORESLAGEN = "foreslagen", "föreslagen"
    BESLUTAD = "beslutad", "beslutad"
    PAGAENDE = "pagaende", "pågående försök"
    PERMANENT = "permanent", "permanent"
    AVSLUTAD = "avslutad", "avslutad"
    AVBRUTEN = "avbruten", "avbruten"


class Atgard(Signerad):
    """Unknown is empty or None, never 0 or no. `revision` rises with every write: see services.andra."""

    Lage = Lage
    Synlighet = Synlighet

    class Avtalsform(models.TextChoices):
        OKLART = "oklart", "oklart"
        KOLLEKTIVAVTAL = "kollektivavtal", "kollektivavtal"
        ARBETSGIVARBESLUT = "arbetsgivarbeslut", "arbetsgivarbeslut"

    class Resultatlage(models.TextChoices):
        OKANT = "okant", "ännu inte känt"
        PASTATT = "pastatt", "påstått"
        UPPMATT = "uppmatt", "uppmätt"

    class EfterStatligaMedel(models.TextChoices):
        OKANT = "", "framgår inte"
        EJ_BESLUTAT = "ej_beslutat", "inte beslutat"
        EGNA_MEDEL = "egna_medel", "fortsätter med egna medel"
        UPPHOR = "upphor", "upphör"

    kommun = models.ForeignKey("kommuner.Kommun", models.PROTECT, related_name="atgarder")
    enhet = models.ForeignKey("kommuner.Enhet", models.PROTECT, null=True, blank=True, related_name="atgarder")
    typ = models.ForeignKey(Atgardstyp, models.PROTECT, related_name="atgarder", verbose_name="slag av åtgärd")
    titel = models.CharField(max_length=160)
    problem = models.ManyToManyField(Problem, blank=True, related_name="atgarder")
    bakgrund = models.TextField("problemet med egna ord", blank=True)
    vad = models.TextField("vad som görs", blank=True)
    antal_berorda = models.PositiveIntegerField("för hur många", null=True, blank=True)
    berorda = models.CharField("för vilka", max_length=200, blank=True)

    lage = models.CharField("läge", max_length=12, choices=Lage.choices, default=Lage.FORESLAGEN)
    beslutad = datumfalt("beslutad")
    start = datumfalt("började")
    slut = datumfalt("slutar eller slutade")
    avtalsform = models.CharField(max_length=20, choices=Avtalsform.choices, default=Avtalsform.OKLART)

    kostnad_engang = models.PositiveBigIntegerField("kostnad en gång, kr", null=True, blank=True)
    kostnad_per_ar = models.PositiveBigIntegerField("kostnad per år, kr", null=True, blank=True)
    betalas_av = models.CharField(max_length=120, blank=True)
    statliga_medel = models.BooleanField("betalas med statliga medel", null=True, blank=True)
    statliga_medel_slut = datumfalt("de statliga medlen tar slut")
    statliga_arsarbetare = models.DecimalField(
        "årsarbetare för statliga medel", max_digits=7, decimal_places=1, null=True, blank=True
    )
    efter_statliga_medel = models.CharField(
        "efter de statliga medlen", max_length=12, choices=EfterStatligaMedel.choices, blank=True, default=""
    )

    medel_paminnelse = models.CharField(
        "påmind om slutet", max_length=10, blank=True, default="", help_text="det slutdatum som påminnelsen gällde"
    )

    resultatlage = models.CharField(
        "vad som är känt om resultatet", max_length=8, choices=Resultatlage.choices, default=Resultatlage.OKANT
    )
    resultat = models.TextField(blank=True)
    kallor = models.ManyToManyField(Kalla, blank=True, related_name="atgarder", verbose_name="källor")
    inspirerad_av = models.ManyToManyField(
        "self",
        through="Inspiration",
        through_fields=("atgard", "forebild"),
        symmetrical=False,
        related_name="inspirerade",
    )

    synlighet = models.CharField(max_length=8, choices=Synlighet.choices, default=Synlighet.UTKAST)
    tillbakadragen = models.DateTimeField("dragen tillbaka", null=True, blank=True)
    tillbakadragen_skal = models.CharField("skäl", max_length=300, blank=True)
    exempel = models.BooleanField("exempeldata", default=False)
    revision = models.PositiveIntegerField(default=1)
    andrad = models.DateTimeField("ändrad", auto_now=True)
    andrad_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="ändrad av"
    )

    objects: ClassVar[AtgardQuerySet] = AtgardQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-pk"]
        verbose_name, verbose_name_plural = "åtgärd", "åtgärder"
        indexes = [
            models.Index(fields=["typ", "kommun"], name="atgard_typ_kommun"),
            models.Index(fields=["statliga_medel_slut"], name="atgard_medel_slut"),
        ]
        constraints = [
            *datumvillkor("atgard", "beslutad", "start", "slut", "statliga_medel_slut"),
            models.CheckConstraint(condition=~Q(titel=""), name="atgard_har_titel"),
            models.CheckConstraint(
                condition=Q(resultatlage="okant", resultat="") | ~Q(resultatlage="okant"), name="atgard_okant_ar_tomt"
            ),
            models.CheckConstraint(
                condition=Q(tillbakadragen__isnull=True) | ~Q(tillbakadragen_skal=""), name="atgard_tillbaka_med_skal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titel}, {self.kommun}"

    def get_absolute_url(self) -> str:
        return reverse("atgard-visa", args=[self.pk])


class Mal(models.Model):
    """A nyckeltal that the measure should move, and which way."""

    class Riktning(models.IntegerChoices):
        OKAR = 1, "ska öka"
        MINSKAR = -1, "ska minska"

    atgard = models.ForeignKey(Atgard, models.CASCADE, related_name="mal")
    nyckeltal = models.ForeignKey("kommuner.Nyckeltal", models.PROTECT, related_name="+")
    riktning = models.SmallIntegerField(choices=Riktning.choices)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "mål", "mål"
        constraints = [models.UniqueConstraint(fields=["atgard", "nyckeltal"], name="mal_ett_per_nyckeltal")]

    def __str__(self) -> str:
        return f"{self.nyckeltal_id} {self.get_riktning_display()}"


class Lagesandring(Signerad):
    """A state that the measure came into: when, why, and signed. Never changed, only added."""

    atgard = models.ForeignKey(Atgard, models.CASCADE, related_name="lagesandringar")
    lage = models.CharField("läge", max_length=12, choices=Lage.choices)
    datum = datumfalt("när")
    skal = models.CharField("skäl", max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "lägesändring", "lägesändringar"
        constraints = datumvillkor("lagesandring", "datum")

    def __str__(self) -> str:
        return f"{self.get_lage_display()} {self.datum}".strip()


class Inspiration(Signerad):
    """`atgard` was inspired by `forebild`."""

    atgard = models.ForeignKey(Atgard, models.CASCADE, related_name="forebilder")
    forebild = models.ForeignKey(Atgard, models.PROTECT, related_name="efterfoljare")
    ar = datumfalt("när")

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = "inspiration", "inspirationer"
        constraints = [
            models.UniqueConstraint(fields=["atgard", "forebild"], name="inspiration_en_gang"),
            models.CheckConstraint(condition=~Q(atgard=F("forebild")), name="inspiration_inte_av_sig_sjalv"),
            *datumvillkor("inspiration", "ar"),
        ]

    def __str__(self) -> str:
        return f"{self.atgard_id} inspirerad av {self.forebild_id}"
