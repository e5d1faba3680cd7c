"""One measure's page: what, where, since when, for how many, in what state; its parts, goals, results and links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from atgarder import datum, regler, strukturer
from atgarder.models import Atgard, Inspiration, Kalla, Lagesandring, Mal, Uppgift
from kommuner import tal
from konton.signatur import kand_roll
from socialtjanst.web.presentation.atgardsstruktur import OKANT, Strukturvy, antal, vy

Lage = Atgard.Lage
HOGST_FORSLAG = 20


def sedan(a: Atgard) -> str:
    """Since when, as a person would say it: "sedan 2016", "2015–2016", "beslutad maj 2016"; empty when unknown."""
    if a.start and a.slut and a.lage in (Lage.AVSLUTAD, Lage.AVBRUTEN):
        return datum.visa(a.start) if a.start == a.slut else f"{datum.visa(a.start)}–{datum.visa(a.slut)}"
    if a.start:
        return f"sedan {datum.visa(a.start)}" if a.lage in (Lage.PAGAENDE, Lage.PERMANENT) else datum.visa(a.start)
    return f"beslutad {datum.visa(a.beslutad)}" if a.beslutad else ""


def for_vilka(a: Atgard) -> str:
    """ "18 socialsekreterare"; empty when neither is known."""
    hur_manga = tal.visa(a.antal_berorda, 0) if a.antal_berorda is not None else ""
    vilka = a.berorda or ("personer" if hur_manga else "")
    return f"{hur_manga} {vilka}".strip()


def mening(a: Atgard) -> str:
    """The first sentence: where, in what state, since when, for how many."""
    var = f"{a.kommun}, {a.enhet.namn}" if a.enhet else str(a.kommun)
    nar = sedan(a)
    laget = a.get_lage_display() if not nar.startswith(a.get_lage_display()) else ""
    text = f"{var}: {' '.join(filter(None, [laget, nar]))}"
    return f"{text}, för {for_vilka(a)}." if for_vilka(a) else f"{text}."


def kronor(belopp: int | None) -> str:
    return tal.visa_med_enhet(belopp, "kronor", 0) if belopp is not None else ""


def kostnad(a: Atgard) -> str:
    """ "400 000 kronor en gång, 1 200 000 kronor per år"; empty when unknown."""
    delar = [f"{kronor(a.kostnad_engang)} en gång" if a.kostnad_engang is not None else ""]
    delar.append(f"{kronor(a.kostnad_per_ar)} per år" if a.kostnad_per_ar is not None else "")
    return ", ".join(filter(None, delar))


def fakta(a: Atgard) -> list[tuple[str, str]]:
    rader = [
        ("Läge", a.get_lage_display()),
        ("Beslutad", _dag(a.beslutad)),
        ("Började", _dag(a.start)),
        ("Slutar" if a.lage not in (Lage.AVSLUTAD, Lage.AVBRUTEN) else "Slutade", _dag(a.slut)),
        ("För hur många", tal.visa(a.antal_berorda, 0) if a.antal_berorda is not None else OKANT),
        ("För vilka", a.berorda or OKANT),
        ("Avtalsform", a.get_avtalsform_display()),
    ]
    return [(namn, varde) for namn, varde in rader if namn != "Slutar" or varde != OKANT]


def _dag(text: str) -> str:
    return datum.visa(text) if text else OKANT


def kostnadsfakta(a: Atgard) -> list[tuple[str, str]]:
    rader = [
        ("Kostnad", kostnad(a) or OKANT),
        ("Betalas av", a.betalas_av or OKANT),
        ("Statliga medel", {None: OKANT, True: "ja", False: "nej"}[a.statliga_medel]),
    ]
    if a.statliga_medel:
        rader += [
            ("Medlen tar slut", _dag(a.statliga_medel_slut)),
            ("Årsarbetare för medlen", antal(a.statliga_arsarbetare)),
            ("Därefter", a.get_efter_statliga_medel_display()),
        ]
    return rader


@dataclass(frozen=True, slots=True)
class Resultatvy:
    """Claimed and measured side by side; an empty text is said to be unknown."""

    pastatt: str
    uppmatt: str


def resultat(a: Atgard) -> Resultatvy:
    uppmatt = a.resultatlage == Atgard.Resultatlage.UPPMATT
    return Resultatvy("" if uppmatt else a.resultat, a.resultat if uppmatt else "")


@dataclass(frozen=True, slots=True)
class Malvy:
    namn: str
    kod: str
    riktning: str
    tecken: str


def mal(rader: Sequence[Mal]) -> list[Malvy]:
    return [
        Malvy(m.nyckeltal.namn, m.nyckeltal_id, m.get_riktning_display(), "▲" if m.riktning > 0 else "▼") for m in rader
    ]


@dataclass(frozen=True, slots=True)
class Kallvy:
    text: str
    adress: str
    fakta: str
    filnamn: str


def kallor(rader: Sequence[Kalla]) -> list[Kallvy]:
    return [
        Kallvy(
            k.titel,
            reverse("kalla-fil", args=[k.pk]) if k.fil else k.url,
            " · ".join(
                filter(
                    None,
                    [
                        k.get_slag_display(),
                        k.utgivare,
                        datum.visa(k.datum) if k.datum else "",
                        f"dnr {k.diarienummer}" if k.diarienummer else "",
                    ],
                )
            ),
            k.filnamn,
        )
        for k in rader
    ]


@dataclass(frozen=True, slots=True)
class Lank:
    """Another measure that this one is tied to."""

    pk: int
    kommun: str
    titel: str
    adress: str
    nar: str
    lage: str


def _lank(a: Atgard, ar: str) -> Lank:
    return Lank(a.pk, a.kommun.namn, a.titel, a.get_absolute_url(), datum.visa(ar) if ar else "", a.get_lage_display())


def inspirerad_av(a: Atgard, synliga: QuerySet[Atgard]) -> list[Lank]:
    rader = Inspiration.objects.filter(atgard=a, forebild__in=synliga).select_related("forebild__kommun")
    return [_lank(r.forebild, r.ar) for r in rader]


def har_inspirerat(a: Atgard, synliga: QuerySet[Atgard]) -> list[Lank]:
    rader = Inspiration.objects.filter(forebild=a, atgard__in=synliga).select_related("atgard__kommun")
    return [_lank(r.atgard, r.ar) for r in rader]


@dataclass(frozen=True, slots=True)
class Historikrad:
    lage: str
    nar: str
    skal: str
    roll: str
    infort: Any


def historik(rader: Sequence[Lagesandring]) -> list[Historikrad]:
    """Newest first, by its date (the day of entry where it is unknown) and then by entry; the role stays."""
    ordnade = sorted(rader, key=lambda r: (r.datum or timezone.localdate(r.skapad).isoformat(), r.pk))
    return [
        Historikrad(
            r.get_lage_display(), datum.visa(r.datum) if r.datum else OKANT, r.skal, kand_roll(r.av_roll), r.skapad
        )
        for r in reversed(ordnade)
    ]


def struktur(a: Atgard) -> Strukturvy | None:
    return vy(a.typ.struktur, strukturer.las(a))


def varningar(a: Atgard) -> list[str]:
    """What may be wrong in the dates or in a ladder: told to those who wrote it."""
    return regler.framtidsvarningar(a.lage, a.start, timezone.localdate()) + strukturer.varningar(a)


def kopiera(a: Atgard, adress: str) -> str:
    """A finished sentence with its source, the day it was known and the address."""
    kalla = next(iter(a.kallor.all()), None)
    vem = f"Källa: {kalla}." if kalla else f"Källa: {a.kommun} enligt Vändpunkt."
    return f"{a.titel}. {mening(a)} {vem} Känt {timezone.localdate(a.andrad)}. {adress}"


def sammanhang(request: HttpRequest, a: Atgard, synliga: QuerySet[Atgard], *, far_skriva: bool) -> dict[str, Any]:
    return {
        "sida": "atgarder",
        "atgard": a,
        "smulor": [
            ("Åtgärder", reverse("atgarder")),
            (a.typ.namn, reverse("atgardstyp-visa", args=[a.typ_id])),
            (a.titel, ""),
        ],
        "mening": mening(a),
        "fakta": fakta(a),
        "kostnad": kostnadsfakta(a),
        "resultat": resultat(a),
        "struktur": struktur(a),
        "problem": list(a.problem.all()),
        "mal": mal(list(a.mal.select_related("nyckeltal"))),
        "kallor": kallor(list(a.kallor.all())),
        "inspirerad_av": inspirerad_av(a, synliga.filter(tillbakadragen=None)),
        "har_inspirerat": har_inspirerat(a, synliga.filter(tillbakadragen=None)),
        "historik": historik(list(a.lagesandringar.all())),
        "uppgifter": list(Uppgift.objects.synliga_for(request.user).filter(atgard=a, tillbakadragen=None)),
        "kopiera": kopiera(a, request.build_absolute_uri(a.get_absolute_url())),
        "far_skriva": far_skriva,
        "varningar": varningar(a) if far_skriva else [],
        "visar_exempeldata": a.exempel,
    }


@dataclass(frozen=True, slots=True)
class Forebildsval:
    """What can be chosen as inspiration: what the words find, or the newest of the same kind elsewhere."""

    q: str
    rader: list[tuple[int, str]]
    redan: list[Lank]


def forebildsval(synliga: QuerySet[Atgard], a: Atgard, q: str) -> Forebildsval:
    from socialtjanst.web.presentation.atgarder import matchar

    redan = inspirerad_av(a, synliga)
    andra = synliga.filter(tillbakadragen=None).exclude(pk__in=[a.pk, *(r.pk for r in redan)])
    q = q.strip()[:80]
    valda = matchar(andra, q) if q else andra.filter(typ=a.typ).exclude(kommun=a.kommun)
    rader = [(f.pk, f"{f.kommun}: {f.titel} ({f.get_lage_display()})") for f in valda[:HOGST_FORSLAG]]
    return Forebildsval(q, rader, redan)
