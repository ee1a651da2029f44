"""One flow, one text: the canonical JSON of a tree, by which versions are addressed.

Keys are sorted, nothing is indented, and what has its default value is left out, so that a new
field with a default does not change the address of the flows that do not use it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from cmsflows.definition.nodes import (
    ActionNode,
    Contract,
    Node,
    PreconditionSpec,
    ScaffoldNode,
    TransitionSpec,
    Words,
)


def canonical_json_of(data: Any) -> str:
    """Plain JSON data as text, the same for equal data."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256_hex(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def to_data(value: Any) -> Any:
    """Plain JSON data for a node or any part of it. `Any`: options may hold any JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return _dataclass_data(value)
    if isinstance(value, Mapping):
        return {str(key): to_data(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [to_data(each) for each in value]
    return value


def _dataclass_data(value: Any) -> dict[str, Any]:
    # A scaffold says that it has no children: that is how `from_data` knows it from an action.
    return {
        each.name: to_data(getattr(value, each.name))
        for each in fields(value)
        if each.name == "children" or getattr(value, each.name) != _default(each)
    }


def _default(each: Field[Any]) -> object:
    return each.default if each.default_factory is MISSING else each.default_factory()


def from_data(data: Mapping[str, Any]) -> Node:
    """The tree that `to_data` was given. Raises `KeyError` or `TypeError` where it is no tree."""
    shared: dict[str, Any] = {
        "id": data["id"],
        "key": data["key"],
        "slug": data.get("slug", ""),
        "title": data.get("title", ""),
        "words": Words(**data.get("words", {})),
        "options": data.get("options", {}),
        "when": data.get("when", {}),
        "preconditions": tuple(PreconditionSpec(**each) for each in data.get("preconditions", ())),
    }
    if "children" in data:
        return ScaffoldNode(
            **shared,
            children=tuple(from_data(child) for child in data["children"]),
            transition=TransitionSpec(**data.get("transition", {"type": "any_one_of"})),
        )
    return ActionNode(
        **shared,
        name=data.get("name", ""),
        exits=_pairs(data.get("exits", ())),
        contract=_contract(data.get("contract", {})),
    )


def _contract(data: Mapping[str, Any]) -> Contract:
    return Contract(
        requires=tuple(data.get("requires", ())),
        provides=_pairs(data.get("provides", ())),
        removes=tuple(data.get("removes", ())),
        exits=_pairs(data.get("exits", ())),
        fields=_pairs(data.get("fields", ())),
        commits=bool(data.get("commits", False)),
        is_repeatable=bool(data.get("is_repeatable", False)),
    )


def _pairs(data: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(first), str(second)) for first, second in data)
