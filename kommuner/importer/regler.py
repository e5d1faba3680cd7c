"""What a reported value must satisfy, whether it comes by file or by form. Pure."""

from kommuner import tal
from kommuner.models.matvarde import HOGST_VARDE
from kommuner.nyckeltal import Definition, fragor

HOGST_TAL = 1e12


class Regelfel(ValueError):
    """One cell breaks a rule: which column, what stood there, why it cannot be taken, and the remedy."""

    def __init__(self, kolumn: str, varde: object, skal: str, atgard: str) -> None:
        super().__init__(f"{skal} {atgard}")
        self.kolumn, self.skal, self.atgard = kolumn, skal, atgard
        self.varde = "" if varde is None else str(varde)


def dividera(d: Definition, taljare: float, namnare: float | None, personer: float | None) -> tuple[float, float]:
    """(value, denominator) of counts; a nyckeltal without one divides by 1. Raises Regelfel."""
    if d.namnare_fraga is None:
        if namnare not in (None, 1.0):
            raise Regelfel("nämnare", _tal(namnare), f"{d.kod} har ingen nämnare.", "Lämna kolumnen tom.")
        namnare = 1.0
    if namnare is None:
        raise Regelfel("nämnare", "", f"Nämnaren saknas. {d.namnare}", "Skriv talet, eller ett skäl i kolumnen saknas.")
    _prova_tecken(taljare, namnare, personer)
    _prova_heltal(d, taljare, namnare, personer)
    if d.personer_fraga is not None and personer is None:
        atgard = "Skriv hur många personer värdet gäller, så att små grupper kan skyddas."
        raise Regelfel("personer", "", f"Antalet personer saknas för {d.kod}.", atgard)
    _prova_del(d, taljare, namnare)
    varde = taljare / namnare * d.skala
    if not abs(varde) < HOGST_VARDE:
        atgard = "Kontrollera båda talen: de kan ha bytt plats."
        raise Regelfel("nämnare", _tal(namnare), "Nämnaren är så liten att värdet inte går att räkna.", atgard)
    return varde, namnare


def _prova_tecken(taljare: float, namnare: float, personer: float | None) -> None:
    for kolumn, antal in (("täljare", taljare), ("nämnare", namnare), ("personer", personer)):
        if antal is not None and antal < 0:
            raise Regelfel(kolumn, _tal(antal), "Antalet är mindre än noll.", "Skriv noll eller ett större tal.")
    if namnare == 0:
        atgard = "Lämna talen tomma och skriv ej tillämpligt i kolumnen saknas."
        raise Regelfel("nämnare", "0", "Nämnaren är noll, och då finns inget värde att räkna.", atgard)


def _prova_heltal(d: Definition, taljare: float, namnare: float, personer: float | None) -> None:
    for kolumn, kod, antal in zip(KOLUMNER, fragekoder(d), (taljare, namnare, personer), strict=True):
        if antal is not None and kod in HELTAL and antal != int(antal):
            raise Regelfel(kolumn, _tal(antal), "Antalet ska vara ett helt tal.", "Skriv det utan decimaler.")


def _prova_del(d: Definition, taljare: float, namnare: float) -> None:
    if d.enhet == "ja/nej" and taljare not in (0, 1):
        raise Regelfel("täljare", _tal(taljare), "Svaret ska vara ja eller nej.", "Skriv ja, nej, 1 eller 0.")
    if taljare > namnare and ar_del(d):
        skal = f"Täljaren ({_tal(taljare)}) är större än nämnaren ({_tal(namnare)}), som den är en del av."
        raise Regelfel("täljare", _tal(taljare), skal, "Kontrollera båda talen: de kan ha bytt plats.")


KOLUMNER = ("täljare", "nämnare", "personer")
HELTAL = frozenset(kod for kod, fraga in fragor().items() if fraga.heltal)


def fragekoder(d: Definition) -> tuple[str | None, str | None, str | None]:
    return d.taljare_fraga, d.namnare_fraga, d.personer_fraga


def ar_del(d: Definition) -> bool:
    """Whether the numerator counts a part of what the denominator counts."""
    fraga = fragor().get(d.taljare_fraga or "")
    return fraga is not None and fraga.del_av is not None and fraga.del_av == d.namnare_fraga


def prova_storlek(kolumn: str, skrivet: object, antal: float) -> None:
    if abs(antal) > HOGST_TAL:
        raise Regelfel(kolumn, skrivet, "Talet är orimligt stort.", "Kontrollera antalet siffror.")


def ar_orimlig(d: Definition, varde: float) -> bool:
    return not d.rimlig.min <= varde <= d.rimlig.max


def orimlighet(d: Definition, varde: float) -> tuple[str, str]:
    """Why a value is kept aside, and what to do."""
    visat = tal.visa_med_enhet(varde, d.enhet, max(d.decimaler, 1))
    mellan = f"{tal.visa(d.rimlig.min, 0)} och {tal.visa_med_enhet(d.rimlig.max, d.enhet, 0)}"
    return (
        f"{d.kortnamn} blir {visat}. Rimliga värden ligger mellan {mellan}.",
        "Bekräfta eller rätta.",
    )


def prova_uppgivet(d: Definition, uppgivet: float, skrivet: object, varde: float) -> None:
    """A value given beside its counts must be what they make, to the decimals it was written with."""
    decimaler = min(d.decimaler, len(str(skrivet).strip(" %").replace(",", ".").partition(".")[2]))
    if abs(uppgivet - varde) > 0.5 * 10**-decimaler + 1e-9 * max(1.0, abs(varde)):
        skal = f"Värdet stämmer inte med talen: täljare genom nämnare blir {tal.visa(varde, max(d.decimaler, 1))}."
        raise Regelfel("värde", skrivet, skal, "Rätta talen, eller lämna kolumnen värde tom.")


def _tal(antal: float | None) -> str:
    return "" if antal is None else f"{antal:.10g}".replace(".", ",")
