"""data/artiklar.yaml, read strictly: what two articles tell of measures, statements and good examples.

A field that is left out is not told and gets the value of `INTE_SAGT`; an unknown field is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from atgarder import datum, strukturer
from atgarder.models import Atgard, Uppgift
from kommuner.strikt import ett_av, heltal, hogst, ja_nej, las_yaml, lista, poster, prova, text, text_eller_inget

FIL = Path(__file__).resolve().parent / "data" / "artiklar.yaml"


@dataclass(frozen=True, slots=True)
class Kallpost:
    kod: str
    titel: str
    utgivare: str
    datum: str


@dataclass(frozen=True, slots=True)
class Atgardspost:
    kod: str
    kommun: str
    enhet: str | None
    typ: str
    titel: str
    bakgrund: str
    vad: str
    antal_berorda: int | None
    berorda: str
    lage: str
    lage_skal: str
    problem: tuple[str, ...]
    struktur: Mapping[str, Any]
    statliga_medel: bool | None
    betalas_av: str
    resultatlage: str
    resultat: str
    inspirerad_av: tuple[str, ...]
    kallor: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uppgiftspost:
    kod: str
    kommun: str | None
    enhet: str | None
    slag: str
    sagt_av: str
    datum: str
    tema: str
    text: str
    citat: bool
    nyckeltal: str | None
    atgard: str | None
    kallor: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exempelpost:
    kod: str
    titel: str
    ingress: str
    atgarder: tuple[str, ...]
    sa_gjorde_de: str
    forutsattningar: str
    resultat: str
    citat: tuple[Mapping[str, str], ...]
    kallor: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Artiklar:
    """Everything in the file, by code."""

    kallor: Mapping[str, Kallpost]
    atgarder: Mapping[str, Atgardspost]
    uppgifter: Mapping[str, Uppgiftspost]
    exempel: Mapping[str, Exempelpost]


INTE_SAGT: dict[str, dict[str, Any]] = {
    "kallor": {"datum": ""},
    "atgarder": {
        **dict.fromkeys(("bakgrund", "berorda", "lage_skal", "betalas_av", "resultat"), ""),
        **dict.fromkeys(("enhet", "antal_berorda", "statliga_medel")),
        "problem": [],
        "inspirerad_av": [],
        "struktur": {},
        "resultatlage": "okant",
    },
    "uppgifter": {**dict.fromkeys(("kommun", "enhet", "nyckeltal", "atgard")), "datum": "", "citat": False},
    "exempel": {**dict.fromkeys(("forutsattningar", "resultat"), ""), "citat": []},
}


def _tom_eller_text(v: Any) -> str:
    return "" if v == "" else text(v)


def _datum(v: Any) -> Any:
    """As it is stored, not as people write it: 2016-05, not maj 2016."""
    if v != "" and (not isinstance(v, str) or datum.tolka(v) != v):
        raise ValueError(f"kan inte vara {v!r}. {datum.FEL}")
    return v


def _struktur(v: Any) -> Mapping[str, Any]:
    if not isinstance(v, dict) or set(v) - set(strukturer.ALLA):
        raise ValueError(f"ska ha delar bland {', '.join(strukturer.ALLA)}, inte {v!r}.")
    for del_, varden in v.items():
        for rad in varden if isinstance(varden, list) else [varden]:
            if not isinstance(rad, dict) or set(rad) - set(strukturer.falt(del_)):
                raise ValueError(f"har ett okänt fält i delen {del_}: {rad!r}.")
    return v


def _citat(v: Any) -> Mapping[str, str]:
    if not isinstance(v, dict) or set(v) != {"text", "roll"}:
        raise ValueError(f"ska ha text och roll, inte {v!r}.")
    return {namn: text(varde) for namn, varde in v.items()}


def _eller_inget(tolk: Any) -> Any:
    return lambda v: None if v is None else tolk(v)


_texter = lista(text)
TOLKAR: dict[str, tuple[str, type, dict[str, Any]]] = {
    "kallor": ("Källan", Kallpost, {"titel": hogst(200), "utgivare": hogst(120), "datum": _datum}),
    "atgarder": (
        "Åtgärden",
        Atgardspost,
        {
            "titel": hogst(160),
            "enhet": text_eller_inget,
            "antal_berorda": _eller_inget(heltal),
            "lage": ett_av(*Atgard.Lage.values),
            "resultatlage": ett_av(*Atgard.Resultatlage.values),
            "statliga_medel": _eller_inget(ja_nej),
            "struktur": _struktur,
            **dict.fromkeys(("problem", "inspirerad_av", "kallor"), _texter),
            **dict.fromkeys(("bakgrund", "berorda", "lage_skal", "betalas_av", "resultat"), _tom_eller_text),
        },
    ),
    "uppgifter": (
        "Uppgiften",
        Uppgiftspost,
        {
            "slag": ett_av(*Uppgift.Slag.values),
            "sagt_av": hogst(120),
            "datum": _datum,
            "citat": ja_nej,
            "kallor": _texter,
            **dict.fromkeys(("kommun", "enhet", "nyckeltal", "atgard"), text_eller_inget),
        },
    ),
    "exempel": (
        "Exemplet",
        Exempelpost,
        {
            "kod": hogst(80),
            "titel": hogst(160),
            "ingress": hogst(400),
            "citat": lista(_citat),
            **dict.fromkeys(("atgarder", "kallor"), _texter),
            **dict.fromkeys(("forutsattningar", "resultat"), _tom_eller_text),
        },
    ),
}


def las(yaml_text: str | None = None) -> Artiklar:
    """The file (or a text like it), with every reference inside it checked. ValueError says what is wrong."""
    dokument = las_yaml(FIL.read_text(encoding="utf-8") if yaml_text is None else yaml_text)
    if not isinstance(dokument, dict) or set(dokument) != set(TOLKAR):
        raise ValueError(f"Filen ska ha listorna {', '.join(TOLKAR)}.")
    artiklar = Artiklar(**{namn: _lista(namn, rader) for namn, rader in dokument.items()})
    _prova_hanvisningar(artiklar)
    return artiklar


def _lista(namn: str, rader: Any) -> Mapping[str, Any]:
    slag, typ, tolkar = TOLKAR[namn]
    if isinstance(rader, list):
        rader = [{**INTE_SAGT[namn], **rad} if isinstance(rad, dict) else rad for rad in rader]
    return poster(rader, slag, typ, tolkar)


def _prova_hanvisningar(a: Artiklar) -> None:
    """Sources, measures and models that are named exist in the file; and everything has a source."""
    poster_: list[Atgardspost | Uppgiftspost | Exempelpost]
    poster_ = [*a.atgarder.values(), *a.uppgifter.values(), *a.exempel.values()]
    for post in poster_:
        _finns(post.kod, "kallor", post.kallor, a.kallor)
        prova(post.kod, [(bool(post.kallor), "kallor är tomt: allt ska ha en källa.")])
    for atgard in a.atgarder.values():
        _finns(atgard.kod, "inspirerad_av", atgard.inspirerad_av, a.atgarder)
    for uppgift in a.uppgifter.values():
        _finns(uppgift.kod, "atgard", [uppgift.atgard] if uppgift.atgard else [], a.atgarder)
    for exempel in a.exempel.values():
        _finns(exempel.kod, "atgarder", exempel.atgarder, a.atgarder)


def _finns(kod: str, falt: str, namnda: Iterable[str], kanda: Mapping[str, Any]) -> None:
    okanda = [n for n in namnda if n not in kanda]
    prova(kod, [(not okanda, f"{falt} nämner {', '.join(okanda)}, som inte finns i filen.")])
