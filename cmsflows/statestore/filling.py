"""Says of rows that were written before there was a column for it of which flow they are runs."""

import time
from collections.abc import Iterator
from typing import Any

from cmsflows.exceptions import UnreadableRecordError
from cmsflows.statestore.going_on import as_column, flow_of, place_as_text, place_of
from cmsflows.statestore.texts import from_text

BATCH = 500


def fill(model: Any, alias: str) -> None:
    """Fill `flow` and `place` of living rows from their records, batch by batch.

    A row that its visitor changes meanwhile is left to the store, which says so itself. What cannot
    be read stays as it is. `model` is the table as a migration knows it (`Any`: it has no types).
    """
    for rows in _batches(model, alias):
        for row in rows:
            told = _told(row)
            if told:
                same = model.objects.using(alias).filter(pk=row.pk, version=row.version)
                same.update(**told)


def _batches(model: Any, alias: str) -> Iterator[list[Any]]:
    """In the order of ids, which never change. `Any`: see `fill`."""
    living = model.objects.using(alias).filter(expires_at__gt=time.time(), flow="")
    ordered = living.order_by("task_id").only("task_id", "version", "record")
    last = ""
    while rows := list(ordered.filter(task_id__gt=last)[:BATCH]):
        yield rows
        last = rows[-1].task_id


def _told(row: Any) -> dict[str, str]:
    try:
        record = from_text(row.task_id, row.record)
    except UnreadableRecordError:
        return {}
    flow = as_column(flow_of(record))
    return {"flow": flow, "place": place_as_text(place_of(record))} if flow else {}
