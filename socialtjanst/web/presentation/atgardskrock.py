"""Two at once: what the other one changed beside what this one did, field by field, and what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from atgarder import datum, innehall
from atgarder.innehall import Innehall
from atgarder.models import Atgard, Atgardstyp, Kalla, Mal, Problem
from kommuner import tal
from kommuner.models import Nyckeltal
from konton.signatur import signatur
from socialtjanst.web.formular.atgard import Atgardsform
from socialtjanst.web.formular.atgardsformular import Atgardsformular
from socialtjanst.web.presentation.atgardsstruktur import OKANT, ja_nej, textrader

EGNA_NAMN = {"mal": "Mål", "kallor": "Källor", "slag": "Slag och dess egna fält", "synlighet": "Synlighet"}
_INTE_MED = ("csrfmiddlewaretoken", "revision", "ursprung", "krock", "krockfalt", "losning")


@dataclass(frozen=True, slots=True)
class Val:
    """What was chosen on the page of the collision; `falt` are those that a choice is needed for."""

    falt: tuple[str, ...]
    valda: Mapping[str, str]
    alla_mina: bool

    @property
    def ofullstandigt(self) -> bool:
        return not self.alla_mina and any(namn not in self.valda for namn in self.falt)

    def sammanfoga(self, mitt: Innehall, deras: Innehall) -> Innehall:
        if self.alla_mina:
            return mitt
        return {**mitt, **{namn: deras[namn] for namn, vems in self.valda.items() if vems == "deras"}}


def las_val(post: QueryDict) -> Val:
    falt = tuple(namn for namn in post.getlist("krockfalt") if namn in innehall.NYCKLAR)
    svar = {namn: post.get(f"val-{namn}") for namn in falt}
    valda = {namn: vems for namn, vems in svar.items() if vems in ("mitt", "deras")}
    return Val(falt, valda, post.get("losning") == "mitt")


@dataclass(frozen=True, slots=True)
class Krockrad:
    """`forval` is "deras" where only they changed the field, empty where both did."""

    namn: str
    etikett: str
    mitt: list[str]
    deras: list[str]
    forval: str


class Krockvy:
    """What the template prints."""

    def __init__(self, formular: Atgardsformular, mitt: Innehall, nu: Atgard) -> None:
        deras, ursprung = innehall.las(nu), innehall.packa_upp(formular.ursprung)
        mina = set(innehall.skiljer(mitt, ursprung))
        andras = set(innehall.skiljer(deras, ursprung))
        valt = las_val(formular.data)
        olika = innehall.skiljer(mitt, deras)
        self.rader = [
            Krockrad(namn, etikett(namn), visa(namn, mitt[namn]), visa(namn, deras[namn]), _forval(namn, mina, valt))
            for namn in olika
            if namn in andras
        ]
        self.bara_mina = [etikett(namn) for namn in olika if namn not in andras]
        self.nu, self.revision, self.ursprung = nu, nu.revision, innehall.packa(deras)
        self.vem = signatur(nu.andrad_av) or "någon annan"
        self.saknas = valt.ofullstandigt
        self.dolda = [
            (namn, varde)
            for namn, varden in formular.data.lists()
            if namn not in _INTE_MED and not namn.startswith("val-")
            for varde in varden
        ]


def _forval(namn: str, mina: set[str], valt: Val) -> str:
    return valt.valda.get(namn, "" if namn in mina else "deras")


def etikett(namn: str) -> str:
    falt = Atgardsform.base_fields.get(namn)
    return EGNA_NAMN.get(namn) or (str(falt.label) if falt else namn)


def visa(namn: str, varde: Any) -> list[str]:
    """The value as lines of text."""
    if namn == "slag":
        typ = Atgardstyp.objects.get(pk=varde["typ"])
        return [typ.namn, *textrader(typ.struktur, varde["struktur"])]
    if namn in _LISTOR:
        return _LISTOR[namn](varde) or ["inget"]
    if varde in (None, ""):
        return [OKANT]
    if isinstance(varde, bool):
        return [ja_nej(varde)]
    if isinstance(varde, str):
        return [_text(namn, varde)]
    return [tal.visa(varde, 0 if isinstance(varde, int) else 1)]


def _text(namn: str, varde: str) -> str:
    if namn in ("beslutad", "start", "slut", "statliga_medel_slut"):
        return datum.visa(varde)
    return str(_VALORD[namn](varde).label) if namn in _VALORD else varde


_VALORD: dict[str, Callable[[str], Any]] = {
    "avtalsform": Atgard.Avtalsform,
    "efter_statliga_medel": Atgard.EfterStatligaMedel,
    "resultatlage": Atgard.Resultatlage,
    "synlighet": Atgard.Synlighet,
}


def _mal(mal: Mapping[str, int]) -> list[str]:
    namn = dict(Nyckeltal.objects.filter(pk__in=mal).values_list("pk", "namn"))
    return [f"{namn[kod]} {Mal.Riktning(riktning).label}" for kod, riktning in mal.items()]


_LISTOR = {
    "problem": lambda koder: list(Problem.objects.filter(pk__in=koder).values_list("namn", flat=True)),
    "kallor": lambda pk: [str(k) for k in Kalla.objects.filter(pk__in=pk)],
    "mal": _mal,
}
