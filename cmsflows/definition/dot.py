"""A flow's graph in DOT: groups as boxes within boxes, their ways joined from exit to entry.

Every name in it is made up here ("n7"); what people wrote appears as quoted text only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

import pydot

from cmsflows.definition import dot_looks
from cmsflows.definition.dot_text import (
    lines,
    one_line,
    quoted,
    quoted_apart,
    quoted_to_the_left,
)
from cmsflows.definition.graph import (
    Edge,
    EdgeKind,
    FlowGraph,
    Point,
    Role,
    Url,
    no_url,
    point_into,
)
from cmsflows.definition.nodes import Node, ScaffoldNode
from cmsflows.definition.numbers import numbers_of, title_of

STEP_WIDTH = 24
GROUP_WIDTH = 32
LABEL_WIDTH = 20
"""Characters in a line, about."""
TITLE_LINES = 3
LABEL_LINES = 2
TOOLTIP_LENGTH = 2_000

WARNING = "\N{WARNING SIGN}"


@dataclass(frozen=True, slots=True)
class Captions:
    """The few words of the drawing that nobody wrote into the flow; give them translated."""

    start: str = "Start"
    end: str = "End"
    nowhere: str = "Leads nowhere"
    unconnected: str = "Not connected"
    unavailable: str = "Not available"


def dot_of(graph: FlowGraph, *, captions: Captions, url: Url = no_url) -> str:
    """The DOT of a graph; equal graphs give equal texts."""
    return _Drawing(graph, captions, url).text()


class _Drawing:
    """Makes the DOT of one graph."""

    def __init__(self, graph: FlowGraph, captions: Captions, url: Url) -> None:
        self.graph = graph
        self.captions = captions
        self.url = url
        self.numbers = numbers_of(graph.definition)
        self.names: dict[Point, str] = {}
        self.boxes = count(1)

    def text(self) -> str:
        root = self.graph.definition.root
        dot = pydot.Dot("flow", graph_type="digraph", **dot_looks.GRAPH)
        dot.set_node_defaults(**dot_looks.NODES)
        dot.set_edge_defaults(**dot_looks.EDGES)
        dot.add_node(self._terminal(self.graph.start, self.captions.start))
        self._fill(dot, root.children if isinstance(root, ScaffoldNode) else (root,), level=1)
        dot.add_node(self._terminal(self.graph.end, self.captions.end))
        self._join(dot)
        text: str = dot.to_string()
        return text

    def _fill(self, box: pydot.Graph, nodes: Iterable[Node], *, level: int) -> None:
        """Put nodes into a box; those that no way leads to stand in a dashed box of their own."""
        loose = []
        for node in nodes:
            if self._is_loose(node):
                loose.append(node)
            else:
                self._place(box, node, level=level)
        if loose:
            dashed = self._box(box, dot_looks.UNCONNECTED, quoted(self.captions.unconnected))
            for node in loose:
                self._place(dashed, node, level=level + 1)

    def _is_loose(self, node: Node) -> bool:
        """Does no way lead here, though one leads to the group that it stands in?"""
        if self.graph.is_connected(node):
            return False
        parent = self.graph.definition.parent(node)
        return parent is None or self.graph.is_connected(parent)

    def _place(self, box: pydot.Graph, node: Node, *, level: int) -> None:
        if isinstance(node, ScaffoldNode):
            self._place_group(box, node, level=level)
            return
        look = dot_looks.step(is_gone=self._is_gone(node), is_conditional=bool(node.when))
        box.add_node(
            pydot.Node(
                self._name(point_into(node)),
                label=quoted(*self._label(node)),
                **look,
                **self._hooks(node),
            )
        )

    def _place_group(self, box: pydot.Graph, node: ScaffoldNode, *, level: int) -> None:
        rule = self.graph.rules.get(node.id, "")
        look = dot_looks.group(
            level=level,
            is_ruled=bool(rule),
            is_gone=self._is_gone(node),
            is_conditional=bool(node.when),
        )
        words = [*self._label(node), rule] if rule else self._label(node)
        inner = self._box(box, {**look, **self._hooks(node)}, quoted_to_the_left(*words))
        inner.add_node(self._point(Point(Role.ENTRY, node.id)))
        self._fill(inner, node.children, level=level + 1)
        inner.add_node(self._point(Point(Role.EXIT, node.id)))

    def _box(self, outer: pydot.Graph, look: dot_looks.Look, label: str) -> pydot.Cluster:
        box = pydot.Cluster(f"c{next(self.boxes)}", label=label, **look)
        outer.add_subgraph(box)  # type: ignore[arg-type]  # a cluster is a subgraph to DOT
        return box

    def _terminal(self, point: Point, caption: str) -> pydot.Node:
        look = dot_looks.terminal(point.role.value)
        return pydot.Node(self._name(point), label=quoted(caption), tooltip=quoted(caption), **look)

    def _point(self, point: Point) -> pydot.Node:
        return pydot.Node(
            self._name(point), tooltip=quoted(" "), **dot_looks.point(point.role.value)
        )

    def _join(self, dot: pydot.Dot) -> None:
        for edge in dict.fromkeys(map(_as_drawn, self.graph.edges)):
            if edge.target.role is Role.NOWHERE and edge.target not in self.names:
                caption = self.captions.nowhere
                dot.add_node(
                    pydot.Node(
                        self._name(edge.target),
                        label=quoted(f"{WARNING} {caption}"),
                        tooltip=quoted(caption),
                        **dot_looks.NOWHERE,
                    )
                )
            dot.add_edge(self._edge(edge))

    def _edge(self, edge: Edge) -> pydot.Edge:
        look = dot_looks.way(
            edge.kind.value,
            is_aside=self._is_aside(edge),
            is_dashed=edge.kind is EdgeKind.EXIT,
        )
        return pydot.Edge(
            self._name(edge.source), self._name(edge.target), **look, **_edge_label(edge.label)
        )

    def _is_aside(self, edge: Edge) -> bool:
        """Exits are, so that alternatives stay side by side; and all ways back."""
        if edge.target.role is Role.NOWHERE:
            return False
        return edge.kind is EdgeKind.EXIT or self.graph.is_back(edge)

    def _label(self, node: Node) -> Sequence[str]:
        width = GROUP_WIDTH if isinstance(node, ScaffoldNode) else STEP_WIDTH
        shown = lines(self._title(node), width=width, at_most=TITLE_LINES)
        if self._is_gone(node):
            shown.append(f"{WARNING} {self.captions.unavailable}")
        return shown

    def _hooks(self, node: Node) -> dot_looks.Look:
        """The whole title, an id for scripts and styles, and where a click leads."""
        url = self.url(node)
        return {
            "id": quoted(f"flow-{self._name(point_into(node))}"),
            "tooltip": quoted(one_line(self._title(node))[:TOOLTIP_LENGTH]),
            **({"URL": quoted(url)} if url else {}),
        }

    def _title(self, node: Node) -> str:
        return f"{self.numbers[node.id]} {title_of(node)}"

    def _is_gone(self, node: Node) -> bool:
        return node.id in self.graph.unavailable

    def _name(self, point: Point) -> str:
        return self.names.setdefault(point, f"n{len(self.names)}")


def _as_drawn(edge: Edge) -> Edge:
    """Two arms that lead to the same step are one arrow, whatever is sure on either."""
    return replace(edge, facts=frozenset(), exit="")


def _edge_label(label: str) -> dot_looks.Look:
    if not label:
        return {}
    tooltip = quoted(one_line(label)[:TOOLTIP_LENGTH])
    return {
        "label": quoted_apart(*lines(label, width=LABEL_WIDTH, at_most=LABEL_LINES)),
        "tooltip": tooltip,
        "labeltooltip": tooltip,
    }
