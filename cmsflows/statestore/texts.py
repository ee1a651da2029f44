"""A record as the text that a store keeps, and back; its size is bounded."""

import json

from cmsflows import conf
from cmsflows.exceptions import RecordTooLargeError, UnreadableRecordError
from cmsflows.statestore.base import Record


def to_text(task_id: str, record: Record) -> str:
    """JSON in ASCII, so that a character is a byte. Raises `RecordTooLargeError`."""
    text = json.dumps(record, separators=(",", ":"))
    limit = int(conf.get("FLOWS_MAX_RECORD_BYTES"))
    if len(text) > limit:
        raise RecordTooLargeError(task_id=task_id, limit=limit)
    return text


def from_text(text: str) -> Record:
    """The record of a text. Raises `UnreadableRecordError` when it is none."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableRecordError("The stored task is no JSON.") from error
    if not isinstance(record, dict):
        raise UnreadableRecordError("The stored task is no record.")
    return record
