"""Asks the database in which tasks rest, and says what it means when it does not answer."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import Error, connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cmsflows.exceptions import StoreUnavailableError
from cmsflows.statestore.rows import StoredTask
from cmsflows.statestore.troubles import Trouble, trouble_of

Answer = TypeVar("Answer")

Row = tuple[Any, ...]
"""`Any`: what a driver makes of a column."""

Value = str | int | float
"""What a column may hold."""

TRIES = 10
"""How often a statement may lose a race; whenever it does, somebody else's has gone through."""


AWAY = "Is its server running?"
RACED = "Somebody else was writing the same task; what was asked can be asked again."


class LostRaceError(Exception):
    """Somebody else was writing the same row; nothing was written here."""


def task_connection() -> BaseDatabaseWrapper:
    """The connection to the database that tasks are written to.

    They are read from there too: a replica may not have heard yet of the step before.
    """
    return connections[router.db_for_write(StoredTask)]


def read(sql: str, values: Sequence[Value]) -> list[Row]:
    """The rows of a SELECT. Raises `StoreUnavailableError`."""
    connection = task_connection()
    with _races_are_outages(connection), _errors_told(connection):
        return _newest(connection, lambda: _rows(connection, sql, values))


def write(sql: str, values: Sequence[Value]) -> int:
    """How many rows a statement met.

    Raises `LostRaceError` when somebody else was faster, `IntegrityError` when a key is taken, and
    `StoreUnavailableError`. A transaction around it goes on after the first two; the third undoes
    it.
    """
    connection = task_connection()
    with _errors_told(connection):
        if connection.get_autocommit():
            return _newest(connection, lambda: _count(connection, sql, values))
        with transaction.atomic(using=connection.alias):
            return _count(connection, sql, values)


def insist(sql: str, values: Sequence[Value]) -> int:
    """`write` what nobody else makes needless: a lost race is a `StoreUnavailableError`, too."""
    with _races_are_outages(task_connection()):
        return write(sql, values)


def _newest(connection: BaseDatabaseWrapper, ask: Callable[[], Answer]) -> Answer:
    """Ask again after a lost race: outside a transaction, each try sees newer rows."""
    for _ in range(TRIES - 1):
        try:
            return ask()
        except Error as error:
            if trouble_of(error) is not Trouble.RACE or not connection.get_autocommit():
                raise
    return ask()


def _rows(connection: BaseDatabaseWrapper, sql: str, values: Sequence[Value]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _count(connection: BaseDatabaseWrapper, sql: str, values: Sequence[Value]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


@contextmanager
def _races_are_outages(connection: BaseDatabaseWrapper) -> Iterator[None]:
    try:
        yield
    except LostRaceError as error:
        raise _given_up(connection, error, hint=RACED) from error


@contextmanager
def _errors_told(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Raise what a store raises in place of what a driver does; mistakes stay what they are."""
    try:
        yield
    except Error as error:
        trouble = trouble_of(error)
        if trouble is Trouble.MISTAKE:
            raise
        if trouble is Trouble.OUTAGE:
            raise _given_up(connection, error, hint=AWAY) from error
        if connection.needs_rollback:
            # To end a deadlock, MariaDB undoes all of a transaction, savepoints and all.
            raise _given_up(connection, error, hint=RACED) from error
        raise LostRaceError from error


def _given_up(
    connection: BaseDatabaseWrapper, error: Exception, *, hint: str
) -> StoreUnavailableError:
    """Drop the connection, and with it what a transaction has done; who asks next gets another."""
    connection.close()
    reason = str(error.__cause__ or error).partition("\n")[0]
    return StoreUnavailableError(
        store=f"The database {connection.alias!r}", reason=reason, hint=hint
    )
