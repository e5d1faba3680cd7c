"""The order of a report: two choices."""

from __future__ import annotations

from typing import Any

from django import forms

from kommuner.models import Kommun, Kommungrupp, Lan
from kommuner.nyckeltal import alla
from rapporter.models import Rapport

Omfang = Rapport.Omfang
ALLA, AMNE = "alla", "amne:"


def omraden() -> list[tuple[str, Any]]:
    """Every area as ("lan:23", "Jämtlands län"), grouped for a <select>."""
    grupper = Kommungrupp.objects.filter(tillhorigheter__till=None, tillhorigheter__isnull=False).distinct()
    return [
        (f"{Omfang.RIKET}:", "Hela landet"),
        ("Län", _val(Omfang.LAN, Lan.objects.values_list("kod", "namn"))),
        ("Kommungrupper", _val(Omfang.GRUPP, grupper.values_list("kod", "namn"))),
        ("Kommuner", _val(Omfang.KOMMUN, Kommun.objects.values_list("kod", "namn"))),
    ]


def _val(omfang: str, rader: Any) -> list[tuple[str, str]]:
    return [(f"{omfang}:{kod}", namn) for kod, namn in rader]


def nyckeltal() -> list[tuple[str, Any]]:
    """All, a subject, or a single nyckeltal."""
    amnen = dict.fromkeys(d.omrade for d in alla().values())
    return [
        (ALLA, "Alla nyckeltal"),
        ("Ett ämne", [(f"{AMNE}{amne}", amne) for amne in amnen]),
        ("Ett nyckeltal", [(d.kod, d.kortnamn) for d in alla().values()]),
    ]


class Bestallning(forms.Form):
    """`cleaned_data` holds omfang, omrade (a code), nyckeltal (codes; none means all) and exempel."""

    plats = forms.ChoiceField(
        label="Område", choices=omraden, help_text="Hela landet, ett län, en grupp eller en kommun."
    )
    matt = forms.ChoiceField(label="Nyckeltal", choices=nyckeltal, initial=ALLA)
    exempel = forms.BooleanField(
        label="Ta med exempeldata",
        required=False,
        help_text="Rapporten märks på varje sida och visas bara för den som är inloggad.",
    )

    def __init__(self, data: Any = None, *, finns_exempel: bool = False, **val: Any) -> None:
        super().__init__(data, **val)
        if not finns_exempel:
            del self.fields["exempel"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        omfang, _, omrade = data.get("plats", "").partition(":")
        return {
            "omfang": omfang,
            "omrade": omrade,
            "nyckeltal": _koder(data.get("matt", "")),
            "med_exempel": data.get("exempel") or None if "exempel" in self.fields else False,
        }


def _koder(val: str) -> list[str]:
    if val.startswith(AMNE):
        return [d.kod for d in alla().values() if d.omrade == val.removeprefix(AMNE)]
    return [val] if val and val != ALLA else []
