"""Whatever the description allows, and what it does not: no server error, and every answer as described."""

from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from rapporter.models import Rapport
from socialtjanst.api import dokument
from tests.api.behorighet import bos_objekt
from tests.varldar import bygg_trender

# Codes of the right form need not exist, and are then refused: 400 is right.
UNDANTAG = [positive_data_acceptance, ignored_auth]
PRODUKT = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


schema = schemathesis.openapi.from_dict(dokument.schema())
schema.app = get_wsgi_application()


@pytest.fixture(scope="module")
def modulens_trender(modulens_varld, django_db_blocker):
    with django_db_blocker.unblock():
        bygg_trender()


@pytest.fixture
def obegransat(modulens_trender, varld, typer, settings):
    """A world with trends, and no limit to how often it is asked."""
    standard: Any = django_settings.REST_FRAMEWORK
    settings.REST_FRAMEWORK = {**standard, "DEFAULT_THROTTLE_RATES": dict.fromkeys(standard["DEFAULT_THROTTLE_RATES"])}
    settings.ALLOWED_HOSTS = ["*"]
    # As Django's own test client: a request ends, the test's transaction does not.
    signaler = (request_started, request_finished)
    for signal in signaler:
        signal.disconnect(close_old_connections)
    yield
    for signal in signaler:
        signal.connect(close_old_connections)


@pytest.fixture
def bos_kaka(bo, inloggad, typer):
    Rapport.objects.create(pk=1, omfang="riket", av=bo)
    bos_objekt()
    return {"sessionid": inloggad(bo).cookies["sessionid"].value}


@schema.parametrize()
@PRODUKT
def test_a_stranger(case, obegransat):
    case.validate_response(case.call(), excluded_checks=UNDANTAG)


@schema.include(method=["POST", "PATCH"]).parametrize()
@PRODUKT
def test_somebody_logged_in(case, obegransat, bos_kaka):
    case.validate_response(case.call(cookies=bos_kaka), excluded_checks=UNDANTAG)
