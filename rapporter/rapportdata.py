"""From rows to the Resultat that a report's page and files are written from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from kommuner import lasning, perioder, tal
from kommuner.models import Kommun
from kommuner.nyckeltal import Definition, alla
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
        definitioner=definitionsrader(list(dict.fromkeys(del_.kod for del_ in delar)) or urval(rapport)),
    )


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
        matta = underlag.periodens(serier, exempel, plats, exempel=self.exempel)
        period = spridning.perioder[plats]
        punkter = [] if self.ensam else self._vandpunkter(period)
        grans = processdiagram.granser(spridning.perioder, egen, [b.fran for b in self.d.brott]) if egen else None
        medel = sum(matta) / len(matta) if matta else None
        if self.ensam:
            mening = self._egen_mening(period, egen[plats])
        else:
            mening = self._mening(spridning, plats, medel or 0.0, punkter)
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

    def _mening(self, spridning: Any, plats: int, medel: float, punkter: list[Vandpunkt]) -> str:
        antal = text.tackning(spridning.antal[plats], len(self.omrade.kommuner))
        antal += "," if "," in antal else ""
        nar, mitt = perioder.visa(spridning.perioder[plats]), spridning.median[plats]
        lage = f"medianen för {antal} var {text.med_ord(mitt, self.d)} {nar}"
        if self.d.enhet == "ja/nej":
            lage = f"{tal.visa(100 * medel, 0)} procent ja bland {antal} {nar}"
        mening = f"{text.subjekt(self.d)}: {lage}. {self._antal_signaler(punkter)}"
        return f"Exempeldata (påhittat): {mening}" if self.exempel else mening

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

    def _egen_mening(self, period: str, varde: float | None) -> str:
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
        lage = trendlage(t)
        delar = (text.mening_senaste(self.d, s), text.mening_signal(self.d, lage), text.mening_trend(self.d, lage))
        return " ".join(delar)


def _senaste_plats(antal: Sequence[int]) -> int | None:
    """The latest period that at least half as many have reported as in the best one; None without values."""
    mest = max(antal, default=0)
    return next((i for i in range(len(antal) - 1, -1, -1) if mest and 2 * antal[i] >= mest), None)


def _kommunnamn() -> dict[str, str]:
    return dict(Kommun.objects.values_list("kod", "namn"))
