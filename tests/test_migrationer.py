"""The migrations say what the models say, and go both ways on the database that is used."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.mark.django_db
def test_no_model_differs_from_its_migrations():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("app", ["atgarder", "besok", "rapporter"])
def test_an_app_can_be_taken_back_and_put_on_again(app):
    exekutor = MigrationExecutor(connection)
    sist = [nod for nod in exekutor.loader.graph.leaf_nodes() if nod[0] == app]
    exekutor.migrate([(app, None)])
    assert not [t for t in connection.introspection.table_names() if t.startswith(f"{app}_")]
    igen = MigrationExecutor(connection)
    igen.migrate(sist)
    assert [t for t in connection.introspection.table_names() if t.startswith(f"{app}_")]
