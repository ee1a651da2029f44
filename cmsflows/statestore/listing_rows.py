"""The statements by which `django_store` lists and counts the runs of a flow: by one index.

They are listed in the order of their ids, which never change: whoever goes on meanwhile is neither
missed nor met twice.
"""

import time
from collections.abc import Iterator, Mapping

from cmsflows.exceptions import UnreadableRecordError
from cmsflows.statestore.asking import Row, read
from cmsflows.statestore.base import LIST_PAGE, Listed, Place, Stored
from cmsflows.statestore.exact_field import as_text
from cmsflows.statestore.going_on import as_column, place_in_text
from cmsflows.statestore.listing import is_going_on
from cmsflows.statestore.statements import written
from cmsflows.statestore.texts import from_text

LIST = """
    SELECT {task_id}, {record}, {version}, {expires_at} FROM {table}
    WHERE {flow} = %s AND {task_id} > %s AND {expires_at} > %s
    ORDER BY {task_id} LIMIT %s
"""
COUNT = """
    SELECT {place}, COUNT(*) FROM {table} WHERE {flow} = %s AND {expires_at} > %s GROUP BY {place}
"""


def list_living(flow: str) -> Iterator[Listed]:
    """The runs of a flow that go on; see `VersionedStateStore.of_flow`."""
    last = ""
    while flow:
        rows = read(written(LIST), [as_column(flow), last, time.time(), LIST_PAGE])
        if not rows:
            return
        last = as_text(rows[-1][0])
        found = ((as_text(row[0]), _stored(row)) for row in rows)
        yield [(each, stored) for each, stored in found if stored and is_going_on(stored, flow)]


def count_living(flow: str, *, now: float) -> Mapping[Place, int]:
    """How many runs of a flow go on, by where they stand."""
    rows = read(written(COUNT), [as_column(flow), now]) if flow else []
    return {place_in_text(as_text(row[0])): int(row[1]) for row in rows}


def _stored(row: Row) -> Stored | None:
    try:
        return Stored(from_text(as_text(row[0]), row[1]), int(row[2]), float(row[3]))
    except UnreadableRecordError:
        return None  # Whoever asks for that very task is told.
