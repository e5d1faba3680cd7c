"""Pinned versions, days in Europe/Stockholm, and what may be shown."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kommuner.lasning import finns_exempel, senaste_version, varden, version_publicerad, version_vid
from kommuner.models import Enhet, Import, Matvarde
from tests.kommuner.test_services import cell, publicerad, rapporterad, vid

pytestmark = pytest.mark.usefixtures("register")


def publicera_den(tid: datetime, *celler: dict[str, Any]) -> None:
    importen = publicerad(*celler)
    Import.objects.filter(pk=importen.pk).update(publicerad=tid)


def test_before_the_first_import_there_is_version_0_and_nothing():
    assert senaste_version() == version_vid(date(2026, 1, 1)) == 0
    assert not varden(0).exists()
    assert version_publicerad(0) is None
    assert not finns_exempel(0)


def test_a_day_means_its_last_version_in_swedish_time():
    sommar, vinter = datetime(2026, 6, 30, 21, 59, tzinfo=UTC), datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    publicera_den(sommar, cell(varde=1.0))  # 23.59 in Stockholm
    publicera_den(sommar.replace(hour=22, minute=0), cell(varde=2.0))  # midnight
    publicera_den(vinter, cell(varde=3.0))  # 00.30 on New Year's Day
    dagar = [date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [version_vid(dag) for dag in dagar] == [0, 1, 2, 2, 3]
    assert version_publicerad(2) == sommar.replace(hour=22, minute=0)


def test_a_pinned_version_stays_as_it_was_read():
    publicerad(cell(varde=1.0), cell(kommun="2480", varde=5.0))
    publicerad(cell(varde=2.0))
    publicerad(cell(varde=3.0), cell(kommun="0180", varde=7.0))
    sedda = [sorted(vid(v)) for v in range(5)]
    assert sedda == [[], [1.0, 5.0], [2.0, 5.0], [3.0, 5.0, 7.0], [3.0, 5.0, 7.0]]


def test_only_values_that_may_be_shown_and_else_the_reason():
    publicerad(cell(), cell(kommun="2480", varde=None), cell(kommun="0180", varde=0.0), rapporterad(personer=3))
    rader: Any = varden(1).order_by("nyckeltal_id", "kommun_id")
    assert [(r.synligt, r.skal) for r in rader] == [(0.0, ""), (8.4, ""), (None, "saknas"), (None, "dold")]


def test_whole_municipalities_and_riket_are_told_apart():
    enhet = Enhet.objects.create(kommun_id="2380", namn="Mottagning")
    publicerad(cell(), cell(enhet=enhet), cell(kommun=None))
    assert [(r.kommun_id, r.enhet_id) for r in varden(1).kommunernas()] == [("2380", None)]
    assert [(r.kommun_id, r.enhet_id) for r in varden(1).rikets()] == [(None, None)]


def test_example_data_is_told_from_real():
    publicerad(cell(), cell(kommun="2480", exempel=True))
    assert finns_exempel(1)
    assert [r.kommun_id for r in varden(1).riktiga()] == ["2380"]
    Matvarde.objects.filter(exempel=True).update(ersatt_i=2)
    assert (finns_exempel(1), finns_exempel(2)) == (True, False)
