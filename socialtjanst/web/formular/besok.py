"""Beginning a visit, and moving one on."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from besok.models import Besok, Besoksomgang
from besok.services import VAGAR
from kommuner.models import Kommun
from konton.behorighet import Ratt, kommuner_for
from konton.models import User


class NyttBesok(forms.Form):
    """`id` is made with the page, so that the form sent twice begins one visit."""

    kommun = forms.ModelChoiceField(Kommun.objects.none(), label="Kommun", empty_label="Välj kommun")
    omgang = forms.ModelChoiceField(
        Besoksomgang.objects.all(),
        label="Besöksomgång",
        required=False,
        empty_label="Ingen omgång",
        help_text="I en återbesöksomgång visas vad som sades förra gången bredvid fälten.",
    )
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        koder = kommuner_for(user, Ratt.SKRIVA_BESOK)
        falt = self.fields["kommun"]
        assert isinstance(falt, forms.ModelChoiceField)  # noqa: S101
        falt.queryset = Kommun.objects.all() if koder is None else Kommun.objects.filter(kod__in=koder)


class Lagesbyte(forms.Form):
    """A state that the visit may come into; `skal` is asked for where the service needs it."""

    lage = forms.ChoiceField(choices=Besok.Lage.choices)
    skal = forms.CharField(label="Skäl", max_length=500, required=False)
    svara_senast = forms.DateField(required=False)

    def clean_svara_senast(self) -> date | None:
        senast: date | None = self.cleaned_data["svara_senast"]
        return senast


def vagar(besok: Besok) -> set[str]:
    return set(VAGAR[besok.lage])
