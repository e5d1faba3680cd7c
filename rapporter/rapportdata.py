"""From rows to the Resultat that a report's page and files are written from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from kommuner import lasning, perioder, tal
from kommuner.models import Kommun
from kommuner.nyckeltal import Definition, alla
from kommuner.querysets import MatvardeQuerySet
from rapporter import processdiagram, text, underlag
from rapporter.diagram.typer import bedomning
from rapporter.models import Rapport
from rapporter.rapporttabeller import TRENDFALT, definitionsrader, sida, signal, trendlage, urval, varden
from rapporter.resultat import Nyckeltalsdel, Resultat, Vandpunkt
from rapporter.services import Omrade
from rapporter.text import Senaste

Trendrad = dict[str, Any]
ALLA_KOMMUNER = 290


def bygg(rapport: Rapport, omrade: Omrade, nu: datetime) -> Resultat:
    """The whole report at its pinned version; `rapport.trendrader` must be there."""
    trender = [dict(zip(TRENDFALT, rad, strict=True)) for rad in rapport.trendrader or []]
    delar = list(_delar(rapport, omrade, trender))
    rader = varden(rapport, omrade)
    matta = rader.kommunernas().filter(Q(synligt__isnull=False))
    publicerad = lasning.version_publicerad(rapport.version)
    return Resultat(
        titel=f"Trendrapport: {omrade.namn}",
        omfang=omrade.omfang,
        omrade=omrade.kod,
        omradesnamn=omrade.namn,
        gjord=timezone.localtime(nu).isoformat(timespec="minutes"),
        programversion=programversion(),
        dataversion=rapport.version,
        datadag=f"{timezone.localtime(publicerad):%Y-%m-%d}" if publicerad else "",
        generation=rapport.generation,
        exempel=any(del_.exempel for del_ in delar),
        tackning=_tackning(omrade, matta.order_by().values("kommun").distinct().count(), delar),
        antal_varden=matta.count(),
        meningar=_meningar(rapport, delar),
        saknade=_saknade(rader.order_by().filter(Q(synligt=None)).values_list(*("skal",)).annotate(Count("pk"))),
        delar=delar,
        definitioner=definitionsrader(_i_bladen(rapport, rader, trender) or urval(rapport)),
    )


def _i_bladen(rapport: Rapport, rader: MatvardeQuerySet, trender: list[Trendrad]) -> list[str]:
    """The nyckeltal that have a row on any sheet, also one that says that the value is missing or hidden."""
    funna = {t["nyckeltal_id"] for t in trender}
    funna |= set(rader.order_by().values_list("nyckeltal_id", flat=True).distinct())
    return [kod for kod in urval(rapport) if kod in funna]


def _tackning(omrade: Omrade, antal: int, delar: Sequence[Nyckeltalsdel]) -> str:
    if omrade.omfang == Rapport.Omfang.KOMMUN:
        return f"{len({del_.kod for del_ in delar})} nyckeltal med värden"
    return text.tackning(antal, len(omrade.kommuner))


@cache
def programversion() -> str:
    projekt = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(projekt["project"]["version"])


def _saknade(antal: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {text.SKAL[skal or "saknas"]: n for skal, n in antal}


def _meningar(rapport: Rapport, delar: Sequence[Nyckeltalsdel]) -> list[str]:
    """The summary; invented and real values never in one sentence."""
    lyfta = [d for d in delar if alla()[d.kod].lyft] or list(delar)
    if delar:
        return [d.mening for d in lyfta[:6]]
    if rapport.exempel:
        return ["Det finns inga värden att rapportera för det här området ännu."]
    return ["Det finns inga riktiga värden att rapportera för det här området ännu. Exempeldata är inte med."]


def _delar(rapport: Rapport, omrade: Omrade, trender: list[Trendrad]) -> Iterator[Nyckeltalsdel]:
    for kod in urval(rapport):
        for slag in sorted({*alla()[kod].periodslag}):
            serier, exempel = underlag.panel(rapport.version, kod, "T", slag)
            for pahittade in (False, True) if rapport.exempel else (False,):
                egna = [t for t in trender if (t["nyckeltal_id"], t["periodslag"]) == (kod, slag)]
                egna = [t for t in egna if t["kon"] == "T" and t["exempel"] == pahittade and not t["enhet__namn"]]
                del_ = _Del(alla()[kod], slag, omrade, pahittade, egna).bygg(serier, exempel)
                if del_ is not None:
                    yield del_


class _Del:
    """One nyckeltal in the area, of real or of invented values."""

    def __init__(self, d: Definition, slag: str, omrade: Omrade, exempel: bool, trender: list[Trendrad]) -> None:
        self.d, self.slag, self.omrade, self.exempel = d, slag, omrade, exempel
        self.trender = {t["kommun_id"]: t for t in trender if t["kommun_id"]}
        self.ensam = omrade.omfang == Rapport.Omfang.KOMMUN
        self.ja_nej = d.enhet == "ja/nej"  # has neither limits nor a median

    def bygg(self, serier: Any, exempel: Any) -> Nyckeltalsdel | None:
        """None when nothing is measured in the area."""
        egen, pahittad = underlag.serien(serier, exempel, self.omrade.kod) if self.ensam else ([], False)
        if self.ensam and (pahittad != self.exempel or not any(v is not None for v in egen)):
            return None
        if not self.ensam:
            serier, exempel = underlag.i_omrade(serier, exempel, self.omrade.kommuner)
        spridning = processdiagram.utveckling(serier, exempel, exempel=self.exempel)
        plats = _senaste_plats([int(v is not None) for v in egen] if self.ensam else list(spridning.antal))
        if plats is None:
            return None
        if not self.ensam:
            spridning = spridning.med_underlag(len(self.omrade.kommuner))
        matta = underlag.periodens(serier, exempel, plats, exempel=self.exempel)
        period = spridning.perioder[plats]
        punkter = [] if self.ensam or self.ja_nej else self._vandpunkter(period)
        grans = None
        if egen and not self.ja_nej:
            grans = processdiagram.granser(spridning.perioder, egen, [b.fran for b in self.d.brott])
        medel = sum(matta) / len(matta) if matta else None
        if self.ensam:
            mening = self._egen_mening(period, egen[plats], _sedan_brott(self.d, spridning.perioder, egen))
        else:
            mening = self._mening(spridning, plats, matta, punkter)
        return Nyckeltalsdel(
            **{f: getattr(self.d, f) for f in ("kod", "namn", "kortnamn", "enhet", "decimaler", "riktning", "kalla")},
            periodslag=self.slag,
            exempel=self.exempel,
            period=period,
            antal=len(matta),
            av=ALLA_KOMMUNER if self.ensam else len(self.omrade.kommuner),
            lagst=min(matta, default=None),
            median=spridning.median[plats],
            hogst=max(matta, default=None),
            medel=medel,
            riket=spridning.riket[plats],
            mening=mening,
            perioder=list(spridning.perioder),
            medianer=list(spridning.median),
            band_lag=list(spridning.lag),
            band_hog=list(spridning.hog),
            rikets=list(spridning.riket),
            egen=egen,
            granser=asdict(grans) if grans else {},
            vandpunkter=punkter,
        )

    def _vandpunkter(self, period: str) -> list[Vandpunkt]:
        """Municipalities with a clear signal in the latest period, in alphabetical order."""
        namn = _kommunnamn()
        return [
            Vandpunkt(
                kommun=kod,
                namn=namn[kod],
                period=t["period"],
                varde=t["varde"],
                ton=bedomning(sida(t), self.d.riktning),  # type: ignore[arg-type]
                sida=sida(t),
                ord=self._signal(t),
                exempel=self.exempel,
            )
            for kod in self.omrade.kommuner
            if (t := self.trender.get(kod)) and sida(t) and t["period"] == period
        ]

    def _signal(self, t: Trendrad) -> str:
        ord_ = signal(t)
        omdome = text.bedomningsord(sida(t), self.d.riktning)
        varde = tal.visa_med_enhet(t["varde"], self.d.enhet, self.d.decimaler)
        return f"{varde} {perioder.visa(t['period'])}; {ord_} ({omdome})"

    def _mening(self, spridning: Any, plats: int, matta: Sequence[float], punkter: list[Vandpunkt]) -> str:
        signaler = "" if self.ja_nej else f" {self._antal_signaler(punkter)}"
        mening = f"{text.subjekt(self.d)}: {self._lage(spridning, plats, matta)}.{signaler}"
        return text.markt(mening) if self.exempel else mening

    def _lage(self, spridning: Any, plats: int, matta: Sequence[float]) -> str:
        """The municipalities' middle in one period, or that they are too few to have one."""
        nar, mitt = perioder.visa(spridning.perioder[plats]), spridning.median[plats]
        antal, av = spridning.antal[plats], len(self.omrade.kommuner)
        if self.ja_nej:
            ja = sum(v == 1 for v in matta)
            return f"ja i {ja} av {text.kommuner(antal)} {nar} ({antal} av {text.kommuner(av)} har svarat)"
        if mitt is None:
            return f"{antal} av {text.kommuner(av)} har ett värde för {nar}, för få för en median"
        if av == 1:
            return f"{text.med_ord(mitt, self.d)} {nar}"
        vilka = text.tackning(antal, av)
        vilka += "," if "," in vilka else ""
        return f"medianen för {vilka} var {text.med_ord(mitt, self.d)} {nar}"

    def _antal_signaler(self, punkter: list[Vandpunkt]) -> str:
        """How many municipalities changed more than usual, and which way; the larger number first."""
        if not punkter:
            return "Ingen kommun har en tydlig signal om förändring."
        antal = {sida_: sum(1 for p in punkter if p.sida == sida_) for sida_ in (1, -1)}
        forst, sist = sorted(antal, key=lambda sida_: -antal[sida_])
        ord_ = {sida_: text.bedomningsord(sida_, self.d.riktning) for sida_ in antal}
        vilka = "en kommun" if antal[forst] == 1 else f"{antal[forst]} kommuner"
        ovriga = f"{antal[sist] or 'ingen'} om {ord_[sist]}"
        return f"{vilka.capitalize()} har en tydlig signal om {ord_[forst]} värden, {ovriga}."

    def _egen_mening(self, period: str, varde: float | None, matta: int) -> str:
        t = self.trender.get(self.omrade.kod)
        if t is None or t["period"] != period:
            s = Senaste(plats=text.i_plats(self.omrade.namn), period=period, varde=varde, exempel=self.exempel)
            return text.mening_senaste(self.d, s)
        s = Senaste(
            plats=text.i_plats(self.omrade.namn),
            period=period,
            varde=varde,
            forandring=t["forandring_ar"],
            jamford=perioder.ett_ar_fore(period),
            rang=t["rang"],
            antal=t["antal"],
            exempel=self.exempel,
        )
        if self.ja_nej:
            return text.mening_senaste(self.d, s)
        lage = replace(trendlage(t), matta=matta)
        delar = (text.mening_senaste(self.d, s), text.mening_signal(self.d, lage), text.mening_trend(self.d, lage))
        return " ".join(delar)


def _senaste_plats(antal: Sequence[int]) -> int | None:
    """The latest period with as many values as a median takes, if any has, and at least half of the best one's."""
    mest = max(antal, default=0)
    minst = max(min(processdiagram.MINST_I_MEDIANEN, mest), mest / 2)
    return next((i for i in range(len(antal) - 1, -1, -1) if mest and antal[i] >= minst), None)


def _sedan_brott(d: Definition, kalender: Sequence[str], egen: Sequence[float | None]) -> int:
    """How many values the limits of the latest period rest on: those of its own definition."""
    brott = max((kalender.index(b.fran) for b in d.brott if b.fran in kalender), default=0)
    return sum(v is not None for v in egen[brott:])


def _kommunnamn() -> dict[str, str]:
    return dict(Kommun.objects.values_list("kod", "namn"))
