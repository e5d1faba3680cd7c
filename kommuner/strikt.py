"""Strict reading of a YAML file of definitions: every field is known, there, and of its type.

A converter takes a field's raw value and returns the checked one, or raises ValueError with a text that goes
on after "fältet x".
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

import yaml

# The C parser is ten times as fast; not every platform's PyYAML has it.
_Laddare: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Tolk = Callable[[Any], Any]
# (holds, text that goes on after "fältet "): a rule about more than one field.
Regel = tuple[bool, str]
Post = TypeVar("Post")


def las_yaml(text: str) -> Any:
    """The document, of plain types only. ValueError for what is not YAML and for a field written twice."""
    laddare = _Laddare(text)
    try:
        rot = laddare.get_single_node()
        _inga_dubbletter(rot)
        return None if rot is None else laddare.construct_document(rot)
    except yaml.YAMLError as fel:
        raise ValueError(f"Filen är inte giltig YAML: {fel}") from fel
    finally:
        laddare.dispose()


def _inga_dubbletter(nod: yaml.Node | None) -> None:
    """YAML itself silently keeps the last of two equal fields."""
    if isinstance(nod, yaml.SequenceNode):
        for barn in nod.value:
            _inga_dubbletter(barn)
    elif isinstance(nod, yaml.MappingNode):
        nycklar = [nyckel.value for nyckel, _ in nod.value]
        dubbel = next((n for n in nycklar if nycklar.count(n) > 1), None)
        if dubbel is not None:
            raise ValueError(f"Fältet {dubbel} står två gånger i samma post, rad {nod.start_mark.line + 1}.")
        for _, barn in nod.value:
            _inga_dubbletter(barn)


def prova(namn: str, regler: Iterable[Regel]) -> None:
    """ValueError with the first rule that does not hold."""
    for galler, text_ in regler:
        if not galler:
            raise ValueError(f"{namn}: fältet {text_}")


def poster(rader: Any, slag: str, typ: type[Post], falt: Mapping[str, Tolk]) -> dict[str, Post]:
    """A list of mappings as dataclasses by their `kod`; a field without a converter in `falt` is a text.

    `slag` begins the errors: "Nyckeltalet" gives "Nyckeltalet VP01: fältet enhet saknas".
    """
    if not isinstance(rader, list) or not rader:
        raise ValueError(f"{slag}: listan är tom eller inte en lista.")
    kanda = [f.name for f in fields(typ)]  # type: ignore[arg-type]
    skapa: Callable[..., Post] = typ
    svar: dict[str, Post] = {}
    for nr, rad in enumerate(rader, 1):
        if not isinstance(rad, dict):
            raise ValueError(f"{slag} nummer {nr} är inte en post med fält.")
        namn = f"{slag} {rad.get('kod') or f'nummer {nr}'}"
        varden = _falt(rad, namn, kanda, falt)
        if varden["kod"] in svar:
            raise ValueError(f"{namn}: fältet kod står också på en tidigare post.")
        svar[varden["kod"]] = skapa(**varden)
    return svar


def _falt(rad: dict[Any, Any], namn: str, kanda: list[str], tolkar: Mapping[str, Tolk]) -> dict[str, Any]:
    okanda = [str(f) for f in rad if f not in kanda]
    saknade = [f for f in kanda if f not in rad]
    if okanda or saknade:
        fel = [f"okänt fält {f}" for f in okanda] + [f"fältet {f} saknas" for f in saknade]
        raise ValueError(f"{namn}: {', '.join(fel)}.")
    svar = {}
    for falt in kanda:
        tolk: Tolk = tolkar.get(falt, text)
        try:
            svar[falt] = tolk(rad[falt])
        except ValueError as fel:
            raise ValueError(f"{namn}: fältet {falt} {fel}") from fel
    return svar


def text(v: Any) -> str:
    if not isinstance(v, str) or not v.strip():
        raise ValueError(f"ska vara en text, inte {v!r}.")
    return v.strip()


def text_eller_inget(v: Any) -> str | None:
    return None if v is None else text(v)


def ja_nej(v: Any) -> bool:
    if not isinstance(v, bool):
        raise ValueError(f"ska vara true eller false, inte {v!r}.")
    return v


def heltal(v: Any) -> int:
    if not isinstance(v, int) or isinstance(v, bool) or v < 0:
        raise ValueError(f"ska vara ett heltal från 0, inte {v!r}.")
    return v


def tal(v: Any) -> float:
    if not isinstance(v, int | float) or isinstance(v, bool) or not math.isfinite(v):
        raise ValueError(f"ska vara ett tal, inte {v!r}.")
    return float(v)


def datum(v: Any) -> date:
    if type(v) is not date:
        raise ValueError(f"ska vara ett datum, inte {v!r}.")
    return v


def hogst(langd: int) -> Tolk:
    def tolk(v: Any) -> str:
        if len(text(v)) > langd:
            raise ValueError(f"är längre än {langd} tecken.")
        return text(v)

    return tolk


def ett_av(*val: str) -> Tolk:
    def tolk(v: Any) -> str:
        if v not in val:
            raise ValueError(f"ska vara {', '.join(val[:-1])} eller {val[-1]}, inte {v!r}.")
        return str(v)

    return tolk


def lista(tolk: Tolk) -> Tolk:
    def av_lista(v: Any) -> tuple[Any, ...]:
        if not isinstance(v, list):
            raise ValueError(f"ska vara en lista, inte {v!r}.")
        return tuple(tolk(x) for x in v)

    return av_lista


def urval(val: Iterable[str]) -> Tolk:
    val = tuple(val)

    def tolk(v: Any) -> tuple[str, ...]:
        valda: tuple[str, ...] = lista(ett_av(*val))(v)
        if not valda or len(set(valda)) < len(valda):
            raise ValueError("är tomt eller har samma val två gånger.")
        return valda

    return tolk
