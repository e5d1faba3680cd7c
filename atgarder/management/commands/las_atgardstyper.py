"""Kinds, problems and themes from typer.yaml into the database; what the editors added or reworded stays."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from atgarder.models import Atgardstyp, Problem, Tema
from kommuner.strikt import las_yaml

FIL = Path(__file__).resolve().parents[2] / "typer.yaml"
MODELLER = {"typer": Atgardstyp, "problem": Problem, "teman": Tema}


class Command(BaseCommand):
    help = "Läser in åtgärdstyper, problem och teman."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for lista, rader in las_yaml(FIL.read_text(encoding="utf-8")).items():
            for ordning, rad in enumerate(rader, 1):
                MODELLER[lista]._default_manager.get_or_create(
                    kod=rad["kod"], defaults={**rad, "ordning": ordning * 10}
                )
        self.stdout.write(f"{Atgardstyp.objects.count()} åtgärdstyper.")
