"""All trends now, in the foreground, with a bar; what a worker already does is left to it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from kommuner import lasning
from kommuner.jobb import AVSLUTADE, Lage
from rapporter.models import Trendfamilj
from rapporter.trendbygge import bestall_bygge, gor_familj


class Command(BaseCommand):
    help = "Räknar om trenderna vid den senaste dataversionen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--allt", action="store_true", help="alla nyckeltal, inte bara det som väntar")

    def handle(self, *args: Any, **options: Any) -> None:
        version = lasning.senaste_version()
        if options["allt"]:
            rader = lasning.varden(version).order_by().values_list("nyckeltal_id", "kon", "periodslag")
            bestall_bygge(rader.distinct(), version)
        vantar = Trendfamilj.objects.exclude(lage__in=AVSLUTADE).order_by("pk")
        koer = list(vantar.values_list("pk", flat=True))
        for pk in tqdm(koer, desc="Trender", unit=" familjer", disable=not options["verbosity"]):
            gor_familj(pk)
        gjorda = Trendfamilj.objects.filter(pk__in=koer, lage=Lage.KLAR).count()
        self.stdout.write(f"{gjorda} av {len(koer)} familjer är räknade vid dataversion {version}.")
