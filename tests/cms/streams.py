"""Raw streams for tests, as they are stored."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

JsonObject = dict[str, Any]
"""`Any`: JSON of any shape."""


def item(kind: str, title: str = "", **value: Any) -> JsonObject:
    """A stored step; its id follows from its type and title, so that tests can name it."""
    return {"type": kind, "id": id_of(kind, title), "value": {"title": title, **value}}


def action(title: str, kind: str = "test_note", **value: Any) -> JsonObject:
    return item(kind, title, **value)


def scaffold(title: str, *steps: JsonObject, **value: Any) -> JsonObject:
    return item("scaffold", title, steps=list(steps), **value)


def nested(depth: int) -> list[JsonObject]:
    """A stream of scaffolds within each other, `depth` streams deep, with an action in each."""
    stream = [action(f"Step {depth}")]
    for level in range(depth - 1, 0, -1):
        stream = [action(f"Step {level}"), scaffold(f"Group {level}", *stream)]
    return stream


def id_of(kind: str, title: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{kind}/{title}"))
