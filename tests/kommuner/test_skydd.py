"""No hidden cell can be solved from what is shown."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from kommuner.skydd import Blockcell, dolj

MINSTA = 5


def block(
    grupper: dict[tuple[int | None, str], float | None],
    dolda: frozenset[tuple[int | None, str]] = frozenset(),
):
    return [
        Blockcell(i, enhet, kon, grupp, (enhet, kon) in dolda)
        for i, ((enhet, kon), grupp) in enumerate(grupper.items())
    ]


def platser(celler, dolda):
    return {(c.enhet, c.kon) for c in celler if c.pk in dolda}


def test_small_groups_are_hidden_and_large_are_not():
    celler = block({(None, "T"): 40.0})
    assert dolj([celler], MINSTA) == set()
    celler = block({(None, "T"): 4.0})
    assert platser(celler, dolj([celler], MINSTA)) == {(None, "T")}


def test_an_empty_group_hides_nobody():
    celler = block({(None, "T"): 0.0})
    assert dolj([celler], MINSTA) == set()


def test_the_other_sex_is_hidden_too_when_the_total_is_shown():
    celler = block({(None, "T"): 40.0, (None, "K"): 37.0, (None, "M"): 3.0})
    assert platser(celler, dolj([celler], MINSTA)) == {(None, "K"), (None, "M")}


def test_a_second_unit_is_hidden_when_the_whole_is_shown():
    celler = block({(None, "T"): 40.0, (1, "T"): 3.0, (2, "T"): 20.0, (3, "T"): 17.0})
    assert platser(celler, dolj([celler], MINSTA)) == {(1, "T"), (3, "T")}


def test_a_single_unit_that_equals_the_whole_hides_the_whole():
    celler = block({(None, "T"): 3.0, (1, "T"): 3.0})
    assert platser(celler, dolj([celler], MINSTA)) == {(None, "T"), (1, "T")}


def test_an_earlier_version_does_not_give_away_a_later_one():
    helhet, kvinnor = Blockcell(1, None, "T", 40, False), Blockcell(2, None, "K", 37, False)
    man = Blockcell(3, None, "M", 3, False)
    assert dolj([[helhet, kvinnor], [helhet, kvinnor, man]], MINSTA) == {2, 3}


def test_a_revision_of_both_others_does_not_reveal_the_hidden_part():
    """Version 1 shows T and K; version 2 revises both and adds a small M: T1 - K1 would still give it."""
    t1, k1 = Blockcell(1, None, "T", 40, False), Blockcell(2, None, "K", 37, False)
    t2, k2, m = (Blockcell(i, None, kon, g, False) for i, kon, g in ((3, "T", 41), (4, "K", 38), (5, "M", 3)))
    assert dolj([[t1, k1], [t2, k2, m]], MINSTA) == {2, 4, 5}


def test_women_alone_say_nothing_of_men():
    celler = block({(None, "T"): 40.0, (None, "K"): 3.0})
    assert platser(celler, dolj([celler], MINSTA)) == {(None, "K")}


def test_a_revised_total_does_not_reveal_a_hidden_part():
    """M stays hidden from version 1; in version 2 the women are revised, and T2 - K2 would give M."""
    t1, k1, m = (Blockcell(i, None, kon, g, False) for i, kon, g in ((1, "T", 40), (2, "K", 37), (3, "M", 3)))
    t2, k2 = Blockcell(4, None, "T", 41, False), Blockcell(5, None, "K", 38, False)
    assert dolj([[t1, k1, m], [t2, k2, m]], MINSTA) >= {2, 3, 5}


def solvable(versioner, dolda):
    """A slow second way: Gauss-Jordan in exact fractions over the hidden unknowns."""
    okanda = sorted(dolda)
    rader = []
    for i, version in enumerate(versioner):
        plats = {(c.enhet, c.kon): c.pk for c in version}
        for senare in versioner[i + 1 :]:
            for c in senare:
                plats.setdefault((c.enhet, c.kon), c.pk)
        enheter = sorted({e for e, _ in plats if e is not None})
        samband = [
            ((e, "T"), [(e, "K"), (e, "M")]) for e in [None, *enheter] if (e, "K") in plats and (e, "M") in plats
        ]
        samband += [((None, k), [(e, k) for e in enheter]) for k in "TKM"]
        for helhet, delar in samband:
            kanda = [plats[d] for d in delar if d in plats]
            if helhet in plats and kanda:
                koeff = {plats[helhet]: 1} | dict.fromkeys(kanda, -1)
                rader.append([Fraction(koeff.get(pk, 0)) for pk in okanda])
    rang = 0
    for kolumn in range(len(okanda)):
        rad = next((r for r in range(rang, len(rader)) if rader[r][kolumn]), None)
        if rad is None:
            continue
        rader[rang], rader[rad] = rader[rad], rader[rang]
        rader[rang] = [x / rader[rang][kolumn] for x in rader[rang]]
        for r in range(len(rader)):
            if r != rang and rader[r][kolumn]:
                faktor = rader[r][kolumn]
                rader[r] = [x - faktor * y for x, y in zip(rader[r], rader[rang], strict=True)]
        rang += 1
    return {okanda[i] for rad in rader for i in range(len(okanda)) if rad[i] and sum(map(bool, rad)) == 1}


@st.composite
def varldar(draw):
    """One to three versions of a block of up to four units; revised cells get a new pk."""
    enheter = draw(st.integers(0, 4))
    alla = list(product([None, *range(enheter)], "TKM"))
    versioner, nasta, nu = [], 0, {}
    for _ in range(draw(st.integers(1, 3))):
        for plats in alla:
            if (plats not in nu and draw(st.booleans())) or (plats in nu and draw(st.integers(0, 3)) == 0):
                grupp = draw(st.sampled_from([None, 0.0, 2.0, 4.9, 5.0, 12.0, 40.0]))
                nu[plats] = Blockcell(nasta, *plats, grupp, draw(st.integers(0, 9)) == 0)
                nasta += 1
        versioner.append(list(nu.values()))
    return versioner


@given(varldar())
def test_no_hidden_cell_can_be_solved(versioner):
    dolda = dolj(versioner, MINSTA)
    celler = {c.pk: c for v in versioner for c in v}
    assert {pk for pk, c in celler.items() if c.dold or (c.grupp is not None and 0 < c.grupp < MINSTA)} <= dolda
    # With nothing left to show, the made-up versions may contradict each other; then there is nothing to solve from.
    assert dolda == set(celler) or not solvable(versioner, dolda)


@given(varldar())
def test_hiding_is_stable(versioner):
    dolda = dolj(versioner, MINSTA)
    igen = [[Blockcell(c.pk, c.enhet, c.kon, c.grupp, c.pk in dolda) for c in v] for v in versioner]
    assert dolj(igen, MINSTA) == dolda


@given(varldar())
def test_nothing_is_hidden_without_a_small_group(versioner):
    if all(not c.dold and (c.grupp is None or c.grupp == 0 or c.grupp >= MINSTA) for v in versioner for c in v):
        assert dolj(versioner, MINSTA) == set()
