"""The import from Kolada, from order to published version, against the tests' own server."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from kommuner import jobb, tasks
from kommuner.bekraftelse import bekrafta
from kommuner.importer import kolada as importer
from kommuner.importer.kolada import bestall_kolada, hamta
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version, varden
from kommuner.models import Avvikelse, Grupptillhorighet, Import, Matvarde
from kommuner.services import InteGodkannbar, avbryt_import
from tests.kolada_server import koladaserver

AR = range(2012, 2017)
pytestmark = pytest.mark.usefixtures("register")


@pytest.fixture
def kolada():
    with koladaserver() as server:
        yield server


@pytest.fixture
def hamtat(kolada):
    """Order and fetch, as one worker would; nothing is slept."""

    def gor(*nyckeltal: str, ar=AR, **mer) -> Import:
        importen = bestall_kolada(nyckeltal=nyckeltal, ar=ar, bas_url=kolada.bas_url)
        return hamta(importen.pk, sov=lambda _: None, **mer)  # type: ignore[return-value]

    return gor


def antal(importen: Import) -> tuple[int, int, int, int]:
    return importen.tagna, importen.oforandrade, importen.reviderade, importen.avvisade


def synligt(version: int, kommun: str | None = "2380", period: str = "2015", kon: str = "T", nyckeltal: str = "N00090"):
    rad: Any = varden(version).get(kommun=kommun, period=period, kon=kon, nyckeltal=nyckeltal)
    return rad.synligt


def test_everything_is_taken_at_first(kolada, hamtat):
    importen = hamtat()
    assert antal(importen) == (291 * (5 * 3 + 5 + 3), 0, 0, 0)
    assert (importen.lage, importen.version, importen.andel) == (Lage.KLAR, 1, 100)
    assert Matvarde.objects.filter(kalla="kolada", periodslag="A", exempel=False).count() == importen.tagna
    assert synligt(1) == kolada.varden["N00090"]["2380", 2015, "T"]
    assert synligt(1, kommun=None) == kolada.varden["N00090"]["0000", 2015, "T"]
    assert Grupptillhorighet.objects.count() == 290


def test_twice_changes_nothing(hamtat):
    forsta, andra = hamtat(), hamtat()
    assert antal(andra) == (0, forsta.tagna, 0, 0)
    assert (andra.lage, andra.version, senaste_version()) == (Lage.KLAR, None, 1)
    assert Matvarde.objects.count() == forsta.tagna


def test_exactly_the_revised_value_is_revised_and_the_old_one_stays_to_be_seen(kolada, hamtat):
    hamtat()
    fore = synligt(1)
    kolada.varden["N00090"]["2380", 2015, "T"] = 9.9
    importen = hamtat()
    assert (importen.version, importen.tagna, importen.reviderade) == (2, 0, 1)
    assert (synligt(1), synligt(2)) == (fore, 9.9)
    assert Matvarde.objects.filter(ersatt_i=2).count() == Matvarde.objects.filter(importen=importen).count() == 1


def test_rikets_value_is_its_own(kolada, hamtat):
    """Riket has no kommun, and must be mixed up with none: neither as unchanged nor as replaced."""
    hamtat("N00090")
    kolada.varden["N00090"]["0000", 2015, "T"] = kolada.varden["N00090"]["2380", 2015, "T"] = 7.7
    importen = hamtat("N00090")
    assert importen.reviderade == 2
    assert synligt(2, kommun=None) == synligt(2) == 7.7


def test_missing_stays_apart_from_zero(kolada, hamtat):
    kolada.varden["N00090"]["2380", 2015, "T"] = None
    kolada.varden["N00090"]["2380", 2014, "T"] = 0.0
    importen = hamtat("N00090")
    rader: Any = varden(importen.version).filter(kommun="2380", kon="T", period__in=["2014", "2015"]).order_by("period")
    assert [(r.synligt, r.skal) for r in rader] == [(0.0, ""), (None, "saknas")]


def test_a_value_that_kolada_takes_back_becomes_missing(kolada, hamtat):
    hamtat("N00090")
    kolada.varden["N00090"]["2380", 2015, "T"] = None
    assert hamtat("N00090").reviderade == 1
    assert synligt(2) is None
    assert synligt(1) is not None


def test_an_unknown_id_is_told_from_one_without_values(kolada, hamtat):
    kolada.kanda = {"U30200"}
    importen = hamtat("U30200", "U30201", "N00090")
    assert importen.lage == Lage.KLAR
    assert importen.fortsattning["utan_varden"] == ["U30200", "U30201"]
    (avvikelse,) = importen.avvikelser.all()
    assert (avvikelse.slag, avvikelse.varde) == ("fel", "U30201")
    assert avvikelse.skal == "Kolada känner inte till nyckeltalet U30201."
    assert (importen.avvisade, importen.tagna) == (1, 291 * 15)


def test_bad_rows_are_refused_with_reasons_and_the_rest_is_taken(kolada, hamtat):
    uppgift = [{"gender": "T", "value": "8,4"}]
    kolada.extra = ["skräp", {"kpi": "N00090", "period": 2015, "municipality": "2380", "values": uppgift}]
    importen = hamtat("N00090")
    assert antal(importen) == (291 * 15, 0, 0, 2)
    assert [(a.kolumn, a.skal) for a in importen.avvikelser.all()] == [
        ("rad", "Raden är inget objekt."),
        ("value", "Värdet är inte ett tal."),
    ]


def test_a_flood_of_bad_rows_is_counted_whole_and_listed_in_part(kolada, hamtat):
    kolada.extra = ["skräp"] * 1000
    importen = hamtat("N00090")
    assert (importen.avvisade, importen.avvikelser.count()) == (1000, importer.HOGST_VISADE)


def test_the_years_asked_for_and_no_others(kolada, hamtat):
    importen = hamtat("N00090", ar=[2014, 2012])
    assert importen.tagna == 291 * 6
    assert set(Matvarde.objects.values_list("period", flat=True)) == {"2012", "2014"}


def test_more_than_twenty_five_years_are_asked_for_in_several_questions(kolada, hamtat):
    hamtat("N00090", ar=range(1995, 2024))
    assert len([vag for vag in kolada.fragor if "/data/" in vag]) == 2


class TestOrimliga:
    """Values out of range wait for a person."""

    @pytest.fixture
    def avvikelse(self, kolada, hamtat):
        kolada.varden["N00090"]["2380", 2015, "T"] = 84.0
        importen = hamtat("N00090")
        assert antal(importen) == (291 * 15 - 1, 0, 0, 0)
        return importen.avvikelser.get()

    def test_it_is_kept_aside_with_its_reason(self, avvikelse):
        assert avvikelse.slag == Avvikelse.Slag.ORIMLIG
        assert (avvikelse.kolumn, avvikelse.varde) == ("N00090, 2380, 2015, T", "84.0")
        assert "Rimliga värden ligger mellan 0 och 25" in avvikelse.skal
        assert not varden(1).filter(kommun="2380", period="2015", kon="T").exists()

    def test_confirmed_it_is_a_version_of_its_own(self, avvikelse, folke):
        importen = bekrafta(avvikelse, av=folke)
        assert (importen.version, importen.tagna, importen.slag, importen.av) == (2, 1, "kolada", folke)
        assert synligt(2) == 84.0
        rad = Matvarde.objects.get(importen=importen)
        assert (rad.kalla, rad.preliminar, rad.exempel) == ("kolada", False, False)
        avvikelse.refresh_from_db()
        assert (avvikelse.bekraftad_av, avvikelse.bekraftad is not None) == (folke, True)

    def test_once_confirmed_the_next_fetch_asks_no_more(self, avvikelse, folke, hamtat):
        bekrafta(avvikelse, av=folke)
        importen = hamtat("N00090")
        assert antal(importen) == (0, 291 * 15, 0, 0)
        assert not importen.avvikelser.exists()

    def test_it_is_confirmed_once(self, avvikelse, folke):
        bekrafta(avvikelse, av=folke)
        with pytest.raises(InteGodkannbar, match="redan bekräftat"):
            bekrafta(avvikelse, av=folke)
        assert senaste_version() == 2

    def test_a_later_value_is_not_overwritten_by_an_old_one(self, avvikelse, folke, kolada, hamtat):
        kolada.varden["N00090"]["2380", 2015, "T"] = 8.4
        hamtat("N00090")
        with pytest.raises(InteGodkannbar, match="nyare värde"):
            bekrafta(avvikelse, av=folke)
        assert synligt(2) == 8.4

    def test_a_refused_row_cannot_be_confirmed(self, avvikelse, folke):
        fel = Avvikelse.objects.create(importen=avvikelse.importen, slag="fel", skal="Fel.")
        with pytest.raises(InteGodkannbar, match="kan inte bekräftas"):
            bekrafta(fel, av=folke)
        assert senaste_version() == 1


class TestBestallning:
    def test_one_at_a_time(self, folke):
        forsta = bestall_kolada(av=folke, nyckeltal=["N00090"])
        andra = bestall_kolada()
        assert (andra.pk, andra.av) == (forsta.pk, folke)
        avbryt_import(forsta)
        assert bestall_kolada().pk != forsta.pk

    def test_without_years_the_last_twenty_five(self, settings):
        importen = bestall_kolada()
        i_ar = timezone.localdate().year
        assert importen.urval == {"nyckeltal": [], "ar": list(range(i_ar - 24, i_ar + 1))}
        assert (importen.slag, importen.fran, importen.lage) == ("kolada", settings.KOLADA_URL, Lage.VANTAR)

    @pytest.mark.parametrize("kod", ["N99999", "VP01", "", "n00090"])
    def test_a_nyckeltal_that_is_not_koladas_is_refused(self, kod):
        with pytest.raises(ValueError, match="hämtas inte från Kolada"):
            bestall_kolada(nyckeltal=["N00090", kod])
        assert not Import.objects.exists()

    @pytest.mark.parametrize("ar", [0, 1969, 2100, -1])
    def test_a_year_that_cannot_be_is_refused(self, ar):
        with pytest.raises(ValueError, match=f"Året {ar} går inte att hämta"):
            bestall_kolada(ar=[2015, ar])

    def test_the_workers_are_told_when_the_order_is_kept(self, monkeypatch, django_capture_on_commit_callbacks):
        knuffade: list[object] = []
        monkeypatch.setattr(jobb, "_skicka", lambda modell, pk: knuffade.append((modell, pk)))
        with django_capture_on_commit_callbacks(execute=True):
            importen = bestall_kolada()
            bestall_kolada()
        assert knuffade == [(Import, importen.pk)]

    def test_the_weekly_order_is_everything(self):
        assert Import.objects.get(pk=tasks.hamta_kolada_veckovis()).urval["nyckeltal"] == []


class TestAvbrott:
    """Every way to stop half way."""

    def test_a_successor_goes_on_where_the_dead_one_stopped(self, kolada, hamtat, monkeypatch):
        class Strom(BaseException):
            """The power goes."""

        monkeypatch.setattr(importer, "hamta_grupper", _kastar(Strom()))
        with pytest.raises(Strom):
            hamtat()
        monkeypatch.undo()
        importen = Import.objects.get()
        assert (importen.lage, importen.version, len(importen.fortsattning["klara"])) == (Lage.PAGAR, None, 36)
        assert hamta(importen.pk) is None  # somebody else's, for all that is known
        Import.objects.update(hjartslag=timezone.now() - timedelta(minutes=5))
        kolada.fragor.clear()
        klar = hamta(importen.pk, sov=lambda _: None)
        assert klar is not None
        assert antal(klar) == (291 * 23, 0, 0, 0)
        assert all("municipality_groups" in vag for vag in kolada.fragor)

    def test_a_step_is_done_wholly_or_not_at_all(self, hamtat, monkeypatch):
        monkeypatch.setattr(importer, "_spara_avvisade", _kastar(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            hamtat("N00090")
        assert Import.objects.get().fortsattning == {}
        assert not Matvarde.objects.exists()

    def test_cancelled_it_stops_and_leaves_nothing(self, hamtat):
        def avbryt(klart: int, totalt: int, steg: str) -> None:
            if klart == 2:
                avbryt_import(Import.objects.get())

        assert hamtat("N00090", "N30001", "U33401", framsteg=avbryt) is None
        importen = Import.objects.get()
        assert (importen.lage, importen.version) == (Lage.AVBRUTEN, None)
        assert not Matvarde.objects.exists()

    def test_taken_over_it_stops_and_touches_nothing(self, hamtat):
        def sov(klart: int, totalt: int, steg: str) -> None:
            if klart == 1:
                Import.objects.update(forsok=9)

        assert hamtat("N00090", "N30001", framsteg=sov) is None
        assert (Import.objects.get().lage, Matvarde.objects.count()) == (Lage.PAGAR, 291 * 15)

    @pytest.mark.parametrize(
        ("stor", "text"),
        [
            ({"alltid": 500}, "Gav upp efter 7 försök"),
            ({"html": True}, "webbsida"),
            ({"alltid": 410}, "stängt den version"),
            ({"raa": b'{"values": '}, "halvt svar"),
        ],
    )
    def test_a_kolada_that_does_not_work_fails_it_in_plain_words(self, kolada, hamtat, stor, text):
        for namn, varde in stor.items():
            setattr(kolada, namn, varde)
        importen = hamtat("N00090")
        importen.refresh_from_db()
        assert (importen.lage, text in importen.fel) == (Lage.MISSLYCKAD, True)
        assert importen.avslutad is not None

    def test_failing_late_leaves_no_rows(self, kolada, hamtat):
        kolada.status = dict.fromkeys(range(3, 50), 500)
        assert hamtat("N00090", "N30001").lage == Lage.MISSLYCKAD
        assert not Matvarde.objects.exists()

    def test_an_unforeseen_fault_is_logged_and_said(self, hamtat, monkeypatch, caplog):
        monkeypatch.setattr(importer, "tolka", _kastar(ZeroDivisionError("hoppsan")))
        assert hamtat("N00090").fel.startswith("Ett oväntat fel stoppade hämtningen.")
        assert "hoppsan" in caplog.text

    def test_a_database_that_is_away_leaves_the_row_to_be_taken_up(self, hamtat, monkeypatch):
        monkeypatch.setattr(importer, "skriv", _kastar(OperationalError("borta")))
        with pytest.raises(OperationalError):
            hamtat("N00090")
        assert Import.objects.get().lage == Lage.PAGAR

    @pytest.mark.parametrize("stor", [{"strypning": 3}, {"bryt": {2, 4}}, {"halva": {1}}, {"status": {3: 503}}])
    def test_trouble_on_the_way_changes_nothing_in_the_end(self, kolada, hamtat, stor):
        kolada.per_sida = 500
        for namn, varde in stor.items():
            setattr(kolada, namn, varde)
        assert antal(hamtat("N00090", "N30001")) == (291 * 20, 0, 0, 0)
        assert synligt(1) == kolada.varden["N00090"]["2380", 2015, "T"]

    def test_waiting_is_said_at_once(self, kolada, hamtat):
        sagt: list[str] = []
        kolada.status = {1: 500}
        hamtat("N00090", framsteg=lambda klart, totalt, steg: sagt.append(steg))
        assert "Kolada har ett fel hos sig (svar 500). Försöker igen om 1 s." in sagt
        assert sagt[-1] == "publicerar"


def _kastar(fel: BaseException):
    def kasta(*args: object, **namngivna: object) -> None:
        raise fel

    return kasta
