"""Values: pages of JSON, or everything that the filters let through as CSV."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import ExpressionWrapper, F, Field, Q, Value
from django.db.models.functions import Coalesce
from django.http.response import HttpResponseBase
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from kommuner.lasning import varden
from kommuner.querysets import MatvardeQuerySet
from socialtjanst.api import filter as f
from socialtjanst.api import sidor, utdata
from socialtjanst.api.bas import Csv, Datavy, Json
from socialtjanst.api.beskrivning import beskriven
from socialtjanst.api.fel import Felrad
from socialtjanst.api.parametrar import Fraga, Lista, ett_av, ogiltig_fraga
from socialtjanst.api.stallning import Stallning

KOLUMNER = (
    *("kommun", "kommun_namn", "enhet", "nyckeltal", "period", "kon", "varde", "saknas"),
    *("kalla", "exempel", "version"),
)
FALT = (
    *("kommun_id", "enhet_id", "nyckeltal_id", "period", "kon", "som_tal", "skal"),
    *("kalla", "pahittat", "importen__version"),
)
SOM_DE_AR: "Field[Any, Any]" = Field()
"""A field without conversions: Django's own, value by value, cost a fifth of the request at 5 000 rows."""
NYCKLAR: dict[str, Any] = {
    "kommun": Coalesce("kommun_id", Value(f.RIKET)),
    "nyckeltal": F("nyckeltal_id"),
    "period": F("period"),
    "varde": F("synligt"),
}
SKAL = ("saknas", "dold", "ej_tillampligt")
SAKNAS = Lista(
    "saknas",
    "nej ger rader med värde; ett skäl ger rader utan värde av det skälet.",
    ett_av("nej", *SKAL),
    {"type": "string", "enum": ["nej", *SKAL]},
)
ORDERING = sidor.ordning_av(list(NYCKLAR))


class Matvarde(serializers.Serializer[Any]):
    """A row, for the description only: rows are written straight from the database."""

    kommun = serializers.CharField(help_text="Kommunkod med fyra siffror; 0000 är riket.")
    kommun_namn = serializers.CharField()
    enhet = serializers.IntegerField(allow_null=True, help_text="Enhetens nummer; null är hela kommunen.")
    nyckeltal = serializers.CharField()
    period = serializers.CharField()
    kon = serializers.ChoiceField(["T", "K", "M"])
    varde = serializers.FloatField(allow_null=True, help_text="null när värde saknas; se då saknas.")
    saknas = serializers.ChoiceField(
        SKAL, allow_null=True, help_text="Varför värdet är null: uppgiften saknas, är dold eller ej tillämplig."
    )
    kalla = serializers.ChoiceField(["kolada", "kommun"])
    exempel = serializers.BooleanField(help_text="true för påhittade exempelvärden.")
    version = serializers.IntegerField(help_text="Dataversionen som raden kom med.")


class Matvardessida(serializers.Serializer[Any]):
    version = serializers.IntegerField(help_text="Dataversionen som hela listan läses vid; 0 före den första.")
    kand = serializers.DateField(allow_null=True, help_text="Dagen i ?kand=.")
    anmarkning = serializers.CharField(allow_null=True, help_text="Sägs när inget var publicerat.")
    next = serializers.URLField(allow_null=True, help_text="Nästa sida, vid samma version.")
    previous = serializers.URLField(allow_null=True)
    results = Matvarde(many=True)


@beskriven(
    "Mätvärden",
    "Alla värden som får visas: kommunernas, enheternas och rikets. Sidorna läses vid en och samma dataversion, "
    "även om nya värden publiceras medan du bläddrar. Med format=csv kommer allt på en gång.",
    Matvardessida,
    csv=True,
)
class Matvarden(Datavy):
    renderer_classes = [Json, Csv]
    parametrar = (
        *f.URVAL,
        *(f.PERIOD, f.FRAN, f.TILL, SAKNAS, f.KALLA, f.PRELIMINAR, f.KAND, f.VERSION),
        *(ORDERING, sidor.CURSOR, sidor.PAGE_SIZE, *utdata.FILPARAMETRAR),
    )

    def svara(self, request: Request, lage: Stallning, *args: Any, **kwargs: Any) -> HttpResponseBase:
        fraga, ordning = self.fraga, self.fraga[ORDERING] or ""
        version = sidor.lagg_fast(fraga, ordning, f.version_for(fraga, lage), lage.version)
        rader = valda(fraga, version)
        if request.accepted_renderer.format == "csv":
            utan_sidor(fraga)
            i_ordning = sidor.ordna(rader, ordning, NYCKLAR).values_list(*FALT).iterator(chunk_size=2000)
            svar: HttpResponseBase = utdata.csv_strom("matvarden", KOLUMNER, _tabell(i_ordning), fraga[utdata.DIALEKT])
        else:
            sida = sidor.bladdra(rader, fraga, ordning, version, NYCKLAR, FALT)
            svar = utdata.json_svar(
                {"kand": fraga[f.KAND], **huvud(request, version, sida, fraga[f.KAND]), "results": _objekt(sida.rader)}
            )
        svar["Dataversion"] = str(version)
        return svar


def valda(fraga: Fraga, version: int) -> MatvardeQuerySet:
    """The values at `version` that the filters let through."""
    rader = varden(version).filter(f.urval(fraga), f.perioderna(fraga))
    rader = rader.annotate(
        som_tal=ExpressionWrapper(F("synligt"), SOM_DE_AR), pahittat=ExpressionWrapper(F("exempel"), SOM_DE_AR)
    )
    if kallor := fraga[f.KALLA]:
        rader = rader.filter(kalla__in=kallor)
    if (preliminar := fraga[f.PRELIMINAR]) is not None:
        rader = rader.filter(preliminar=preliminar)
    if saknas := fraga[SAKNAS]:
        rader = rader.filter(_saknas(saknas))
    return rader


def _saknas(val: tuple[str, ...]) -> Q:
    """By what is shown, never by what is stored: a hidden value counts as `dold` only."""
    villkor = Q(skal__in=[v for v in val if v != "nej"])
    return villkor | Q(skal="") if "nej" in val else villkor


def utan_sidor(fraga: Fraga) -> None:
    angivna = {"cursor": fraga[sidor.CURSOR], "page_size": fraga[sidor.PAGE_SIZE]}
    fel = [Felrad(namn, "", "CSV har inga sidor. Ta bort parametern.") for namn, v in angivna.items() if v]
    if fel:
        raise ogiltig_fraga(fel)


def huvud(request: Request, vid: int, sida: sidor.Sida, dag: date | None = None) -> dict[str, Any]:
    """What stands above the rows of a page; `vid` 0 is before anything was published."""
    inget = f"Inget var publicerat den {dag}." if dag else "Inget har publicerats än."
    return {
        "version": vid,
        "anmarkning": None if vid else inget,
        "next": sidor.lank(request, sida.nasta),
        "previous": sidor.lank(request, sida.forra),
    }


def _objekt(rader: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    namn = f.kommunnamn()
    # Written out: a loop over names costs a third of the request at 5 000 rows.
    return [
        {
            "kommun": kommun or f.RIKET,
            "kommun_namn": namn[kommun],
            "enhet": enhet,
            "nyckeltal": nyckeltal,
            "period": period,
            "kon": kon,
            "varde": varde,
            "saknas": skal or None,
            "kalla": kalla,
            "exempel": bool(exempel),
            "version": version,
        }
        for _, _, kommun, enhet, nyckeltal, period, kon, varde, skal, kalla, exempel, version in rader
    ]


def _tabell(rader: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    namn = f.kommunnamn()
    for kommun, *rest, exempel, version in rader:
        yield (kommun or f.RIKET, namn[kommun], *rest, bool(exempel), version)


urlpatterns = [path("matvarden/", Matvarden.as_view(), name="api-matvarden")]
