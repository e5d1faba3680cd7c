"""How something spread, as a drawing: every row once, every line told, readable in both widths."""

import pytest

from rapporter.diagram import Bage, Nod, Spridningsdata, Tabell, spridningsdiagram
from rapporter.diagram.spridning import ordning

TOM = Tabell("Spridning", (), ())


def data(noder, bagar) -> Spridningsdata:
    return Spridningsdata(titel="Spridning", beskrivning="Så här.", noder=noder, bagar=bagar, tabell=TOM)


def test_each_stands_below_the_one_that_inspired_it():
    assert ordning(5, [Bage(3, 0), Bage(3, 1), Bage(1, 4)]) == [2, 3, 0, 1, 4]


def test_several_who_inspired_give_one_row():
    assert sorted(ordning(3, [Bage(0, 2), Bage(1, 2)])) == [0, 1, 2]


def test_a_circle_is_drawn_too():
    assert sorted(ordning(2, [Bage(0, 1), Bage(1, 0)])) == [0, 1]


def test_a_line_to_nobody_is_refused():
    with pytest.raises(ValueError, match="inte finns"):
        data([Nod("Umeå", 2016)], [Bage(0, 1)])


def test_years_go_to_the_right_and_the_unknown_stand_before_them():
    ritning = spridningsdiagram(data([Nod("A", 2015), Nod("B", 2018), Nod("C", None)], [Bage(0, 1), Bage(0, 2)])).bred
    plats = {text.text: text.x for text in ritning.texter}
    assert plats["C"] < plats["A"] < plats["B"]
    assert "okänt" in plats


def test_a_line_says_who_inspired_whom():
    ritning = spridningsdiagram(data([Nod("Östersund", 2016), Nod("Sundsvall", 2016)], [Bage(0, 1)])).bred
    assert "Sundsvall inspirerades av Östersund" in [vag.titel for vag in ritning.vagar]


@pytest.mark.parametrize("ar", [[2016], [2015, 2016], [None], list(range(1990, 2020))])
def test_everything_lies_within_both_drawings(ar):
    noder = [Nod("En kommun med ett mycket långt namn", a) for a in ar]
    diagram = spridningsdiagram(data(noder, [Bage(0, nr) for nr in range(1, len(ar))]))
    for ritning in (diagram.bred, diagram.smal):
        assert ritning is not None
        assert all(0 <= text.x < ritning.bredd and 0 < text.y <= ritning.hojd for text in ritning.texter)
        assert all(
            text.x + len(text.text) * ritning.textstorlek * 0.63 <= ritning.bredd + 20 for text in ritning.texter
        )
