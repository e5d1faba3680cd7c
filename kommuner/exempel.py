"""Invented values for what municipalities report, so that an empty installation is worth looking at.

Everything is drawn from a seeded model and marked `exempel`. The values hang on real municipalities, so they
never contradict what is publicly told of them: see `VET_VI`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kommuner.importer.skriv import Cell
from kommuner.nyckeltal import Definition, rapporterade
from kommuner.perioder import kalender

FRO = 2016
KVARTAL = kalender("2013-K1", "2022-K4")
AR = kalender("2013", "2022")
TIMMAR_PER_KVARTAL = 420.0
TKR_PER_ARSARBETARE = 330.0  # per quarter

UTAN_INHYRDA = {"2380": "Östersund", "2480": "Umeå", "0780": "Växjö", "1492": "Åmål"}
BEHALLER_PERSONAL = {"0780": "Växjö", "1492": "Åmål"}
LAGST_SJUKFRANVARO = "1737"  # Torsby
STIGANDE_SJUKFRANVARO = "2380"  # Östersund, between 2014 and 2015
SPECIALISTER = "2480"  # Umeå: from no applicants to forty
STORLEK = {  # established posts at the start, of the largest and of those that are told of; the others are drawn
    "0180": 1500.0,
    "1480": 1150.0,
    "1280": 720.0,
    "0380": 330.0,
    "0580": 280.0,
    "1880": 270.0,
    "1980": 260.0,
    "1283": 250.0,
    "0680": 240.0,
    "0581": 230.0,
    "2480": 210.0,
    "1490": 200.0,
    "0780": 160.0,
    "2281": 150.0,
    "1384": 140.0,
    "2380": 110.0,
    "0188": 95.0,
    "0183": 90.0,
    "0381": 70.0,
    "0305": 40.0,
    "1492": 24.0,
    "1737": 20.0,
}
SVART_ATT_REKRYTERA = {"0188": "Norrtälje", "1384": "Kungsbacka"}

Matris = NDArray[np.float64]
LUCKOR = {"saknas": 0.02, "tyst": 0.04}


@dataclass
class Varld:
    """The answers to the form's questions: one matrix of (municipalities, quarters) for each question."""

    koder: list[str]
    slump: np.random.Generator
    svar: dict[str, Matris] = field(default_factory=dict)

    @property
    def form(self) -> tuple[int, int]:
        return len(self.koder), len(KVARTAL)

    def rad(self, kod: str) -> int | None:
        """The row of a municipality, or None in a world without it."""
        return self.koder.index(kod) if kod in self.koder else None

    def rader(self, koder: dict[str, str]) -> list[int]:
        return [i for i, kod in enumerate(self.koder) if kod in koder]


def celler(koder: list[str], fro: int = FRO) -> Iterator[Cell]:
    """Every invented value for `koder`; the same seed and codes give the same values."""
    varld = Varld(list(koder), np.random.default_rng(fro))
    for del_ in (_bemanning, _inhyrda, _sjukfranvaro, _omsattning, _rekrytering, _belastning, _tid):
        del_(varld)
    for definition in rapporterade():
        yield from _som_celler(varld, definition)


def _vandring(varld: Varld, spridning: float, minne: float = 0.8) -> Matris:
    """A stationary AR(1) series per municipality."""
    rader, kvartal = varld.form
    brus = varld.slump.normal(0, spridning * np.sqrt(1 - minne**2), (rader, kvartal))
    serie = np.empty((rader, kvartal))
    serie[:, 0] = varld.slump.normal(0, spridning, rader)
    for t in range(1, kvartal):
        serie[:, t] = minne * serie[:, t - 1] + brus[:, t]
    return serie


def _vag(topp: float, bredd: float) -> Matris:
    """A smooth bump over the quarters: the crisis of the 2010s, or the pandemic."""
    vag: Matris = np.exp(-0.5 * ((np.arange(len(KVARTAL)) - topp) / bredd) ** 2)
    return vag


def _trappa(varld: Varld, andel: float) -> Matris:
    """0 before, 1 after each municipality's own turning point, for a share of them."""
    rader, kvartal = varld.form
    start = np.where(varld.slump.random(rader) < andel, varld.slump.integers(6, kvartal - 8, rader), 10 * kvartal)
    return np.clip((np.arange(kvartal) - start[:, None]) / 4, 0, 1)


def _bemanning(varld: Varld) -> None:
    rader, kvartal = varld.form
    dragen = np.clip(varld.slump.lognormal(np.log(38), 0.5, rader), 9, 200)
    storlek = np.array([STORLEK.get(kod, s) for kod, s in zip(varld.koder, dragen, strict=True)])
    inrattade = np.round(storlek[:, None] * (1 + 0.004 * np.arange(kvartal)) * (1 + _vandring(varld, 0.02)), 1)
    niva = varld.slump.normal(np.log(0.085), 0.35, rader)[:, None]
    andel = np.exp(niva + 0.45 * _vag(12, 6) + _vandring(varld, 0.28) - 0.9 * _trappa(varld, 0.3))
    varld.svar["inrattade"] = inrattade
    varld.svar["vakanta"] = np.round(np.clip(andel, 0, 0.45) * inrattade, 1)
    varld.svar["enhetschefer"] = np.maximum(1, np.round(inrattade / varld.slump.uniform(13, 26, rader)[:, None]))


def _inhyrda(varld: Varld) -> None:
    rader, _ = varld.form
    anvander = varld.slump.random(rader) > 0.15
    anvander[varld.rader(UTAN_INHYRDA)] = False
    andel = np.clip(0.45 + _vandring(varld, 0.3), 0, 1)
    inhyrda = np.round(varld.svar["vakanta"] * andel * anvander[:, None], 1)
    pris = varld.slump.normal(TKR_PER_ARSARBETARE, 25, varld.form)
    varld.svar["inhyrda"] = inhyrda
    varld.svar["anlitat"] = (inhyrda > 0).astype(float)
    varld.svar["konsultkostnad"] = np.round(inhyrda * pris)


def _sjukfranvaro(varld: Varld) -> None:
    rader, kvartal = varld.form
    personer = np.maximum(1, np.round(varld.svar["inrattade"] - varld.svar["vakanta"]))
    arstid = np.tile([0.012, -0.004, -0.014, 0.006], kvartal // 4)
    niva = varld.slump.normal(0.075, 0.014, rader)[:, None]
    andel = niva + arstid + 0.012 * _vag(10, 5) + 0.014 * _vag(31, 3) + _vandring(varld, 0.009)
    andel = np.clip(andel - 0.015 * _trappa(varld, 0.25), 0.02, 0.25)
    _foj_sjukfranvaro(varld, andel)
    timmar = np.round(personer * TIMMAR_PER_KVARTAL)
    varld.svar |= {"personer": personer, "ordinarie_timmar": timmar, "sjuktimmar": np.round(andel * timmar)}


def _foj_sjukfranvaro(varld: Varld, andel: Matris) -> None:
    """Östersund's rises markedly from 2014 to 2015; Torsby's is the lowest in the country, always."""
    if (i := varld.rad(STIGANDE_SJUKFRANVARO)) is not None:
        ar_2014, ar_2015 = slice(4, 8), slice(8, 12)
        andel[i, ar_2015] = np.maximum(andel[i, ar_2015], andel[i, ar_2014] + 0.015)
    if (i := varld.rad(LAGST_SJUKFRANVARO)) is not None:
        andra = np.delete(andel, i, axis=0)
        andel[i] = (andra.min(axis=0) if len(andra) else andel[i]) * 0.9


def _omsattning(varld: Varld) -> None:
    rader, _ = varld.form
    niva = varld.slump.normal(0.16, 0.04, rader)
    niva[varld.rader(BEHALLER_PERSONAL)] = 0.05
    andel = np.clip(niva[:, None] * np.exp(0.3 * _vag(12, 6) + _vandring(varld, 0.18)), 0.01, 0.6)
    andel[varld.rader(BEHALLER_PERSONAL)] = np.minimum(andel[varld.rader(BEHALLER_PERSONAL)], 0.07)
    medeltal = np.maximum(1, varld.svar["personer"] - 0.5)
    varld.svar |= {"medeltal_anstallda": medeltal, "slutat": np.floor(andel * medeltal)}


def _rekrytering(varld: Varld) -> None:
    rader, _ = varld.form
    utlysta = varld.slump.poisson(0.05 * varld.svar["inrattade"] + 0.4).astype(float)
    lockelse = np.exp(_vandring(varld, 0.3) - 0.5 * _vag(12, 6))
    per_tjanst = varld.slump.lognormal(np.log(5), 0.5, rader)[:, None] * lockelse
    per_tjanst[varld.rader(SVART_ATT_REKRYTERA)] = 0.3
    sokande = varld.slump.poisson(per_tjanst * utlysta).astype(float)
    if (i := varld.rad(SPECIALISTER)) is not None:
        utlysta[i] = np.maximum(1, utlysta[i])
        fore = KVARTAL.index("2015-K3")
        sokande[i, :fore], sokande[i, fore:] = 0, 40 * utlysta[i, fore:]
    varld.svar |= {"utlysta": utlysta, "sokande": sokande}


def _belastning(varld: Varld) -> None:
    handlaggare = np.maximum(1, np.round(varld.svar["personer"] * 0.7))
    per_person = np.clip(varld.slump.normal(19, 4, varld.form[0])[:, None] + _vandring(varld, 2), 6, 60)
    varld.svar |= {"socialsekreterare": handlaggare, "arenden": np.round(handlaggare * per_person)}


def _tid(varld: Varld) -> None:
    """Yearly and voluntary: three municipalities in ten measure their time."""
    rader, ar = varld.form[0], len(AR)
    personer = np.round(varld.slump.uniform(4, 25, (rader, ar)))
    personer[varld.slump.random(rader) > 0.3] = np.nan
    totalt = personer * 38
    andel = np.clip(varld.slump.normal(0.24, 0.05, (rader, 1)) + 0.004 * np.arange(ar), 0.05, 0.7)
    varld.svar |= {"tid_personer": personer, "tid_totalt": totalt, "tid_klienter": np.round(andel * totalt)}


def _som_celler(varld: Varld, d: Definition) -> Iterator[Cell]:
    taljare = varld.svar[d.taljare_fraga or ""]
    namnare = varld.svar[d.namnare_fraga] if d.namnare_fraga else np.ones_like(taljare)
    personer = varld.svar[d.personer_fraga] if d.personer_fraga else np.full_like(taljare, np.nan)
    perioder = KVARTAL if "K" in d.periodslag else AR
    lucka = varld.slump.random(taljare.shape)
    for i, kod in enumerate(varld.koder):
        for t, period in enumerate(perioder):
            if np.isnan(taljare[i, t]) or LUCKOR["saknas"] < lucka[i, t] < LUCKOR["saknas"] + LUCKOR["tyst"]:
                continue
            if lucka[i, t] <= LUCKOR["saknas"]:
                yield Cell(kod, None, d.kod, period, "T", None, "saknas")
            elif namnare[i, t] == 0:
                yield Cell(kod, None, d.kod, period, "T", None, "ej_tillampligt")
            else:
                yield _cell(d, kod, period, float(taljare[i, t]), float(namnare[i, t]), float(personer[i, t]))


def _cell(d: Definition, kod: str, period: str, taljare: float, namnare: float, personer: float) -> Cell:
    grupp = None if np.isnan(personer) else personer
    return Cell(kod, None, d.kod, period, "T", taljare / namnare * d.skala, "", taljare, namnare, grupp)
