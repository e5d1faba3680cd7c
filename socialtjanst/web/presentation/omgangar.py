"""Rounds as pages show them: what everybody may see, and what only coordinators see beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from atgarder import datum
from besok import omgangar
from besok.models import Besok, Besoksomgang, Omgangskommun
from besok.omgangar import Framsteg
from kommuner import granser
from konton.models import User
from rapporter import diagram
from rapporter.diagram import Lagesklass
from rapporter.text import kommuner
from socialtjanst.web.presentation.diagram import KARTA, Figur
from socialtjanst.web.presentation.nyckeltal import register

BESOKT, PLANERAT, SENT = "q4", "q2", "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Besoksrad:
    """A visit in a list; `internt` is its state where it is not public."""

    kommun: str
    lank: str
    nar: str
    internt: str
    exempel: bool
    berattat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Planrad:
    kommun: str
    lank: str
    nar: str
    vem: str
    sen: bool


@dataclass(frozen=True, slots=True)
class Listrad:
    """A round in the list of rounds."""

    omgang: Besoksomgang
    tid: str
    framsteg: Framsteg
    mening: str


def visa_tid(omgang: Besoksomgang) -> str:
    """ "2015 till juni 2016"; an end that is not known is not made up."""
    fran = f"från {datum.visa(omgang.start)}" if omgang.start else ""
    till = f"till {datum.visa(omgang.slut)}" if omgang.slut else ""
    return " ".join(filter(None, [fran, till])) or "tiden framgår inte"


def mening(omgang: Besoksomgang, f: Framsteg) -> str:
    """ "18 av 50 kommuner är återbesökta. 17 av dem namnges inte i källan." """
    ord_ = "återbesökta" if omgang.foregaende_id else "besökta"
    if not f.av:
        return "Omgången har inga kommuner ännu."
    namn = "Ingen av dem namnges" if f.besokta == f.onamngivna else f"{f.onamngivna} av dem namnges inte"
    return f"{f.besokta} av {kommuner(f.av)} är {ord_}." + (f" {namn} i källan." if f.onamngivna else "")


def lista(omgangar_: Iterable[Besoksomgang], user: User | AnonymousUser) -> list[Listrad]:
    rader = []
    for omgang in omgangar_:
        f = omgangar.framsteg(omgang, set(omgangar.gjorda(omgang, user).values_list("kommun_id", flat=True)))
        rader.append(Listrad(omgang, visa_tid(omgang), f, mening(omgang, f)))
    return rader


def besoksrad(besok: Besok) -> Besoksrad:
    offentligt = besok.lage == Besok.Lage.PUBLICERAD
    return Besoksrad(
        kommun=besok.kommun.namn,
        lank=reverse("besok-visa", args=[besok.pk]),
        nar=f"{besok.datum:%Y-%m-%d}" if besok.datum else "dagen framgår inte av källan",
        internt="" if offentligt else besok.get_lage_display(),
        exempel=besok.exempel,
        berattat=besok.berattat,
    )


class Sida:
    """One round for one reader."""

    def __init__(self, omgang: Besoksomgang, user: User | AnonymousUser, idag: date) -> None:
        self.omgang, self.user, self.idag = omgang, user, idag
        self.styr = omgangar.far_styra(user)

    @cached_property
    def gjorda(self) -> list[Besok]:
        rader = list(omgangar.gjorda(self.omgang, self.user).select_related("kommun"))
        return sorted(rader, key=lambda b: (b.datum or date.min, b.kommun.namn), reverse=True)

    @cached_property
    def besokta(self) -> set[str]:
        return {b.kommun_id for b in self.gjorda}

    @cached_property
    def plan(self) -> list[Omgangskommun]:
        return list(omgangar.platser(self.omgang, self.user))

    @cached_property
    def framsteg(self) -> Framsteg:
        return omgangar.framsteg(self.omgang, self.besokta)

    @property
    def tid(self) -> str:
        return visa_tid(self.omgang)

    @property
    def raknat(self) -> str:
        """When the source counted; empty where it does not say."""
        return datum.visa(self.omgang.antal_per) if self.omgang.antal_per else ""

    @property
    def mening(self) -> str:
        return mening(self.omgang, self.framsteg)

    @property
    def besok(self) -> list[Besoksrad]:
        return [besoksrad(b) for b in self.gjorda]

    @cached_property
    def sena(self) -> list[Planrad]:
        return [self._planrad(p, sen=True) for p in omgangar.sena(self.plan, self.besokta, self.idag)]

    @property
    def kommande(self) -> list[Planrad]:
        """Not visited and not late; the soonest first, those without a day last."""
        sena = {p.kommun_id for p in omgangar.sena(self.plan, self.besokta, self.idag)}
        kvar = [p for p in self.plan if p.kommun_id not in self.besokta | sena]
        return [self._planrad(p, sen=False) for p in sorted(kvar, key=lambda p: p.planerat or date.max)]

    def _planrad(self, p: Omgangskommun, *, sen: bool) -> Planrad:
        return Planrad(
            kommun=p.kommun.namn,
            lank=reverse("kommun-visa", args=[p.kommun_id]),
            nar=f"{p.planerat:%Y-%m-%d}" if p.planerat else "ingen dag bestämd",
            vem=str(p.besokare) if p.besokare else "ingen utsedd",
            sen=sen,
        )

    @property
    def aterstar(self) -> Sequence[str]:
        return [rad.strip() for rad in self.omgang.aterstar.splitlines() if rad.strip()]

    def _lagen(self) -> dict[str, str]:
        """Each municipality's class on the map, in Swedish order."""
        sena = {p.kommun_id for p in omgangar.sena(self.plan, self.besokta, self.idag)}
        lagen = {p.kommun_id: SENT if p.kommun_id in sena else PLANERAT for p in self.plan}
        lagen |= dict.fromkeys(self.besokta, BESOKT)
        return {kod: lagen[kod] for kod in register().kommuner if kod in lagen}

    def karta(self) -> Figur | None:
        """None where nobody is known by name."""
        lagen = self._lagen()
        ord_ = {BESOKT: "besökt", PLANERAT: "ska besökas", SENT: "försenad"}
        klasser = [Lagesklass(k, ord_[k]) for k in (BESOKT, PLANERAT, SENT) if k in lagen.values()]
        if not lagen:
            return None
        namn = {kod: k.namn for kod, k in register().kommuner.items()}
        ritad = diagram.lageskarta(
            titel=f"Kommunerna i {self.omgang.namn}",
            beskrivning=self._kartmening,
            lagen=lagen,
            klasser=klasser,
            utanfor="inte namngiven i omgången",
            namn=namn,
            adresser={kod: reverse("kommun-visa", args=[kod]) for kod in lagen},
            vagar=granser.svg_vagar(*KARTA),
            storlek=KARTA,
        )
        return Figur(diagram=ritad, rubrik="På kartan", mening=self._kartmening, kalla=self._kalla)

    @property
    def _kartmening(self) -> str:
        if self.framsteg.onamngivna:
            n = self.framsteg.namngivna
            return (
                f"{kommuner(n)} är {'känd' if n == 1 else 'kända'} vid namn. De {self.framsteg.onamngivna}"
                " som inte namnges i källan går inte att visa på kartan."
            )
        return f"{self.framsteg.besokta} av {kommuner(self.framsteg.av)} är besökta."

    @property
    def _kalla(self) -> str:
        kallor = "; ".join(str(k) for k in self.omgang.kallor.all())
        return f"Källa: {kallor}." if kallor else "Källa: samordnarens besök."

    @property
    def visar_exempeldata(self) -> bool:
        return any(b.exempel for b in self.gjorda)
