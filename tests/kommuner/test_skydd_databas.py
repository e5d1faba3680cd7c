"""Suppression through publishing, as the database then shows it, in earlier versions too."""

from typing import Any

import pytest

from kommuner.lasning import varden
from kommuner.models import Enhet, Matvarde
from kommuner.services import publicera
from tests.kommuner.test_services import VAKANTA, cell, opublicerad, publicerad, rapporterad, vid

pytestmark = pytest.mark.usefixtures("register")


def syns(version: int, **val: Any) -> dict[str, bool]:
    rader: Any = varden(version).filter(nyckeltal=VAKANTA, kommun="2380", **val)
    return {(f"{rad.enhet.namn} " if rad.enhet else "") + rad.kon: rad.synligt is not None for rad in rader}


def test_a_small_group_is_hidden_with_its_counts_and_says_why():
    publicerad(rapporterad(personer=4), slag="fil")
    rad: Any = varden(1).get()
    assert (rad.synligt, rad.synlig_taljare, rad.synlig_namnare, rad.skal) == (None, None, None, "dold")


def test_a_group_of_five_is_shown():
    publicerad(rapporterad(personer=5), slag="fil")
    rad: Any = varden(1).get()
    assert (rad.synligt, rad.synlig_namnare, rad.skal) == (20.0, 5.0, "")


@pytest.mark.parametrize(("inrattade", "skal"), [(3.0, "dold"), (4.9, "dold"), (5.0, "")])
def test_few_posts_are_not_given_away_by_their_heads(inrattade, skal):
    """Posts per head and the number of heads give the posts, and with VP03 the hidden share of hired staff."""
    per_chef = rapporterad(nyckeltal_id="VP11", varde=inrattade, taljare=inrattade, namnare=1.0)
    publicerad(rapporterad(personer=inrattade), per_chef, slag="fil")
    rad: Any = varden(1).get(nyckeltal="VP11")
    assert (rad.skal, rad.synligt, rad.synlig_taljare) == (skal, *((None, None) if skal else (5.0, 5.0)))


def test_the_other_sex_is_hidden_too():
    publicerad(*(rapporterad(kon=k, personer=p) for k, p in (("T", 43), ("K", 40), ("M", 3))), slag="fil")
    assert syns(1) == {"T": True, "K": False, "M": False}


def test_a_second_unit_is_hidden_too():
    enheter = [Enhet.objects.create(kommun_id="2380", namn=namn) for namn in ("A", "B", "C")]
    delar = [rapporterad(enhet=e, personer=p) for e, p in zip(enheter, (3, 17, 20), strict=True)]
    publicerad(rapporterad(personer=40), *delar, slag="fil")
    assert syns(1) == {"T": True, "A T": False, "B T": False, "C T": True}


def test_what_comes_later_hides_what_was_shown_before_in_earlier_versions_too():
    publicerad(rapporterad(kon="T", personer=43), rapporterad(kon="K", personer=40), slag="fil")
    assert syns(1) == {"T": True, "K": True}
    publicerad(rapporterad(kon="M", personer=3), slag="fil")
    for version in (1, 2):
        assert sum(syns(version).values()) <= 1
    assert syns(2)["M"] is False


def test_a_value_that_the_municipality_withholds_is_not_given_away_by_the_others():
    dold = rapporterad(kon="M") | {"varde": None, "saknas": "dold", "taljare": None, "namnare": None}
    publicerad(rapporterad(kon="T", personer=43), rapporterad(kon="K", personer=40), dold, slag="fil")
    assert list(syns(1).values()).count(True) == 1
    assert syns(1)["M"] is False


def test_a_revision_to_a_larger_group_does_not_show_the_old_one():
    publicerad(rapporterad(kon="T", personer=43), rapporterad(kon="K", personer=40), slag="fil")
    publicerad(rapporterad(kon="M", personer=3), slag="fil")
    publicerad(rapporterad(kon="M", personer=30), slag="fil")
    assert syns(2)["M"] is False
    assert not (syns(1).get("T") and syns(1).get("K"))


def test_other_municipalities_and_periods_are_let_be():
    andra = [rapporterad(kommun="2480"), rapporterad(period="2025-K2")]
    publicerad(rapporterad(personer=3), *andra, slag="fil")
    assert vid(1, kommun="2480") == vid(1, period="2025-K2") == [2.5]


def test_kolada_hides_its_own_and_is_shown_as_it_is():
    publicerad(cell(namnare=3.0, taljare=1.0))
    assert vid(1) == [8.4]


def test_many_small_groups_cost_queries_by_nyckeltal_and_period_not_by_municipality(django_assert_max_num_queries):
    koder = [f"{i:04d}" for i in (114, 115, 117, 120, 123, 125, 126, 127, 128, 136)]
    importen = opublicerad(*(rapporterad(kommun=kod, personer=3) for kod in koder), slag="fil")
    with django_assert_max_num_queries(40):
        publicera(importen)
    assert Matvarde.objects.filter(skyddad=True).count() == 10
