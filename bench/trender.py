"""Trends for many series at once, beside three well-known libraries series by series.

`python -m bench.trender` times the libraries on a random sample of the same series in the same run, and scales
up by the number of series; `--alla` runs them on all.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pymannkendall
from scipy.stats import theilslopes
from statprocon.charts.xmr.base import Base as XmR

from rapporter.berakning.matris import Floats
from rapporter.berakning.spc import xmr
from rapporter.berakning.trend import mann_kendall, theil_sen


class Rad(NamedTuple):
    """Seconds for all series, ours and theirs, and how many times as long theirs took."""

    vad: str
    vara: float
    deras: float
    kvot: float


def jamfor(n_series: int = 8700, n_periods: int = 120, sample: int = 200, seed: int = 0) -> list[Rad]:
    """One row for each figure and one for all; theirs is measured on `sample` series and scaled up by count."""
    values = serier(n_series, n_periods, seed)
    chosen = np.random.default_rng(seed).choice(n_series, min(sample, n_series), replace=False)
    rader = []
    for vad, vara, deras in FIGURES:
        vara(values[:1])
        deras(values[0])
        mine = seconds(lambda vara=vara: vara(values))  # type: ignore[misc]
        theirs = seconds(lambda deras=deras: [deras(values[row]) for row in chosen])  # type: ignore[misc]
        theirs *= n_series / chosen.size
        rader.append(Rad(vad, mine, theirs, theirs / mine))
    mine, theirs = sum(rad.vara for rad in rader), sum(rad.deras for rad in rader)
    return [*rader, Rad("allt", mine, theirs, theirs / mine)]


def serier(n_series: int, n_periods: int, seed: int) -> Floats:
    """Series that remember (ρ = 0.5), with two decimals and without gaps, shape (n_series, n_periods)."""
    values = np.random.default_rng(seed).normal(size=(n_series, n_periods))
    for k in range(1, n_periods):
        values[:, k] += 0.5 * values[:, k - 1]
    return 10 + values.round(2)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mib() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def statprocon(row: Floats) -> Any:
    chart = XmR(row.tolist())
    rules = (
        chart.rule_1_x_indices_beyond_limits(),
        chart.rule_2_runs_about_central_line(),
        chart.rule_3_runs_near_limits(),
    )
    return chart.x_to_dict(), rules


FIGURES: tuple[tuple[str, Callable[[Floats], Any], Callable[[Floats], Any]], ...] = (
    ("lutning med intervall (scipy)", theil_sen, lambda row: theilslopes(row, method="separate")),
    (
        "trendtest (pymannkendall)",
        lambda values: mann_kendall(values, prewhiten=True),
        pymannkendall.pre_whitening_modification_test,
    ),
    ("styrdiagram (statprocon)", xmr, statprocon),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serier", type=int, default=8700)
    parser.add_argument("--perioder", type=int, default=120)
    parser.add_argument("--urval", type=int, default=200)
    parser.add_argument("--alla", action="store_true", help="biblioteken på alla serier, inte ett urval")
    args = parser.parse_args()
    sample = args.serier if args.alla else args.urval
    print(f"{args.serier} serier × {args.perioder} perioder; biblioteken på {sample} av serierna, uppräknat")
    for rad in jamfor(args.serier, args.perioder, sample):
        print(f"{rad.vad:32} {rad.vara:8.2f} s {rad.deras:8.1f} s {rad.kvot:7.1f} ×")
    print(f"mest minne: {peak_mib():.0f} MiB")


if __name__ == "__main__":
    main()
