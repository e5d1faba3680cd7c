"""The parts of a measure's form: what five kinds have of their own, goals and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from atgarder import strukturer
from atgarder.models import Kalla, Mal
from atgarder.models.typ import Atgardstyp
from kommuner.models import Nyckeltal
from socialtjanst.web.formular.falt import Datum, JaNejOkant, Tal
from socialtjanst.web.formular.rader import Rader

HOGST_KRONOR = 100_000
HOGST_PERSONER = 100_000


class Trappa(forms.Form):
    lonerevision_utover = JaNejOkant(label="Kommer den årliga lönerevisionen utöver tilläggen?")


class Steg(forms.Form):
    namn = forms.CharField(label="Stegets namn", max_length=80)
    ar_fran = Tal(label="År från", hogst=60, decimaler=1)
    ar_till = Tal(label="År till", hogst=60, decimaler=1)
    tillagg = Tal(label="Tillägg, kr per månad", hogst=HOGST_KRONOR)
    krav = forms.CharField(label="Krav, till exempel utbildning", max_length=300, required=False)


class Arbetstid(forms.Form):
    timmar_fore = Tal(label="Timmar per dag före", hogst=24, decimaler=2)
    timmar_efter = Tal(label="Timmar per dag efter", hogst=24, decimaler=2)
    lon_behalls = JaNejOkant(label="Behålls lönen?")
    antal_deltagare = Tal(label="Antal deltagare", hogst=HOGST_PERSONER)
    langd_manader = Tal(label="Försökets längd, månader", hogst=240, decimaler=1)
    beslut_efter = forms.CharField(label="Vad beslutades efteråt?", max_length=300, required=False)


class Uppgiftslista(forms.CharField):
    """A text per line, cleaned to a list."""

    def __init__(self, **val: Any) -> None:
        super().__init__(required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 4}), **val)

    def clean(self, value: Any) -> Any:
        text = super().clean(value) or ""
        return [rad.strip() for rad in text.splitlines() if rad.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class Stod(forms.Form):
    arsarbetare = Tal(label="Administratörer, årsarbetare", hogst=10_000, decimaler=1)
    uppgifter = Uppgiftslista(
        label="Uppgifter som de tar över", help_text="En uppgift per rad, till exempel ”boka tolkar”."
    )
    timmar_per_vecka = Tal(label="Frigjorda timmar per socialsekreterare och vecka", hogst=100, decimaler=1)


class Trainee(forms.Form):
    antal_kvar = Tal(label="Hur många har stannat efter programmet?", hogst=HOGST_PERSONER)


class Fas(forms.Form):
    namn = forms.CharField(label="Fasens namn", max_length=80)
    termin_fran = Tal(label="Från termin", hogst=20)
    termin_till = Tal(label="Till termin", hogst=20)
    omfattning = forms.CharField(label="Omfattning, till exempel en dag i veckan", max_length=200, required=False)
    antal = Tal(label="Antal deltagare", hogst=HOGST_PERSONER)


class Specialister(forms.Form):
    antal = Tal(label="Hur många", hogst=1000, minst=1, required=True)
    uppgift = forms.CharField(label="Deras uppgift", max_length=300, required=False)
    andel_tid = Tal(label="Andel av tiden, procent", hogst=100)
    egna_arenden = JaNejOkant(label="Egna ärenden kvar?")


EN: dict[str, type[forms.Form]] = {
    "kompetenstrappa": Trappa,
    "arbetstid": Arbetstid,
    "stod": Stod,
    "traineeprogram": Trainee,
}
FLERA: dict[str, type[forms.Form]] = {"steg": Steg, "faser": Fas, "specialister": Specialister}
STRUKTURNAMN = {
    Atgardstyp.Struktur.KOMPETENSTRAPPA: "Kompetenstrappans steg",
    Atgardstyp.Struktur.ARBETSTID: "Arbetstiden",
    Atgardstyp.Struktur.STOD: "Det administrativa stödet",
    Atgardstyp.Struktur.TRAINEE: "Traineeprogrammets faser",
    Atgardstyp.Struktur.SPECIALIST: "Specialisterna",
}


class Strukturdelar:
    """The forms of the chosen kind's own parts, in order: ("en", form) or ("flera", Rader)."""

    def __init__(self, struktur: str, varden: Mapping[str, Any], data: Any = None) -> None:
        self.struktur = struktur
        self.rubrik = STRUKTURNAMN.get(Atgardstyp.Struktur(struktur), "") if struktur else ""
        delar = strukturer.DELAR[struktur]
        self.enkla = {d: EN[d](data, prefix=d, initial=varden.get(d) or None) for d in delar if d in EN}
        self.flera = {d: Rader(d, FLERA[d], varden.get(d) or [], data) for d in delar if d in FLERA}

    @property
    def former(self) -> list[forms.Form]:
        return [*self.enkla.values(), *(form for rader in self.flera.values() for form in rader)]

    def giltiga(self) -> bool:
        giltiga = [form.is_valid() for form in self.former]  # every form, so that every fault is told
        return all(giltiga)

    def varden(self) -> dict[str, Any]:
        """As atgarder.strukturer; a part without anything in it is empty."""
        enkla = {d: dict(form.cleaned_data) for d, form in self.enkla.items()}
        tomma = {d for d, falt in enkla.items() if all(v in (None, "", []) for v in falt.values())}
        return {d: {} if d in tomma else v for d, v in enkla.items()} | {d: r.varden() for d, r in self.flera.items()}

    def lagg_fel(self, plats: str, text: str) -> bool:
        """Sets a fault of regler.strukturfel on its field; False when it is not about these parts."""
        del_, _, falt = plats.partition("-")
        if del_ in self.enkla:
            self.enkla[del_].add_error(falt, text)
            return True
        if del_ not in self.flera:
            return False
        nr, _, falt = falt.partition("-")
        self.flera[del_].ifyllda[int(nr)].add_error(falt, text)
        return True


def nyckeltalsval() -> list[tuple[str, Any]]:
    grupper: dict[str, list[tuple[str, str]]] = {}
    for kod, namn, omrade in Nyckeltal.objects.values_list("kod", "namn", "omrade"):
        grupper.setdefault(omrade, []).append((kod, namn))
    return [("", "Välj nyckeltal"), *grupper.items()]


class Malrad(forms.Form):
    nyckeltal = forms.ChoiceField(label="Nyckeltal", choices=nyckeltalsval)
    riktning = forms.TypedChoiceField(
        label="Åt vilket håll", choices=[("", "Välj"), *Mal.Riktning.choices], coerce=int, empty_value=None
    )


class Kallrad(forms.Form):
    titel = forms.CharField(label="Titel", max_length=200, required=False)
    slag = forms.ChoiceField(label="Slag", choices=Kalla.Slag.choices, initial=Kalla.Slag.BESLUT, required=False)
    utgivare = forms.CharField(label="Utgivare", max_length=120, required=False)
    datum = Datum(label="Datum")
    diarienummer = forms.CharField(label="Diarienummer", max_length=60, required=False)
    url = forms.URLField(label="Webbadress", max_length=500, required=False, assume_scheme="https")
    fil = forms.FileField(
        label="Dokument", required=False, help_text="Högst 10 MB: PDF, Word, Excel, OpenDocument, text, PNG eller JPEG."
    )

    def has_changed(self) -> bool:
        """The kind alone, which always has a value, does not begin a row."""
        return bool(set(self.changed_data) - {"slag"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.has_changed() and not data.get("titel") and not data.get("fil") and "fil" not in self.errors:
            self.add_error("titel", "Skriv källans titel, eller bifoga dokumentet.")
        return data

    def falt(self) -> dict[str, Any]:
        """What of the source is text."""
        return {namn: self.cleaned_data.get(namn) or "" for namn in self.base_fields if namn != "fil"}
