"""Good examples on their way: draft, review, published, archived. What is published keeps its earlier versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from atgarder import kallor, regler
from atgarder.models import Atgard, Exempelcitat, Exempelversion, GottExempel, Kalla
from atgarder.services import andrad
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

Lage = GottExempel.Lage
TEXTFALT = (
    *("titel", "ingress", "sa_gjorde_de", "forutsattningar", "kostnad", "resultat", "lardomar", "gick_inte"),
    "kontaktroll",
)
FALT = (*TEXTFALT, "evidens", "nasta_granskning")
"""What `skapa` and `andra` take as `falt`; the state changes by functions of its own."""

KALLFALT = ("titel", "utgivare", "diarienummer", "url")
RESERVERADE = frozenset({"ny", "vi-har-svart-med"})
SLUGLANGD = 70


class Krock(Exception):
    """Somebody else wrote in between; `nu` is the example as it stands."""

    def __init__(self, nu: GottExempel) -> None:
        super().__init__("Någon annan har ändrat exemplet sedan du öppnade det.")
        self.nu = nu


@dataclass(frozen=True, slots=True, kw_only=True)
class Delar:
    """What hangs on an example; None leaves it as it is. A quote is (text, role); a new source is saved with it."""

    atgarder: Sequence[Atgard] | None = None
    citat: Sequence[tuple[str, str]] | None = None
    kallor: Sequence[Kalla] | None = None


def innehall(exempel: GottExempel) -> dict[str, Any]:
    """Everything that a reader sees of it, as plain data: what a version keeps."""
    return {
        **{namn: getattr(exempel, namn) for namn in TEXTFALT},
        "evidens": exempel.evidens,
        "atgarder": list(exempel.atgarder.order_by("pk").values_list("pk", flat=True)),
        "citat": list(exempel.citat.values("text", "roll")),
        "kallor": [k.pk for k in kallor.visbara().filter(exempel=exempel).order_by("pk")],
    }


def hinder(exempel: GottExempel) -> str:
    """Why its measures keep it from readers, and what to do; empty when all of them are public."""
    alla = list(exempel.atgarder.select_related("kommun").order_by("pk"))
    dolda = [a for a in alla if a.tillbakadragen or a.synlighet != Atgard.Synlighet.PUBLIK]
    if alla and not dolda:
        return ""
    if not alla:
        return "Exemplet bygger inte på någon åtgärd. Välj minst en publik åtgärd."
    namn = ", ".join(f"”{a.titel}” i {a.kommun} ({'tillbakadragen' if a.tillbakadragen else 'utkast'})" for a in dolda)
    return (
        f"Exemplet kan inte publiceras, för det bygger på åtgärder som inte är publika: {namn}. "
        "Publicera utkasten först, eller ta bort åtgärderna ur exemplet."
    )


def skapa(*, falt: Mapping[str, Any], delar: Delar, av: User | None) -> GottExempel:
    """A draft made from measures; their sources come along. Raises Regelfel."""
    atgarder = delar.atgarder or ()
    med = [*Kalla.objects.filter(atgarder__in=[a.pk for a in atgarder]).distinct(), *(delar.kallor or ())]
    ny = GottExempel(**_tillatna(falt), exempel=any(a.exempel for a in atgarder), av=av, av_roll=signatur(av))
    with transaction.atomic():
        _kontrollera(ny, delar, krav=True)
        ny.slug = _ledig_slug(ny.titel)
        ny.save()
        _skriv_delar(ny, Delar(atgarder=atgarder, citat=delar.citat or (), kallor=med))
        _sag(ny)
    return ny


def andra(pk: int, *, revision: int, falt: Mapping[str, Any], delar: Delar, av: User | None) -> GottExempel:
    """Write the working copy as it was at `revision`; readers go on seeing what is published.

    Raises Krock and Regelfel: nothing is saved.
    """
    with transaction.atomic():
        nu = _last(pk, revision)
        _krav_pa_lage(nu, Lage.UTKAST, Lage.GRANSKNING, Lage.PUBLICERAT)
        for namn, varde in _tillatna(falt).items():
            setattr(nu, namn, varde)
        _kontrollera(nu, delar)
        nu.lage = Lage.GRANSKNING if nu.lage == Lage.GRANSKNING else Lage.UTKAST
        nu.av, nu.av_roll, nu.revision = av, signatur(av), revision + 1
        if delar.atgarder is not None:
            nu.exempel = any(a.exempel for a in delar.atgarder)
        nu.save()
        _skriv_delar(nu, delar)
        _sag(nu)
    return nu


def skicka_till_granskning(pk: int, *, av: User | None, revision: int | None = None) -> None:
    _byt(pk, Lage.GRANSKNING, fran=(Lage.UTKAST,), av=av, revision=revision)


def skicka_tillbaka(pk: int, *, av: User | None, revision: int | None = None) -> None:
    """The reviewer wants more done: a draft again."""
    _byt(pk, Lage.UTKAST, fran=(Lage.GRANSKNING,), av=av, revision=revision)


def arkivera(pk: int, *, av: User | None, revision: int | None = None) -> None:
    """It leaves the library; its address still shows it, and says so."""
    _byt(pk, Lage.ARKIVERAT, fran=(Lage.UTKAST, Lage.GRANSKNING, Lage.PUBLICERAT), av=av, revision=revision)


def ateruppta(pk: int, *, av: User | None, revision: int | None = None) -> None:
    """Out of the archive: what was published is published again; a working copy that differs is a draft."""
    with transaction.atomic():
        nu = _last(pk, revision)
        _krav_pa_lage(nu, Lage.ARKIVERAT)
        som_publicerat = nu.publik is not None and nu.publik.innehall == innehall(nu)
        _satt_lage(nu, Lage.PUBLICERAT if som_publicerat else Lage.UTKAST, av)


def publicera(pk: int, *, av: User | None, revision: int | None = None) -> Exempelversion:
    """The working copy as it stands becomes the next version, which readers see. Raises Regelfel.

    Whoever publishes has reviewed it, and names the `revision` that was read (else Krock); a program has not.
    """
    with transaction.atomic():
        nu = _last(pk, revision)
        _krav_pa_lage(nu, Lage.UTKAST, Lage.GRANSKNING, Lage.PUBLICERAT)
        if fel := hinder(nu):
            raise regler.Regelfel({"atgarder": fel})
        nummer = (nu.versioner.aggregate(n=Max("nummer"))["n"] or 0) + 1
        ny = Exempelversion.objects.create(
            exempel=nu, nummer=nummer, innehall=innehall(nu), av=av, av_roll=signatur(av)
        )
        ny.atgarder.set(nu.atgarder.all())
        nu.publik, nu.granskad = ny, timezone.localdate() if av else nu.granskad
        _satt_lage(nu, Lage.PUBLICERAT, av, "publik", "granskad")
    return ny


OVERGANGAR: dict[str, Callable[..., object]] = {
    Lage.GRANSKNING: skicka_till_granskning,
    Lage.UTKAST: skicka_tillbaka,
    Lage.PUBLICERAT: publicera,
    Lage.ARKIVERAT: arkivera,
    "ateruppta": ateruppta,
}
"""What a person may choose, and what then happens."""


def overgangar(user: User | AnonymousUser, exempel: GottExempel) -> list[str]:
    """The keys of OVERGANGAR that `user` may choose now: writers send to review, editors do the rest.

    What was never published may be put away by its writers.
    """
    mina = GottExempel.objects.filter(pk=exempel.pk)
    if not mina.skrivbara_for(user).exists():
        return []
    redaktor = mina.publicerbara_for(user).exists()
    far_arkivera = redaktor or exempel.publik_id is None
    val: dict[str, list[tuple[str, bool]]] = {
        Lage.UTKAST: [(Lage.GRANSKNING, True), (Lage.PUBLICERAT, redaktor), (Lage.ARKIVERAT, far_arkivera)],
        Lage.GRANSKNING: [(Lage.PUBLICERAT, redaktor), (Lage.UTKAST, True), (Lage.ARKIVERAT, far_arkivera)],
        Lage.PUBLICERAT: [(Lage.PUBLICERAT, redaktor), (Lage.ARKIVERAT, far_arkivera)],
        Lage.ARKIVERAT: [("ateruppta", far_arkivera)],
    }
    return [str(vart) for vart, far in val[exempel.lage] if far]


def _tillatna(falt: Mapping[str, Any]) -> dict[str, Any]:
    if okanda := set(falt) - set(FALT):
        raise ValueError(f"Okända fält: {', '.join(sorted(okanda))}.")
    return dict(falt)


def _kontrollera(e: GottExempel, delar: Delar, *, krav: bool = False) -> None:
    citat = {f"citat-{nr}": f"{text} {roll}" for nr, (text, roll) in enumerate(delar.citat or ())}
    nya = {
        f"kalla_{namn}": " ".join(str(getattr(kalla, namn)) for kalla in delar.kallor or () if kalla.pk is None)
        for namn in KALLFALT
    }
    fel = regler.personnummerfel({namn: getattr(e, namn) for namn in TEXTFALT} | citat | nya)
    if not e.titel.strip():
        fel["titel"] = "Skriv en rubrik."
    if not e.ingress.strip():
        fel["ingress"] = "Skriv kort vad exemplet handlar om."
    if not delar.atgarder and (krav or delar.atgarder is not None):
        fel["atgarder"] = "Välj minst en åtgärd som exemplet bygger på."
    if fel:
        raise regler.Regelfel(fel)


def _ledig_slug(titel: str) -> str:
    """The title as an address; a number after one that is taken."""
    bas = slugify(titel)[:SLUGLANGD].strip("-") or "exempel"
    tagna = {*RESERVERADE, *GottExempel.objects.filter(slug__startswith=bas).values_list("slug", flat=True)}
    return next(namn for nr in range(1, len(tagna) + 2) if (namn := bas if nr == 1 else f"{bas}-{nr}") not in tagna)


def _last(pk: int, revision: int | None = None) -> GottExempel:
    """Raises Krock when somebody has written since `revision`."""
    nu = GottExempel.objects.select_for_update(of=("self",)).get(pk=pk)
    if revision is not None and nu.revision != revision:
        raise Krock(nu)
    return nu


def _krav_pa_lage(nu: GottExempel, *lagen: str) -> None:
    if nu.lage not in lagen:
        raise regler.Regelfel({"": f"Exemplet är {nu.get_lage_display()}, så det går inte. Ladda om sidan."})


def _byt(pk: int, lage: str, *, fran: Sequence[str], av: User | None, revision: int | None) -> None:
    with transaction.atomic():
        nu = _last(pk, revision)
        _krav_pa_lage(nu, *fran)
        _satt_lage(nu, lage, av)


def _satt_lage(nu: GottExempel, lage: str, av: User | None, *mer: str) -> None:
    nu.lage, nu.av, nu.av_roll, nu.revision = lage, av, signatur(av), nu.revision + 1
    nu.save(update_fields=["lage", "av", "av_roll", "revision", "andrad", *mer])
    _sag(nu)


def _skriv_delar(e: GottExempel, delar: Delar) -> None:
    if delar.atgarder is not None:
        e.atgarder.set(delar.atgarder)
    if delar.kallor is not None:
        for kalla in delar.kallor:
            if kalla.pk is None:
                kalla.av, kalla.av_roll = e.av, e.av_roll
                kalla.save()
        e.kallor.set(delar.kallor)
    if delar.citat is not None:
        e.citat.all().delete()
        Exempelcitat.objects.bulk_create(
            Exempelcitat(exempel=e, ordning=nr, text=text, roll=roll) for nr, (text, roll) in enumerate(delar.citat, 1)
        )


def _sag(objekt: GottExempel) -> None:
    transaction.on_commit(lambda: andrad.send(GottExempel, objekt=objekt))
