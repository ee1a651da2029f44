"""A reusable group's place in a stream, as it is stored."""

from typing import Any

from tests.cms.streams import JsonObject, item


def use(group: Any, title: str = "", **value: Any) -> JsonObject:
    """`Any`: a group, or whatever stands for its key."""
    return item("reusable", title, group=getattr(group, "pk", group), **value)
