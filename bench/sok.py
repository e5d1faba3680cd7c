"""The search page beside the same page with nothing asked: 5,000 measures with 1,000 examples, and 4 times that.

`python -m bench.sok` makes a database of its own on PostgreSQL, `--sqlite` one on SQLite. Requests alternate; the
ratio is between medians.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlencode

STORLEKAR = (1, 4)
ATGARDER, EXEMPEL, ORD_PER_TEXT = 5000, 1000, 90
RUNDOR = 30
FRAGOR = ("lönetillägg", "kortare arbetstid", "boka tolkar", "bemanningsföretag", "socialsekreterare", "so")
"""From rare words to one that stands in nearly every measure, and a beginning of many words."""


class Matning(NamedTuple):
    """Median milliseconds of a request; `tom` is the page with nothing asked."""

    atgarder: int
    fraga: str
    traffar: int
    tom: float
    sida: float

    @property
    def kvot(self) -> float:
        return self.sida / self.tom


def mat(databas: AbstractContextManager[None], storlekar: Sequence[int], rundor: int) -> list[Matning]:
    with databas:
        import django

        django.setup()
        from django.core.management import call_command

        for kommando in ("migrate", "las_register", "las_atgardstyper"):
            call_command(kommando, verbosity=0)
        matningar = []
        for fran, till in zip((0, *storlekar), storlekar, strict=False):
            _fyll(fran, till)
            matningar += [_mat(fraga, till * ATGARDER, rundor) for fraga in FRAGOR]
        return matningar


def _mat(fraga: str, atgarder: int, rundor: int) -> Matning:
    from atgarder.sok import hitta

    tom, sida = _hamtare("/sok/"), _hamtare(f"/sok/?{urlencode({'q': fraga})}")
    tider = [(_tid(tom), _tid(sida)) for _ in range(rundor + 2)][2:]
    utan, med = (statistics.median(kolumn) * 1000 for kolumn in zip(*tider, strict=True))
    return Matning(atgarder, fraga, hitta(fraga).alla, utan, med)


def _hamtare(adress: str) -> Any:
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    hanterare, fabrik = WSGIHandler(), RequestFactory(headers={"host": "localhost"})

    def hamta() -> None:
        svar = hanterare.get_response(fabrik.get(adress))
        assert svar.status_code == 200, f"{adress} gav {svar.status_code}"

    return hamta


def _tid(gor: Any) -> float:
    start = time.perf_counter()
    gor()
    return time.perf_counter() - start


def _fyll(fran: int, till: int) -> None:
    """Measures and published examples from `fran` to `till` times the size, in words of the domain, then the index."""
    from django.db import connection

    from atgarder.models import Atgard, Atgardstyp, Exempelversion, GottExempel
    from atgarder.sok import bygg_om
    from kommuner.models import Kommun

    lotto = random.Random(till)
    kommuner = list(Kommun.objects.values_list("kod", flat=True))
    typer = list(Atgardstyp.objects.all())
    atgarder = Atgard.objects.bulk_create(
        (_atgard(lotto, kommuner, typer) for _ in range((till - fran) * ATGARDER)), batch_size=500
    )
    exempel = GottExempel.objects.bulk_create(
        GottExempel(slug=f"exempel-{fran}-{nr}", titel=_text(lotto, 5), ingress=_text(lotto, 20))
        for nr in range((till - fran) * EXEMPEL)
    )
    GottExempel.atgarder.through.objects.bulk_create(
        GottExempel.atgarder.through(gottexempel_id=e.pk, atgard_id=a.pk)
        for e, a in zip(exempel, atgarder, strict=False)
    )
    versioner = Exempelversion.objects.bulk_create(
        Exempelversion(exempel=e, nummer=1, innehall=_innehall(lotto, e, a))
        for e, a in zip(exempel, atgarder, strict=False)
    )
    for e, version in zip(exempel, versioner, strict=True):
        e.publik, e.lage = version, GottExempel.Lage.PUBLICERAT
    GottExempel.objects.bulk_update(exempel, ["publik", "lage"], batch_size=500)
    bygg_om()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _atgard(lotto: random.Random, kommuner: list[str], typer: list[Any]) -> Any:
    from atgarder.models import Atgard

    return Atgard(
        kommun_id=lotto.choice(kommuner),
        typ=lotto.choice(typer),
        titel=_text(lotto, 5),
        vad=_text(lotto, ORD_PER_TEXT),
        bakgrund=_text(lotto, ORD_PER_TEXT // 3),
        synlighet="publik",
    )


def _innehall(lotto: random.Random, exempel: Any, atgard: Any) -> dict[str, Any]:
    texter = {namn: _text(lotto, ORD_PER_TEXT // 2) for namn in ("sa_gjorde_de", "forutsattningar", "lardomar")}
    return {"titel": exempel.titel, "ingress": exempel.ingress, "atgarder": [atgard.pk], **texter}


def _text(lotto: random.Random, antal: int) -> str:
    """Common words often, rare ones seldom (Zipf)."""
    ord_ = _ordlista()
    return " ".join(ord_[min(int(lotto.paretovariate(0.75)) - 1, len(ord_) - 1)] for _ in range(antal)).capitalize()


def _ordlista() -> list[str]:
    """Some thousands of words, the commonest first: those of the domain, and compounds of them."""
    if not _ORD:
        grund = _GRUND.split()
        led = [o for o in grund if len(o) > 3]
        _ORD.extend([*grund, *(f"{a}s{b}" for a in led for b in led if a != b)])
    return _ORD


_ORD: list[str] = []
_GRUND = """
socialsekreterare kommun barn arbete stöd tid chef enhet ärende utredning handläggare tjänst personal familj försök lön
introduktion mentor handledning socialtjänst utbildning sjukfrånvaro rekrytering ledning möte arbetstid administratör
journal bil boende tolkar boka kortare lönetillägg bemanningsföretag konsult familjehem examen kompetenstrappa steg
"""


@contextmanager
def _sqlite() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="vandpunkt-bench-") as mapp:
        os.environ |= {"DATA_DIR": mapp, "DJANGO_SETTINGS_MODULE": "socialtjanst.settings"}
        os.environ.pop("DATABASE_URL", None)
        yield


def main() -> None:
    from bench.filimport import egen_databas

    tolk = argparse.ArgumentParser(description=__doc__)
    tolk.add_argument("--sqlite", action="store_true")
    tolk.add_argument("--rundor", type=int, default=RUNDOR)
    tolk.add_argument("--storlekar", type=int, nargs="*", default=list(STORLEKAR))
    val = tolk.parse_args()
    matningar = mat(_sqlite() if val.sqlite else egen_databas(), val.storlekar, val.rundor)
    print("| åtgärder | fråga | träffar | tom sida, ms | söksida, ms | kvot |")
    print("|---:|---|---:|---:|---:|---:|")
    for m in matningar:
        print(f"| {m.atgarder} | {m.fraga} | {m.traffar} | {m.tom:.1f} | {m.sida:.1f} | {m.kvot:.2f} |")


if __name__ == "__main__":
    main()
