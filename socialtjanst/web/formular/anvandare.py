"""The forms of those who give roles."""

from __future__ import annotations

from typing import Any

from django import forms

from kommuner.models import Kommun
from konton.models import Uppdrag
from konton.uppdrag import krav_omfang

LANDET = "Hela landet"


def _kommuner() -> list[tuple[str, str]]:
    return [("", LANDET), *Kommun.objects.values_list("kod", "namn")]


class Rollval(forms.Form):
    """`cleaned_data` holds roller (a list) and kommun (a code, or None for the whole country)."""

    roller = forms.MultipleChoiceField(
        label="Roller", choices=Uppdrag.Roll.choices, widget=forms.CheckboxSelectMultiple
    )
    kommun = forms.TypedChoiceField(
        label="Var rollerna gäller",
        choices=_kommuner,
        required=False,
        empty_value=None,
        help_text="Uppgiftslämnare och godkännare hör alltid till en kommun.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "roller" in data and "kommun" in data:
            try:
                krav_omfang(data["roller"], data["kommun"])
            except ValueError as fel:
                self.add_error("kommun", str(fel))
        return data


class Inbjudan(Rollval):
    """As Rollval, with epost, fornamn and efternamn."""

    fornamn = forms.CharField(label="Förnamn", max_length=150)
    efternamn = forms.CharField(label="Efternamn", max_length=150)
    epost = forms.EmailField(
        label="E-postadress",
        max_length=254,
        help_text="Dit skickas inbjudan. Har personen redan ett konto med adressen får hen rollerna direkt.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["fornamn", "efternamn", "epost", "roller", "kommun"]
