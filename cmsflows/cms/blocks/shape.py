"""Has a raw stream item the shape a step is stored in? What has not is kept in a placeholder."""

from collections.abc import Collection
from typing import Any

KINDS: dict[str, tuple[type, ...]] = {
    "title": (str,),
    "intro": (str,),
    "image": (int, str),
    "slug": (str,),
    "button": (str,),
    "help": (str,),
    "name": (str,),
    "options": (dict,),
    "transition": (dict,),
    "steps": (list,),
    "group": (int,),
}
"""The JSON types that blocks can read; null counts as left out."""


def is_item(item: object) -> bool:
    """Is it `{"type": text, "value": {…}}`, with an id that is text if there is one?"""
    return (
        isinstance(item, dict)
        and isinstance(item.get("type"), str)
        and isinstance(item.get("value"), dict)
        and isinstance(item.get("id"), str | None)
    )


def fits(value: dict[str, Any], names: Collection[str]) -> bool:
    """Are the fields of these names of the types their blocks can read?"""
    return all(
        isinstance(value[name], KINDS.get(name, object))
        for name in names
        if value.get(name) is not None
    ) and _is_transition(value.get("transition"))


def _is_transition(value: object) -> bool:
    if not isinstance(value, dict):
        return True
    return isinstance(value.get("type"), str | None) and isinstance(
        value.get("options"), dict | None
    )
