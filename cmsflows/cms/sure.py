"""What is sure to be in the state at each step of a flow, whichever way a visitor came.

A plain forward analysis over the graph: what a step is sure of is what all ways to it agree on.
"""

from cmsflows.definition.graph import EdgeKind, FlowGraph, Point, Role
from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.flow_graph import flow_graph
from cmsflows.engine.moving import Known

Names = frozenset[str]


def known_in(compiled: CompiledFlow) -> Known:
    """By node id: the names that are sure to be there when a visitor comes to it."""
    graph = flow_graph(compiled)
    sure = _spread(graph, frozenset(each.name for each in compiled.definition.inputs))
    return lambda node_id: sure.get(Point(Role.STEP, node_id), frozenset())


def _spread(graph: FlowGraph, given: Names) -> dict[Point, Names]:
    """Names by point: everything, until a way says that something is missing."""
    sure: dict[Point, Names] = {graph.start: given}
    waiting = [graph.start]
    while waiting:
        point = waiting.pop()
        for edge in graph.edges_from(point):
            out = _after(graph, point, sure[point], is_left=edge.kind is EdgeKind.EXIT)
            found = sure[edge.target] & out if edge.target in sure else out
            if sure.get(edge.target) != found:
                sure[edge.target] = found
                waiting.append(edge.target)
    return sure


def _after(graph: FlowGraph, point: Point, before: Names, *, is_left: bool) -> Names:
    node = graph.definition.by_id[point.node]
    if point.role is not Role.STEP or not isinstance(node, ActionNode):
        return before
    under = f"{node.name}." if node.name else ""
    removed = {f"{under}{name}" for name in node.contract.removes}
    provided = {f"{under}{name}" for name in node.contract.provided if not is_left}
    return (before - removed) | provided
