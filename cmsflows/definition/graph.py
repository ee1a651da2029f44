"""The graph of a flow: where one can stand, and which ways lead from there.

Which child may follow which is known to the transitions, and those live in the engine; so whoever
asks for a graph brings `Rules`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, Protocol

from cmsflows.definition.conditions import implied
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode, walk

Url = Callable[[Node], str]
"""Where a click on a node of a map leads, within the site; empty for nowhere."""


class Role(Enum):
    """What kind of place a point is."""

    ENTRY = "entry"
    """Where a scaffold is entered; the root's is where the flow begins."""
    EXIT = "exit"
    """Where a scaffold is left; the root's is where the flow ends."""
    STEP = "step"
    """An action."""
    NOWHERE = "nowhere"
    """Where an exit leads that was not wired and has no sibling to fall back on."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the graph: a node, or one end of a scaffold."""

    role: Role
    node: str


class EdgeKind(Enum):
    """Why one can get from one point to another."""

    ARRIVAL = "arrival"
    """Into a group, to the child where visitors arrive."""
    ALTERNATIVE = "alternative"
    """Into a group, to one of several children that visitors may begin with."""
    ARM = "arm"
    """Into a group, to the child that a condition leads to."""
    NEXT = "next"
    """From a completed child to the child that may follow it."""
    END = "end"
    """From a completed child out of the group."""
    EXIT = "exit"
    """Out of an action without completing it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one point to another."""

    source: Point
    target: Point
    kind: EdgeKind
    label: str = ""
    facts: frozenset[str] = frozenset()
    """Names that are sure to be in the state where this way is taken."""
    exit: str = ""
    """The name of the exit, where it is one."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """A child of a group that a visitor may begin with, and the condition under which they do."""

    child: Node
    when: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WayOut:
    """An exit of an action, and the step it leads to; None where it leads nowhere."""

    label: str
    target: Node | None
    name: str = ""


class Rules(Protocol):
    """What a graph must be told, since only the engine knows the classes behind the nodes."""

    def is_available(self, node: Node) -> bool:
        """Is there still a class behind this node?"""

    def name(self, scaffold: ScaffoldNode) -> str:
        """What the scaffold's transition is called: "In order"."""

    def ways_in(self, scaffold: ScaffoldNode) -> Sequence[WayIn]:
        """The children a visitor may begin with: any that they like, or where there are
        conditions, the one whose condition holds."""

    def edges(self, scaffold: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        """Pairs of children of which the second may follow the first; None is the way out."""

    def label(self, scaffold: ScaffoldNode, source: Node | None, target: Node | None) -> str:
        """What to write on the way between two children; None is the way in, or the way out."""

    def exits(self, action: ActionNode) -> Sequence[WayOut]:
        """The ways out of an action other than completing it."""


@dataclass(frozen=True)
class FlowGraph:
    """All points and edges of one flow, and what is remarkable about its nodes."""

    definition: FlowDefinition
    edges: tuple[Edge, ...]
    rules: Mapping[str, str]
    """What each scaffold's transition is called, by node id."""
    unavailable: frozenset[str]
    """Ids of the nodes whose class is gone."""

    @property
    def start(self) -> Point:
        return Point(Role.ENTRY, self.definition.root.id)

    @property
    def end(self) -> Point:
        return Point(Role.EXIT, self.definition.root.id)

    @cached_property
    def reachable(self) -> frozenset[Point]:
        """Every point that some way leads to from the start."""
        found = {self.start}
        waiting = [self.start]
        while waiting:
            ahead = {edge.target for edge in self.edges_from(waiting.pop())} - found
            found |= ahead
            waiting += ahead
        return frozenset(found)

    def is_connected(self, node: Node) -> bool:
        """Does any way lead to this node from the start?"""
        return point_into(node) in self.reachable

    def edges_from(self, point: Point) -> Sequence[Edge]:
        return self._by_source.get(point, ())

    def is_back(self, edge: Edge) -> bool:
        """Does this edge lead to where one has been before, in reading order?"""
        if edge.target.role is Role.NOWHERE:
            return False
        return self._order[edge.target] <= self._order[edge.source]

    @cached_property
    def _by_source(self) -> Mapping[Point, Sequence[Edge]]:
        found: dict[Point, list[Edge]] = {}
        for edge in self.edges:
            found.setdefault(edge.source, []).append(edge)
        return found

    @cached_property
    def _order(self) -> Mapping[Point, int]:
        points = [self.start, *_points_in_reading_order(self.definition.root), self.end]
        return {point: place for place, point in enumerate(dict.fromkeys(points))}


def graph_of(definition: FlowDefinition, rules: Rules) -> FlowGraph:
    """The graph of a definition under these rules."""
    nodes = list(walk(definition.root))
    return FlowGraph(
        definition=definition,
        edges=tuple(dict.fromkeys(_edges(definition.root, nodes, rules))),
        rules={each.id: rules.name(each) for each in nodes if isinstance(each, ScaffoldNode)},
        unavailable=frozenset(each.id for each in nodes if not rules.is_available(each)),
    )


def no_url(node: Node) -> str:
    """For maps that only show."""
    return ""


def point_into(node: Node) -> Point:
    """Where one arrives who is sent to this node."""
    return Point(Role.ENTRY if isinstance(node, ScaffoldNode) else Role.STEP, node.id)


def point_out_of(node: Node) -> Point:
    """Where one leaves this node, having completed it."""
    return Point(Role.EXIT if isinstance(node, ScaffoldNode) else Role.STEP, node.id)


def _edges(root: Node, nodes: Iterable[Node], rules: Rules) -> Iterator[Edge]:
    if isinstance(root, ActionNode):
        yield Edge(Point(Role.ENTRY, root.id), point_into(root), EdgeKind.ARRIVAL)
        yield Edge(point_out_of(root), Point(Role.EXIT, root.id), EdgeKind.END)
    for node in nodes:
        if isinstance(node, ScaffoldNode):
            yield from _ways_in(node, rules)
            yield from _ways_on(node, rules)
        elif isinstance(node, ActionNode):
            yield from _ways_out(node, rules)


def _ways_in(scaffold: ScaffoldNode, rules: Rules) -> Iterator[Edge]:
    ways = rules.ways_in(scaffold)
    kind = _kind(ways)
    for way in ways:
        label = rules.label(scaffold, None, way.child)
        facts = implied(way.when)
        yield Edge(point_into(scaffold), point_into(way.child), kind, label, facts)
    if not ways:
        yield Edge(point_into(scaffold), point_out_of(scaffold), EdgeKind.END)


def _kind(ways: Sequence[WayIn]) -> EdgeKind:
    if any(way.when for way in ways):
        return EdgeKind.ARM
    return EdgeKind.ALTERNATIVE if len(ways) > 1 else EdgeKind.ARRIVAL


def _ways_on(scaffold: ScaffoldNode, rules: Rules) -> Iterator[Edge]:
    for source, target in rules.edges(scaffold):
        label = rules.label(scaffold, source, target)
        if target is None:
            yield Edge(point_out_of(source), point_out_of(scaffold), EdgeKind.END, label)
        else:
            yield Edge(point_out_of(source), point_into(target), EdgeKind.NEXT, label)


def _ways_out(action: ActionNode, rules: Rules) -> Iterator[Edge]:
    for way in rules.exits(action):
        target = point_into(way.target) if way.target else Point(Role.NOWHERE, action.id)
        yield Edge(point_into(action), target, EdgeKind.EXIT, way.label, exit=way.name)


def _points_in_reading_order(node: Node) -> Iterator[Point]:
    yield point_into(node)
    if isinstance(node, ScaffoldNode):
        for child in node.children:
            yield from _points_in_reading_order(child)
        yield point_out_of(node)
