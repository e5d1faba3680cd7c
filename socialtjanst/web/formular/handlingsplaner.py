"""The forms of handlingsplaner and of promises."""

from __future__ import annotations

from typing import Any

from django import forms

from besok.ataganden import Punkt
from besok.models import Atagande, Handlingsplan
from kommuner.models import Kommun
from socialtjanst.web.formular.omgangar import Datum
from socialtjanst.web.tal import heltal

TOMMA_RADER = 3
DOKUMENT = {"titel": "Dokumentets titel", "diarienummer": "Diarienummer", "url": "Adress till dokumentet"}


class Plan(forms.Form):
    """`falt`, `dokument` and `punkter` as besok.ataganden.spara_plan takes them."""

    begard = Datum(label="Begärd", required=False, help_text="2016, 2016-10 eller 2016-10-24.")
    mottagen = Datum(label="Mottagen", required=False, help_text="Tomt så länge planen inte har kommit.")
    titel = forms.CharField(label=DOKUMENT["titel"], required=False, max_length=200)
    diarienummer = forms.CharField(label=DOKUMENT["diarienummer"], required=False, max_length=60)
    url = forms.URLField(label=DOKUMENT["url"], required=False, max_length=500, assume_scheme="https")
    offentlig = forms.BooleanField(label="Planen och dess punkter får visas för alla", required=False)

    def __init__(self, data: Any = None, *, plan: Handlingsplan | None, kommuner: list[Kommun], vald: str = "") -> None:
        self.plan = plan
        self.punkterna = list(plan.punkter.order_by("pk")) if plan else []
        super().__init__(data, initial=self._initial(plan))
        if plan is None:
            val = [("", "Välj kommun"), *((k.kod, k.namn) for k in kommuner)]
            falt = {"kommun": forms.ChoiceField(label="Kommun", choices=val, initial=vald)}
            self.fields = {**falt, **self.fields}
        self.nycklar = [*(str(p.pk) for p in self.punkterna), *(f"ny{nr}" for nr in range(1, TOMMA_RADER + 1))]
        for nr, nyckel in enumerate(self.nycklar, 1):
            self._punktfalt(nr, nyckel)

    @staticmethod
    def _initial(plan: Handlingsplan | None) -> dict[str, Any]:
        if plan is None:
            return {}
        dokument = {namn: getattr(plan.dokument, namn, "") for namn in DOKUMENT}
        return {"begard": plan.begard, "mottagen": plan.mottagen, "offentlig": plan.offentlig, **dokument}

    def _punktfalt(self, nr: int, nyckel: str) -> None:
        finns = self.punkterna[nr - 1] if nr <= len(self.punkterna) else None
        self.fields[f"text-{nyckel}"] = forms.CharField(
            label=f"Punkt {nr}: vad som ska göras",
            required=finns is not None,
            initial=finns.text if finns else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"roll-{nyckel}"] = forms.CharField(
            label=f"Punkt {nr}: ansvarig roll",
            required=False,
            max_length=120,
            initial=finns.agare_roll if finns else "",
        )
        self.fields[f"nar-{nyckel}"] = Datum(
            label=f"Punkt {nr}: klart senast", required=False, initial=finns.klart_senast if finns else ""
        )

    def egna(self) -> list[forms.BoundField]:
        return [self[namn] for namn in self.fields if "-" not in namn]

    def rader(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"text-{n}"], self[f"roll-{n}"], self[f"nar-{n}"]) for n in self.nycklar]

    @property
    def kommun(self) -> str:
        return self.plan.kommun_id if self.plan else str(self.cleaned_data["kommun"])

    @property
    def falt(self) -> dict[str, Any]:
        return {namn: self.cleaned_data[namn] for namn in ("begard", "mottagen", "offentlig")}

    @property
    def dokument(self) -> dict[str, str]:
        return {namn: self.cleaned_data[namn] for namn in DOKUMENT}

    @property
    def punkter(self) -> list[Punkt]:
        data = self.cleaned_data
        return [Punkt(heltal(n), data[f"text-{n}"], data[f"roll-{n}"], data[f"nar-{n}"]) for n in self.nycklar]


class Lagesbyte(forms.Form):
    """A promise's new state."""

    lage = forms.ChoiceField(label="Läge", choices=Atagande.Lage.choices)
    datum = forms.DateField(label="Dag", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    skal = forms.CharField(label="Skäl", required=False, max_length=500)
