from typing import Any

from django.core.management.base import BaseCommand

from besok import inlasning


class Command(BaseCommand):
    help = "Läser in besöksomgångarna som artikeln berättar om; det som redan finns lämnas som det är."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{inlasning.las()} nya omgångar och besök.")
