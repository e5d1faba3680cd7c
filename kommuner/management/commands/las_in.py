"""`manage.py las_in FIL`: a file read in the foreground by the same code as a worker's."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from kommuner import services
from kommuner.importer import fil, granskning
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version
from kommuner.models import Avvikelse, Import, Kommun
from kommuner.services import InteGodkannbar

VISADE = 50


class Command(BaseCommand):
    help = "Läser in en fil med kommunernas uppgifter. Utan --godkann visas bara vad som skulle hända."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fil", type=Path, help="CSV eller XLSX")
        parser.add_argument("--kommun", action="append", help="kod för den kommun som filen får gälla; kan upprepas")
        parser.add_argument("--godkann", action="store_true", help="ta in filen om den är utan fel")
        parser.add_argument("--bekrafta", action="store_true", help="ta också in orimliga värden (med --godkann)")
        parser.add_argument("--preliminar", action="store_true", help="värdena är preliminära")

    def handle(self, *args: Any, **val: Any) -> None:
        importen = self._las(val["fil"], _kommuner(val["kommun"]), val["preliminar"])
        if importen.lage == Lage.MISSLYCKAD:
            raise CommandError(importen.fel)
        self._redovisa(importen)
        if importen.lage == Lage.KLAR:
            self.stdout.write("Inget ändras: allt i filen är redan känt.")
        elif importen.avvisade:
            services.avbryt_import(importen)
            raise CommandError(f"{importen.avvisade} fel. Inget har tagits in. Rätta filen och läs in den igen.")
        elif val["godkann"]:
            self._godkann(importen, bekrafta=val["bekrafta"])
        else:
            services.avbryt_import(importen)
            self.stdout.write("Inget har tagits in. Kör igen med --godkann för att ta in filen.")

    def _las(self, sokvag: Path, kommuner: list[str] | None, preliminar: bool) -> Import:
        try:
            with sokvag.open("rb") as innehall:
                importen = fil.bered(innehall, sokvag.name, av=None, kommuner=kommuner, preliminar=preliminar)
        except OSError as fel:
            raise CommandError(f"{sokvag} går inte att läsa: {fel.strerror}.") from fel
        with tqdm(total=100, unit="%", desc="Läser", disable=None) as stapel:
            fil.las_in(importen.pk, visa=lambda klart, totalt: _flytta(stapel, 100 * klart // totalt))
        importen.refresh_from_db()
        return importen

    def _redovisa(self, importen: Import) -> None:
        for text in importen.urval.get("anmarkningar", []):
            self.stdout.write(text)
        for a in importen.avvikelser.all()[:VISADE]:
            slag = "FEL" if a.slag == Avvikelse.Slag.FEL else "ORIMLIGT"
            self.stderr.write(f"{slag} rad {a.rad}, {a.kolumn}, ”{a.varde}”: {a.skal} {a.atgard}")
        utfall = granskning.utfall(importen)
        if importen.lage == Lage.GRANSKAS:
            self.stdout.write(
                f"{utfall.nya} nya, {utfall.reviderade} reviderade, {utfall.oforandrade} oförändrade,"
                f" {utfall.svagare} som ett slutligt värde hindrar, {importen.avvisade} fel."
            )

    def _godkann(self, importen: Import, *, bekrafta: bool) -> None:
        orimliga = importen.avvikelser.filter(slag=Avvikelse.Slag.ORIMLIG)
        valda = list(orimliga.values_list("pk", flat=True)) if bekrafta else []
        try:
            importen = granskning.godkann(
                importen, av=None, sedd_version=senaste_version(), bekraftade=valda, i_bakgrunden=False
            )
        except InteGodkannbar as fel:
            raise CommandError(str(fel)) from fel
        self.stdout.write(
            f"Klart: {importen.tagna} nya, {importen.reviderade} reviderade, {importen.oforandrade} oförändrade,"
            f" version {importen.version}."
        )
        if kvar := orimliga.filter(bekraftad__isnull=True).count():
            self.stdout.write(f"{kvar} orimliga värden ligger åt sidan. Bekräfta dem på importens sida.")


def _kommuner(koder: list[str] | None) -> list[str] | None:
    if not koder:
        return None
    kanda = set(Kommun.objects.filter(kod__in=koder).values_list("kod", flat=True))
    if okanda := sorted(set(koder) - kanda):
        raise CommandError(f"Kommunkoden {okanda[0]} finns inte.")
    return koder


def _flytta(stapel: Any, till: int) -> None:
    stapel.update(till - stapel.n)
