"""Län, kommuner and nyckeltal from the repository's own files into the database; safe to run again."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from kommuner.models import Kommun, Lan, Nyckeltal, Versionslas
from kommuner.nyckeltal import alla
from kommuner.sortering import svensk

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Läser in län, kommuner och nyckeltal ur projektets egna filer."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        Versionslas.objects.get_or_create(pk=1)
        Lan.objects.bulk_create(
            (Lan(kod=rad["kod"], namn=rad["namn"]) for rad in _rader("lan.csv")),
            update_conflicts=True,
            unique_fields=["kod"],
            update_fields=["namn"],
        )
        self._kommuner()
        for kod, d in alla().items():
            falt = {"namn": d.namn, "omrade": d.omrade, "kalla": d.kalla, "ordning": d.ordning}
            Nyckeltal.objects.update_or_create(kod=kod, defaults=falt)
        self.stdout.write(
            f"{Lan.objects.count()} län, {Kommun.objects.count()} kommuner och {Nyckeltal.objects.count()} nyckeltal."
        )

    def _kommuner(self) -> None:
        rader = sorted(_rader("kommuner.csv"), key=lambda rad: svensk(rad["namn"]))
        Kommun.objects.bulk_create(
            (
                Kommun(kod=rad["kod"], namn=rad["namn"], lan_id=rad["lan"], ordning=i)
                for i, rad in enumerate(rader, start=1)
            ),
            update_conflicts=True,
            unique_fields=["kod"],
            update_fields=["namn", "lan", "ordning"],
        )


def _rader(fil: str) -> Iterator[dict[str, str]]:
    with (DATA / fil).open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)
