"""The helper that starts real workers."""

import psutil  # type: ignore[import-untyped]
import pytest

from tests.arbetare import arbetare

pytestmark = [pytest.mark.arbetare, pytest.mark.django_db(transaction=True)]


def test_a_worker_starts_and_dies_with_its_children():
    with arbetare(processer=2) as worker:
        barn = psutil.Process(worker.process.pid).children(recursive=True)
        assert len(barn) == 2
        worker.doda()
        assert not any(b.is_running() and b.status() != psutil.STATUS_ZOMBIE for b in barn)


def test_nothing_is_left_running_after_the_block():
    with arbetare() as worker:
        pid = worker.process.pid
    assert not psutil.pid_exists(pid)
