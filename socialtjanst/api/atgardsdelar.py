"""What hangs on a measure, read and written alike: the structures of five kinds, goals and sources."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from atgarder.models import Kalla, Mal
from socialtjanst.api.falt import FLEST, Datum, Heltal, JaNej, Nyckeltalskod, Strikt, Tal, Text, Val, flera

EFTER = "{till} kommer före {fran}. Byt plats på dem eller rätta något av dem."


class Kompetenstrappa(Strikt):
    lonerevision_utover = JaNej(
        required=False, allow_null=True, help_text="true när lönerevisionen kommer utöver tilläggen."
    )


class Trappsteg(Strikt):
    namn = Text(80, tom=False)
    ar_fran = Tal(4, 1, required=False, help_text="År i yrket som steget börjar vid.")
    ar_till = Tal(4, 1, required=False)
    krav = Text(300, required=False, help_text="Utbildning eller annat som steget kräver.")
    tillagg = Heltal(required=False, allow_null=True, help_text="Lönetillägg i kronor per månad.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return _i_ordning(attrs, "ar_fran", "ar_till")


class Arbetstid(Strikt):
    timmar_fore = Tal(4, 2, max_value=24, required=False, help_text="Timmar per dag före.")
    timmar_efter = Tal(4, 2, max_value=24, required=False)
    lon_behalls = JaNej(required=False, allow_null=True)
    antal_deltagare = Heltal(required=False, allow_null=True)
    langd_manader = Tal(4, 1, required=False, help_text="Försökets längd i månader.")
    beslut_efter = Text(300, required=False, help_text="Vad som beslutades efter försöket.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if noll := [namn for namn in ("timmar_fore", "timmar_efter") if attrs.get(namn) == 0]:
            raise serializers.ValidationError({noll[0]: "Ange fler timmar än 0, eller null om det inte framgår."})
        return attrs


class AdministrativtStod(Strikt):
    arsarbetare = Tal(6, 1, required=False, help_text="Administratörer i årsarbetare.")
    uppgifter = serializers.ListField(
        child=Text(200, tom=False), required=False, max_length=FLEST, help_text="Uppgifter som lyfts av."
    )
    timmar_per_vecka = Tal(4, 1, required=False, help_text="Frigjorda timmar per socialsekreterare och vecka.")


class Traineeprogram(Strikt):
    antal_kvar = Heltal(required=False, allow_null=True, help_text="Antal som stannat.")


class Traineefas(Strikt):
    namn = Text(80, tom=False)
    termin_fran = Heltal(min_value=1, max_value=20, required=False, allow_null=True)
    termin_till = Heltal(min_value=1, max_value=20, required=False, allow_null=True)
    omfattning = Text(200, required=False)
    antal = Heltal(required=False, allow_null=True, help_text="Antal deltagare.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return _i_ordning(attrs, "termin_fran", "termin_till")


class Specialist(Strikt):
    antal = Heltal(min_value=1, max_value=1000)
    uppgift = Text(300, required=False, help_text="null när uppgiften inte framgår.")
    andel_tid = Heltal(max_value=100, required=False, allow_null=True, help_text="Andel av tiden i procent.")
    egna_arenden = JaNej(required=False, allow_null=True, help_text="true när egna ärenden är kvar.")


class Struktur(Strikt):
    """Only the parts of the measure's kind."""

    kompetenstrappa = Kompetenstrappa(required=False, allow_null=True)
    steg = flera(Trappsteg)
    arbetstid = Arbetstid(required=False, allow_null=True)
    stod = AdministrativtStod(required=False, allow_null=True)
    traineeprogram = Traineeprogram(required=False, allow_null=True)
    faser = flera(Traineefas)
    specialister = flera(Specialist)


class Malrad(Strikt):
    nyckeltal = Nyckeltalskod()
    riktning = Heltal(min_value=-1, max_value=1, help_text="1 ska öka, −1 ska minska.")

    def validate_riktning(self, riktning: int) -> int:
        if riktning not in Mal.Riktning.values:
            raise serializers.ValidationError("Ange 1 om nyckeltalet ska öka eller −1 om det ska minska.")
        return riktning


class Kallfalt(Strikt):
    slag = Val(Kalla.Slag.values, required=False)
    titel = Text(200, tom=False, required=False)
    utgivare = Text(120, required=False)
    datum = Datum(required=False)
    url = Text(500, required=False)
    diarienummer = Text(60, required=False)

    def validate_url(self, url: str) -> str:
        if url:
            serializers.URLField().run_validation(url)
        return url


class Kallhanvisning(Kallfalt):
    """A source that there is (id), or a new one (slag and titel)."""

    id = Heltal(required=False, min_value=1, help_text="En källa som redan finns. Ange den, eller slag och titel.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("id" in attrs) == ("titel" in attrs) or ("id" in attrs and len(attrs) > 1):
            raise serializers.ValidationError("Ange antingen id för en källa som finns, eller titel för en ny.")
        return attrs


class Kallrad(Kallfalt):
    id = serializers.IntegerField()
    filnamn = Text(200, help_text="Namnet på det uppladdade dokumentet, om det finns ett.")


def _i_ordning(attrs: dict[str, Any], fran: str, till: str) -> dict[str, Any]:
    forsta, sista = attrs.get(fran), attrs.get(till)
    if forsta is not None and sista is not None and sista < forsta:
        raise serializers.ValidationError({till: EFTER.format(till=till, fran=fran)})
    return attrs
