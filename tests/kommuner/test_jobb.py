"""Jobs: the row is the truth, and only its owner writes. Import stands for every kind of job."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from kommuner import jobb, tasks
from kommuner.jobb import Lage, Tappat, avbryt, avsluta, skrivning, sla, ta, vack_tysta
from kommuner.models import Import, Matvarde
from tests.kommuner.test_services import cell, opublicerad

pytestmark = pytest.mark.django_db


@pytest.fixture
def importen() -> Import:
    return Import.objects.create(slag="kolada")


@pytest.fixture
def knuffade(monkeypatch):
    """Which rows the workers were told of."""
    rader: list[int] = []
    monkeypatch.setattr(tasks.arbeta_import, "apply_async", lambda args, retry: rader.append(args[0]))
    return rader


def nu():
    return timezone.now()


def tagen(importen: Import) -> Import:
    """Claimed, as its worker holds it."""
    min_ = ta(Import, importen.pk)
    assert min_ is not None
    return min_


def tystna(importen: Import, sekunder: float = 300) -> None:
    Import.objects.filter(pk=importen.pk).update(hjartslag=nu() - timedelta(seconds=sekunder))


def test_a_waiting_row_is_claimed_once(importen):
    min_ = tagen(importen)
    assert (min_.lage, min_.forsok, min_.hjartslag is not None) == (Lage.PAGAR, 1, True)
    assert ta(Import, importen.pk) is None


def test_a_silent_row_is_anybodys(importen, settings):
    ta(Import, importen.pk)
    tystna(importen, settings.JOBB_TYST_EFTER - 2)
    assert ta(Import, importen.pk) is None
    tystna(importen, settings.JOBB_TYST_EFTER + 2)
    assert tagen(importen).forsok == 2


@pytest.mark.parametrize("lage", [Lage.GRANSKAS, Lage.MISSLYCKAD, Lage.AVBRUTEN, Lage.KLAR])
def test_what_is_not_to_be_done_is_not_claimed(importen, lage):
    Import.objects.update(lage=lage, hjartslag=nu() - timedelta(days=1))
    assert ta(Import, importen.pk) is None
    assert ta(Import, 0) is None


def test_a_heartbeat_sets_fields_on_the_row_and_on_the_object(importen):
    min_ = tagen(importen)
    tystna(importen)
    sla(min_, klart=3, steg="läser")
    importen.refresh_from_db()
    assert (importen.klart, importen.steg, min_.klart) == (3, "läser", 3)
    assert nu() - importen.hjartslag < timedelta(seconds=10)


def test_a_worker_that_slept_and_woke_writes_nothing(importen):
    sov = tagen(importen)
    tystna(importen)
    efter = tagen(importen)
    with pytest.raises(Tappat):
        sla(sov, klart=7)
    with pytest.raises(Tappat), skrivning(sov, klart=7):
        pytest.fail("the block must not run")
    with pytest.raises(Tappat):
        avsluta(sov, Lage.KLAR)
    sla(efter, klart=1)
    importen.refresh_from_db()
    assert (importen.klart, importen.lage, importen.forsok) == (1, Lage.PAGAR, 2)


def test_a_cancelled_worker_writes_nothing(importen):
    min_ = tagen(importen)
    assert avbryt(importen)
    with pytest.raises(Tappat):
        sla(min_)
    importen.refresh_from_db()
    assert (importen.lage, importen.avslutad is not None) == (Lage.AVBRUTEN, True)
    assert not avbryt(importen)


def test_what_is_written_goes_with_the_note_or_not_at_all(importen, register):
    min_ = tagen(importen)
    with pytest.raises(IntegrityError), skrivning(min_, klart=1):
        Matvarde.objects.bulk_create(Matvarde(**cell(), importen=min_) for _ in range(2))
    importen.refresh_from_db()
    assert (importen.klart, Matvarde.objects.count()) == (0, 0)


def test_ending_says_when_and_leaving_for_review_does_not(importen):
    min_ = tagen(importen)
    avsluta(min_, Lage.GRANSKAS)
    assert min_.avslutad is None
    Import.objects.update(lage=Lage.PAGAR)
    avsluta(min_, Lage.MISSLYCKAD, "Kolada svarar inte.")
    assert (min_.avslutad is not None, min_.fel, min_.ar_avslutat) == (True, "Kolada svarar inte.", True)


@pytest.mark.parametrize(
    ("lage", "klart", "totalt", "andel"),
    [("vantar", 0, 0, 0), ("pagar", 1, 3, 33), ("pagar", 3, 3, 99), ("klar", 0, 0, 100), ("pagar", 5, 3, 99)],
)
def test_the_share_done(lage, klart, totalt, andel):
    assert Import(lage=lage, klart=klart, totalt=totalt).andel == andel


class TestKnuffar:
    def test_it_is_sent_when_the_row_is_committed(self, importen, knuffade, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            jobb.knuffa(importen)
            assert knuffade == []
        assert knuffade == [importen.pk]

    @pytest.mark.parametrize("fel", [OperationalError("borta"), ConnectionRefusedError(), TimeoutError()])
    def test_with_the_broker_down_the_row_waits(
        self, importen, monkeypatch, caplog, fel, django_capture_on_commit_callbacks
    ):
        def borta(**_: object) -> None:
            raise fel

        monkeypatch.setattr(tasks.arbeta_import, "apply_async", borta)
        monkeypatch.setattr(jobb, "_varnad", None)
        with django_capture_on_commit_callbacks(execute=True):
            jobb.knuffa(importen)
        importen.refresh_from_db()
        assert importen.lage == Lage.VANTAR
        assert vack_tysta(nu()) == 0
        assert caplog.text.count("väntar i databasen") == 1  # said once, though tried twice

    def test_a_broker_that_is_down_is_found_out_at_once(self, importen, settings):
        """kombu by itself tries for six seconds, while somebody waits for the page."""
        assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["max_retries"] <= 1
        assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["socket_connect_timeout"] <= 1

    def test_a_process_that_does_not_know_the_task_leaves_it_to_the_clock(self, importen, monkeypatch):
        monkeypatch.setattr(jobb, "ARBETEN", {})
        assert not jobb._skicka(Import, importen.pk)

    def test_the_forgotten_and_the_silent_are_told_of_again(self, importen, knuffade):
        pagar, tyst, klar = (Import.objects.create(slag="fil") for _ in range(3))
        ta(Import, pagar.pk)
        ta(Import, tyst.pk)
        tystna(tyst)
        Import.objects.filter(pk=klar.pk).update(lage=Lage.KLAR)
        assert vack_tysta(nu()) == 2
        assert knuffade == [importen.pk, tyst.pk]

    def test_a_waiting_row_is_told_of_at_most_as_often_as_a_job_may_be_silent(self, importen, knuffade, settings):
        start = nu()
        vack_tysta(start)
        vack_tysta(start + timedelta(seconds=10))
        assert knuffade == [importen.pk]
        vack_tysta(start + timedelta(seconds=settings.JOBB_TYST_EFTER + 1))
        assert knuffade == [importen.pk] * 2
        assert ta(Import, importen.pk) is not None

    def test_a_job_that_fells_every_worker_is_given_up(self, importen, knuffade):
        ta(Import, importen.pk)
        Import.objects.update(forsok=jobb.HOGST_FORSOK)
        assert vack_tysta(nu()) == 0
        tystna(importen)
        assert vack_tysta(nu()) == 0
        importen.refresh_from_db()
        assert (importen.lage, importen.fel.startswith("Arbetet har stannat 10 gånger")) == (Lage.MISSLYCKAD, True)
        assert knuffade == []


class TestUppgifter:
    @pytest.mark.parametrize(("slag", "modul", "namn"), [("kolada", "kolada", "hamta"), ("fil", "fil", "las_in")])
    def test_each_kind_of_import_has_its_own_work(self, importen, monkeypatch, slag, modul, namn):
        gjorda: list[int] = []
        monkeypatch.setattr(f"kommuner.importer.{modul}.{namn}", gjorda.append)
        Import.objects.update(slag=slag)
        tasks.arbeta_import(importen.pk)
        assert gjorda == [importen.pk]

    @pytest.mark.parametrize("slag", ["formular", "exempel"])
    def test_what_is_no_workers_is_left_alone(self, importen, slag):
        Import.objects.update(slag=slag)
        tasks.arbeta_import(importen.pk)
        tasks.arbeta_import(importen.pk + 1)
        importen.refresh_from_db()
        assert importen.lage == Lage.VANTAR

    def test_the_clock_sweeps_after_the_dead(self, register, knuffade):
        importen = opublicerad(cell())
        Import.objects.filter(pk=importen.pk).update(lage=Lage.MISSLYCKAD)
        kvar = opublicerad(cell())
        assert tasks.vack_tysta_jobb() == 0
        assert set(Matvarde.objects.values_list("importen", flat=True)) == {kvar.pk}


def test_writing_holds_the_row_inside_the_callers_transaction(importen):
    min_ = tagen(importen)
    with transaction.atomic():
        with skrivning(min_, steg="ett"):
            pass
        transaction.set_rollback(True)
    importen.refresh_from_db()
    assert importen.steg == ""
