"""Build the search index anew: after synonymer.yaml, kinds or the register have changed. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from atgarder.sok import bygg_om


class Command(BaseCommand):
    help = "Bygger om sökindexet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{bygg_om()} dokument i sökindexet.")
