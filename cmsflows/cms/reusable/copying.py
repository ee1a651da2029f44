"""Copies the steps of a group into a flow: under ids of their own, with references that follow."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cmsflows.definition.nodes import (
    ActionNode,
    Node,
    PreconditionSpec,
    ScaffoldNode,
    TransitionSpec,
    walk,
)
from cmsflows.definition.renaming import renamed, renamed_id

Names = Mapping[str, str]
"""New ids by old ones."""


def copied(nodes: tuple[Node, ...], *, into: str) -> tuple[Node, ...]:
    """The nodes under ids `<into>/<id>`; what they say of each other is said of the copies."""
    names = {each.id: f"{into}/{each.id}" for node in nodes for each in walk(node)}
    return tuple(_copy(node, names) for node in nodes)


def _copy(node: Node, names: Names) -> Node:
    shared: dict[str, Any] = {
        "id": names[node.id],
        "options": renamed(node.options, names),
        "when": renamed(node.when, names),
        "preconditions": tuple(
            PreconditionSpec(each.type, renamed(each.options, names)) for each in node.preconditions
        ),
    }
    if isinstance(node, ScaffoldNode):
        return replace(
            node,
            **shared,
            children=tuple(_copy(child, names) for child in node.children),
            transition=TransitionSpec(
                node.transition.type, renamed(node.transition.options, names)
            ),
        )
    if isinstance(node, ActionNode):
        exits = tuple((name, renamed_id(target, names)) for name, target in node.exits)
        return replace(node, **shared, exits=exits)
    return replace(node, **shared)
