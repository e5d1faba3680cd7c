"""Fields that read what people write: dates known in part, numbers with a decimal comma, yes, no or unknown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from atgarder import datum
from kommuner import tal

HOGST_TECKEN = 40
JA_NEJ = [("", "Framgår inte"), ("ja", "Ja"), ("nej", "Nej")]


class Datum(forms.CharField):
    """Cleaned to "2016", "2016-05" or "2016-05-14"; empty is unknown."""

    def __init__(self, **val: Any) -> None:
        rutan = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "2016-05-14"})
        super().__init__(required=False, max_length=HOGST_TECKEN, widget=rutan, **val)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return datum.tolka(text) if text else ""
        except ValueError as fel:
            raise forms.ValidationError(str(fel)) from fel


class Tal(forms.CharField):
    """A number as people write it; cleaned to an int, a Decimal where decimals are let in, or None."""

    def __init__(self, *, hogst: int, decimaler: int = 0, minst: int = 0, required: bool = False, **val: Any) -> None:
        rutan = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal" if decimaler else "numeric"})
        super().__init__(required=required, max_length=HOGST_TECKEN, widget=rutan, **val)
        self.hogst, self.minst, self.decimaler = hogst, minst, decimaler

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            antal = Decimal(str(tal.tolka(text)))
        except ValueError as fel:
            raise forms.ValidationError(str(fel)) from fel
        self._prova(antal)
        return antal if self.decimaler else int(antal)

    def _prova(self, antal: Decimal) -> None:
        if not self.minst <= antal <= self.hogst:
            raise forms.ValidationError(
                f"Skriv ett tal mellan {tal.visa(self.minst, 0)} och {tal.visa(self.hogst, 0)}."
            )
        if antal != round(antal, self.decimaler):
            hur = f"högst {self.decimaler} decimaler" if self.decimaler else "ett helt tal"
            raise forms.ValidationError(f"Skriv {hur}.")

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"])

    def run_validators(self, value: Any) -> None:
        """The length was the text's; a number has been tried by `_prova`."""

    def prepare_value(self, value: Any) -> Any:
        return skriv(value) if isinstance(value, int | Decimal) else value


class JaNejOkant(forms.TypedChoiceField):
    """Cleaned to True, False or None."""

    def __init__(self, **val: Any) -> None:
        super().__init__(choices=JA_NEJ, coerce=lambda v: v == "ja", empty_value=None, required=False, **val)

    def prepare_value(self, value: Any) -> Any:
        return {True: "ja", False: "nej", None: ""}.get(value, value)


def skriv(antal: int | Decimal) -> str:
    """The number as it stands in a field: no thousands, no trailing zeros, a decimal comma."""
    if isinstance(antal, Decimal):
        text = f"{antal:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
    return str(antal)
