"""Lets tasks rest in a database of a test's own, whatever the database of the tests is."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from cmsflows.statestore.rows import StoredTask


class TasksElsewhere:
    """A database router."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return self.alias if model is StoredTask else None

    db_for_read = db_for_write


@contextmanager
def tasks_rest_in(server: dict[str, Any], charset: str = "") -> Iterator[BaseDatabaseWrapper]:
    """Make a database on a server, with the table of tasks and no other; drop it afterwards."""
    name = f"cmsflows_{secrets.token_hex(4)}"
    with _known_as(f"{name}_server", server) as maker:
        _execute(maker, f"CREATE DATABASE {name} {charset}")
        maker.close()  # The server may be restarted meanwhile.
        try:
            with tasks_rest_at({**server, "NAME": name}, alias=name) as connection:
                yield connection
        finally:
            _execute(maker, f"DROP DATABASE {name}")


@contextmanager
def tasks_rest_at(database: dict[str, Any], alias: str) -> Iterator[BaseDatabaseWrapper]:
    """Make the table of tasks in a database that is there, and let them rest in it."""
    with _known_as(alias, database) as connection:
        with connection.schema_editor() as editor:
            editor.create_model(StoredTask)
        with override_settings(DATABASE_ROUTERS=[TasksElsewhere(alias)]):
            yield connection


@contextmanager
def _known_as(alias: str, settings: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """Let Django know a database for a while."""
    known = connections.configure_settings({**connections.settings, alias: settings})
    connections.settings[alias] = known[alias]
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def _execute(connection: BaseDatabaseWrapper, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
