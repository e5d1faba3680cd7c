"""Example values into the database, and out of it."""

from itertools import islice

from django.db import transaction

from kommuner.exempel import FRO, celler
from kommuner.importer.skriv import skriv
from kommuner.jobb import Lage
from kommuner.models import Import, Kommun, Matvarde
from kommuner.services import import_klar, oppna, publicera, tom_version

BUNT = 20_000


def fyll(fro: int = FRO) -> Import:
    """Publish example values for all municipalities; where a real value is known, it stands."""
    importen = oppna(Import.Slag.EXEMPEL, f"exempeldata, frö {fro}", lage=Lage.PAGAR)
    alla = celler(list(Kommun.objects.order_by("kod").values_list("kod", flat=True)), fro)
    with transaction.atomic():
        while bunt := list(islice(alla, BUNT)):
            skriv(importen, bunt, kalla="kommun", exempel=True)
        return publicera(importen)


def ta_bort() -> int:
    """Delete every example value, in every version; returns how many.

    The data gets a new version, since readers keep what they have read of one. Trends are computed again.
    """
    with transaction.atomic():
        alla = Matvarde.objects.filter(exempel=True)
        familjer = sorted(alla.order_by().values_list("nyckeltal_id", "kon", "periodslag").distinct())
        antal = alla._raw_delete(alla.db)
        if antal:
            importen = tom_version(Import.Slag.EXEMPEL, "exempeldata togs bort")
            transaction.on_commit(lambda: import_klar.send(sender=Import, importen=importen, familjer=familjer))
    return antal
