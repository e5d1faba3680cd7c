"""The form of a measure: what matters first, the rest in groups, and the parts of the chosen kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from atgarder.models import Atgard, Atgardstyp, Problem
from kommuner.models import Kommun
from socialtjanst.web.formular.falt import Datum, JaNejOkant, Tal

HOGST_KOSTNAD = 100_000_000_000
HOGST_PERSONER = 1_000_000

HUVUD = ("kommun", "typ", "titel", "vad", "lage", "lage_datum", "lage_skal")
GRUPPER: dict[str, tuple[str, ...]] = {
    "Vilket problem det gäller": ("problem", "bakgrund"),
    "För vilka och hur många": ("antal_berorda", "berorda", "enhet"),
    "Datum och avtal": ("beslutad", "start", "slut", "avtalsform"),
    "Kostnad och statliga medel": (
        *("kostnad_engang", "kostnad_per_ar", "betalas_av", "statliga_medel"),
        *("statliga_medel_slut", "statliga_arsarbetare", "efter_statliga_medel"),
    ),
    "Resultat": ("resultatlage", "resultat"),
}
"""The groups that are folded in, and their fields."""

BARA_NY = ("kommun", "lage", "lage_datum", "lage_skal")
"""Asked for once: the municipality stays, and the state has its own page, with reason and history."""


def _flera_rader(rader: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rader})


class Atgardsform(forms.Form):
    kommun = forms.ChoiceField(
        label="Kommun",
        error_messages={
            "required": "Välj kommun.",
            "invalid_choice": "Du kan bara föra in åtgärder för din egen kommun.",
        },
    )
    typ = forms.ChoiceField(
        label="Slag av åtgärd",
        error_messages={"required": "Välj vilket slag av åtgärd det är.", "invalid_choice": "Välj ett slag i listan."},
    )
    titel = forms.CharField(
        label="Rubrik",
        max_length=160,
        help_text="Till exempel ”Sex timmars arbetsdag på försörjningsstöd”.",
        error_messages={"required": "Skriv en rubrik som säger vad åtgärden är."},
    )
    vad = forms.CharField(label="Vad görs?", required=False, max_length=6000, widget=_flera_rader(4))
    lage = forms.ChoiceField(label="Läge", choices=Atgard.Lage.choices, initial=Atgard.Lage.PAGAENDE)
    lage_datum = Datum(label="Sedan när?", help_text="Året räcker.")

    lage_skal = forms.CharField(
        label="Varför avbröts den?",
        required=False,
        max_length=500,
        widget=_flera_rader(3),
        help_text="Behövs om läget är avbruten: det är vad andra har mest nytta av.",
    )

    problem = forms.MultipleChoiceField(label="Problem", required=False, widget=forms.CheckboxSelectMultiple)
    bakgrund = forms.CharField(label="Problemet med egna ord", required=False, max_length=6000, widget=_flera_rader(3))
    antal_berorda = Tal(label="Hur många berörs?", hogst=HOGST_PERSONER)
    berorda = forms.CharField(
        label="Vilka?",
        required=False,
        max_length=200,
        help_text="Till exempel ”nya socialsekreterare i barn och unga”.",
    )
    enhet = forms.CharField(
        label="Enhet",
        required=False,
        max_length=80,
        help_text="Fyll i om åtgärden bara gäller en del av socialtjänsten.",
    )
    beslutad = Datum(label="Beslutad")
    start = Datum(label="Började")
    slut = Datum(label="Slutar eller slutade")
    avtalsform = forms.ChoiceField(label="Avtalsform", choices=Atgard.Avtalsform.choices, required=False)
    kostnad_engang = Tal(label="Kostnad en gång, kronor", hogst=HOGST_KOSTNAD)
    kostnad_per_ar = Tal(label="Kostnad per år, kronor", hogst=HOGST_KOSTNAD)
    betalas_av = forms.CharField(label="Vem betalar?", required=False, max_length=120)
    statliga_medel = JaNejOkant(label="Betalas den med statliga medel?")
    statliga_medel_slut = Datum(label="När tar de statliga medlen slut?")
    statliga_arsarbetare = Tal(label="Årsarbetare för statliga medel", hogst=100_000, decimaler=1)
    efter_statliga_medel = forms.ChoiceField(
        label="Vad händer efter de statliga medlen?", choices=Atgard.EfterStatligaMedel.choices, required=False
    )
    resultatlage = forms.ChoiceField(
        label="Vad är känt om resultatet?", choices=Atgard.Resultatlage.choices, required=False
    )
    resultat = forms.CharField(
        label="Resultatet",
        required=False,
        max_length=6000,
        widget=_flera_rader(3),
        help_text="Skriv vad som sägs eller har mätts, och vem som säger det.",
    )

    def __init__(self, data: Any = None, *, kommuner: Sequence[Kommun] | None, initial: Mapping[str, Any]) -> None:
        """`kommuner` None: the measure exists, and what was asked once is not asked again."""
        super().__init__(data, initial=dict(initial))
        if kommuner is None:
            for namn in BARA_NY:
                del self.fields[namn]
        else:
            tomt = [("", "Välj kommun")] if len(kommuner) != 1 else []
            self._val("kommun", [*tomt, *((k.kod, k.namn) for k in kommuner)])
        typer = Atgardstyp.objects.values_list("kod", "namn")
        self._val("typ", [("", "Välj slag"), *typer])
        self._val("problem", list(Problem.objects.values_list("kod", "namn")))
        self.fields["enhet"].widget.attrs["list"] = "enheter"

    def _val(self, namn: str, val: Sequence[tuple[str, str]]) -> None:
        falt = self.fields[namn]
        assert isinstance(falt, forms.ChoiceField | forms.MultipleChoiceField)  # noqa: S101
        falt.choices = list(val)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["avtalsform"] = data.get("avtalsform") or Atgard.Avtalsform.OKLART
        data["resultatlage"] = data.get("resultatlage") or Atgard.Resultatlage.OKANT
        return data

    def huvudfalt(self) -> list[forms.BoundField]:
        return [self[namn] for namn in HUVUD if namn in self.fields and namn != "typ"]

    def skal_oppet(self) -> bool:
        """Whether the reason stands open: it is needed, written or wrong."""
        avbruten = "lage" in self.fields and self["lage"].value() == Atgard.Lage.AVBRUTEN
        return avbruten or bool(self["lage_skal"].errors) or _ifyllt(self["lage_skal"])

    def grupper(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """(heading, fields, whether it stands open: something is written in it, or wrong)."""
        return [
            (rubrik, falt := [self[namn] for namn in namnen], any(f.errors or _ifyllt(f) for f in falt))
            for rubrik, namnen in GRUPPER.items()
        ]


def _ifyllt(falt: forms.BoundField) -> bool:
    return falt.value() not in (None, "", [], Atgard.Avtalsform.OKLART, Atgard.Resultatlage.OKANT)
