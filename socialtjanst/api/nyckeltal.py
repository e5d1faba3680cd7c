"""The definitions, and how municipalities rank by one of them."""

from dataclasses import asdict
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from kommuner.lasning import varden
from kommuner.nyckeltal import Definition, alla, fragor
from kommuner.perioder import SLAG
from socialtjanst.api import filter as f
from socialtjanst.api import utdata
from socialtjanst.api.bas import Csv, Datavy, Json, Registerlista, Registervy
from socialtjanst.api.beskrivning import beskriven, vagdel
from socialtjanst.api.fel import Felrad, Problem
from socialtjanst.api.parametrar import En, Fraga, ett_av, ogiltig_fraga
from socialtjanst.api.stallning import Stallning

NYCKELTALSKOD = vagdel("kod", "Nyckeltalets kod.", "^[A-Z]{1,2}[0-9]{2,5}$")
PERIOD = En("period", "Perioden som rangordnas. Måste anges.", f.PERIOD.tolka, f.PERIOD.schema, {"2015": "ett år"})
KON = En(
    "kon",
    "Kön: T totalt (om inget anges), K kvinnor, M män.",
    ett_av("T", "K", "M"),
    {"type": "string", "enum": ["T", "K", "M"], "default": "T"},
)


RANGFALT = ("kommun_id", "kommun__namn", "synligt", "exempel")


class Rimlig(serializers.Serializer[Any]):
    min = serializers.FloatField()
    max = serializers.FloatField()


class Brott(serializers.Serializer[Any]):
    fran = serializers.CharField(help_text="Första perioden med den nya definitionen.")
    vad = serializers.CharField()


class Fragerad(serializers.Serializer[Any]):
    kod = serializers.CharField()
    avsnitt = serializers.CharField()
    etikett = serializers.CharField()
    hjalp = serializers.CharField()
    enhet = serializers.CharField()
    heltal = serializers.BooleanField()
    per = serializers.ListField(child=serializers.ChoiceField(list(SLAG)))
    obligatorisk = serializers.BooleanField()
    del_av = serializers.CharField(allow_null=True)


class Nyckeltalsrad(serializers.Serializer[Any]):
    """The whole definition: the fields of kommuner.nyckeltal.Definition."""

    kod = serializers.CharField()
    namn = serializers.CharField()
    kortnamn = serializers.CharField()
    enhet = serializers.CharField()
    decimaler = serializers.IntegerField()
    omrade = serializers.CharField()
    galler = serializers.CharField()
    beskrivning = serializers.CharField()
    varfor = serializers.CharField()
    taljare = serializers.CharField(allow_null=True)
    namnare = serializers.CharField(allow_null=True)
    skala = serializers.FloatField(help_text="värde = täljare / nämnare · skala")
    riktning = serializers.ChoiceField(["hogre", "lagre", "neutral"], help_text="Vilket håll som är bra.")
    rangordnas = serializers.BooleanField()
    rimlig = Rimlig()
    kalla = serializers.ChoiceField(["kolada", "kommun"])
    kolada_id = serializers.CharField(allow_null=True)
    minsta_grupp = serializers.IntegerField(help_text="Mindre grupper än så visas inte.")
    grupp = serializers.ChoiceField(["taljare", "namnare", "personer", "ingen"])
    periodslag = serializers.ListField(child=serializers.ChoiceField(list(SLAG)))
    kon = serializers.ListField(child=serializers.ChoiceField(["T", "K", "M"]))
    brott = Brott(many=True)
    not_jamfor = serializers.ListField(child=serializers.CharField())
    granskad = serializers.DateField()
    ordning = serializers.IntegerField()
    lyft = serializers.BooleanField()
    taljare_fraga = serializers.CharField(allow_null=True)
    namnare_fraga = serializers.CharField(allow_null=True)
    personer_fraga = serializers.CharField(allow_null=True)


class NyckeltalDetalj(Nyckeltalsrad):
    fragor = Fragerad(many=True, help_text="Frågorna som kommunen svarar på.")


class Nyckeltalslista(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True, help_text="Alltid null: listan ryms i ett svar.")
    previous = serializers.URLField(allow_null=True)
    results = Nyckeltalsrad(many=True)


class Rangrad(serializers.Serializer[Any]):
    rang = serializers.IntegerField(help_text="1 + antalet kommuner med strikt bättre värde.")
    kommun = serializers.CharField()
    namn = serializers.CharField()
    varde = serializers.FloatField()
    exempel = serializers.BooleanField(required=False, help_text="Finns, och är true, för påhittade exempelvärden.")


class Rangordning(serializers.Serializer[Any]):
    nyckeltal = serializers.CharField()
    period = serializers.CharField()
    kon = serializers.ChoiceField(["T", "K", "M"])
    riktning = serializers.ChoiceField(["hogre", "lagre", "neutral"])
    version = serializers.IntegerField()
    kand = serializers.DateField(allow_null=True)
    exempel = serializers.BooleanField(help_text="true om något av värdena är påhittat.")
    antal = serializers.IntegerField(help_text="Antal kommuner med värde, av 290.")
    rader = Rangrad(many=True)


@beskriven(
    "Nyckeltal",
    "Alla nyckeltal med hela sin definition: vad som mäts, varför, vad som är bra och när definitionen ändrades.",
    Nyckeltalslista,
    csv=True,
)
class NyckeltalLista(Registerlista):
    filnamn = "nyckeltal"
    kolumner = (
        *("kod", "namn", "kortnamn", "enhet", "omrade", "galler", "beskrivning", "varfor", "taljare", "namnare"),
        *("skala", "riktning", "rangordnas", "kalla", "kolada_id", "minsta_grupp", "periodslag", "kon", "granskad"),
    )
    parametrar = (f.KALLA, *utdata.FILPARAMETRAR)

    def rader(self, fraga: Fraga) -> list[dict[str, Any]]:
        kallor = fraga[f.KALLA] or ("kolada", "kommun")
        return [asdict(d) for d in alla().values() if d.kalla in kallor]


@beskriven(
    "Ett nyckeltal", "Hela definitionen, med frågorna som kommunerna svarar på.", NyckeltalDetalj, vag=[NYCKELTALSKOD]
)
class NyckeltalVisa(Registervy):
    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        d = definition(kwargs["kod"])
        koder = [kod for kod in (d.taljare_fraga, d.namnare_fraga, d.personer_fraga) if kod]
        return utdata.json_svar(asdict(d) | {"fragor": [asdict(fragor()[kod]) for kod in koder]})


@beskriven(
    "Rangordning",
    "Kommunerna efter värde, bäst först; lika värden delar rang. Riket och enheter är inte med, och påhittade "
    "exempelvärden bara när det inte finns några riktiga. "
    "Nyckeltal som inte går att jämföra mellan kommuner ger ett fel som säger varför.",
    Rangordning,
    csv=True,
    vag=[NYCKELTALSKOD],
)
class RangordningVisa(Datavy):
    renderer_classes = [Json, Csv]
    parametrar = (PERIOD, KON, f.KAND, f.VERSION, *utdata.FILPARAMETRAR)

    def svara(self, request: Request, lage: Stallning, *args: Any, **kwargs: Any) -> HttpResponseBase:
        d, fraga = definition(kwargs["kod"]), self.fraga
        krav_rangordnas(d)
        period, kon, version = fraga[PERIOD], fraga[KON] or "T", f.version_for(fraga, lage)
        if period is None:
            raise ogiltig_fraga([Felrad("period", "", "Ange en period, till exempel ?period=2015.")])
        rader = rangordnade(d, period, kon, version)
        if request.accepted_renderer.format == "csv":
            svar = _csv(f"rangordning-{d.kod}-{period}-{kon}", rader, fraga[utdata.DIALEKT])
        else:
            huvud = {"nyckeltal": d.kod, "period": period, "kon": kon, "riktning": d.riktning, "version": version}
            exempel = any("exempel" in rad for rad in rader)
            huvud |= {"kand": fraga[f.KAND], "exempel": exempel, "antal": len(rader), "rader": rader}
            svar = utdata.json_svar(huvud)
        svar["Dataversion"] = str(version)
        return svar


def definition(kod: str) -> Definition:
    try:
        return alla()[kod]
    except KeyError as fel:
        raise Http404 from fel


def krav_rangordnas(d: Definition) -> None:
    """Raises Problem that says why municipalities are not ranked by this."""
    if not d.rangordnas:
        varfor = " ".join(d.not_jamfor) or "Varken högt eller lågt är bättre."
        raise Problem("rangordnas-inte", f"{d.namn} rangordnas inte. {varfor} Värdena finns på /api/v1/matvarden/.")


def rangordnade(d: Definition, period: str, kon: str, version: int) -> list[dict[str, Any]]:
    """The municipalities with a value, best first, ties in Swedish order; invented values only where none is real."""
    from rapporter.processdiagram import rangordna  # numpy, which few requests need

    funna = list(
        varden(version)
        .kommunernas()
        .filter(Q(synligt__isnull=False), nyckeltal=d.kod, period=period, kon=kon)
        .order_by("kommun__ordning")
        .values_list(*RANGFALT)
    )
    riktiga = [rad for rad in funna if not rad[3]]
    valda = riktiga or funna
    rang = rangordna({kod: varde for kod, _, varde, _ in valda}, d.riktning)
    rader = [
        {"rang": rang[kod], "kommun": kod, "namn": namn, "varde": varde} | ({"exempel": True} if exempel else {})
        for kod, namn, varde, exempel in valda
    ]
    return sorted(rader, key=lambda rad: rad["rang"])


def _csv(filnamn: str, rader: list[dict[str, Any]], dialekt: str | None) -> HttpResponse:
    kolumner = ("rang", "kommun", "namn", "varde", "exempel")
    return utdata.csv_svar(filnamn, kolumner, [[rad.get(k, False) for k in kolumner] for rad in rader], dialekt)


urlpatterns = [
    path("nyckeltal/", NyckeltalLista.as_view(), name="api-nyckeltal"),
    path("nyckeltal/<str:kod>/", NyckeltalVisa.as_view(), name="api-nyckeltal-visa"),
    path("nyckeltal/<str:kod>/rangordning/", RangordningVisa.as_view(), name="api-rangordning"),
]
