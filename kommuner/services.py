"""Imports from opening to publishing: the only code that writes values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.dispatch import Signal
from django.utils import timezone

from kommuner.importer.skriv import analysera
from kommuner.jobb import Lage, avbryt
from kommuner.models import Avvikelse, Import, Matvarde, Versionslas
from kommuner.querysets import MatvardeQuerySet
from kommuner.skyddsarbete import skydda

if TYPE_CHECKING:
    from konton.models import User

import_klar = Signal()
"""Sent on commit with `importen` and `familjer`, the sorted (nyckeltal, kon, periodslag) that changed."""

Familj = tuple[str, str, str]

PLATSER: tuple[tuple[Q, tuple[str, ...]], ...] = (
    (Q(kommun__isnull=False, enhet__isnull=True), ("kommun_id",)),
    (Q(enhet__isnull=False), ("enhet_id",)),
    (Q(kommun__isnull=True), ()),
)
"""The three shapes of a cell: a whole municipality, a unit, Riket. NULLs never equal each other in SQL."""

MANGA = 1000  # rows after which the database's old picture of the table may be far from the truth
INGENTING = Value(-1e300)  # stands for NULL where two rows are compared


class InteGodkannbar(ValueError):
    """The import cannot be published; the text says why, in Swedish."""


def oppna(slag: str, fran: str, *, av: User | None = None, **falt: Any) -> Import:
    """A new import that waits for a worker, or for rows."""
    return Import.objects.create(slag=slag, fran=fran, av=av, **falt)


def publicera(importen: Import, *, av: User | None = None) -> Import:
    """Give the import the next version, replace what it replaces, and hide what must be hidden; all or nothing.

    Rows that say what is already known are dropped and counted; an import of nothing new gets no version.
    Raises InteGodkannbar if it has already ended.
    """
    with transaction.atomic():
        las = Versionslas.objects.select_for_update().get_or_create(pk=1)[0]
        importen = Import.objects.select_for_update().get(pk=importen.pk)
        if importen.lage not in (Lage.PAGAR, Lage.GRANSKAS):
            raise InteGodkannbar(f"Importen är redan avslutad ({importen.get_lage_display()}).")
        if Matvarde.objects.filter(importen=importen).count() >= MANGA:
            analysera()
        importen.oforandrade += sum(rader._raw_delete(rader.db) for rader in oforandrade(importen))
        importen.avvisade += _avvisa_svagare(importen)
        antal, dolda = Matvarde.objects.filter(importen=importen).count(), set[Familj]()
        if antal:
            las.senaste += 1
            las.save()
            importen.version, importen.publicerad = las.senaste, timezone.now()
            importen.reviderade = _ersatt(importen, las.senaste)
            _ersatt_exempel(importen, las.senaste)
            importen.tagna = antal - importen.reviderade
            dolda = skydda(importen, las.senaste)
        importen.lage, importen.avslutad, importen.godkand_av = Lage.KLAR, timezone.now(), av
        importen.save()
        _meddela(importen, dolda)
    return importen


def tom_version(slag: str, fran: str) -> Import:
    """A version that brings no values: something else has changed what readers see. Call it in a transaction."""
    las = Versionslas.objects.select_for_update().get_or_create(pk=1)[0]
    las.senaste += 1
    las.save()
    nu = timezone.now()
    return oppna(slag, fran, lage=Lage.KLAR, version=las.senaste, publicerad=nu, avslutad=nu)


def dra_tillbaka(importer: QuerySet[Import], fran: str) -> Import | None:
    """What the imports brought holds no longer: a version of its own says so. None if nothing of it was current."""
    with transaction.atomic():
        rader = Matvarde.objects.filter(importen__in=importer, ersatt_i__isnull=True, importen__version__isnull=False)
        familjer = sorted(rader.order_by().values_list("nyckeltal_id", "kon", "periodslag").distinct())
        if not familjer:
            return None
        ny = tom_version(Import.Slag.BESOK, fran)
        rader.update(ersatt_i=ny.version)
        transaction.on_commit(lambda: import_klar.send(sender=Import, importen=ny, familjer=familjer))
    return ny


def kasta(importen: Import) -> None:
    """Drop the rows of an import that was never published."""
    rader = Matvarde.objects.filter(importen=importen, importen__version__isnull=True)
    Matvarde.objects.filter(pk__in=rader.values("pk"))._raw_delete(rader.db)


def avbryt_import(importen: Import) -> bool:
    """Cancel an import that has not ended, and drop its rows; False if it had ended."""
    if not avbryt(importen):
        return False
    kasta(importen)  # after the cancelling: no worker can write rows any more
    return True


def stada() -> int:
    """Drop what is left of imports that failed or were cancelled while nobody could; returns how many had rows."""
    rester = Import.objects.filter(version__isnull=True, lage__in=(Lage.MISSLYCKAD, Lage.AVBRUTEN))
    rester = rester.filter(Exists(Matvarde.objects.filter(importen=OuterRef("pk"))))
    for importen in (alla := list(rester[:20])):
        kasta(importen)
    return len(alla)


def berorda_familjer(importen: Import) -> list[Familj]:
    rader = Matvarde.objects.filter(importen=importen).order_by()
    return sorted(rader.values_list("nyckeltal_id", "kon", "periodslag").distinct())


def gallande(importen: Import) -> MatvardeQuerySet:
    """What is current now for the nyckeltal that the import touches."""
    berorda = {nyckeltal for nyckeltal, _, _ in berorda_familjer(importen)}
    return Matvarde.objects.filter(ersatt_i__isnull=True, importen__version__isnull=False, nyckeltal__in=berorda)


def samma_cell(rader: QuerySet[Matvarde], plats: tuple[str, ...]) -> QuerySet[Matvarde]:
    """`rader` restricted, inside a subquery, to the outer row's cell."""
    return rader.filter(**{falt: OuterRef(falt) for falt in (*plats, "nyckeltal_id", "period", "kon")})


def _serier(rader: QuerySet[Matvarde]) -> Iterator[Q]:
    """The series of `rader`, as conditions that together hold for every cell of those series and of no other.

    A few dozen, each answered through the families' index: as one correlated subquery it is quadratic.
    """
    for villkor, plats in PLATSER:
        platser: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
        falt = rader.filter(villkor).order_by().values_list("nyckeltal_id", "kon", "periodslag", *plats).distinct()
        for nyckeltal, kon, periodslag, *var in falt:
            platser[nyckeltal, kon, periodslag] += var
        for (nyckeltal, kon, periodslag), var in platser.items():
            inom = Q(**{f"{namn}__in": var for namn in plats})
            yield villkor & inom & Q(nyckeltal=nyckeltal, kon=kon, periodslag=periodslag)


def oforandrade(importen: Import) -> Iterator[QuerySet[Matvarde]]:
    """The import's rows that say what is already known, one queryset per shape of cell."""
    tal = ("varde", "taljare", "namnare", "personer")
    text = {falt: OuterRef(falt) for falt in ("saknas", "preliminar", "exempel")}
    jamforda = gallande(importen)
    if importen.slag != Import.Slag.BESOK:  # the same figure reported is more than heard: it takes its place
        jamforda = jamforda.exclude(importen__slag=Import.Slag.BESOK)
    lika = jamforda.alias(**{f"lika_{falt}": Coalesce(falt, INGENTING) for falt in tal})
    lika = lika.filter(**text, **{f"lika_{falt}": Coalesce(OuterRef(falt), INGENTING) for falt in tal})
    return _som_har(importen, lika)


def svagare(importen: Import) -> Iterator[QuerySet[Matvarde]]:
    """The import's rows that may not replace what is known: final beats preliminary, real beats example."""
    starkare = Q(exempel__lt=OuterRef("exempel")) | Q(
        exempel=OuterRef("exempel"), preliminar__lt=OuterRef("preliminar")
    )
    return _som_har(importen, gallande(importen).filter(starkare))


def _som_har(importen: Import, motsvarighet: QuerySet[Matvarde]) -> Iterator[QuerySet[Matvarde]]:
    for villkor, plats in PLATSER:
        finns = Exists(samma_cell(motsvarighet.filter(villkor), plats))
        yield Matvarde.objects.filter(villkor, finns, importen=importen)


def _redan_rapporterade(importen: Import) -> Iterator[QuerySet[Matvarde]]:
    """The import's rows for cells that somebody has reported: what is heard at a visit never replaces those."""
    return _som_har(importen, gallande(importen).riktiga().exclude(importen__slag=Import.Slag.BESOK))


def _exempel_i_riktiga(importen: Import) -> Iterator[QuerySet[Matvarde]]:
    """The import's example rows in series that have a real value."""
    for serie in _serier(gallande(importen).riktiga().filter(varde__isnull=False)):
        yield Matvarde.objects.filter(serie, importen=importen, exempel=True)


def _avvisa_svagare(importen: Import) -> int:
    antal = 0
    for rader in _redan_rapporterade(importen) if importen.slag == Import.Slag.BESOK else ():
        antal += rader._raw_delete(rader.db)
    for rader in _exempel_i_riktiga(importen) if importen.slag == Import.Slag.EXEMPEL else ():
        antal += rader._raw_delete(rader.db)
    for rader in svagare(importen):
        if importen.slag != Import.Slag.EXEMPEL:
            Avvikelse.objects.bulk_create(_slutligt_finns(importen, rad) for rad in rader[:500])
        antal += rader._raw_delete(rader.db)
    return antal


def _slutligt_finns(importen: Import, rad: Matvarde) -> Avvikelse:
    return Avvikelse(
        importen=importen,
        slag=Avvikelse.Slag.FEL,
        rad=rad.rad,
        kolumn="värde",
        varde=str(rad.varde),
        skal=f"Ett slutligt värde finns redan för {rad.nyckeltal_id}, {rad.period}.",
        atgard="Lämna uppgiften som slutlig om den ska ersätta den förra.",
    )


def _ersatt(importen: Import, version: int) -> int:
    """Mark what the import replaces; returns how many rows."""
    nya = Matvarde.objects.filter(importen=importen)
    return sum(
        gallande(importen).filter(villkor, Exists(samma_cell(nya.filter(villkor), plats))).update(ersatt_i=version)
        for villkor, plats in PLATSER
    )


def _ersatt_exempel(importen: Import, version: int) -> None:
    """A series with a real value keeps no invented ones: no limit, slope or sentence may rest on both."""
    nya = Matvarde.objects.filter(importen=importen, varde__isnull=False).riktiga()
    exempel = gallande(importen).filter(exempel=True)
    for serie in _serier(nya) if exempel.exists() else ():
        exempel.filter(serie).update(ersatt_i=version)


def _meddela(importen: Import, dolda: set[Familj]) -> None:
    familjer = sorted(dolda.union(berorda_familjer(importen)))
    if familjer:
        transaction.on_commit(lambda: import_klar.send(sender=Import, importen=importen, familjer=familjer))
