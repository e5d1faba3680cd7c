"""Rounds, published visits, public handlingsplaner and promises.

Everybody gets the same answer, logged in or not: answers are kept by others, and what is internal is never in them.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from atgarder.models import Atgard
from besok import omgangar, sammanfattning
from besok.ataganden import offentligt_lage
from besok.models import Atagande, Atagandelage, Besok, Besokscitat, Besoksomgang, Handlingsplan
from socialtjanst.api import filter as f
from socialtjanst.api import utdata
from socialtjanst.api.bas import Registerlista, Registervy
from socialtjanst.api.beskrivning import beskriven, vagdel
from socialtjanst.api.fel import citat
from socialtjanst.api.parametrar import Fraga, Lista
from socialtjanst.api.register import lista

INGEN = AnonymousUser()
OMGANGSKOD = vagdel("kod", "Omgångens kod.", "^[a-z0-9-]{1,60}$")
PLATS = (f.KOMMUN, f.LAN, f.GRUPP)


def _omgangskod(text: str) -> str:
    if not Besoksomgang.objects.filter(kod=text).exists():
        raise ValueError(f"Ingen omgång har koden ”{citat(text)}”. Koderna finns på /api/v1/besoksomgangar/.")
    return text


OMGANG = Lista("omgang", "Omgångens kod.", _omgangskod, {"type": "string", "pattern": "^[a-z0-9-]{1,60}$"})


class Omgangsrad(serializers.Serializer[Any]):
    kod = serializers.CharField()
    namn = serializers.CharField()
    start = serializers.CharField(allow_null=True, help_text="År, månad eller dag; null när det inte är känt.")
    slut = serializers.CharField(allow_null=True)
    foregaende = serializers.CharField(allow_null=True, help_text="Koden för omgången som återbesöks.")
    antal = serializers.IntegerField(help_text="Antal kommuner i omgången.")
    besokta = serializers.IntegerField(help_text="Antal besökta kommuner, också de som källan inte namnger.")
    namngivna = serializers.IntegerField(help_text="Besökta kommuner med ett publicerat besök här.")
    aterstar = serializers.ListField(child=serializers.CharField(), help_text="Vad som återstår att göra.")
    kallor = serializers.ListField(child=serializers.CharField())


class Rakning(serializers.Serializer[Any]):
    text = serializers.CharField()
    antal = serializers.IntegerField(help_text="Antal kommuner.")
    kommuner = serializers.ListField(child=serializers.CharField(), help_text="Kommunkoder.")


class Temarakning(serializers.Serializer[Any]):
    tema = serializers.CharField()
    antal = serializers.DictField(child=serializers.IntegerField(), help_text="Antal kommuner för varje bedömning.")


class Omgangsdetalj(Omgangsrad):
    signaler = Rakning(many=True, help_text="Korta påståenden och hur många kommuner som säger dem.")
    bedomningar = Temarakning(many=True, help_text="Bedömning mot förra besöket, tema för tema.")
    nu_tillsatta = serializers.ListField(
        child=serializers.CharField(), help_text="Kommuner med alla tjänster tillsatta nu men inte vid förra besöket."
    )
    statliga_medel = Rakning(many=True, help_text="Vad det statliga stödet har använts till.")


class Temarad(serializers.Serializer[Any]):
    tema = serializers.CharField()
    bedomning = serializers.CharField(help_text="battre, oforandrat, samre eller inte_berort.")
    text = serializers.CharField(allow_blank=True)


class Besokscitatrad(serializers.Serializer[Any]):
    text = serializers.CharField()
    roll = serializers.CharField()


class Deltagarrad(serializers.Serializer[Any]):
    roll = serializers.CharField()
    antal = serializers.IntegerField(allow_null=True, help_text="null när antalet inte är känt.")


class Besoksrad(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    omgang = serializers.CharField(allow_null=True)
    kommun = serializers.CharField()
    kommun_namn = serializers.CharField()
    datum = serializers.DateField(allow_null=True, help_text="null när källan inte säger vilken dag det var.")
    pa_plats = serializers.BooleanField(allow_null=True, help_text="null när det inte är känt.")
    sammanfattning = serializers.CharField(allow_blank=True)
    berattat = serializers.BooleanField(help_text="true när besöket bara är känt ur en källa.")
    exempel = serializers.BooleanField(help_text="true för påhittade besök.")
    teman = Temarad(many=True)
    signaler = serializers.ListField(child=serializers.CharField())
    citat = Besokscitatrad(many=True)
    deltagare = Deltagarrad(many=True)


class Planrad(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kommun = serializers.CharField()
    kommun_namn = serializers.CharField()
    begard = serializers.CharField(allow_null=True, help_text="År, månad eller dag.")
    mottagen = serializers.CharField(allow_null=True, help_text="null när planen inte har kommit.")
    dokument = serializers.CharField(allow_null=True)
    punkter = serializers.IntegerField(help_text="Antal punkter; de finns bland åtagandena.")


class Loftesrad(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kommun = serializers.CharField()
    kommun_namn = serializers.CharField()
    handlingsplan = serializers.IntegerField(allow_null=True)
    besok = serializers.UUIDField(allow_null=True, help_text="Besöket där löftet gavs.")
    text = serializers.CharField()
    agare_roll = serializers.CharField(allow_null=True, help_text="Rollen som lovar; null när den inte är känd.")
    klart_senast = serializers.CharField(allow_null=True)
    lage = serializers.CharField(help_text="oppet, pa_gang, infriat, delvis, inte_infriat eller inaktuellt.")
    lage_datum = serializers.DateField(allow_null=True)
    exempel = serializers.BooleanField(help_text="true för påhittade löften.")


def _plats(fraga: Fraga) -> dict[str, Any]:
    koder = f.kommunkoder(fraga)
    return {} if koder is None else {"kommun__in": koder}


def _omgangsrad(omgang: Besoksomgang) -> dict[str, Any]:
    besokta = set(omgangar.gjorda(omgang, INGEN).values_list("kommun_id", flat=True))
    framsteg = omgangar.framsteg(omgang, besokta)
    return {
        "kod": omgang.kod,
        "namn": omgang.namn,
        "start": omgang.start or None,
        "slut": omgang.slut or None,
        "foregaende": omgang.foregaende.kod if omgang.foregaende else None,
        "antal": framsteg.av,
        "besokta": framsteg.besokta,
        "namngivna": framsteg.namngivna,
        "aterstar": [rad.strip() for rad in omgang.aterstar.splitlines() if rad.strip()],
        "kallor": [str(kalla) for kalla in omgang.kallor.all()],
    }


def _omgangar() -> QuerySet[Besoksomgang]:
    return Besoksomgang.objects.select_related("foregaende").prefetch_related("kallor")


@beskriven(
    "Besöksomgångar",
    "Den nationella samordnarens omgångar av besök, och hur långt var och en har kommit.",
    lista("Omgangslista", Omgangsrad),
    csv=True,
)
class OmgangLista(Registerlista):
    filnamn = "besoksomgangar"
    kolumner = ("kod", "namn", "start", "slut", "foregaende", "antal", "besokta", "namngivna")
    parametrar = utdata.FILPARAMETRAR

    def rader(self, fraga: Fraga) -> list[dict[str, Any]]:
        return [_omgangsrad(omgang) for omgang in _omgangar()]


@beskriven(
    "En besöksomgång",
    "Omgången med sammanfattningen av dess publicerade besök.",
    Omgangsdetalj,
    vag=[OMGANGSKOD],
)
class OmgangVisa(Registervy):
    def svara(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        omgang = get_object_or_404(_omgangar(), kod=kwargs["kod"])
        gjorda = omgangar.gjorda(omgang, INGEN)
        u = sammanfattning.underlag(
            gjorda, synliga=Besok.objects.publicerade(), atgarder=Atgard.objects.publika().filter(exempel=False)
        )
        s = sammanfattning.rakna(u)
        raknat = {
            "signaler": _rakningar(s.signaler),
            "bedomningar": [{"tema": tema, "antal": dict(antal)} for tema, antal in s.bedomningar.items()],
            "nu_tillsatta": sorted(s.nu_tillsatta),
            "statliga_medel": _rakningar(list(s.medel.items())),
        }
        return utdata.json_svar(_omgangsrad(omgang) | raknat)


def _rakningar(rader: Any) -> list[dict[str, Any]]:
    return [{"text": text, "antal": len(koder), "kommuner": sorted(koder)} for text, koder in rader]


@beskriven(
    "Besök",
    "De publicerade besöken, med det som är offentligt. Ett besök som inte är publicerat finns inte här för någon.",
    lista("Besokslista", Besoksrad),
    csv=True,
)
class BesokLista(Registerlista):
    filnamn = "besok"
    kolumner = ("id", "omgang", "kommun", "kommun_namn", "datum", "pa_plats", "sammanfattning", "berattat", "exempel")
    parametrar = (*PLATS, OMGANG, *utdata.FILPARAMETRAR)

    def rader(self, fraga: Fraga) -> list[dict[str, Any]]:
        offentliga = Prefetch("citat", Besokscitat.objects.filter(offentligt=True), to_attr="offentliga_citat")
        besok = Besok.objects.publicerade().filter(**_plats(fraga)).select_related("omgang", "kommun")
        if koder := fraga[OMGANG]:
            besok = besok.filter(omgang__kod__in=koder)
        forhamtade = besok.prefetch_related("iakttagelser__tema", "signaler", offentliga, "deltagare")
        return [_besoksrad(b) for b in forhamtade.order_by("kommun__ordning", "datum", "pk")]


def _besoksrad(b: Besok) -> dict[str, Any]:
    falt = ("datum", "pa_plats", "sammanfattning", "berattat", "exempel")
    citaten: list[Besokscitat] = b.offentliga_citat  # type: ignore[attr-defined]
    return {
        "id": str(b.pk),
        "omgang": b.omgang.kod if b.omgang else None,
        "kommun": b.kommun_id,
        "kommun_namn": b.kommun.namn,
        **{namn: getattr(b, namn) for namn in falt},
        "teman": [
            {"tema": i.tema.namn, "bedomning": i.bedomning, "text": i.text}
            for i in b.iakttagelser.all()
            if i.text or i.bedomning != "inte_berort"
        ],
        "signaler": [s.text for s in b.signaler.all()],
        "citat": [{"text": c.text, "roll": c.roll} for c in citaten],
        "deltagare": [{"roll": d.get_roll_display(), "antal": d.antal} for d in b.deltagare.all()],
    }


@beskriven(
    "Handlingsplaner",
    "De handlingsplaner som är offentliga, med när de begärdes och kom.",
    lista("Planlista", Planrad),
    csv=True,
)
class PlanLista(Registerlista):
    filnamn = "handlingsplaner"
    kolumner = ("id", "kommun", "kommun_namn", "begard", "mottagen", "dokument", "punkter")
    parametrar = (*PLATS, *utdata.FILPARAMETRAR)

    def rader(self, fraga: Fraga) -> list[dict[str, Any]]:
        planer = Handlingsplan.objects.offentliga().filter(**_plats(fraga)).select_related("kommun", "dokument")
        return [
            {
                "id": p.pk,
                "kommun": p.kommun_id,
                "kommun_namn": p.kommun.namn,
                "begard": p.begard or None,
                "mottagen": p.mottagen or None,
                "dokument": str(p.dokument) if p.dokument else None,
                "punkter": len(p.punkter.all()),
            }
            for p in planer.prefetch_related("punkter").order_by("kommun__ordning", "pk")
        ]


@beskriven(
    "Åtaganden",
    "Löften från publicerade besök och punkter i offentliga handlingsplaner, med läget som det är känt.",
    lista("Loftelista", Loftesrad),
    csv=True,
)
class LofteLista(Registerlista):
    filnamn = "ataganden"
    kolumner = (
        *("id", "kommun", "kommun_namn", "handlingsplan", "besok", "text", "agare_roll", "klart_senast"),
        *("lage", "lage_datum", "exempel"),
    )
    parametrar = (*PLATS, *utdata.FILPARAMETRAR)

    def rader(self, fraga: Fraga) -> list[dict[str, Any]]:
        lagen = Prefetch("lagen", Atagandelage.objects.select_related("besok").order_by("pk"))
        rader = Atagande.objects.offentliga().filter(**_plats(fraga)).select_related("kommun", "besok")
        return [_loftesrad(a) for a in rader.prefetch_related(lagen).order_by("kommun__ordning", "pk")]


def _loftesrad(a: Atagande) -> dict[str, Any]:
    lage, dag = offentligt_lage(a)
    publicerat = a.besok is not None and a.besok.lage == Besok.Lage.PUBLICERAD
    return {
        "id": a.pk,
        "kommun": a.kommun_id,
        "kommun_namn": a.kommun.namn,
        "handlingsplan": a.plan_id,
        "besok": str(a.besok_id) if publicerat else None,
        "text": a.text,
        "agare_roll": a.agare_roll or None,
        "klart_senast": a.klart_senast or None,
        "lage": lage,
        "lage_datum": dag,
        "exempel": a.besok is not None and a.besok.exempel,
    }


urlpatterns = [
    path("besoksomgangar/", OmgangLista.as_view(), name="api-besoksomgangar"),
    path("besoksomgangar/<slug:kod>/", OmgangVisa.as_view(), name="api-besoksomgang"),
    path("besok/", BesokLista.as_view(), name="api-besok"),
    path("handlingsplaner/", PlanLista.as_view(), name="api-handlingsplaner"),
    path("ataganden/", LofteLista.as_view(), name="api-ataganden"),
]
