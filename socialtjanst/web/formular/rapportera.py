"""The form of one screen: a field and, where needed, a reason for every question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms

from kommuner import perioder, rapportering, tal
from kommuner.importer.regler import prova_storlek
from kommuner.models import Kommun
from kommuner.nyckeltal import Fraga
from kommuner.rapportering import Provning

SKAL = [("", "har svar"), ("saknas", "uppgift saknas"), ("ej_tillampligt", "ej tillämpligt")]
HOGST_TECKEN = 30
JA_NEJ = [("1", "Ja"), ("0", "Nej"), ("", "Inget svar")]


class Antal(forms.CharField):
    """A count as people write it; its cleaned value is a float or None."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        if len(text) > HOGST_TECKEN:
            raise forms.ValidationError(f"Svaret är för långt. Skriv ett tal med högst {HOGST_TECKEN} tecken.")
        try:
            antal = tal.tolka(text)
            prova_storlek("", text, antal)
        except ValueError as fel:
            raise forms.ValidationError(str(fel)) from fel
        return antal


class JaNej(forms.TypedChoiceField):
    """Yes or no; its cleaned value is 1.0, 0.0 or None."""

    def __init__(self, **val: Any) -> None:
        super().__init__(choices=JA_NEJ, coerce=float, empty_value=None, widget=forms.RadioSelect, **val)


@dataclass(frozen=True)
class Rad:
    """A question as the template prints it."""

    fraga: Fraga
    falt: forms.BoundField
    skal: forms.BoundField
    forra: str
    forra_text: str

    @property
    def varav(self) -> bool:
        """Whether it is asked right below the count that it is a part of."""
        return self.fraga.etikett.startswith("Varav")


class Rapport(forms.Form):
    """`svar` and `skal` are the answers and the reasons by question, `provning` what they give."""

    bekrafta = forms.BooleanField(required=False, label="Ja, de ovanliga värdena stämmer")

    def __init__(
        self,
        data: Any = None,
        *,
        kommun: Kommun,
        period: str,
        nu: Mapping[str, float],
        forra: Mapping[str, float],
        publicerade: Collection[str] = (),
        skal: Mapping[str, str] = {},
        spara: bool = False,
    ) -> None:
        skalen = {f"{kod}_skal": orsak for kod, orsak in skal.items()}
        super().__init__(data, initial={kod: skriv(antal) for kod, antal in nu.items()} | skalen)
        self.publicerade = publicerade
        self.kommun, self.period, self.forra, self.spara = kommun, period, forra, spara
        self.fragor = rapportering.fragor_vid(period)
        self.provning = Provning()
        for fraga in self.fragor:
            self.fields[fraga.kod] = _falt(fraga)
            self.fields[f"{fraga.kod}_skal"] = forms.ChoiceField(
                label=f"Skäl till att svaret saknas: {fraga.etikett}", choices=SKAL, required=False
            )

    @property
    def svar(self) -> dict[str, float]:
        return {f.kod: v for f in self.fragor if (v := self.cleaned_data.get(f.kod)) is not None}

    @property
    def skal(self) -> dict[str, str]:
        return {f.kod: v for f in self.fragor if (v := self.cleaned_data.get(f"{f.kod}_skal"))}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.provning = rapportering.prova(self.kommun.kod, self.period, self.svar, self.skal, self.forra)
        for kod, text in self.provning.fel.items():
            self.add_error(kod, text)
        for kod in self._star_kvar():
            self.add_error(kod, self._kvar_text(kod))
        if self.spara and not self.errors:
            self._krav_for_att_spara()
        return data

    def _star_kvar(self) -> list[str]:
        """Emptied fields that would leave what is published as it is."""
        lamnade = self.svar.keys() | self.skal.keys() | self.errors.keys()
        return rapportering.star_kvar(
            [f.kod for f in self.fragor if f.kod in self.publicerade and f.kod not in lamnade], self.provning
        )

    def _kvar_text(self, kod: str) -> str:
        return (
            f"Rutan är tom, men svaret {self.initial[kod]} är redan lämnat och står då kvar."
            " Skriv ett svar, eller välj ett skäl under ”svar saknas”."
        )

    def felrader(self) -> list[tuple[str, str]]:
        """What is wrong with the answers, as (question, text)."""
        falt = [self[namn] for fraga in self.fragor for namn in (fraga.kod, f"{fraga.kod}_skal")]
        return [(str(f.label), str(text)) for f in falt for text in f.errors]

    def _krav_for_att_spara(self) -> None:
        if not self.provning.resultat:
            raise forms.ValidationError(
                "Fyll i de antal som behövs för minst ett nyckeltal, till exempel de två första."
            )
        if self.provning.orimliga and not self.cleaned_data.get("bekrafta"):
            self.add_error("bekrafta", "Ett värde är ovanligt. Kontrollera antalen, eller kryssa i att de stämmer.")

    def avsnitt(self) -> list[tuple[str, list[Rad]]]:
        """The questions by section, in the form's order."""
        grupper = groupby(self.fragor, key=lambda fraga: fraga.avsnitt)
        return [(namn, [self._rad(fraga) for fraga in grupp]) for namn, grupp in grupper]

    def _rad(self, fraga: Fraga) -> Rad:
        forra = self.forra.get(fraga.kod)
        text = "" if forra is None else f"{perioder.kort(perioder.foregaende(self.period))}: {_las(fraga, forra)}"
        return Rad(fraga, self[fraga.kod], self[f"{fraga.kod}_skal"], "" if forra is None else skriv(forra), text)


def _falt(fraga: Fraga) -> forms.Field:
    if fraga.enhet == "ja/nej":
        return JaNej(label=fraga.etikett, help_text=fraga.hjalp, required=False)
    rutan = forms.TextInput(
        attrs={
            "inputmode": "numeric" if fraga.heltal else "decimal",
            "autocomplete": "off",
            "maxlength": HOGST_TECKEN,
            "size": 12,
        }
    )
    return Antal(widget=rutan, label=fraga.etikett, help_text=fraga.hjalp, required=False)


def skriv(antal: float) -> str:
    """The number as it stands in a field: no thousands, a decimal comma."""
    return f"{antal:.10g}".replace(".", ",")


def _las(fraga: Fraga, antal: float) -> str:
    if fraga.enhet == "ja/nej":
        return tal.visa_med_enhet(antal, fraga.enhet)
    return tal.visa(antal, min(3, len(skriv(antal).partition(",")[2])))
