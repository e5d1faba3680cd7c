"""Small whole worlds, made through the services that the product itself uses. They need the fixture `register`."""

from collections.abc import Iterable
from datetime import date

from kommuner import lasning, services
from kommuner.importer.skriv import Cell, skriv
from kommuner.jobb import Lage
from kommuner.models import Grupptillhorighet, Import, Kommungrupp, Liknande
from kommuner.perioder import kalender
from rapporter.trendbygge import bestall_bygge, gor_familj

# N00090 in per cent. Östersund's 2014 and 2015 and Torsby's 2015 are Kolada's; the rest is made up to look real.
SJUKFRANVARO = {
    "2380": [10.2, 9.7, 9.0, 7.6, 6.5, 6.2, 6.5, 6.6, 7.3, 8.4, 8.1, 7.2, 6.9, 6.2, 7.9, 7.4, 8.7],
    "1737": [7.0, 6.4, 6.1, 5.0, 4.4, 4.1, 4.0, 4.2, 4.2, 4.3, 4.9, 5.2, 5.0, 4.9, 6.4, 5.9, 6.3],
    "2480": [9.8, 9.1, 8.2, 6.9, 6.0, 5.8, 5.9, 6.1, 6.6, 7.0, 7.1, 6.8, 6.5, 6.3, 7.6, 7.2, 7.5],
    "0180": [8.9, 8.2, 7.6, 6.6, 5.9, 5.7, 5.8, 6.0, 6.4, 6.9, 7.2, 7.1, 6.8, 6.5, 8.9, 8.0, 7.9],
    "0780": [8.1, 7.6, 7.0, 6.1, 5.4, 5.2, 5.3, 5.5, 5.8, 6.1, 6.2, 6.0, 5.9, 5.7, 7.4, 6.9, 7.1],
    "1492": [9.4, 8.8, 8.1, 7.0, 6.2, 6.0, 6.1, 6.3, 6.7, 7.2, 7.4, 7.3, 7.0, 6.8, 8.3, 7.8, 8.0],
}
RIKET = [9.0, 8.4, 7.7, 6.7, 5.9, 5.7, 5.8, 6.0, 6.4, 6.9, 7.2, 7.0, 6.9, 6.7, 8.3, 7.7, 7.9]
AR = kalender("2006", "2022")
UTAN_2015 = "0319"  # Älvkarleby reports nothing, and is said to lack the figure


def importera(
    celler: Iterable[Cell],
    *,
    kalla: str = "kolada",
    slag: str = Import.Slag.KOLADA,
    exempel: bool = False,
    preliminar: bool = False,
) -> Import:
    """The cells as a published import: the next version of the data."""
    importen = services.oppna(slag, "provet", lage=Lage.PAGAR)
    skriv(importen, list(celler), kalla=kalla, exempel=exempel, preliminar=preliminar)
    return services.publicera(importen)


def cell(kommun: str | None, nyckeltal: str, period: str, varde: float | None, kon: str = "T", **falt: object) -> Cell:
    """A cell of a whole municipality (None: Riket); without a value it is "saknas"."""
    standard = {} if varde is not None else {"saknas": "saknas"}
    return Cell(kommun, None, nyckeltal, period, kon, varde, **{**standard, **falt})  # type: ignore[arg-type]


def rapporterad(kommun: str, nyckeltal: str, period: str, taljare: float, namnare: float, skala: float = 100) -> Cell:
    """A cell as municipalities report it: counts, and the value that the site divides out."""
    return cell(kommun, nyckeltal, period, taljare / namnare * skala, taljare=taljare, namnare=namnare)


def sjukfranvaro() -> list[Cell]:
    """N00090 of six municipalities and Riket 2006–2022, one that lacks 2015, and women and men in Östersund."""
    serier: dict[str | None, list[float]] = {None: RIKET}
    serier.update(SJUKFRANVARO)
    celler = [
        cell(kommun, "N00090", ar, varde)
        for kommun, varden in serier.items()
        for ar, varde in zip(AR, varden, strict=True)
    ]
    kon = [cell("2380", "N00090", "2015", 9.4, "K"), cell("2380", "N00090", "2015", 5.1, "M")]
    return [*celler, *kon, cell(UTAN_2015, "N00090", "2015", None)]


def vakanser(kommuner: Iterable[str] = ("2380", "2480", "0180")) -> list[Cell]:
    """VP01 over eight quarters: Östersund fills its posts, one after the other."""
    perioder = kalender("2021-K1", "2022-K4")
    return [
        rapporterad(kommun, "VP01", period, max(10 - steg - i, 0), 50)
        for i, kommun in enumerate(kommuner)
        for steg, period in enumerate(perioder)
    ]


def grupper() -> None:
    """Two of SKR's groups, and municipalities like Östersund."""
    storre = Kommungrupp.objects.create(kod="B3", namn="Större stad", kolada_id="G92790")
    landsbygd = Kommungrupp.objects.create(kod="C8", namn="Landsbygdskommun", kolada_id="G92791")
    for kod in ("2380", "2480", "0780"):
        Grupptillhorighet.objects.create(kommun_id=kod, grupp=storre, fran=date(2023, 1, 1))
    Grupptillhorighet.objects.create(kommun_id="1737", grupp=landsbygd, fran=date(2023, 1, 1))
    Liknande.objects.bulk_create(Liknande(kommun_id="2380", liknar_id=kod, ar=2024) for kod in ("2480", "0780"))


def bygg_trender() -> None:
    """Trends of everything that is published, as the workers would have computed them; `jobb.ARBETEN` may be empty."""
    version = lasning.senaste_version()
    familjer = lasning.varden(version).order_by().values_list("nyckeltal_id", "kon", "periodslag").distinct()
    bygge = bestall_bygge(sorted(familjer), version)
    for pk in bygge.familjer.values_list("pk", flat=True) if bygge else ():
        gor_familj(pk)


def liten_varld(*, exempel: bool = False) -> None:
    """Groups, Kolada's sick leave (version 1) and reported vacancies (version 2), invented or not."""
    grupper()
    importera(sjukfranvaro())
    slag = Import.Slag.EXEMPEL if exempel else Import.Slag.FIL
    importera(vakanser(), kalla="kommun", slag=slag, exempel=exempel)
