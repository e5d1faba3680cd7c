"""What is asked before a draft is done, gathered from its sections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from besok import regler, sektioner

if TYPE_CHECKING:
    from besok.models import Besok


def fragor(besok: Besok, delar: Mapping[str, Any], *, idag: date) -> list[str]:
    """Questions in Swedish. Sections that cannot be read ask nothing: their faults are told by `gor_klar`."""
    omgang = besok.omgang
    return regler.fragor(
        nar=dag(delar.get("grund")),
        idag=idag,
        omgang_start=omgang.start if omgang else "",
        ar_aterbesok=omgang is not None and omgang.foregaende_id is not None,
        har_forra=besok.forra_id is not None,
        loften=_loften(delar.get("ataganden")),
    )


def dag(innehall: Any) -> date | None:
    """The day that the section "grund" says, if it says one."""
    try:
        return sektioner.grund(innehall or {}).datum
    except (ValueError, TypeError):
        return None


def _loften(innehall: Any) -> list[tuple[str, str]]:
    try:
        return [(lofte.text, lofte.klart_senast) for lofte in sektioner.loften(innehall or {})]
    except ValueError:
        return []
