"""The measures that the two articles tell of, in part, and ladders, for pages that show many."""

from decimal import Decimal

from atgarder import services
from atgarder.models import Atgard, Kalla
from atgarder.services import Delar
from tests.atgarder.varld import atgard

TRAPPA = {
    "kompetenstrappa": {"lonerevision_utover": True},
    "steg": [
        {"namn": "Ny", "ar_fran": Decimal(0), "ar_till": Decimal(1), "krav": "", "tillagg": 500},
        {"namn": "Van", "ar_fran": Decimal(1), "ar_till": Decimal(3), "krav": "", "tillagg": 1500},
        {"namn": "Erfaren", "ar_fran": Decimal(3), "ar_till": None, "krav": "vidareutbildning", "tillagg": 3000},
    ],
}
ARBETSTID = {"arbetstid": {"timmar_fore": Decimal(8), "timmar_efter": Decimal(6), "antal_deltagare": 18}}
STOD = {"stod": {"arsarbetare": Decimal("3.5"), "uppgifter": ["boka tolkar", "boka bilar"]}}
TRAINEE = {
    "traineeprogram": {},
    "faser": [
        {"namn": "Praktik", "termin_fran": 5, "termin_till": 5, "omfattning": "", "antal": None},
        {"namn": "Arbete", "termin_fran": 6, "termin_till": 7, "omfattning": "en dag i veckan", "antal": None},
    ],
}
SPECIALISTER = {
    "specialister": [
        {"antal": 2, "uppgift": "stöd och handledning till nya", "andel_tid": None, "egna_arenden": None},
        {"antal": 1, "uppgift": "medhandläggare i LVU-utredningar", "andel_tid": None, "egna_arenden": None},
        {"antal": 1, "uppgift": "", "andel_tid": None, "egna_arenden": None},
    ]
}


def stor_varld() -> dict[str, Atgard]:
    """A measure of each structured kind, two that Östersund's inspired, and one that state money pays."""
    artikel = Kalla.objects.create(titel="Kommunerna som vänder krisen", utgivare="Akademikern", datum="2016")
    ostersund = atgard(
        vad="18 socialsekreterare prövade att arbeta sex timmar om dagen under ett halvår.",
        antal_berorda=18,
        berorda="socialsekreterare på försörjningsstöd",
        start="2016",
        resultatlage="pastatt",
        resultat="Enheten är fullt bemannad. Effekten på sjuktalen är inte känd.",
        delar=Delar(
            struktur=ARBETSTID, problem=["hog-sjukfranvaro", "inga-sokande"], mal={"N00090": -1}, kallor=[artikel]
        ),
    )
    foljare = {
        kod: atgard(kod, titel="Försök med kortare arbetsdag", lage="beslutad", beslutad="2016")
        for kod in ("2281", "0381")
    }
    for rad in foljare.values():
        services.inspirera(rad.pk, forebild=ostersund.pk, ar="2016", av=None)
    umea = atgard("2480", "kompetenstrappa", "Kompetenstrappa med lönetillägg", delar=Delar(struktur=TRAPPA))
    specialister = atgard("2480", "specialistsocionom", "Fyra specialister", delar=Delar(struktur=SPECIALISTER))
    trainee = atgard("0183", "traineeprogram", "Från praktik till tjänst", delar=Delar(struktur=TRAINEE))
    stod = atgard(
        "1283",
        "administrativt-stod",
        "Administratörer avlastar",
        statliga_medel=True,
        statliga_medel_slut="2027-03",
        statliga_arsarbetare=Decimal("3.5"),
        delar=Delar(struktur=STOD, problem=["administration"]),
    )
    return {
        "ostersund": ostersund,
        "sundsvall": foljare["2281"],
        "enkoping": foljare["0381"],
        "umea": umea,
        "specialister": specialister,
        "trainee": trainee,
        "stod": stod,
    }
