"""What each step of a flow needs in the state when it is entered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode

REQUIRED_STATE = "required_state"
"""The key of the precondition by which editors ask for state: `{"names": [...]}`."""


@dataclass(frozen=True, slots=True)
class Need:
    """A name that must be in the state."""

    name: str
    seen_from: str = ""
    """The name of the step that looks: its own values serve, too."""


def needs_of(root: Node) -> Mapping[str, tuple[Need, ...]]:
    """By the ids of the steps; what a group asks for is needed by every step in it."""
    found: dict[str, tuple[Need, ...]] = {}
    waiting: list[tuple[Node, tuple[Need, ...]]] = [(root, ())]
    while waiting:
        node, above = waiting.pop()
        if isinstance(node, ScaffoldNode):
            needs = (*above, *(Need(name) for name in _asked_for(node)))
            waiting += [(child, needs) for child in reversed(node.children)]
        elif isinstance(node, ActionNode):
            own = (*node.contract.requires, *_asked_for(node))
            needs = (*above, *(Need(name, node.name) for name in own))
            found[node.id] = tuple(dict.fromkeys(needs))
    return found


def _asked_for(node: Node) -> Iterator[str]:
    for spec in node.preconditions:
        names = spec.options.get("names") if spec.type == REQUIRED_STATE else None
        for name in names if isinstance(names, list | tuple) else ():
            if isinstance(name, str) and name:
                yield name
