"""The stored form of a flow: raw JSON, which may be anything, and how to look into it.

`Any` throughout: import, migrations or a hand in the database may have written it.
"""

from collections.abc import Iterator
from typing import Any

SCAFFOLD = "scaffold"
"""The type of a group in the stored form."""

REUSABLE = "reusable"
"""The type of a reusable group's place in a flow."""

MAX_LEVELS = 50
"""How deep scaffolds may nest; it guards the interpreter, which recurses some frames a level."""


def raw_of(stream: Any) -> list[Any]:
    """The stored form of a stream value."""
    raw: list[Any] = stream.stream_block.get_prep_value(stream)
    return raw


def value_of(item: Any) -> dict[str, Any] | None:
    """The value of a stream item, if it is one."""
    value = item.get("value") if isinstance(item, dict) else None
    return value if isinstance(value, dict) else None


def is_step(item: Any) -> bool:
    """Is it an item with a value, whatever its type?"""
    return value_of(item) is not None


def steps_of(item: Any) -> list[Any]:
    """The items below a scaffold; none for everything else."""
    steps = item["value"].get("steps") if is_step(item) and item.get("type") == SCAFFOLD else None
    return steps if isinstance(steps, list) else []


def with_value(item: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The item with something changed in its value; what was given stays as it was."""
    return {**item, "value": {**item["value"], **changes}}


def is_same(one: list[Any], other: list[Any]) -> bool:
    """Do both lists hold the very same objects?"""
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def levels(stream: list[Any]) -> int:
    """How deep the stream nests; counted without recursion, so that any depth can be counted."""
    deepest = 0
    waiting = [(stream, 1)]
    while waiting:
        items, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((steps, level + 1) for item in items if (steps := steps_of(item)))
    return deepest


def items_of(stream: list[Any]) -> Iterator[Any]:
    """Every item of a stream and below; found without recursion, at any depth."""
    waiting = [iter(stream)]
    while waiting:
        for item in waiting[-1]:
            yield item
            if steps := steps_of(item):
                waiting.append(iter(steps))
                break
        else:
            waiting.pop()
