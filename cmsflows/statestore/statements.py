"""The two statements that every step of every visitor needs, written once a database.

Django's query compiler would write them anew each time, which costs as much as the database does.
"""

from functools import lru_cache

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from cmsflows.statestore.rows import StoredTask


def select_living(task_id: str, *, now: float) -> tuple[str, int, float] | None:
    """The record, version and end of life of a row that is not expired.

    Asked of the database that is written to: a replica may not have heard yet of the step before.
    """
    connection = connections[router.db_for_write(StoredTask)]
    with connection.cursor() as cursor:
        cursor.execute(_select(connection.alias), [task_id, now])
        row = cursor.fetchone()
    return (str(row[0]), int(row[1]), float(row[2])) if row else None


def update_living(
    task_id: str, *, record: str, version: int, expires_at: float, now: float
) -> bool:
    """Replace a row that is not expired and still has this version. False when there is none."""
    connection = connections[router.db_for_write(StoredTask)]
    with connection.cursor() as cursor:
        cursor.execute(
            _update(connection.alias), [record, version + 1, expires_at, task_id, version, now]
        )
        return bool(cursor.rowcount == 1)


@lru_cache
def _select(alias: str) -> str:
    name = _names(connections[alias])
    return (
        f"SELECT {name['record']}, {name['version']}, {name['expires_at']} FROM {name['']}"  # noqa: S608  # names of our own columns, quoted by Django
        f" WHERE {name['task_id']} = %s AND {name['expires_at']} > %s"
    )


@lru_cache
def _update(alias: str) -> str:
    name = _names(connections[alias])
    return (
        f"UPDATE {name['']} SET {name['record']} = %s, {name['version']} = %s,"  # noqa: S608  # names of our own columns, quoted by Django
        f" {name['expires_at']} = %s"
        f" WHERE {name['task_id']} = %s AND {name['version']} = %s AND {name['expires_at']} > %s"
    )


def _names(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The quoted names of the columns, and of the table under the empty name."""
    quote = connection.ops.quote_name
    fields = StoredTask._meta.concrete_fields
    columns = {field.name: quote(str(field.column)) for field in fields}
    return {**columns, "": quote(StoredTask._meta.db_table)}
