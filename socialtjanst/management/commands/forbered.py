"""Everything between an empty folder and a site worth looking at; safe to run again."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from kommuner.models import Matvarde
from konton.models import Uppdrag, User

KONTON = [
    ("alva@exempel.test", "Alva", "Samordnare", Uppdrag.Roll.SAMORDNARE, None),
    ("bo@exempel.test", "Bo", "i Östersund", Uppdrag.Roll.UPPGIFTSLAMNARE, "2380"),
    ("cilla@exempel.test", "Cilla", "i Umeå", Uppdrag.Roll.UPPGIFTSLAMNARE, "2480"),
    ("disa@exempel.test", "Disa", "på departementet", Uppdrag.Roll.DEPARTEMENT, None),
    ("rut@exempel.test", "Rut", "Redaktör", Uppdrag.Roll.REDAKTOR, None),
    ("ulla@exempel.test", "Ulla", "Fackligt ombud", Uppdrag.Roll.FACKLIGT_OMBUD, None),
    ("folke@exempel.test", "Folke", "Förvaltare", Uppdrag.Roll.FORVALTARE, None),
]


class Command(BaseCommand):
    help = "Skapar databasen, läser in registret och fyller en tom databas med exempeldata och exempelkonton."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("las_register")
        call_command("las_atgardstyper")
        call_command("las_artiklar")
        call_command("indexera")
        call_command("las_omgangar")
        if not Matvarde.objects.exists():
            call_command("exempel")
            call_command("berakna_trender")
        if not User.objects.exists():
            self._konton()
        self._visa_konton()

    def _konton(self) -> None:
        losenord = f"prova-{secrets.token_hex(4)}"
        for epost, fornamn, efternamn, roll, kommun in KONTON:
            user = User.objects.create_user(epost, losenord, first_name=fornamn, last_name=efternamn)
            Uppdrag.objects.create(user=user, roll=roll, kommun_id=kommun)
        fil = settings.DATA_DIR / "exempelkonton.txt"
        fil.touch(mode=0o600)
        rader = [f"{epost:22} {fornamn} {efternamn}" for epost, fornamn, efternamn, *_ in KONTON]
        fil.write_text("\n".join([f"Lösenord för alla exempelkonton: {losenord}", *rader, ""]))

    def _visa_konton(self) -> None:
        fil = settings.DATA_DIR / "exempelkonton.txt"
        if fil.exists():
            self.stdout.write(fil.read_text())
        self.stdout.write(f"Vändpunkt finns på http://localhost:{settings.PORT}/ (avsluta med Ctrl-C)\n")
