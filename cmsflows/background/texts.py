"""What a job is told and answers, as it may rest: typed JSON, bounded, encrypted where runs are."""

from collections.abc import Mapping
from typing import Any

from cmsflows import conf
from cmsflows.engine.codec import decode_state, encode_state
from cmsflows.exceptions import RecordTooLargeError
from cmsflows.statestore.texts import from_text, to_text

SHARE = 2
"""A result may take this part of what a run may keep: its record is to hold more than that."""


def arguments_text(key: str, arguments: Mapping[str, Any], *, task_id: str) -> str:
    """Raises `UnstorableValueError`, `TooManyItemsError`, `RecordTooLargeError`.

    `Any`, here and below: whatever may be in the state.
    """
    return to_text(key, encode_state(arguments, task_id=task_id))


def result_text(key: str, result: Mapping[str, Any], *, task_id: str) -> str:
    """Raises as `arguments_text` does."""
    text = arguments_text(key, result, task_id=task_id)
    limit = int(conf.get("FLOWS_MAX_RECORD_BYTES")) // SHARE
    if len(text) > limit:
        raise RecordTooLargeError(task_id=task_id, limit=limit)
    return text


def values_in(text: str, *, key: str, task_id: str) -> dict[str, Any]:
    """What either was made of. Raises `UnreadableRecordError`."""
    return decode_state(from_text(key, text), task_id=task_id) if text else {}
