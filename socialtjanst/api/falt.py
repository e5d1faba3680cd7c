"""Fields of what is sent: a value of another type is a fault, never guessed at, and null is the unknown."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from atgarder import datum
from kommuner.nyckeltal import alla
from socialtjanst.api import filter as f
from socialtjanst.api.fel import citat

STORST_TAL = 2_147_483_647
FLEST = 50
"""The most rows in one list of what is sent."""


class Strikt(serializers.Serializer[Any]):
    """An object that holds nothing but its fields; unknown ones are faults, as unknown parameters are."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            vad = "Ange" if self.parent else "Innehållet ska vara"
            forsta = "kommun" if "kommun" in self.fields else next(iter(self.fields))
            raise serializers.ValidationError({"non_field_errors": [f'{vad} ett objekt: {{"{forsta}": …}}.']})
        if isinstance(data, dict) and (okanda := sorted(set(data) - set(self.fields))):
            text = f"Fältet finns inte. Välj bland {', '.join(self.fields)}."
            raise serializers.ValidationError({citat(namn): [text] for namn in okanda})
        return super().to_internal_value(data)


@extend_schema_field({"type": "boolean", "nullable": True})
class JaNej(serializers.Field[Any, Any, Any, Any]):
    """true, false or null, and nothing that only looks like them."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("Ange true eller false.")
        return data


@extend_schema_field({"type": "boolean"})
class Ja(JaNej):
    """true or false; it is never unknown."""


class Text(serializers.CharField):
    """A text; null and the empty text are the same where `tom` lets it be unknown."""

    def __init__(self, langst: int, *, tom: bool = True, **mer: Any) -> None:
        super().__init__(max_length=langst, allow_blank=tom, allow_null=tom, **mer)
        self.tom = tom

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("Ange en text.")
        if any(tecken == "\x00" or "\ud800" <= tecken <= "\udfff" for tecken in data):
            raise serializers.ValidationError("Texten har tecken som inte går att spara. Ta bort dem.")
        return super().to_internal_value(data)

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        klar, varde = super().validate_empty_values(data)
        return klar, "" if klar and varde is None and self.tom else varde


class Val(serializers.ChoiceField):
    """One of a few texts; where `tom`, null is the unknown."""

    def __init__(self, val: list[str], *, tom: bool = False, help_text: str = "", **mer: Any) -> None:
        self.val = ", ".join(v for v in val if v)
        om = f"{help_text} Kan vara {self.val}{' eller null' if tom else ''}.".strip()
        super().__init__([v for v in val if v], allow_null=tom, help_text=om, **mer)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            raise serializers.ValidationError(f"”{citat(data)}” går inte att använda. Välj bland {self.val}.")
        return data

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        klar, varde = super().validate_empty_values(data)
        return klar, "" if klar and varde is None and self.allow_null else varde


class Heltal(serializers.IntegerField):
    def __init__(self, *, min_value: int = 0, max_value: int = STORST_TAL, **mer: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **mer)

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            raise serializers.ValidationError("Ange ett heltal.")
        return super().to_internal_value(data)


@extend_schema_field({"type": "number", "minimum": 0, "nullable": True})
class Tal(serializers.DecimalField):
    """A number with a few decimals, or null."""

    def __init__(self, siffror: int, decimaler: int, **mer: Any) -> None:
        super().__init__(siffror, decimaler, coerce_to_string=False, allow_null=True, min_value=0, **mer)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | float):
            raise serializers.ValidationError("Ange ett tal.")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "pattern": datum.MONSTER, "nullable": True})
class Datum(serializers.Field[Any, Any, Any, Any]):
    """2016, 2016-05 or 2016-05-14; null where nothing is known."""

    def __init__(self, **mer: Any) -> None:
        super().__init__(allow_null=True, **mer)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError(datum.FEL)
        try:
            datum.kontrollera(data)
        except ValidationError as fel:
            raise serializers.ValidationError(datum.FEL) from fel
        return data

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        klar, varde = super().validate_empty_values(data)
        return klar, "" if klar and varde is None else varde


@extend_schema_field({"type": "string", "pattern": "^([0-9]{4}|Riket)$"})
class Kommunkod(serializers.Field[Any, Any, Any, Any]):
    """A municipality's code; 0000 is the country, where `riket` may be named."""

    def __init__(self, *, riket: bool = False, **mer: Any) -> None:
        super().__init__(**mer)
        self.riket = riket

    def to_internal_value(self, data: Any) -> str:
        try:
            kod = f.KOMMUN.tolka(data if isinstance(data, str) else "")
        except ValueError as fel:
            raise serializers.ValidationError(str(fel)) from fel
        if kod == f.RIKET and not self.riket:
            raise serializers.ValidationError("Ange en kommun: det här gäller aldrig hela landet.")
        return kod


class Nyckeltalskod(Text):
    """The code of a nyckeltal that the site follows."""

    def __init__(self, *, tom: bool = False, **mer: Any) -> None:
        super().__init__(12, tom=tom, **mer)

    def to_internal_value(self, data: Any) -> str:
        kod = super().to_internal_value(data)
        if kod and kod not in alla():
            text = f"Nyckeltalet ”{citat(kod)}” finns inte. Koderna finns på /api/v1/nyckeltal/."
            raise serializers.ValidationError(text)
        return kod


def okand_som_null(varden: Mapping[str, Any]) -> dict[str, Any]:
    """As the API says it: the empty text is null, an exact decimal a number."""
    return {namn: _ut(varde) for namn, varde in varden.items()}


def _ut(varde: Any) -> Any:
    if isinstance(varde, Decimal):
        return float(varde)
    return None if varde == "" else varde


def flera(rad: type[serializers.Serializer[Any]], om: str = "") -> Any:
    """A list of objects, of a sensible length."""
    klass: Any = rad
    return klass(many=True, required=False, max_length=FLEST, help_text=om or None)
