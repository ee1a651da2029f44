"""How encoded JSON says what a value is: `{"$": <type>, "v": <text or list>}`, a tagged value."""

from collections.abc import Iterator
from typing import Any

TAG = "$"
VALUE = "v"

DICT = "dict"
"""Marks a dictionary that has a key "$" of its own: what stands in it is no tag."""

FILE = "file"
MODEL = "model"

Json = Any
"""Whatever `json` reads and writes; Python has no better name for it."""


def tagged_values(data: Json, tag: str) -> Iterator[Json]:
    """What is kept under one tag, anywhere in encoded JSON, in no order.

    Takes any JSON and never recurses: whoever wrote it may have nested it ten thousand levels.
    """
    waiting = [data]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            if TAG in each and each[TAG] == tag:
                yield each.get(VALUE)
            else:
                waiting.extend(_within(each))


def _within(data: dict[str, Json]) -> list[Json]:
    """The values that a dictionary, tagged or plain, holds."""
    inner = data.get(VALUE)
    if data.get(TAG) == DICT and isinstance(inner, dict):
        return list(inner.values())
    return list(data.values())
