from besok.models.besok import (
    Besok,
    Besokscitat,
    Deltagare,
    HordSiffra,
    Iakttagelse,
    Lagesbyte,
    Sektion,
    Signal,
)
from besok.models.granskning import Faktagranskning, Faktasvar
from besok.models.omgang import Besoksomgang, Omgangskommun
from besok.models.plan import Atagande, Atagandelage, Handlingsplan

__all__ = [
    "Atagande",
    "Atagandelage",
    "Besok",
    "Besokscitat",
    "Besoksomgang",
    "Deltagare",
    "Faktagranskning",
    "Faktasvar",
    "Handlingsplan",
    "HordSiffra",
    "Iakttagelse",
    "Lagesbyte",
    "Omgangskommun",
    "Sektion",
    "Signal",
]
