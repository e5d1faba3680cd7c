from kommuner.models.import_ import Avvikelse, Import, Versionslas
from kommuner.models.matvarde import Matvarde, Saknas
from kommuner.models.nyckeltal import Nyckeltal
from kommuner.models.register import (
    Enhet,
    Grupptillhorighet,
    Kommun,
    Kommungrupp,
    Lan,
    Lanstillhorighet,
    Liknande,
)

__all__ = [
    "Avvikelse",
    "Enhet",
    "Grupptillhorighet",
    "Import",
    "Kommun",
    "Kommungrupp",
    "Lan",
    "Lanstillhorighet",
    "Liknande",
    "Matvarde",
    "Nyckeltal",
    "Saknas",
    "Versionslas",
]
