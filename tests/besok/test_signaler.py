"""Signals, counted over a round's visits: equal to a slow count over the raw visits."""

import pytest

from besok import services, signaler
from besok.models import Signal
from tests.besok.varld import klart, omgang, utkastet

pytestmark = pytest.mark.usefixtures("typer")


@pytest.fixture
def rond(alva):
    """Three visits of one round that are done, and one of another round."""
    ena, andra = omgang(), omgang("Andra")
    klart(alva, "2480", ena, signaler={"nya": ["saknar sökande", "har anställt administratörer"]})
    pk = Signal.objects.get(text="saknar sökande").pk
    klart(alva, "0180", ena, signaler={"valda": [pk]})
    klart(alva, "1480", ena)
    klart(alva, "0780", andra, signaler={"valda": [pk]})
    return ena


def antal(besok, user) -> dict[str, int]:
    return {rad.text: rad.antal for rad in signaler.raknade(besok, user=user)[0]}


def test_counts_equal_a_slow_count(rond, alva):
    besok = utkastet(alva, "2380", rond)
    rader, alla = signaler.raknade(besok, user=alva)
    raa = [set(b.signaler.values_list("text", flat=True)) for b in rond.besok.exclude(lage="utkast")]
    assert alla == len(raa) == 3
    assert {r.text: r.antal for r in rader} == {s.text: sum(s.text in v for v in raa) for s in Signal.objects.all()}
    assert rader[0].text == "saknar sökande"


def test_merged_signals_are_one_and_a_visit_counts_once(rond, alva):
    huvud = Signal.objects.get(text="saknar sökande")
    lik = Signal.objects.create(text="får inga sökande", samma_som=huvud)
    for b in rond.besok.all():
        lik.besok.add(b)
    besok = utkastet(alva, "2380", rond)
    assert antal(besok, alva)["saknar sökande"] == 3
    assert "får inga sökande" not in antal(besok, alva)
    assert signaler.sagd_vid(huvud, besok, user=alva).count() == 3


def test_drafts_and_withdrawn_visits_have_said_nothing(rond, alva):
    besok = utkastet(alva, "2380", rond, signaler={"nya": ["saknar sökande"]})
    services.dra_tillbaka(rond.besok.get(kommun="0180").pk, skal="Fel kommun.", av=alva)
    assert antal(besok, alva)["saknar sökande"] == 1
    assert signaler.raknade(besok, user=alva)[1] == 2


def test_a_coordinator_of_one_municipality_counts_only_what_she_may_see(rond, alva, person):
    regional = person("signe", "samordnare", "2480")
    besok = utkastet(alva, "2380", rond)
    assert signaler.raknade(besok, user=regional)[1] == 1
