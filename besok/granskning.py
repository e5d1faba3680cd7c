"""What a visit says publicly of a municipality, statement by statement, and the municipality's answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from atgarder import datum
from atgarder.regler import Regelfel, personnummerfel
from besok import horda, services
from besok.models import Besok, Faktagranskning, Faktasvar, Iakttagelse

if TYPE_CHECKING:
    from konton.models import User

BESLUT = {"rattas": "rättas", "star_kvar": "står kvar"}


@dataclass(frozen=True, slots=True)
class Pastaende:
    """A public statement of the visit; `om` names it in the answers."""

    om: str
    rubrik: str
    text: str


def synliga_for(user: User | AnonymousUser) -> QuerySet[Besok]:
    """Visits whose check of facts `user` may open: those asked to check, and those who write visits."""
    fragade, skrivare = Besok.objects.att_granska_for(user), Besok.objects.skrivbara_for(user)
    return Besok.objects.filter(pk__in=fragade.values("pk")) | Besok.objects.filter(
        pk__in=skrivare.filter(granskningar__isnull=False).values("pk")
    )


def pagaende(besok: Besok) -> Faktagranskning | None:
    return besok.granskningar.filter(avslutad__isnull=True).first()


def pastaenden(besok: Besok) -> list[Pastaende]:
    """Only public fields: what is internal is never among them."""
    funna = [Pastaende("sammanfattning", "Sammanfattning", besok.sammanfattning)] if besok.sammanfattning else []
    funna += [p for i in besok.iakttagelser.select_related("tema") if (p := _iakttagelse(i))]
    funna += [Pastaende(f"signal:{s.pk}", "Kort påstående", s.text) for s in besok.signaler.all()]
    funna += [Pastaende(f"siffra:{s.pk}", "Siffra", horda.visa(s)) for s in besok.siffror.all()]
    for c in besok.citat.filter(offentligt=True):
        funna.append(Pastaende(f"citat:{c.pk}", f"Citat, {c.roll}", f"”{c.text}”"))
    for a in besok.ataganden.filter(plan__isnull=True):
        senast = f", klart senast {datum.visa(a.klart_senast)}" if a.klart_senast else ""
        funna.append(Pastaende(f"lofte:{a.pk}", f"Löfte, {a.agare_roll or 'ansvarig framgår inte'}", a.text + senast))
    return funna


def _iakttagelse(i: Iakttagelse) -> Pastaende | None:
    bedomd = i.bedomning != Iakttagelse.Bedomning.INTE_BERORT
    if not i.text and not bedomd:
        return None
    dom = f"Jämfört med förra besöket: {i.get_bedomning_display()}." if bedomd else ""
    return Pastaende(f"tema:{i.tema_id}", i.tema.namn, " ".join(filter(None, [i.text, dom])))


def svara(besok: Besok, svar: Mapping[str, tuple[bool, str]], *, av: User) -> list[Faktasvar]:
    """The municipality's answers; each keeps the statement as it stood. Regelfel for one that does not exist."""
    with transaction.atomic():
        las = Besok.objects.select_for_update(of=("self",)).get(pk=besok.pk)
        granskning = pagaende(las)
        if granskning is None or las.lage != Besok.Lage.FAKTAGRANSKNING:
            raise Regelfel({"": "Faktagranskningen är avslutad, så svaren kunde inte tas emot."})
        finns = {p.om: p.text for p in pastaenden(las)}
        if okanda := svar.keys() - finns.keys():
            raise Regelfel(dict.fromkeys(okanda, "Påståendet har ändrats sedan sidan öppnades. Ladda om sidan."))
        rader = services.svara(granskning, svar=dict(svar), av=av)
        for rad in rader:
            rad.galler = finns[rad.om]
            rad.save(update_fields=["galler"])
    return rader


def allt_stammer(besok: Besok, *, av: User) -> list[Faktasvar]:
    """Right, everything that has no answer yet; a correction that was given stands."""
    granskning = pagaende(besok)
    besvarade = set(granskning.svar.values_list("om", flat=True)) if granskning else set()
    return svara(besok, {p.om: (True, "") for p in pastaenden(besok) if p.om not in besvarade}, av=av)


def gallande(granskning: Faktagranskning) -> dict[str, Faktasvar]:
    """The newest answer to each statement; all stay on record."""
    return {svar.om: svar for svar in granskning.svar.order_by("pk")}


def besluta(pk: int, *, besok: Besok, beslut: str, skal: str, av: User) -> Faktasvar:
    """What the coordinator does about a correction. The answer itself is never changed. Regelfel."""
    fel = personnummerfel({"skal": skal})
    if beslut not in BESLUT:
        fel["beslut"] = "Välj om påståendet rättas eller står kvar."
    elif beslut == "star_kvar" and not skal.strip():
        fel["skal"] = "Skriv varför påståendet står kvar."
    if fel:
        raise Regelfel(fel)
    with transaction.atomic():
        svar = Faktasvar.objects.select_for_update(of=("self",)).get(pk=pk, granskning__besok=besok)
        svar.beslut = ". ".join(filter(None, [BESLUT[beslut], skal.strip()]))[:300]
        svar.beslutat_av, svar.beslutat = av, timezone.now()
        svar.save(update_fields=["beslut", "beslutat_av", "beslutat"])
    return svar


def dagar_kvar(granskning: Faktagranskning, idag: date) -> str:
    """The time left, in words."""
    dagar = (granskning.svara_senast - idag).days
    if dagar < 0:
        return f"Svarstiden gick ut {granskning.svara_senast:%Y-%m-%d}. Svar tas emot ändå, och märks som sena."
    kvar = "i dag är sista dagen" if dagar == 0 else f"{dagar} {'dag' if dagar == 1 else 'dagar'} kvar"
    return f"Svara senast {granskning.svara_senast:%Y-%m-%d} ({kvar})."
