"""The edges of a flow's graph, sorted by the question one asks: into a group, on from a child, out
of a step."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cmsflows.definition.graph import Edge, EdgeKind, FlowGraph, Role


@dataclass(frozen=True, slots=True)
class Beginning:
    """A child with which a group may begin, and what is sure where it does."""

    child: str
    facts: frozenset[str] = frozenset()


@dataclass(slots=True)
class Ways:
    """By node id: where groups begin, what may follow a child, and where exits lead."""

    beginnings: dict[str, list[Beginning]] = field(default_factory=dict)
    following: dict[str, list[str | None]] = field(default_factory=dict)
    """None is the way out of the group."""
    exits: dict[str, list[str]] = field(default_factory=dict)
    """Those that lead somewhere."""
    choices: set[str] = field(default_factory=set)
    """The groups with several beginnings, of which a visitor takes any that is there."""

    def after(self, child: str) -> Sequence[str | None]:
        return self.following.get(child, ())


def ways_of(graph: FlowGraph) -> Ways:
    """The ways of a graph."""
    ways = Ways()
    root = graph.definition.root.id
    for edge in graph.edges:
        if edge.kind is EdgeKind.EXIT:
            if edge.target.role is not Role.NOWHERE:
                ways.exits.setdefault(edge.source.node, []).append(edge.target.node)
        elif edge.kind in (EdgeKind.ARRIVAL, EdgeKind.ALTERNATIVE, EdgeKind.ARM):
            _begin(ways, edge)
        elif edge.source.role is not Role.ENTRY and edge.source.node != root:
            following = None if edge.kind is EdgeKind.END else edge.target.node
            ways.following.setdefault(edge.source.node, []).append(following)
    return ways


def _begin(ways: Ways, edge: Edge) -> None:
    if edge.source.node == edge.target.node:  # the start of a flow that is a bare step
        return
    if edge.kind is EdgeKind.ALTERNATIVE:
        ways.choices.add(edge.source.node)
    beginnings = ways.beginnings.setdefault(edge.source.node, [])
    beginnings.append(Beginning(edge.target.node, edge.facts))
