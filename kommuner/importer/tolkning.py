"""Rows of a file into cells, with everything that stands in the way said row by row. Knows no database.

A million rows share a few hundred municipalities, a few thousand series and a few thousand numbers, so each
spelling is understood once and remembered; what cannot be understood is looked at anew each time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from kommuner import perioder, tal
from kommuner.importer import kolumner
from kommuner.importer.regler import Regelfel, ar_orimlig, dividera, orimlighet, prova_storlek, prova_uppgivet
from kommuner.importer.skriv import Cell
from kommuner.models.matvarde import Saknas
from kommuner.nyckeltal import Definition, alla

HOGST_MINNE = 100_000  # spellings remembered per column; a file of nothing but different ones starts over

_KON = {
    **dict.fromkeys(("", "t", "totalt", "total", "alla", "båda", "samtliga"), "T"),
    **dict.fromkeys(("k", "kv", "kvinna", "kvinnor"), "K"),
    **dict.fromkeys(("m", "man", "män"), "M"),
}
_SKAL = {
    **dict.fromkeys(("saknas", "uppgift saknas", "uppgiften saknas", "ja"), Saknas.SAKNAS.value),
    **dict.fromkeys(("ej tillämpligt", "ej tillampligt", "ej_tillampligt"), Saknas.EJ_TILLAMPLIGT.value),
    **dict.fromkeys(("dold", "dolt", "sekretess", "för få"), Saknas.DOLD.value),
}
_STATUS = {
    **dict.fromkeys(("", "s", "slutlig", "slutligt", "definitiv"), False),
    **dict.fromkeys(("p", "prel", "prel.", "preliminär", "preliminärt", "preliminar"), True),
}
_SAKNAS_SA = "Lämna talen tomma och skriv saknas eller ej tillämpligt, eller lämna kolumnen saknas tom."


class Anteckning(NamedTuple):
    """What is said of a row; `cell` is set where the value is only kept aside."""

    rad: int
    kolumn: str
    varde: str
    skal: str
    atgard: str
    cell: Cell | None = None
    preliminar: bool = False


class Dubblett(NamedTuple):
    """A cell that an earlier row of the file has given already."""

    forsta: int
    cell: Cell


class Plats(NamedTuple):
    kommun: str
    enhet: int | None
    nr: int


@dataclass(eq=False)
class Serie:
    """One nyckeltal, period and kön: the row that gave each place its value, 0 where none has."""

    definition: Definition
    period: str
    kon: str
    sedda: array[int]


@dataclass
class Bunt:
    """What a run of rows gave."""

    slutliga: list[Cell] = field(default_factory=list)
    preliminara: list[Cell] = field(default_factory=list)
    orimliga: list[Anteckning] = field(default_factory=list)
    fel: list[Anteckning] = field(default_factory=list)
    dubbletter: list[Dubblett] = field(default_factory=list)
    tomma: int = 0


class Register(NamedTuple):
    """What a file may speak of: code → name, (code, name in lower case) → unit; `egna` None is all."""

    kommuner: Mapping[str, str]
    enheter: Mapping[tuple[str, str], int]
    egna: frozenset[str] | None
    idag: date


class Tolk:
    """Understands one file's rows; `anmarkningar` are the kindnesses that were done on the way."""

    def __init__(self, rubriker: Sequence[str], register: Register, *, preliminar: bool, decimalpunkt: bool) -> None:
        self.kolumner = kolumner.tolka(rubriker)
        self.register = register
        self.preliminar = preliminar
        self.decimalpunkt = decimalpunkt
        self.anmarkningar: list[str] = []
        self._namn = {namn.casefold(): kod for kod, namn in register.kommuner.items()}
        self._nr = {plats: nr for nr, plats in enumerate([*register.kommuner, *register.enheter.values()])}
        self._platser: dict[Any, Plats] = {}
        self._serier: dict[Any, Serie] = {}
        self._lika: dict[tuple[str, str, str], Serie] = {}
        self._tal: dict[Any, float | None] = {"": None, None: None}

    def bunta(self, rader: Iterable[tuple[int, Sequence[Any]]]) -> Bunt:
        bunt = Bunt()
        plocka, bredd = self.kolumner.plocka, self.kolumner.bredd
        for nr, falt in rader:
            try:
                if len(falt) != bredd:
                    falt = self._bredda(falt)
                self._rad(bunt, nr, plocka((*falt, "")))
            except Regelfel as fel:
                self._anteckna_fel(bunt, nr, falt, fel)
        return bunt

    def _rad(self, bunt: Bunt, nr: int, rad: tuple[Any, ...]) -> None:
        kommun, enhet, kod, period, kon, uppgivet, taljare, namnare, personer, skal, status = rad
        tom = uppgivet in _TOMT and taljare in _TOMT and namnare in _TOMT
        if tom and skal in _TOMT:
            bunt.tomma += 1
            return
        plats = self._platser.get((kommun, enhet)) or self._plats(kommun, enhet)
        serie = self._serier.get((kod, period, kon)) or self._serie(kod, period, kon)
        if tom or skal not in _TOMT:
            cell = self._utan_varde(serie, plats, nr, skal, tom=tom)
        else:
            cell = self._med_varde(serie, plats, nr, (uppgivet, taljare, namnare, personer))
        preliminar = self.preliminar if status in _TOMT else self._status(status)
        forsta = serie.sedda[plats.nr]
        if forsta:
            bunt.dubbletter.append(Dubblett(forsta, cell))
            return
        serie.sedda[plats.nr] = nr
        if cell.varde is not None and ar_orimlig(serie.definition, cell.varde):
            bunt.orimliga.append(_orimlig(serie.definition, cell, rad, preliminar))
        else:
            (bunt.preliminara if preliminar else bunt.slutliga).append(cell)

    def _med_varde(self, serie: Serie, plats: Plats, nr: int, skrivet: tuple[Any, ...]) -> Cell:
        d = serie.definition
        uppgivet, taljare, namnare, personer = (
            self._tal[s] if s in self._tal else self._nytt_tal(d, kolumn, s)
            for kolumn, s in zip(_TALKOLUMNER, skrivet, strict=True)
        )
        if taljare is None:
            if d.namnare_fraga is not None or uppgivet is None:
                raise Regelfel("täljare", "", f"Täljaren saknas. {d.taljare}", "Skriv antalet: värdet räknas här.")
            taljare = uppgivet / d.skala
        varde, namnare = dividera(d, taljare, namnare, personer)
        if uppgivet is not None:
            prova_uppgivet(d, uppgivet, skrivet[0], varde)
        return Cell(
            *(plats.kommun, plats.enhet, d.kod, serie.period, serie.kon, varde, "", taljare, namnare, personer, nr)
        )

    def _utan_varde(self, serie: Serie, plats: Plats, nr: int, skal: Any, *, tom: bool) -> Cell:
        orsak = _SKAL.get(str(skal).strip().casefold())
        if orsak is None:
            raise Regelfel("saknas", skal, f"Skälet ”{skal}” är okänt.", "Skriv saknas, ej tillämpligt eller dold.")
        if not tom:
            raise Regelfel("saknas", skal, "Raden har både ett värde och ett skäl till att det saknas.", _SAKNAS_SA)
        d = serie.definition
        return Cell(plats.kommun, plats.enhet, d.kod, serie.period, serie.kon, None, orsak, rad=nr)

    def _status(self, status: Any) -> bool:
        preliminar = _STATUS.get(str(status).strip().casefold())
        if preliminar is None:
            raise Regelfel("status", status, f"Status ”{status}” är okänd.", "Skriv preliminär eller slutlig.")
        if self.preliminar and not preliminar:
            self._anmark("Slutliga värden tas emot som preliminära tills en godkännare har godkänt dem.")
        return preliminar or self.preliminar

    def _nytt_tal(self, d: Definition, kolumn: str, skrivet: Any) -> float | None:
        """None for an empty cell; raises Regelfel for anything but a number."""
        if isinstance(skrivet, str):
            _ingen_formel(kolumn, skrivet)
            ren = skrivet.strip()
            if not ren:
                return None
            if d.enhet == "ja/nej" and ren.casefold() in _JA_NEJ:
                return _JA_NEJ[ren.casefold()]
        try:
            varde = tal.tolka(skrivet, decimalpunkt=self.decimalpunkt)
        except ValueError as fel:
            raise Regelfel(kolumn, skrivet, *_i_tva(fel)) from fel
        prova_storlek(kolumn, skrivet, varde)
        _minns(self._tal, skrivet, varde)
        return varde

    def _plats(self, kommun: Any, enhet: Any) -> Plats:
        kod = self._kommun(kommun)
        egna = self.register.egna
        if egna is not None and kod not in egna:
            dina = ", ".join(self.register.kommuner[k] for k in sorted(egna)) or "ingen kommun"
            skal = f"Raden gäller {self.register.kommuner[kod]}. Du får lämna uppgifter för {dina}."
            raise Regelfel("kommun", kommun, skal, "Ta bort raden: den kommunens egna lämnar uppgiften.")
        enhet_pk = self._enhet(kod, enhet)
        nr = self._nr[kod if enhet_pk is None else enhet_pk]
        return _minns(self._platser, (kommun, enhet), Plats(kod, enhet_pk, nr))

    def _kommun(self, skrivet: Any) -> str:
        _ingen_formel("kommun", skrivet)
        text = _heltalstext(skrivet)
        if text in self.register.kommuner:
            return text
        if text.isdigit() and len(text) == 3 and "0" + text in self.register.kommuner:
            self._anmark(f"Kommunkoden {text} har lästs som 0{text}: Excel tar bort en inledande nolla.")
            return "0" + text
        kod = self._namn.get(text.casefold().removesuffix(" kommun"))
        if kod is None:
            atgard = "Skriv kommunens fyra siffror, till exempel 2380, eller dess namn."
            raise Regelfel(
                "kommun", skrivet, "Kommunen saknas." if not text else f"Kommunen ”{text}” finns inte.", atgard
            )
        return kod

    def _enhet(self, kommun: str, skrivet: Any) -> int | None:
        namn = "" if skrivet is None else str(skrivet).strip()
        if not namn:
            return None
        pk = self.register.enheter.get((kommun, namn.casefold()))
        if pk is None:
            skal = f"{self.register.kommuner[kommun]} har ingen enhet som heter ”{namn}”."
            raise Regelfel("enhet", namn, skal, "Lämna tomt för hela kommunen, eller be förvaltaren lägga upp enheten.")
        return pk

    def _serie(self, kod: Any, period: Any, kon: Any) -> Serie:
        d = self._definition(kod)
        kanonisk = self._period(d, period)
        konet = self._kon(d, kon)
        serie = self._lika.get((d.kod, kanonisk, konet))
        if serie is None:
            serie = Serie(d, kanonisk, konet, array("I", bytes(4 * len(self._nr))))
            self._lika[d.kod, kanonisk, konet] = serie
        return _minns(self._serier, (kod, period, kon), serie)

    def _definition(self, skrivet: Any) -> Definition:
        _ingen_formel("nyckeltal", skrivet)
        kod = "" if skrivet is None else str(skrivet).strip()
        d = alla().get(kod.upper())
        if d is None:
            skal = f"Nyckeltalet ”{kod}” finns inte." if kod else "Nyckeltalet saknas."
            raise Regelfel("nyckeltal", kod, skal, "Skriv nyckeltalets kod, till exempel VP01. Mallen har alla koder.")
        if d.kalla != "kommun":
            raise Regelfel("nyckeltal", kod, f"{d.kod} hämtas från Kolada och lämnas inte här.", "Ta bort raden.")
        return d

    def _period(self, d: Definition, skrivet: Any) -> str:
        _ingen_formel("period", skrivet)
        try:
            if isinstance(skrivet, date | datetime):
                raise ValueError(
                    f"Excel har gjort om perioden till datumet {skrivet:%Y-%m-%d}. Gör om cellen till text."
                )
            period = perioder.tolka("" if skrivet is None else skrivet)
        except ValueError as fel:
            raise Regelfel("period", skrivet, *_i_tva(fel)) from fel
        if perioder.slag(period) not in d.periodslag:
            slag = " eller ".join(perioder.periodslag_namn(s) for s in d.periodslag)
            atgard = f"Skriv till exempel {perioder.perioder_till(d.periodslag[0], self.register.idag)}."
            raise Regelfel("period", skrivet, f"{d.kod} lämnas per {slag}.", atgard)
        if perioder.sista_dag(period) > self.register.idag:
            skal = f"Perioden {perioder.visa(period)} är inte slut ännu."
            raise Regelfel("period", skrivet, skal, "Vänta tills den är slut, eller rätta perioden.")
        return period

    def _kon(self, d: Definition, skrivet: Any) -> str:
        kon = _KON.get("" if skrivet is None else str(skrivet).strip().casefold())
        if kon is None:
            raise Regelfel("kön", skrivet, f"Könet ”{skrivet}” är okänt.", "Skriv T (alla), K (kvinnor) eller M (män).")
        if kon not in d.kon:
            raise Regelfel("kön", skrivet, f"{d.kod} lämnas inte uppdelat på kön.", "Skriv T, eller lämna tomt.")
        return kon

    def _bredda(self, falt: Sequence[Any]) -> list[Any]:
        """The row as wide as the header; cells beyond it are refused unless they are empty."""
        bredd = self.kolumner.bredd
        utanfor = [f for f in falt[bredd:] if f not in _TOMT]
        if utanfor:
            atgard = "Står det decimalkomma i en fil med komma mellan kolumnerna? Spara med semikolon i stället."
            skal = f"Raden har {len(falt)} kolumner men rubrikraden {bredd}."
            raise Regelfel("hela raden", utanfor[0], skal, atgard)
        return [*falt[:bredd], *[""] * (bredd - len(falt))]

    def _anteckna_fel(self, bunt: Bunt, nr: int, falt: Sequence[Any], fel: Regelfel) -> None:
        """Every fault of the row that can be seen at once, so that nobody has to upload five times."""
        funna = {fel.kolumn: fel}
        if fel.kolumn in ("kommun", "enhet", "nyckeltal", "period", "kön"):
            kommun, enhet, kod, period, kon, *_ = self.kolumner.plocka((*falt, *[""] * self.kolumner.bredd))
            for prova, argument in ((self._plats, (kommun, enhet)), (self._serie, (kod, period, kon))):
                try:
                    prova(*argument)
                except Regelfel as annat:
                    funna.setdefault(annat.kolumn, annat)
        bunt.fel += [Anteckning(nr, f.kolumn, f.varde[:200], f.skal[:400], f.atgard[:400]) for f in funna.values()]

    def _anmark(self, text: str) -> None:
        if text not in self.anmarkningar and len(self.anmarkningar) < HOGST_ANMARKNINGAR:
            self.anmarkningar.append(text)


V = TypeVar("V")
HOGST_ANMARKNINGAR = 50
_TOMT = ("", None)
_JA_NEJ = {"ja": 1.0, "nej": 0.0}
_TALKOLUMNER = ("värde", "täljare", "nämnare", "personer")


def _orimlig(d: Definition, cell: Cell, rad: tuple[Any, ...], preliminar: bool) -> Anteckning:
    skal, atgard = orimlighet(d, cell.varde or 0.0)
    skrivet = " / ".join(str(v) for v in rad[5:8] if v not in _TOMT)
    return Anteckning(cell.rad or 0, "värde", skrivet[:200], skal, atgard, cell, preliminar)


def _minns(minne: dict[Any, V], nyckel: Any, varde: V) -> V:
    if len(minne) >= HOGST_MINNE:
        minne.clear()
    minne[nyckel] = varde
    return varde


def _heltalstext(skrivet: Any) -> str:
    if isinstance(skrivet, float) and skrivet.is_integer():
        return str(int(skrivet))
    return "" if skrivet is None else " ".join(str(skrivet).split())


def _ingen_formel(kolumn: str, skrivet: Any) -> None:
    if isinstance(skrivet, str) and skrivet.lstrip().startswith("="):
        atgard = "Kopiera cellen och klistra in den som värde."
        raise Regelfel(kolumn, skrivet, "Cellen har en formel, inte ett värde.", atgard)


def _i_tva(fel: ValueError) -> tuple[str, str]:
    """A text of two or more sentences as (why, remedy)."""
    skal, punkt, atgard = str(fel).partition(". ")
    return (skal + ".", atgard) if punkt else (skal, "Rätta cellen.")
