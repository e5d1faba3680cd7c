"""The audit trail: which models are followed, and who is said to have changed them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from auditlog.context import auditlog_value, set_extra_data
from auditlog.middleware import AuditlogMiddleware
from auditlog.registry import auditlog
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest

from konton.models import User
from konton.signatur import signatur

FOLJDA: dict[str, tuple[str, ...]] = {
    "konton.User": ("password", "last_login", "date_joined"),
    "konton.Uppdrag": ("givet_av_roll", "taget_av_roll"),
    "konton.Inbjudan": ("avtryck", "av_roll"),
    "konton.Apinyckel": ("avtryck", "senast_anvand"),
}
"""Every model that is followed, by name, with the fields that are not; an app may also call `folj` in `ready`."""


def folj(modell: type[Model] | str, *, utom: Collection[str] = ()) -> None:
    """Note every change of `modell` ("app.Modell"), apart from the fields `utom`. Bulk writes pass it by."""
    klass: Any = apps.get_model(modell) if isinstance(modell, str) else modell
    m2m = {falt.name for falt in klass._meta.many_to_many} - {*utom}
    auditlog.register(klass, exclude_fields=[*utom], m2m_fields=m2m)


def folj_alla() -> None:
    for modell, utom in FOLJDA.items():
        folj(modell, utom=utom)


@contextmanager
def som(user: User | AnonymousUser | None, *, roll: str = "") -> Iterator[None]:
    """What is changed meanwhile is noted as done by `user`, in the role that they hold (or `roll`, in words)."""
    tidigare = auditlog_value.get(None)
    try:
        with set_extra_data(context_data=_uppgifter(user, roll)):
            yield
    finally:
        auditlog_value.set(tidigare if tidigare is not None else {"signal_duid": None})


def satt_aktor(request: HttpRequest, user: User) -> None:
    """The one who was recognised after the request began, such as by an API key."""
    uppgifter = auditlog_value.get(None)
    if uppgifter is not None:
        uppgifter.update(_uppgifter(user, ""))


class Granskning(AuditlogMiddleware):  # type: ignore[misc]
    """Ties each change to the one who is logged in. Reads nothing unless something is changed."""

    def get_extra_data(self, request: HttpRequest) -> dict[str, Any]:
        return _uppgifter(request.user, "")


def _uppgifter(user: User | AnonymousUser | None, roll: str) -> dict[str, Any]:
    """No e-mail is kept beside the actor: an act outlives the account by its role only."""
    return {
        "actor": user,
        "actor_email": lambda: None,
        "additional_data": lambda: {"roll": roll or signatur(user)},
    }
