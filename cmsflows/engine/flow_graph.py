"""The graph of a compiled flow: what its transitions and exits allow, drawn from the definition."""

from collections.abc import Sequence

from cmsflows.definition.graph import FlowGraph, WayIn, WayOut, graph_of
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.navigation import destination
from cmsflows.engine.registry import registry
from cmsflows.engine.transitions import Transition
from cmsflows.exceptions import UnknownKeyError, UnreachableTargetError


def flow_graph(compiled: CompiledFlow) -> FlowGraph:
    """The graph of a flow as it would run now; nodes whose class is gone are in it, and marked."""
    return graph_of(compiled.definition, EngineRules(compiled))


class EngineRules:
    """What the engine knows of one flow, as the graph asks for it."""

    def __init__(self, compiled: CompiledFlow) -> None:
        self.compiled = compiled

    def is_available(self, node: Node) -> bool:
        if isinstance(node, ScaffoldNode) and self._transition(node) is None:
            return False
        return self.compiled.is_available(node)

    def name(self, scaffold: ScaffoldNode) -> str:
        """The label of the transition; empty for one that nobody registered."""
        transition = self._transition(scaffold)
        key = registry.transitions.key_of(type(transition)) if transition else None
        return str(registry.transitions.get(key).label) if key else ""

    def ways_in(self, scaffold: ScaffoldNode) -> Sequence[WayIn]:
        transition = self._transition(scaffold)
        if transition is None:
            return [WayIn(child) for child in scaffold.children]
        return transition.ways_in(scaffold)

    def edges(self, scaffold: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        """Nothing is claimed of a rule that is gone, save that its group can be left."""
        transition = self._transition(scaffold)
        if transition is None:
            return [(child, None) for child in scaffold.children]
        return transition.edges(scaffold)

    def label(self, scaffold: ScaffoldNode, source: Node | None, target: Node | None) -> str:
        transition = self._transition(scaffold)
        return str(transition.label(scaffold, source, target)) if transition else ""

    def exits(self, action: ActionNode) -> Sequence[WayOut]:
        """The exits of the contract, and what editors wired beside it."""
        labels = {name: name for name, _ in action.exits} | dict(action.contract.exits)
        return [WayOut(label, self._target(action, name), name) for name, label in labels.items()]

    def _transition(self, scaffold: ScaffoldNode) -> Transition | None:
        try:
            return self.compiled.transition(scaffold)
        except UnknownKeyError:
            return None

    def _target(self, action: ActionNode, name: str) -> Node | None:
        try:
            found = destination(self.compiled, action, name)
        except (UnknownKeyError, UnreachableTargetError):
            return None
        return self.compiled.definition.node(dict(action.exits).get(name, "")) or found
