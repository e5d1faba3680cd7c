"""What is sent to write a measure, and how it becomes what the services take."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from atgarder import strukturer
from atgarder.models import Atgard, Atgardstyp, Problem
from atgarder.regler import Regelfel
from atgarder.services import FALT, Delar
from kommuner.models import Enhet
from socialtjanst.api.atgardsdelar import Kallhanvisning, Malrad, Struktur
from socialtjanst.api.falt import FLEST, Datum, Heltal, JaNej, Kommunkod, Strikt, Tal, Text, Val, flera
from socialtjanst.api.fel import citat

LANG_TEXT = 20_000
HOGST_KRONOR = 1_000_000_000_000
TILL_FALT = {"kommun": "kommun_id", "enhet": "enhet_id", "typ": "typ_id"}


class Atgardsinnehall(Strikt):
    """All that can be written of a measure; what is left out stays as it is, null is the unknown."""

    enhet = Heltal(required=False, allow_null=True, help_text="Enhetens nummer, om åtgärden gäller en enhet.")
    typ = Text(40, tom=False, required=False, help_text="Slag av åtgärd: se /api/v1/atgardstyper/.")
    titel = Text(160, tom=False, required=False, help_text="Vad åtgärden kallas.")
    bakgrund = Text(LANG_TEXT, required=False, help_text="Problemet med egna ord.")
    vad = Text(LANG_TEXT, required=False, help_text="Vad som görs.")
    antal_berorda = Heltal(required=False, allow_null=True, help_text="För hur många.")
    berorda = Text(200, required=False, help_text="För vilka.")
    beslutad = Datum(required=False, help_text="2016, 2016-05 eller 2016-05-14, så noga som det är känt.")
    start = Datum(required=False, help_text="När den började.")
    slut = Datum(required=False, help_text="När den slutar eller slutade.")
    avtalsform = Val(Atgard.Avtalsform.values, required=False, help_text="Hur det är avtalat.")
    kostnad_engang = Heltal(max_value=HOGST_KRONOR, required=False, allow_null=True, help_text="En gång, i kronor.")
    kostnad_per_ar = Heltal(max_value=HOGST_KRONOR, required=False, allow_null=True, help_text="Per år, i kronor.")
    betalas_av = Text(120, required=False, help_text="Vem som betalar.")
    statliga_medel = JaNej(required=False, allow_null=True, help_text="null när det inte framgår.")
    statliga_medel_slut = Datum(required=False, help_text="När de statliga medlen tar slut.")
    statliga_arsarbetare = Tal(7, 1, required=False, help_text="Årsarbetare för statliga medel.")
    efter_statliga_medel = Val(
        Atgard.EfterStatligaMedel.values, tom=True, required=False, help_text="Vad som händer sedan."
    )
    resultatlage = Val(Atgard.Resultatlage.values, required=False, help_text="Vad som är känt om resultatet.")
    resultat = Text(LANG_TEXT, required=False, help_text="Det som är känt, med egna ord.")
    synlighet = Val(Atgard.Synlighet.values, required=False, help_text="Ett utkast om inget anges.")
    problem = serializers.ListField(
        child=Text(40, tom=False), required=False, max_length=FLEST, help_text="Koder för det som åtgärden ska lösa."
    )
    mal = flera(Malrad, "Ersätter målen som finns.")
    kallor = flera(Kallhanvisning, "Ersätter källorna som finns.")
    struktur = Struktur(required=False, help_text="Delar som anges ersätts helt.")

    def validate_typ(self, kod: str) -> str:
        if not Atgardstyp.objects.filter(pk=kod).exists():
            raise serializers.ValidationError(
                f"Slaget ”{citat(kod)}” finns inte. Koderna finns på /api/v1/atgardstyper/."
            )
        return kod

    def validate_problem(self, koder: list[str]) -> list[str]:
        finns = list(Problem.objects.values_list("pk", flat=True))
        if okanda := [kod for kod in koder if kod not in finns]:
            raise serializers.ValidationError(
                [f"Problemet ”{citat(kod)}” finns inte. Välj bland {', '.join(finns)}." for kod in okanda]
            )
        return koder

    def validate_mal(self, mal: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({m["nyckeltal"] for m in mal}) < len(mal):
            raise serializers.ValidationError("Samma nyckeltal står flera gånger. Ange det en gång.")
        return mal

    def validate_enhet(self, pk: int | None) -> int | None:
        if pk is not None and not Enhet.objects.filter(pk=pk).exists():
            raise serializers.ValidationError(f"Enheten ”{pk}” finns inte. Numren finns på kommunens adress i API:et.")
        return pk


class _Var(Strikt):
    kommun = Kommunkod(help_text="Kommunkod med fyra siffror.")


class NyAtgard(_Var, Atgardsinnehall):
    typ = Text(40, tom=False, help_text="Slag av åtgärd: se /api/v1/atgardstyper/.")
    titel = Text(160, tom=False, help_text="Vad åtgärden kallas.")
    lage = Val(Atgard.Lage.values, default=Atgard.Lage.FORESLAGEN, help_text="foreslagen om inget anges.")
    lage_datum = Datum(required=False, help_text="När åtgärden kom i det läget.")
    lage_skal = Text(500, required=False, help_text="Varför. Måste anges när läget är avbruten.")


class Atgardsandring(Atgardsinnehall):
    revision = Heltal(
        min_value=1, required=False, help_text="Revisionen som du läste. Ange den, eller ETag i If-Match."
    )


class NyttLage(Strikt):
    lage = Val(Atgard.Lage.values)
    datum = Datum(required=False, help_text="När läget ändrades, så noga som det är känt.")
    skal = Text(500, required=False, help_text="Varför. Måste anges när en åtgärd avbryts.")
    revision = Heltal(
        min_value=1, required=False, help_text="Revisionen som du läste. Har någon ändrat sedan dess blir svaret 409."
    )


def falt(sant: dict[str, Any]) -> dict[str, Any]:
    """The measure's own fields, by the names of the services."""
    egna = {TILL_FALT.get(namn, namn): varde for namn, varde in sant.items()}
    return {namn: varde for namn, varde in egna.items() if namn in FALT}


def delar(sant: dict[str, Any], kallor: Any, typ: str) -> Delar:
    """What hangs on it; a change of kind takes the old kind's structure away. Raises Regelfel."""
    mal = sant.get("mal")
    return Delar(
        problem=sant.get("problem"),
        mal=None if mal is None else {m["nyckeltal"]: m["riktning"] for m in mal},
        kallor=kallor,
        struktur=_struktur(sant, typ),
    )


def _struktur(sant: dict[str, Any], typ: str) -> dict[str, Any] | None:
    if "struktur" not in sant:
        return {} if "typ" in sant else None
    egna = strukturer.DELAR[Atgardstyp.objects.get(pk=typ).struktur]
    if frammande := [del_ for del_ in sant["struktur"] if del_ not in egna]:
        tips = f"Välj bland {', '.join(egna)}." if egna else "Slaget har inga egna delar."
        raise Regelfel({"struktur": f"Delen {frammande[0]} hör inte till slaget {typ}. {tips}"})
    return {del_: varden or None for del_, varden in sant["struktur"].items()}
