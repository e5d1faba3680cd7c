"""In what role somebody acts, in words, for acts that outlive the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from konton.models import User


def signatur(user: User | None) -> str:
    """ "uppgiftslämnare i Östersund, samordnare"; empty without a user or a role."""
    if user is None or user.pk is None:
        return ""
    rader = user.uppdrag.select_related("kommun")
    ord_ = [f"{u.get_roll_display()} i {u.kommun}" if u.kommun else u.get_roll_display() for u in rader]
    return ", ".join(ord_)[:120]
