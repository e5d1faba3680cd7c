"""What has been changed of an object, by whom and when, as its own page shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from auditlog.models import LogEntry
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, Model, Q
from django.utils import timezone

from konton.behorighet import Ratt, far_i_landet, far_objekt
from konton.models import User
from konton.signatur import OKAND

TOMT, BORTTAGEN, NAGON = "tomt", "borttagen", "en person"
VAD = {LogEntry.Action.CREATE: "skapade", LogEntry.Action.UPDATE: "ändrade", LogEntry.Action.DELETE: "tog bort"}


@dataclass(frozen=True)
class Andring:
    """A field, what stood there and what stands there now."""

    falt: str
    fran: str
    till: str


@dataclass(frozen=True)
class Handelse:
    nar: datetime
    vem: str
    vad: str
    om: str
    andringar: tuple[Andring, ...]


def historik(*objekt: Model, lasare: User | AnonymousUser) -> list[Handelse]:
    """Every change of the objects, newest first. Who did it is a name only for those who may see names."""
    poster = list(_poster(objekt))
    namn = all(_far_se_namn(lasare, o) for o in objekt)
    kanda = _relaterade(poster, namn)
    return [_handelse(post, kanda, namn=namn, om=len(objekt) > 1) for post in poster]


def _poster(objekt: Iterable[Model]) -> Iterable[LogEntry]:
    villkor = Q(pk__in=[])
    for o in objekt:
        villkor |= Q(content_type=ContentType.objects.get_for_model(o), object_pk=str(o.pk))
    sedda = LogEntry.objects.filter(villkor).exclude(action=LogEntry.Action.ACCESS)
    funna: Iterable[LogEntry] = sedda.select_related("actor", "content_type").order_by("-timestamp", "-pk")
    return funna


def _far_se_namn(lasare: User | AnonymousUser, objekt: Model) -> bool:
    if hasattr(objekt, "kommun_id"):
        return far_objekt(lasare, Ratt.SE_HISTORIK, objekt)
    return far_i_landet(lasare, Ratt.SE_HISTORIK)


Kanda = dict[type[Model], dict[str, str]]


def _relaterade(poster: Iterable[LogEntry], namn: bool) -> Kanda:
    """What the foreign keys in the entries point at: one query per model, not per change."""
    pekare: dict[type[Model], set[str]] = defaultdict(set)
    for post in poster:
        for falt, varden in (post.changes or {}).items():
            definition = _falt(post, falt)
            if isinstance(definition, ForeignKey) and isinstance(varden, list):
                pekare[definition.related_model] |= {str(v) for v in varden if v not in (None, "None")}
    return {modell: _namn(modell, nycklar, namn) for modell, nycklar in pekare.items()}


def _namn(modell: type[Model], nycklar: set[str], namn: bool) -> dict[str, str]:
    if modell is User and not namn:
        return dict.fromkeys(nycklar, NAGON)
    return {str(o.pk): str(o) for o in modell._default_manager.filter(pk__in=nycklar)}


def _handelse(post: LogEntry, kanda: Kanda, *, namn: bool, om: bool) -> Handelse:
    roll = (post.additional_data or {}).get("roll", OKAND)
    vem = f"{post.actor} ({roll})" if namn and post.actor else roll
    andringar = (post.changes or {}) if post.action == LogEntry.Action.UPDATE else {}
    return Handelse(
        nar=post.timestamp,
        vem=vem,
        vad=VAD[post.action],
        om=_om(post, namn) if om else "",
        andringar=tuple(_andring(post, falt, varden, kanda) for falt, varden in andringar.items()),
    )


def _om(post: LogEntry, namn: bool) -> str:
    modell = post.content_type.model_class()
    if modell is None or (modell is User and not namn):
        return ""
    return f"{modell._meta.verbose_name} {post.object_repr}"


def _falt(post: LogEntry, namn: str) -> Any:
    modell = post.content_type.model_class()
    try:
        return modell._meta.get_field(namn) if modell else None
    except FieldDoesNotExist:
        return None


def _andring(post: LogEntry, falt: str, varden: Any, kanda: Kanda) -> Andring:
    definition = _falt(post, falt)
    etikett = str(getattr(definition, "verbose_name", falt))
    if isinstance(varden, dict):
        namn = ", ".join(str(o) for o in varden.get("objects", ()))
        return Andring(etikett, "", namn) if varden.get("operation") == "add" else Andring(etikett, namn, "")
    fran, till = varden
    return Andring(etikett, _som_text(definition, fran, kanda), _som_text(definition, till, kanda))


def _som_text(falt: Any, varde: Any, kanda: Kanda) -> str:
    if varde in (None, "", "None", [], {}):
        return TOMT
    if isinstance(falt, ForeignKey):
        return kanda.get(falt.related_model, {}).get(str(varde), BORTTAGEN)
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    if isinstance(varde, list):
        return ", ".join(_som_val(falt, v) for v in varde)
    if getattr(falt, "get_internal_type", str)() == "DateTimeField":
        return _tid(varde)
    return _som_val(falt, varde)


def _som_val(falt: Field[Any, Any] | None, varde: Any) -> str:
    val = {str(v): str(ord_) for v, ord_ in getattr(falt, "flatchoices", ())}
    return val.get(str(varde), str(varde))


def _tid(varde: Any) -> str:
    """A moment, which the log keeps in UTC without saying so."""
    try:
        tid = datetime.fromisoformat(str(varde))
    except ValueError:
        return str(varde)
    return timezone.localtime(tid if tid.tzinfo else tid.replace(tzinfo=UTC)).strftime("%Y-%m-%d %H.%M")
