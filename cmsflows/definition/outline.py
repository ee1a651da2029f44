"""The outline of a flow: its map in words, numbered and nested, for lists, screen readers, text.

It says everything that the drawing of the same graph shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from cmsflows.definition.graph import (
    Edge,
    EdgeKind,
    FlowGraph,
    Point,
    Role,
    Url,
    no_url,
    point_into,
    point_out_of,
)
from cmsflows.definition.nodes import Node, ScaffoldNode
from cmsflows.definition.numbers import numbers_of, title_of


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a way leads, and what it is called."""

    label: str = ""
    """What the way is called: "I forgot my password"."""
    id: str = ""
    number: str = ""
    """Empty where the way leads out of the group."""
    title: str = ""
    url: str = ""
    is_nowhere: bool = False


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """One node of the flow, as one line of a table of contents."""

    id: str
    key: str
    title: str
    number: str
    depth: int
    """1 at the top."""
    url: str = ""
    is_scaffold: bool = False
    rule: str = ""
    """What a group's transition is called: "Any one of"."""
    is_available: bool = True
    """Is there still a class behind this node?"""
    is_conditional: bool = False
    """Is it there only for those for whom a condition holds?"""
    is_connected: bool = True
    """Does any way lead here from the start?"""
    leads_to: tuple[Destination, ...] = ()
    """What may follow; empty where that is simply the next item, or the end of the group."""
    exits: tuple[Destination, ...] = ()
    children: tuple["OutlineItem", ...] = ()


def outline_of(graph: FlowGraph, *, url: Url = no_url) -> tuple[OutlineItem, ...]:
    """The top items of a flow, each with those below it."""
    return _Outline(graph, url).top()


def lines_of(items: tuple[OutlineItem, ...]) -> Iterator[OutlineItem]:
    """The items and all below them, in reading order."""
    for item in items:
        yield item
        yield from lines_of(item.children)


class _Outline:
    """Makes the items of one graph."""

    def __init__(self, graph: FlowGraph, url: Url) -> None:
        self.graph = graph
        self.url = url
        self.numbers: Mapping[str, str] = numbers_of(graph.definition)
        self.ends_of_sequences = frozenset(_ends_of_sequences(graph))

    def top(self) -> tuple[OutlineItem, ...]:
        root = self.graph.definition.root
        if isinstance(root, ScaffoldNode):
            return self._items(root, depth=1)
        return (self._item(root, follower=None, depth=1),)

    def _items(self, scaffold: ScaffoldNode, *, depth: int) -> tuple[OutlineItem, ...]:
        pairs = pairwise((*scaffold.children, None))
        return tuple(self._item(node, follower=after, depth=depth) for node, after in pairs if node)

    def _item(self, node: Node, *, follower: Node | None, depth: int) -> OutlineItem:
        is_scaffold = isinstance(node, ScaffoldNode)
        return OutlineItem(
            id=node.id,
            key=node.key,
            title=title_of(node),
            number=self.numbers[node.id],
            depth=depth,
            url=self.url(node),
            is_scaffold=is_scaffold,
            rule=self.graph.rules.get(node.id, ""),
            is_available=node.id not in self.graph.unavailable,
            is_conditional=bool(node.when),
            is_connected=self.graph.is_connected(node),
            leads_to=self._leads_to(node, follower),
            exits=self._exits(node),
            children=self._items(node, depth=depth + 1) if isinstance(node, ScaffoldNode) else (),
        )

    def _leads_to(self, node: Node, follower: Node | None) -> tuple[Destination, ...]:
        ahead = self.graph.edges_from(point_out_of(node))
        edges = [edge for edge in ahead if edge.kind in (EdgeKind.NEXT, EdgeKind.END)]
        if len(edges) == 1 and self._is_plain(edges[0], follower):
            return ()
        return tuple(map(self._destination, edges))

    def _is_plain(self, edge: Edge, follower: Node | None) -> bool:
        if follower is None:
            return edge.kind is EdgeKind.END
        if edge.kind is EdgeKind.NEXT:
            return edge.target == point_into(follower)
        return edge.target not in self.ends_of_sequences

    def _exits(self, node: Node) -> tuple[Destination, ...]:
        ahead = self.graph.edges_from(point_into(node))
        return tuple(self._destination(edge) for edge in ahead if edge.kind is EdgeKind.EXIT)

    def _destination(self, edge: Edge) -> Destination:
        if edge.target.role is Role.NOWHERE:
            return Destination(label=edge.label, is_nowhere=True)
        if edge.target.role is Role.EXIT:
            return Destination(label=edge.label)
        node = self.graph.definition.by_id[edge.target.node]
        return Destination(
            label=edge.label,
            id=node.id,
            number=self.numbers[node.id],
            title=title_of(node),
            url=self.url(node),
        )


def _ends_of_sequences(graph: FlowGraph) -> Iterator[Point]:
    """The ends of those groups in which one child may follow another."""
    for edge in graph.edges:
        parent = graph.definition.parent(graph.definition.by_id[edge.source.node])
        if edge.kind is EdgeKind.NEXT and parent is not None:
            yield point_out_of(parent)
