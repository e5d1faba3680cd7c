"""Two who write the same example: what each of them changed in the quotes, the sources and the measures."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from atgarder.models import GottExempel

Citat = tuple[tuple[str, str], ...]
BORTTAGEN = "en källa som den andra har tagit bort"


@dataclass(frozen=True, slots=True)
class Delar:
    """What hangs on an example, by key; quotes as (text, role)."""

    atgarder: tuple[int, ...] = ()
    kallor: tuple[int, ...] = ()
    citat: Citat = ()

    @property
    def som_text(self) -> str:
        return json.dumps([self.atgarder, self.kallor, self.citat], ensure_ascii=False)


def sparade(rad: GottExempel) -> Delar:
    return Delar(
        tuple(rad.atgarder.order_by("pk").values_list("pk", flat=True)),
        tuple(rad.kallor.order_by("pk").values_list("pk", flat=True)),
        tuple(rad.citat.values_list("text", "roll")),
    )


def tolka(text: str) -> Delar:
    """What the form was opened with; nothing, if that is not what the text says: then all that is saved is kept."""
    try:
        atgarder, kallor, citat = json.loads(text)
        par = tuple((str(ord_), str(roll)) for ord_, roll in citat)
        return Delar(tuple(map(int, atgarder)), tuple(map(int, kallor)), par)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return Delar()


def skrivna(data: QueryDict) -> Delar:
    """What was sent, whether or not it is there to choose any more."""
    nummer = range(antal_citat(data))
    par = [(data.get(f"citat_{nr}", "").strip(), data.get(f"roll_{nr}", "").strip()) for nr in nummer]
    atgarder, kallor = (
        tuple(int(pk) for pk in data.getlist(namn) if pk.isdecimal()) for namn in ("atgarder", "kallor")
    )
    return Delar(atgarder, kallor, tuple(p for p in par if any(p)))


def antal_citat(data: QueryDict) -> int:
    nummer = [namn.removeprefix("citat_") for namn in data if namn.startswith("citat_")]
    return min(max((int(nr) + 1 for nr in nummer if nr.isdecimal() and len(nr) < 3), default=0), 100)


def lika(ena: Citat, andra: Citat) -> bool:
    """Browsers break lines in their own way."""
    return [" ".join(" ".join(par).split()) for par in ena] == [" ".join(" ".join(par).split()) for par in andra]


def forena(grund: Iterable[int], nu: Iterable[int], skrivet: Iterable[int]) -> list[int]:
    """What is saved now, less what was taken away here, and what was added here."""
    fore, har = set(grund), set(skrivet)
    sparat = list(nu)
    kvar = [pk for pk in sparat if pk in har or pk not in fore]
    return [*kvar, *sorted(har - fore - set(sparat))]


def forenade(data: QueryDict, nu: Delar) -> QueryDict:
    """The same answers, with what only the other has changed as the other saved it."""
    ny, grund, har = data.copy(), tolka(data.get("grund_", "")), skrivna(data)
    ny["grund_"] = nu.som_text
    ny.setlist("atgarder", [str(pk) for pk in forena(grund.atgarder, nu.atgarder, har.atgarder)])
    ny.setlist("kallor", [str(pk) for pk in forena(grund.kallor, nu.kallor, har.kallor)])
    if lika(grund.citat, har.citat):
        for nr in range(antal_citat(data)):
            ny[f"citat_{nr}"], ny[f"roll_{nr}"] = "", ""
        for nr, (text, roll) in enumerate(nu.citat):
            ny[f"citat_{nr}"], ny[f"roll_{nr}"] = text, roll
    return ny


def skillnader(nu: GottExempel, har: Delar, atgarder: dict[int, str], ny_kalla: str) -> list[tuple[str, str, str]]:
    """As Exempelformular.skillnader; `atgarder` are the titles of the measures that may be chosen."""
    sparat = sparade(nu)
    titlar = atgarder | {a.pk: f"{a.kommun}: {a.titel}" for a in nu.atgarder.select_related("kommun")}
    kallor = {k.pk: str(k) for k in nu.kallor.all()}
    mina = sorted({kallor.get(pk, BORTTAGEN) for pk in har.kallor}) + ([ny_kalla] if ny_kalla else [])
    rader = [
        ("Åtgärder", _namn(titlar, sparat.atgarder), _namn(titlar, har.atgarder)),
        ("Citat", _citat(sparat.citat), _citat(har.citat)),
        ("Källor", "; ".join(sorted(set(kallor.values()))), "; ".join(mina)),
    ]
    return [rad for rad in rader if " ".join(rad[1].split()) != " ".join(rad[2].split())]


def _namn(titlar: dict[int, str], nycklar: Iterable[int]) -> str:
    return "; ".join(sorted(titlar[pk] for pk in nycklar if pk in titlar))


def _citat(citat: Citat) -> str:
    return "; ".join(f"”{text}” ({roll})" for text, roll in citat)
