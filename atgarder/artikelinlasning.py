"""What artiklar.py reads, into the database. A row is entered once; from then on it is the editors'."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from atgarder import exempel, services, uppgifter
from atgarder.artiklar import Artiklar, Atgardspost, Exempelpost, Kallpost, Uppgiftspost
from atgarder.models import Atgard, Exempelcitat, GottExempel, Inlast, Kalla, Uppgift
from atgarder.services import Delar
from kommuner.models import Enhet

M = TypeVar("M", bound=Model)
P = TypeVar("P")


def las_in(artiklar: Artiklar) -> dict[str, int]:
    """How many rows of each list are new. All of it or nothing."""
    with transaction.atomic():
        return _Inlasning().alla(artiklar)


class _Inlasning:
    """What is entered already, by key, and what this run adds."""

    def __init__(self) -> None:
        self.kanda = dict(Inlast.objects.select_for_update().values_list("nyckel", "objekt"))

    def alla(self, a: Artiklar) -> dict[str, int]:
        nya = {
            "källor": self._lista("kallor", a.kallor, self._kalla),
            "åtgärder": self._lista("atgarder", a.atgarder, self._atgard),
            "uppgifter": self._lista("uppgifter", a.uppgifter, self._uppgift),
            "goda exempel": self._lista("exempel", a.exempel, self._exempel),
        }
        for kod in nya["åtgärder"]:  # all are there now, so that their order in the file is free
            self._inspirera(kod, a.atgarder[kod].inspirerad_av)
        for kod in reversed(nya["goda exempel"]):  # the first in the file becomes the newest
            self._publicera(kod)
        return {namn: len(koder) for namn, koder in nya.items()}

    def _lista(self, lista: str, poster: Mapping[str, P], skapa: Callable[[P], Model]) -> list[str]:
        nya = [kod for kod in poster if f"{lista}:{kod}" not in self.kanda]
        for kod in nya:
            nyckel = f"{lista}:{kod}"
            self.kanda[nyckel] = skapa(poster[kod]).pk
            Inlast.objects.create(nyckel=nyckel, objekt=self.kanda[nyckel])
        return nya

    def _hamta(self, modell: type[M], lista: str, koder: Iterable[str]) -> list[M]:
        return list(modell._default_manager.filter(pk__in=[self.kanda[f"{lista}:{kod}"] for kod in koder]))

    def _kalla(self, p: Kallpost) -> Kalla:
        return Kalla.objects.create(slag=Kalla.Slag.ARTIKEL, titel=p.titel, utgivare=p.utgivare, datum=p.datum)

    def _atgard(self, p: Atgardspost) -> Atgard:
        falt = {
            "kommun_id": p.kommun,
            "enhet_id": _enhet(p.kommun, p.enhet),
            "typ_id": p.typ,
            **{namn: getattr(p, namn) for namn in ("titel", "bakgrund", "vad", "antal_berorda", "berorda")},
            **{namn: getattr(p, namn) for namn in ("statliga_medel", "betalas_av", "resultatlage", "resultat")},
            "synlighet": Atgard.Synlighet.PUBLIK,
        }
        delar = Delar(problem=p.problem, struktur=p.struktur, kallor=self._hamta(Kalla, "kallor", p.kallor))
        return services.skapa(falt=falt, delar=delar, lage=p.lage, lage_skal=p.lage_skal, av=None)

    def _uppgift(self, p: Uppgiftspost) -> Uppgift:
        falt = {
            "kommun_id": p.kommun,
            "enhet_id": _enhet(p.kommun, p.enhet),
            "tema_id": p.tema,
            "nyckeltal_id": p.nyckeltal,
            "atgard_id": next((a.pk for a in self._hamta(Atgard, "atgarder", [p.atgard] if p.atgard else [])), None),
            **{namn: getattr(p, namn) for namn in ("slag", "sagt_av", "datum", "text", "citat")},
            "synlighet": Uppgift.Synlighet.PUBLIK,
        }
        return uppgifter.skapa(falt=falt, kallor=self._hamta(Kalla, "kallor", p.kallor), av=None)

    def _exempel(self, p: Exempelpost) -> GottExempel:
        texter = ("titel", "ingress", "sa_gjorde_de", "forutsattningar", "resultat")
        ny = GottExempel.objects.create(slug=_ledig_slug(p.kod), **{namn: getattr(p, namn) for namn in texter})
        ny.atgarder.set(self._hamta(Atgard, "atgarder", p.atgarder))
        ny.kallor.set(self._hamta(Kalla, "kallor", p.kallor))
        Exempelcitat.objects.bulk_create(
            Exempelcitat(exempel=ny, ordning=nr, text=citat["text"], roll=citat["roll"])
            for nr, citat in enumerate(p.citat, 1)
        )
        return ny

    def _inspirera(self, kod: str, forebilder: Iterable[str]) -> None:
        for forebild in forebilder:
            services.inspirera(self.kanda[f"atgarder:{kod}"], forebild=self.kanda[f"atgarder:{forebild}"], av=None)

    def _publicera(self, kod: str) -> None:
        """Unless a measure of it is no longer public: then it waits as a draft."""
        rad = GottExempel.objects.get(pk=self.kanda[f"exempel:{kod}"])
        if not exempel.hinder(rad):
            exempel.publicera(rad.pk, av=None)


def _enhet(kommun: str | None, namn: str | None) -> int | None:
    if kommun is None or namn is None:
        return None
    return Enhet.objects.get_or_create(kommun_id=kommun, namn=namn)[0].pk


def _ledig_slug(kod: str) -> str:
    """The code, or with a number behind where an editor has taken it."""
    tagna = set(GottExempel.objects.filter(slug__startswith=kod).values_list("slug", flat=True))
    return next(slug for slug in (kod, *(f"{kod[:76]}-{nr}" for nr in range(2, 1000))) if slug not in tagna)
