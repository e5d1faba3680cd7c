"""The summary equals a slow count over the raw visits in random worlds; the public gets no internal visit counted."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from atgarder.models import Atgard, Tema
from besok import omgangar, sammanfattning
from besok.models import Atagande, Atagandelage, Besok, Besoksomgang, Iakttagelse, Signal
from tests.atgarder import varld as atgardsvarld
from tests.besok import omgangsvarld as varld

pytestmark = pytest.mark.usefixtures("typer")
INGEN = AnonymousUser()
KOMMUNER = ("2380", "2480", "0180", "1737", "0188", "1283")
LAGEN = ("utkast", "klar", "faktagranskning", "publicerad", "publicerad", "tillbakadragen")


def raknat(omgang: Besoksomgang, user) -> sammanfattning.Sammanfattning:
    synliga = Besok.objects.synliga_for(user).filter(lage__in=omgangar.GJORDA)
    atgarder = Atgard.objects.synliga_for(user).filter(exempel=False)
    u = sammanfattning.underlag(omgangar.gjorda(omgang, user), synliga=synliga, atgarder=atgarder)
    return sammanfattning.rakna(u)


def slumpvarld(fro: int) -> Besoksomgang:
    """Two rounds of visits in every state, straight into the database."""
    lotto = random.Random(fro)
    fore, nu = varld.omgang("Fore"), varld.omgang("Nu")
    texter = [sammanfattning.TILLSATTA, "saknar sökande", "har anställt administratörer", "stod en gång för sig"]
    signaler = [Signal.objects.create(text=t) for t in texter]
    signaler[3].samma_som = signaler[2]
    signaler[3].save()
    teman = list(Tema.objects.all()[:3])
    sist: dict[str, Besok] = {}
    for nr in range(24):
        kommun = lotto.choice(KOMMUNER)
        besok = Besok.objects.create(
            omgang=fore if nr < 9 else nu,
            kommun_id=kommun,
            forra=sist.get(kommun) if lotto.random() < 0.8 else None,
            datum=date(2016, 1, 1) + timedelta(days=10 * nr),
            lage=lotto.choice(LAGEN),
            internt=varld.HEMLIGT,
        )
        sist[kommun] = besok
        besok.signaler.set(lotto.sample(signaler, lotto.randint(0, 3)))
        for tema in lotto.sample(teman, lotto.randint(0, 3)):
            besok.iakttagelser.create(tema=tema, bedomning=lotto.choice(Iakttagelse.Bedomning.values))
        if lotto.random() < 0.3:
            besok.siffror.create(nyckeltal_id="VP01", period="2016-K4", taljare=lotto.choice([0, 2]), namnare=40)
        Atagande.objects.create(kommun_id=kommun, besok=besok, text=f"Löfte {nr}")
        for lofte in Atagande.objects.filter(kommun=kommun).exclude(besok=besok):
            if lotto.random() < 0.5:
                lage = lotto.choice(Atagande.Lage.values)
                lofte.lagen.create(lage=lage, datum=besok.datum or date.min, besok=besok)
    for kommun in KOMMUNER[:4]:
        atgardsvarld.atgard(kommun, statliga_medel=lotto.choice([True, False, None]), publik=lotto.random() < 0.7)
    return nu


def slowly(omgang: Besoksomgang, alla: bool) -> dict[str, object]:
    """The same numbers by plain loops over every row there is."""
    synliga = [
        b for b in Besok.objects.all() if b.lage == "publicerad" or (alla and b.lage in ("klar", "faktagranskning"))
    ]
    mina = [b for b in synliga if b.omgang_id == omgang.pk]

    def tillsatt(b: Besok) -> bool:
        sagt = any(s.text == sammanfattning.TILLSATTA for s in b.signaler.all())
        return sagt or any(s.nyckeltal_id == "VP01" and s.taljare == 0 for s in b.siffror.all())

    senaste = {}
    for b in sorted(mina, key=lambda b: b.datum or date.min):
        senaste[b.kommun_id] = b
    sagt: dict[str, set[str]] = {}
    for b in mina:
        for s in b.signaler.all():
            sagt.setdefault((s.samma_som or s).text, set()).add(b.kommun_id)
    teman: dict[str, Counter[str]] = {}
    for b in senaste.values():
        for i in b.iakttagelser.all():
            teman.setdefault(i.tema.namn, Counter())[i.bedomning] += 1
    domar: dict[int, str] = {}
    for dom in Atagandelage.objects.order_by("pk"):
        if dom.besok in mina:
            domar[dom.atagande_id] = dom.lage
    kanda = {k: b for k, b in senaste.items() if b.forra in synliga}
    medel: dict[str, set[str]] = {}
    for a in Atgard.objects.all():
        if a.statliga_medel and (alla or a.synlighet == "publik") and a.kommun_id in senaste:
            medel.setdefault(a.typ.namn, set()).add(a.kommun_id)
    return {
        "besokta": len(senaste),
        "bedomningar": teman,
        "signaler": sagt,
        "nu_tillsatta": {k for k, b in kanda.items() if tillsatt(b) and b.forra and not tillsatt(b.forra)},
        "utan_forra": len(senaste) - len(kanda),
        "loften": Counter(domar.values()),
        "nya_loften": sum(b.ataganden.count() for b in mina),
        "medel": medel,
    }


@pytest.mark.parametrize("fro", range(12))
def test_the_counts_equal_a_slow_count(alva, fro):
    omgang = slumpvarld(fro)
    for vem in (alva, INGEN):
        s = raknat(omgang, vem)
        snabbt = {**{f: getattr(s, f) for f in s.__slots__}, "signaler": dict(s.signaler)}
        assert snabbt == slowly(omgang, alla=vem == alva)


def test_an_internal_visit_changes_nothing_that_the_public_sees(alva):
    omgang = varld.omgang()
    varld.besok(alva, "2380", i=omgang, lage="publicerad")
    forut = raknat(omgang, INGEN)
    varld.besok(alva, "2480", i=omgang, lage="faktagranskning")
    varld.besok(alva, "0180", i=omgang, lage="klar")
    assert raknat(omgang, INGEN) == forut
    assert raknat(omgang, alva).besokta == 3


def test_posts_filled_now_needs_a_visit_before_that_found_them_empty(alva):
    omgang = varld.omgang()
    tillsatta = {"signaler": {"nya": [sammanfattning.TILLSATTA]}}
    varld.besok(alva, "2380", lage="publicerad", grund={"datum": "2015-05-02"})
    varld.besok(alva, "2380", i=omgang, lage="publicerad", **tillsatta)
    varld.besok(alva, "2480", i=omgang, lage="publicerad", **tillsatta)
    s = raknat(omgang, INGEN)
    assert (set(s.nu_tillsatta), s.utan_forra) == ({"2380"}, 1)


def test_the_most_said_comes_first_with_its_count(alva):
    omgang = varld.omgang()
    for kommun, nya in (("2380", ["a", "b"]), ("2480", ["b"]), ("0180", ["b"])):
        varld.besok(alva, kommun, i=omgang, signaler={"nya": nya})
    assert [(text, len(koder)) for text, koder in raknat(omgang, alva).signaler] == [("b", 3), ("a", 1)]


def test_the_rows_come_in_a_fixed_number_of_queries(alva, django_assert_max_num_queries):
    omgang = slumpvarld(1)
    with django_assert_max_num_queries(11):
        raknat(omgang, INGEN)
