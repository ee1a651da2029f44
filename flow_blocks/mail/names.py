"""Which names a step's texts may refer to: what the flow's inputs and steps leave in the state."""

from collections.abc import Mapping

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Node

PARTED = frozenset({"dict", "Mapping", "OrderedDict", "defaultdict"})
"""Types, by their names in contracts, of values that are written part by part."""


def known_names(definition: FlowDefinition, node: Node) -> dict[str, str]:
    """Names of the state and their types, as this step sees them: its own without their prefix."""
    names = {each.name: each.type for each in definition.inputs}
    for action in definition.actions:
        prefix = f"{action.name}." if action.name else ""
        names |= {f"{prefix}{name}": kind for name, kind in action.contract.provides}
    own = f"{node.name}." if isinstance(node, ActionNode) and node.name else ""
    seen = {name.removeprefix(own): kind for name, kind in names.items() if name.startswith(own)}
    return {**names, **seen}


def is_known(name: str, known: Mapping[str, str]) -> bool:
    """Can there be such a value? Of one with parts, any part may be: nobody can tell which."""
    if name in known:
        return True
    return any(name.startswith(f"{whole}.") and kind in PARTED for whole, kind in known.items())


def has_parts(name: str, known: Mapping[str, str]) -> bool:
    """Is it a value of which only the parts can be written down?"""
    return known.get(name) in PARTED
