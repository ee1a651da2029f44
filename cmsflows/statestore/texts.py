"""A record as the text that a store keeps, and back: bounded, and encrypted where there are keys.

The bound is on the plain text: what may be kept does not change with the keys. Encrypted it takes
about a third more.
"""

import json
import math
import re
from typing import Any, NoReturn

from cmsflows import conf
from cmsflows.exceptions import RecordTooLargeError, UnreadableRecordError
from cmsflows.statestore.base import Record
from cmsflows.statestore.encryption import decrypt, encrypt

VERSION = re.compile(rb"[1-9][0-9]{0,17}")
"""The version that stands beside such a text: a number that is written in one way only."""

MAX_LEVELS = 100
"""No task is nested as deeply; Python gives up somewhere below a thousand."""

MAX_DIGITS = 1_100
"""A little more than the largest integer that the codec lets into the state."""


def to_text(task_id: str, record: Record) -> str:
    """ASCII, so that a character is a byte. Raises `RecordTooLargeError`."""
    text = json.dumps(record, separators=(",", ":"))
    limit = int(conf.get("FLOWS_MAX_RECORD_BYTES"))
    if len(text) > limit:
        raise RecordTooLargeError(task_id=task_id, limit=limit)
    return encrypt(task_id, text)


def from_text(task_id: str, text: str | bytes) -> Record:
    """The record of a text that was written for this task.

    Raises `UnreadableRecordError`, and nothing else, for anything that `to_text` never wrote.
    """
    if len(text) > longest():
        raise UnreadableRecordError("The stored task is too long to be one.")
    try:
        ascii_text = text if isinstance(text, str) else text.decode("ascii")
        record = _json(decrypt(task_id, ascii_text))
    except (ValueError, RecursionError) as error:
        raise UnreadableRecordError("The stored task is no JSON.") from error
    if not isinstance(record, dict):
        raise UnreadableRecordError("The stored task is no record.")
    if not _is_shallow(record):
        raise UnreadableRecordError("The stored task is nested too deeply to be one.")
    return record


def longest() -> int:
    """The longest text that is read: a record encrypted, under a limit since lowered somewhat."""
    limit = int(conf.get("FLOWS_MAX_RECORD_BYTES"))
    return 4 * max(limit, int(conf.DEFAULTS["FLOWS_MAX_RECORD_BYTES"]))


def _json(text: str) -> Any:
    """Strict JSON, whatever it holds (hence `Any`). Raises `ValueError`, `RecursionError`."""
    data = STRICT.decode(text)
    if "\\ud" in text or "\\uD" in text:  # Half a character would break the page that shows it.
        json.dumps(data, ensure_ascii=False).encode()
    return data


def _object(pairs: list[tuple[str, Any]]) -> Record:
    """`Any`: values of all kinds."""
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("a name stands twice")
    return data


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError("a number has too many digits")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


STRICT = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_refuse
)


def _is_shallow(record: Record) -> bool:
    """Goes down level by level, since a function that calls itself could go too deep.

    Asked at every read: `type(...) is` takes a quarter of the time of `isinstance`.
    """
    level: list[Any] = [record]  # `Any`: dictionaries and lists of whatever there is.
    for _ in range(MAX_LEVELS):
        level = [
            child
            for parent in level
            for child in (parent.values() if type(parent) is dict else parent)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return True
    return False
