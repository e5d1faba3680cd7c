"""What is asked about before a visit is done: told, never refused. The day is passed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from atgarder import datum


def fragor(
    *,
    nar: date | None,
    idag: date,
    omgang_start: str = "",
    ar_aterbesok: bool = False,
    har_forra: bool = True,
    loften: Iterable[tuple[str, str]] = (),
) -> list[str]:
    """Questions in Swedish; `loften` are (text, klart_senast)."""
    funna = []
    if nar is not None and nar > idag:
        funna.append(f"Besöket ligger i framtiden ({nar:%Y-%m-%d}). Stämmer datumet?")
    if nar is not None and omgang_start and nar < datum.forsta_dag(omgang_start):
        funna.append(f"Besöket ({nar:%Y-%m-%d}) ligger före omgången, som började {datum.visa(omgang_start)}.")
    if ar_aterbesok and not har_forra:
        funna.append("Det här är ett återbesök, men inget första besök finns loggat. Stämmer det?")
    for text, senast in loften:
        if nar is not None and senast and datum.sista_dag(senast) < nar:
            funna.append(f"Löftet ”{text[:60]}” ska vara klart {datum.visa(senast)}, före besöket. Stämmer det?")
    return funna
