"""Imports from opening to publishing. The makers of rows here serve other tests too."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from kommuner.importer.granskning import motsvarigheter
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version, varden
from kommuner.models import Enhet, Import, Matvarde, Versionslas
from kommuner.services import InteGodkannbar, avbryt_import, import_klar, kasta, oppna, publicera, stada

pytestmark = pytest.mark.usefixtures("register")
VAKANTA, SJUK = "VP01", "N00090"


def cell(kommun: str | None = "2380", varde: float | None = 8.4, **mer: Any) -> dict[str, Any]:
    """Fields of a Matvarde from Kolada."""
    falt = {"nyckeltal_id": SJUK, "period": "2015", "periodslag": "A", "kon": "T", "kalla": "kolada"}
    return {"kommun_id": kommun, "varde": varde, "saknas": "" if varde is not None else "saknas", **falt, **mer}


def opublicerad(*celler: dict[str, Any], slag: str = "kolada", **mer: Any) -> Import:
    importen = oppna(slag, "test", lage=Lage.PAGAR, **mer)
    Matvarde.objects.bulk_create(Matvarde(**falt, importen=importen) for falt in celler)
    return importen


def publicerad(*celler: dict[str, Any], **mer: Any) -> Import:
    return publicera(opublicerad(*celler, **mer))


def utfall(importen: Import) -> tuple[int | None, int, int, int, int]:
    return importen.version, importen.tagna, importen.oforandrade, importen.reviderade, importen.avvisade


def vid(version: int, **val: Any) -> list[Any]:
    """What is shown at a version."""
    rader: Any = varden(version).filter(**val).order_by("pk")
    return [rad.synligt for rad in rader]


class TestVersioner:
    def test_versions_follow_each_other(self):
        assert utfall(publicerad(cell())) == (1, 1, 0, 0, 0)
        assert utfall(publicerad(cell(varde=8.5))) == (2, 0, 0, 1, 0)
        assert (vid(0), vid(1), vid(2)) == ([], [8.4], [8.5])
        assert senaste_version() == Versionslas.objects.get().senaste == 2

    def test_what_is_known_already_gives_no_version(self):
        publicerad(cell())
        importen = publicerad(cell())
        assert utfall(importen) == (None, 0, 1, 0, 0)
        assert (importen.lage, importen.publicerad, senaste_version()) == (Lage.KLAR, None, 1)
        assert Matvarde.objects.count() == 1

    @pytest.mark.parametrize(
        "andrat",
        [
            {"varde": 0.0},
            {"varde": None},
            {"varde": None, "saknas": "ej_tillampligt"},
            {"taljare": 1.0, "namnare": 9.0},
        ],
    )
    def test_every_difference_is_a_revision(self, andrat):
        publicerad(cell())
        assert utfall(publicerad(cell(**andrat))) == (2, 0, 0, 1, 0)

    def test_missing_is_not_zero_and_not_another_kind_of_missing(self):
        publicerad(cell(varde=None))
        assert utfall(publicerad(cell(varde=None))) == (None, 0, 1, 0, 0)
        assert utfall(publicerad(cell(varde=0.0)))[3] == 1
        assert utfall(publicerad(cell(varde=None, saknas="ej_tillampligt")))[3] == 1

    @pytest.mark.parametrize("varde", [8.4, 5.0])
    def test_whole_municipality_unit_riket_and_neighbour_are_four_cells(self, varde):
        """The same nyckeltal, period and kön: none of them is unchanged by, or replaced by, another."""
        enhet = Enhet.objects.create(kommun_id="2380", namn="Barn och unga")
        platser = [cell(), cell(enhet=enhet), cell(kommun=None), cell(kommun="2480")]
        for nummer, plats in enumerate(platser, start=1):
            assert utfall(publicerad(plats)) == (nummer, 1, 0, 0, 0)
        assert vid(4) == [8.4] * 4
        for nummer, plats in enumerate(platser, start=5):
            vantat = (None, 0, 1, 0, 0) if varde == 8.4 else (nummer, 0, 0, 1, 0)
            assert utfall(publicerad({**plats, "varde": varde})) == vantat
        assert Matvarde.objects.filter(ersatt_i__isnull=True).count() == 4

    @pytest.mark.parametrize("andrat", [{"period": "2014"}, {"kon": "K"}, {"nyckeltal_id": "N30001"}])
    def test_other_cells_are_let_be(self, andrat):
        publicerad(cell())
        assert utfall(publicerad(cell(**andrat))) == (2, 1, 0, 0, 0)
        assert not Matvarde.objects.filter(ersatt_i__isnull=False).exists()

    def test_nobody_sees_an_import_before_it_is_published(self):
        publicerad(cell())
        importen = opublicerad(cell(varde=9.9))
        assert vid(senaste_version()) == vid(99) == [8.4]
        kasta(importen)
        assert Matvarde.objects.count() == 1

    def test_it_is_published_once(self):
        importen = publicerad(cell())
        with pytest.raises(InteGodkannbar, match=r"redan avslutad \(klar\)"):
            publicera(importen)
        assert senaste_version() == 1

    @pytest.mark.parametrize("lage", [Lage.VANTAR, Lage.MISSLYCKAD, Lage.AVBRUTEN])
    def test_what_is_not_under_way_is_not_published(self, lage):
        importen = opublicerad(cell())
        Import.objects.update(lage=lage)
        with pytest.raises(InteGodkannbar):
            publicera(importen)
        assert (senaste_version(), Matvarde.objects.filter(importen=importen).count()) == (0, 1)

    def test_it_keeps_who_approved_it(self, folke):
        importen = opublicerad(cell())
        Import.objects.update(lage=Lage.GRANSKAS)
        assert publicera(importen, av=folke).godkand_av == folke

    def test_all_or_nothing(self, monkeypatch):
        publicerad(cell())
        importen = opublicerad(cell(varde=9.9), cell(kommun="2480"))
        monkeypatch.setattr("kommuner.services.skydda", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publicera(importen)
        importen.refresh_from_db()
        assert (importen.lage, importen.version, senaste_version()) == (Lage.PAGAR, None, 1)
        assert not Matvarde.objects.filter(ersatt_i__isnull=False).exists()

    def test_an_empty_import_ends_without_a_version(self):
        assert utfall(publicerad()) == (None, 0, 0, 0, 0)


class TestStyrka:
    """Final beats preliminary, real beats example."""

    def test_a_preliminary_value_does_not_replace_a_final_one(self):
        publicerad(cell())
        importen = publicerad(cell(varde=9.9, preliminar=True, rad=7))
        assert utfall(importen) == (None, 0, 0, 0, 1)
        (avvikelse,) = importen.avvikelser.all()
        assert (avvikelse.slag, avvikelse.rad, avvikelse.varde) == ("fel", 7, "9.9")
        assert avvikelse.skal == "Ett slutligt värde finns redan för N00090, 2015."
        assert vid(1) == [8.4]

    def test_a_final_value_replaces_a_preliminary_one(self):
        publicerad(cell(preliminar=True))
        assert utfall(publicerad(cell()))[3] == 1
        assert utfall(publicerad(cell(preliminar=True)))[4] == 1

    def test_example_data_gives_way_without_a_word(self):
        publicerad(cell())
        importen = publicerad(cell(varde=9.9, exempel=True), slag="exempel")
        assert utfall(importen) == (None, 0, 0, 0, 1)
        assert not importen.avvikelser.exists()

    def test_a_real_value_replaces_an_example_even_a_preliminary_one(self):
        publicerad(cell(exempel=True), slag="exempel")
        assert utfall(publicerad(cell(preliminar=True))) == (2, 0, 0, 1, 0)

    def test_a_neighbours_final_value_is_no_hindrance(self):
        publicerad(cell(), cell(kommun=None))
        assert utfall(publicerad(cell(kommun="2480", preliminar=True)))[1] == 1


class TestExempelserier:
    """A series is invented or real, never both: one real value, and the invented ones of all periods give way."""

    ALDRE = ("2013", "2014", "2015")

    def exempel(self, **mer: Any) -> Import:
        return publicerad(*(cell(period=p, exempel=True, **mer) for p in self.ALDRE), slag="exempel")

    def test_a_real_value_in_another_period_replaces_all_of_them(self):
        self.exempel()
        assert utfall(publicerad(cell(period="2016", varde=9.0))) == (2, 1, 0, 0, 0)
        assert (vid(1), vid(2)) == ([8.4] * 3, [9.0])

    @pytest.mark.parametrize(
        "annan",
        [
            {"kommun": "2480"},
            {"kommun": None},
            {"kon": "K"},
            {"nyckeltal_id": "N30001"},
            {"period": "2016-K1", "periodslag": "K"},
            {"varde": None},
            {"exempel": True},
        ],
    )
    def test_other_series_a_missing_and_an_invented_value_let_them_be(self, annan):
        self.exempel()
        publicerad(cell(**{"period": "2016", **annan}))
        assert len(vid(2)) == 4

    def test_a_unit_and_the_whole_municipality_are_two_series(self):
        enhet = Enhet.objects.create(kommun_id="2380", namn="Barn och unga")
        self.exempel(), self.exempel(enhet=enhet)
        publicerad(cell(period="2016", varde=9.0, enhet=enhet))
        assert vid(3, enhet=enhet) == [9.0]
        assert vid(3, enhet=None) == [8.4] * 3

    def test_riket_has_a_series_of_its_own(self):
        self.exempel(), self.exempel(kommun=None)
        publicerad(cell(period="2016", varde=9.0, kommun=None))
        assert vid(3, kommun=None) == [9.0]
        assert vid(3, kommun="2380") == [8.4] * 3

    def test_examples_that_come_later_stay_away_without_a_word(self):
        publicerad(cell(period="2016", varde=9.0), cell("2480", None, period="2016"))
        self.exempel(), self.exempel(kommun="2480")
        assert vid(senaste_version(), kommun="2380") == [9.0]
        assert vid(senaste_version(), kommun="2480") == [None, 8.4, 8.4, 8.4]


class TestMeddelande:
    @pytest.fixture
    def hort(self, django_capture_on_commit_callbacks):
        meddelanden = []

        def lyssna(sender: Any, importen: Import, familjer: list[Any], **_: Any) -> None:
            meddelanden.append(familjer)

        mottagare, import_klar.receivers = import_klar.receivers, []
        import_klar.connect(lyssna)
        yield meddelanden
        import_klar.receivers = mottagare

    def test_the_families_that_changed_are_told_of_on_commit(self, hort, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            publicerad(cell(), cell(kommun="2480"), cell(kon="K"))
            assert hort == []
        assert hort == [[("N00090", "K", "A"), ("N00090", "T", "A")]]

    def test_nothing_new_is_nothing_to_tell(self, hort, django_capture_on_commit_callbacks):
        publicerad(cell())
        with django_capture_on_commit_callbacks(execute=True):
            publicerad(cell())
        assert hort == []

    def test_a_family_that_only_lost_a_cell_from_sight_is_told_of_too(self, hort, django_capture_on_commit_callbacks):
        publicerad(rapporterad(kon="M", personer=40), rapporterad(kon="T", personer=43), slag="fil")
        with django_capture_on_commit_callbacks(execute=True):
            publicerad(rapporterad(kon="K", personer=3), slag="fil")
        assert ("VP01", "M", "K") in hort[0] or ("VP01", "T", "K") in hort[0]
        assert ("VP01", "K", "K") in hort[0]


class TestAvbrott:
    def test_cancelling_drops_the_rows(self):
        importen = opublicerad(cell())
        assert avbryt_import(importen)
        importen.refresh_from_db()
        assert (importen.lage, Matvarde.objects.count()) == (Lage.AVBRUTEN, 0)
        assert not avbryt_import(importen)

    def test_what_is_published_is_neither_cancelled_nor_dropped(self):
        importen = publicerad(cell())
        assert not avbryt_import(importen)
        kasta(importen)
        importen.version = None  # as one who read the row before it was published has it
        kasta(importen)
        assert vid(1) == [8.4]

    def test_sweeping_takes_the_failed_and_the_cancelled_only(self):
        publicerad(cell())
        misslyckad, avbruten, pagar = (opublicerad(cell(varde=v)) for v in (1.0, 2.0, 3.0))
        Import.objects.filter(pk=misslyckad.pk).update(lage=Lage.MISSLYCKAD)
        Import.objects.filter(pk=avbruten.pk).update(lage=Lage.AVBRUTEN)
        assert (stada(), stada()) == (2, 0)
        assert set(Matvarde.objects.filter(ersatt_i=None).values_list("varde", flat=True)) == {8.4, 3.0}
        assert pagar.pk


def rapporterad(kommun: str = "2380", personer: float = 40, **mer: Any) -> dict[str, Any]:
    """A vacancy rate whose denominator is `personer`."""
    falt = {"nyckeltal_id": VAKANTA, "period": "2025-K1", "periodslag": "K", "kon": "T", "kalla": "kommun"}
    tal = {"varde": 100 / personer, "taljare": 1.0, "namnare": float(personer)}
    return {"kommun_id": kommun, "saknas": "", **falt, **tal, **mer} | {"personer": None}


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_get_a_version_each():
    import threading

    importer = [opublicerad(cell(kommun=kod)) for kod in ("2380", "2480", "0180")]
    fel: list[Exception] = []

    def gor(importen: Import) -> None:
        try:
            publicera(importen)
        except Exception as undantag:
            fel.append(undantag)
        finally:
            connection.close()

    tradar = [threading.Thread(target=gor, args=[importen]) for importen in importer]
    for trad in tradar:
        trad.start()
    for trad in tradar:
        trad.join()
    assert fel == []
    assert set(Import.objects.values_list("version", flat=True)) == {1, 2, 3}
    assert Import.objects.filter(publicerad__lt=timezone.now() + timedelta(seconds=1)).count() == 3


class TestMotsvarigheter:
    def test_riket_is_found_among_what_is_replaced(self):
        publicerad(cell(kommun=None, varde=7.0), cell(varde=8.4), cell(kommun="2480"))
        ny = opublicerad(cell(kommun=None, varde=7.5), cell(varde=8.5))
        funna = motsvarigheter(ny, list(Matvarde.objects.filter(importen=ny)))
        assert {m.kommun_id: m.varde for m in funna.values()} == {None: 7.0, "2380": 8.4}
