"""The visit form as posted pairs of names and values, read into sections. static/js/besok/falt.js does the same.

A name is "section/field", "section/rader/0/field" or "section/field:type"; the types are in TYPER.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from socialtjanst.web.tal import heltal

Del = dict[str, Any]


def tolka(par: Iterable[tuple[str, str]]) -> dict[str, Del]:
    """Sections by key. A hidden field with an empty value says that a box is there, ticked or not."""
    delar: dict[str, Del] = {}
    for namn, varde in par:
        nyckel, *stig = namn.split("/")
        if stig:
            _satt(delar.setdefault(nyckel, {}), stig, varde.replace("\r\n", "\n"))
    return {nyckel: _med_rader(innehall) for nyckel, innehall in delar.items()}


def sammanfoga(gammalt: Any, nytt: Any) -> Any:
    """`nytt` over `gammalt`: fields that only the old has are kept, as those that a later form does not know."""
    if not isinstance(gammalt, Mapping) or not isinstance(nytt, Mapping):
        return nytt
    return {**gammalt, **{k: sammanfoga(gammalt.get(k), v) for k, v in nytt.items()}}


def rensa(innehall: Any) -> Any:
    """Without what says nothing, so that an untouched section equals an empty one."""
    if isinstance(innehall, Mapping):
        ren = {k: rensa(v) for k, v in innehall.items()}
        return {k: v for k, v in ren.items() if not _tomt(v)}
    if isinstance(innehall, list):
        return [v for v in map(rensa, innehall) if not _tomt(v)]
    return innehall


def _tomt(varde: Any) -> bool:
    return varde is None or varde is False or varde in ("", [], {})


def _satt(d: Del, stig: list[str], varde: str) -> None:
    for steg in stig[:-1]:
        d = d.setdefault(steg, {})
        if not isinstance(d, dict):
            return
    falt, _, typ = stig[-1].partition(":")
    TYPER.get(typ, _text)(d, falt, varde)


def _med_rader(d: Del) -> Del:
    rader = d.get("rader")
    if isinstance(rader, dict):
        ordnade = sorted(rader.items(), key=lambda par: heltal(par[0]) or 0)
        d["rader"] = [rad for _, rad in ordnade if not _tomt(rensa(rad))]
    return d


def _text(d: Del, falt: str, varde: str) -> None:
    d[falt] = varde


def _tal_i_lista(d: Del, falt: str, varde: str) -> None:
    lista = d.setdefault(falt, [])
    nr = heltal(varde)
    if isinstance(lista, list) and nr is not None and nr not in lista:
        lista.append(nr)


def _rader(d: Del, falt: str, varde: str) -> None:
    d[falt] = [rad.strip() for rad in varde.split("\n") if rad.strip()]


def _ja(d: Del, falt: str, varde: str) -> None:
    d[falt] = varde == "ja"


def _janej(d: Del, falt: str, varde: str) -> None:
    d[falt] = {"ja": True, "nej": False}.get(varde)


def _json(d: Del, falt: str, varde: str) -> None:
    """Fields of a row that this form does not know."""
    try:
        okant = json.loads(varde or "{}")
    except ValueError:
        return
    if isinstance(okant, dict):
        d.update({k: v for k, v in okant.items() if k not in d})


TYPER: dict[str, Callable[[Del, str, str], None]] = {
    "tal[]": _tal_i_lista,
    "rader": _rader,
    "bool": _ja,
    "janej": _janej,
    "json": _json,
}
