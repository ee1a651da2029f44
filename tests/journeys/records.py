"""Looks into the store, whichever it is: what a visitor's task says."""

from typing import Any

from cmsflows.engine.task import Task
from cmsflows.statestore.loading import default_store
from cmsflows.statestore.records import from_record
from cmsflows.testing import Visitor


def record_of(visitor: Visitor) -> dict[str, Any] | None:
    """The record of the task that the visitor's page is about. `Any`: JSON."""
    return default_store().get_state(task_id_of(visitor))


def task_of(visitor: Visitor) -> Task:
    """The task that the visitor's page is about. Raises `LookupError` where there is none."""
    record = record_of(visitor)
    if record is None:
        raise LookupError(f"There is no task {task_id_of(visitor)}.")
    return from_record(record)


def task_id_of(visitor: Visitor) -> str:
    """The task's id, from the page's form or else its URL."""
    found = visitor.form.hidden.get("_id") or visitor.url.partition("_id=")[2][:32]
    if not found:
        raise LookupError(f"The page at {visitor.url} is of no task.")
    return str(found)
