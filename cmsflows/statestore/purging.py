"""The statement by which `django_store` deletes expired tasks: a batch a statement.

It finds the batch by the index on the end of life, and locks nothing that lives. Several cleaners
may be at work: none waits for another, none counts a row twice.
"""

from cmsflows.statestore.asking import LostRaceError, task_connection, write
from cmsflows.statestore.statements import written

POSTGRES = """
    DELETE FROM {table} WHERE {task_id} = ANY(ARRAY(
        SELECT {task_id} FROM {table} WHERE {expires_at} <= %s
        ORDER BY {expires_at} LIMIT %s FOR UPDATE SKIP LOCKED
    ))
"""
"""An array is made once; a plain subquery may be run anew for every row, and pass the limit."""

MYSQL = "DELETE FROM {table} WHERE {expires_at} <= %s ORDER BY {expires_at} LIMIT %s"
"""Its subqueries know no LIMIT; but its DELETE does."""

SQLITE = """
    DELETE FROM {table} WHERE {task_id} IN (
        SELECT {task_id} FROM {table} WHERE {expires_at} <= %s ORDER BY {expires_at} LIMIT %s
    )
"""
"""One writer has the whole database, so nothing can come between."""

PURGES = {"postgresql": POSTGRES, "mysql": MYSQL}


def purge_expired(*, batch: int, now: float) -> int:
    """Delete up to `batch` rows; answer how many went. None go while others are at all of them."""
    try:
        return write(written(purge_statement()), [now, batch])
    except LostRaceError:
        return 0


def purge_statement() -> str:
    """The DELETE that the database of the tasks understands."""
    return PURGES.get(task_connection().vendor, SQLITE)
