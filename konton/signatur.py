"""In what role somebody did something, in words that outlive the account."""

from django.contrib.auth.models import AnonymousUser

from konton.models import SIGNATURLANGD, Uppdrag, User

OKAND = "okänd"
UTAN_ROLL = "användare utan roll"


def signatur(user: User | AnonymousUser | None) -> str:
    """The roles that `user` holds at this moment: "samordnare och godkännare i Östersund"; nobody is "okänd"."""
    if not isinstance(user, User):
        return OKAND
    pagaende = user.uppdrag.filter(till=None).select_related("kommun").order_by("pk")
    roller = [i_ord(uppdrag) for uppdrag in pagaende]
    if not roller:
        return Uppdrag.Roll.FORVALTARE.label if user.is_superuser else UTAN_ROLL
    *forsta, sista = roller
    return _kortad(" och ".join(filter(None, [", ".join(forsta), sista])))


def kand_roll(roll: str) -> str:
    """The role as it is shown: nothing where a program did it."""
    return "" if roll == OKAND else roll


def i_ord(uppdrag: Uppdrag) -> str:
    roll = uppdrag.get_roll_display()
    return f"{roll} i {uppdrag.kommun.namn}" if uppdrag.kommun else roll


def _kortad(text: str) -> str:
    return text if len(text) <= SIGNATURLANGD else text[: SIGNATURLANGD - 1] + "…"
