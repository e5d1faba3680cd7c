"""The forms of those who give roles."""

from __future__ import annotations

from typing import Any

from django import forms

from kommuner.models import Kommun
from konton.models import Uppdrag
from konton.uppdrag import krav_omfang

LANDET = "landet"


def _omfang() -> list[tuple[str, str]]:
    return [(LANDET, "Hela landet"), *Kommun.objects.values_list("kod", "namn")]


def _kommun(val: str) -> str | None:
    return None if val == LANDET else val


class Rollval(forms.Form):
    """`cleaned_data` holds roller (a list) and kommun (a code, or None for the whole country)."""

    roller = forms.MultipleChoiceField(
        label="Roller",
        choices=Uppdrag.Roll.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kryssa för minst en roll."},
    )
    kommun = forms.TypedChoiceField(
        label="Var rollerna gäller",
        choices=_omfang,
        coerce=_kommun,
        initial=LANDET,
        help_text="Uppgiftslämnare och godkännare hör alltid till en kommun.",
        error_messages={"required": "Välj hela landet eller en kommun."},
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

    fornamn = forms.CharField(label="Förnamn", max_length=150, error_messages={"required": "Skriv personens förnamn."})
    efternamn = forms.CharField(
        label="Efternamn", max_length=150, error_messages={"required": "Skriv personens efternamn."}
    )
    epost = forms.EmailField(
        label="E-postadress",
        max_length=254,
        help_text="Dit skickas inbjudan. Har personen redan ett konto med adressen får hen rollerna direkt.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Skriv personens e-postadress."},
    )
    field_order = ["fornamn", "efternamn", "epost", "roller", "kommun"]
