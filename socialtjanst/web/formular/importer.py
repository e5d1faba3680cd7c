"""The forms of the import pages."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils import timezone

from kommuner import perioder
from kommuner.models import Kommun

SLAG_I_MALL = {"K": 4, "T": 3, "A": 2}  # how many of the latest periods of each kind are offered


def perioder_att_valja(slag: dict[str, int] = SLAG_I_MALL) -> list[tuple[str, str]]:
    """The latest finished periods, newest first within their kind, as choices."""
    val = []
    for bokstav, antal in slag.items():
        period = perioder.perioder_till(bokstav, timezone.localdate())
        for _ in range(antal):
            val.append((period, perioder.visa(period).capitalize()))
            period = perioder.foregaende(period)
    return val


class Uppladdning(forms.Form):
    """A file; what it is and holds is for the reading to say."""

    fil = forms.FileField(
        label="Fil",
        help_text="CSV eller Excel (.xlsx). Storleken spelar ingen roll.",
        error_messages={
            "required": "Välj den fil som du vill läsa in.",
            "empty": "Filen är tom. Välj en fil som har en rubrikrad och minst en rad.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )


class Mallval(forms.Form):
    """Which template: for which municipality, period and program."""

    kommun = forms.ChoiceField(label="Kommun")
    period = forms.ChoiceField(label="Period")
    format = forms.ChoiceField(label="Format", choices=[("xlsx", "Excel"), ("csv", "CSV")])

    def __init__(self, data: object = None, *, kommuner: Iterable[Kommun], alla: bool) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.kommuner = {kommun.kod: kommun for kommun in kommuner}
        val: list[tuple[str, str]] = [("alla", "Alla kommuner")] if alla or len(self.kommuner) > 1 else []
        self._falt("kommun", [*val, *((kod, k.namn) for kod, k in self.kommuner.items())])
        self._falt("period", perioder_att_valja())

    def _falt(self, namn: str, val: Sequence[tuple[str, str]]) -> None:
        falt = self.fields[namn]
        assert isinstance(falt, forms.ChoiceField)  # noqa: S101
        falt.choices = val

    def valda(self) -> list[Kommun]:
        """The municipalities that the template is for."""
        kod = self.cleaned_data["kommun"]
        return list(self.kommuner.values()) if kod == "alla" else [self.kommuner[kod]]


class Godkannande(forms.Form):
    """The version that the preview was made at, and the implausible values that are right after all."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    bekrafta = forms.TypedMultipleChoiceField(coerce=int, required=False)
    bekrafta_alla = forms.BooleanField(required=False)

    def __init__(self, data: object = None, *, orimliga: Iterable[int]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.orimliga = list(orimliga)
        falt = self.fields["bekrafta"]
        assert isinstance(falt, forms.TypedMultipleChoiceField)  # noqa: S101
        falt.choices = [(pk, str(pk)) for pk in self.orimliga]

    def bekraftade(self) -> list[int]:
        return self.orimliga if self.cleaned_data["bekrafta_alla"] else list(self.cleaned_data["bekrafta"])
