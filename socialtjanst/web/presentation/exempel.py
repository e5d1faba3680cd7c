"""What every page of good examples says the same way: strength, state, cost, for how many, sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atgarder import datum
from atgarder.models import Atgard, GottExempel, Kalla
from kommuner import tal

Evidens, Lage = GottExempel.Evidens, Atgard.Lage
OKANT = "framgår inte"
EJ_MATT = "ännu inte mätt"
SKALA = {
    Evidens.BESKRIVNING: "Någon som var med berättar vad som gjordes och hur det gick. Ingenting är mätt.",
    Evidens.FORE_OCH_EFTER: "Siffror från före och efter visar en förändring, men inte vad den beror på.",
    Evidens.JAMFORELSE: "Förändringen är jämförd med enheter eller kommuner som inte gjorde samma sak.",
    Evidens.KONTROLLERAD: "En studie med kontrollgrupp, eller likvärdigt, har prövat om åtgärden gjorde skillnaden.",
}
HOGST_STYRKA = len(SKALA)
SEDAN = {
    Lage.FORESLAGEN: ("föreslagen", ""),
    Lage.BESLUTAD: ("beslutad", "beslutad"),
    Lage.PAGAENDE: ("pågående försök", "start"),
    Lage.PERMANENT: ("permanent", "start"),
    Lage.AVSLUTAD: ("avslutad", "slut"),
    Lage.AVBRUTEN: ("avbruten", "slut"),
}


@dataclass(frozen=True, slots=True)
class Styrka:
    """How strong the ground is, weakest first."""

    niva: int
    ord: str
    forklaring: str

    @property
    def tecken(self) -> str:
        return "●" * self.niva + "○" * (HOGST_STYRKA - self.niva)

    @property
    def text(self) -> str:
        return f"{self.ord} ({self.niva} av {HOGST_STYRKA})"


def styrka(niva: int) -> Styrka:
    return Styrka(niva, Evidens(niva).label, SKALA[Evidens(niva)])


def skalan() -> list[Styrka]:
    return [styrka(niva) for niva in SKALA]


def lagestext(a: Atgard) -> str:
    """ "pågående försök sedan maj 2016", "avbruten 2017"."""
    ord_, falt = SEDAN[Lage(a.lage)]
    nar = getattr(a, falt) if falt else ""
    return " ".join(filter(None, [ord_, "sedan" if nar and falt == "start" else "", datum.visa(nar) if nar else ""]))


def lagesskal(a: Atgard) -> str:
    """Why it is in the state it is in now, and what is not known of that; needs `lagesandringar` prefetched."""
    andringar = list(a.lagesandringar.all())
    return andringar[-1].skal if andringar and andringar[-1].lage == a.lage else ""


def lage_och_skal(a: Atgard) -> str:
    """ "permanent. Om den gäller tills vidare framgår inte."; why it was stopped has a row of its own."""
    skal = "" if a.lage in (Lage.AVBRUTEN, Lage.AVSLUTAD) else lagesskal(a)
    return f"{lagestext(a)}. {skal}" if skal else lagestext(a)


def kostnadstext(a: Atgard) -> str:
    """What the measure says of its cost; empty when it says nothing."""
    delar = [
        f"{kronor(a.kostnad_engang)} en gång" if a.kostnad_engang is not None else "",
        f"{kronor(a.kostnad_per_ar)} per år" if a.kostnad_per_ar is not None else "",
    ]
    belopp = " och ".join(filter(None, delar))
    medel = {True: "med statliga medel", False: "utan statliga medel", None: ""}[a.statliga_medel]
    if a.statliga_medel and a.statliga_medel_slut:
        medel += f" till {datum.visa(a.statliga_medel_slut)}"
    return stor(", ".join(filter(None, [belopp, f"betalas av {a.betalas_av}" if a.betalas_av else "", medel])))


def kostnad_kand(a: Atgard) -> bool:
    return a.kostnad_engang is not None or a.kostnad_per_ar is not None


def kronor(belopp: int) -> str:
    return f"{tal.visa(belopp, 0)}{tal.NBSP}kr"


def uppmatt(a: Atgard) -> str:
    """What the municipality says that it has measured itself; empty when it has not."""
    return a.resultat if a.resultatlage == Atgard.Resultatlage.UPPMATT else ""


def omfattning(a: Atgard) -> str:
    """ "18 socialsekreterare"; empty when neither number nor group is told."""
    return " ".join(filter(None, [tal.visa(a.antal_berorda, 0) if a.antal_berorda is not None else "", a.berorda]))


def plats(a: Atgard) -> str:
    return f"{a.kommun.namn}, {a.enhet.namn}" if a.enhet else a.kommun.namn


def kalltext(k: Kalla) -> str:
    return ", ".join(filter(None, [str(k), datum.visa(k.datum) if k.datum else ""]))


def unika(texter: Iterable[str]) -> str:
    """Each once, in order, with commas."""
    return ", ".join(dict.fromkeys(filter(None, texter)))


def stor(text: str) -> str:
    return text[:1].upper() + text[1:]
