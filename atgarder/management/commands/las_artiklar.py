"""What two articles tell, from data/artiklar.yaml into the database; rows that are there already are left alone."""

from typing import Any

from django.core.management.base import BaseCommand

from atgarder import artiklar
from atgarder.artikelinlasning import las_in


class Command(BaseCommand):
    help = "Läser in det som två artiklar berättar: åtgärder, uppgifter och goda exempel, med sina källor."

    def handle(self, *args: Any, **options: Any) -> None:
        nya = las_in(artiklar.las())
        self.stdout.write(f"Ur artiklarna: {', '.join(f'{antal} nya {namn}' for namn, antal in nya.items())}.")
