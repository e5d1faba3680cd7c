"""Idempotency-Key: the same request twice writes once, another one is refused, and a failure leaves nothing."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atgarder import services
from atgarder.models import Atgard, Inspiration, Kalla, Lagesandring, Uppgift
from socialtjanst.models import Idempotens
from tests.api.behorighet import UPPGIFT
from tests.api.test_fel import problem
from tests.atgarder.varld import atgard

ADRESS = "/api/v1/atgarder/"
NY = {"kommun": "2380", "typ": "arbetsmiljo", "titel": "Ny", "kallor": [{"titel": "Beslutet", "slag": "beslut"}]}
TRADAR = 20


@pytest.fixture
def register(db):
    """Not the module's world: threads must see what is committed."""
    call_command("las_register", verbosity=0)


@pytest.fixture
def nyckel():
    return {"idempotency-key": str(uuid.uuid4())}


@pytest.mark.usefixtures("typer")
class TestEnITaget:
    def test_the_same_twice_makes_one_and_gets_the_same_answer(self, sand, nyckel):
        forst, igen = (sand(ADRESS, huvuden=nyckel, **NY) for _ in range(2))
        assert (forst.status_code, igen.status_code) == (201, 201)
        assert forst.content == igen.content
        assert forst["Location"] == igen["Location"]
        assert igen["Content-Type"] == "application/json"
        assert not forst.has_header("Idempotent-Replayed")
        assert igen["Idempotent-Replayed"] == "true"
        assert Atgard.objects.count() == Kalla.objects.count() == Lagesandring.objects.count() == 1

    def test_the_first_answer_is_given_even_after_a_change(self, sand, nyckel):
        forst = sand(ADRESS, huvuden=nyckel, **NY)
        services.andra(forst.json()["id"], revision=1, falt={"titel": "Ändrad"}, av=None)
        assert sand(ADRESS, huvuden=nyckel, **NY).json()["titel"] == "Ny"

    def test_without_a_key_each_is_a_new_one(self, sand):
        for _ in range(2):
            assert sand(ADRESS, **NY).status_code == 201
        assert Atgard.objects.count() == 2
        assert not Idempotens.objects.exists()

    def test_every_address_that_is_posted_to(self, sand, nyckel):
        a, b = atgard(), atgard("2480", titel="Förebild")
        anrop: tuple[tuple[str, dict[str, Any], Callable[[], int]], ...] = (
            (f"{ADRESS}{a.pk}/lage/", {"lage": "permanent"}, lambda: Lagesandring.objects.filter(atgard=a).count() - 1),
            ("/api/v1/inspiration/", {"atgard": a.pk, "forebild": b.pk}, Inspiration.objects.count),
            ("/api/v1/uppgifter/", UPPGIFT, Uppgift.objects.count),
        )
        for nr, (adress, kropp, antal) in enumerate(anrop):
            huvuden = {"idempotency-key": f"{nyckel['idempotency-key']}-{nr}"}
            svar = [sand(adress, huvuden=huvuden, **kropp) for _ in range(2)]
            assert svar[0].content == svar[1].content
            assert svar[1]["Idempotent-Replayed"] == "true"
            assert antal() == 1

    def test_the_key_with_other_content_or_at_another_address_is_refused(self, sand, nyckel):
        pk = sand(ADRESS, huvuden=nyckel, **NY).json()["id"]
        problem(sand(ADRESS, huvuden=nyckel, **{**NY, "titel": "Annan"}), 422, "nyckeln-anvand")
        problem(sand(f"{ADRESS}{pk}/lage/", huvuden=nyckel, lage="beslutad"), 422, "nyckeln-anvand")
        assert Atgard.objects.get().lage == "foreslagen"

    def test_the_order_and_the_spacing_of_the_content_do_not_matter(self, bo, inloggad, nyckel):
        for kropp in (
            '{"kommun": "2380", "typ": "arbetsmiljo", "titel": "\\u00d6"}',
            '{"titel":"Ö","typ":"arbetsmiljo","kommun":"2380"}',
        ):
            svar = inloggad(bo).post(ADRESS, kropp, content_type="application/json", headers=nyckel)
            assert svar.status_code == 201
        assert Atgard.objects.count() == 1

    def test_the_key_is_ones_own(self, sand, nyckel, alva):
        for vem in (None, alva):
            assert not sand(ADRESS, vem=vem, huvuden=nyckel, **NY).has_header("Idempotent-Replayed")
        assert Atgard.objects.count() == 2

    @pytest.mark.parametrize(
        ("fel", "status"),
        [({"titel": ""}, 400), ({"start": "2016", "slut": "2015"}, 422), ({"kommun": "2480"}, 403)],
    )
    def test_a_refusal_is_not_kept_and_the_mended_request_may_use_the_key(self, sand, nyckel, fel, status):
        for _ in range(2):
            assert sand(ADRESS, huvuden=nyckel, **{**NY, **fel}).status_code == status
        assert not Idempotens.objects.exists()
        assert sand(ADRESS, huvuden=nyckel, **NY).status_code == 201

    def test_a_failure_halfway_leaves_neither_the_measure_nor_an_answer(self, bo, alva, inloggad, nyckel):
        """The write itself succeeds; then the database refuses the answer."""
        with connection.cursor() as c:
            c.execute("CREATE UNIQUE INDEX idempotens_prov ON socialtjanst_idempotens (status) WHERE status = 201")
        Idempotens.objects.create(user=alva, nyckel="i vägen", avtryck="x", status=201)
        klient = inloggad(bo)
        klient.raise_request_exception = False
        svar = klient.post(ADRESS, NY, content_type="application/json", headers=nyckel)
        problem(svar, 500, "internt-fel")
        assert not Atgard.objects.exists()
        assert not Kalla.objects.exists()
        assert Idempotens.objects.count() == 1

    def test_a_right_that_is_taken_back_takes_the_answer_back(self, sand, nyckel, bo):
        assert sand(ADRESS, huvuden=nyckel, **NY).status_code == 201
        bo.uppdrag.update(kommun="2480")
        problem(sand(ADRESS, huvuden=nyckel, **NY), 403, "saknar-behorighet")

    def test_after_a_day_the_key_is_new(self, sand, nyckel):
        sand(ADRESS, huvuden=nyckel, **NY)
        Idempotens.objects.update(skapad=timezone.now() - timedelta(hours=23, minutes=59))
        assert sand(ADRESS, huvuden=nyckel, **NY)["Idempotent-Replayed"]
        Idempotens.objects.update(skapad=timezone.now() - timedelta(hours=24, minutes=1))
        assert not sand(ADRESS, huvuden=nyckel, **NY).has_header("Idempotent-Replayed")
        assert Atgard.objects.count() == 2
        assert Idempotens.objects.count() == 1

    @pytest.mark.parametrize("fel", ["", " ", "två ord", "x" * 201, "å", "a\tb"])
    def test_a_key_that_is_none_is_told(self, sand, fel):
        kropp = problem(sand(ADRESS, huvuden={"idempotency-key": fel}, **NY), 400, "ogiltig-fraga")
        assert kropp["errors"][0]["falt"] == "Idempotency-Key"
        assert not Atgard.objects.exists()

    def test_the_keys_go_with_their_user(self, sand, nyckel, bo):
        sand(ADRESS, huvuden=nyckel, **NY)
        bo.delete()
        assert not Idempotens.objects.exists()

    @pytest.mark.parametrize("status", [0, 199, 300, 409, 500])
    def test_the_database_takes_no_answer_that_did_not_succeed(self, bo, status):
        with pytest.raises(IntegrityError), transaction.atomic():
            Idempotens.objects.create(user=bo, nyckel="a", avtryck="b", status=status)

    def test_the_database_takes_a_key_once_per_user(self, bo, alva):
        for vem in (bo, alva):
            Idempotens.objects.create(user=vem, nyckel="a", avtryck="b", status=201)
        with pytest.raises(IntegrityError), transaction.atomic():
            Idempotens.objects.create(user=bo, nyckel="a", avtryck="c", status=201)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(anrop=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["X", "Y"])), min_size=1, max_size=8))
    def test_however_requests_are_repeated_each_key_makes_one(self, sand, anrop):
        Atgard.objects.all().delete()
        Idempotens.objects.all().delete()
        forst: dict[str, tuple[str, bytes]] = {}
        for nyckel, titel in anrop:
            svar = sand(ADRESS, huvuden={"idempotency-key": nyckel}, **{**NY, "titel": titel})
            vantat, kropp = forst.setdefault(nyckel, (titel, svar.content))
            assert svar.status_code == (201 if vantat == titel else 422)
            assert vantat != titel or svar.content == kropp
        assert Atgard.objects.count() == len(forst)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one(transactional_db, typer, bo):
    svar: list[tuple[int, bytes]] = []
    huvuden = {"idempotency-key": "samma"}
    klienter = [Client() for _ in range(TRADAR)]
    for klient in klienter:
        klient.force_login(bo)
    start = threading.Barrier(TRADAR)

    def gor(klient: Client) -> None:
        try:
            start.wait()
            ett = klient.post(ADRESS, NY, content_type="application/json", headers=huvuden)
            svar.append((ett.status_code, ett.content))
        finally:
            connection.close()

    tradar = [threading.Thread(target=gor, args=[klient]) for klient in klienter]
    for trad in tradar:
        trad.start()
    for trad in tradar:
        trad.join()
    assert {status for status, _ in svar} == {201}
    assert len(svar) == TRADAR
    assert len({kropp for _, kropp in svar}) == 1
    assert Atgard.objects.count() == Kalla.objects.count() == Idempotens.objects.count() == 1
