"""One example's page: what it says, what is not told, its measures and where it is known from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from atgarder import datum
from atgarder.exempel import overgangar
from atgarder.models import Atgard, Exempelversion, GottExempel, Kalla
from kommuner.nyckeltal import alla
from konton.historik import historik
from konton.models import User
from socialtjanst.web.presentation import exempel, strukturtext
from socialtjanst.web.presentation.exempellasning import Last
from socialtjanst.web.presentation.exempelval import bibliotek, las_urval, med_exempel, slugar

HOGST_UNDER_ARBETE = 40
AVSNITT = (
    ("sa_gjorde_de", "Så gjorde de"),
    ("forutsattningar", "Förutsättningar"),
    ("resultat", "Vad de säger att det gav"),
    ("gick_inte", "Vad som inte gick"),
    ("lardomar", "Lärdomar"),
    ("kostnad", "Vad det kostade"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Atgardsrad:
    """A measure as the example's page lays it out; `historia` are its states in order, with their reasons."""

    adress: str
    titel: str
    plats: str
    kommun: str
    typ: str
    fakta: Sequence[tuple[str, str]]
    lage: str
    lagesskal: str
    delar: Sequence[str]
    historia: Sequence[tuple[str, str]]
    mal: Sequence[tuple[str, str]]
    pahittat: bool


@dataclass(frozen=True, slots=True)
class Kallrad:
    text: str
    adress: str


def atgardsrad(a: Atgard) -> Atgardsrad:
    return Atgardsrad(
        adress=a.get_absolute_url(),
        titel=a.titel,
        plats=exempel.plats(a),
        kommun=a.kommun_id,
        typ=a.typ.namn,
        lage=exempel.stor(exempel.lagestext(a)),
        lagesskal=exempel.lagesskal(a),
        fakta=[
            ("För hur många", exempel.omfattning(a) or exempel.OKANT),
            ("Avtalsform", "" if a.avtalsform == Atgard.Avtalsform.OKLART else a.get_avtalsform_display()),
            ("Kostnad", exempel.kostnadstext(a) or exempel.OKANT),
        ],
        delar=strukturtext.rader(a),
        historia=historia(a),
        mal=[(f"{alla()[m.nyckeltal_id].kortnamn} {m.get_riktning_display()}", m.nyckeltal_id) for m in a.mal.all()],
        pahittat=a.exempel,
    )


def historia(a: Atgard) -> list[tuple[str, str]]:
    """Each state as ("avbruten 2017", "Pengarna tog slut."); needs `lagesandringar` prefetched in lists."""
    return [
        (" ".join(filter(None, [s.get_lage_display(), datum.visa(s.datum) if s.datum else ""])), s.skal)
        for s in a.lagesandringar.all()
    ]


def kallrad(k: Kalla) -> Kallrad:
    return Kallrad(exempel.kalltext(k), k.url or (reverse("kalla-fil", args=[k.pk]) if k.fil else ""))


def sammanhang(e: Last, fraga: QueryDict, rot: str) -> dict[str, Any]:
    """The template's context; `rot` is the site's own address, for the sentence to copy."""
    rad = e.rad
    urval = las_urval(slugar(fraga), lambda andra: rad.get_absolute_url() + med_exempel(andra))
    return {
        "sida": "exempel",
        "exempel": rad,
        "e": e,
        "smulor": [("Goda exempel", bibliotek(urval.slugar)), (e.titel, "")],
        "ingress": e.innehall["ingress"],
        "orter": exempel.unika(a.kommun.namn for a in e.atgarder),
        "slag": exempel.unika(a.typ.namn for a in e.atgarder),
        "avsnitt": [(rubrik, e.innehall[falt]) for falt, rubrik in AVSNITT if e.innehall[falt]],
        "okanda": uppraknat([rubrik.lower() for falt, rubrik in AVSNITT if not e.innehall[falt]]),
        "uppmatt": [text for a in e.atgarder if (text := exempel.uppmatt(a))],
        "citat": e.innehall["citat"],
        "kontakt": e.innehall["kontaktroll"],
        "atgarder": [atgardsrad(a) for a in e.atgarder],
        "kallor": [kallrad(k) for k in e.kallor],
        "styrka": exempel.styrka(e.innehall["evidens"]),
        "skala": exempel.skalan(),
        "nasta": rad.nasta_granskning,
        "kopiera": kopiera(e, rot + rad.get_absolute_url()),
        "urval": urval,
        "vald": urval.har(rad.slug),
        "vaxla": urval.vaxla(rad.slug),
        "visar_exempeldata": rad.exempel,
    }


def kopiera(e: Last, adress: str) -> str:
    """A finished paragraph with its source: whose claim it is, how strong its ground is, where it stands."""
    orter = exempel.unika(a.kommun.namn for a in e.atgarder)
    resultat = e.innehall["resultat"]
    delar = [
        "EXEMPELDATA (påhittat):" if e.rad.exempel else "",
        f"{e.titel} ({orter}). {e.innehall['ingress']}",
        f"Påstått resultat: {resultat}" if resultat else "Resultatet framgår inte.",
        f"Underlagets styrka: {exempel.styrka(e.innehall['evidens']).text}.",
        f"Källa: Vändpunkt{f', granskat {e.rad.granskad:%Y-%m-%d}' if e.rad.granskad else ''}. {adress}",
    ]
    return " ".join(filter(None, delar))


def uppraknat(ord_: Sequence[str]) -> str:
    """ "förutsättningar, lärdomar och vad det kostade"."""
    return " och ".join(filter(None, [", ".join(ord_[:-1]), *ord_[-1:]]))


@dataclass(frozen=True, slots=True)
class Val:
    """A button of the editors': the key of atgarder.exempel.OVERGANGAR, and what it says."""

    varde: str
    text: str
    viktig: bool = False


KNAPPAR = {
    "granskning": "Skicka till granskning",
    "utkast": "Skicka tillbaka till utkast",
    "publicerat": "Publicera exemplet",
    "arkiverat": "Arkivera",
    "ateruppta": "Återuppta ur arkivet",
}


@dataclass(frozen=True, slots=True)
class Utkast:
    titel: str
    lage: str
    adress: str


def under_arbete(user: User | AnonymousUser) -> list[Utkast]:
    """What the user may write and readers do not find: drafts, what waits, what is archived or has lost its measure."""
    synliga = Q(lage=GottExempel.Lage.PUBLICERAT, pk__in=GottExempel.objects.publika().values("pk"))
    rader = GottExempel.objects.skrivbara_for(user).exclude(synliga).order_by("-andrad")[:HOGST_UNDER_ARBETE]
    dolt = "publicerat, men visas inte: åtgärden är inte längre publik"
    lagen = {**dict(GottExempel.Lage.choices), GottExempel.Lage.PUBLICERAT: dolt}
    return [Utkast(rad.titel, lagen[rad.lage], rad.get_absolute_url()) for rad in rader]


def redaktion(user: User | AnonymousUser, rad: GottExempel, dolda: int, *, arbetskopia: bool) -> dict[str, Any]:
    """What only those who may change the example see; empty for everybody else.

    The working copy is published from its own page, where it is read.
    """
    if not GottExempel.objects.skrivbara_for(user).filter(pk=rad.pk).exists():
        return {}
    knappar = [Val(v, KNAPPAR[v], v in ("publicerat", "granskning")) for v in overgangar(user, rad)]
    lasa_forst = (
        not arbetskopia and rad.lage != GottExempel.Lage.PUBLICERAT and any(k.varde == "publicerat" for k in knappar)
    )
    if not arbetskopia or rad.lage == GottExempel.Lage.PUBLICERAT:
        knappar = [k for k in knappar if k.varde != "publicerat"]
    versioner = Exempelversion.objects.filter(exempel=rad).values_list("nummer", "skapad", "av_roll")
    return {
        "redaktion": True,
        "knappar": knappar,
        "lasa_forst": lasa_forst,
        "versioner": [
            (reverse("exempel-version", args=[rad.slug, nr]), nr, skapad, roll) for nr, skapad, roll in versioner
        ],
        "dolda": dolda,
        "handelser": historik(rad, lasare=user),
        "far_andra": rad.lage != GottExempel.Lage.ARKIVERAT,
    }
