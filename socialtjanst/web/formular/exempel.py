"""The form of a good example: its texts, the measures it is made of, quotes with a role, sources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from atgarder import datum
from atgarder.exempel import FALT, Delar
from atgarder.models import Atgard, GottExempel, Kalla
from atgarder.regler import Regelfel
from kommuner.models import Kommun
from konton.behorighet import Ratt, kommuner_for
from konton.models import User
from socialtjanst.web.formular import exempelkrock
from socialtjanst.web.tal import heltal

ANTAL_CITAT = 3
HOGST_ATGARDER = 200
LANGA = ("sa_gjorde_de", "forutsattningar", "kostnad", "resultat", "lardomar", "gick_inte")
HJALP = {
    "titel": "En mening som säger vad som hände, till exempel: Kortare arbetsdag, och alla tjänster tillsatta.",
    "ingress": "Två meningar: vad gjorde de, och varför är det värt att läsa om?",
    "resultat": "Vad de säger att det gav. Det visas som påstått tills det har mätts.",
    "gick_inte": "Det som inte fungerade är ofta vad andra har mest nytta av.",
    "kontaktroll": "En roll, aldrig ett namn: enhetschef för mottagningen.",
    "evidens": "Vad påståendet om resultatet vilar på.",
}


class Kvarvarande(forms.TypedMultipleChoiceField):
    """What somebody else has taken away in between is no fault of this form's."""

    def to_python(self, value: Any) -> list[str]:
        return [val for val in super().to_python(value) if self.valid_value(val)]


class Exempelformular(forms.ModelForm):  # type: ignore[type-arg]
    """`falt` and `delar` are what atgarder.exempel takes; the services check what holds."""

    revision_ = forms.IntegerField(widget=forms.HiddenInput, required=False)
    grund_ = forms.CharField(widget=forms.HiddenInput, required=False)
    atgarder = forms.TypedMultipleChoiceField(
        label="Åtgärder som exemplet bygger på",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst en åtgärd som exemplet bygger på."},
    )
    kalla_titel = forms.CharField(label="Ny källa: titel", max_length=200, required=False)
    kalla_utgivare = forms.CharField(label="Ny källa: utgivare", max_length=120, required=False)
    kalla_datum = forms.CharField(label="Ny källa: datum", max_length=40, required=False, help_text="2016, 2016-05 …")
    kalla_url = forms.URLField(label="Ny källa: adress", required=False, assume_scheme="https")

    class Meta:
        model = GottExempel
        fields = FALT
        help_texts = HJALP
        widgets = {
            "ingress": forms.Textarea(attrs={"rows": 2}),
            "nasta_granskning": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **{namn: forms.Textarea(attrs={"rows": 4}) for namn in LANGA},
        }

    def __init__(self, data: QueryDict | None, *, user: User, fraga: QueryDict, rad: GottExempel | None = None) -> None:
        super().__init__(data, instance=rad)
        self.skrivet = data or QueryDict()
        self.user, self.rad = user, rad
        self.kommunval = self._kommuner(user)
        self.vald_kommun = fraga.get("kommun", "")
        egna = list(rad.atgarder.values_list("pk", flat=True)) if rad else []
        egna += [pk for text in fraga.getlist("atgard") if (pk := heltal(text)) is not None]
        self.initial.update({"atgarder": egna, "revision_": rad.revision if rad else None})
        self.initial["grund_"] = exempelkrock.sparade(rad).som_text if rad else ""
        self._satt_atgarder(egna)
        self._satt_citat(rad)
        self._satt_kallor(rad)

    @staticmethod
    def _kommuner(user: User) -> list[Kommun]:
        koder = kommuner_for(user, Ratt.SKRIVA_EXEMPEL)
        med_atgard = Kommun.objects.filter(atgarder__tillbakadragen=None, atgarder__isnull=False).distinct()
        return list(med_atgard if koder is None else med_atgard.filter(kod__in=koder))

    def _satt_atgarder(self, egna: list[int]) -> None:
        """The chosen ones, and those of the municipality whose measures are being looked through."""
        skrivna = [pk for text in self.skrivet.getlist("atgarder") if (pk := heltal(text)) is not None]
        orter = [self.vald_kommun] if self.vald_kommun else [k.kod for k in self.kommunval[:2]][:1]
        if len(self.kommunval) > 1 and not self.vald_kommun:
            orter = []
        valbara = Atgard.objects.skrivbara_for(self.user).filter(tillbakadragen=None)
        valbara = valbara.filter(Q(pk__in=[*egna, *skrivna]) | Q(kommun__in=orter)).select_related("kommun", "typ")
        self.valbara = {a.pk: a for a in valbara[:HOGST_ATGARDER]}
        self.fields["atgarder"].choices = [  # type: ignore[attr-defined]
            (a.pk, f"{a.kommun}: {a.titel} ({a.typ.namn.lower()}{'' if a.synlighet == 'publik' else ', utkast'})")
            for a in self.valbara.values()
        ]

    def _satt_citat(self, rad: GottExempel | None) -> None:
        finns = list(rad.citat.values_list("text", "roll")) if rad else []
        self.antal_citat = max(ANTAL_CITAT, len(finns) + 1, exempelkrock.antal_citat(self.skrivet))
        for nr in range(self.antal_citat):
            text, roll = finns[nr] if nr < len(finns) else ("", "")
            ruta = forms.Textarea(attrs={"rows": 2})
            self.fields[f"citat_{nr}"] = forms.CharField(
                label=f"Citat {nr + 1}", widget=ruta, required=False, initial=text
            )
            self.fields[f"roll_{nr}"] = forms.CharField(
                label=f"Vem säger det (roll), citat {nr + 1}", max_length=120, required=False, initial=roll
            )

    def _satt_kallor(self, rad: GottExempel | None) -> None:
        self.kallor = {k.pk: k for k in rad.kallor.all()} if rad else {}
        if self.kallor:
            self.fields["kallor"] = Kvarvarande(
                label="Källor att behålla",
                coerce=int,
                choices=[(pk, str(k)) for pk, k in self.kallor.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=list(self.kallor),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for nr in range(self.antal_citat):
            if bool(data.get(f"citat_{nr}")) != bool(data.get(f"roll_{nr}")):
                self.add_error(f"roll_{nr}", "Ett citat behöver både ord och roll. Skriv en roll, aldrig ett namn.")
        mer = any(data.get(f"kalla_{falt}") for falt in ("utgivare", "datum", "url"))
        if mer and not data.get("kalla_titel"):
            self.add_error("kalla_titel", "Skriv källans titel också.")
        return data

    def clean_kalla_datum(self) -> str:
        skrivet = self.cleaned_data["kalla_datum"]
        try:
            return datum.tolka(skrivet) if skrivet else ""
        except ValueError as fel:
            raise forms.ValidationError(str(fel)) from fel

    def _post_clean(self) -> None:
        """The row is written by the services, not by the form: `instance` stays as it was read."""

    @property
    def revision(self) -> int:
        return self.cleaned_data["revision_"] or 0

    def falt(self) -> dict[str, Any]:
        return {namn: self.cleaned_data[namn] for namn in FALT}

    def delar(self) -> Delar:
        d = self.cleaned_data
        citat = [(d[f"citat_{nr}"], d[f"roll_{nr}"]) for nr in range(self.antal_citat) if d[f"citat_{nr}"]]
        atgarder = [self.valbara[pk] for pk in d["atgarder"]]
        return Delar(atgarder=atgarder, citat=citat, kallor=self._valda_kallor())

    def _valda_kallor(self) -> list[Kalla]:
        d = self.cleaned_data
        kvar = [self.kallor[pk] for pk in d.get("kallor", [])]
        if d["kalla_titel"]:
            falt = {namn: d[f"kalla_{namn}"] for namn in ("titel", "utgivare", "datum", "url")}
            kvar.append(Kalla(**falt))
        return kvar

    def visa_fel(self, fel: Regelfel) -> None:
        """What the services refuse stands at its field."""
        for namn, text in fel.fel.items():
            falt = namn.replace("citat-", "citat_")
            self.add_error(falt if falt in self.fields else None, text)

    def efter_krock(self, nu: GottExempel) -> Exempelformular:
        """The same answers over what stands now, with what only the other changed: saving again is then a choice."""
        data = exempelkrock.forenade(self.skrivet, exempelkrock.sparade(nu))
        data["revision_"] = str(nu.revision)
        ny = Exempelformular(data, user=self.user, fraga=QueryDict(f"kommun={self.vald_kommun}"), rad=nu)
        ny.is_valid()
        return ny

    def skillnader(self, nu: GottExempel) -> list[tuple[str, str, str]]:
        """(question, what stands now, what was written here) where they differ."""
        par = ((namn, str(getattr(nu, namn) or ""), str(self.cleaned_data.get(namn) or "")) for namn in FALT)
        texter = [(str(self.fields[namn].label), nu_, skrivet) for namn, nu_, skrivet in par if nu_ != skrivet]
        titlar = {pk: f"{a.kommun}: {a.titel}" for pk, a in self.valbara.items()}
        har = exempelkrock.skrivna(self.skrivet)
        return [*texter, *exempelkrock.skillnader(nu, har, titlar, str(self.cleaned_data.get("kalla_titel") or ""))]

    def citatfalt(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"citat_{nr}"], self[f"roll_{nr}"]) for nr in range(self.antal_citat)]

    def kallfalt(self) -> list[forms.BoundField]:
        egna = [self["kallor"]] if "kallor" in self.fields else []
        return [*egna, *(self[f"kalla_{namn}"] for namn in ("titel", "utgivare", "datum", "url"))]
