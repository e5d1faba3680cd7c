"""Good examples on their way: draft, review, published, archived. What is published keeps its earlier versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from atgarder import regler
from atgarder.models import Exempelversion, GottExempel
from atgarder.services import andrad
from konton.signatur import signatur

if TYPE_CHECKING:
    from konton.models import User

TEXTFALT = (
    *("titel", "ingress", "sa_gjorde_de", "forutsattningar", "kostnad", "resultat", "lardomar", "gick_inte"),
    "kontaktroll",
)


def innehall(exempel: GottExempel) -> dict[str, Any]:
    """Everything that a reader sees of it, as plain data: what a version keeps."""
    return {
        **{namn: getattr(exempel, namn) for namn in TEXTFALT},
        "evidens": exempel.evidens,
        "atgarder": list(exempel.atgarder.order_by("pk").values_list("pk", flat=True)),
        "citat": list(exempel.citat.values("text", "roll")),
        "kallor": list(exempel.kallor.order_by("pk").values_list("pk", flat=True)),
    }


def publicera(pk: int, *, av: User | None) -> Exempelversion:
    """The working copy as it stands becomes the next version, which readers see. Raises Regelfel."""
    with transaction.atomic():
        nu = GottExempel.objects.select_for_update(of=("self",)).get(pk=pk)
        if not nu.atgarder.publika().exists():
            raise regler.Regelfel({"atgarder": "Exemplet behöver minst en publik åtgärd. Publicera åtgärden först."})
        nummer = (nu.versioner.aggregate(n=Max("nummer"))["n"] or 0) + 1
        ny = Exempelversion.objects.create(
            exempel=nu, nummer=nummer, innehall=innehall(nu), av=av, av_roll=signatur(av)
        )
        nu.publik, nu.lage, nu.granskad = ny, GottExempel.Lage.PUBLICERAT, timezone.localdate()
        nu.revision += 1
        nu.save(update_fields=["publik", "lage", "granskad", "revision", "andrad"])
        transaction.on_commit(lambda: andrad.send(GottExempel, objekt=nu))
    return ny
