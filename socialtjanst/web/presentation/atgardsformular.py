"""What the form of a measure says around its fields."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from atgarder.models import Atgard
from kommuner.models import Enhet
from socialtjanst.web.formular.atgardsformular import Atgardsformular


def sammanhang(formular: Atgardsformular) -> dict[str, Any]:
    atgard = formular.atgard
    publik = atgard is not None and atgard.synlighet == Atgard.Synlighet.PUBLIK
    return {
        "sida": "atgarder",
        "formular": formular,
        "form": formular.form,
        "atgard": atgard,
        "rubrik": f"Ändra {atgard.titel}" if atgard else "Ny åtgärd",
        "smulor": _smulor(atgard),
        "enheter": _enheter(formular),
        "publiceraord": "Spara ändringarna" if publik else "Publicera",
        "utkastord": "Gör till utkast" if publik else "Spara utkast",
        "publik": publik,
    }


def _smulor(atgard: Atgard | None) -> list[tuple[str, str]]:
    vag = [("Åtgärder", reverse("atgarder"))]
    if atgard is None:
        return [*vag, ("Ny åtgärd", "")]
    return [*vag, (atgard.titel, atgard.get_absolute_url()), ("Ändra", "")]


def _enheter(formular: Atgardsformular) -> list[str]:
    """Names of units to choose among; those of the municipality when it is known."""
    kommun = formular.atgard.kommun_id if formular.atgard else formular.form["kommun"].value()
    rader = Enhet.objects.filter(kommun=kommun) if kommun else Enhet.objects.none()
    return list(rader.values_list("namn", flat=True))
