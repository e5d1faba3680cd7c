"""What the pages say of a measure, in Swedish that a person would write."""

from datetime import UTC, datetime

import pytest

from atgarder import services
from atgarder.models import Atgard
from atgarder.services import Delar
from socialtjanst.web.presentation import atgard as presentation
from socialtjanst.web.presentation import strukturtext
from socialtjanst.web.presentation.atgardsstruktur import vy
from tests.atgarder.varld import atgard


@pytest.mark.parametrize(
    ("fore", "efter", "siffra"),
    [
        (8, 6, ("8 → 6", "timmar per dag, före och efter")),
        (None, 6, ("6", "timmar per dag efter; före framgår inte")),
        (8, None, ("8", "timmar per dag före; efter framgår inte")),
        (None, None, ("", "")),
    ],
)
def test_unknown_hours_are_told_in_words(fore, efter, siffra):
    sedd = vy("arbetstid", {"arbetstid": {"timmar_fore": fore, "timmar_efter": efter}})
    assert sedd is not None
    assert (sedd.siffra, sedd.siffra_ord) == siffra


@pytest.mark.parametrize(("manader", "sagt"), [(1, "1 månad"), (18, "18 månader")])
def test_one_month_is_one(typer, manader, sagt):
    delar = {"arbetstid": {"langd_manader": manader}}
    sedd = vy("arbetstid", delar)
    assert sedd is not None
    assert dict(sedd.fakta)["Försökets längd"].replace("\u00a0", " ") == sagt
    assert f"Försöket: {sagt}" in strukturtext.rader(atgard(delar=Delar(struktur=delar)))


def test_specialists_tasks_follow_their_number(typer):
    uppgifter = ("Ger nya handledning", "SIP-samordning", "")
    delar = Delar(struktur={"specialister": [{"antal": 2, "uppgift": text} for text in uppgifter]})
    rader = strukturtext.rader(atgard(typ="specialistsocionom", delar=delar))
    assert rader == ["2: ger nya handledning", "2: SIP-samordning", "2: uppgiften framgår inte"]


def test_one_measure_that_ended_is_told_as_one(typer, client):
    services.byt_lage(atgard(delar=Delar(problem=["inga-sokande"])).pk, lage="avslutad", av=None)
    sida = client.get("/goda-exempel/vi-har-svart-med/?problem=inga-sokande").content.decode()
    assert "1 åtgärd mot ”inga sökande till tjänsterna”. Den har avslutats eller avbrutits." in sida


def test_the_day_it_was_known_is_the_swedish_one(typer):
    ny = atgard()
    Atgard.objects.filter(pk=ny.pk).update(andrad=datetime(2017, 5, 14, 22, 30, tzinfo=UTC))
    assert "Känt 2017-05-15." in presentation.kopiera(Atgard.objects.get(), "")


def test_the_states_stand_by_date_and_then_by_entry(typer):
    ny = atgard()
    for lage, datum in (("permanent", "2017"), ("pagaende", "2015"), ("beslutad", "2015")):
        services.byt_lage(ny.pk, lage=lage, datum=datum, av=None)
    rader = presentation.historik(list(ny.lagesandringar.all()))
    assert [(r.nar, r.lage) for r in rader[1:]] == [
        ("2017", "permanent"),
        ("2015", "beslutad"),
        ("2015", "pågående försök"),
    ]


def test_what_goes_on_but_has_not_begun_is_told_to_those_who_wrote_it(typer, inloggad, bo, client):
    ny = atgard(start="2099", av=bo)
    assert "börjar först 2099" not in client.get(ny.get_absolute_url()).content.decode()
    assert "börjar först 2099" in inloggad(bo).get(ny.get_absolute_url()).content.decode()
