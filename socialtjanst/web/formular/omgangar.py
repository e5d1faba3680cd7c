"""The form of a round: its own fields, a row for each municipality in it, and a box for new ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms

from atgarder import datum
from atgarder.regler import personnummerfel
from besok.models import Besoksomgang, Omgangskommun
from besok.omgangar import Plats
from kommuner.models import Kommun
from konton.behorighet import ROLLER, Ratt
from konton.models import User

FALT = ("namn", "start", "slut", "foregaende", "beskrivning", "aterstar")


class Datum(forms.CharField):
    """A date that may be known to the year or month only, as its canonical text."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        try:
            return datum.tolka(text) if text else ""
        except ValueError as fel:
            raise forms.ValidationError(str(fel)) from fel


class Kommunlista(forms.CharField):
    """Municipalities by name or code, one per line or with commas; its cleaned value is their codes."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        skrivna = [d.strip() for d in re.split(r"[\n,;]", str(value or "")) if d.strip()]
        if not skrivna:
            return []
        kanda = {k.namn.casefold(): k.kod for k in Kommun.objects.all()}
        kanda |= {kod: kod for kod in kanda.values()}
        okanda = [s for s in skrivna if s.casefold() not in kanda]
        if okanda:
            raise forms.ValidationError(f"Kommunen ”{okanda[0][:40]}” finns inte. Skriv namnet eller koden.")
        return list(dict.fromkeys(kanda[s.casefold()] for s in skrivna))


class Omgang(forms.Form):
    """`falt` is the round's own, `platser` the plan."""

    namn = forms.CharField(label="Namn", max_length=120)
    start = Datum(label="Började eller börjar", required=False, help_text="2016, 2016-10 eller 2016-10-24.")
    slut = Datum(label="Slutar", required=False)
    foregaende = forms.ModelChoiceField(
        label="Återbesöker",
        queryset=Besoksomgang.objects.none(),
        required=False,
        empty_label="Nej, det är första besök",
    )
    beskrivning = forms.CharField(label="Vad omgången gäller", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    aterstar = forms.CharField(
        label="Vad som återstår",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="En punkt per rad.",
    )
    nya = Kommunlista(
        label="Lägg till kommuner",
        required=False,
        help_text="Namn eller kod, en per rad eller med komma mellan.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, omgang: Besoksomgang | None = None) -> None:
        self.omgang = omgang
        self.plan = list(omgang.kommuner.select_related("kommun")) if omgang else []
        super().__init__(data, initial={f: getattr(omgang, f) for f in FALT} if omgang else {})
        foregaende = self.fields["foregaende"]
        assert isinstance(foregaende, forms.ModelChoiceField)  # noqa: S101
        andra = Besoksomgang.objects.all()
        foregaende.queryset = andra.exclude(pk=omgang.pk) if omgang else andra
        samordnare = User.objects.filter(uppdrag__roll__in=ROLLER[Ratt.SKRIVA_BESOK], is_active=True).distinct()
        val = [("", "ingen utsedd"), *((str(u.pk), str(u)) for u in samordnare)]
        for rad in self.plan:
            self._platsfalt(rad, val)

    def _platsfalt(self, rad: Omgangskommun, val: list[tuple[str, str]]) -> None:
        kommun = rad.kommun.namn
        self.fields[f"vem-{rad.pk}"] = forms.TypedChoiceField(
            label=f"Vem besöker {kommun}?",
            choices=val,
            coerce=int,
            empty_value=None,
            required=False,
            initial=rad.besokare_id,
        )
        self.fields[f"nar-{rad.pk}"] = forms.DateField(
            label=f"Planerad dag för {kommun}",
            required=False,
            initial=rad.planerat,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields[f"bort-{rad.pk}"] = forms.BooleanField(label=f"Ta bort {kommun}", required=False)

    def egna(self) -> list[forms.BoundField]:
        return [self[namn] for namn in (*FALT, "nya")]

    def rader(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        for rad in self.plan:
            yield rad.kommun.namn, self[f"vem-{rad.pk}"], self[f"nar-{rad.pk}"], self[f"bort-{rad.pk}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for falt, text in personnummerfel({f: data.get(f) or "" for f in ("beskrivning", "aterstar")}).items():
            self.add_error(falt, text)
        start, slut = data.get("start"), data.get("slut")
        if start and slut and datum.fore(slut, start):
            self.add_error("slut", "Omgången slutar före den börjar. Rätta något av datumen.")
        return data

    @property
    def falt(self) -> dict[str, Any]:
        return {namn: self.cleaned_data[namn] for namn in FALT}

    @property
    def platser(self) -> list[Plats]:
        data = self.cleaned_data
        kvar = [
            Plats(rad.kommun_id, data[f"vem-{rad.pk}"], data[f"nar-{rad.pk}"])
            for rad in self.plan
            if not data[f"bort-{rad.pk}"]
        ]
        finns = {plats.kommun for plats in kvar}
        return [*kvar, *(Plats(kod) for kod in data["nya"] if kod not in finns)]
