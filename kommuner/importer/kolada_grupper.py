"""SKR's nine groups and "liknande kommuner IFO", as Kolada lists them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from kommuner.importer.kolada_klient import Klient
from kommuner.importer.kolada_rader import Avvisad
from kommuner.models import Grupptillhorighet, Kommun, Kommungrupp, Liknande

INDELNING_FRAN = date(2023, 1, 1)  # SKR:s kommungruppsindelning 2023
GRUPPER = {
    "A1": ("G92787", "Storstäder"),
    "A2": ("G92793", "Pendlingskommun nära storstad"),
    "B3": ("G92790", "Större stad"),
    "B4": ("G92792", "Pendlingskommun nära större stad"),
    "B5": ("G92786", "Lågpendlingskommun nära större stad"),
    "C6": ("G92788", "Mindre stad/tätort"),
    "C7": ("G92789", "Pendlingskommun nära mindre stad/tätort"),
    "C8": ("G92791", "Landsbygdskommun"),
    "C9": ("G92794", "Landsbygdskommun med besöksnäring"),
}
_LIKNANDE = re.compile(r"Liknande kommuner IFO, (.+), ([0-9]{4})")

Grupper = tuple[list[Any], list[Any]]


def hamta_grupper(klient: Klient) -> Grupper:
    """What Kolada says of the nine groups, and of similar municipalities; unchecked."""
    nio = ",".join(kolada_id for kolada_id, _ in GRUPPER.values())
    lika = klient.rader("municipality_groups", title="Liknande kommuner IFO")
    return list(klient.rader(f"municipality_groups/{nio}")), list(lika)


def skriv_grupper(grupper: Grupper, idag: date) -> list[Avvisad]:
    """Write both; the same lists twice change nothing. Returns what could not be taken."""
    koder = dict(Kommun.objects.values_list("namn", "kod"))
    nio, lika = grupper
    return _skriv_nio(nio, set(koder.values()), idag) + _skriv_liknande(lika, koder)


def _medlemmar(grupp: Any) -> list[str] | None:
    """The members' codes; None if the row has another shape."""
    if not isinstance(grupp, dict) or not isinstance(grupp.get("members"), list):
        return None
    ider = [medlem.get("member_id") if isinstance(medlem, dict) else None for medlem in grupp["members"]]
    koder = [kod for kod in ider if isinstance(kod, str)]
    return koder if len(koder) == len(ider) else None


def _skriv_nio(rader: Iterable[Any], kommuner: set[str], idag: date) -> list[Avvisad]:
    kod_for = {kolada_id: kod for kod, (kolada_id, _) in GRUPPER.items()}
    for kod, (kolada_id, namn) in GRUPPER.items():
        Kommungrupp.objects.update_or_create(kod=kod, defaults={"namn": namn, "kolada_id": kolada_id})
    i_grupp: dict[str, set[str]] = defaultdict(set)
    avvisade = []
    for rad in rader:
        medlemmar = _medlemmar(rad)
        if medlemmar is None or rad.get("id") not in kod_for:
            avvisade.append(Avvisad("kommungrupp", str(rad)[:200], "Kommungruppen går inte att läsa."))
            continue
        for kommun in kommuner & set(medlemmar):
            i_grupp[kommun].add(kod_for[rad["id"]])
    tveksamma = {kommun for kommun, grupper in i_grupp.items() if len(grupper) > 1}
    _flytta({kommun: grupper.pop() for kommun, grupper in i_grupp.items() if kommun not in tveksamma}, idag)
    skal = "Kommunen står i två kommungrupper. Den förra indelningen behålls."
    return avvisade + [Avvisad("kommungrupp", kommun, skal) for kommun in sorted(tveksamma)]


def _flytta(i_grupp: dict[str, str], idag: date) -> None:
    """Date the memberships: one that changes ends yesterday and the new one begins today."""
    nuvarande = {t.kommun_id: t for t in Grupptillhorighet.objects.filter(till__isnull=True)}
    nya = []
    for kommun, grupp in sorted(i_grupp.items()):
        forra = nuvarande.get(kommun)
        if forra is not None and forra.grupp_id == grupp:
            continue
        if forra is not None and forra.fran >= idag:
            Grupptillhorighet.objects.filter(pk=forra.pk).update(grupp=grupp)
            continue
        if forra is not None:
            Grupptillhorighet.objects.filter(pk=forra.pk).update(till=idag - timedelta(days=1))
        nya.append(Grupptillhorighet(kommun_id=kommun, grupp_id=grupp, fran=idag if forra else INDELNING_FRAN))
    Grupptillhorighet.objects.bulk_create(nya)


def _skriv_liknande(rader: Iterable[Any], kod_for: dict[str, str]) -> list[Avvisad]:
    avvisade, par = [], set()
    for rad in rader:
        medlemmar = _medlemmar(rad)
        titel = _LIKNANDE.fullmatch(str(rad.get("title"))) if isinstance(rad, dict) else None
        if medlemmar is None or titel is None or titel[1] not in kod_for:
            avvisade.append(Avvisad("liknande kommuner", str(rad)[:200], "Gruppen går inte att läsa."))
            continue
        kommun, ar = kod_for[titel[1]], int(titel[2])
        par |= {(kommun, kod, ar) for kod in set(medlemmar) & set(kod_for.values()) if kod != kommun}
    _byt_liknande(par)
    return avvisade


def _byt_liknande(par: set[tuple[str, str, int]]) -> None:
    """Replace the lists of those municipalities and years that `par` speaks of."""
    listor = {(kommun, ar) for kommun, _, ar in par}
    finns = {(r.kommun_id, r.liknar_id, r.ar): r.pk for r in Liknande.objects.filter(ar__in={ar for _, ar in listor})}
    bort = [
        pk for (kommun, liknar, ar), pk in finns.items() if (kommun, ar) in listor and (kommun, liknar, ar) not in par
    ]
    Liknande.objects.filter(pk__in=bort).delete()
    nya = [Liknande(kommun_id=kommun, liknar_id=liknar, ar=ar) for kommun, liknar, ar in sorted(par - finns.keys())]
    Liknande.objects.bulk_create(nya, batch_size=500)
