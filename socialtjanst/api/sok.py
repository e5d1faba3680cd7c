"""Search in everything that is public."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from atgarder.models import Sokslag
from atgarder.sok import Bit, Traff, hitta
from socialtjanst.api import utdata
from socialtjanst.api.bas import Registervy
from socialtjanst.api.beskrivning import beskriven
from socialtjanst.api.fel import Felrad
from socialtjanst.api.parametrar import En, Lista, ett_av, ogiltig_fraga

LANGST = 200
FLEST = 50


def _kort(text: str) -> str:
    if len(text) > LANGST:
        raise ValueError(f"Frågan är längre än {LANGST} tecken. Korta den.")
    return text


Q = En(
    "q",
    "Vad som söks. Böjningar, synonymer och delar av sammansatta ord hittas; det sista ordet får vara en början.",
    _kort,
    {"type": "string", "minLength": 1, "maxLength": LANGST},
    {"boka tolkar": "Åtgärder som avlastar"},
)
SLAG = Lista("slag", "Slag av träffar.", ett_av(*Sokslag.values), {"type": "string", "enum": list(Sokslag.values)})


class Utdragsbit(serializers.Serializer[Any]):
    text = serializers.CharField()
    traff = serializers.BooleanField(help_text="true där ett sökt ord står.")


class Traffrad(serializers.Serializer[Any]):
    """A row, for the description only."""

    slag = serializers.ChoiceField(list(Sokslag.values))
    nyckel = serializers.CharField(help_text="Objektets nyckel bland andra av samma slag.")
    titel = serializers.CharField()
    utdrag = Utdragsbit(many=True, help_text="Några rader ur texten, i bitar.")
    adress = serializers.URLField(help_text="Sidan på webbplatsen.")
    kommun = serializers.CharField(allow_null=True, help_text="Kommunkod; null om ingen eller flera.")
    kommun_namn = serializers.CharField(allow_blank=True)
    alla_ord = serializers.BooleanField(help_text="true när alla sökta ord finns. De träffarna kommer först.")
    poang = serializers.FloatField(help_text="Högre är bättre; jämförbar bara inom samma fråga.")
    exempel = serializers.BooleanField(help_text="true för påhittad exempeldata.")


class Sokantal(serializers.Serializer[Any]):
    slag = serializers.ChoiceField(list(Sokslag.values))
    antal = serializers.IntegerField()


class Soksvar(serializers.Serializer[Any]):
    q = serializers.CharField(help_text="Frågan så som den förstods.", allow_blank=True)
    antal = serializers.IntegerField(help_text=f"Antal träffar. De {FLEST} bästa står i results.")
    antal_alla_ord = serializers.IntegerField(help_text="Antal träffar med alla sökta ord.")
    per_slag = Sokantal(many=True, help_text="Antal träffar av varje slag, även dem som slag valt bort.")
    forslag = serializers.ListField(child=serializers.CharField(), help_text="Ord som liknar ett som inte finns.")
    next = serializers.URLField(allow_null=True, help_text="Alltid null: listan ryms i ett svar.")
    previous = serializers.URLField(allow_null=True)
    results = Traffrad(many=True)


@beskriven(
    "Sök i allt som är publicerat",
    "Kommuner, nyckeltal, åtgärder, goda exempel och uppgifter, de bästa träffarna först. Träffar som saknar något av "
    "orden kommer sist.",
    Soksvar,
)
class Sok(Registervy):
    parametrar = (Q, SLAG)

    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        q = self.fraga[Q]
        if q is None:
            raise ogiltig_fraga([Felrad("q", "", "Ange vad du söker, till exempel ?q=lönetillägg.")])
        svar = hitta(q, self.fraga[SLAG] or (), antal=FLEST)
        kropp = {
            "q": svar.q,
            "antal": svar.alla,
            "antal_alla_ord": svar.hela,
            "per_slag": [{"slag": slag, "antal": svar.antal[slag]} for slag in Sokslag.values if svar.antal[slag]],
            "forslag": list(svar.forslag),
        }
        resultat = [_rad(traff, request) for traff in svar.traffar]
        return utdata.json_svar(kropp | {"next": None, "previous": None, "results": resultat})


def _rad(traff: Traff, request: Request) -> dict[str, Any]:
    namn = ("slag", "nyckel", "titel", "kommun", "kommun_namn", "poang", "exempel")
    return {n: getattr(traff, n) for n in namn} | {
        "utdrag": [_bit(bit) for bit in traff.utdrag],
        "adress": request.build_absolute_uri(traff.adress),
        "alla_ord": traff.hel,
    }


def _bit(bit: Bit) -> dict[str, Any]:
    return {"text": bit.text, "traff": bit.traff}


urlpatterns = [path("sok/", Sok.as_view(), name="api-sok")]
