"""A round's summary as tables and sentences: no "flera" without its count."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from atgarder.models import Atgard
from besok import omgangar, sammanfattning
from besok.models import Atagande, Besok, Besoksomgang, Iakttagelse
from konton.models import User
from rapporter.diagram import Cell, Kolumn, Rad, Tabell
from socialtjanst.web.presentation.nyckeltal import register

HOGST_NAMN = 12


@dataclass(frozen=True, slots=True)
class Signalrad:
    text: str
    antal: int
    kommuner: str


class Sammanfattningssida:
    """Counted over the visits that the reader may see, and nothing else."""

    def __init__(self, omgang: Besoksomgang, user: User | AnonymousUser) -> None:
        self.omgang, self.user = omgang, user
        self.gjorda = omgangar.gjorda(omgang, user)

    @cached_property
    def raknat(self) -> sammanfattning.Sammanfattning:
        synliga = Besok.objects.synliga_for(self.user).filter(lage__in=omgangar.GJORDA)
        atgarder = Atgard.objects.synliga_for(self.user).filter(exempel=self.exempel)
        return sammanfattning.rakna(sammanfattning.underlag(self.gjorda, synliga=synliga, atgarder=atgarder))

    @cached_property
    def exempel(self) -> bool:
        return self.gjorda.filter(exempel=True).exists()

    @cached_property
    def framsteg(self) -> omgangar.Framsteg:
        return omgangar.framsteg(self.omgang, set(self.gjorda.values_list("kommun_id", flat=True)))

    @property
    def underlagstext(self) -> str:
        """What the counts rest on, where the source knows of more visits than are named."""
        n, f = self.raknat.besokta, self.framsteg
        if not n:
            return "Inget besök i omgången är publicerat, så det finns inget att räkna på."
        if f.onamngivna:
            return f"Räknat på {n} av de {f.besokta} besökta kommunerna: de andra namnges inte i källan."
        return f"Räknat på {n} {'besökt kommun' if n == 1 else 'besökta kommuner'}."

    def teman(self) -> Tabell | None:
        if not self.raknat.bedomningar:
            return None
        ord_ = Iakttagelse.Bedomning
        kolumner = (Kolumn("Tema"), *(Kolumn(o.label.capitalize(), tal=True) for o in ord_))
        rader = tuple(
            Rad((Cell(tema), *(Cell(str(antal.get(o.value, 0)), tal=True) for o in ord_)))
            for tema, antal in self.raknat.bedomningar.items()
        )
        return Tabell("Bedömning mot förra besöket, antal kommuner", kolumner, rader)

    def signaler(self) -> list[Signalrad]:
        return [Signalrad(text, len(koder), namn(koder)) for text, koder in self.raknat.signaler]

    def loften(self) -> list[tuple[str, int]]:
        return [(str(lage.label), n) for lage in Atagande.Lage if (n := self.raknat.loften.get(lage.value, 0))]

    def tillsatta(self) -> str:
        return namn(self.raknat.nu_tillsatta)

    def medel(self) -> list[Signalrad]:
        return [Signalrad(typ, len(koder), namn(koder)) for typ, koder in self.raknat.medel.items()]


def namn(koder: Collection[str]) -> str:
    """The municipalities by name in Swedish order, cut where the list would fill the page."""
    alla = [k.namn for kod, k in register().kommuner.items() if kod in koder]
    if len(alla) <= HOGST_NAMN:
        return ", ".join(alla)
    return f"{', '.join(alla[:HOGST_NAMN])} och {len(alla) - HOGST_NAMN} till"
