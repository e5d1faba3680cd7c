"""Measures from the first line to the last: every write is whole or not at all, signed, and said by a signal.

Nothing is deleted: a measure is withdrawn, with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from atgarder import regler, strukturer
from atgarder.models import Atgard, Inspiration, Kalla, Lagesandring, Mal, Problem
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

andrad = Signal()
"""Sent on commit with `objekt`: an Atgard, Uppgift or GottExempel that was written; the search index listens."""

TEXTFALT = ("titel", "bakgrund", "vad", "berorda", "betalas_av", "resultat")
FALT = (
    *("kommun_id", "enhet_id", "typ_id", "titel", "bakgrund", "vad", "antal_berorda", "berorda"),
    *("beslutad", "start", "slut", "avtalsform", "kostnad_engang", "kostnad_per_ar", "betalas_av"),
    *("statliga_medel", "statliga_medel_slut", "statliga_arsarbetare", "efter_statliga_medel"),
    *("resultatlage", "resultat", "synlighet"),
)
"""What `skapa` and `andra` take as `falt`; the state changes by `byt_lage`."""


class Krock(Exception):
    """Somebody else wrote in between; `nu` is the measure as it stands."""

    def __init__(self, nu: Atgard) -> None:
        super().__init__("Någon annan har ändrat åtgärden sedan du öppnade den.")
        self.nu = nu


@dataclass(frozen=True, slots=True, kw_only=True)
class Delar:
    """What hangs on a measure; None leaves it as it is. `struktur` as in atgarder.strukturer."""

    problem: Sequence[str] | None = None
    mal: Mapping[str, int] | None = None
    kallor: Sequence[Kalla] | None = None
    struktur: Mapping[str, Any] | None = None


INGA = Delar()


def skapa(
    *,
    falt: Mapping[str, Any],
    delar: Delar = INGA,
    lage: str = Atgard.Lage.FORESLAGEN,
    lage_datum: str = "",
    lage_skal: str = "",
    av: User | None,
    exempel: bool = False,
) -> Atgard:
    """A new measure and its first state; one that ended early needs a reason. Raises Regelfel."""
    if fel := regler.avbrottsfel(lage, lage_skal, "lage_skal") | regler.personnummerfel({"lage_skal": lage_skal}):
        raise regler.Regelfel(fel)
    ny = Atgard(**_tillatna(falt), lage=lage, exempel=exempel, av=av, av_roll=signatur(av), andrad_av=av)
    with transaction.atomic():
        _kontrollera(ny)
        ny.save()
        _skriv_delar(ny, delar)
        Lagesandring.objects.create(atgard=ny, lage=lage, datum=lage_datum, skal=lage_skal, av=av, av_roll=signatur(av))
        _sag(ny)
    return ny


def andra(pk: int, *, revision: int, falt: Mapping[str, Any], delar: Delar = INGA, av: User | None) -> Atgard:
    """Write fields and parts on the measure as it was at `revision`. Raises Krock and Regelfel: nothing is saved."""
    with transaction.atomic():
        nu = Atgard.objects.select_for_update(of=("self",)).select_related("typ", "kommun").get(pk=pk)
        if nu.revision != revision:
            raise Krock(nu)
        _inte_tillbakadragen(nu)
        for namn, varde in _tillatna(falt).items():
            setattr(nu, namn, varde)
        _kontrollera(nu)
        nu.revision, nu.andrad_av = revision + 1, av
        nu.save()
        _skriv_delar(nu, delar)
        _sag(nu)
    return nu


def byt_lage(
    pk: int, *, lage: str, datum: str = "", skal: str = "", av: User | None, revision: int | None = None
) -> Lagesandring:
    """The measure comes into another state; ending one early needs a reason. Raises Regelfel.

    Raises Krock where `revision` is given and the measure has been written since.
    """
    if fel := regler.avbrottsfel(lage, skal) | regler.personnummerfel({"skal": skal}):
        raise regler.Regelfel(fel)
    with transaction.atomic():
        nu = Atgard.objects.select_for_update(of=("self",)).get(pk=pk)
        if revision is not None and nu.revision != revision:
            raise Krock(nu)
        _inte_tillbakadragen(nu)
        nu.lage, nu.andrad_av, nu.revision = lage, av, nu.revision + 1
        nu.save(update_fields=["lage", "andrad_av", "revision", "andrad"])
        andring = Lagesandring.objects.create(atgard=nu, lage=lage, datum=datum, skal=skal, av=av, av_roll=signatur(av))
        _sag(nu)
    return andring


def inspirera(pk: int, *, forebild: int, ar: str = "", av: User | None) -> Inspiration:
    """`pk` was inspired by `forebild`. Raises Regelfel for itself and for a circle; again changes nothing."""
    if pk == forebild:
        raise regler.Regelfel({"forebild": "En åtgärd kan inte vara inspirerad av sig själv. Välj en annan."})
    with transaction.atomic():
        par = Inspiration.objects.select_for_update().values_list("atgard_id", "forebild_id")
        if regler.cirkel(pk, forebild, list(par)):
            raise regler.Regelfel(
                {"forebild": "Det skulle bli en cirkel: den åtgärden är själv inspirerad av den här, kanske via andra."}
            )
        rad, _ = Inspiration.objects.get_or_create(
            atgard_id=pk, forebild_id=forebild, defaults={"ar": ar, "av": av, "av_roll": signatur(av)}
        )
        _sag(rad.atgard)
    return rad


def sluta_inspireras(pk: int, *, forebild: int, av: User | None) -> None:
    """Takes back what `inspirera` said; the trail keeps both."""
    with transaction.atomic():
        for rad in Inspiration.objects.filter(atgard=pk, forebild=forebild):
            rad.delete()
            _sag(rad.atgard)


def dra_tillbaka(pk: int, *, skal: str, av: User | None) -> None:
    """The measure is no longer shown; it and its history stay. Raises Regelfel without a reason."""
    if not skal.strip():
        raise regler.Regelfel({"skal": "Skriv varför åtgärden dras tillbaka."})
    if fel := regler.personnummerfel({"skal": skal}):
        raise regler.Regelfel(fel)
    with transaction.atomic():
        nu = Atgard.objects.select_for_update(of=("self",)).get(pk=pk)
        _inte_tillbakadragen(nu)
        nu.tillbakadragen, nu.tillbakadragen_skal, nu.andrad_av = timezone.now(), skal.strip(), av
        nu.revision += 1
        nu.save(update_fields=["tillbakadragen", "tillbakadragen_skal", "andrad_av", "revision", "andrad"])
        _sag(nu)


def _inte_tillbakadragen(a: Atgard) -> None:
    if a.tillbakadragen:
        raise regler.Regelfel({"": "Åtgärden är dragen tillbaka och kan inte ändras. För in en ny om den ska gälla."})


def _tillatna(falt: Mapping[str, Any]) -> dict[str, Any]:
    if okanda := set(falt) - set(FALT):
        raise ValueError(f"Okända fält: {', '.join(sorted(okanda))}.")
    return dict(falt)


def _kontrollera(a: Atgard) -> None:
    datumen = {namn: getattr(a, namn) for namn in ("beslutad", "start", "slut", "statliga_medel_slut")}
    fel = regler.datumfel(a.beslutad, a.start, a.slut)
    fel |= regler.rimlighetsfel(datumen, timezone.localdate())
    fel |= regler.medelfel(a.statliga_medel, a.statliga_medel_slut, a.statliga_arsarbetare)
    fel |= regler.personnummerfel({namn: getattr(a, namn) for namn in TEXTFALT})
    if a.enhet is not None and a.enhet.kommun_id != a.kommun_id:
        fel["enhet"] = "Enheten ligger i en annan kommun. Välj en av kommunens egna enheter."
    if a.resultatlage == Atgard.Resultatlage.OKANT and a.resultat:
        fel["resultatlage"] = "Det står något om resultatet: välj om det är påstått eller uppmätt."
    if fel:
        raise regler.Regelfel(fel)


def _skriv_delar(a: Atgard, delar: Delar) -> None:
    if delar.problem is not None:
        a.problem.set(Problem.objects.filter(pk__in=delar.problem))
    if delar.kallor is not None:
        a.kallor.set(delar.kallor)
    if delar.mal is not None:
        a.mal.exclude(nyckeltal__in=delar.mal).delete()
        for kod, riktning in delar.mal.items():
            Mal.objects.update_or_create(atgard=a, nyckeltal_id=kod, defaults={"riktning": riktning})
    if delar.struktur is not None:
        fel = regler.strukturfel(delar.struktur) | regler.personnummerfel({"struktur": str(delar.struktur)})
        if fel:
            raise regler.Regelfel(fel)
        strukturer.skriv(a, delar.struktur)


def _sag(objekt: Atgard) -> None:
    transaction.on_commit(lambda: andrad.send(type(objekt), objekt=objekt))
