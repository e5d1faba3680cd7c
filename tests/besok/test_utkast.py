"""Drafts: every save is kept, nothing is overwritten unseen, the same save twice is one."""

import random
from uuid import uuid4

import pytest

from atgarder.regler import Regelfel
from besok import utkast
from besok.models import Besok, Sektion
from besok.utkast import Krock, Sparning, spara

pytestmark = pytest.mark.usefixtures("typer")


@pytest.fixture
def besok(alva) -> Besok:
    return utkast.borja(kommun="2380", omgang=None, av=alva)


def text(besok: Besok, nyckel: str = "tema:bemanning") -> str:
    return str(utkast.las(besok)[nyckel].innehall["text"])


def sparning(skrivet: str, bas: int, lopnr: int, klient=None, nyckel: str = "tema:bemanning") -> Sparning:
    return Sparning(nyckel, {"text": skrivet}, bas, klient or uuid4(), lopnr)


def test_saves_follow_each_other(besok, alva):
    for nr, skrivet in enumerate(["a", "ab", "abc"]):
        assert spara(besok.pk, sparning(skrivet, nr, nr), av=alva).version == nr + 1
    assert text(besok) == "abc"
    assert Sektion.objects.count() == 3


def test_the_same_save_twice_is_one(besok, alva):
    samma = sparning("hej", 0, 1)
    assert spara(besok.pk, samma, av=alva) == spara(besok.pk, samma, av=alva)
    assert Sektion.objects.count() == 1


def test_two_at_once_the_second_is_told(besok, alva):
    spara(besok.pk, sparning("min", 0, 1), av=alva)
    with pytest.raises(Krock) as krock:
        spara(besok.pk, sparning("din", 0, 1), av=alva)
    assert krock.value.nu.innehall == {"text": "min"}
    assert text(besok) == "min"


def test_two_who_write_the_same_do_not_collide(besok, alva):
    assert spara(besok.pk, sparning("lika", 0, 1), av=alva) == spara(besok.pk, sparning("lika", 0, 1), av=alva)


def test_a_note_of_60_000_characters_is_kept_whole(besok, alva):
    langt = "å" * 60_000
    spara(besok.pk, sparning(langt, 0, 1, nyckel="internt"), av=alva)
    assert text(besok, "internt") == langt


@pytest.mark.parametrize("nyckel", ["tema:finns-inte", "annat", ""])
def test_a_section_that_does_not_exist_is_refused(besok, alva, nyckel):
    with pytest.raises(Regelfel, match="finns inte"):
        spara(besok.pk, sparning("x", 0, 1, nyckel=nyckel), av=alva)


@pytest.mark.parametrize("fro", range(20))
def test_however_saves_are_lost_and_repeated_the_last_word_stands(besok, alva, fro):
    """A device that writes on, whose saves or whose answers get lost, in any order of tries."""
    lotto, klient, ko, version, skrivet = random.Random(fro), uuid4(), [], 0, ""
    for lopnr in range(30):
        skrivet += lotto.choice("abcåäö ")
        ko.append(sparning(skrivet, version, lopnr, klient))
        if lotto.random() < 0.3:
            continue  # no network: the newest replaces what waits
        sist = ko[-1]
        if lotto.random() < 0.3:
            spara(besok.pk, sist, av=alva)  # the answer is lost
        version = spara(besok.pk, sist, av=alva).version
        ko.clear()
    if ko:
        spara(besok.pk, ko[-1], av=alva)
    assert text(besok) == skrivet


def test_a_visit_begun_twice_by_one_device_is_one(alva):
    nyckel = uuid4()
    ena, andra = (utkast.borja(kommun="2380", omgang=None, av=alva, id_=nyckel) for _ in range(2))
    assert ena == andra
    assert Besok.objects.count() == 1
