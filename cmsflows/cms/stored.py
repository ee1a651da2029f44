"""The stored form of a flow: raw JSON, which may be anything, and how to look into it.

`Any` throughout: import, migrations or a hand in the database may have written it.
"""

from typing import Any

MAX_LEVELS = 50
"""How deep scaffolds may nest; it guards the interpreter, which recurses some frames a level."""


def value_of(item: Any) -> dict[str, Any] | None:
    """The value of a stream item, if it is one."""
    value = item.get("value") if isinstance(item, dict) else None
    return value if isinstance(value, dict) else None


def steps_of(item: Any) -> list[Any]:
    """The items below a scaffold; none for everything else."""
    steps = (value_of(item) or {}).get("steps")
    return steps if isinstance(steps, list) else []


def with_value(item: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The item with something changed in its value; what was given stays as it was."""
    return {**item, "value": {**item["value"], **changes}}


def levels(stream: list[Any]) -> int:
    """How deep the stream nests; counted without recursion, so that any depth can be counted."""
    deepest = 0
    waiting = [(stream, 1)]
    while waiting:
        items, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((steps, level + 1) for item in items if (steps := steps_of(item)))
    return deepest
