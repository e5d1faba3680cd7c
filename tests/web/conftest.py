import pytest

from tests import varldar


@pytest.fixture
def utan_koer(monkeypatch):
    """Nobody is told of work to do."""
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})


@pytest.fixture
def varld(register, utan_koer):
    """Kolada's sick leave and real vacancies, with their trends."""
    varldar.liten_varld()
    varldar.bygg_trender()


@pytest.fixture
def exempelvarld(register, utan_koer):
    """The same, with invented vacancies."""
    varldar.liten_varld(exempel=True)
    varldar.bygg_trender()
