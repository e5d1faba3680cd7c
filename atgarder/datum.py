"""Dates that may be known to the year or the month only: text, "2016", "2016-05" or "2016-05-14"."""

import re
from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError

MONSTER = r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
MANADER = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
FEL = "Skriv datumet som 2016-05-14, eller 2016-05 eller 2016 om bara månaden eller året är känt."


def tolka(skrivet: str) -> str:
    """The canonical text of what a person wrote ("maj 2016", "14 maj 2016", "2016-05"); ValueError in Swedish."""
    text = " ".join(skrivet.lower().split())
    if ord_ := re.fullmatch(r"(?:(\d{1,2})\.? )?([a-zåäö]{3,9})\.? (\d{4})", text):
        dag, manad, ar = ord_.groups()
        nr = next((i for i, namn in enumerate(MANADER, 1) if namn.startswith(manad)), 0)
        text = f"{ar}-{nr:02}" + (f"-{int(dag):02}" if dag else "")
    if not re.fullmatch(MONSTER, text) or not _finns(text):
        raise ValueError(FEL)
    return text


def _finns(text: str) -> bool:
    ar, manad, dag = (*map(int, text.split("-")), 1, 1)[:3]
    return dag <= monthrange(ar, manad)[1]


def kontrollera(text: str) -> None:
    """The validator of a model's field."""
    if not re.fullmatch(MONSTER, text) or not _finns(text):
        raise ValidationError(FEL)


def forsta_dag(text: str) -> date:
    """The first day that the date may be."""
    ar, manad, dag = (*map(int, text.split("-")), 1, 1)[:3]
    return date(ar, manad, dag)


def sista_dag(text: str) -> date:
    """The last day that the date may be."""
    ar, manad, dag = (*map(int, text.split("-")), 0, 0)[:3]
    manad = manad or 12
    return date(ar, manad, dag or monthrange(ar, manad)[1])


def fore(ena: str, andra: str) -> bool:
    """Whether `ena` is surely earlier than `andra`: "2016" is not surely earlier than "2016-05"."""
    return sista_dag(ena) < forsta_dag(andra)


def visa(text: str) -> str:
    """ "2016", "maj 2016" or "14 maj 2016"."""
    ar, manad, dag = (*text.split("-"), "", "")[:3]
    return " ".join(filter(None, [dag.lstrip("0"), MANADER[int(manad) - 1] if manad else "", ar]))
