"""Every role and an outsider, for the permission tables.

A table says what happens to nobody, Alva (samordnare), Bo (uppgiftslämnare in Östersund), Cilla (the same in Umeå)
and Folke (förvaltare). Each other role is as one of them, but for the exceptions that the table names.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client

from konton.models import Uppdrag

Roll = Uppdrag.Roll
TABELLENS = ("ingen", "alva", "bo", "cilla", "folke")
OVRIGA: dict[str, tuple[str, str | None, str]] = {
    "gun": (Roll.GODKANNARE, "2380", "bo"),
    "rut": (Roll.REDAKTOR, None, "alva"),
    "ulla": (Roll.FACKLIGT_OMBUD, None, "cilla"),
    "disa": (Roll.DEPARTEMENT, None, "cilla"),
}
"""name: (role, municipality, as whom)"""

SKRIVER_INTE = {"ulla": 403, "disa": 403}
"""Whoever reports for no municipality is refused at once, where Cilla is let in or told that it is not hers."""


def alla(person: Any, inloggad: Any, kanda: Mapping[str, Any]) -> dict[str, Client]:
    """A client for each; `kanda` are the users that the fixtures have made already."""
    nya = {namn: person(namn, roll, kommun) for namn, (roll, kommun, _) in OVRIGA.items()}
    return {"ingen": Client(), **{namn: inloggad(user) for namn, user in {**kanda, **nya}.items()}}


def vantat(statusar: Sequence[int], undantag: Mapping[str, int]) -> dict[str, int]:
    """The status for everybody, from the table's five."""
    tabellens = dict(zip(TABELLENS, statusar, strict=True))
    return {**tabellens, **{namn: tabellens[som] for namn, (_, _, som) in OVRIGA.items()}, **undantag}


@contextmanager
def pa_prov() -> Iterator[None]:
    """What is written meanwhile is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
