"""Lists of one's own: to put examples in one, and to write its notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from atgarder.models import GottExempel, Underlag, Underlagspost
from atgarder.regler import personnummerfel
from kommuner.models import Kommun

NY = "ny"
HOGST_TECKEN = 2000


class Lagg(forms.Form):
    """`lista` is one of the user's lists or None for a new one, `exempel` what is put in it."""

    lista = forms.ChoiceField(label="Spara i", required=False)
    namn = forms.CharField(label="Namn på en ny lista", max_length=120, required=False)

    def __init__(self, data: QueryDict | None = None, *, listor: QuerySet[Underlag]) -> None:
        super().__init__(data)
        self.skrivet = data or QueryDict()
        self.listor = {str(u.pk): u for u in listor}
        val = [(pk, u.namn) for pk, u in self.listor.items()]
        self.fields["lista"].choices = [(NY, "En ny lista"), *val]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        lista = self.listor.get(data.get("lista") or "")
        if lista is None and not (data.get("namn") or "").strip():
            self.add_error("namn", "Skriv vad listan ska heta, till exempel Löneförhandling 2027.")
        _vagra_personnummer(self, data)
        slugar = self.skrivet.getlist("exempel")
        funna = {e.slug: e for e in GottExempel.objects.publika().filter(slug__in=slugar)}
        return {**data, "lista": lista, "exempel": [funna[slug] for slug in slugar if slug in funna]}


class Lista(forms.ModelForm):  # type: ignore[type-arg]
    """The list's own fields, and a note for each example in it."""

    kommun = forms.ModelChoiceField(Kommun.objects.all(), label="Vår kommun", required=False, empty_label="Ingen vald")

    class Meta:
        model = Underlag
        fields = ("namn", "kommun", "anteckning")
        labels = {"namn": "Namn", "anteckning": "Anteckning om hela listan"}
        widgets = {"anteckning": forms.Textarea(attrs={"rows": 3, "maxlength": HOGST_TECKEN})}

    def __init__(self, data: Any = None, *, underlag: Underlag, poster: list[Underlagspost]) -> None:
        super().__init__(data, instance=underlag)
        self.poster = poster
        for post in poster:
            ruta = forms.Textarea(attrs={"rows": 2, "maxlength": HOGST_TECKEN})
            self.fields[f"not_{post.pk}"] = forms.CharField(
                label="Min anteckning", widget=ruta, required=False, max_length=HOGST_TECKEN, initial=post.anteckning
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _vagra_personnummer(self, data)
        return data

    def notfalt(self) -> dict[int, forms.BoundField]:
        return {post.pk: self[f"not_{post.pk}"] for post in self.poster}

    def anteckningar(self) -> dict[int, str]:
        return {post.pk: self.cleaned_data[f"not_{post.pk}"] for post in self.poster}


def _vagra_personnummer(form: forms.BaseForm, data: dict[str, Any]) -> None:
    for namn, text in personnummerfel({n: v for n, v in data.items() if isinstance(v, str)}).items():
        form.add_error(namn, text)
