"""A small world to search in: what the two articles tell, in own words, and one row that nobody may find."""

from __future__ import annotations

from atgarder import services
from atgarder.models import Atgard, GottExempel, Uppgift
from atgarder.services import Delar
from atgarder.sok import bygg_om, uppdatera
from tests.atgarder.varld import atgard, gott_exempel

UMEA, OSTERSUND, KUNGSBACKA, VETLANDA, SUNDBYBERG = "2480", "2380", "1384", "0685", "0183"
HABO, VAXJO, AMAL, HELSINGBORG, SUNDSVALL = "0305", "0780", "1492", "1283", "2281"
HEMLIGT = "vargskinn"


def atgarder() -> dict[str, Atgard]:
    """Measures by municipality."""
    return {
        UMEA: atgard(
            UMEA,
            "kompetenstrappa",
            "Kompetenstrappa med lönetillägg",
            vad="Varje steg ger ett lönetillägg. Löneöversynen varje år kommer utöver tillägget.",
            delar=Delar(struktur={"kompetenstrappa": {"lonerevision_utover": True}}),
        ),
        OSTERSUND: atgard(
            OSTERSUND,
            vad="18 socialsekreterare på försörjningsstöd arbetade sex timmar om dagen i ett halvår.",
            bakgrund="Sjukskrivningarna ökade mellan 2014 och 2015.",
            resultatlage="pastatt",
            resultat="Enheten blev fullt bemannad.",
        ),
        SUNDSVALL: atgard(SUNDSVALL, titel="Kortare arbetsdagar på försök", lage="beslutad"),
        KUNGSBACKA: atgard(
            KUNGSBACKA,
            "administrativt-stod",
            "Administratörer som avlastar",
            vad="Administratörer stöttar dem som arbetar med myndighetsutövning.",
            bakgrund="Kommunen har haft svårt att rekrytera.",
            delar=Delar(
                struktur={"stod": {"uppgifter": ["boka bilar, tolkar och boenden", "rensa och arkivera journaler"]}}
            ),
        ),
        HELSINGBORG: atgard(HELSINGBORG, "administrativt-stod", "Satsning på administrativt stöd"),
        VETLANDA: atgard(
            VETLANDA,
            "barns-och-ungas-delaktighet",
            "Enkät till barn i familjehem",
            vad="Barnen får fylla i hur de har det i skolan och hur kontakten med familjehemsföräldrarna är.",
        ),
        SUNDBYBERG: atgard(
            SUNDBYBERG,
            "traineeprogram",
            "Traineeprogram för socialsekreterare",
            vad="En successiv introduktion i yrket.",
            delar=Delar(
                struktur={
                    "faser": [
                        {"namn": "Verksamhetsförlagd utbildning", "termin_fran": 5, "termin_till": 5},
                        {"namn": "Arbete en dag i veckan", "termin_fran": 6, "termin_till": 7},
                        {"namn": "Anställning med en erfaren mentor efter examen"},
                    ]
                }
            ),
        ),
        HABO: atgard(HABO, "nara-ledarskap", "Någon chef finns alltid på plats", vad="Stöd i ärenden när det behövs."),
    }


def uppgift(kommun: str | None, tema: str, text: str, *, publik: bool = True, sagt_av: str = "SVT") -> Uppgift:
    return Uppgift.objects.create(
        kommun_id=kommun,
        tema_id=tema,
        text=text,
        sagt_av=sagt_av,
        synlighet="publik" if publik else "utkast",
    )


def uppgifter() -> dict[str | None, Uppgift]:
    """Statements by municipality; None is the country."""
    return {
        VAXJO: uppgift(VAXJO, "bemanning", "Har behållit personal och inte använt konsulter."),
        AMAL: uppgift(AMAL, "bemanning", "Ingen inhyrd personal."),
        None: uppgift(None, "bemanning", "Sex av 40 kommuner hade inte anlitat bemanningsföretag."),
    }


def hela() -> dict[str, Atgard]:
    """Everything, indexed; also a draft and a withdrawn measure that both say HEMLIGT."""
    svar = atgarder()
    services.inspirera(svar[SUNDSVALL].pk, forebild=svar[OSTERSUND].pk, av=None)
    uppgifter()
    gott_exempel(svar[OSTERSUND])
    atgard(titel=f"Utkast om {HEMLIGT}", publik=False)
    tillbaka = atgard(titel=f"Tillbakadragen om {HEMLIGT}")
    services.dra_tillbaka(tillbaka.pk, skal="fel", av=None)
    uppgift(UMEA, "bemanning", f"Ett utkast om {HEMLIGT}", publik=False)
    gott_exempel(svar[UMEA], titel=f"Utkast till exempel om {HEMLIGT}", publik=False)
    bygg_om()
    return svar


def dra_tillbaka(rad: Atgard) -> None:
    """As a page does it: the index follows on commit."""
    services.dra_tillbaka(rad.pk, skal="Det stämde inte.", av=None)


def indexera(*rader: Atgard | Uppgift | GottExempel) -> None:
    for rad in rader:
        uppdatera(rad)
