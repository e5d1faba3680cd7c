"""The kinds of measures."""

from typing import Any

from django.db.models import Count, Q
from django.urls import path
from rest_framework import serializers

from atgarder import strukturer
from atgarder.models import Atgardstyp
from socialtjanst.api import utdata
from socialtjanst.api.bas import Registerlista
from socialtjanst.api.beskrivning import beskriven

PUBLIKA = Q(atgarder__synlighet="publik", atgarder__tillbakadragen__isnull=True)


class Atgardstyprad(serializers.Serializer[Any]):
    kod = serializers.CharField()
    namn = serializers.CharField()
    beskrivning = serializers.CharField(help_text="Vad det är.")
    delar = serializers.ListField(
        child=serializers.ChoiceField(list(strukturer.ALLA)), help_text="Det som slaget har av egen struktur."
    )
    antal = serializers.IntegerField(help_text="Antal publika åtgärder.")


class Atgardstyplista(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True, help_text="Alltid null: listan ryms i ett svar.")
    previous = serializers.URLField(allow_null=True)
    results = Atgardstyprad(many=True)


@beskriven(
    "Slag av åtgärder",
    "Slagen av åtgärder, vad vart och ett är, vilken egen struktur det har och hur många publika åtgärder det finns.",
    Atgardstyplista,
    csv=True,
)
class Atgardstyper(Registerlista):
    filnamn, kolumner = "atgardstyper", ("kod", "namn", "beskrivning", "delar", "antal")
    parametrar = utdata.FILPARAMETRAR

    def rader(self, fraga: Any) -> list[dict[str, Any]]:
        return [
            {
                "kod": typ.kod,
                "namn": typ.namn,
                "beskrivning": typ.beskrivning,
                "delar": list(strukturer.DELAR[typ.struktur]),
                "antal": typ.antal,
            }
            for typ in Atgardstyp.objects.annotate(antal=Count("atgarder", filter=PUBLIKA))
        ]


urlpatterns = [path("atgardstyper/", Atgardstyper.as_view(), name="api-atgardstyper")]
