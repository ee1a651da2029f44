"""The statements by which `django_store` reads and writes one task, written once a database.

Django's query compiler would write them anew each time, which costs as much as the database does.
"""

from dataclasses import astuple, dataclass
from functools import lru_cache

from django.db import IntegrityError, connections

from cmsflows.statestore.asking import LostRaceError, Value, insist, read, task_connection, write
from cmsflows.statestore.rows import StoredTask

SELECT = """
    SELECT {record}, {version}, {expires_at} FROM {table}
    WHERE {task_id} = %s AND {expires_at} > %s
"""
INSERT = """
    INSERT INTO {table}
    ({record}, {owner}, {binding}, {flow}, {place}, {expires_at}, {task_id}, {version})
    VALUES (%s, %s, %s, %s, %s, %s, %s, 1)
"""
OVERWRITE = """
    UPDATE {table}
    SET {record} = %s, {owner} = %s, {binding} = %s, {flow} = %s, {place} = %s,
        {expires_at} = %s, {version} = {version} + 1
    WHERE {task_id} = %s
"""
OVERWRITE_EXPIRED = OVERWRITE + " AND {expires_at} <= %s"
REPLACE = OVERWRITE + " AND {version} = %s AND {expires_at} > %s"
TOUCH = "UPDATE {table} SET {expires_at} = %s WHERE {task_id} = %s AND {expires_at} > %s"
DELETE = "DELETE FROM {table} WHERE {task_id} = %s"


@dataclass(frozen=True, slots=True)
class NewRow:
    """What is written of a task, in the order of the statements above."""

    record: str
    owner: str
    binding: str
    flow: str
    place: str
    expires_at: float
    task_id: str


def select_living(task_id: str, *, now: float) -> tuple[str, int, float] | None:
    """The record, version and end of life of a row that is not expired."""
    rows = read(written(SELECT), [task_id, now])
    return (str(rows[0][0]), int(rows[0][1]), float(rows[0][2])) if rows else None


def insert(row: NewRow) -> bool:
    """Write a new row. False when the id is taken."""
    try:
        return _is_met(INSERT, *astuple(row))
    except IntegrityError:
        return False


def overwrite(row: NewRow) -> bool:
    """Write in place of whatever is there. False when nothing is."""
    return _is_met(OVERWRITE, *astuple(row))


def overwrite_expired(row: NewRow, *, now: float) -> bool:
    """Write in place of an expired row. False when there is none."""
    return _is_met(OVERWRITE_EXPIRED, *astuple(row), now)


def replace_living(row: NewRow, *, version: int, now: float) -> bool:
    """Write in place of a row that lives and still has this version. False when there is none."""
    return _is_met(REPLACE, *astuple(row), version, now)


def touch_living(task_id: str, *, expires_at: float, now: float) -> bool:
    """Set the end of life of a row that is not expired. False when there is none."""
    try:
        return write(written(TOUCH), [expires_at, task_id, now]) == 1
    except LostRaceError:
        # Who was faster has set its end of life, or has deleted it.
        return select_living(task_id, now=now) is not None


def delete(task_id: str) -> None:
    """Delete a row, if there is one."""
    insist(written(DELETE), [task_id])


def written(statement: str) -> str:
    """A statement with the names of our table and its columns, quoted as the database wants it."""
    return _written(statement, task_connection().alias)


@lru_cache
def _written(statement: str, alias: str) -> str:
    quote = connections[alias].ops.quote_name
    columns = {field.name: quote(str(field.column)) for field in StoredTask._meta.concrete_fields}
    return statement.format(table=quote(StoredTask._meta.db_table), **columns)


def _is_met(statement: str, *values: Value) -> bool:
    """Was there a row to write? Not when somebody else was faster."""
    try:
        return write(written(statement), values) == 1
    except LostRaceError:
        return False
