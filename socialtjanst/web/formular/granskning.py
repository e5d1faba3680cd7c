"""The municipality's answers, one pair of choices and a text for each statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from besok.granskning import Pastaende
from besok.models import Faktasvar

SVAR = [("stammer", "Stämmer"), ("rattelse", "Rättelse")]


@dataclass(frozen=True, slots=True)
class Rad:
    pastaende: Pastaende
    svar: forms.BoundField
    text: forms.BoundField
    nu: Faktasvar | None


class Svar(forms.Form):
    """`svar` is by statement: (right, correction); what was not answered, and what is as before, is not in it."""

    def __init__(self, data: Any = None, *, pastaenden: Sequence[Pastaende], nu: Mapping[str, Faktasvar]) -> None:
        super().__init__(data)
        self.pastaenden, self.nu = pastaenden, nu
        for p in pastaenden:
            gammalt = nu.get(p.om)
            svar = "" if gammalt is None else "stammer" if gammalt.stammer else "rattelse"
            self.fields[f"svar-{p.om}"] = forms.ChoiceField(
                label=f"Stämmer det? {p.rubrik}", choices=SVAR, widget=forms.RadioSelect, required=False, initial=svar
            )
            self.fields[f"text-{p.om}"] = forms.CharField(
                label="Vad ska rättas?",
                required=False,
                max_length=5000,
                initial=gammalt.text if gammalt else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def rader(self) -> list[Rad]:
        return [Rad(p, self[f"svar-{p.om}"], self[f"text-{p.om}"], self.nu.get(p.om)) for p in self.pastaenden]

    @property
    def svar(self) -> dict[str, tuple[bool, str]]:
        funna = {}
        for p in self.pastaenden:
            val, text = self.cleaned_data[f"svar-{p.om}"], self.cleaned_data[f"text-{p.om}"]
            if val:
                funna[p.om] = (val == "stammer", "" if val == "stammer" else text)
        return {om: svar for om, svar in funna.items() if svar != self._gammalt(om)}

    def _gammalt(self, om: str) -> tuple[bool, str] | None:
        nu = self.nu.get(om)
        return (nu.stammer, nu.text) if nu else None

    def visa_fel(self, fel: Mapping[str, str]) -> None:
        for om, text in fel.items():
            namn = f"text-{om}"
            self.add_error(namn if namn in self.fields else None, text)
