"""The list of statements: its filters, its rows, and one statement with its replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from atgarder import datum, sok
from atgarder.models import Tema, Uppgift
from atgarder.querysets import PUBLIKA, UppgiftQuerySet
from kommuner.models import Kommun
from konton.models import User
from socialtjanst.web.formular.uppgifter import Uppgiftsform, ur
from socialtjanst.web.presentation import sagt
from socialtjanst.web.presentation.vy import citat

RIKET = "riket"
PER_SIDA = 40
HOGST_Q = 200


class Okand(ValueError):
    """The address asks for something that does not exist; the text says what, in Swedish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Val:
    """What the address asks for; "" is everything. `kommun` may be "riket": what is said of the country."""

    kommun: str = ""
    tema: str = ""
    slag: str = ""
    lage: str = ""
    q: str = ""

    @property
    def begransat(self) -> bool:
        return any((self.kommun, self.tema, self.slag, self.lage, self.q))

    def fraga(self) -> str:
        valda = {namn: getattr(self, namn) for namn in ("kommun", "tema", "slag", "lage", "q")}
        return "?" + urlencode({namn: varde for namn, varde in valda.items() if varde})


def las_val(fraga: QueryDict, oversikt: Oversikt) -> Val:
    """Raises Okand for a theme, municipality, kind or state that does not exist."""
    val = {namn: fraga.get(namn, "") for namn in ("kommun", "tema", "slag", "lage")}
    for namn, mojliga in (
        ("kommun", {RIKET, *oversikt.kommuner}),
        ("tema", oversikt.teman),
        ("slag", set(Uppgift.Slag.values)),
        ("lage", set(Uppgift.Lage.values)),
    ):
        if val[namn] and val[namn] not in mojliga:
            raise Okand(f"{namn.capitalize().replace('Lage', 'Läget')} {citat(val[namn])} finns inte. Välj i listan.")
    return Val(**val, q=fraga.get("q", "").replace("\x00", "").strip()[:HOGST_Q])


@dataclass(frozen=True, slots=True)
class Oversikt:
    """What there is to choose from."""

    kommuner: dict[str, str]
    teman: dict[str, str]


def oversikt() -> Oversikt:
    """Municipalities of the register and themes; two queries."""
    return Oversikt(dict(Kommun.objects.values_list("kod", "namn")), dict(Tema.objects.values_list("kod", "namn")))


def matchar(rader: UppgiftQuerySet, q: str) -> UppgiftQuerySet:
    """Those that the search finds; drafts, which it does not know, by the words of their text and place."""
    if not q:
        return rader
    i_utkast = ~PUBLIKA
    for ord_ in q.split():
        i_utkast &= Q(text__icontains=ord_) | Q(kommun__namn__icontains=ord_) | Q(tema__namn__icontains=ord_)
    return rader.filter(Q(pk__in=sok.nycklar(q, "uppgift")) | i_utkast)


def valda(user: User | AnonymousUser, val: Val) -> UppgiftQuerySet:
    rader = Uppgift.objects.synliga_for(user).filter(tillbakadragen__isnull=True)
    if val.kommun:
        rader = rader.filter(kommun=None if val.kommun == RIKET else val.kommun)
    for namn in ("tema", "slag", "lage"):
        if varde := getattr(val, namn):
            rader = rader.filter(**{namn: varde})
    return matchar(rader, val.q)


def lista(user: User | AnonymousUser, val: Val, val_av: Oversikt, sida: str) -> dict[str, Any]:
    """The template's context: the rows of one page, and the filters."""
    blad = Paginator(valda(user, val).order_by("-datum", "kommun__ordning", "pk"), PER_SIDA).get_page(sida)
    pk = [u.pk for u in blad.object_list]
    funna = {rad.pk: rad for rad in sagt.rader(Uppgift.objects.filter(pk__in=pk).values(*sagt.FALT))}
    return {
        "val": val,
        "kommuner": val_av.kommuner.items(),
        "teman": val_av.teman.items(),
        "slagval": Uppgift.Slag.choices,
        "lagesval": [(kod, sagt.LAGESORD[Uppgift.Lage(kod)]) for kod in Uppgift.Lage.values],
        "blad": blad,
        "antal": blad.paginator.count,
        "rader": [funna[nyckel] for nyckel in pk],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Svar:
    """A reply in the history of a statement."""

    lagesord: str
    skal: str
    vem: str
    dag: Any


def svaren(uppgift: Uppgift) -> list[Svar]:
    """Newest first; a user who is gone keeps the role."""
    return [
        Svar(lagesord=sagt.LAGESORD[Uppgift.Lage(s.lage)], skal=s.skal, vem=s.av_roll or "okänd roll", dag=s.skapad)
        for s in uppgift.svar.order_by("-pk")
    ]


def visa(uppgift: Uppgift) -> dict[str, Any]:
    """The context of one statement's page."""
    (rad,) = sagt.rader(Uppgift.objects.filter(pk=uppgift.pk).values(*sagt.FALT))
    return {
        "uppgift": uppgift,
        "rad": rad,
        "svar": svaren(uppgift),
        "kallor": list(uppgift.kallor.all()),
        "atgard": _publik_atgard(uppgift),
        "smulor": smulor(uppgift),
    }


def _publik_atgard(uppgift: Uppgift) -> tuple[str, str] | None:
    """Title and address of the measure that the statement is about; not of one that readers may not see."""
    a = uppgift.atgard
    if a is None or a.tillbakadragen or a.synlighet != a.Synlighet.PUBLIK:
        return None
    return a.titel, a.get_absolute_url()


def smulor(uppgift: Uppgift, sist: str = "") -> Sequence[tuple[str, str]]:
    rot = ("Det som sägs", reverse("uppgifter"))
    egen = ("Uppgiften", uppgift.get_absolute_url() if sist else "")
    kommun = [(uppgift.kommun.namn, reverse("kommun-visa", args=[uppgift.kommun_id]))] if uppgift.kommun else []
    return [rot, *kommun, egen, *([(sist, "")] if sist else [])]


JAMFORDA = ("kommun", "text", "citat", "sagt_av", "datum", "slag", "tema", "enhet", "atgard", "nyckeltal")
KALLOR = "Källor"


def skillnader(form: Uppgiftsform, nu: Uppgift) -> list[tuple[str, str, str]]:
    """(field, as it stands now, as the user wrote it) where they differ: what the second of two writers must see."""
    star = ur(nu)
    rader = [
        (str(form[namn].label), _i_ord(form, namn, star[namn]), _i_ord(form, namn, form[namn].value()))
        for namn in JAMFORDA
        if namn in form.fields and _i_ord(form, namn, star[namn]) != _i_ord(form, namn, form[namn].value())
    ]
    star_nu, mina = [str(k) for k in nu.kallor.all()], form.skrivna_kallor()
    if sorted(star_nu) != sorted(mina):
        rader.append((KALLOR, "; ".join(star_nu) or "inga", "; ".join(mina) or "inga"))
    return rader


def _i_ord(form: Uppgiftsform, namn: str, varde: Any) -> str:
    """The value as a reader knows it: the choice's name, yes or no, the date in one way of writing."""
    if isinstance(varde, bool) or namn == "citat":
        return "ja" if varde in (True, "on", "True") else "nej"
    if namn == "datum" and varde:
        return datum.visa(datum.tolka(varde))
    val = dict(getattr(form.fields[namn], "choices", ()))
    return str(val.get(varde or "", varde) or "tomt").replace("\r\n", "\n")
