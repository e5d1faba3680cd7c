"""The part of the API's permission table that is about measures and statements, and what it is tried with."""

from typing import Any

from atgarder import uppgifter
from tests.atgarder.varld import atgard, gott_exempel

LASA = (200, 200, 200, 200, 200)
SKRIVA = (401, 201, 201, 403, 403)
ANDRA = (401, 200, 200, 403, 403)
REDAKTIONEN = (401, 200, 403, 403, 403)  # what nobody in the municipality has entered

# url name (and which object): ({arguments}, {method: status for nobody, Alva, Bo, Cilla, Folke})
ATGARDSTABELL: dict[str, tuple[dict[str, str], dict[str, tuple[int, ...]]]] = {
    "api-atgardstyper": ({}, {"GET": LASA, "POST": (405,) * 5}),
    "api-atgarder": ({}, {"GET": LASA, "POST": SKRIVA, "PATCH": (405,) * 5}),
    "api-atgard": ({"id": "ATGARD"}, {"GET": LASA, "PATCH": ANDRA, "DELETE": (405,) * 5}),
    "api-atgard utkast": (
        {"id": "UTKAST"},
        {"GET": (404, 200, 200, 404, 404), "PATCH": (401, 200, 200, 404, 403)},
    ),
    "api-atgard-lage": ({"id": "ATGARD"}, {"POST": ANDRA, "GET": (405,) * 5}),
    "api-atgard-lage utkast": ({"id": "UTKAST"}, {"POST": (401, 200, 200, 404, 403)}),
    "api-uppgifter": ({}, {"GET": LASA, "POST": SKRIVA}),
    "api-uppgifter riket": ({}, {"POST": (401, 201, 403, 403, 403)}),
    "api-uppgift": ({"id": "UPPGIFT"}, {"GET": LASA, "PATCH": REDAKTIONEN, "DELETE": (405,) * 5}),
    "api-uppgift utkast": (
        {"id": "UPPGIFTSUTKAST"},
        {"GET": (404, 200, 200, 404, 404), "PATCH": (401, 200, 403, 404, 403)},
    ),
    "api-uppgift-lage": ({"id": "UPPGIFT"}, {"POST": ANDRA, "GET": (405,) * 5}),
    "api-goda-exempel": ({}, {"GET": LASA, "POST": (405,) * 5}),
    "api-exempel": ({"slug": "publicerat"}, {"GET": LASA, "PATCH": (405,) * 5}),
    "api-exempel utkast": ({"slug": "opublicerat"}, {"GET": (404,) * 5}),
    "api-inspiration": ({}, {"GET": LASA, "POST": SKRIVA}),
    "api-inspiration utkast": ({}, {"POST": (401, 201, 201, 422, 403)}),
}

UPPGIFT = {"kommun": "2380", "sagt_av": "socialchef", "tema": "bemanning", "text": "Alla tjänster är tillsatta."}


def uppgift(kommun: str | None = "2380", *, publik: bool = True, av: Any = None, **falt: Any) -> Any:
    """A statement of a municipality (Östersund); needs the fixture `typer`."""
    egna = {"kommun_id": kommun, "sagt_av": "socialchef", "tema_id": "bemanning", "text": "Alla tjänster är tillsatta."}
    return uppgifter.skapa(falt={**egna, "synlighet": "publik" if publik else "utkast", **falt}, av=av)


def bos_objekt() -> dict[str, Any]:
    """Objects of Östersund, two of them drafts, and a measure of Uppsala's to be inspired by."""
    publik, utkast, annans = atgard(), atgard(publik=False, titel="Utkastet"), atgard("0380", titel="Uppsalas")
    gott_exempel(publik, titel="Publicerat")
    gott_exempel(publik, titel="Opublicerat", publik=False)
    return {
        "ATGARD": publik.pk,
        "UTKAST": utkast.pk,
        "ANNANS": annans.pk,
        "UPPGIFT": uppgift().pk,
        "UPPGIFTSUTKAST": uppgift(publik=False).pk,
    }


def innehall(namn: str, metod: str, objekt: dict[str, Any]) -> dict[str, Any]:
    """What is sent, so that a refusal is about who asks and not about what."""
    if metod == "PATCH":
        return {"revision": 1}
    kroppar: dict[str, dict[str, Any]] = {
        "api-atgarder": {"kommun": "2380", "typ": "arbetsmiljo", "titel": "Ny"},
        "api-atgard-lage": {"lage": "permanent"},
        "api-uppgifter": UPPGIFT,
        "api-uppgifter riket": {**UPPGIFT, "kommun": "0000"},
        "api-uppgift-lage": {"lage": "bekraftad", "skal": "Enligt personalsystemet."},
        "api-inspiration": {"atgard": objekt["ATGARD"], "forebild": objekt["ANNANS"]},
        "api-inspiration utkast": {"atgard": objekt["UTKAST"], "forebild": objekt["ANNANS"]},
    }
    return kroppar.get(namn, kroppar.get(namn.split()[0], {}))
