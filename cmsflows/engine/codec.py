"""Typed JSON: what goes in comes out, and nothing read ever runs code.

A value that JSON has no word for is kept as `{"$": <type>, "v": <text or list>}`; the list of
types is closed. A dictionary that itself has a key "$" is wrapped likewise.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from cmsflows import conf
from cmsflows.definition.canonical import canonical_json_of
from cmsflows.exceptions import TooManyItemsError, UnreadableRecordError, UnstorableValueError

TAG = "$"
VALUE = "v"

LARGEST_INTEGER = 10**1000
"""Python itself refuses to write or read integers of more than 4 300 digits as text."""

Json = Any
"""Whatever `json` reads and writes; Python has no better name for it."""

WRITERS: dict[type, tuple[str, Callable[[Any], Json]]] = {
    datetime: ("datetime", datetime.isoformat),
    date: ("date", date.isoformat),
    time: ("time", time.isoformat),
    timedelta: ("timedelta", lambda value: [value.days, value.seconds, value.microseconds]),
    Decimal: ("decimal", str),
    UUID: ("uuid", str),
}
"""By exact type: the tag, and how the value is written."""

READERS: dict[str, Callable[[Json], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda value: timedelta(*value),
    "decimal": Decimal,
    "uuid": UUID,
}

PLAIN = frozenset({str, int, float, bool, type(None)})
"""What JSON reads as it is; most of any state is of these types, and need not be looked into."""

COLLECTIONS: dict[type, str] = {tuple: "tuple", set: "set", frozenset: "frozenset"}

COLLECTION_READERS: dict[str, Callable[[list[Any]], Any]] = {
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
}


def encode(value: Any, *, path: str = "state") -> Json:
    """Plain JSON data for a value.

    Raises `UnstorableValueError`, naming the path, for what cannot be kept: an object of another
    type, text that is no Unicode, or more levels than the settings allow; `TooManyItemsError` for
    more items than they allow.
    """
    return _Encoder().encode(value, path, 0)


def decode(data: Json) -> Any:
    """The value that `encode` was given. Raises `UnreadableRecordError` for anything else."""
    try:
        return _decode(data, 2 * int(conf.get("FLOWS_MAX_STATE_DEPTH")) + 2)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise UnreadableRecordError(f"The stored state cannot be read: {error}.") from error


def encode_state(state: Mapping[str, Any]) -> dict[str, Json]:
    """A whole state, name by name. Raises `UnstorableValueError`, as `encode` does."""
    if TAG in state:
        raise UnstorableValueError(
            path=f"state.{TAG}", value=state[TAG], reason=f"{TAG!r} cannot be the name of a value"
        )
    data: dict[str, Json] = encode(state)
    return data


def decode_state(data: Json) -> dict[str, Any]:
    """A whole state, as new values. Raises `UnreadableRecordError`."""
    if not isinstance(data, dict) or TAG in data:
        raise UnreadableRecordError("The stored state is a value, not names and their values.")
    state: dict[str, Any] = decode(data)
    return state


class _Encoder:
    """Counts items while it goes through a value."""

    def __init__(self) -> None:
        self.items = 0
        self.max_items = int(conf.get("FLOWS_MAX_STATE_ITEMS"))
        self.max_depth = int(conf.get("FLOWS_MAX_STATE_DEPTH"))

    def encode(self, value: Any, path: str, depth: int) -> Json:
        self._count(value, path, depth)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str | Promise):
            return _text(value, path)
        if isinstance(value, int | float):
            return _number(value, path)
        if isinstance(value, Mapping):
            return self._mapping(value, path, depth)
        if isinstance(value, list):
            return self._list(value, path, depth)
        return self._tagged(value, path, depth)

    def _tagged(self, value: Any, path: str, depth: int) -> Json:
        kind = type(value)
        if kind in WRITERS:
            tag, write = WRITERS[kind]
            return {TAG: tag, VALUE: write(value)}
        if kind in COLLECTIONS:
            items = self._list(value, path, depth)
            in_order = items if kind is tuple else sorted(items, key=canonical_json_of)
            return {TAG: COLLECTIONS[kind], VALUE: in_order}
        raise UnstorableValueError(path=path, value=value, reason="its type is not on the list")

    def _mapping(self, value: Mapping[Any, Any], path: str, depth: int) -> Json:
        for key in value:
            if not isinstance(key, str):
                raise UnstorableValueError(
                    path=f"{path}[{key!r}]", value=key, reason="keys must be text"
                )
        data = {
            _text(key, path): self.encode(each, f"{path}.{key}", depth + 1)
            for key, each in value.items()
        }
        return {TAG: "dict", VALUE: data} if TAG in data else data

    def _list(self, items: Any, path: str, depth: int) -> Json:
        return [
            self.encode(each, f"{path}[{number}]", depth + 1) for number, each in enumerate(items)
        ]

    def _count(self, value: Any, path: str, depth: int) -> None:
        self.items += 1
        if depth > self.max_depth:
            raise UnstorableValueError(path=path, value=value, reason="it is nested too deeply")
        if self.items > self.max_items:
            raise TooManyItemsError(path=path, limit=self.max_items)


def _text(value: str | Promise, path: str) -> str:
    text = str.__str__(value) if isinstance(value, str) else str(value)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnstorableValueError(path=path, value=value, reason="it is no Unicode") from error
    return text


def _number(value: int | float, path: str) -> Json:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise UnstorableValueError(path=path, value=value, reason="it is no finite number")
        return float(value)
    if abs(value) >= LARGEST_INTEGER:
        raise UnstorableValueError(path=path, value=value, reason="it has too many digits")
    return int(value)


def _decode(data: Json, levels: int) -> Any:
    """The value, which may have so many levels more."""
    if levels < 0:
        raise ValueError("it is nested too deeply")
    if isinstance(data, list):
        return [each if type(each) in PLAIN else _decode(each, levels - 1) for each in data]
    if not isinstance(data, dict):
        return data
    if TAG in data:
        return _untag(data, levels)
    return {
        key: each if type(each) in PLAIN else _decode(each, levels - 1)
        for key, each in data.items()
    }


def _untag(data: dict[str, Json], levels: int) -> Any:
    tag, value = data[TAG], data[VALUE]
    if tag == "dict":
        return {key: _decode(each, levels - 1) for key, each in dict(value).items()}
    if tag in COLLECTION_READERS:
        return COLLECTION_READERS[tag]([_decode(each, levels - 1) for each in list(value)])
    return READERS[tag](value)
