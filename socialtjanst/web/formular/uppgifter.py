"""The forms of a statement: its words, the reply to it, and its withdrawal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.validators import URLValidator
from django.http import QueryDict

from atgarder import datum
from atgarder.hanvisningar import synliga_kallor
from atgarder.models import Atgard, Kalla, Tema, Uppgift
from atgarder.regler import Regelfel
from kommuner.models import Enhet, Kommun
from kommuner.nyckeltal import alla
from konton.behorighet import Ratt, kommuner_for
from konton.models import User

RIKET = "riket"
PK = re.compile(r"[0-9]{1,9}")
HTTP = URLValidator(schemes=["http", "https"], message="Skriv hela adressen, med https:// först.")
SVAR = [(Uppgift.Lage.BEKRAFTAD, "Ja, den stämmer"), (Uppgift.Lage.MOTSAGD, "Nej, den stämmer inte")]
FALT_FOR = {"kommun_id": "kommun"}


class Datum(forms.CharField):
    """A date that may be known in part, as people write it; the cleaned value is as it is stored."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        try:
            return datum.tolka(text) if text else ""
        except ValueError as fel:
            raise forms.ValidationError(str(fel)) from fel


class Tjanstens(forms.Form):
    """A form whose words a service judges last."""

    def ta_emot(self, fel: Regelfel) -> None:
        """The rules' faults on their fields."""
        for namn, text in fel.fel.items():
            falt = FALT_FOR.get(namn, namn)
            self.add_error(falt if falt in self.fields else None, text)

    def las_om(self, revision: int) -> None:
        """The next try is made knowing what stands there now."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = revision
        self.data = data


class Uppgiftsform(Tjanstens):
    """`falt()` is what services take; the kommun decides which units and measures can be chosen."""

    kommun = forms.ChoiceField(label="Vad uppgiften gäller", error_messages={"required": "Välj vad uppgiften gäller."})
    text = forms.CharField(
        label="Vad sägs?",
        help_text="Med egna ord, eller ordagrant om det är ett citat. Inga namn och inga personnummer.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={
            "required": "Skriv vad som sägs.",
            "max_length": "Texten är för lång. Skriv den med högst 2000 tecken, eller dela upp den i flera uppgifter.",
        },
    )
    citat = forms.BooleanField(label="Det är ett ordagrant citat", required=False)
    sagt_av = forms.CharField(
        label="Vem säger det?",
        help_text="En roll, inte ett namn: socialchef, fackligt ombud, medarbetare på mottagningen.",
        max_length=120,
        error_messages={"required": "Skriv vem som säger det, som en roll."},
    )
    datum = Datum(
        label="När sades det, eller var det så?",
        help_text="Ett år räcker: 2016, maj 2016 eller 14 maj 2016.",
        required=False,
    )
    slag = forms.ChoiceField(label="Vad slags uppgift?", choices=Uppgift.Slag.choices, widget=forms.RadioSelect)
    tema = forms.ChoiceField(label="Tema", error_messages={"required": "Välj ett tema."})
    enhet = forms.ChoiceField(label="Enhet", required=False)
    atgard = forms.ChoiceField(label="Gäller åtgärden", required=False)
    nyckeltal = forms.ChoiceField(label="Hör ihop med nyckeltalet", required=False)
    kallor = forms.MultipleChoiceField(
        label="Källor som uppgiften har", required=False, widget=forms.CheckboxSelectMultiple
    )
    kalla_titel = forms.CharField(
        label="Källans titel",
        help_text="Till exempel en artikels rubrik eller namnet på ett beslut.",
        max_length=200,
        required=False,
    )
    kalla_utgivare = forms.CharField(label="Utgivare", max_length=120, required=False)
    kalla_datum = Datum(label="Källans datum", required=False)
    kalla_url = forms.CharField(label="Källans adress på webben", max_length=500, required=False, validators=[HTTP])
    lasta_kallor = forms.CharField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User | AnonymousUser, kommun: str = "", **val: Any) -> None:
        super().__init__(data, **val)
        koder = kommuner_for(user, Ratt.SKRIVA_UPPGIFT)
        valda = str(data.get("kommun", "")) if data is not None else str(self.initial.get("kommun") or kommun)
        self.initial.setdefault("kommun", valda)
        self.initial.setdefault("slag", Uppgift.Slag.IAKTTAGELSE)
        self._val("kommun", _kommunval(koder, valda))
        self._val("tema", [("", "Välj tema"), *Tema.objects.values_list("kod", "namn")])
        self._val("nyckeltal", [("", "Inget"), *((d.kod, d.kortnamn) for d in alla().values())])
        self._om_kommunen(valda if koder is None or valda in koder else "", user)
        self._om_kallorna(self.initial.get("kallor") or [], user)

    def _om_kallorna(self, nu: list[str], user: User | AnonymousUser) -> None:
        """The sources there are now; one that was read and is gone since can no longer be kept."""
        self.initial["lasta_kallor"] = ",".join(nu)
        lasta = [pk for pk in str(self.data.get("lasta_kallor", "")).split(",") if PK.fullmatch(pk)]
        kryssade = self.data.getlist("kallor") if isinstance(self.data, QueryDict) else []
        bort = [pk for pk in kryssade if pk in lasta and pk not in nu]
        self.borttagna = list(synliga_kallor(user).filter(pk__in=bort)) if bort else []
        self.nytillagda = [pk for pk in nu if pk not in lasta]
        if bort:
            self._skriv_om(kallor=[pk for pk in kryssade if pk not in bort])
        kallor = Kalla.objects.filter(pk__in=nu)
        self._val("kallor", [(str(k.pk), str(k)) for k in kallor])
        if not kallor:
            del self.fields["kallor"]

    def las_om(self, revision: int) -> None:
        """What another writer added among the sources is kept, until this one takes it away knowing of it."""
        super().las_om(revision)
        kvar = [*self.data.getlist("kallor"), *self.nytillagda]  # type: ignore[attr-defined]
        self._skriv_om(kallor=kvar, lasta_kallor=[self.initial["lasta_kallor"]])

    def _skriv_om(self, **falt: list[str]) -> None:
        data = self.data.copy()  # type: ignore[attr-defined]
        for namn, varden in falt.items():
            data.setlist(namn, varden)
        self.data = data

    def skrivna_kallor(self) -> list[str]:
        """The sources as this writer wants them, before those of another writer are kept."""
        return [str(k) for k in (*self.valda_kallor(), *self.borttagna)]

    def _om_kommunen(self, kommun: str, user: User | AnonymousUser) -> None:
        """Units and measures of the municipality that is chosen; without any the field is left out."""
        enheter = [(str(pk), namn) for pk, namn in Enhet.objects.filter(kommun=kommun).values_list("pk", "namn")]
        atgarder = Atgard.objects.synliga_for(user).filter(kommun=kommun, tillbakadragen__isnull=True)
        titlar = [(str(pk), titel) for pk, titel in atgarder.values_list("pk", "titel")]
        for namn, val, inget in (("enhet", enheter, "Hela kommunen"), ("atgard", titlar, "Ingen")):
            self._val(namn, [("", inget), *val])
            if not val:
                del self.fields[namn]

    def _val(self, namn: str, val: Sequence[tuple[str, str]]) -> None:
        falt = self.fields[namn]
        assert isinstance(falt, forms.ChoiceField)  # noqa: S101
        falt.choices = val

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("kalla_titel") and any(data.get(f"kalla_{f}") for f in ("utgivare", "datum", "url")):
            self.add_error("kalla_titel", "Skriv källans titel också, så att den går att hitta.")
        return data

    def falt(self, *, publicera: bool) -> dict[str, Any]:
        """As uppgifter.skapa and andra take it."""
        d = self.cleaned_data
        return {
            **{namn: d[namn] for namn in ("text", "citat", "sagt_av", "datum", "slag")},
            "kommun_id": None if d["kommun"] == RIKET else d["kommun"],
            "tema_id": d["tema"],
            "enhet_id": int(d["enhet"]) if d.get("enhet") else None,
            "atgard_id": int(d["atgard"]) if d.get("atgard") else None,
            "nyckeltal_id": d["nyckeltal"] or None,
            "synlighet": Uppgift.Synlighet.PUBLIK if publicera else Uppgift.Synlighet.UTKAST,
        }

    def valda_kallor(self) -> list[Kalla]:
        """The kept ones and the new one, unsaved."""
        d = self.cleaned_data
        kvar = list(Kalla.objects.filter(pk__in=d.get("kallor") or []))
        slag = Kalla.Slag.WEBB if d["kalla_url"] else Kalla.Slag.DOKUMENT
        falt = {namn: d[f"kalla_{namn}"] for namn in ("titel", "utgivare", "datum", "url")}
        return [*kvar, Kalla(slag=slag, **falt)] if d["kalla_titel"] else kvar


def _kommunval(koder: set[str] | None, vald: str) -> list[tuple[str, str]]:
    kommuner: Iterable[Kommun] = Kommun.objects.all() if koder is None else Kommun.objects.filter(kod__in=koder)
    val = [(k.kod, k.namn) for k in kommuner]
    if koder is None:
        return [("", "Välj kommun"), (RIKET, "Hela landet"), *val]
    return val if len(val) == 1 else [("", "Välj kommun"), *val]


def ur(uppgift: Uppgift) -> Mapping[str, Any]:
    """The initial values of the form for a statement that is there."""
    falt = ("text", "citat", "sagt_av", "slag", "revision")
    return {
        **{namn: getattr(uppgift, namn) for namn in falt},
        "datum": datum.visa(uppgift.datum) if uppgift.datum else "",
        "kommun": uppgift.kommun_id or RIKET,
        "tema": uppgift.tema_id,
        "enhet": str(uppgift.enhet_id or ""),
        "atgard": str(uppgift.atgard_id or ""),
        "nyckeltal": uppgift.nyckeltal_id or "",
        "kallor": [str(pk) for pk in uppgift.kallor.values_list("pk", flat=True)],
    }


class Svarsform(Tjanstens):
    """The reply: whether it is so, and why."""

    lage = forms.ChoiceField(
        label="Stämmer uppgiften?",
        choices=SVAR,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om uppgiften stämmer eller inte."},
    )
    skal = forms.CharField(
        label="Vad bygger svaret på?",
        help_text="Svaret visas bredvid uppgiften, med din roll. Högst 300 tecken.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv vad svaret bygger på, så att den som läser kan bedöma det."},
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, uppgift: Uppgift) -> None:
        super().__init__(data, initial={"revision": uppgift.revision})
        if uppgift.lage != Uppgift.Lage.PASTADD:
            falt = self.fields["lage"]
            assert isinstance(falt, forms.ChoiceField)  # noqa: S101
            falt.choices = [*SVAR, (Uppgift.Lage.PASTADD, "Det tidigare svaret ska inte gälla längre")]


class Tillbakadragande(Tjanstens):
    skal = forms.CharField(
        label="Varför dras uppgiften tillbaka?",
        help_text="Uppgiften visas inte längre. Den och svaren på den finns kvar för kommunen och redaktionen.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv varför uppgiften dras tillbaka."},
    )
