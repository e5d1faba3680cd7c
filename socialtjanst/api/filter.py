"""The parameters that several addresses share, and what they ask of the database."""

from datetime import date
from functools import cache

from django.db.models import Q
from django.utils import timezone

from kommuner import nyckeltal, perioder
from kommuner.lasning import senaste_version, version_vid
from kommuner.models import Enhet, Grupptillhorighet, Kommun
from socialtjanst.api.fel import Felrad, citat
from socialtjanst.api.parametrar import En, Fraga, Lista, ett_av, ogiltig_fraga
from socialtjanst.api.stallning import Stallning

RIKET = "0000"
PERIODMONSTER = r"^(19|20)[0-9]{2}(-(H[12]|T[123]|K[1234]|0[1-9]|1[0-2]))?$"
FA = 10
HELTAL = r"^[0-9]{1,9}$"


@cache
def _namn() -> dict[str, str]:
    return dict(Kommun.objects.values_list("kod", "namn"))


def kommunnamn() -> dict[str | None, str]:
    """Every municipality's name by code; None is Riket. Read once per process: names change with a release."""
    if not _namn():
        _namn.cache_clear()
    namn: dict[str | None, str] = {None: "Riket"}
    namn.update(_namn())
    return namn


def _kommun(text: str) -> str:
    namn = kommunnamn()
    if text in (RIKET, "Riket"):
        return RIKET
    if text in namn:
        return text
    if text.isdigit() and text.zfill(4) in namn:
        raise ValueError(f"Kommunkoden ”{text}” saknar en inledande nolla. Skriv {text.zfill(4)}.")
    for kod, kommunens in namn.items():
        if kommunens.casefold() == text.casefold() and kod:
            raise ValueError(f"Ange kommunens kod i stället för namnet: {kod}.")
    raise ValueError(f"Ingen kommun har koden ”{citat(text)}”. Koderna finns på /api/v1/kommuner/.")


def _lan(text: str) -> str:
    koder = {kod[:2] for kod in kommunnamn() if kod}
    if text not in koder:
        raise ValueError(f"Inget län har koden ”{citat(text)}”. Koderna har två siffror och finns på /api/v1/lan/.")
    return text


def _grupp(text: str) -> str:
    if text not in GRUPPER:
        raise ValueError(f"Ingen kommungrupp har koden ”{citat(text)}”. Välj bland {', '.join(GRUPPER)}.")
    return text


def _nyckeltal(text: str) -> str:
    if text not in nyckeltal.alla():
        raise ValueError(f"Nyckeltalet ”{citat(text)}” finns inte här. Koderna finns på /api/v1/nyckeltal/.")
    return text


def _period(text: str) -> str:
    perioder.slag(text)
    return text


def _dag(text: str) -> date:
    try:
        dag = date.fromisoformat(text) if len(text) == len("2016-11-21") else None
    except ValueError:
        dag = None
    if dag is None:
        raise ValueError(f"”{citat(text)}” är inget datum. Skriv ÅÅÅÅ-MM-DD, till exempel 2025-03-31.")
    if dag > timezone.localdate():
        raise ValueError(f"{dag} har inte varit än. Ange dagens datum eller ett tidigare.")
    return dag


def _version(text: str) -> int:
    senaste = senaste_version()
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:10]) <= senaste:
        raise ValueError(f"Version ”{citat(text)}” finns inte. Den senaste är {senaste}.")
    return int(text)


_INGEN_ENHET = "Enheten ”{}” finns inte. Skriv enhetens nummer, eller ingen för hela kommunen."


def _enhet(text: str) -> int | None:
    if text == "ingen":
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(_INGEN_ENHET.format(citat(text)))
    return int(text)


def ja_nej(text: str) -> bool:
    return ett_av("true", "false")(text) == "true"


GRUPPER = ("A1", "A2", "B3", "B4", "B5", "C6", "C7", "C8", "C9")
KOMMUN = Lista(
    "kommun",
    "Kommunkod med fyra siffror; 0000 eller Riket är riket.",
    _kommun,
    {"type": "string", "pattern": "^([0-9]{4}|Riket)$"},
    {"2380": "Östersund", "2380,2480": "Östersund och Umeå", "0000": "riket"},
)
LAN = Lista("lan", "Länskod med två siffror: länets kommuner i dag.", _lan, {"type": "string", "pattern": "^[0-9]{2}$"})
GRUPP = Lista("grupp", "SKR:s kommungrupp: gruppens kommuner i dag.", _grupp, {"type": "string", "enum": list(GRUPPER)})
NYCKELTAL = Lista(
    "nyckeltal",
    "Nyckeltalets kod.",
    _nyckeltal,
    {"type": "string", "pattern": "^[A-Z]{1,2}[0-9]{2,5}$"},
    {"N00090": "sjukfrånvaro", "VP01": "vakanta tjänster"},
)
PERIOD = Lista(
    "period",
    "Period: 2015, 2015-H1, 2015-T2, 2015-K4 eller 2015-05.",
    _period,
    {"type": "string", "pattern": PERIODMONSTER},
)
PERIODSLAG = Lista(
    "periodslag",
    "Slags period: A år, H halvår, T tertial, K kvartal, M månad.",
    ett_av(*perioder.SLAG),
    {"type": "string", "enum": list(perioder.SLAG)},
)
FRAN = En(
    "fran",
    "Första period som tas med. Ett årtal gäller alla slags perioder, annars bara perioder av samma slag.",
    _period,
    {"type": "string", "pattern": PERIODMONSTER},
)
TILL = En(
    "till",
    "Sista period som tas med, på samma sätt som fran; ett årtal tar med hela året.",
    _period,
    {"type": "string", "pattern": PERIODMONSTER},
)
KON = Lista(
    "kon", "Kön: T totalt, K kvinnor, M män.", ett_av("T", "K", "M"), {"type": "string", "enum": ["T", "K", "M"]}
)
ENHET = Lista(
    "enhet",
    "Enhetens nummer, eller ingen för värden som gäller hela kommunen.",
    _enhet,
    {"type": "string", "pattern": "^([0-9]{1,9}|ingen)$"},
)
EXEMPEL = En(
    "exempel",
    "true ger bara påhittade exempelvärden, false inga sådana.",
    ja_nej,
    {"type": "string", "enum": ["true", "false"]},
)
PRELIMINAR = En(
    "preliminar",
    "true ger bara preliminära värden, false bara slutliga.",
    ja_nej,
    {"type": "string", "enum": ["true", "false"]},
)
KAND = En(
    "kand",
    "Värdena som de var kända när den dagen slutade (svensk tid).",
    _dag,
    {"type": "string", "format": "date"},
)
VERSION = En(
    "version",
    "Dataversionen som värdena läses vid; utan den läses den senaste.",
    _version,
    {"type": "string", "pattern": HELTAL},
)
KALLA = Lista(
    "kalla",
    "Källan: kolada, eller kommun för det som kommunerna själva rapporterar.",
    ett_av("kolada", "kommun"),
    {"type": "string", "enum": ["kolada", "kommun"]},
)
URVAL = (KOMMUN, LAN, GRUPP, NYCKELTAL, PERIODSLAG, KON, ENHET, EXEMPEL)
"""What both values and trends are chosen by."""


def urval(fraga: Fraga) -> Q:
    """The condition that the parameters of URVAL make together."""
    villkor = _omrade(fraga) & _enheter(fraga[ENHET])
    for parameter, falt in ((NYCKELTAL, "nyckeltal_id__in"), (PERIODSLAG, "periodslag__in"), (KON, "kon__in")):
        if varden := fraga[parameter]:
            villkor &= Q(**{falt: varden})
    if fraga[EXEMPEL] is not None:
        villkor &= Q(exempel=fraga[EXEMPEL])
    return villkor


def kommunkoder(fraga: Fraga) -> set[str] | None:
    """The municipalities (0000 is Riket) that kommun, lan and grupp name together; None where none is given."""
    koder: set[str] | None = set(fraga[KOMMUN] or ()) or None
    if lan := fraga[LAN]:
        i_lanen = {kod for kod in kommunnamn() if kod and kod[:2] in lan}
        koder = i_lanen if koder is None else koder & i_lanen
    if grupp := fraga[GRUPP]:
        nu = Grupptillhorighet.objects.filter(till__isnull=True, grupp__in=grupp)
        i_gruppen = set(nu.values_list("kommun_id", flat=True))
        koder = i_gruppen if koder is None else koder & i_gruppen
    return koder


def _omrade(fraga: Fraga) -> Q:
    koder = kommunkoder(fraga)
    if koder is None:
        return Q()
    kommuner = _kommunerna(sorted(koder - {RIKET}))
    return kommuner | Q(kommun_id__isnull=True) if RIKET in koder else kommuner


def _kommunerna(koder: list[str]) -> Q:
    """Few municipalities are found by the indexes of whole ones and of units; many, by reading in order."""
    if len(koder) > FA:
        return Q(kommun_id__in=koder)
    enheter = Enhet.objects.filter(kommun__in=koder).values_list("pk", flat=True)
    return Q(kommun_id__in=koder, enhet_id__isnull=True) | Q(enhet_id__in=list(enheter))


def _enheter(valda: tuple[int | None, ...] | None) -> Q:
    if valda is None:
        return Q()
    nummer = {e for e in valda if e is not None}
    okanda = nummer - set(Enhet.objects.filter(pk__in=nummer).values_list("pk", flat=True))
    if okanda:
        raise ogiltig_fraga([Felrad("enhet", e, _INGEN_ENHET.format(e)) for e in sorted(okanda)])
    villkor = Q(enhet_id__in=nummer)
    return villkor | Q(enhet_id__isnull=True) if None in valda else villkor


def perioderna(fraga: Fraga) -> Q:
    """The condition that period, fran and till make together; raises Problem where they contradict each other."""
    villkor = Q(period__in=fraga[PERIOD]) if fraga[PERIOD] else Q()
    fran, till = fraga[FRAN], fraga[TILL]
    slagen = {perioder.slag(p) for p in (fran, till) if p} - {"A"}
    if len(slagen) > 1:
        raise ogiltig_fraga([Felrad("till", till, f"fran ({fran}) är av ett annat slag. Ange två av samma slag.")])
    if fran and till and perioder.forsta_dag(fran) > perioder.sista_dag(till):
        raise ogiltig_fraga([Felrad("till", till, f"Perioden kommer före fran ({fran}). Byt plats på dem.")])
    if slagen:
        villkor &= Q(periodslag__in=slagen)
    if fran:
        villkor &= Q(period__gte=fran)
    if till:
        # A year's parts sort after the year itself and before the next.
        villkor &= Q(period__lt=str(int(till) + 1)) if perioder.slag(till) == "A" else Q(period__lte=till)
    return villkor


def version_for(fraga: Fraga, lage: Stallning) -> int:
    """The version that the reader asks for, by number or by day; otherwise the latest."""
    dag, version = fraga[KAND], fraga[VERSION]
    if dag is not None and version is not None:
        raise ogiltig_fraga([Felrad("version", version, "Ange antingen version eller kand, inte båda.")])
    if dag is not None:
        return version_vid(dag)
    return version or lage.version
