"""The parts that five kinds have of their own, read and written as plain data.

{"kompetenstrappa": {"lonerevision_utover": True}, "steg": [{"namn": "Ny", "tillagg": 500}, …]}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from atgarder import regler
from atgarder.models import (
    AdministrativtStod,
    Arbetstid,
    Atgard,
    Kompetenstrappa,
    Specialist,
    Traineefas,
    Traineeprogram,
    Trappsteg,
)

Data = Mapping[str, Any]

EN: dict[str, type[Model]] = {
    "kompetenstrappa": Kompetenstrappa,
    "arbetstid": Arbetstid,
    "stod": AdministrativtStod,
    "traineeprogram": Traineeprogram,
}
FLERA: dict[str, type[Model]] = {"steg": Trappsteg, "faser": Traineefas, "specialister": Specialist}
DELAR: dict[str, tuple[str, ...]] = {
    "": (),
    "kompetenstrappa": ("kompetenstrappa", "steg"),
    "arbetstid": ("arbetstid",),
    "stod": ("stod",),
    "trainee": ("traineeprogram", "faser"),
    "specialist": ("specialister",),
}
"""By Atgardstyp.struktur."""

ALLA = (*EN, *FLERA)


def falt(del_: str) -> list[str]:
    """The names of a part's own fields, in the order of the model."""
    modell = EN.get(del_) or FLERA[del_]
    return [f.name for f in modell._meta.concrete_fields if f.name not in {"id", "atgard", "ordning"}]


def las(atgard: Atgard) -> dict[str, Any]:
    """What the measure has, by part; only the parts of its kind. Prefetch the parts in lists."""
    return {del_: _las_del(atgard, del_) for del_ in DELAR[atgard.typ.struktur]}


def _las_del(atgard: Atgard, del_: str) -> Any:
    if del_ in EN:
        return _varden(getattr(atgard, del_, None), del_)
    return [_varden(rad, del_) for rad in getattr(atgard, del_).all()]


def _varden(rad: Model | None, del_: str) -> dict[str, Any]:
    return {namn: getattr(rad, namn) for namn in falt(del_)} if rad is not None else {}


def skriv(atgard: Atgard, data: Data) -> None:
    """Replace the parts of the measure's kind by `data`; parts of other kinds are taken away.

    Call it in a transaction. ValueError for a part or a field that does not exist.
    """
    if okanda := set(data) - set(ALLA):
        raise ValueError(f"Delen {', '.join(sorted(okanda))} finns inte.")
    egna = DELAR[atgard.typ.struktur]
    for del_, modell in {**EN, **FLERA}.items():
        if del_ not in egna or del_ in data:
            modell._default_manager.filter(atgard=atgard).delete()
    for del_ in egna:
        if data.get(del_):
            _skriv_del(atgard, del_, data[del_])


def _skriv_del(atgard: Atgard, del_: str, varden: Any) -> None:
    if del_ in EN:
        EN[del_]._default_manager.create(atgard=atgard, **varden)
        return
    FLERA[del_]._default_manager.bulk_create(
        FLERA[del_](atgard=atgard, ordning=nr, **rad) for nr, rad in enumerate(varden, 1)
    )


def varningar(a: Atgard) -> list[str]:
    """What may be wrong in a ladder: told, not refused. Needs `typ`, and `steg` prefetched in lists."""
    if a.typ.struktur != "kompetenstrappa":
        return []
    return regler.stegvarningar([regler.Steg(s.namn, s.ar_fran, s.ar_till, s.tillagg) for s in a.steg.all()])
