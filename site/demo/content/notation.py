"""A short notation for the stored form of a flow, as its editor would leave it."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

Step = dict[str, Any]
"""An item of a stream. `Any`: its value is JSON."""


def action(key: str, title: str, **value: Any) -> Step:
    """A step of a registered kind."""
    return _item(key, title, value)


def group(
    title: str, *steps: Step, transition: str, options: dict[str, Any] | None = None, **value: Any
) -> Step:
    """A group of steps, and its rule for moving on. `Any`: options are JSON."""
    rule = {"type": transition, "options": options or {}}
    return _item("scaffold", title, {**value, "transition": rule, "steps": list(steps)})


def node_id(kind: str, title: str) -> str:
    """Made of kind and title, so that each `load_demo` makes the same ones."""
    return str(node_uuid(kind, title))


def node_uuid(kind: str, title: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"cmsflows-demo:{kind}:{title}")


def _item(kind: str, title: str, value: dict[str, Any]) -> Step:
    return {"type": kind, "id": node_id(kind, title), "value": {"title": title, **value}}
