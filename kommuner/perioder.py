"""Periods: one canonical string each, "2015", "2015-H1", "2015-T2", "2015-K4" or "2015-05".

The canonical strings of one kind sort in time order. Every function but `tolka` takes canonical periods and
raises ValueError, with a Swedish text fit to show, for a period that does not exist.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

SLAG = {"A": "år", "H": "halvår", "T": "tertial", "K": "kvartal", "M": "månad"}

_PER_AR = {"A": 1, "H": 2, "T": 3, "K": 4, "M": 12}
_FORSTA_AR, _SISTA_AR = 1900, 2099
_KANONISK = re.compile(r"([0-9]{4})(?:-([HTK])([0-9])|-([0-9]{2}))?")
_MANADER = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_KORTA_MANADER = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
_KORTA_ORD = {"H": "halvår", "T": "tert", "K": "kv"}
_ORDNINGSTAL = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}
_ORD = {
    **dict.fromkeys(("h", "halvår", "halvåret"), "H"),
    **dict.fromkeys(("t", "tert", "tertial", "tertialet"), "T"),
    **dict.fromkeys(("k", "q", "kv", "kvartal", "kvartalet"), "K"),
    **dict.fromkeys(("m", "mån", "månad"), "M"),
}
_AR_ORD = ("år", "året", "helår", "helåret", "hela")
_MANADSNAMN = {
    **{namn: nr for nr, namn in enumerate(_MANADER, 1)},
    **{namn[:3]: nr for nr, namn in enumerate(_MANADER, 1)},
    "sept": 9,
}
_SA_HAR = "Skriv till exempel 2015, 2015-H1, 2015-T2, 2015-K4 eller 2015-05."
_FINNS_INTE = {
    "A": f"året ska ligga mellan {_FORSTA_AR} och {_SISTA_AR}",
    "H": "ett år har två halvår, H1 och H2",
    "T": "ett år har tre tertial, T1 till T3",
    "K": "ett år har fyra kvartal, K1 till K4",
    "M": "ett år har tolv månader, 01 till 12",
}


@lru_cache(maxsize=4096)
def _delar(period: str) -> tuple[int, str, int]:
    """Year, kind and number within the year, counted from 1."""
    traff = _KANONISK.fullmatch(period)
    if traff is None:
        raise ValueError(f"Perioden ”{period}” går inte att förstå. {_SA_HAR}")
    ar, bokstav, nummer, manad = traff.groups()
    slag = bokstav or ("M" if manad else "A")
    return _kontrollera(int(ar), slag, int(nummer or manad or 1), period)


def _kontrollera(ar: int, slag: str, nr: int, skrivet: str) -> tuple[int, str, int]:
    if not _FORSTA_AR <= ar <= _SISTA_AR:
        raise ValueError(f"Perioden ”{skrivet}” finns inte: {_FINNS_INTE['A']}.")
    if not 1 <= nr <= _PER_AR[slag]:
        raise ValueError(f"Perioden ”{skrivet}” finns inte: {_FINNS_INTE[slag]}.")
    return ar, slag, nr


def _bygg(ar: int, slag: str, nr: int, skrivet: str = "") -> str:
    text = f"{ar:04d}" + {"A": "", "M": f"-{nr:02d}"}.get(slag, f"-{slag}{nr}")
    _kontrollera(ar, slag, nr, skrivet or text)
    return text


def slag(period: str) -> str:
    """The kind's letter, a key of SLAG. Raises ValueError for what is no canonical, existing period."""
    return _delar(period)[1]


def per_ar(slag: str) -> int:
    """How many periods of the kind a year has."""
    periodslag_namn(slag)
    return _PER_AR[slag]


def periodslag_namn(slag: str) -> str:
    """The Swedish name of a kind: "K" gives "kvartal"."""
    if slag not in SLAG:
        raise ValueError(f"Periodslaget ”{slag}” finns inte. Välj bland {', '.join(SLAG)}.")
    return SLAG[slag]


def tolka(text: object) -> str:
    """The canonical period of what people and Excel write: "2015K4", "kv 4 2015", "maj 2015", 2015, "2015.0".

    Raises ValueError with a Swedish text that says what is wrong and what works. Dates are refused: a day is
    no period, and Excel makes days of periods without asking.
    """
    if isinstance(text, str | int | float) and not isinstance(text, bool):
        return _tolka(str(text))
    raise ValueError(f"Perioden ”{text}” går inte att förstå. {_SA_HAR}")


@lru_cache(maxsize=4096)
def _tolka(skrivet: str) -> str:
    ren = re.sub(r"(?<=[a-zåäö])\.|(?<=^[0-9]{4})[.,]0+$", "", " ".join(skrivet.lower().split()))
    if not ren:
        raise ValueError(f"Perioden saknas. {_SA_HAR}")
    if re.match(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\b", ren):
        raise ValueError(f"”{skrivet}” är ett datum, inte en period. {_SA_HAR}")
    delar = _ur_bitar(re.findall(r"[0-9]+|[a-zåäö]+", ren))
    if delar is None or re.search(r"[^0-9a-zåäö /-]", ren):
        raise ValueError(f"Perioden ”{skrivet}” går inte att förstå. {_SA_HAR}")
    return _bygg(*delar, skrivet)


def _ur_bitar(bitar: list[str]) -> tuple[int, str, int] | None:
    """Year, kind and number from the pieces of a written period, whichever end the year stands at."""
    for ar, rest in ((bitar[0], bitar[1:]), (bitar[-1], bitar[:-1])) if bitar else ():
        if re.fullmatch(r"[0-9]{4}", ar):
            # A bare number means a month only after the year: "5 2015" may be anything.
            inom = _inom_aret(rest, ensam_siffra=rest == bitar[1:])
            if inom is not None:
                return int(ar), *inom
    return None


def _inom_aret(bitar: list[str], *, ensam_siffra: bool) -> tuple[str, int] | None:
    match bitar:
        case []:
            return "A", 1
        case [ord_] if ord_ in _AR_ORD:
            return "A", 1
        case [ord_] if ord_ in _MANADSNAMN:
            return "M", _MANADSNAMN[ord_]
        case [siffra] if ensam_siffra and _hogst_tva_siffror(siffra):
            return "M", int(siffra)
        case [ord_, siffra] if ord_ in _ORD and _hogst_tva_siffror(siffra):
            return _ORD[ord_], int(siffra)
        case [ordning, ord_] if ordning in _ORDNINGSTAL and ord_ in _ORD:
            return _ORD[ord_], _ORDNINGSTAL[ordning]
    return None


def _hogst_tva_siffror(bit: str) -> bool:
    return bit.isdigit() and len(bit) <= 2


def forsta_dag(period: str) -> date:
    ar, slag_, nr = _delar(period)
    return date(ar, (nr - 1) * (12 // _PER_AR[slag_]) + 1, 1)


def sista_dag(period: str) -> date:
    ar, slag_, nr = _delar(period)
    manad = nr * (12 // _PER_AR[slag_])
    return date(ar + manad // 12, manad % 12 + 1, 1) - timedelta(days=1)


def _flytta(period: str, steg: int) -> str:
    ar, slag_, nr = _delar(period)
    nytt_ar, noll = divmod(ar * _PER_AR[slag_] + nr - 1 + steg, _PER_AR[slag_])
    return _bygg(nytt_ar, slag_, noll + 1)


def foregaende(period: str) -> str:
    return _flytta(period, -1)


def nasta(period: str) -> str:
    return _flytta(period, 1)


def ett_ar_fore(period: str) -> str:
    """The same part of the year before: "2015-K4" gives "2014-K4"."""
    return _flytta(period, -_PER_AR[slag(period)])


def kalender(fran: str, till: str) -> list[str]:
    """All periods from `fran` to `till`, both included. ValueError for two kinds or the wrong order."""
    (ar_1, slag_1, nr_1), (ar_2, slag_2, nr_2) = _delar(fran), _delar(till)
    if slag_1 != slag_2:
        raise ValueError(f"”{fran}” är {SLAG[slag_1]} och ”{till}” är {SLAG[slag_2]}: välj samma slags period.")
    n = _PER_AR[slag_1]
    forsta, sista = ar_1 * n + nr_1 - 1, ar_2 * n + nr_2 - 1
    if forsta > sista:
        raise ValueError(f"Perioden ”{fran}” kommer efter ”{till}”: byt plats på dem.")
    return [_bygg(i // n, slag_1, i % n + 1) for i in range(forsta, sista + 1)]


def perioder_till(slag: str, dag: date) -> str:
    """The latest period of the kind that had ended before `dag`."""
    n = per_ar(slag)
    pagaende = _bygg(dag.year, slag, (dag.month - 1) // (12 // n) + 1)
    return foregaende(pagaende)


def visa(period: str) -> str:
    """For readers, inside a sentence: "kvartal 4 2015", "maj 2015", "första halvåret 2015"."""
    ar, slag_, nr = _delar(period)
    if slag_ == "A":
        return str(ar)
    if slag_ == "H":
        return f"{'första' if nr == 1 else 'andra'} halvåret {ar}"
    if slag_ == "M":
        return f"{_MANADER[nr - 1]} {ar}"
    return f"{SLAG[slag_]} {nr} {ar}"


def kort(period: str) -> str:
    """For tables and axes: "kv 4 2015", "aug 2015", "halvår 1 2015"."""
    ar, slag_, nr = _delar(period)
    if slag_ == "A":
        return str(ar)
    if slag_ == "M":
        return f"{_KORTA_MANADER[nr - 1]} {ar}"
    return f"{_KORTA_ORD[slag_]} {nr} {ar}"
