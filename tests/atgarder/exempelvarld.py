"""Five municipalities that tried something, three published examples, and one trial that was broken off."""

from typing import Any

from atgarder import exempel, services
from atgarder.exempel import Delar
from atgarder.models import Atgard, GottExempel, Kalla
from tests.atgarder.varld import atgard

TIMMAR = {
    "arbetstid": {"timmar_fore": 8, "timmar_efter": 6, "lon_behalls": True, "antal_deltagare": 18, "langd_manader": 6}
}
TRAPPA = {
    "kompetenstrappa": {"lonerevision_utover": True},
    "steg": [{"namn": "Ny", "ar_till": 1, "tillagg": 0}, {"namn": "Van", "ar_fran": 1, "ar_till": 4, "tillagg": 1500}],
}
SPECIALISTER = {"specialister": [{"antal": 2, "uppgift": "handleder nya"}, {"antal": 1, "uppgift": ""}]}
TITLAR = {
    "dag": "Kortare dag, och alla tjänster tillsatta",
    "trappa": "En trappa där varje steg ger lönetillägg",
    "specialist": "Fyra specialister, och 40 sökande",
}


def kalla(titel: str = "Kommunerna som vänder krisen") -> Kalla:
    return Kalla.objects.create(titel=titel, utgivare="Tidningen", datum="2016-12", url="https://exempel.test/artikel")


def publicerat(*atgarder: Atgard, titel: str, **falt: Any) -> GottExempel:
    """A published example of measures, made and published through the services."""
    citat = falt.pop("citat", ())
    grund = {"titel": titel, "ingress": "Så gick det till.", **falt}
    rad = exempel.skapa(falt=grund, delar=Delar(atgarder=atgarder, citat=citat), av=None)
    exempel.publicera(rad.pk, av=None)
    rad.refresh_from_db()
    return rad


def dag() -> GottExempel:
    """Östersund's shorter day, with a source, a quote and a cost that is told."""
    rad = atgard(
        antal_berorda=18,
        berorda="socialsekreterare",
        start="2016",
        kostnad_per_ar=1_200_000,
        betalas_av="kommunen",
        avtalsform="arbetsgivarbeslut",
        resultatlage="pastatt",
        resultat="Enheten har full bemanning.",
        delar=services.Delar(struktur=TIMMAR, problem=["hog-sjukfranvaro", "inga-sokande"], kallor=[kalla()]),
    )
    return publicerat(
        rad,
        titel=TITLAR["dag"],
        ingress="Arton socialsekreterare prövade sex timmars arbetsdag under ett halvår. Då ville fler arbeta där.",
        sa_gjorde_de="Enheten för försörjningsstöd gick ned till sex timmar om dagen med lönen kvar.",
        resultat="Enheten har full bemanning.",
        gick_inte="Vad det gjorde med sjuktalen är inte känt.",
        kontaktroll="enhetschef för försörjningsstöd",
        citat=[("Nu ringer de till oss.", "enhetschef")],
    )


def trappa() -> GottExempel:
    rad = atgard(
        "2480",
        "kompetenstrappa",
        "Kompetenstrappa",
        lage="permanent",
        avtalsform="kollektivavtal",
        delar=services.Delar(struktur=TRAPPA, problem=["svag-loneutveckling"]),
    )
    return publicerat(rad, titel=TITLAR["trappa"], ingress="Lönerevisionen kommer utöver tilläggen.", evidens=2)


def specialist() -> GottExempel:
    rad = atgard(
        "0780",
        "specialistsocionom",
        "Specialistsocionomer",
        lage="permanent",
        delar=services.Delar(struktur=SPECIALISTER, problem=["inga-sokande"]),
    )
    return publicerat(
        rad,
        titel=TITLAR["specialist"],
        ingress="Två handleder nya kollegor, en är medhandläggare i svåra utredningar.",
        resultat="0 ansökningar blev 40.",
    )


def avbrutet() -> Atgard:
    """Torsby's trial, broken off for want of money."""
    rad = atgard(
        "1737",
        titel="Kortare fredagar",
        slut="2017",
        delar=services.Delar(problem=["inga-sokande"]),
    )
    services.byt_lage(rad.pk, lage="avbruten", datum="2017", skal="Pengarna tog slut.", av=None)
    return rad


def exempelvarld() -> list[GottExempel]:
    avbrutet()
    return [dag(), trappa(), specialist()]
