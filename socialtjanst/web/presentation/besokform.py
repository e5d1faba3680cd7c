"""The visit form's sections for its templates. A draft may hold anything, from an older form too: nothing fails."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from atgarder import datum
from atgarder.models import Atgard
from besok import sektioner, signaler
from besok.models import Atagande, Besok, Deltagare, Iakttagelse, Sektion
from kommuner.models import Nyckeltal
from konton.models import User

Delar = Mapping[str, Mapping[str, Any]]
OPPNA = (Atagande.Lage.OPPET, Atagande.Lage.PA_GANG, Atagande.Lage.DELVIS)
RADFALT = {
    "siffror": ("nyckeltal", "period", "taljare", "namnare", "varde", "sagt_av"),
    "citat": ("text", "roll", "offentligt"),
    "ataganden": ("text", "agare_roll", "klart_senast"),
}
BEDOMNINGAR = [
    ("battre", "▲", "bättre"),
    ("oforandrat", "●", "oförändrat"),
    ("samre", "▼", "sämre"),
    ("inte_berort", "", "inte berört"),
]


def plats(nyckel: str) -> str:
    """The section's id on the page; "" for the whole form."""
    return "del-" + nyckel.replace(":", "-") if nyckel else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Huvud:
    """What every section says first: its version, and what went wrong when it was posted."""

    nyckel: str
    namn: str
    version: int = 0
    fel: str = ""
    krock: Mapping[str, str] | None = None

    @property
    def id(self) -> str:
        return plats(self.nyckel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Temadel:
    huvud: Huvud
    text: str
    internt: str
    bedomning: str
    forra: Iakttagelse | None

    @property
    def oppen(self) -> bool:
        return bool(self.text or self.internt or self.bedomning or self.huvud.fel or self.huvud.krock)


def klockslag(sektion: Sektion) -> str:
    """ "14.32" today, otherwise with its day; the server's clock, so that a device's does not matter."""
    lokal = timezone.localtime(sektion.sparad)
    idag = lokal.date() == timezone.localdate()
    return f"{lokal:%H.%M}" if idag else f"{lokal.day}/{lokal.month} {lokal:%H.%M}"


def sammanhang(besok: Besok, delar: Delar, huvuden: Mapping[str, Huvud], *, user: User) -> dict[str, Any]:
    """Everything that the form's template reads, but for versions and faults."""
    raknade, antal = signaler.raknade(besok, user=user)
    valda, grund = _valda(delar, "signaler"), delar.get("grund", {})
    return {
        "besok": besok,
        "grund": {falt: _text(grund.get(falt)) for falt in ("datum", "sammanfattning")}
        | {"pa_plats": _janej(grund.get("pa_plats"))},
        "deltagare": _deltagare(grund.get("deltagare")),
        "huvud": {nyckel: huvuden[nyckel] for nyckel in sektioner.FASTA},
        "teman": _teman(besok, delar, huvuden),
        "bedomningar": BEDOMNINGAR,
        "signaler": [(rad, rad.pk in valda) for rad in raknade],
        "signaler_ovriga": sorted(valda - {rad.pk for rad in raknade}),
        "signaler_nya": "\n".join(_lista(delar.get("signaler", {}).get("nya"))),
        "antal_loggade": antal,
        **{nyckel: rader(nyckel, delar.get(nyckel, {})) for nyckel in RADFALT},
        "nyckeltal": list(Nyckeltal.objects.all()),
        "uppfoljning": _uppfoljning(besok, delar.get("uppfoljning", {})),
        "lagen": [val for val in Atagande.Lage.choices if val[0] != Atagande.Lage.OPPET],
        **_atgarder(besok, _valda(delar, "atgarder"), user=user),
        "internt": _text(delar.get("internt", {}).get("text")),
    }


def rader(nyckel: str, innehall: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows with a blank one at the end; `ovrigt` is what this form does not know, as JSON."""
    funna = innehall.get("rader")
    kanda = RADFALT[nyckel]
    skrivna = [rad for rad in funna if isinstance(rad, Mapping)] if isinstance(funna, list) else []
    return [
        {falt: rad.get(falt) if rad.get(falt) is True else _text(rad.get(falt)) for falt in kanda}
        | {"nr": nr, "ovrigt": _ovrigt(rad, kanda)}
        for nr, rad in enumerate([*skrivna, {}])
    ]


def texter(innehall: Any) -> str:
    """A section as plain text, to be read and copied."""
    return "\n".join(filter(None, _stycken(innehall)))


def _stycken(innehall: Any) -> Iterable[str]:
    if isinstance(innehall, Mapping):
        for varde in innehall.values():
            yield from _stycken(varde)
    elif isinstance(innehall, list):
        for varde in innehall:
            yield from _stycken(varde)
    elif isinstance(innehall, str | int | float) and not isinstance(innehall, bool):
        yield str(innehall)


def _ovrigt(rad: Mapping[str, Any], kanda: Iterable[str]) -> str:
    okant = {k: v for k, v in rad.items() if k not in kanda}
    return json.dumps(okant, ensure_ascii=False) if okant else ""


def _teman(besok: Besok, delar: Delar, huvuden: Mapping[str, Huvud]) -> list[Temadel]:
    forra = {f"{sektioner.TEMA}{i.tema_id}": i for i in besok.forra.iakttagelser.all()} if besok.forra else {}
    return [
        Temadel(huvud=huvud, forra=forra.get(nyckel), **_temafalt(delar.get(nyckel, {})))
        for nyckel, huvud in huvuden.items()
        if nyckel.startswith(sektioner.TEMA)
    ]


def _temafalt(d: Mapping[str, Any]) -> dict[str, str]:
    return {falt: _text(d.get(falt)) for falt in ("text", "internt", "bedomning")}


def _deltagare(skrivna: Any) -> list[tuple[str, str, str]]:
    kanda = skrivna if isinstance(skrivna, Mapping) else {}
    return [(roll, namn, _text(kanda.get(roll))) for roll, namn in Deltagare.Roll.choices]


def _uppfoljning(besok: Besok, d: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Open promises of the municipality's other visits, and those that this draft has judged already."""
    ataganden = Atagande.objects.filter(kommun=besok.kommun_id).exclude(besok=besok)
    domda = [int(pk) for pk in d if pk.isdecimal() and len(pk) < 19]
    alla = (ataganden.filter(lage__in=OPPNA) | ataganden.filter(pk__in=domda)).select_related("besok")
    return [
        {"a": a, "klart": datum.visa(a.klart_senast) if a.klart_senast else "", **_dom(d.get(str(a.pk)))} for a in alla
    ]


def _dom(skriven: Any) -> dict[str, str]:
    dom = skriven if isinstance(skriven, Mapping) else {}
    return {"lage": _text(dom.get("lage")), "skal": _text(dom.get("skal"))}


def _atgarder(besok: Besok, valda: set[int], *, user: User) -> dict[str, Any]:
    kanda = list(Atgard.objects.synliga_for(user).filter(kommun=besok.kommun_id))
    ovriga = sorted(valda - {a.pk for a in kanda})
    return {"atgarder": [(a, a.pk in valda) for a in kanda], "atgarder_ovriga": ovriga}


def _valda(delar: Delar, nyckel: str) -> set[int]:
    valda = delar.get(nyckel, {}).get("valda")
    return {v for v in valda if isinstance(v, int)} if isinstance(valda, list) else set()


def _lista(varde: Any) -> list[str]:
    return [_text(v) for v in varde] if isinstance(varde, list) else []


def _janej(varde: Any) -> str:
    return {True: "ja", False: "nej"}.get(varde, "") if isinstance(varde, bool) else ""


def _text(varde: Any) -> str:
    if isinstance(varde, str):
        return varde
    return str(varde) if isinstance(varde, int | float) and not isinstance(varde, bool) else ""
