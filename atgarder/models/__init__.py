from atgarder.models.atgard import Atgard, Inspiration, Lagesandring, Mal
from atgarder.models.bevakning import Foljning, Underlag, Underlagspost
from atgarder.models.exempel import Exempelcitat, Exempelversion, GottExempel
from atgarder.models.inlast import Inlast
from atgarder.models.kalla import Kalla
from atgarder.models.sok import Sokdokument, Sokindex, Sokord, Sokslag, Sokterm
from atgarder.models.struktur import (
    AdministrativtStod,
    Arbetstid,
    Kompetenstrappa,
    Specialist,
    Traineefas,
    Traineeprogram,
    Trappsteg,
)
from atgarder.models.typ import Atgardstyp, Problem, Tema
from atgarder.models.uppgift import Uppgift, Uppgiftssvar

__all__ = [
    "AdministrativtStod",
    "Arbetstid",
    "Atgard",
    "Atgardstyp",
    "Exempelcitat",
    "Exempelversion",
    "Foljning",
    "GottExempel",
    "Inlast",
    "Inspiration",
    "Kalla",
    "Kompetenstrappa",
    "Lagesandring",
    "Mal",
    "Problem",
    "Sokdokument",
    "Sokindex",
    "Sokord",
    "Sokslag",
    "Sokterm",
    "Specialist",
    "Tema",
    "Traineefas",
    "Traineeprogram",
    "Trappsteg",
    "Underlag",
    "Underlagspost",
    "Uppgift",
    "Uppgiftssvar",
]
