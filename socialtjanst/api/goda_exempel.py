"""Good examples as they were published; the working copy is nobody's business here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from rest_framework import serializers
from rest_framework.request import Request

from atgarder.kallor import visbara
from atgarder.models import Atgard, Exempelversion, GottExempel, Kalla
from socialtjanst.api import filter as f
from socialtjanst.api import utdata
from socialtjanst.api.atgarder import PROBLEM, TYP, omrade
from socialtjanst.api.atgardsdelar import Kallrad
from socialtjanst.api.atgardsrader import Atgardslank, kallrad, lank
from socialtjanst.api.beskrivning import beskriven, vagdel
from socialtjanst.api.falt import Text, okand_som_null
from socialtjanst.api.listor import SIDPARAMETRAR, Personligvy, Sidlista, tidpunkt
from socialtjanst.api.parametrar import En, Fraga, Lista, ett_av

SLUG = vagdel("slug", "Exemplets adress.", "^[a-z0-9-]{1,80}$")
TEXTER = (
    *("titel", "ingress", "sa_gjorde_de", "forutsattningar", "kostnad", "resultat", "lardomar", "gick_inte"),
    "kontaktroll",
)
KOLUMNER = ("id", "slug", *TEXTER, "evidens", "atgarder", "granskad", "nasta_granskning", "version", "publicerad")
EVIDENS = Lista(
    "evidens",
    "Underlagets styrka: 1 beskrivning, 2 före och efter, 3 jämförelse, 4 kontrollerad.",
    lambda text: int(ett_av("1", "2", "3", "4")(text)),
    {"type": "string", "enum": ["1", "2", "3", "4"]},
)
PUBLICERAD_EFTER = tidpunkt("publicerad_efter", "Publicerade efter den tidpunkten.")


def _nummer(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise ValueError("Ange versionens nummer: de står i versioner.")
    return int(text)


VERSION = En(
    "version",
    "En tidigare publicerad version; utan den svarar vi med den senaste.",
    _nummer,
    {"type": "string", "pattern": "^[0-9]{1,6}$"},
)


class Citatrad(serializers.Serializer[Any]):
    text = serializers.CharField()
    roll = serializers.CharField()


class Versionsrad(serializers.Serializer[Any]):
    nummer = serializers.IntegerField()
    publicerad = serializers.DateTimeField()


class Exempelrad(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    slug = serializers.CharField(help_text="Exemplets adress.")
    titel = serializers.CharField()
    ingress = serializers.CharField()
    sa_gjorde_de = Text(20_000)
    forutsattningar = Text(20_000)
    kostnad = Text(20_000)
    resultat = Text(20_000, help_text="Det resultat som påstås.")
    lardomar = Text(20_000)
    gick_inte = Text(20_000, help_text="Vad som inte gick.")
    kontaktroll = Text(160, help_text="Rollen som går att kontakta.")
    evidens = serializers.IntegerField(
        help_text="Underlagets styrka: 1 beskrivning, 2 före och efter, 3 jämförelse, 4 kontrollerad."
    )
    citat = Citatrad(many=True)
    atgarder = Atgardslank(many=True, help_text="Åtgärderna som exemplet bygger på och som fortfarande är publika.")
    kallor = Kallrad(many=True)
    granskad = serializers.DateField(allow_null=True)
    nasta_granskning = serializers.DateField(allow_null=True)
    exempel = serializers.BooleanField(help_text="true när det är påhittat för att visa hur tjänsten fungerar.")
    version = serializers.IntegerField(help_text="Versionen som visas.")
    publicerad = serializers.DateTimeField(help_text="När den versionen publicerades.")
    versioner = Versionsrad(many=True, help_text="Alla publicerade versioner, den senaste först.")
    adress = serializers.URLField(help_text="Exemplet i API:et.")


class Exempellista(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Exempelrad(many=True)


@beskriven(
    "Goda exempel",
    "Publicerade exempel på vad kommuner har gjort och vad andra kan lära av det, nyast först. "
    "Filtren gäller åtgärderna som exemplen bygger på.",
    Exempellista,
    csv=True,
)
class GodaExempel(Sidlista):
    filnamn, kolumner = "goda-exempel", KOLUMNER
    parametrar = (
        *(f.KOMMUN, f.LAN, f.GRUPP, TYP, PROBLEM, EVIDENS, PUBLICERAD_EFTER, f.EXEMPEL),
        *SIDPARAMETRAR,
    )

    def urval(self, request: Request) -> QuerySet[GottExempel]:
        fraga, publika = self.fraga, GottExempel.objects.publika()
        if (exempel := fraga[f.EXEMPEL]) is not None:
            publika = publika.filter(exempel=exempel)
        if efter := fraga[PUBLICERAD_EFTER]:
            publika = publika.filter(publik__skapad__gt=efter)
        if evidens := fraga[EVIDENS]:
            publika = publika.filter(publik__innehall__evidens__in=evidens)
        if any(fraga[p] is not None for p in (f.KOMMUN, f.LAN, f.GRUPP, TYP, PROBLEM)):
            publika = publika.filter(pk__in=_med_atgarder(publika, _atgarder(fraga)))
        return publika

    def rader(self, request: Request, valda: QuerySet[GottExempel]) -> list[dict[str, Any]]:
        funna = list(valda.select_related("publik").prefetch_related("versioner"))
        return _rader(request, [(e, e.publik) for e in funna if e.publik is not None])


@beskriven("Ett gott exempel", "Exemplet som det publicerades, med alla versioner.", Exempelrad, vag=[SLUG])
class ExempelVisa(Personligvy):
    parametrar = (VERSION,)

    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        publika = GottExempel.objects.publika().select_related("publik").prefetch_related("versioner")
        exempel = get_object_or_404(publika, slug=kwargs["slug"])
        nummer = self.fraga[VERSION]
        vald = exempel.publik if nummer is None else exempel.versioner.filter(nummer=nummer).first()
        if vald is None:
            raise Http404
        return utdata.json_svar(_rader(request, [(exempel, vald)])[0])


def _atgarder(fraga: Fraga) -> set[int]:
    """Public measures that the filters let through."""
    rader = Atgard.objects.publika().filter(omrade(fraga))
    if typer := fraga[TYP]:
        rader = rader.filter(typ__in=typer)
    if problem := fraga[PROBLEM]:
        rader = rader.filter(problem__in=problem)
    return set(rader.values_list("pk", flat=True))


def _med_atgarder(publika: QuerySet[GottExempel], atgarder: set[int]) -> list[int]:
    """Examples that were published with one of the measures: the working copy may have others."""
    rader = publika.values_list("pk", "publik__innehall__atgarder")
    return [pk for pk, egna in rader if not atgarder.isdisjoint(egna)]


def _rader(request: Request, par: list[tuple[GottExempel, Exempelversion]]) -> list[dict[str, Any]]:
    atgarder = _alla(par, "atgarder", Atgard.objects.publika().select_related("kommun"))
    kallor = _alla(par, "kallor", visbara())
    return [_rad(request, exempel, version, atgarder, kallor) for exempel, version in par]


def _alla(par: Iterable[tuple[GottExempel, Exempelversion]], namn: str, rader: QuerySet[Any]) -> dict[int, Any]:
    """Everything that the versions name, read at once."""
    return rader.in_bulk({pk for _, version in par for pk in version.innehall[namn]})


def _rad(
    request: Request, e: GottExempel, v: Exempelversion, atgarder: Mapping[int, Atgard], kallor: Mapping[int, Kalla]
) -> dict[str, Any]:
    return {
        "id": e.pk,
        "slug": e.slug,
        **okand_som_null({namn: v.innehall[namn] for namn in TEXTER}),
        "evidens": v.innehall["evidens"],
        "citat": v.innehall["citat"],
        "atgarder": [lank(request, atgarder[pk]) for pk in v.innehall["atgarder"] if pk in atgarder],
        "kallor": [kallrad(kallor[pk]) for pk in v.innehall["kallor"] if pk in kallor],
        "granskad": e.granskad,
        "nasta_granskning": e.nasta_granskning,
        "exempel": e.exempel,
        "version": v.nummer,
        "publicerad": v.skapad,
        "versioner": [{"nummer": x.nummer, "publicerad": x.skapad} for x in e.versioner.all()],
        "adress": request.build_absolute_uri(reverse("api-exempel", args=[e.slug])),
    }


urlpatterns = [
    path("goda-exempel/", GodaExempel.as_view(), name="api-goda-exempel"),
    path("goda-exempel/<slug:slug>/", ExempelVisa.as_view(), name="api-exempel"),
]
