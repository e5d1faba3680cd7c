"""A measure as the API says it, with all that hangs on it and that the reader may see."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from atgarder import strukturer
from atgarder.models import Atgard, Inspiration, Kalla
from konton.models import User
from socialtjanst.api.atgardsdelar import Kallrad, Malrad, Struktur
from socialtjanst.api.falt import Datum, Text, Val, okand_som_null

EGNA = (
    *("titel", "bakgrund", "vad", "antal_berorda", "berorda", "lage", "beslutad", "start", "slut", "avtalsform"),
    *("kostnad_engang", "kostnad_per_ar", "betalas_av", "statliga_medel", "statliga_medel_slut"),
    *("statliga_arsarbetare", "efter_statliga_medel", "resultatlage", "resultat"),
    *("synlighet", "tillbakadragen", "tillbakadragen_skal", "exempel", "revision", "skapad", "andrad"),
)
KALLFALT = ("id", "slag", "titel", "utgivare", "datum", "url", "diarienummer", "filnamn")
KOLUMNER = (
    *("id", "kommun", "kommun_namn", "enhet", "typ", "typ_namn"),
    *EGNA,
    *("problem", "mal", "kallor", "inspirerad_av", "har_inspirerat"),
)


class Atgardslank(serializers.Serializer[Any]):
    """Another measure, to follow."""

    id = serializers.IntegerField()
    kommun = serializers.CharField(help_text="Kommunkod med fyra siffror.")
    kommun_namn = serializers.CharField()
    titel = serializers.CharField()
    ar = Datum(help_text="När inspirationen kom.")
    adress = serializers.URLField(help_text="Åtgärden i API:et.")


class Lagesrad(serializers.Serializer[Any]):
    lage = Val(Atgard.Lage.values)
    datum = Datum(help_text="När läget ändrades, så noga som det är känt.")
    skal = Text(500)
    roll = Text(300, help_text="Rollen hos den som skrev in det.")
    skapad = serializers.DateTimeField(help_text="När det skrevs in.")


class Atgardsrad(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kommun = serializers.CharField(help_text="Kommunkod med fyra siffror.")
    kommun_namn = serializers.CharField()
    enhet = serializers.IntegerField(allow_null=True)
    typ = serializers.CharField(help_text="Slag av åtgärd: se /api/v1/atgardstyper/.")
    typ_namn = serializers.CharField()
    titel = serializers.CharField()
    bakgrund = Text(20_000, help_text="Problemet med egna ord.")
    vad = Text(20_000, help_text="Vad som görs.")
    antal_berorda = serializers.IntegerField(allow_null=True, help_text="För hur många.")
    berorda = Text(200, help_text="För vilka.")
    lage = Val(Atgard.Lage.values)
    beslutad = Datum(help_text="2016, 2016-05 eller 2016-05-14, så noga som det är känt.")
    start = Datum()
    slut = Datum()
    avtalsform = Val(Atgard.Avtalsform.values)
    kostnad_engang = serializers.IntegerField(allow_null=True, help_text="Kostnad en gång, i kronor.")
    kostnad_per_ar = serializers.IntegerField(allow_null=True, help_text="Kostnad per år, i kronor.")
    betalas_av = Text(120)
    statliga_medel = serializers.BooleanField(allow_null=True, help_text="null när det inte framgår.")
    statliga_medel_slut = Datum(help_text="När de statliga medlen tar slut.")
    statliga_arsarbetare = serializers.FloatField(allow_null=True, help_text="Årsarbetare för statliga medel.")
    efter_statliga_medel = Val(Atgard.EfterStatligaMedel.values, tom=True)
    resultatlage = Val(Atgard.Resultatlage.values, help_text="Vad som är känt om resultatet.")
    resultat = Text(20_000)
    synlighet = Val(Atgard.Synlighet.values, help_text="Utkast syns bara för dem som får ändra dem.")
    tillbakadragen = serializers.DateTimeField(allow_null=True)
    tillbakadragen_skal = Text(300)
    exempel = serializers.BooleanField(help_text="true när åtgärden är påhittad för att visa hur tjänsten fungerar.")
    revision = serializers.IntegerField(help_text="Ökar vid varje ändring. Skicka den när du ändrar.")
    skapad = serializers.DateTimeField()
    andrad = serializers.DateTimeField()
    problem = serializers.ListField(child=serializers.CharField(), help_text="Koder för det som åtgärden ska lösa.")
    mal = Malrad(many=True, help_text="Nyckeltal som åtgärden ska flytta, och åt vilket håll.")
    kallor = Kallrad(many=True)
    struktur = Struktur(help_text="Det som är eget för slaget av åtgärd.")
    varningar = serializers.ListField(
        child=serializers.CharField(),
        help_text="Sådant som kan vara fel i en trappa: steg som överlappar, tillägg som sjunker. Inget har avvisats.",
    )
    inspirerad_av = Atgardslank(many=True, help_text="Åtgärder som den här hämtat idén från.")
    har_inspirerat = Atgardslank(many=True, help_text="Åtgärder som hämtat idén härifrån.")
    lagesandringar = Lagesrad(many=True, help_text="Alla lägen, det äldsta först.")
    adress = serializers.URLField(help_text="Åtgärden i API:et.")


def hela(user: User | AnonymousUser, valda: QuerySet[Atgard]) -> QuerySet[Atgard]:
    """`valda` with all that a row needs, in as many queries however many they are."""
    syns = Atgard.objects.synliga_for(user).values("pk")
    return valda.select_related("kommun", "typ", *strukturer.EN).prefetch_related(
        *("problem", "mal", "kallor", "lagesandringar", *strukturer.FLERA),
        _inspiration("forebilder", "forebild", syns),
        _inspiration("efterfoljare", "atgard", syns),
    )


def _inspiration(namn: str, andra: str, syns: QuerySet[Any]) -> Prefetch[str, QuerySet[Inspiration], str]:
    """Only those whose other end the reader may see."""
    rader = Inspiration.objects.filter(**{f"{andra}__in": syns}).select_related(f"{andra}__kommun")
    return Prefetch(namn, rader, to_attr=f"synliga_{namn}")


def rad(request: Request, a: Atgard) -> dict[str, Any]:
    """A measure of `hela`."""
    return {
        "id": a.pk,
        "kommun": a.kommun_id,
        "kommun_namn": a.kommun.namn,
        "enhet": a.enhet_id,
        "typ": a.typ_id,
        "typ_namn": a.typ.namn,
        **okand_som_null({namn: getattr(a, namn) for namn in EGNA}),
        "problem": [p.pk for p in a.problem.all()],
        "mal": [{"nyckeltal": m.nyckeltal_id, "riktning": m.riktning} for m in a.mal.all()],
        "kallor": [kallrad(k) for k in a.kallor.all()],
        "struktur": {del_: _del(varden) for del_, varden in strukturer.las(a).items()},
        "varningar": strukturer.varningar(a),
        "inspirerad_av": [lank(request, i.forebild, i.ar) for i in a.synliga_forebilder],  # type: ignore[attr-defined]
        "har_inspirerat": [lank(request, i.atgard, i.ar) for i in a.synliga_efterfoljare],  # type: ignore[attr-defined]
        "lagesandringar": [
            okand_som_null({"lage": x.lage, "datum": x.datum, "skal": x.skal, "roll": x.av_roll, "skapad": x.skapad})
            for x in a.lagesandringar.all()
        ],
        "adress": adress(request, a.pk),
    }


def kallrad(k: Kalla) -> dict[str, Any]:
    return okand_som_null({namn: getattr(k, namn) for namn in KALLFALT})


def lank(request: Request, a: Atgard, ar: str = "") -> dict[str, Any]:
    return {
        "id": a.pk,
        "kommun": a.kommun_id,
        "kommun_namn": a.kommun.namn,
        "titel": a.titel,
        "ar": ar or None,
        "adress": adress(request, a.pk),
    }


def adress(request: Request, pk: int) -> str:
    return request.build_absolute_uri(reverse("api-atgard", args=[pk]))


def _del(varden: Any) -> Any:
    """A part of the structure; one that nothing is known of is null."""
    if isinstance(varden, list):
        return [okand_som_null(v) for v in varden]
    return okand_som_null(varden) or None
