"""Giving and taking roles, closing and opening accounts."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from konton.granskning import som
from konton.models import Uppdrag, User
from konton.signatur import signatur


class SistaForvaltaren(ValueError):
    """Nobody would be left who can give roles; the text is Swedish."""

    def __init__(self) -> None:
        super().__init__("Det måste finnas minst en förvaltare. Ge rollen till någon annan först.")


def krav_omfang(roller: Collection[str], kommun: str | None) -> None:
    """Raises ValueError, in Swedish, for roles that cannot be held in `kommun` (None: the whole country)."""
    if not roller:
        raise ValueError("Välj minst en roll.")
    if okanda := sorted(set(roller) - set(Uppdrag.Roll.values)):
        raise ValueError(f"Rollen ”{okanda[0]}” finns inte.")
    behover = [Uppdrag.Roll(roll).label for roll in roller if roll in Uppdrag.KOMMUNENS]
    if behover and kommun is None:
        raise ValueError(f"Rollen {' och '.join(behover)} gäller alltid en kommun. Välj vilken.")


def ge_uppdrag(
    *, user: User, roller: Collection[str], kommun: str | None, av: User | None, av_roll: str = ""
) -> list[Uppdrag]:
    """Give `user` the roles in `kommun`, or in the whole country; those already held stay as they are."""
    krav_omfang(roller, kommun)
    gavs_av = av_roll or signatur(av)
    with som(av, roll=gavs_av), transaction.atomic():
        return [
            Uppdrag.objects.get_or_create(
                user=user,
                roll=roll,
                kommun_id=kommun,
                till=None,
                defaults={"givet_av": av, "givet_av_roll": gavs_av},
            )[0]
            for roll in dict.fromkeys(roller)
        ]


def ta_uppdrag(*, uppdrag: Uppdrag, av: User) -> Uppdrag:
    """End the role today; the row stays, with who took it. One that has ended is left as it is."""
    with som(av), transaction.atomic():
        _las_forvaltare()
        uppdrag = Uppdrag.objects.select_for_update().get(pk=uppdrag.pk)
        if not uppdrag.pagar:
            return uppdrag
        kvar = forvaltare().exclude(pk=uppdrag.user_id, is_superuser=False)
        if _ar_forvaltarens(uppdrag) and not kvar.exists():
            raise SistaForvaltaren
        uppdrag.till = max(timezone.localdate(), uppdrag.fran)
        uppdrag.taget_av, uppdrag.taget_av_roll = av, signatur(av)
        uppdrag.save()
    return uppdrag


def stang_konto(*, user: User, av: User) -> User:
    """The person is logged out everywhere and keys stop working; what they did stays."""
    with som(av), transaction.atomic():
        _las_forvaltare()
        user = User.objects.select_for_update().get(pk=user.pk)
        if forvaltare().filter(pk=user.pk).exists() and not forvaltare().exclude(pk=user.pk).exists():
            raise SistaForvaltaren
        user.is_active = False
        user.save(update_fields=["is_active"])
    return user


def oppna_konto(*, user: User, av: User) -> User:
    with som(av), transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        user.is_active = True
        user.save(update_fields=["is_active"])
    return user


def forvaltare() -> QuerySet[User]:
    """Everybody who can give roles in the whole country."""
    roll = Q(uppdrag__roll=Uppdrag.Roll.FORVALTARE, uppdrag__kommun=None, uppdrag__till=None)
    return User.objects.filter(Q(is_superuser=True) | roll, is_active=True).distinct()


def _las_forvaltare() -> None:
    """One at a time may take from those who run the site, or two could take the last from each other."""
    roll = Q(uppdrag__roll=Uppdrag.Roll.FORVALTARE)
    alla = User.objects.filter(Q(is_superuser=True) | roll).values_list("pk", flat=True)
    list(User.objects.select_for_update().filter(pk__in=list(alla)).order_by("pk"))


def _ar_forvaltarens(uppdrag: Uppdrag) -> bool:
    return uppdrag.roll == Uppdrag.Roll.FORVALTARE and uppdrag.kommun_id is None
