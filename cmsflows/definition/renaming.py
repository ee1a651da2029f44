"""Steps under new ids: where references to them stand in JSON, and how these follow.

They stand in exits, in operands of conditions and in the arms of a branch. Options of a developer's
own may hold some, too: any text that is a UUID and the id of a step is taken for one.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

OPERAND = frozenset({"step", "field"})
"""What an operand says that names a field of a step."""

REFERRING = frozenset({"to", "otherwise"})
"""What the options of a branch call its children."""


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """The JSON with every reference to an id in `names` leading to the new id. `Any`: any JSON."""
    if isinstance(value, Mapping):
        return {key: _renamed_entry(value, key, names) for key in value}
    if isinstance(value, list | tuple):
        return [renamed(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) and is_uuid(value) else value


def is_uuid(text: str) -> bool:
    """Is this the id of a block as Wagtail makes them, and hardly anything else?"""
    if len(text) != 36:
        return False
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _renamed_entry(value: Mapping[str, Any], key: str, names: Mapping[str, str]) -> Any:
    entry = value[key]
    if isinstance(entry, str) and _refers(value, key):
        return names.get(entry, entry)
    if key == "exits" and isinstance(entry, Mapping):
        return {name: renamed_id(target, names) for name, target in entry.items()}
    return renamed(entry, names)


def renamed_id(value: Any, names: Mapping[str, str]) -> Any:
    """The new id of what is surely an id. `Any`: or it may be any JSON, and stays as it is."""
    return names.get(value, value) if isinstance(value, str) else value


def _refers(value: Mapping[str, Any], key: str) -> bool:
    return key in REFERRING or (key == "step" and value.keys() == OPERAND)
