"""Tables and connections of the core's own tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django.plugin import DjangoDbBlocker

from core.tests.probe import MODELS, Person


@pytest.fixture(scope="session")
def probe_tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tables of the probe models, made outside of any test's transaction."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in reversed(MODELS):
            editor.delete_model(model)


@pytest.fixture
def probes(probe_tables: None, db: None) -> None:
    """Probe models inside the test's transaction."""


@pytest.fixture
def ann(probes: None) -> Person:
    return Person.objects.create(name="Ann")


@pytest.fixture
def bob(probes: None) -> Person:
    return Person.objects.create(name="Bob")


@pytest.fixture
def committed_probes(probe_tables: None, transactional_db: None) -> Iterator[None]:
    """Probe models in real transactions; what the test leaves is deleted."""
    yield
    for model in reversed(MODELS):
        model.objects.all().delete()


@pytest.fixture
def open_connection(
    transactional_db: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[..., BaseDatabaseWrapper]]:
    """Opens a further connection, to the test's database where no other `settings` are given."""
    with ExitStack() as opened:

        def open_one(
            alias: str, settings: dict[str, Any] | None = None, engine: str | None = None, **options: Any
        ) -> BaseDatabaseWrapper:
            settings = deepcopy(settings or connection.settings_dict)
            settings["OPTIONS"].update(options)
            settings["ENGINE"] = engine or settings["ENGINE"]
            connections.configure_settings({"default": connection.settings_dict, alias: settings})
            connections.settings[alias] = settings
            opened.callback(connections.settings.pop, alias)
            opened.callback(connections.__delitem__, alias)
            opened.callback(connections[alias].close)
            with django_db_blocker.unblock():
                connections[alias].ensure_connection()
            return connections[alias]

        yield open_one
