"""Typed JSON: what goes in comes out, and nothing read ever runs code.

Comes out exactly as it went in, type and all: None, true and false, text, whole numbers, finite
floats (-0.0 too), lists, and dictionaries with text for keys, all of which JSON has words for; as
tagged values, see `codec_tags`, moments, dates, times and spans of time, decimals (NaN too),
UUIDs, tuples, sets and frozensets, kept files, and objects of models in FLOWS_STATE_MODELS. A
moment keeps its fold and its zone: the name of a `ZoneInfo`, the distance from UTC of any other.

Becomes plainer: kinds of text and numbers (choices, `SafeString`, numbered enums) become `str`,
`int` and `float`; translations that wait to be asked, the text they are now; `defaultdict`,
`OrderedDict` and the proxy of a mapping, a `dict`. Other kinds of what is on the list are refused,
since nobody can know what they add; so are bytes, complex numbers, floats that are not finite, lone
surrogates and whatever else there is.

What was ever written is read for ever. A type that needs another form gets it beside the old one.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from cmsflows import conf
from cmsflows.definition.canonical import canonical_json_of
from cmsflows.engine.codec_models import Reference, fetch, read_reference, write_reference
from cmsflows.engine.codec_tags import DICT, FILE, MODEL, TAG, VALUE, Json, tagged_values
from cmsflows.engine.codec_types import PLAIN, READERS, WRITERS, plain, unfit
from cmsflows.engine.file_reference import FileReference, belongs_to, read_file, write_file
from cmsflows.exceptions import TooManyItemsError, UnreadableRecordError, UnstorableValueError

COLLECTIONS: dict[type, str] = {tuple: "tuple", set: "set", frozenset: "frozenset"}
COLLECTION_READERS: dict[Json, type] = {tag: kind for kind, tag in COLLECTIONS.items()}

MAPPINGS = frozenset({dict, defaultdict, OrderedDict, MappingProxyType})

DAMAGED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What readers raise for what they did not write."""

Path = str | tuple[Any, str | int]
"""Where a value stands: a text, or such a path and a key. `Any`: mypy knows no such circle here.

Made into text only for an error, since most values are in no need of it.
"""


def encode(value: Any, *, path: str = "state", task_id: str = "") -> Json:
    """Plain JSON data for a value.

    Raises `UnstorableValueError`, naming the path, for what cannot be kept: an object of another
    type, a file of another task than this, text that is no Unicode, or more levels than the
    settings allow; `TooManyItemsError` for more items than they allow.
    """
    return _Encoder(task_id).encode(value, path, 0)


def decode(data: Json, *, task_id: str = "") -> Any:
    """The value that `encode` was given; an object that is gone from the database is None.

    Raises `UnreadableRecordError` for anything else, such as a file of another task.
    """
    # The values of a named step stand one level deeper than where they were written.
    return _Decoder(data, task_id).decode(data, int(conf.get("FLOWS_MAX_STATE_DEPTH")) + 1)


def encode_state(state: Mapping[str, Any], *, task_id: str = "") -> dict[str, Json]:
    """A whole state, name by name. Raises `UnstorableValueError`, as `encode` does."""
    if TAG in state:
        raise UnstorableValueError(
            path=f"state.{TAG}", value=state[TAG], reason=f"{TAG!r} cannot be the name of a value"
        )
    data: dict[str, Json] = encode(dict(state), task_id=task_id)
    return data


def decode_state(data: Json, *, task_id: str = "") -> dict[str, Any]:
    """A whole state, as new values. Raises `UnreadableRecordError`."""
    if not isinstance(data, dict) or TAG in data:
        raise UnreadableRecordError("The stored state is a value, not names and their values.")
    state: dict[str, Any] = decode(data, task_id=task_id)
    return state


class _Encoder:
    """Counts items while it goes through a value."""

    def __init__(self, task_id: str) -> None:
        self.task_id = task_id
        self.items = 0
        self.max_items = int(conf.get("FLOWS_MAX_STATE_ITEMS"))
        self.max_depth = int(conf.get("FLOWS_MAX_STATE_DEPTH"))

    def encode(self, value: Any, path: Path, depth: int) -> Json:
        self._count(value, path, depth)
        kind = type(value)
        if kind in PLAIN:
            return _fit(value, path)
        if kind in MAPPINGS:
            return self._mapping(value, path, depth)
        if kind is list:
            return self._list(value, path, depth)
        if kind in COLLECTIONS:
            items = self._list(value, path, depth)
            in_order = items if kind is tuple else sorted(items, key=canonical_json_of)
            return {TAG: COLLECTIONS[kind], VALUE: in_order}
        if issubclass(kind, str | int | float | Promise):
            return _fit(str(value) if issubclass(kind, Promise) else plain(value), path)
        return self._tagged(value, path)

    def _tagged(self, value: Any, path: Path) -> Json:
        try:
            return self._written(value)
        except ValueError as error:
            raise _unstorable(path, value, str(error)) from error

    def _written(self, value: Any) -> Json:
        """The tagged value. Raises `ValueError`, saying why, where there is none."""
        kind = type(value)
        if kind in WRITERS:
            tag, write = WRITERS[kind]
            return {TAG: tag, VALUE: write(value)}
        if kind is FileReference:
            if not belongs_to(value, self.task_id):
                raise ValueError("it is a file of another task, and would go with that")
            return {TAG: FILE, VALUE: write_file(value)}
        if isinstance(value, Model):
            return {TAG: MODEL, VALUE: write_reference(value)}
        raise ValueError("its type is not on the list")

    def _mapping(self, value: Mapping[Any, Any], path: Path, depth: int) -> Json:
        data = {
            _name(key, path): self.encode(each, (path, key), depth + 1)
            for key, each in value.items()
        }
        return {TAG: DICT, VALUE: data} if TAG in data else data

    def _list(self, items: Collection[Any], path: Path, depth: int) -> Json:
        return [self.encode(each, (path, number), depth + 1) for number, each in enumerate(items)]

    def _count(self, value: Any, path: Path, depth: int) -> None:
        self.items += 1
        if depth > self.max_depth:
            raise _unstorable(path, value, "it is nested too deeply")
        if self.items > self.max_items:
            raise TooManyItemsError(path=_in_words(path), limit=self.max_items)


class _Decoder:
    """Knows the whole, so that objects of models are fetched together when the first is met."""

    def __init__(self, whole: Json, task_id: str) -> None:
        self.whole = whole
        self.task_id = task_id

    def decode(self, data: Json, levels: int) -> Any:
        """The value, which may have so many levels more."""
        kind = type(data)
        if kind is dict and levels >= 0:
            return self._untagged(data, levels) if TAG in data else self._names(data, levels)
        if kind is list and levels >= 0:
            return self._items(data, levels)
        reason = unfit(data) if kind in PLAIN else "it is nested too deeply"
        if reason:
            raise UnreadableRecordError(f"The stored state cannot be read: {reason}.")
        return data

    def _items(self, items: list[Json], levels: int) -> list[Any]:
        # Most of any state is simple text, which need not be looked into.
        return [
            each if type(each) is str and each.isascii() else self.decode(each, levels - 1)
            for each in items
        ]

    def _names(self, data: dict[str, Json], levels: int) -> dict[str, Any]:
        return {
            name if name.isascii() else self.decode(name, levels): (
                each if type(each) is str and each.isascii() else self.decode(each, levels - 1)
            )
            for name, each in data.items()
        }

    def _untagged(self, data: dict[str, Json], levels: int) -> Any:
        tag = data[TAG]
        try:
            value = data[VALUE]
            if tag in READERS:
                return READERS[tag](value)
            if tag == DICT:
                return self._names(value, levels)
            if tag in COLLECTION_READERS and isinstance(value, list):
                return COLLECTION_READERS[tag](self._items(value, levels))
            return self._referred(tag, value)
        except DAMAGED as error:
            # Without the error's own words: they may quote what a visitor has typed.
            raise UnreadableRecordError(f"The stored state holds a damaged {tag!r:.80}.") from error

    def _referred(self, tag: Json, value: Json) -> Model | FileReference | None:
        if tag == MODEL:
            return self._objects.get(read_reference(value))
        if tag != FILE:
            raise LookupError("nobody writes such a tag")
        reference = read_file(value)
        if not belongs_to(reference, self.task_id):
            raise ValueError("it is a file of another task")
        return reference

    @cached_property
    def _objects(self) -> dict[Reference, Model]:
        references = set(map(read_reference, tagged_values(self.whole, MODEL)))
        if len(references) > int(conf.get("FLOWS_MAX_STATE_ITEMS")):
            raise ValueError("nobody may write so many")
        return fetch(references)


def _name(key: Any, path: Path) -> str:
    if not issubclass(type(key), str):
        raise _unstorable((path, key), key, "keys must be text")
    name: str = _fit(plain(key), path)
    return name


def _fit(value: Any, path: Path) -> Json:
    """The value, if JSON can keep it."""
    reason = unfit(value)
    if reason:
        raise _unstorable(path, value, reason)
    return value


def _unstorable(path: Path, value: Any, reason: str) -> UnstorableValueError:
    return UnstorableValueError(path=_in_words(path), value=value, reason=reason)


def _in_words(path: Path) -> str:
    if isinstance(path, str):
        return path
    whole, key = path
    return f"{_in_words(whole)}.{key}" if isinstance(key, str) else f"{_in_words(whole)}[{key!r}]"
