"""Fetch from Kolada in the foreground, with a bar; a worker does the same from the queue."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from kommuner.importer.kolada import bestall_kolada, hamta
from kommuner.jobb import Lage
from kommuner.models import Avvikelse, Import
from kommuner.services import avbryt_import

HOGST_VISADE = 20


class Command(BaseCommand):
    help = "Hämtar värden, kommungrupper och liknande kommuner från Kolada. Utan argument: alla nyckeltal, 25 år."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("nyckeltal", nargs="*", metavar="NYCKELTAL", help="till exempel N00090 (annars alla)")
        parser.add_argument("--ar", nargs="+", type=int, default=[], metavar="ÅR", help="till exempel --ar 2015 2016")
        parser.add_argument("--fran", type=int, metavar="ÅR", help="första året")
        parser.add_argument("--till", type=int, metavar="ÅR", help="sista året")
        parser.add_argument("--bas-url", default="", metavar="URL", help="en annan adress än KOLADA_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            val = {"nyckeltal": options["nyckeltal"], "ar": _ar(options), "bas_url": options["bas_url"]}
            bestalld = bestall_kolada(**val, strax=False)
        except ValueError as fel:
            raise CommandError(str(fel)) from fel
        if not _ar_den_onskade(bestalld, **val):
            raise CommandError(_nagon_annans(bestalld))
        self._redovisa(self._arbeta(bestalld))

    def _arbeta(self, bestalld: Import) -> Import:
        with tqdm(total=1, unit="steg", file=sys.stderr, dynamic_ncols=True) as stapel:

            def framsteg(klart: int, totalt: int, steg: str) -> None:
                stapel.total = totalt
                stapel.n = klart
                stapel.set_description_str(steg)

            try:
                importen = hamta(bestalld.pk, framsteg=framsteg)
            except KeyboardInterrupt as fel:
                avbryt_import(bestalld)
                raise CommandError("Hämtningen avbröts. Ingenting har ändrats.") from fel
        if importen is None:
            raise CommandError(_nagon_annans(bestalld))
        return importen

    def _redovisa(self, importen: Import) -> None:
        if importen.lage == Lage.MISSLYCKAD:
            raise CommandError(importen.fel)
        version = f"version {importen.version}" if importen.version else "inget nytt, ingen ny version"
        self.stdout.write(
            f"Källa: Kolada ({importen.fran}). {importen.tagna} nya, {importen.oforandrade} oförändrade, "
            f"{importen.reviderade} reviderade, {importen.avvisade} avvisade: {version}."
        )
        if tomma := importen.fortsattning.get("utan_varden"):
            self.stdout.write(f"Utan värden hos Kolada: {', '.join(tomma)}.")
        avvikelser = importen.avvikelser.all()
        for avvikelse in avvikelser[:HOGST_VISADE]:
            self.stdout.write(_rad(avvikelse))
        if (fler := avvikelser.count() - HOGST_VISADE) > 0:
            self.stdout.write(f"… och {fler} till, som importens sida visar.")


def _rad(avvikelse: Avvikelse) -> str:
    return f"{avvikelse.get_slag_display().capitalize()}: {avvikelse.kolumn} {avvikelse.varde}. {avvikelse.skal}"


def _ar(options: dict[str, Any]) -> list[int]:
    fran, till = options["fran"], options["till"]
    if fran is None and till is None:
        return list(options["ar"])
    if options["ar"] or fran is None or till is None or fran > till:
        raise ValueError("Ange antingen --ar, eller både --fran och --till med det första året först.")
    if till - fran > 200:
        raise ValueError("Så många år finns inte hos Kolada.")
    return list(range(fran, till + 1))


def _ar_den_onskade(bestalld: Import, *, nyckeltal: list[str], ar: list[int], bas_url: str) -> bool:
    """Whether a fetch that was there before is the one asked for now; what was not said may be anything."""
    return (
        (not nyckeltal or sorted(set(nyckeltal)) == bestalld.urval["nyckeltal"])
        and (not ar or sorted(set(ar)) == bestalld.urval["ar"])
        and (not bas_url or bas_url == bestalld.fran)
    )


def _nagon_annans(importen: Import) -> str:
    importen.refresh_from_db()
    if importen.lage == Lage.AVBRUTEN:
        return "Hämtningen avbröts. Ingenting har ändrats."
    return (
        f"En annan hämtning från Kolada (import {importen.pk}) är {importen.get_lage_display()}: vänta tills den är "
        "klar eller avbryt den på importens sida. Stannade den för mindre än en minut sedan, försök igen strax."
    )
