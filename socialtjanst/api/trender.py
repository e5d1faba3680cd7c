"""Trends as the last finished generation has them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.http.response import HttpResponseBase
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from kommuner.perioder import SLAG
from rapporter.models import Trend, Trendbygge
from rapporter.trendbygge import BEHALL
from socialtjanst.api import filter as f
from socialtjanst.api import sidor, utdata
from socialtjanst.api.bas import Csv, Datavy, Json
from socialtjanst.api.beskrivning import beskriven
from socialtjanst.api.matvarden import huvud, utan_sidor
from socialtjanst.api.parametrar import Lista, ett_av
from socialtjanst.api.stallning import Stallning

EGNA = (
    *("enhet_id", "nyckeltal_id", "kon", "periodslag", "period", "antal_varden", "varde", "forandring"),
    *("forandring_ar", "rang", "antal", "percentil", "etikett", "sida", "preliminar_grans", "riktning", "lutning"),
    *("lutning_lag", "lutning_hog", "p", "p_justerat", "exempel"),
)
FALT = ("kommun_id", *EGNA)
KOLUMNER = ("kommun", "kommun_namn", *(falt.removesuffix("_id") for falt in EGNA))
NYCKLAR: dict[str, Any] = {
    "kommun": Coalesce("kommun_id", Value(f.RIKET)),
    "nyckeltal": F("nyckeltal_id"),
    **{falt: F(falt) for falt in ("period", "varde", "forandring", "forandring_ar", "lutning", "p_justerat")},
}
ORDERING = sidor.ordning_av(list(NYCKLAR))
SIGNAL = Lista(
    "signal",
    "Processdiagrammets signal vid senaste värdet.",
    ett_av("outside", "trend", "two_of_three", "shift"),
    {"type": "string", "enum": ["outside", "trend", "two_of_three", "shift"]},
)


class Trendrad(serializers.Serializer[Any]):
    """A row, for the description only."""

    kommun = serializers.CharField(help_text="Kommunkod med fyra siffror; 0000 är riket.")
    kommun_namn = serializers.CharField()
    enhet = serializers.IntegerField(allow_null=True)
    nyckeltal = serializers.CharField()
    kon = serializers.ChoiceField(["T", "K", "M"])
    periodslag = serializers.ChoiceField(list(SLAG))
    period = serializers.CharField(help_text="Seriens senaste period med värde.")
    antal_varden = serializers.IntegerField(help_text="Antal värden i serien.")
    varde = serializers.FloatField(help_text="Senaste värdet.")
    forandring = serializers.FloatField(allow_null=True, help_text="Ändring sedan perioden före, i nyckeltalets enhet.")
    forandring_ar = serializers.FloatField(allow_null=True, help_text="Ändring sedan samma period ett år före.")
    rang = serializers.IntegerField(allow_null=True)
    antal = serializers.IntegerField(allow_null=True, help_text="Antal kommuner i rangordningen.")
    percentil = serializers.FloatField(allow_null=True)
    etikett = serializers.CharField(help_text="Signalen vid senaste värdet; tom om ingen.", allow_blank=True)
    sida = serializers.IntegerField(help_text="+1 hög, −1 låg, 0 ingen.")
    preliminar_grans = serializers.BooleanField(help_text="true när färre än 12 värden ligger bakom gränserna.")
    riktning = serializers.IntegerField(help_text="Säkerställd trend i korta serier: +1, −1 eller 0.")
    lutning = serializers.FloatField(allow_null=True, help_text="Ändring per period (Theil–Sen).")
    lutning_lag = serializers.FloatField(allow_null=True)
    lutning_hog = serializers.FloatField(allow_null=True)
    p = serializers.FloatField(allow_null=True)
    p_justerat = serializers.FloatField(allow_null=True, help_text="Justerat för alla kommuner (Benjamini–Hochberg).")
    exempel = serializers.BooleanField(help_text="true när serien har påhittade exempelvärden.")


class Trendsida(serializers.Serializer[Any]):
    generation = serializers.IntegerField(help_text="Trendernas generation; 0 före den första.")
    version = serializers.IntegerField(help_text="Dataversionen som generationen räknats på.")
    anmarkning = serializers.CharField(allow_null=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Trendrad(many=True)


@beskriven(
    "Trender",
    "En rad per serie: senaste värde, ändring, rang, signal och trend. Egna beräkningar på de publicerade värdena, "
    "så som de är nu. Värden som de var kända en viss dag finns bland mätvärdena.",
    Trendsida,
    csv=True,
)
class Trender(Datavy):
    renderer_classes = [Json, Csv]
    parametrar = (*f.URVAL, SIGNAL, ORDERING, sidor.CURSOR, sidor.PAGE_SIZE, *utdata.FILPARAMETRAR)

    def svara(self, request: Request, lage: Stallning, *args: Any, **kwargs: Any) -> HttpResponseBase:
        fraga, ordning = self.fraga, self.fraga[ORDERING] or ""
        vid = sidor.lagg_fast(fraga, ordning, lage.generation, lage.generation, aldsta=lage.generation - BEHALL + 1)
        rader = Trend.objects.vid(vid).filter(f.urval(fraga))
        if signaler := fraga[SIGNAL]:
            rader = rader.filter(etikett__in=signaler)
        version = Trendbygge.objects.filter(generation=vid).values_list("version", flat=True).first() or 0
        if request.accepted_renderer.format == "csv":
            utan_sidor(fraga)
            i_ordning = sidor.ordna(rader, ordning, NYCKLAR).values_list(*FALT).iterator(chunk_size=2000)
            svar: HttpResponseBase = utdata.csv_strom("trender", KOLUMNER, _tabell(i_ordning), fraga[utdata.DIALEKT])
        else:
            sida = sidor.bladdra(rader, fraga, ordning, vid, NYCKLAR, FALT)
            rubrik = {"generation": vid, **huvud(request, vid, sida), "version": version}
            resultat = [dict(zip(KOLUMNER, rad, strict=True)) for rad in _tabell(r[2:] for r in sida.rader)]
            svar = utdata.json_svar(rubrik | {"results": resultat})
        svar["Dataversion"] = str(version)
        return svar


def _tabell(rader: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    namn = f.kommunnamn()
    for kommun, *rest in rader:
        yield (kommun or f.RIKET, namn[kommun], *rest)


urlpatterns = [path("trender/", Trender.as_view(), name="api-trender")]
