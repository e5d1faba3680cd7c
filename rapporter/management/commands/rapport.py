"""A report in the foreground, with its files written to a folder."""

from pathlib import Path
from shutil import copyfileobj
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kommuner.jobb import AVSLUTADE, Lage
from rapporter.format import FORMAT
from rapporter.models import Rapport, Rapportfil, Trendfamilj
from rapporter.rapportjobb import gor_rapport
from rapporter.resultat import Resultat
from rapporter.services import bestall_rapport
from rapporter.trendbygge import gor_familj


class Command(BaseCommand):
    help = "Gör en trendrapport och skriver dess filer i en mapp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--omfang", default="riket", choices=Rapport.Omfang.values)
        parser.add_argument("--omrade", default="", help="kod för län, grupp eller kommun")
        parser.add_argument("--nyckeltal", nargs="*", default=[], help="koder; utan dem tas alla")
        parser.add_argument("--exempel", action="store_true", default=None, help="ta med exempeldata")
        parser.add_argument("--till", type=Path, default=Path(), help="mapp för filerna")

    def handle(self, *args: Any, **options: Any) -> None:
        val = (options["omfang"], options["omrade"], options["nyckeltal"])
        try:
            rapport = bestall_rapport(*val, None, med_exempel=options["exempel"])
        except ValueError as fel:
            raise CommandError(str(fel)) from fel
        for pk in Trendfamilj.objects.exclude(lage__in=AVSLUTADE).order_by("pk").values_list("pk", flat=True):
            gor_familj(pk)
        gor_rapport(rapport.pk)
        rapport.refresh_from_db()
        if rapport.lage != Lage.KLAR:
            raise CommandError(f"Rapporten blev inte klar: {rapport.fel or rapport.steg or 'en arbetare gör den'}.")
        namn = Resultat.fran_json(rapport.resultat or {}).filnamn
        for fil in rapport.filer.all():
            self._spara(fil, options["till"] / f"{namn}.{FORMAT[fil.format].andelse}")

    def _spara(self, fil: Rapportfil, till: Path) -> None:
        till.parent.mkdir(parents=True, exist_ok=True)
        with fil.fil.open("rb") as fran, till.open("wb") as ut:
            copyfileobj(fran, ut)
        self.stdout.write(str(till))
