"""Whole numbers out of what a browser sends."""

from __future__ import annotations

HOGST_SIFFROR = 9
"""No key, number of a row or count is longer, and a database column holds it."""


def heltal(text: str) -> int | None:
    """The number that the text is; None for anything else than one to nine ASCII digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= HOGST_SIFFROR else None
