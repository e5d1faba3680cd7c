"""The counting alone, over rows made up by hypothesis: properties that hold whatever was said."""

from datetime import date
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from besok.sammanfattning import Besoksrad, Medel, Sammanfattning, Underlag, rakna

KOMMUNER = ("2380", "2480", "0180")
TEXTER = ("a", "b", "c")
DOMAR = ("infriat", "delvis", "inte_infriat")
NYCKLAR = [UUID(int=n) for n in range(1, 9)]
PROV = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def underlag(dra) -> Underlag:
    pk = dra(st.lists(st.sampled_from(NYCKLAR), unique=True))
    dagar = st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2017, 1, 1)))
    forra = st.one_of(st.none(), st.sampled_from(NYCKLAR))
    besok = [Besoksrad(p, dra(st.sampled_from(KOMMUNER)), dra(dagar), dra(forra)) for p in pk]
    nagot = st.sampled_from(NYCKLAR)
    return Underlag(
        besok=besok,
        iakttagelser=dra(
            st.lists(
                st.tuples(nagot, st.sampled_from(TEXTER), st.sampled_from(DOMAR)),
                unique_by=lambda r: r[:2],
                max_size=12,
            )
        ),
        signaler=dra(st.lists(st.tuples(nagot, st.sampled_from(TEXTER)), max_size=12)),
        tillsatta=frozenset(dra(st.sets(nagot))),
        forra=frozenset(dra(st.sets(nagot))),
        domar=dra(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(DOMAR)))),
        medel=[Medel(1, k, t) for k, t in dra(st.lists(st.tuples(st.sampled_from(KOMMUNER), st.sampled_from(TEXTER))))],
    )


@PROV
@given(underlag())
def test_no_count_is_larger_than_the_visited(u):
    s = rakna(u)
    assert s.besokta == len({b.kommun for b in u.besok})
    assert all(sum(antal.values()) <= s.besokta for antal in s.bedomningar.values())
    assert all(1 <= len(koder) <= s.besokta for _, koder in s.signaler)
    assert len(s.nu_tillsatta) + s.utan_forra <= s.besokta
    assert s.bedomda_loften == len({lofte for lofte, _ in u.domar})


@PROV
@given(underlag())
def test_the_order_of_the_rows_does_not_matter(u):
    vand = Underlag(
        besok=u.besok[::-1],
        iakttagelser=u.iakttagelser[::-1],
        signaler=u.signaler[::-1],
        tillsatta=u.tillsatta,
        forra=u.forra,
        domar=u.domar,
        medel=u.medel[::-1],
    )
    assert rakna(vand) == rakna(u)


@PROV
@given(underlag())
def test_the_most_said_stands_first(u):
    antal = [len(koder) for _, koder in rakna(u).signaler]
    assert antal == sorted(antal, reverse=True)


@PROV
@given(underlag())
def test_said_twice_is_said_once(u):
    dubbelt = Underlag(
        besok=u.besok,
        iakttagelser=u.iakttagelser,
        signaler=[*u.signaler, *u.signaler],
        tillsatta=u.tillsatta,
        forra=u.forra,
        domar=[*u.domar, *u.domar],
        medel=[*u.medel, *u.medel],
    )
    assert rakna(dubbelt) == rakna(u)


def test_nothing_gives_nothing():
    s = rakna(Underlag(besok=[]))
    assert (s.besokta, s.utan_forra, s.bedomda_loften, s.nya_loften) == (0, 0, 0, 0)
    assert not any((s.signaler, s.bedomningar, s.nu_tillsatta, s.medel))


def tva(**mer) -> Sammanfattning:
    """Östersund visited twice in the round, the later time last in no order."""
    sen, tidig = (
        Besoksrad(NYCKLAR[1], "2380", date(2016, 9, 1), None),
        Besoksrad(NYCKLAR[0], "2380", date(2016, 3, 1), None),
    )
    return rakna(Underlag(besok=[sen, tidig], **mer))


def test_a_municipality_visited_twice_is_judged_by_the_later_visit():
    s = tva(iakttagelser=[(NYCKLAR[0], "a", "samre"), (NYCKLAR[1], "a", "battre")])
    assert {tema: dict(antal) for tema, antal in s.bedomningar.items()} == {"a": {"battre": 1}}


def test_what_it_said_either_time_counts_once():
    assert tva(signaler=[(NYCKLAR[0], "a"), (NYCKLAR[1], "a")]).signaler == [("a", frozenset({"2380"}))]


def test_a_promise_judged_twice_counts_by_its_last_judgement():
    assert dict(rakna(Underlag(besok=[], domar=[(1, "delvis"), (1, "infriat")])).loften) == {"infriat": 1}
