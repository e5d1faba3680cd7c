"""A municipality's page as a file: the chart's series, or every nyckeltal's latest value."""

from __future__ import annotations

from collections.abc import Iterator

from kommuner.nyckeltal import Definition
from rapporter import text
from rapporter.format.celler import Cellvarde, Tal
from rapporter.models import Trend
from socialtjanst.web.presentation import diagram, serier
from socialtjanst.web.presentation.kommun import Okand, Sida
from socialtjanst.web.presentation.ladda_ned import Fil
from socialtjanst.web.presentation.serier import Serie
from socialtjanst.web.presentation.vy import citat

KOLUMNER = (
    *("kommun_kod", "kommun", "nyckeltal", "namn", "period", "kon", "varde", "saknas", "enhet"),
    *("andring_egen_berakning", "plats_egen_berakning", "av_kommuner", "kalla", "status"),
    *("exempeldata", "dataversion"),
)


def fil(sida: Sida, tabell: str) -> Fil:
    """What is on screen; `tabell` is "nyckeltal", "serie" or empty. Raises Okand for another."""
    if tabell == "serie" and sida.vald is not None:
        return _fil(sida, sida.vald.nyckeltal, _serierader(sida, sida.vald), sida.vald.exempel)
    if tabell not in ("", "nyckeltal"):
        raise Okand(f"Tabellen {citat(tabell)} finns inte. Välj nyckeltal eller serie.")
    return _fil(sida, "nyckeltal", _nyckeltalsrader(sida), any(s.exempel for s in sida.huvud.values()))


def _fil(sida: Sida, vad: str, rader: Iterator[list[Cellvarde]], exempel: bool) -> Fil:
    kalla = f"Källa: som raden säger. {diagram.EGEN['plats']}"
    return Fil(f"{sida.kommun.kod}-{vad}", sida.kommun.namn, KOLUMNER, rader, kalla, exempel)


def _serierader(sida: Sida, serie: Serie) -> Iterator[list[Cellvarde]]:
    for punkt in serie.punkter:
        yield _rad(sida, serie, punkt, None)


def _nyckeltalsrader(sida: Sida) -> Iterator[list[Cellvarde]]:
    for serie in sida.huvud.values():
        yield _rad(sida, serie, serie.senaste, sida.trend(serie))


def _rad(sida: Sida, serie: Serie, punkt: serier.Punkt, trend: Trend | None) -> list[Cellvarde]:
    d = serie.definition
    jamfort = [_tal(trend.forandring, d), trend.rang, trend.antal] if trend else [None, None, None]
    vem: list[Cellvarde] = [sida.kommun.kod, sida.kommun.namn, d.kod, d.namn, punkt.period, serie.kon]
    vad: list[Cellvarde] = [_tal(punkt.varde, d), text.SKAL.get(punkt.skal), d.enhet]
    kalla = text.KALLOR[d.kalla] if not punkt.exempel else "påhittat"
    return [*vem, *vad, *jamfort, kalla, punkt.status, punkt.exempel, sida.vy.version]


def _tal(varde: float | None, d: Definition) -> Tal | None:
    return None if varde is None else Tal(varde, d.decimaler)
