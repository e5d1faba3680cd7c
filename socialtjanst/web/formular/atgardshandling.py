"""The small forms of a measure: its state, what it was inspired by, its withdrawal; and a new kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify

from atgarder.models import Atgard, Atgardstyp
from atgarder.regler import personnummerfel
from konton.signatur import kand_roll
from socialtjanst.web.formular.falt import Datum


class Lagesform(forms.Form):
    lage = forms.ChoiceField(label="Nytt läge", choices=Atgard.Lage.choices, widget=forms.RadioSelect)
    datum = Datum(label="När?", help_text="Året räcker.")
    skal = forms.CharField(
        label="Varför?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Behövs om åtgärden avbryts: det är vad andra har mest nytta av.",
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def efter_krock(self, nu: Atgard) -> Lagesform:
        """The same answers over the measure as it stands: saving again is then a choice."""
        ny = Lagesform({namn: self.cleaned_data[namn] for namn in self.fields} | {"revision": nu.revision})
        sista = nu.lagesandringar.last()
        roll = (kand_roll(sista.av_roll) if sista else "") or "någon annan"
        ny.add_error(
            None,
            f"Åtgärden har ändrats sedan du öppnade sidan. Läget är nu {nu.get_lage_display()}, infört av {roll}. "
            "Inget av ditt är sparat. Spara igen om läget ändå ska bytas.",
        )
        return ny


class Inspirationsform(forms.Form):
    """`cleaned_data["forebild"]` is the key of a measure that the user may see."""

    forebild = forms.TypedChoiceField(
        label="Inspirerad av",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Välj den åtgärd som inspirerade.",
            "invalid_choice": "Välj en av åtgärderna i listan.",
        },
    )
    ar = Datum(label="När?", help_text="Året räcker. Lämna tomt om det inte framgår.")

    def __init__(self, data: Any = None, *, forebilder: list[tuple[int, str]]) -> None:
        super().__init__(data)
        falt = self.fields["forebild"]
        assert isinstance(falt, forms.TypedChoiceField)  # noqa: S101
        falt.choices = forebilder


class Tillbakadragning(forms.Form):
    skal = forms.CharField(
        label="Varför dras åtgärden tillbaka?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv varför åtgärden dras tillbaka."},
    )


class Typform(forms.ModelForm):  # type: ignore[type-arg]
    """A kind that the editors add; its address comes from the name."""

    class Meta:
        model = Atgardstyp
        fields = ("namn", "beskrivning", "struktur")
        labels = {"namn": "Namn", "beskrivning": "Vad det är", "struktur": "Egna fält"}
        help_texts = {
            "beskrivning": "Två eller tre meningar som den som inte känner till slaget förstår.",
            "struktur": "Slaget kan få samma fält som ett av dem som har egna, så att kommuner kan jämföras.",
        }
        widgets = {"beskrivning": forms.Textarea(attrs={"rows": 4})}

    def clean_namn(self) -> str:
        namn = " ".join(str(self.cleaned_data["namn"]).split())
        kod = slugify(namn)[:40]
        if not kod or kod == "ny" or Atgardstyp.objects.filter(pk=kod).exists():
            raise forms.ValidationError("Namnet är upptaget, eller går inte att göra en adress av. Välj ett annat.")
        self.instance.kod = kod
        return namn

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for falt, text in personnummerfel({namn: data.get(namn, "") for namn in ("namn", "beskrivning")}).items():
            self.add_error(falt, text)
        return data
