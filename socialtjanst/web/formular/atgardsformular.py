"""The whole form of a measure: its own fields, the kind's parts, goals and sources, as one.

It is bound, and its faults are told, only when it is to be saved; every other button draws it anew as it was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from atgarder import innehall, kallor
from atgarder.innehall import Innehall
from atgarder.models import Atgard, Atgardstyp, Kalla
from atgarder.regler import Regelfel
from kommuner.models import Kommun
from konton.models import User
from socialtjanst.web.formular.atgard import Atgardsform
from socialtjanst.web.formular.atgardsdelar import EN, FLERA, Kallrad, Malrad, Strukturdelar
from socialtjanst.web.formular.rader import Rader, Typad, tryckt, typade
from socialtjanst.web.tal import heltal

SPARA = {"utkast": Atgard.Synlighet.UTKAST, "publicera": Atgard.Synlighet.PUBLIK}
"""What the two buttons that save make of the measure."""

RADER: dict[str, type[forms.Form]] = {**FLERA, "mal": Malrad, "kallor": Kallrad}


class Atgardsformular:
    def __init__(self, request: HttpRequest, *, av: User, atgard: Atgard | None, kommuner: Sequence[Kommun]) -> None:
        self.av, self.atgard = av, atgard
        self.typat = request.method == "POST"
        self.data = request.POST.copy() if self.typat else QueryDict(mutable=True)
        self.steg = self.data.get("steg", "")
        self.spara = self.steg in SPARA
        self.lagrat: Innehall = innehall.las(atgard) if atgard else {}
        self.kallfel: list[str] = []
        self.fokus: dict[str, int | None] = {}
        self.kvar = self._ta_hand_om_kallor(request)
        self._bygg(request.GET, kommuner if atgard is None else None)

    @property
    def revision(self) -> int:
        """The one that the form was opened at."""
        if (skriven := heltal(self.data.get("revision", ""))) is not None:
            return skriven
        return self.atgard.revision if self.atgard and not self.typat else 0

    @property
    def ursprung(self) -> str:
        """What the form was opened with, packed."""
        return self.data.get("ursprung", "") if self.typat else innehall.packa(self.lagrat)

    def _bygg(self, fraga: QueryDict, kommuner: Sequence[Kommun] | None) -> None:
        data = self.data if self.spara else None
        self.form = Atgardsform(data, kommuner=kommuner, initial=self._varden(fraga))
        self.typ = Atgardstyp.objects.filter(pk=self._typ(fraga)).first()
        struktur = self.typ.struktur if self.typ else ""
        self.strukturvarden = self._strukturvarden()
        self.struktur = Strukturdelar(struktur, self.strukturvarden, data)
        for del_, rader in self.struktur.flera.items():
            rader.fokusera(self.fokus.get(del_))
        self.mal, self.kallor = self._rader("mal", data), self._rader("kallor", data)

    def _typ(self, fraga: QueryDict) -> str:
        if self.typat:
            return self.data.get("typ", "")
        return self.lagrat["slag"]["typ"] if self.lagrat else fraga.get("typ", "")

    def _varden(self, fraga: QueryDict) -> dict[str, Any]:
        """By field: as typed, as stored, or what the address asks for."""
        if self.typat:
            return {**self.data.dict(), "problem": self.data.getlist("problem")}
        if self.lagrat:
            return {**self.lagrat, "typ": self.lagrat["slag"]["typ"]}
        return {namn: fraga[namn] for namn in ("kommun", "typ") if namn in fraga}

    def _strukturvarden(self) -> dict[str, Any]:
        if not self.typat:
            varden: dict[str, Any] = self.lagrat["slag"]["struktur"] if self.lagrat else {}
            return varden
        enkla = {d: {f: self.data.get(f"{d}-{f}", "") for f in form.base_fields} for d, form in EN.items()}
        flera = {}
        for del_ in FLERA:
            flera[del_], self.fokus[del_] = tryckt(self.data, del_, typade(self.data, del_, FLERA[del_]))
        return enkla | flera

    @property
    def andra_slags(self) -> list[tuple[str, str]]:
        """Typed fields of kinds that are not chosen: hidden, so that they come back with their kind."""
        if not self.typat:
            return []
        enkla = [(f"{d}-{f}", v) for d in EN if d not in self.struktur.enkla for f, v in self.strukturvarden[d].items()]
        for del_ in FLERA:
            rader = self.strukturvarden[del_] if del_ not in self.struktur.flera else []
            enkla += [(f"{del_}-{nr}-{f}", v) for nr, rad in enumerate(rader) for f, v in rad.items()]
            enkla += [(f"{del_}-antal", str(len(rader)))] if rader else []
        return [(namn, varde) for namn, varde in enkla if varde]

    def _rader(self, namn: str, data: QueryDict | None) -> Rader:
        if self.typat:
            typad, fokus = tryckt(self.data, namn, typade(self.data, namn, RADER[namn]))
        else:
            mal = self.lagrat.get("mal", {}) if namn == "mal" else {}
            typad, fokus = [{"nyckeltal": kod, "riktning": riktning} for kod, riktning in mal.items()], None
        rader = Rader(namn, RADER[namn], typad, data)
        rader.fokusera(fokus)
        return rader

    def _ta_hand_om_kallor(self, request: HttpRequest) -> list[Kalla]:
        """The sources that the measure keeps. A document is stored at once: a browser sends it only once."""
        if not self.typat:
            return list(self.atgard.kallor.all()) if self.atgard else []
        kvar, rader = list(self._egna_kallor()), []
        for nr, rad in enumerate(typade(self.data, "kallor", Kallrad)):
            fil = request.FILES.get(f"kallor-{nr}-fil")
            ny = self._ta_emot(rad, fil) if isinstance(fil, UploadedFile) else None
            if ny is None:
                rader.append(rad)
            else:
                kvar.append(ny)
        self._skriv_kallrader(rader, kvar)
        return kvar

    def _egna_kallor(self) -> QuerySet[Kalla]:
        """Those that are named in the form and rest on this measure already, or were entered by this user."""
        valda = [pk for text in self.data.getlist("kallor_kvar") if (pk := heltal(text)) is not None]
        egna = Q(av=self.av) | Q(atgarder=self.atgard) if self.atgard else Q(av=self.av)
        return Kalla.objects.filter(egna, pk__in=valda[:100]).distinct()

    def _ta_emot(self, rad: Typad, fil: UploadedFile[Any]) -> Kalla | None:
        form = Kallrad({**rad, "titel": rad["titel"] or fil.name})
        if not form.is_valid():
            self.kallfel.append(f"Dokumentet {fil.name} sparades inte: rätta källans andra uppgifter först.")
            return None
        try:
            falt = {**form.falt(), "titel": rad["titel"], "slag": form.falt()["slag"] or Kalla.Slag.DOKUMENT}
            return kallor.ta_emot(fil, fil.name or "", falt=falt, av=self.av)
        except Regelfel as fel:
            self.kallfel += fel.fel.values()
            return None

    def _skriv_kallrader(self, rader: list[Typad], kvar: list[Kalla]) -> None:
        """The form's data as if the stored documents had been there from the start."""
        self.data.setlist("kallor_kvar", [str(k.pk) for k in kvar])
        for namn in [n for n in self.data if n.startswith("kallor-")]:
            del self.data[namn]
        self.data["kallor-antal"] = str(len(rader))
        for nr, rad in enumerate(rader):
            for falt, varde in rad.items():
                self.data[f"kallor-{nr}-{falt}"] = varde

    def giltigt(self) -> bool:
        """Whether everything can be saved; faults stand on their fields afterwards."""
        hela = [self.form.is_valid(), self.struktur.giltiga(), *(f.is_valid() for f in (*self.mal, *self.kallor))]
        if all(hela):
            self._prova_mal()
        if self.typ is None and "typ" not in self.form.errors:
            self.form.add_error("typ", "Välj ett slag i listan.")
        return all(hela) and not self.form.errors and not self.kallfel

    def _prova_mal(self) -> None:
        koder = [rad["nyckeltal"] for rad in self.mal.varden()]
        for form in self.mal.ifyllda:
            if koder.count(form.cleaned_data["nyckeltal"]) > 1:
                form.add_error("nyckeltal", "Nyckeltalet står på två rader. Ta bort en av dem.")
                self.form.add_error(None, "Ett nyckeltal står två gånger bland målen.")

    def innehall(self) -> Innehall:
        """What was written, as atgarder.innehall. New sources are entered. Raises Regelfel."""
        falt = self.form.cleaned_data
        return {
            **{namn: falt[namn] for namn in innehall.ENKLA if namn != "synlighet"},
            "synlighet": SPARA[self.steg].value,
            "enhet": " ".join(falt["enhet"].split()),
            "problem": sorted(falt["problem"]),
            "mal": {rad["nyckeltal"]: rad["riktning"] for rad in self.mal.varden()},
            "kallor": sorted({k.pk for k in self.kvar} | {k.pk for k in self._nya_kallor()}),
            "slag": {"typ": falt["typ"], "struktur": self.struktur.varden()},
        }

    def _nya_kallor(self) -> list[Kalla]:
        return [
            kallor.hamta_eller_skapa(falt=rad.falt(), av=self.av)
            for rad in self.kallor.ifyllda
            if isinstance(rad, Kallrad)
        ]

    def lagg_fel(self, fel: dict[str, str]) -> None:
        """Sets the faults of the rules on their fields; what has none stands above the form."""
        for plats, text in fel.items():
            if not self.struktur.lagg_fel(plats, text):
                self.form.add_error(plats if plats in self.form.fields else None, text)

    @property
    def felrader(self) -> list[tuple[str, str, str]]:
        """(address within the page, what, text) of every fault, in order."""
        if not self.spara:
            return [("", "", text) for text in self.kallfel]
        former = [self.form, *self.struktur.former, *self.mal, *self.kallor]
        rader = [("", "", str(text)) for text in self.form.non_field_errors()]
        rader += [(f.auto_id, str(f.label), str(t)) for form in former for f in form for t in f.errors]
        return rader + [("", "", text) for text in self.kallfel]
