"""The sections of a draft become the rows of a visit, all or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from atgarder.models import Atgard, Tema
from atgarder.regler import Regelfel
from besok import sektioner
from besok.models import Atagande, Besok, Besokscitat, Deltagare, HordSiffra, Iakttagelse, Signal
from kommuner.nyckeltal import alla
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

Delar = Mapping[str, Any]


def rader(besok: Besok, delar: Delar, *, av: User) -> None:
    """Call it in a transaction. Raises Regelfel with every fault, by section."""
    fel: dict[str, str] = {}
    for nyckel, skriv in SKRIVARE.items():
        try:
            skriv(besok, delar.get(nyckel) or {}, av)
        except ValueError as brott:
            fel[nyckel] = str(brott)
    _teman(besok, delar)
    if fel:
        raise Regelfel(fel)


def _grund(besok: Besok, d: Delar, av: User) -> None:
    grund = sektioner.grund(d)
    if grund.datum is None:
        raise ValueError("Fyll i vilken dag besöket var.")
    besok.datum, besok.pa_plats, besok.sammanfattning = grund.datum, grund.pa_plats, grund.sammanfattning
    besok.deltagare.all().delete()
    kanda = {roll: antal for roll, antal in grund.deltagare.items() if roll in Deltagare.Roll.values}
    besok.deltagare.bulk_create(Deltagare(besok=besok, roll=roll, antal=antal) for roll, antal in kanda.items())


def _internt(besok: Besok, d: Delar, av: User) -> None:
    besok.internt = str(d.get("text") or "")


def _teman(besok: Besok, delar: Delar) -> None:
    besok.iakttagelser.all().delete()
    koder = set(Tema.objects.values_list("kod", flat=True))
    for nyckel, d in delar.items():
        kod = nyckel.removeprefix(sektioner.TEMA)
        if nyckel.startswith(sektioner.TEMA) and kod in koder and any(d.values()):
            bedomning = d.get("bedomning") or ""
            giltig = bedomning if bedomning in Iakttagelse.Bedomning.values else Iakttagelse.Bedomning.INTE_BERORT
            texter = {falt: str(d.get(falt) or "").strip() for falt in ("text", "internt")}
            besok.iakttagelser.create(tema_id=kod, bedomning=giltig, **texter)


def _signaler(besok: Besok, d: Delar, av: User) -> None:
    valda = list(Signal.objects.filter(pk__in=[v for v in d.get("valda") or [] if _ar_nyckel(v)]))
    for text in d.get("nya") or []:
        if ren := " ".join(str(text).split())[:120]:
            ny, _ = Signal.objects.get_or_create(text=ren, defaults={"av": av, "av_roll": signatur(av)})
            valda.append(ny)
    besok.signaler.set(valda)


def _siffror(besok: Besok, d: Delar, av: User) -> None:
    besok.siffror.all().delete()
    lasta = sektioner.siffror(d)
    if okanda := {s.nyckeltal for s in lasta} - set(alla()):
        raise ValueError(f"Nyckeltalet ”{min(okanda)[:40]}” finns inte. Välj ett i listan.")
    if len({(s.nyckeltal, s.period) for s in lasta}) < len(lasta):
        raise ValueError("Samma nyckeltal och period står två gånger. Ta bort den ena.")
    besok.siffror.bulk_create(
        HordSiffra(
            besok=besok,
            nyckeltal_id=s.nyckeltal,
            period=s.period,
            taljare=s.taljare,
            namnare=s.namnare,
            varde=_varde(s),
            sagt_av=s.sagt_av,
        )
        for s in lasta
    )


def _varde(s: sektioner.Siffra) -> float | None:
    """The value as it was said, or divided out of the counts."""
    if s.varde is not None or s.taljare is None or not s.namnare:
        return s.varde
    return s.taljare / s.namnare * alla()[s.nyckeltal].skala


def _citat(besok: Besok, d: Delar, av: User) -> None:
    besok.citat.all().delete()
    besok.citat.bulk_create(
        Besokscitat(besok=besok, text=text, roll=roll, offentligt=offentligt)
        for text, roll, offentligt in sektioner.citat(d)
    )


def _ataganden(besok: Besok, d: Delar, av: User) -> None:
    """Promises that nobody has judged yet are written anew; those that have been judged stay."""
    besok.ataganden.filter(lagen__isnull=True).delete()
    kvar = set(besok.ataganden.values_list("text", flat=True))
    for lofte in sektioner.loften(d):
        if lofte.text not in kvar:
            Atagande.objects.create(
                kommun_id=besok.kommun_id,
                besok=besok,
                text=lofte.text,
                agare_roll=lofte.agare_roll,
                klart_senast=lofte.klart_senast,
                av=av,
                av_roll=signatur(av),
            )


def _uppfoljning(besok: Besok, d: Delar, av: User) -> None:
    """The open promises of earlier visits, judged one by one at this one."""
    oppna = {str(a.pk): a for a in Atagande.objects.filter(kommun=besok.kommun_id).exclude(besok=besok)}
    for pk, omdome in d.items():
        lage = omdome.get("lage") if isinstance(omdome, dict) else None
        if (a := oppna.get(pk)) is None or lage not in Atagande.Lage.values:
            continue
        skal = str(omdome.get("skal") or "").strip()[:500]
        a.lagen.filter(besok=besok).delete()
        dag = besok.datum or timezone.localdate()
        a.lagen.create(lage=lage, datum=dag, skal=skal, besok=besok, av=av, av_roll=signatur(av))
        a.lage = lage
        a.save(update_fields=["lage"])


def _ar_nyckel(varde: Any) -> bool:
    return isinstance(varde, int) and not isinstance(varde, bool) and 0 < varde < 2**63


def _atgarder(besok: Besok, d: Delar, av: User) -> None:
    besok.atgarder.set(Atgard.objects.filter(pk__in=[v for v in d.get("valda") or [] if _ar_nyckel(v)]))


SKRIVARE: dict[str, Callable[[Besok, Delar, Any], None]] = {
    "grund": _grund,
    "internt": _internt,
    "signaler": _signaler,
    "siffror": _siffror,
    "citat": _citat,
    "ataganden": _ataganden,
    "uppfoljning": _uppfoljning,
    "atgarder": _atgarder,
}
