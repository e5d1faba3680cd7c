"""The definitions in nyckeltal.yaml, loaded strictly: what is measured, and what municipalities are asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from kommuner import perioder, strikt

_FIL = Path(__file__).resolve().parent / "nyckeltal.yaml"
_KON = ("T", "K", "M")


@dataclass(frozen=True, slots=True)
class Rimlig:
    """The plausible range, both ends included, in the nyckeltal's unit."""

    min: float
    max: float


@dataclass(frozen=True, slots=True)
class Brott:
    """A break in the definition: `fran` is the first period of the new one, `vad` says what changed."""

    fran: str
    vad: str


@dataclass(frozen=True, slots=True)
class Definition:
    """One nyckeltal. A reported value is taljare / namnare * skala; the fields are explained in the file."""

    kod: str
    namn: str
    kortnamn: str
    enhet: str
    decimaler: int
    omrade: str
    galler: str
    beskrivning: str
    varfor: str
    taljare: str | None
    namnare: str | None
    skala: float
    riktning: str
    rangordnas: bool
    rimlig: Rimlig
    kalla: str
    kolada_id: str | None
    minsta_grupp: int
    grupp: str
    periodslag: tuple[str, ...]
    kon: tuple[str, ...]
    brott: tuple[Brott, ...]
    not_jamfor: tuple[str, ...]
    granskad: date
    ordning: int
    lyft: bool
    taljare_fraga: str | None
    namnare_fraga: str | None
    personer_fraga: str | None


@dataclass(frozen=True, slots=True)
class Fraga:
    """One count on the reporting form. Its answer cannot exceed the answer to `del_av`."""

    kod: str
    avsnitt: str
    etikett: str
    hjalp: str
    enhet: str
    heltal: bool
    per: tuple[str, ...]
    obligatorisk: bool
    del_av: str | None


def alla() -> dict[str, Definition]:
    """All nyckeltal by code, in the order in which pages show them."""
    return dict(_fil()[0])


def fragor() -> dict[str, Fraga]:
    """The questions of the form by code, in the form's order."""
    return dict(_fil()[1])


def kolada_koder() -> list[str]:
    """The Kolada ids to fetch."""
    return [d.kolada_id for d in _fil()[0].values() if d.kolada_id is not None]


def rapporterade() -> list[Definition]:
    """The nyckeltal that municipalities report here."""
    return [d for d in _fil()[0].values() if d.kalla == "kommun"]


@cache
def _fil() -> tuple[dict[str, Definition], dict[str, Fraga]]:
    return las(_FIL.read_text(encoding="utf-8"))


def las(text: str) -> tuple[dict[str, Definition], dict[str, Fraga]]:
    """Definitions and questions of a YAML text. Raises ValueError naming the entry and the field at fault."""
    rot = strikt.las_yaml(text)
    if not isinstance(rot, dict) or set(rot) != {"nyckeltal", "fragor"}:
        raise ValueError("nyckeltal.yaml ska ha de två listorna nyckeltal och fragor, inget annat.")
    fragor_ = strikt.poster(rot["fragor"], "Frågan", Fraga, _FRAGEFALT)
    definitioner = strikt.poster(rot["nyckeltal"], "Nyckeltalet", Definition, _FALT)
    for fraga in fragor_.values():
        strikt.prova(f"Frågan {fraga.kod}", _fragans_regler(fraga, fragor_))
    for d in definitioner.values():
        strikt.prova(f"Nyckeltalet {d.kod}", chain(_regler(d), _fragekopplingar(d, fragor_)))
    ordning = [d.ordning for d in definitioner.values()]
    if len(set(ordning)) < len(ordning):
        raise ValueError("Två nyckeltal har samma ordning.")
    return dict(sorted(definitioner.items(), key=lambda par: par[1].ordning)), fragor_


def _rimlig(v: Any) -> Rimlig:
    if not isinstance(v, dict) or set(v) != {"min", "max"} or strikt.tal(v["min"]) >= strikt.tal(v["max"]):
        raise ValueError(f"ska vara {{min: …, max: …}} med min under max, inte {v!r}.")
    return Rimlig(strikt.tal(v["min"]), strikt.tal(v["max"]))


def _brott(v: Any) -> Brott:
    if not isinstance(v, dict) or set(v) != {"fran", "vad"}:
        raise ValueError(f"ska ha fran och vad, inte {v!r}.")
    fran = strikt.text(v["fran"])
    perioder.slag(fran)
    return Brott(fran, strikt.text(v["vad"]))


_FALT: dict[str, strikt.Tolk] = {
    "kod": strikt.hogst(12),
    "namn": strikt.hogst(200),
    "kortnamn": strikt.hogst(34),
    "omrade": strikt.hogst(60),
    "decimaler": strikt.heltal,
    "taljare": strikt.text_eller_inget,
    "namnare": strikt.text_eller_inget,
    "skala": strikt.tal,
    "riktning": strikt.ett_av("hogre", "lagre", "neutral"),
    "rangordnas": strikt.ja_nej,
    "rimlig": _rimlig,
    "kalla": strikt.ett_av("kolada", "kommun"),
    "kolada_id": strikt.text_eller_inget,
    "minsta_grupp": strikt.heltal,
    "grupp": strikt.ett_av("taljare", "namnare", "personer", "ingen"),
    "periodslag": strikt.urval(perioder.SLAG),
    "kon": strikt.urval(_KON),
    "brott": strikt.lista(_brott),
    "not_jamfor": strikt.lista(strikt.text),
    "granskad": strikt.datum,
    "ordning": strikt.heltal,
    "lyft": strikt.ja_nej,
    "taljare_fraga": strikt.text_eller_inget,
    "namnare_fraga": strikt.text_eller_inget,
    "personer_fraga": strikt.text_eller_inget,
}
_FRAGEFALT: dict[str, strikt.Tolk] = {
    "heltal": strikt.ja_nej,
    "per": strikt.urval(perioder.SLAG),
    "obligatorisk": strikt.ja_nej,
    "del_av": strikt.text_eller_inget,
}


def _regler(d: Definition) -> tuple[strikt.Regel, ...]:
    rapporterat = d.kalla == "kommun"
    grupp_ok = d.minsta_grupp == 0 if d.grupp == "ingen" else d.minsta_grupp >= 5
    return (
        (d.skala > 0, "skala ska vara större än noll."),
        (d.decimaler <= 3, "decimaler ska vara högst 3."),
        (
            not (d.rangordnas and d.riktning == "neutral"),
            "rangordnas kan inte vara true när riktning är neutral.",
        ),
        ((d.kolada_id is None) == rapporterat, "kolada_id ska finnas när kalla är kolada, annars inte."),
        ("T" in d.kon, "kon ska ha med T, båda könen."),
        (d.grupp != "taljare" or rapporterat, "grupp kan bara vara taljare när kalla är kommun."),
        (grupp_ok, "minsta_grupp ska vara 0 när grupp är ingen, annars minst 5."),
        (
            (d.taljare_fraga is not None) == rapporterat,
            "taljare_fraga ska finnas när kalla är kommun, annars inte.",
        ),
        (rapporterat or d.namnare_fraga is None, "namnare_fraga ska bara finnas när kalla är kommun."),
        (not rapporterat or d.taljare is not None, "taljare ska finnas när kalla är kommun."),
        (
            not rapporterat or (d.namnare is None) == (d.namnare_fraga is None),
            "namnare_fraga ska finnas när namnare finns, annars inte.",
        ),
        (d.grupp != "namnare" or d.namnare is not None, "namnare ska finnas när grupp är namnare."),
        (
            (d.personer_fraga is not None) == (d.grupp == "personer"),
            "personer_fraga ska finnas när grupp är personer, annars inte.",
        ),
    )


def _fragekopplingar(d: Definition, alla_fragor: Mapping[str, Fraga]) -> Iterable[strikt.Regel]:
    for falt in ("taljare_fraga", "namnare_fraga", "personer_fraga"):
        kod = getattr(d, falt)
        if kod is not None:
            yield kod in alla_fragor, f"{falt} pekar på frågan {kod}, som inte finns."
            per = alla_fragor[kod].per
            yield (
                set(d.periodslag) <= set(per),
                f"{falt}: {kod} ställs inte för alla periodslag i periodslag.",
            )


def _fragans_regler(fraga: Fraga, alla_fragor: Mapping[str, Fraga]) -> Iterable[strikt.Regel]:
    if fraga.del_av is not None:
        finns = fraga.del_av in alla_fragor and fraga.del_av != fraga.kod
        yield finns, f"del_av pekar på frågan {fraga.del_av}, som inte finns."
        hel = alla_fragor[fraga.del_av]
        yield set(fraga.per) <= set(hel.per), f"del_av: {hel.kod} ställs inte för alla periodslag i per."
        yield fraga.enhet == hel.enhet, f"del_av: {hel.kod} har en annan enhet."
