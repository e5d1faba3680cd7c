"""What is sent to write a statement, and how it becomes what the services take."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from rest_framework import serializers

from atgarder.models import Atgard, Tema, Uppgift
from atgarder.regler import Regelfel
from atgarder.uppgifter import FALT
from kommuner.models import Enhet
from konton.models import User
from socialtjanst.api.atgardsdelar import Kallhanvisning
from socialtjanst.api.falt import Datum, Heltal, Ja, Kommunkod, Nyckeltalskod, Strikt, Text, Val, flera
from socialtjanst.api.fel import citat
from socialtjanst.api.filter import RIKET

LANG_TEXT = 20_000
TILL_FALT = {namn: f"{namn}_id" for namn in ("kommun", "enhet", "tema", "nyckeltal", "atgard")}


class Uppgiftsinnehall(Strikt):
    """All that can be written of a statement; what is left out stays as it is, null is the unknown."""

    enhet = Heltal(required=False, allow_null=True, help_text="Enhetens nummer, om uppgiften gäller en enhet.")
    slag = Val(Uppgift.Slag.values, required=False, help_text="Vad för slags uppgift; annars iakttagelse.")
    sagt_av = Text(120, tom=False, required=False, help_text="Rollen hos den som säger det, aldrig namnet.")
    datum = Datum(required=False, help_text="2016, 2016-05 eller 2016-05-14, så noga som det är känt.")
    tema = Text(40, tom=False, required=False, help_text="Kod för det som uppgiften handlar om.")
    text = Text(LANG_TEXT, tom=False, required=False, help_text="Vad som sägs, med egna ord eller ordagrant.")
    citat = Ja(required=False, help_text="true när texten är ordagrann.")
    nyckeltal = Nyckeltalskod(required=False, tom=True, help_text="Nyckeltalet som uppgiften handlar om.")
    atgard = Heltal(required=False, allow_null=True, help_text="Åtgärden som uppgiften handlar om.")
    synlighet = Val(Uppgift.Synlighet.values, required=False, help_text="Ett utkast om inget anges.")
    kallor = flera(Kallhanvisning, "Ersätter källorna som finns.")

    def validate_tema(self, kod: str) -> str:
        finns = list(Tema.objects.values_list("pk", flat=True))
        if kod not in finns:
            raise serializers.ValidationError(f"Temat ”{citat(kod)}” finns inte. Välj bland {', '.join(finns)}.")
        return kod

    def validate_enhet(self, pk: int | None) -> int | None:
        if pk is not None and not Enhet.objects.filter(pk=pk).exists():
            raise serializers.ValidationError(f"Enheten ”{pk}” finns inte. Numren finns på kommunens adress i API:et.")
        return pk


class _Var(Strikt):
    kommun = Kommunkod(riket=True, help_text="Kommunkod med fyra siffror; 0000 är riket.")


class NyUppgift(_Var, Uppgiftsinnehall):
    sagt_av = Text(120, tom=False, help_text="Rollen hos den som säger det, aldrig namnet.")
    tema = Text(40, tom=False, help_text="Kod för det som uppgiften handlar om.")
    text = Text(LANG_TEXT, tom=False, help_text="Vad som sägs, med egna ord eller ordagrant.")


class Uppgiftsandring(Uppgiftsinnehall):
    revision = Heltal(
        min_value=1, required=False, help_text="Revisionen som du läste. Ange den, eller ETag i If-Match."
    )


class NyttUppgiftslage(Strikt):
    lage = Val(Uppgift.Lage.values)
    skal = Text(300, tom=False, help_text="Vad svaret bygger på.")
    revision = Heltal(min_value=1, required=False, help_text="Revisionen som du läste.")


def falt(sant: dict[str, Any]) -> dict[str, Any]:
    """The statement's own fields, by the names of the services; the country is None."""
    egna = {TILL_FALT.get(namn, namn): varde for namn, varde in sant.items()}
    if "kommun_id" in egna and egna["kommun_id"] == RIKET:
        egna["kommun_id"] = None
    if egna.get("nyckeltal_id") == "":
        egna["nyckeltal_id"] = None
    return {namn: varde for namn, varde in egna.items() if namn in FALT}


def synlig_atgard(user: User | AnonymousUser, falt: dict[str, Any]) -> None:
    """A hidden measure is as if it did not exist. Raises Regelfel."""
    pk = falt.get("atgard_id")
    if pk is not None and not Atgard.objects.synliga_for(user).filter(pk=pk).exists():
        raise Regelfel({"atgard": f"Åtgärden {pk} finns inte."})
