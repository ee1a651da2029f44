"""System checks of the database in which tasks rest, said at start instead of to a visitor."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from cmsflows.exceptions import DefinitionError
from cmsflows.statestore.asking import task_connection
from cmsflows.statestore.django_store import StateStore
from cmsflows.statestore.loading import known_stores


@register("cmsflows")
def check_atomic_requests(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Is a write seen by others at once? `Any`: Django passes what it likes."""
    connection = task_connection()
    if not _tasks_rest_in_database() or not connection.settings_dict["ATOMIC_REQUESTS"]:
        return []
    message = (
        f"ATOMIC_REQUESTS is on for the database {connection.alias!r}, in which tasks rest: that a "
        "step is being committed would be seen by others only when its effect is over, so that a "
        "second click could pay twice."
    )
    hint = (
        "Turn it off, and put transaction.atomic() around what needs it; or route "
        "cmsflows.StoredTask to a database of its own; or set FLOWS_STATE_STORE to another store."
    )
    return [Warning(message, hint=hint, id="cmsflows.W005")]


@register("cmsflows")
def check_sqlite_waits(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Can who writes wait for others to be done? `Any`: Django passes what it likes."""
    connection = task_connection()
    if not _tasks_rest_in_database() or connection.vendor != "sqlite":
        return []
    mode = connection.settings_dict["OPTIONS"].get("transaction_mode") or "DEFERRED"
    if mode.upper() in {"IMMEDIATE", "EXCLUSIVE"}:
        return []
    message = (
        f"The database {connection.alias!r}, in which tasks rest, is SQLite with transactions that "
        f"begin {mode}: who reads first and writes then fails with 'database is locked' when "
        "somebody else has written in between, however long it might wait."
    )
    hint = 'Put "transaction_mode": "IMMEDIATE" into the OPTIONS of that database.'
    return [Warning(message, hint=hint, id="cmsflows.W006")]


def _tasks_rest_in_database() -> bool:
    """Does any store keep them there? One that cannot be made has an error of its own."""
    try:
        return any(isinstance(store, StateStore) for store in known_stores())
    except DefinitionError:
        return False
