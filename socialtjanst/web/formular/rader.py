"""Rows of one kind in a form: added, taken away and moved by buttons, with or without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from socialtjanst.web.tal import heltal

HOGST_RADER = 30
Typad = dict[str, Any]
"""A row as it was typed, or as it is stored: by field."""

RADORD = {
    "steg": ("Steg", "ett steg"),
    "faser": ("Fas", "en fas"),
    "specialister": ("Specialister", "specialister med en annan uppgift"),
    "mal": ("Mål", "ett mål"),
    "kallor": ("Ny källa", "en källa"),
}
"""What a row is called, and what the button adds."""


class Rader:
    """`former` are the rows' forms: bound to `data` when it is to be saved, otherwise as typed or stored."""

    def __init__(self, namn: str, radform: type[forms.Form], rader: Sequence[Typad], data: Any = None) -> None:
        self.namn = namn
        self.radnamn, self.laggtillord = RADORD[namn]
        self.borjade = any(any(rad.values()) for rad in rader)
        antal = max(len(rader), 1)
        self.former = [
            radform(
                data,
                prefix=f"{namn}-{nr}",
                initial=rader[nr] if data is None and nr < len(rader) else None,
                empty_permitted=True,
                use_required_attribute=False,
            )
            for nr in range(antal)
        ]

    def __iter__(self) -> Iterator[forms.Form]:
        return iter(self.former)

    def __len__(self) -> int:
        return len(self.former)

    @property
    def full(self) -> bool:
        return len(self.former) >= HOGST_RADER

    @property
    def errors(self) -> bool:
        return any(form.errors for form in self.former)

    @property
    def ifyllda(self) -> list[forms.Form]:
        """The rows in which anything was written; empty ones are left out."""
        return [form for form in self.former if form.has_changed()]

    def varden(self) -> list[dict[str, Any]]:
        """The cleaned rows."""
        return [dict(form.cleaned_data) for form in self.ifyllda]

    def fokusera(self, nr: int | None) -> None:
        """The row that the keyboard goes on from, if any."""
        if nr is not None:
            form = self.former[min(nr, len(self.former) - 1)]
            next(iter(form.fields.values())).widget.attrs["autofocus"] = True


def typade(post: QueryDict, namn: str, radform: type[forms.Form]) -> list[Typad]:
    """The rows as they were typed."""
    hur_manga = min(heltal(post.get(f"{namn}-antal", "")) or 0, HOGST_RADER)
    return [{falt: post.get(f"{namn}-{nr}-{falt}", "") for falt in radform.base_fields} for nr in range(hur_manga)]


def tryckt(post: Mapping[str, Any], namn: str, rader: list[Typad]) -> tuple[list[Typad], int | None]:
    """The rows after the button that was pressed, and the row to go on from; None when it was another button."""
    if post.get("lagg_till") == namn:
        return [*rader, {}][:HOGST_RADER], len(rader)
    for knapp, gor in (("ta_bort", _ta_bort), ("upp", _upp)):
        vem, _, text = str(post.get(knapp, "")).rpartition("-")
        nr = heltal(text)
        if vem == namn and nr is not None and nr < len(rader):
            return gor(rader, nr)
    return rader, None


def _ta_bort(rader: list[Typad], nr: int) -> tuple[list[Typad], int]:
    return rader[:nr] + rader[nr + 1 :], max(nr - 1, 0)


def _upp(rader: list[Typad], nr: int) -> tuple[list[Typad], int]:
    if nr == 0:
        return rader, 0
    return [*rader[: nr - 1], rader[nr], rader[nr - 1], *rader[nr + 1 :]], nr - 1
