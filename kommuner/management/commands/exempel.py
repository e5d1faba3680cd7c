"""Fill what municipalities report with invented, marked values; or take them all away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kommuner.exempel import FRO
from kommuner.exempelarbete import fyll, ta_bort


class Command(BaseCommand):
    help = "Fyller det som kommunerna rapporterar med påhittade, märkta värden."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ta-bort", action="store_true", help="ta bort alla exempeldata")
        parser.add_argument("--fro", type=int, default=FRO, help="slumpens frö (samma frö ger samma värden)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["ta_bort"]:
            self.stdout.write(f"{ta_bort()} exempelvärden togs bort.")
            return
        importen = fyll(options["fro"])
        antal = importen.tagna + importen.reviderade
        self.stdout.write(f"{antal} exempelvärden lades in, märkta exempeldata. Ta bort dem med: exempel --ta-bort")
